"""Plays a film: Qt's player, with frames as pictures, seeks that don't pile up, and a moment that is repeated."""

import ctypes
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QCoreApplication, QIODevice, QLoggingCategory, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QImage

from photon.app.films.frame_drawing import draw_frame
from photon.ui.kit.timers import single_shot

if TYPE_CHECKING:
    from PySide6.QtMultimedia import QAudioOutput, QVideoFrame

SEEK_MS = 300  # some seeks bring no frame; the slowest take 190 ms
LOAD_MS = 10_000
MOST_PLAYED = 1280  # pixels of the long side while it plays: a frame then takes 8 ms
SPEEDS = (0.25, 0.5, 1.0, 1.5, 2.0)
Span = tuple[float, float]
_QUIET = -8  # AV_LOG_QUIET
_INSIDE = QUrl("film.mp4")  # the film inside a motion photo


def import_player() -> Any:  # noqa: ANN401 - a module
    """Import Qt's player: 50 ms and 6 MB that only films are worth.

    The processor does it all: drivers of graphics cards crash programs, and a frame that is converted by OpenGL without
    a card takes 100 ms. A playlist that is disguised as a film must not reach a network.
    """
    os.environ.update({"QT_FFMPEG_DECODING_HW_DEVICE_TYPES": ",", "QT_FFMPEG_PROTOCOL_WHITELIST": "file"})
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_ForceRasterWidgets)
    QLoggingCategory.setFilterRules("qt.multimedia*=false")  # it lists what it does without
    from PySide6 import QtMultimedia

    return QtMultimedia


def _mute_ffmpeg(folder: Path) -> None:
    """Keep FFmpeg from writing about films to stderr, for some at each frame, once Qt's plug-in has loaded it."""
    for found in folder.glob("libavutil.so.??"):
        with suppress(OSError, AttributeError):  # it is not loaded: another plug-in plays
            ctypes.CDLL(str(found), mode=os.RTLD_NOLOAD).av_log_set_level(_QUIET)


class FilmPlayback(QObject):
    """Plays one film at a time, without sound at first.

    Signals:
        framed: Brings the frame to show, upright, as a QImage.
        changed: It began, paused, was loaded, or is played in another way.
        failed: The film can't be played.

    Attributes:
        seconds: When in the film the frame shown is.
        length: Length of the film in seconds; 0 while unknown.
        span: The moment that is repeated, or None.
        room: Pixels of the long side that are shown; frames have no more.
    """

    framed = Signal(QImage)
    changed = Signal()
    failed = Signal()
    _came = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        qt = self._qt = import_player()
        self._player, self._sink, self._buffer = qt.QMediaPlayer(self), qt.QVideoSink(self), QBuffer(self)
        _mute_ffmpeg(Path(qt.__file__).parent / "Qt" / "lib")
        self._sound: QAudioOutput | None = None
        self._player.setVideoSink(self._sink)
        self._frame: QVideoFrame = qt.QVideoFrame()
        self.seconds = self.length = self._start = 0.0
        self.span: Span | None = None
        self.room, self._drawn = MOST_PLAYED, 0
        self._wanted: int | None = None
        self._seek = single_shot(self, SEEK_MS, self._go_on)
        self._load = single_shot(self, LOAD_MS, self._give_up)
        # a signal, no function in Python: a thread of the player would wait for Python's lock, and Qt for that thread
        self._sink.videoFrameChanged.connect(self._came)
        self._came.connect(self._take_frame)
        self._player.mediaStatusChanged.connect(self._follow_status)
        # what was drawn quickly waits with all pixels
        self._player.playbackStateChanged.connect(lambda _: self.make_room(self.room))
        self._player.playbackStateChanged.connect(lambda _: self.changed.emit())
        self._player.errorOccurred.connect(lambda *_: self._give_up())

    # -- which film --------------------------------------------------------------------------------

    def open(self, path: str, start: float = 0.0, content: bytes = b"") -> None:
        """Show the frame of a film at a time, and wait there; its content need not be a file of its own."""
        self.close()
        self._start = start
        self._load.start()
        if content:
            self._buffer.setData(content)
            self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
            self._player.setSourceDevice(self._buffer, _INSIDE)
        else:
            self._player.setSource(QUrl.fromLocalFile(path))
        self._player.pause()

    def close(self) -> None:
        """Let go of the film."""
        self._load.stop()
        self._seek.stop()
        self._frame = self._qt.QVideoFrame()  # first, because the end is told
        self._player.stop()
        self._player.setSource(QUrl())
        self._buffer.close()
        self._wanted = self.span = None
        self.seconds = self.length = 0.0

    def _follow_status(self, status: object) -> None:
        statuses = self._qt.QMediaPlayer.MediaStatus
        if status == statuses.InvalidMedia:
            self._give_up()
        elif status == statuses.LoadedMedia:
            if not self._player.hasVideo():
                self._give_up()
                return
            self.length = self._player.duration() / 1000
            if self._start:
                self._player.setPosition(_position(self._start))
                self._start = 0.0  # a film that ended is loaded again
            self.changed.emit()
        elif status == statuses.EndOfMedia and self.span is not None:
            self._player.setPosition(_position(self.span[0]))
            self._player.play()

    def _give_up(self) -> None:
        if not self._player.source().isEmpty() and not self._frame.isValid():  # what follows a frame is a damaged part
            self.close()
            self.failed.emit()

    # -- how it is played --------------------------------------------------------------------------

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return bool(self._player.isPlaying())

    @property
    def speed(self) -> float:
        """How fast it plays."""
        return float(self._player.playbackRate())

    @property
    def has_sound(self) -> bool:
        """Whether it can be heard."""
        return self._sound is not None and not self._sound.isMuted()

    def toggle(self) -> None:
        """Play, or pause; at the end, play from the start."""
        (self._player.pause if self.is_playing else self._player.play)()

    def pause(self) -> None:
        """Pause."""
        if self.is_playing:
            self._player.pause()

    def set_speed(self, speed: float) -> None:
        """Play this fast."""
        self._player.setPlaybackRate(speed)
        self.changed.emit()

    def set_sound(self, *, on: bool) -> None:
        """Play with sound, or without; no device is asked for before it is wanted."""
        if on and self._sound is None:
            self._sound = self._qt.QAudioOutput(self)
            self._player.setAudioOutput(self._sound)
            self.seek(self.seconds)  # Qt loses its place in a film at its start
        if self._sound is not None:
            self._sound.setMuted(not on)
        self.changed.emit()

    def repeat(self, span: Span | None) -> None:
        """Repeat a moment, or go on after it."""
        self.span = span
        self.changed.emit()

    # -- where it is -------------------------------------------------------------------------------

    def seek(self, seconds: float) -> None:
        """Show the frame at a time; while one is awaited, only the latest wish counts."""
        self._wanted = _position(min(max(seconds, 0.0), self.length - 0.002))
        if self.length and not self._seek.isActive():
            self._go_on()

    def step(self, frames: int) -> None:
        """Show the next frame, or the previous one."""
        self.pause()
        start, end = self._frame.startTime(), self._frame.endTime()  # in microseconds
        self.seek((max(end, start) if frames > 0 else start - 2000) / 1_000_000)

    def picture(self, long: int = 1 << 16, *, is_quick: bool = False) -> QImage:
        """Draw the frame shown with at most this long side; a null image if that is impossible."""
        if not self._frame.isValid():
            return QImage()
        size = self._player.metaData().value(self._qt.QMediaMetaData.Key.Resolution)
        try:
            pixels, wide, high = draw_frame(self._frame, size.width(), long, is_quick=is_quick)
        except (TypeError, ValueError):  # a format that Qt can't convert
            return QImage()
        return QImage(pixels, wide, high, 4 * wide, QImage.Format.Format_RGB32).copy()

    def make_room(self, long: int) -> None:
        """Show frames with this long side from now on, the one that is shown, too."""
        self.room = long
        if self._frame.isValid() and not self.is_playing and long > self._drawn:
            self._draw_frame()

    def _draw_frame(self) -> None:
        is_quick = self.is_playing or self._wanted is not None
        self._drawn = 0 if is_quick else self.room
        image = self.picture(min(self.room, MOST_PLAYED) if is_quick else self.room, is_quick=is_quick)
        if image.isNull():
            self.close()
            self.failed.emit()
        else:
            self.framed.emit(image)

    def _go_on(self) -> None:
        position, self._wanted = self._wanted, None
        if position is None or self._frame.startTime() <= position * 1000 < self._frame.endTime():
            self.make_room(self.room)
            return
        self._seek.start()
        self._player.setPosition(position)
        if self._player.playbackState() == self._qt.QMediaPlayer.PlaybackState.StoppedState:  # as at the end
            self._player.pause()

    def _take_frame(self) -> None:
        """Show the latest frame, once."""
        frame = self._sink.videoFrame()
        if not frame.isValid() or frame == self._frame or self._player.source().isEmpty():
            return
        self._load.stop()
        self._frame, self.seconds = frame, max(frame.startTime(), 0) / 1_000_000
        if self.span is not None and self.is_playing and self.seconds >= self.span[1]:
            self.seek(self.span[0])
        self._draw_frame()
        if self._seek.isActive() and not self.is_playing:
            self._seek.stop()
            self._go_on()


def _position(seconds: float) -> int:
    """Return the milliseconds at which Qt shows the frame that begins at a time, not the one that ends there."""
    return int(seconds * 1000) + 1
