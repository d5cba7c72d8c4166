"""The picture side against open_clip's own, and what maps promise."""

from collections.abc import Callable

import pytest

from photon.vision.clip.network.network import Network
from tests.vision.clip.tiny import KINDS
from tests.vision.late_module import LateModule

pytestmark = pytest.mark.slow

torch = LateModule("torch")

Tiny = Callable[[str], Network]


@pytest.fixture(autouse=True)
def _no_gradients():
    with torch.inference_mode():
        yield


def pixels_for(network: Network, count: int = 2):
    side = network.preprocessing.side
    return torch.randint(0, 256, (count, side, side, 3), dtype=torch.uint8, generator=torch.Generator().manual_seed(3))


def normalised(network: Network, pixels):
    """As open_clip's ToTensor and Normalize do."""
    mean, std = (torch.tensor(values) for values in (network.preprocessing.mean, network.preprocessing.std))
    return ((pixels.float() / 255 - mean) / std).permute(0, 3, 1, 2)


def opens_as(network: Network, pixels):
    found = network.net.visual(normalised(network, pixels))
    return found[0] if isinstance(found, tuple) else found


def module_of(network: Network):
    from photon.vision.clip.network.image_modules import image_module

    return image_module(network)


@pytest.mark.parametrize("kind", KINDS)
def test_meaning_is_open_clips(tiny: Tiny, kind: str) -> None:
    network = tiny(kind)
    pixels = pixels_for(network)
    module = module_of(network)
    meaning, look = module(pixels)
    torch.testing.assert_close(meaning, opens_as(network, pixels), rtol=1e-4, atol=1e-5)
    assert meaning.shape == (2, module.dimension)
    assert look.shape == (2, module.look_dimension)
    assert module.places(pixels).shape == (2, *module.grid, module.dimension)
    assert module.adds_up is (kind in {"mobileclip", "clipa", "convnext"})
    for one, other in zip(module.all_outputs(pixels), (meaning, look, module.places(pixels)), strict=True):
        torch.testing.assert_close(one, other)


@pytest.mark.parametrize("kind", ["mobileclip", "convnext", "clipa"])
def test_places_of_mean_pooling_add_up_to_the_meaning(tiny: Tiny, kind: str) -> None:
    network = tiny(kind)
    pixels = pixels_for(network)
    module = module_of(network)
    places = module.places(pixels)
    torch.testing.assert_close(places.mean((1, 2)), module(pixels)[0], rtol=1e-4, atol=1e-5)
    assert float(places.std((1, 2)).max()) > 1e-3  # the places differ


def test_a_place_of_attention_pooling_is_pooled_alone(tiny: Tiny) -> None:
    network = tiny("siglip")
    pixels = pixels_for(network)
    module, trunk = module_of(network), network.net.visual.trunk
    tokens = trunk.forward_features(normalised(network, pixels))
    prefix = trunk.num_prefix_tokens
    places = module.places(pixels).flatten(1, 2)
    torch.testing.assert_close(trunk.attn_pool(tokens), module(pixels)[0], rtol=1e-4, atol=1e-5)
    for place in (0, 37, 99):
        alone = trunk.attn_pool(tokens[:, prefix + place : prefix + place + 1])
        torch.testing.assert_close(places[:, place], alone, rtol=1e-4, atol=1e-5)
    torch.testing.assert_close(module(pixels)[1], tokens[:, prefix:].mean(1), rtol=1e-4, atol=1e-5)


def test_a_place_of_coca_is_pooled_alone(tiny: Tiny) -> None:
    network = tiny("coca")
    pixels = pixels_for(network)
    visual = network.net.visual
    tokens = visual.transformer(visual._embeds(normalised(network, pixels)))
    alone = visual._pool(tokens[:, 6:7])[0] @ visual.proj  # the class token, and five patches
    torch.testing.assert_close(module_of(network).places(pixels)[:, 1, 1], alone, rtol=1e-4, atol=1e-5)


def test_places_of_a_plain_transformer_are_its_last_values(tiny: Tiny) -> None:
    network = tiny("clip")
    pixels = pixels_for(network)
    visual = network.net.visual
    tokens = visual._embeds(normalised(network, pixels))
    for block in visual.transformer.resblocks[:-1]:
        tokens = block(tokens)
    last = visual.transformer.resblocks[-1]
    attention = last.attn
    inner = torch.nn.functional.linear(last.ln_1(tokens), attention.in_proj_weight, attention.in_proj_bias)
    expected = visual.ln_post(attention.out_proj(inner.chunk(3, -1)[2]))[:, 1:] @ visual.proj
    torch.testing.assert_close(module_of(network).places(pixels).flatten(1, 2), expected, rtol=1e-4, atol=1e-5)


def test_a_place_of_a_resnet_is_its_value(tiny: Tiny) -> None:
    network = tiny("resnet")
    pixels = pixels_for(network)
    visual = network.net.visual
    pool = visual.attnpool
    planes = visual.layer4(visual.layer3(visual.layer2(visual.layer1(visual.stem(normalised(network, pixels))))))
    place = planes[:, :, 1, 0] + pool.positional_embedding[1 + 2]
    expected = pool.c_proj(pool.v_proj(place))
    torch.testing.assert_close(module_of(network).places(pixels)[:, 1, 0], expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("kind", KINDS)
def test_half_precision_leaves_the_network_alone(tiny: Tiny, kind: str) -> None:
    network = tiny(kind)
    pixels = pixels_for(network, 1)
    exact = module_of(network)(pixels)[0]
    module = module_of(network).to(torch.bfloat16)
    meaning, places = module(pixels)[0], module.places(pixels)
    assert (meaning.dtype, places.dtype) == (torch.bfloat16, torch.bfloat16)
    assert float(torch.nn.functional.cosine_similarity(meaning.float(), exact).min()) > 0.99
    assert {weight.dtype for weight in network.net.parameters()} == {torch.float32}
    torch.testing.assert_close(opens_as(network, pixels), exact, rtol=1e-4, atol=1e-5)


def test_an_unknown_tower_still_has_a_meaning(tiny: Tiny) -> None:
    from photon.vision.clip.network.image_modules import UnknownTower

    network = tiny("resnet")
    pixels = pixels_for(network)
    module = UnknownTower(network.net.visual, network.preprocessing)
    meaning, look = module(pixels)
    torch.testing.assert_close(meaning, opens_as(network, pixels), rtol=1e-4, atol=1e-5)
    assert module.grid is None
    assert len(module.all_outputs(pixels)) == 2
    assert look.shape == meaning.shape
    with pytest.raises(ValueError, match="no places"):
        module.places(pixels)
