"""A memory cache of paintable pictures that drops the least recently used ones first."""

from collections.abc import Hashable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from PySide6.QtGui import QImage

from photon.app.runtime.process_limits import computer_memory
from photon.domain import PhotonError, UnreadableFile
from photon.domain.bounded_cache import BoundedCache
from photon.quick_dataclass import dataclass

MEGABYTE = 1024 * 1024
_LEAST, _MOST = 300 * MEGABYTE, 440 * MEGABYTE


class PixelData(Protocol):
    """The session's format of a picture; ``rgb`` holds 3 x width x height bytes."""

    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def rgb(self) -> bytes: ...  # noqa: D102
    @property
    def full_width(self) -> int: ...  # noqa: D102
    @property
    def full_height(self) -> int: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class PaintablePicture:
    """A picture ready to be painted.

    Attributes:
        image: The pixels, in the format that Qt paints fastest.
        full_width: Width in pixels of the whole picture in the file.
        full_height: Height in pixels of the whole picture in the file.
    """

    image: QImage
    full_width: int
    full_height: int


class PictureCache(BoundedCache[Hashable, PaintablePicture]):
    """The pictures that were shown last. A picture larger than the budget is not cached, and drops no other.

    Attributes:
        budget: Maximum size of all pictures together, in bytes.
    """

    def __init__(self, budget: int | None = None) -> None:
        """Create an empty cache.

        Args:
            budget: Maximum size of all pictures together, in bytes; None for four full ones of 24 megapixels and some
                at screen size, or less on a computer with little memory.
        """
        self.budget = _usual_budget() if budget is None else budget
        super().__init__(self.budget, lambda picture: picture.image.sizeInBytes())

    def store(self, key: Hashable, picture: PaintablePicture) -> None:
        """Cache a picture, replacing any earlier one of the key."""
        self.discard(key)
        if picture.image.sizeInBytes() <= self.budget:
            super().store(key, picture)


def _usual_budget() -> int:
    whole = computer_memory()
    return _MOST if whole is None else min(_MOST, max(_LEAST, whole // 16))


P = TypeVar("P", bound=PixelData)


def make_paintable(source: Future[P]) -> Future[PaintablePicture]:
    """Convert the session's picture to a paintable one.

    The conversion (26 ms for 12 megapixels) happens on the thread that finished ``source``, so the window does not
    pause for it. Cancelling the returned Future cancels ``source`` if it has not started.

    Returns:
        A Future that raises PhotonError if the file could not be read.
    """
    made: Future[PaintablePicture] = Future()

    def convert(done: Future[P]) -> None:
        if done.cancelled():
            made.cancel()
        if not made.set_running_or_notify_cancel():
            return
        error = done.exception()
        if isinstance(error, UnreadableFile):
            made.set_exception(PhotonError(error.message, error.hint))
        elif error is not None:
            made.set_exception(error)
        else:
            made.set_result(_paintable(done.result()))

    def pass_on(asked: Future[PaintablePicture]) -> None:
        if asked.cancelled():
            source.cancel()

    made.add_done_callback(pass_on)
    source.add_done_callback(convert)
    return made


def _paintable(picture: PixelData) -> PaintablePicture:
    given = QImage(picture.rgb, picture.width, picture.height, 3 * picture.width, QImage.Format.Format_RGB888)
    # Converting copies the data, so the bytes of the session need not outlive this function; RGB32 paints
    # three to five times faster than RGB888.
    return PaintablePicture(given.convertToFormat(QImage.Format.Format_RGB32), picture.full_width, picture.full_height)
