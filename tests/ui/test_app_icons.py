"""The committed icon files match the drawings, in every size."""

import importlib.util
import struct
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from photon.resource_files import resource

ROOT = Path(__file__).resolve().parent.parent.parent
SIZES = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)


@pytest.fixture(scope="module")
def make_icons() -> ModuleType:
    found = importlib.util.spec_from_file_location("make_icons", ROOT / "packaging" / "make_icons.py")
    assert found is not None
    assert found.loader is not None
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def image(data: bytes) -> QImage:
    return QImage.fromData(data)


@pytest.mark.parametrize("size", SIZES)
def test_every_size_is_committed_and_up_to_date(qtbot: QtBot, make_icons: ModuleType, size: int) -> None:
    committed = image(resource(f"icons/photon-{size}.png").read_bytes())
    drawn = image(make_icons.draw(size))
    assert (committed.width(), committed.height()) == (size, size)
    differences = [
        abs(one - other)
        for x in range(0, size, max(1, size // 32))
        for y in range(0, size, max(1, size // 32))
        for one, other in zip(committed.pixelColor(x, y).getRgb(), drawn.pixelColor(x, y).getRgb(), strict=True)
    ]
    assert max(differences) < 40, "run packaging/make_icons.py again"


@pytest.mark.parametrize("size", SIZES)
def test_it_is_recognisable_in_every_size(size: int) -> None:
    picture = image(resource(f"icons/photon-{size}.png").read_bytes())
    share = size / 16
    ring = picture.pixelColor(int(12.6 * share), int(6.9 * share))
    dot = picture.pixelColor(int(8.9 * share), int(6.8 * share))
    ground = picture.pixelColor(int(12 * share), int(13.5 * share))
    accent = QColor("#f2a93b")
    assert all(abs(a - b) < 60 for a, b in zip(ring.getRgb(), accent.getRgb(), strict=True))
    assert dot.lightness() > 180
    assert ground.lightness() < 60
    assert picture.pixelColor(0, 0).alpha() < 128, "rounded corners"


def test_the_windows_icon_has_the_declared_sizes() -> None:
    data = resource("icons/photon.ico").read_bytes()
    _, kind, count = struct.unpack_from("<HHH", data)
    assert (kind, count) == (1, 7)
    for number in range(count):
        side, _, _, _, _, bits, length, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        inside = image(data[offset : offset + length])
        assert (inside.width() % 256, bits) == (side, 32)
        assert offset + length <= len(data)


def test_the_macos_icon_is_a_chain_of_pngs() -> None:
    data = resource("icons/photon.icns").read_bytes()
    assert data[:4] == b"icns"
    assert struct.unpack(">I", data[4:8])[0] == len(data)
    at, sizes = 8, set()
    while at < len(data):
        (length,) = struct.unpack(">I", data[at + 4 : at + 8])
        sizes.add(image(data[at + 8 : at + length]).width())
        at += length
    assert sizes == {16, 32, 64, 128, 256, 512}


def test_qt_renders_the_svg(qtbot: QtBot) -> None:
    drawn = QIcon(str(resource("icons/photon.svg"))).pixmap(64, 64).toImage()
    assert drawn.pixelColor(32, 4).alpha() == 255
    assert drawn.pixelColor(49, 26).lightness() > 100
