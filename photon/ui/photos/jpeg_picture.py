"""Decodes previews, which are JPEGs, on any thread."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

WIDEST = 65_535  # largest width or height of a JPEG in pixels


def jpeg_picture(data: bytes, within: QSize | None = None) -> QImage:
    """Decode a JPEG; return a null image if the data is not a JPEG.

    Only the JPEG decoder is used. By default, Qt also tries the SVG decoder, which connects a signal. On a worker
    thread it then waits for a lock of Qt while holding Python's lock; the main thread, if it is disconnecting a signal,
    holds the lock of Qt and waits for Python's, so the window hangs forever. This has been seen once.

    Args:
        data: The file's bytes.
        within: Maximum size in pixels. libjpeg skips what is not needed for it, which takes a third of the time of a
            full decode.
    """
    if not data.startswith(b"\xff\xd8"):
        return QImage()  # the decoder would print an error to the terminal
    held = QByteArray(data)
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(b"jpeg"))
    reader.setAutoDetectImageFormat(False)
    size = reader.size()
    if within is not None and (size.width() > within.width() or size.height() > within.height()):
        reader.setScaledSize(size.scaled(within, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
