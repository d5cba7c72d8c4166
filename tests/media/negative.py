"""A DNG as written by a phone: raw samples, a thumbnail, EXIF, a rotation."""

import io
import struct

from PIL import Image

Field = tuple[int, int, int, bytes]


def _short(tag: int, *values: int) -> Field:
    return tag, 3, len(values), struct.pack(f"<{len(values)}H", *values)


def _long(tag: int, *values: int) -> Field:
    return tag, 4, len(values), struct.pack(f"<{len(values)}I", *values)


def _text(tag: int, value: str) -> Field:
    return tag, 2, len(value) + 1, value.encode() + b"\0"


def _ratios(tag: int, *values: float) -> Field:
    return tag, 10, len(values), b"".join(struct.pack("<ii", round(value * 10_000), 10_000) for value in values)


class _Block:
    """Build a TIFF structure from its end."""

    def __init__(self) -> None:
        self.data = bytearray(b"II*\0\0\0\0\0")

    def add(self, payload: bytes) -> int:
        self.data += bytes(len(self.data) % 2)
        at = len(self.data)
        self.data += payload
        return at

    def directory(self, fields: list[Field]) -> int:
        entries = b""
        for tag, kind, count, value in sorted(fields):
            inline = value.ljust(4, b"\0") if len(value) <= 4 else struct.pack("<I", self.add(value))
            entries += struct.pack("<HHI", tag, kind, count) + inline
        return self.add(struct.pack("<H", len(fields)) + entries + b"\0\0\0\0")


def negative(orientation: int = 1, preview: Image.Image | None = None, *, broken: bool = False) -> bytes:
    """Return a DNG of 1200 × 800 samples, bright on the left half; with a JPEG of the camera's own if given.

    "Broken" means that the samples would be after the end of the file.
    """
    width, height = 1200, 800
    row = struct.pack("<H", 50_000) * (width // 2) + struct.pack("<H", 1500) * (width // 2)
    block = _Block()
    samples = 1 << 28 if broken else block.add(row * height)
    raw = block.directory([
        _long(254, 0), _long(256, width), _long(257, height), _short(258, 16), _short(259, 1), _short(262, 32803),
        _long(273, samples), _short(277, 1), _long(278, height), _long(279, len(row) * height), _short(284, 1),
        _short(33421, 2, 2), (33422, 1, 4, bytes([0, 1, 1, 2])), _long(50714, 0), _long(50717, 65535),
    ])  # fmt: skip
    main = [
        _long(254, 1), _short(274, orientation), _text(271, "Photon"), _text(272, "Photon Test"),
        (50706, 1, 4, bytes([1, 4, 0, 0])), _text(50708, "Photon Test"),
        _ratios(50721, 0.5, 0, 0, 0, 1, 0, 0, 0, 0.5), _ratios(50728, 0.5, 1, 0.5), _short(50778, 21),
    ]  # fmt: skip
    subs = [raw]
    if preview is not None:
        out = io.BytesIO()
        preview.save(out, "JPEG", quality=95)
        jpeg = block.add(out.getvalue())
        subs.append(block.directory([
            _long(254, 1), _long(256, preview.width), _long(257, preview.height), _short(258, 8, 8, 8), _short(259, 7),
            _short(262, 6), _long(273, jpeg), _short(277, 3), _long(278, preview.height),
            _long(279, len(out.getvalue())), _short(284, 1),
        ]))  # fmt: skip
    thumb = block.add(bytes(8 * 8 * 3))
    main += [
        _long(256, 8), _long(257, 8), _short(258, 8, 8, 8), _short(259, 1), _short(262, 2), _long(273, thumb),
        _short(277, 3), _long(278, 8), _long(279, 192), _long(330, *subs),
        _long(34665, block.directory([_text(36867, "2021:07:14 18:05:09")])),
    ]  # fmt: skip
    struct.pack_into("<I", block.data, 4, block.directory(main))
    return bytes(block.data)
