"""Write metadata into a TIFF or DNG: longer blocks are appended at the end, and nothing in the file moves."""

from photon.domain.metadata.writing import UnsafeToEmbed
from photon.language import tr
from photon.media.metadata import exif, trailer
from photon.media.metadata.packets import unswapped
from photon.media.write.embedded_blocks import Blocks, check_unsigned
from photon.media.write.tiff_fields import BYTES, UNDEFINED, TiffFields, UnknownStructure

_PADDING = 2048  # spaces after a packet, so that later edits fit in place
_END = b"<?xpacket end"
_CREDENTIALS = 0xCD41
_PACKETS = {"xmp": exif.XMP, "photoshop": exif.PHOTOSHOP, "iptc": exif.IPTC}


def read_blocks(data: bytes) -> Blocks:
    """Read the metadata blocks of a TIFF; the file itself is the EXIF structure.

    Args:
        data: The file.

    Raises:
        UnsafeToEmbed: It is a BigTIFF, or broken.
    """
    fields = _fields(data)
    check_unsigned(fields.field("main", _CREDENTIALS) is not None)
    if data[-12:-8] in trailer.AFCP or data.endswith(trailer.FOTOSTATION):
        raise UnsafeToEmbed(tr("another program has stored metadata after the image (AFCP or FotoStation)"))
    found = {name: fields.value("main", tag) for name, tag in _PACKETS.items()}
    iptc = found["iptc"]
    return Blocks(
        xmp=found["xmp"], photoshop=found["photoshop"], iptc=None if iptc is None else unswapped(iptc), exif=data
    )


def replace_blocks(data: bytes, old: Blocks, new: Blocks) -> bytes:
    """Replace the metadata blocks of a TIFF.

    Args:
        data: The file.
        old: Its blocks.
        new: The new blocks.

    Returns:
        The new file.
    """
    fields = TiffFields(new.exif or data)
    if new.xmp is not None and new.xmp != old.xmp:
        fields.set_field("main", exif.XMP, _padded(new.xmp, fields), BYTES)
    if new.photoshop is not None and new.photoshop != old.photoshop:
        fields.set_field("main", exif.PHOTOSHOP, new.photoshop, UNDEFINED)
    if new.iptc is not None and new.iptc != old.iptc:
        fields.set_field("main", exif.IPTC, new.iptc, UNDEFINED)
    return fields.to_bytes()


def non_metadata_bytes(data: bytes) -> bytes:
    """Empty: ``check_kept`` compares all other fields and their values.

    Args:
        data: The file.
    """
    _fields(data)
    return b""


def _fields(data: bytes) -> TiffFields:
    if data[2:4] in {b"+\0", b"\0+"}:
        raise UnsafeToEmbed(tr("it is a BigTIFF file, which Photon can't write"))
    try:
        fields = TiffFields(data)
        if any(start + size > len(data) for start, size in fields.pieces()):
            raise UnsafeToEmbed(tr("it is cut off"))  # appended data would be taken for its pixels
    except UnknownStructure as error:
        raise UnsafeToEmbed(tr("it is damaged")) from error
    return fields


def _padded(xmp: bytes, fields: TiffFields) -> bytes:
    """Return a packet padded to the size of the current one, or padded for later edits."""
    field = fields.field("main", exif.XMP)
    room = field.size if field else 0
    at = xmp.rfind(_END)
    if at < 0:
        return xmp
    blanks = room - len(xmp) if len(xmp) <= room else _PADDING
    return xmp[:at] + b" " * blanks + xmp[at:]
