"""Words to ids: equal to open_clip's own, long texts in parts, pseudo-words in their places."""

import json
import warnings
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from photon.domain import PhotonError
from photon.vision.clip.convert import tokenizer_file
from photon.vision.clip.convert.tokenizer_file import write_tokenizer
from photon.vision.clip.runtime.tokens import TokenFacts, Tokens

WORDS = ["a", "the", "dog", "cat", "runs", "on", "beach", "it", "s", "and", "red", "girl", "house", "straße"]


def write_sentencepiece_like(folder: Path) -> None:
    """A tiny tokenizer in the manner of T5's, with the files that Hugging Face keeps beside it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors

    vocabulary = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0)]
    vocabulary += [(f"▁{word}", -4.0) for word in WORDS]
    vocabulary += [(letter, -9.0) for letter in "abcdefghijklmnopqrstuvwxyzäöüß0123456789.,!?&-$*'"]
    ours = Tokenizer(models.Unigram(vocabulary, unk_id=2))
    ours.pre_tokenizer = pre_tokenizers.Metaspace()
    ours.decoder = decoders.Metaspace()
    ours.post_processor = processors.TemplateProcessing("$A </s>", "$A </s> $B </s>", [("</s>", 1)])
    folder.mkdir(parents=True, exist_ok=True)
    ours.save(str(folder / "tokenizer.json"))
    marks = {"eos_token": "</s>", "pad_token": "</s>", "unk_token": "<unk>"}
    config = {"tokenizer_class": "PreTrainedTokenizerFast", **marks}
    (folder / "tokenizer_config.json").write_text(json.dumps(config))


SIGLIP = {"text_cfg": {"context_length": 16, "hf_tokenizer_name": "x/y", "tokenizer_kwargs": {"clean": "canonicalize"}}}


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    path = tmp_path_factory.mktemp("clip") / "tokenizer.json"
    facts = write_tokenizer({"text_cfg": {"context_length": 77}}, None, path)
    return Tokens(path, TokenFacts.from_json(json.loads(json.dumps(asdict(facts)))))


@pytest.fixture(scope="module")
def siglip(tmp_path_factory: pytest.TempPathFactory) -> Tokens:
    folder = tmp_path_factory.mktemp("siglip")
    write_sentencepiece_like(folder / "source")
    facts = write_tokenizer(SIGLIP, folder / "source", folder / "tokenizer.json")
    return Tokens(folder / "tokenizer.json", facts)


def test_clip_words_are_read_as_open_clip_reads_them(clip: Tokens) -> None:
    import open_clip

    theirs = open_clip.get_tokenizer("ViT-B-32")
    random = np.random.default_rng(1)
    letters = list("abc DE'sf.,!& 12é—“”猫好😀ß$_/\t\u00a0")
    texts = ["".join(random.choice(letters, 30)) for _ in range(300)]
    for text, expected in zip(texts, theirs(texts).tolist(), strict=True):
        (row,) = clip.parts(text)
        assert row + [0] * (77 - len(row)) == expected, text


def test_siglip_words_are_read_as_open_clip_reads_them(siglip: Tokens) -> None:
    """The comparison itself is part of writing; here it is seen that the facts are those of the files."""
    facts = siglip.facts
    assert (facts.clean, facts.context, facts.before, facts.after, facts.pad) == ("canonicalize", 16, (), (1,), 1)
    assert siglip.parts("A DOG!") == siglip.parts("a dog")
    assert siglip.parts("")[0] == [1]


def test_the_comparison_can_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenizer_file, "_WORDS", r"\S+")
    with pytest.raises(PhotonError, match="would tokenize words differently"):
        write_tokenizer({"text_cfg": {}}, None, tmp_path / "tokenizer.json")


def test_missing_and_damaged_files_are_told(tmp_path: Path) -> None:
    with pytest.raises(PhotonError, match="x/y") as caught:
        write_tokenizer(SIGLIP, tmp_path, tmp_path / "t.json")
    assert "beside the weights" in caught.value.hint
    (tmp_path / "tokenizer.json").write_text('{"half": ')
    with pytest.raises(PhotonError, match="can't be read"):
        write_tokenizer(SIGLIP, tmp_path, tmp_path / "t.json")
    with pytest.raises(PhotonError, match="clips"):
        write_tokenizer({"text_cfg": {"tokenizer_mode": "clips"}}, tmp_path, tmp_path / "t.json")


def test_marks_that_somebody_types_are_letters(clip: Tokens) -> None:
    (row,) = clip.parts("dog <end_of_text> cat")
    assert row.count(49407) == 1
    assert row[-1] == 49407


@pytest.mark.parametrize("kind", ["clip", "siglip"])
def test_long_texts_are_cut_at_the_ends_of_sentences_and_nothing_is_lost(
    kind: str, request: pytest.FixtureRequest
) -> None:
    tokens: Tokens = request.getfixturevalue(kind)
    before, after = len(tokens.facts.before), len(tokens.facts.after)
    sentence = "the dog runs on the beach, and the cat runs."
    alone = tokens.parts(sentence)[0]
    parts = tokens.parts(" ".join([sentence] * 30))
    assert len(parts) > 5
    assert all(len(part) <= tokens.facts.context for part in parts)
    inner = [part[before : len(part) - after] for part in parts]
    assert [one for part in inner for one in part] == alone[before : len(alone) - after] * 30
    assert all(len(part) % (len(alone) - before - after) == 0 for part in inner), "whole sentences only"


def test_a_text_that_just_fits_is_one_part(clip: Tokens) -> None:
    assert len(clip.parts("dog " * 75)) == 1
    assert len(clip.parts("dog " * 76)) == 2


def test_the_damaged_file_is_told(tmp_path: Path, clip: Tokens) -> None:
    (tmp_path / "tokenizer.json").write_text('{"version"')
    with pytest.raises(ValueError, match="Expecting"):
        Tokens(tmp_path / "tokenizer.json", clip.facts)
    with warnings.catch_warnings(), pytest.raises(OSError, match="tokenizer"):
        Tokens(tmp_path / "none" / "tokenizer.json", clip.facts)
