"""Metadata packets of a file, each parsed once, on first use."""

from functools import cached_property

from photon.media.metadata import iptc, xmp
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.exif import Tags
from photon.media.metadata.iptc import Iptc
from photon.media.metadata.rdf import Properties

_ID, _HEAD = 32, 40  # header of a chunk of extended XMP: GUID, then two numbers of four bytes


class Packets:
    """EXIF, XMP and IPTC of one file."""

    def __init__(self, tags: Tags, parts: ContainerParts) -> None:
        """Set the unparsed packets.

        Args:
            tags: EXIF fields.
            parts: Parts of the container.
        """
        self.tags = tags
        self._parts = parts

    @cached_property
    def xmp(self) -> Properties:
        """The XMP packet, including extended XMP, which was moved out because a JPEG segment is limited to 64 kB."""
        found = xmp.read_packet(self._parts.xmp)
        if self._parts.more_xmp:
            found.add(xmp.read_packet(_joined(self._parts.more_xmp, found.text("xmpNote:HasExtendedXMP"))))
        return found

    @cached_property
    def iptc(self) -> Iptc:
        """IPTC, bare and in Photoshop resources."""
        return iptc.read_iptc(self._parts.photoshop, unswapped(self._parts.iptc))


def _joined(pieces: list[bytes], wanted: str) -> bytes:
    """Join extended XMP (XMP specification part 3, 1.1.3.1); empty unless it is complete.

    Args:
        pieces: Chunks, each with GUID, total size and offset.
        wanted: GUID named in the main packet; chunks with others are leftovers.
    """
    size = 0
    found: dict[int, bytes] = {}
    for piece in pieces:
        if len(piece) > _HEAD and piece[:_ID].decode("latin-1").upper() == wanted.upper():
            size = int.from_bytes(piece[_ID : _ID + 4], "big")
            found[int.from_bytes(piece[_ID + 4 : _HEAD], "big")] = piece[_HEAD:]
    whole = b"".join(found[offset] for offset in sorted(found))
    return whole if len(whole) == size else b""


def unswapped(block: bytes) -> bytes:
    """Restore the byte order of IPTC that a TIFF writer mistook for 32-bit numbers and swapped.

    Args:
        block: The IPTC of a TIFF.
    """
    if block[:1] == b"\x1c" or block[3:4] != b"\x1c":
        return block
    return b"".join(block[at : at + 4][::-1] for at in range(0, len(block), 4))
