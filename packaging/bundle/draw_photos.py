"""Draws photos for testing a package, with Python's standard library only.

python packaging/bundle/draw_photos.py FOLDER     writes red, green, blue and yellow fields and some mixtures, as PNG
"""

import struct
import sys
import zlib
from pathlib import Path

COLOURS = {
    "one": (0, 40, 220),
    "two": (210, 20, 20),
    "three": (20, 160, 40),
    "four": (240, 220, 30),
    "five": (10, 10, 10),
    "six": (240, 240, 240),
}
"""The file names do not describe the content, so that a search by words has to recognise it."""
SIDE = 320


def draw_photo(path: Path, colour: tuple[int, int, int]) -> None:
    """Write a PNG file filled with a colour that becomes darker to the right.

    Args:
        path: The file.
        colour: Red, green and blue, 0 to 255.
    """
    shades = [max(0.6, 1 - column / SIDE / 2) for column in range(SIDE)]
    row = b"\0" + bytes(round(part * shade) for shade in shades for part in colour)
    header = struct.pack(">IIBBBBB", SIDE, SIDE, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * SIDE)), (b"IEND", b""))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, colour in COLOURS.items():
        draw_photo(folder / f"{name}.png", colour)
