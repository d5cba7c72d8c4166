"""Decoding previews: scaled while they are decoded, and only JPEGs."""

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QImage

from photon.ui.photos.jpeg_picture import WIDEST, jpeg_picture


def saved(image: QImage, kind: str) -> bytes:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return held.data()


@pytest.fixture
def wide() -> QImage:
    image = QImage(900, 600, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    return image


@pytest.mark.parametrize(
    ("within", "size"),
    [
        (None, (900, 600)),
        (QSize(176, 176), (176, 117)),
        (QSize(WIDEST, 300), (450, 300)),
        (QSize(WIDEST, 700), (900, 600)),
    ],
)
def test_a_picture_is_never_larger_than_requested(wide: QImage, within: QSize | None, size: tuple[int, int]) -> None:
    assert jpeg_picture(saved(wide, "JPEG"), within).size() == QSize(*size)


@pytest.mark.parametrize("data", [b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>"])
def test_other_data_gives_no_picture(data: bytes) -> None:
    assert jpeg_picture(data, QSize(100, 100)).isNull()


def test_no_other_decoder_is_used(wide: QImage) -> None:
    assert jpeg_picture(saved(wide, "PNG")).isNull()
