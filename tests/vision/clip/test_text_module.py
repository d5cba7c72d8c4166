"""The word side against open_clip's own, and words that no table has."""

from collections.abc import Callable

import pytest

from photon.vision.clip.network.network import Network
from tests.vision.clip.tiny import KINDS
from tests.vision.late_module import LateModule

pytestmark = pytest.mark.slow

torch = LateModule("torch")

Tiny = Callable[[str], Network]
DOLLAR = 259  # of CLIP's vocabulary


@pytest.fixture(autouse=True)
def _no_gradients():
    with torch.inference_mode():
        yield


def module_of(network: Network):
    from photon.vision.clip.network.text_module import text_module

    return text_module(network)


def texts_for(module):
    """A short and a full text as tokens, and the places that are pooled."""
    random = torch.Generator().manual_seed(5)
    vocabulary, width = module.embedding.shape
    assert module.width == width
    tokens = torch.zeros((2, module.context), dtype=torch.long)
    ends = torch.tensor([4, module.context - 1])
    for row, end in enumerate(ends):
        tokens[row, :end] = torch.randint(1, vocabulary - 1, (int(end),), generator=random)
        tokens[row, end] = vocabulary - 1
    return tokens, torch.full((2,), module.context - 1) if module.pool == "last" else ends


@pytest.mark.parametrize("kind", KINDS)
def test_meaning_is_open_clips(tiny: Tiny, kind: str) -> None:
    network = tiny(kind)
    module = module_of(network)
    tokens, ends = texts_for(module)
    meaning = module(module.embedding[tokens], ends)
    torch.testing.assert_close(meaning, network.net.encode_text(tokens, normalize=False), rtol=1e-4, atol=1e-5)
    assert meaning.shape == (2, module.dimension)


@pytest.mark.parametrize("kind", KINDS)
def test_padding_counts_exactly_where_it_says_so(tiny: Tiny, kind: str) -> None:
    module = module_of(tiny(kind))
    tokens, ends = texts_for(module)
    full = module(module.embedding[tokens[:1]], ends[:1])
    length = 5 + (module.class_token is not None)
    short = module(module.embedding[tokens[:1, :length]], ends[:1].clamp(max=length - 1))
    assert torch.allclose(full, short, rtol=1e-4, atol=1e-5) is not module.needs_full
    assert module.needs_full is (kind in ("siglip", "mobileclip", "coca", "clipa"))


def test_a_learnt_word_stands_for_a_real_one(tiny: Tiny) -> None:
    import open_clip

    read = open_clip.get_tokenizer("ViT-B-32")
    module = module_of(tiny("clip"))
    real, with_gap = read(["a photo of dog on the grass", "a photo of $ on the grass"])
    assert int(with_gap[4]) == DOLLAR
    words = module.embedding[with_gap[None]].clone()
    words[0, 4] = module.embedding[read(["dog"])[0, 1]]
    torch.testing.assert_close(
        module(words, with_gap.argmax()[None]), module(module.embedding[real[None]], real.argmax()[None])
    )
    assert not torch.allclose(words, module.embedding[with_gap[None]])
