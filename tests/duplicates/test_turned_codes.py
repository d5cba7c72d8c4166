"""Hashes of turned pictures follow from their own."""

import numpy as np
import pytest
from PIL import Image

from photon.duplicates.candidate_pairs import NEAR
from photon.duplicates.turned_codes import TURNED, find_turned
from photon.media.read.fingerprinting import hash_windows
from photon.media.read.picture_fitting import BACK

_FORTH = {"mirrored": "mirrored", "over": "over", "left": "right", "right": "left"}


def _picture(seed: int) -> Image.Image:
    small = Image.fromarray(np.random.default_rng(seed).integers(0, 256, (4, 6), np.uint8))
    return small.resize((320, 240), Image.Resampling.BICUBIC)


def _code(picture: Image.Image) -> int:
    return hash_windows(np.asarray(picture, np.float32))[0]


@pytest.mark.parametrize("turn", ["mirrored", "over", "left", "right"])
def test_the_hash_of_a_turned_picture_is_predicted(turn: str) -> None:
    for seed in range(5):
        turned = _code(_picture(seed).transpose(BACK[_FORTH[turn]]))  # type: ignore[index]
        predicted = TURNED[turn](np.array([_code(_picture(seed))], np.uint64))[0]  # type: ignore[index]
        assert (int(predicted) ^ turned).bit_count() <= NEAR


def test_turned_and_framed_pictures_are_found_among_others() -> None:
    pictures = [_picture(seed) for seed in range(6)]
    pictures += [
        pictures[0].transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        pictures[1].transpose(Image.Transpose.ROTATE_90),
    ]
    codes = np.array([_code(picture) for picture in pictures] + [7 << 40], np.uint64)
    inner = np.zeros(len(codes), np.uint64)
    inner[-1] = codes[2]
    found = find_turned(codes, inner)
    assert {pair: turn for pair, (turn, _) in found.items()}.keys() == {(0, 6), (1, 7), (2, 8)}
    assert (found[0, 6][0], found[2, 8]) == ("mirrored", ("", 0))
    assert found[1, 7][0] in {"left", "right"}
    new = np.zeros(len(codes), bool)
    new[8] = True
    assert find_turned(codes, inner, new).keys() == {(2, 8)}
    new[[2, 8]] = True, False
    assert find_turned(codes, inner, new).keys() == {(2, 8)}
