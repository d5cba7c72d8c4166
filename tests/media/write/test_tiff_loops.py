"""Directories of a TIFF that point at each other in a circle are refused or read once; none is followed for ever."""

import struct

import pytest

from photon.media.write.tiff_fields import TiffFields, UnknownStructure

EMPTY = struct.pack("<H", 1) + struct.pack("<HHI4x", 0x0112, 3, 1)


def block(*followers: int) -> bytes:
    """TIFF with directories of 18 bytes each, the number of the one that follows each; 0 for none."""
    made = b"II*\0\x08\0\0\0"
    for one in followers:
        made += EMPTY + struct.pack("<I", 8 + 18 * (one - 1) if one else 0)
    return made


@pytest.mark.timeout(20)
@pytest.mark.parametrize("followers", [(0,), (2, 0), (2, 2), (2, 3, 2), (2, 3, 3)])
def test_a_circle_of_further_directories_ends(followers: tuple[int, ...]) -> None:
    assert TiffFields(block(*followers)).pieces() == []


@pytest.mark.parametrize("followers", [(1,), (2, 1)])
def test_a_circle_with_the_first_directory_is_refused(followers: tuple[int, ...]) -> None:
    with pytest.raises(UnknownStructure):
        TiffFields(block(*followers)).pieces()
