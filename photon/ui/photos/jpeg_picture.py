"""Previews, which are JPEGs, as pictures; on any thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

WIDEST = 65_535  # pixels that a JPEG can have


def jpeg_picture(data: bytes, within: QSize | None = None) -> QImage:
    """A JPEG as a picture; a null image where it is none.

    Only the JPEG decoder is asked. Left to itself, Qt also asks the one for SVG, which connects a signal: on a thread
    beside the main one it then waits for a lock of Qt with Python's lock in its hand, while the main thread, which is
    disconnecting something, has them the other way round, and the window stands still for ever. Seen once.

    Args:
        data: The file's bytes.
        within: At most this large, in pixels. libjpeg leaves out what is not needed for that, which takes a third of
            the time of a full decode.
    """
    if not data.startswith(b"\xff\xd8"):
        return QImage()  # the decoder would complain on the terminal
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if within is not None and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
