"""Sentences of a CoCa network: plumbing, on tiny random weights, beside open_clip's own chances."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.convert.tokenizer_file import write_tokenizer
from photon.vision.clip.network.network import Network
from photon.vision.clip.runtime.clip_encoder import ClipEncoder, load
from photon.vision.clip.runtime.coca import CocaCaptioner, Spelling, writes
from photon.vision.clip.runtime.pixels import look_at
from photon.vision.clip.shelf.encoder_shelf import Installed, Setting
from photon.vision.kit.encoder import DamagedPreview
from tests.vision.clip.shelves import convert_here

PICTURES = list(drawings(3, seed=11))
Tiny = Callable[[str], Network]


@pytest.fixture(scope="module")
def spelling(tmp_path_factory: pytest.TempPathFactory, tiny: Tiny) -> Spelling:
    path = tmp_path_factory.mktemp("words") / "tokenizer.json"
    return Spelling(path, write_tokenizer(tiny("coca").config, None, path))


@pytest.fixture
def captioner(tiny: Tiny, spelling: Spelling):
    made = CocaCaptioner(tiny("coca"), spelling, "cpu", 1)
    yield made
    made.close()


@pytest.mark.slow
def test_chances_are_those_of_open_clip(captioner: CocaCaptioner, tiny: Tiny, spelling: Spelling) -> None:
    import torch

    captioner._rules = replace(captioner._rules, most=6)
    found = captioner.sentences(PICTURES, beams=3)
    assert [len(one) for one in found] == [3, 3, 3]
    # The likeliest is computed anew, as open_clip computes a caption's loss: all tokens at once.
    network = tiny("coca")
    ways = network.preprocessing
    square = (look_at(PICTURES[0], ways) / 255 - ways.mean) / ways.std
    pixels = torch.from_numpy(square).permute(2, 0, 1)[None].float()
    ids = [spelling.rules.start, *_ids(captioner, PICTURES[0]), spelling.rules.end]
    with torch.no_grad():
        made = network.net(pixels, torch.tensor([ids]))
        chances = made["logits"].log_softmax(dim=-1)[0]
    logprob = float(sum(chances[at, token] for at, token in enumerate(ids[1:])))
    assert np.isclose(found[0][0][1], logprob, atol=1e-3)


def test_token_by_token_as_all_at_once(tiny: Tiny) -> None:
    import torch

    from photon.vision.clip.network.coca_writing import BeamState, WritingModule

    network = tiny("coca")
    with torch.no_grad():
        seen = network.net(torch.randn(1, 3, 64, 64))
        writing = BeamState(WritingModule(network.net).eval(), seen["image_embs"])
        rows = np.array([[49406]])
        for step in range(5):
            chances = writing(rows)
            ids = torch.from_numpy(rows)
            photos = [seen[name].expand(len(rows), *seen[name].shape[1:]) for name in ("image_features", "image_embs")]
            made = network.net(None, ids, image_latent=photos[0], image_embs=photos[1], output_labels=False)
            theirs = made["logits"][:, -1].log_softmax(dim=-1).numpy()
            assert np.allclose(chances, theirs, atol=2e-4)
            rows = np.array([[*row, 300 + 7 * step + at] for at in range(3) for row in rows.tolist()][: 2 + step])
        with pytest.raises(ValueError, match="go on"):
            writing(np.array([[49406, 5, 6]]))


def _ids(captioner: CocaCaptioner, picture: bytes) -> tuple[int, ...]:
    seen: list[tuple[int, ...]] = []
    words = captioner._words

    class Noting(Spelling):
        def __init__(self) -> None:
            self.rules = words.rules

        def text(self, ids) -> str:
            seen.append(tuple(ids))
            return words.text(ids)

    captioner._words = Noting()
    captioner.sentences([picture], beams=3)
    captioner._words = words
    return seen[0]


def test_sentences_are_text(captioner: CocaCaptioner) -> None:
    (found,) = captioner.sentences(PICTURES[:1])
    assert found == captioner.sentences(PICTURES[:1])[0]
    assert 1 <= len(found) <= 5
    assert len({text for text, _ in found}) == len(found)
    for text, logprob in found:
        assert text == " ".join(text.split())
        assert "</w>" not in text
        assert text[0] == text[0].upper()
        assert np.isfinite(logprob)
        assert logprob < 0
    assert captioner.sentences([]) == []


def test_damaged_previews_are_told(captioner: CocaCaptioner) -> None:
    with pytest.raises(DamagedPreview) as caught:
        captioner.sentences([PICTURES[0], b"damaged"])
    assert caught.value.positions == (1,)


@pytest.mark.parametrize(
    ("text", "spelt"),
    [("a dog's ball, on the beach.", "A dog's ball, on the beach."), ("straße 😀", "Straße 😀"), ("...", ""), ("", "")],
)
def test_tokens_become_text_again(spelling: Spelling, text: str, spelt: str) -> None:
    from open_clip.tokenizer import SimpleTokenizer

    assert spelling.text(SimpleTokenizer().encode(text)) == spelt
    assert spelling.text([10**9]) == ""


def test_other_kinds_write_nothing(tiny: Tiny) -> None:
    assert writes(tiny("coca").config)
    assert not writes(tiny("clip").config)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return convert_here(tmp_path_factory.mktemp("coca") / "installed", "coca")


@pytest.mark.slow
def test_an_installed_encoder_writes_from_its_kept_weights(installed: Installed) -> None:
    found = load(installed, 1).sentences(PICTURES[:1])
    assert found is not None
    assert found[0]
    none = replace(installed, config={key: value for key, value in installed.config.items() if "modal" not in key})
    assert load(none, 1).sentences(PICTURES[:1]) is None


def test_weights_that_are_damaged_get_a_sentence(installed: Installed, tmp_path: Path) -> None:
    broken = replace(installed, folder=tmp_path)
    with pytest.raises(PhotonError, match="damaged and can't be opened"):
        ClipEncoder(broken, Setting("torch", "cpu", "fp32"), 1).sentences(PICTURES[:1])
