"""The player of Qt without window and sound: it shows one frame after another of a film.

It is the only module of media that knows Qt, and imports it when the first film is opened, so that the processes for
photos never load it. The decoder is FFmpeg inside Qt, in software, as graphics cards differ in what they survive.
"""

import os
from functools import cache
from types import TracebackType
from typing import Any, NamedTuple, Self

import numpy as np
from PIL import Image

from photon.domain import UnreadableFile
from photon.domain.arrays import Pixels
from photon.language import tr
from photon.media.films.film_picture import Planes, draw_picture, shrink_luma

_PATIENCE_MS = 20_000  # for one frame; after a seek in a film of 8K with rare key frames, it takes some seconds
_PATIENCE_AFTER_ERROR_MS = 1_000  # a frame may come in spite of it
_SETTINGS = {
    "QT_FFMPEG_DECODING_HW_DEVICE_TYPES": ",",  # none
    "QT_FFMPEG_PROTOCOL_WHITELIST": "file",  # a playlist disguised as a film must not reach a network
}
_LAYOUTS = {  # bits above the eight that are kept, and whether Cb and Cr alternate in one plane
    "YUV420P": (0, False), "YUV422P": (0, False), "YUV420P10": (2, False), "NV12": (0, True), "P010": (8, True),
    "P016": (8, True),
}  # fmt: skip
_MATRICES = {"ColorSpace_BT601": "601", "ColorSpace_BT709": "709", "ColorSpace_BT2020": "2020"}
_LIGHTS = {"ColorTransfer_ST2084": "PQ", "ColorTransfer_STD_B67": "HLG"}
_HD = 576  # rows above which a film that does not say so has the colours of HD


class FilmFrame(NamedTuple):
    """A frame, small.

    Attributes:
        seconds: When it begins to be shown.
        luma: Its brightness, upright, squashed: uint8 (64, 64).
    """

    seconds: float
    luma: Pixels


def open_film(path: str, part: tuple[int, int] | None = None) -> "FilmPlayer":
    """Open a film and decode its first frame.

    Args:
        path: The file; it is only read.
        part: First byte and number of bytes, if the film is a part of the file, as in motion photos.

    Raises:
        UnreadableFile: It can't be played.
    """
    return FilmPlayer(path, part)


class FilmPlayer:
    """A film that was opened; belongs to the thread that opened it.

    Attributes:
        seconds: Length of the film.
        size: Width and height of the upright picture.
        created: When it was made in ISO 8601, in UTC; None if the container does not say so.
    """

    def __init__(self, path: str, part: tuple[int, int] | None = None) -> None:
        """Open a film; see ``open_film``."""
        os.environ.update(_SETTINGS)
        _begin_qt()
        from PySide6.QtCore import QBuffer, QEventLoop, QTimer
        from PySide6.QtMultimedia import QMediaMetaData, QMediaPlayer, QVideoFrame, QVideoSink

        self._loop, self._timer = QEventLoop(), QTimer(singleShot=True, interval=_PATIENCE_MS)
        self._player, self._sink, self._buffer = QMediaPlayer(), QVideoSink(), QBuffer()
        self._frame: Any = None  # a QVideoFrame, the last valid one
        self._nothing = QVideoFrame()
        self._is_over = False  # no frame will come
        states = QMediaPlayer.MediaStatus
        self._loaded, self._over = states.LoadedMedia, {states.EndOfMedia, states.InvalidMedia}
        self._timer.timeout.connect(self._loop.quit)
        # no function in Python: a thread of the player would wait for Python's lock, and Qt, with it, for that thread
        self._sink.videoFrameChanged.connect(self._loop.quit)
        self._player.mediaStatusChanged.connect(self._see_status)
        self._player.errorOccurred.connect(self._see_error)
        self._player.setVideoSink(self._sink)
        self._set_source(path, part)
        self._player.pause()
        if not self._await_frame():
            self.close()
            raise unplayable()
        self.seconds = self._player.duration() / 1000
        self.size = self._planes().upright
        moment = self._player.metaData().value(QMediaMetaData.Key.Date)
        self.created = moment.toUTC().toString("yyyy-MM-ddTHH:mm:ss+00:00") if moment is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def frame_at(self, seconds: float) -> FilmFrame | None:
        """Show the frame of a moment.

        Args:
            seconds: The moment; beyond the end, the last frame is shown.

        Returns:
            The frame, which ``picture`` then draws; None if nothing can be decoded there.
        """
        self._is_over = False
        self._sink.setVideoFrame(self._nothing)
        self._player.setPosition(round(seconds * 1000) + 1)  # a frame that ends at a moment is not the one it shows
        self._player.pause()  # it stops at the end; if it went on before it is elsewhere, it would begin again
        if not self._await_frame():
            return None
        return FilmFrame(self._frame.startTime() / 1e6, shrink_luma(self._planes()))

    def picture(self, short: int, long: int) -> Image.Image:
        """Draw the frame that is shown.

        Args:
            short: Maximum pixels of the short side.
            long: Maximum pixels of the long side.

        Returns:
            The upright sRGB picture, never larger than the film's.
        """
        return draw_picture(self._planes(), short, long)

    def close(self) -> None:
        """Close the film; the player must not be used any more."""
        self._sink.videoFrameChanged.disconnect(self._loop.quit)
        self._player.mediaStatusChanged.disconnect(self._see_status)
        self._player.errorOccurred.disconnect(self._see_error)
        self._player.stop()
        self._player.deleteLater()

    def _set_source(self, path: str, part: tuple[int, int] | None) -> None:
        from PySide6.QtCore import QBuffer, QUrl

        url = QUrl.fromLocalFile(path)
        if part is None:
            self._player.setSource(url)
            return
        with open(path, "rb") as file:  # noqa: PTH123 - a string in
            file.seek(part[0])
            self._buffer.setData(file.read(part[1]))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self._player.setSourceDevice(self._buffer, url)

    def _await_frame(self) -> bool:
        self._timer.start()
        # some files fail before there is a loop to end
        while not (self._is_over or self._sink.videoFrame().isValid()) and self._timer.isActive():
            self._loop.exec()
        self._timer.stop()
        frame = self._sink.videoFrame()
        if frame.isValid():
            self._frame = frame
        return bool(frame.isValid())

    def _see_status(self, status: Any) -> None:  # noqa: ANN401 - a QMediaPlayer.MediaStatus
        if status in self._over or (status == self._loaded and not self._player.hasVideo()):
            self._is_over = True
            self._loop.quit()

    def _see_error(self) -> None:
        self._timer.setInterval(_PATIENCE_AFTER_ERROR_MS)

    def _planes(self) -> Planes:
        """Copy the frame that is shown out of Qt."""
        from PySide6.QtMultimedia import QMediaMetaData, QVideoFrame

        frame = self._frame
        form = frame.surfaceFormat()
        name = form.pixelFormat().name.removeprefix("Format_")
        wide = self._player.metaData().value(QMediaMetaData.Key.Resolution).width()
        planes: tuple[Pixels, ...] = ()
        if name in _LAYOUTS and frame.map(QVideoFrame.MapMode.ReadOnly):
            lines = [(frame.bits(at), frame.bytesPerLine(at)) for at in range(frame.planeCount())]
            planes = _copied(lines, wide, *_LAYOUTS[name])
            frame.unmap()
        size = form.frameSize()  # with the shape of its pixels
        return Planes(
            planes or (_converted(frame),),
            (size.width(), size.height()),
            (form.rotation().value + frame.rotation().value) % 360 if planes else 0,
            is_mirrored=bool(planes) and form.isMirrored() != frame.mirrored(),
            matrix=_MATRICES.get(form.colorSpace().name, "709" if size.height() > _HD else "601"),
            is_full=form.colorRange().name == "ColorRange_Full",
            light=_LIGHTS.get(form.colorTransfer().name, ""),
        )


def _copied(lines: list[tuple[Any, int]], wide: int, shift: int, is_mixed: bool) -> tuple[Pixels, ...]:  # noqa: FBT001
    """Copy planes, each a buffer and bytes per line, as uint8 (rows, columns)."""
    arrays: list[Pixels] = []
    for bits, stride in lines:
        rows = np.frombuffer(bits, np.uint8).reshape(-1, stride)
        arrays.append((rows.view(np.uint16) >> shift).astype(np.uint8) if shift else rows.copy())
    if is_mixed:
        arrays[1:] = [arrays[1][:, 0::2], arrays[1][:, 1::2]]
    return tuple(array[:, : wide if at == 0 else (wide + 1) // 2] for at, array in enumerate(arrays))


def _converted(frame: Any) -> Pixels:  # noqa: ANN401 - a QVideoFrame
    """Let Qt convert a frame: uint8 (h, w, 3), upright; it knows the rest of the formats."""
    from PySide6.QtGui import QImage

    image = frame.toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


@cache
def _begin_qt() -> Any:  # noqa: ANN401 - a QCoreApplication, which must live as long as the process
    from PySide6.QtCore import QCoreApplication, QLoggingCategory

    QLoggingCategory.setFilterRules("qt.multimedia*=false")  # it misses libraries for sound and graphics cards
    return QCoreApplication.instance() or QCoreApplication([])


def unplayable() -> UnreadableFile:
    """Return the error for a film that the player can't play."""
    return UnreadableFile(
        "video",
        tr("This video can't be played here; Photon skipped it."),
        tr("If another program plays it, save it there as MP4 with H.264."),
    )
