"""What other standards have put into a file, each read when it is first asked for, and once."""

from functools import cached_property

from photon.media.metadata import iptc, xmp
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.exif import Tags
from photon.media.metadata.iptc import Iptc
from photon.media.metadata.rdf import Properties

_ID, _HEAD = 32, 40  # bytes in front of a piece of extended XMP: the id, then two numbers of four bytes


class Packets:
    """EXIF, XMP and IPTC of one file."""

    def __init__(self, tags: Tags, parts: ContainerParts) -> None:
        """Take them as they were found."""
        self.tags = tags
        self._parts = parts

    @cached_property
    def xmp(self) -> Properties:
        """The XMP packet, with what was moved out of it because a JPEG segment holds 64 kB only."""
        found = xmp.read_packet(self._parts.xmp)
        if self._parts.more_xmp:
            found.add(xmp.read_packet(_joined(self._parts.more_xmp, found.text("xmpNote:HasExtendedXMP"))))
        return found

    @cached_property
    def iptc(self) -> Iptc:
        """IPTC, bare and in Photoshop's resources."""
        return iptc.read_iptc(self._parts.photoshop, unswapped(self._parts.iptc))


def _joined(pieces: list[bytes], wanted: str) -> bytes:
    """Extended XMP, put together (XMP specification part 3, 1.1.3.1); empty unless it is whole.

    Args:
        pieces: Each with the id of the whole, its size, and the piece's place in it.
        wanted: The id that the main packet names; pieces of others are left overs.
    """
    size = 0
    found: dict[int, bytes] = {}
    for piece in pieces:
        if len(piece) > _HEAD and piece[:_ID].decode("latin-1").upper() == wanted.upper():
            size = int.from_bytes(piece[_ID : _ID + 4], "big")
            found[int.from_bytes(piece[_ID + 4 : _HEAD], "big")] = piece[_HEAD:]
    whole = b"".join(found[place] for place in sorted(found))
    return whole if len(whole) == size else b""


def unswapped(block: bytes) -> bytes:
    """IPTC that a TIFF writer took for 32-bit numbers and turned into the other byte order, put right."""
    if block[:1] == b"\x1c" or block[3:4] != b"\x1c":
        return block
    return b"".join(block[at : at + 4][::-1] for at in range(0, len(block), 4))
