#!/usr/bin/env python3
"""Makes every size of the application icon from the drawings in resources/icons.

Usage: python packaging/make_icons.py

Writes ``photon-16.png`` to ``photon-512.png``, ``photon.ico`` (Windows) and ``photon.icns`` (macOS)
next to the drawings. Run it again whenever a drawing changes; the results are committed, so that
installing needs no drawing tools. Needs PySide6, but no screen.
"""

import os
import struct
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

ICONS = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
SMALL = 24
"""Largest size in pixels for which the simpler drawing is used."""

WINDOWS = (16, 24, 32, 48, 64, 128, 256)
MACOS = {
    b"icp4": 16, b"icp5": 32, b"ic07": 128, b"ic08": 256, b"ic09": 512,
    b"ic11": 32, b"ic12": 64, b"ic13": 256, b"ic14": 512,
}  # fmt: skip
"""Apple's names of the entries in an .icns file, and their sizes in pixels."""


def draw(size: int) -> bytes:
    """Return the icon as a PNG of size by size pixels."""
    drawing = "photon-small.svg" if size <= SMALL else "photon.svg"
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICONS / drawing)).render(painter)
    painter.end()
    into = QByteArray()
    buffer = QBuffer(into)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(into.data())


def ico(pngs: dict[int, bytes]) -> bytes:
    """Return a Windows icon with these PNGs, by their size in pixels."""
    head = struct.pack("<HHH", 0, 1, len(pngs))
    offset = len(head) + 16 * len(pngs)
    entries = b""
    for size, png in pngs.items():
        side = size % 256  # 256 is written as 0
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset)
        offset += len(png)
    return head + entries + b"".join(pngs.values())


def icns(pngs: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon with these PNGs, by Apple's four-letter names."""
    body = b"".join(name + struct.pack(">I", 8 + len(png)) + png for name, png in pngs.items())
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def main() -> int:
    """Write all icons."""
    QGuiApplication(sys.argv)
    for size in SIZES:
        (ICONS / f"photon-{size}.png").write_bytes(draw(size))
    (ICONS / "photon.ico").write_bytes(ico({size: draw(size) for size in WINDOWS}))
    (ICONS / "photon.icns").write_bytes(icns({name: draw(size) for name, size in MACOS.items()}))
    print(f"{len(SIZES)} sizes, .ico and .icns in {ICONS}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
