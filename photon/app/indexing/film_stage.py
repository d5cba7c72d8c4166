"""Background stages in which a model looks at the frames of videos, some at a time, once it has looked at photos."""

from abc import abstractmethod
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import ClassVar

from photon.app.indexing.model_stage import LaterModelStage
from photon.domain import PhotonError
from photon.library import Library
from photon.library.films import frames
from photon.library.films.frames import FilmPart, FrameLooks
from photon.media.read.original import OriginalSource, read_originals
from photon.media.read.picture import READING, Picture
from photon.quick_dataclass import dataclass

FIRST = 0.001
"""Seconds of what is in the first frame, because 0 means the preview."""


@dataclass(frozen=True, slots=True)
class FrameToLookAt:
    """A frame to look at.

    Attributes:
        photo: Id of the film.
        seconds: When in it.
        jpeg: The picture.
    """

    photo: int
    seconds: float
    jpeg: bytes


class FilmStage(LaterModelStage[FrameToLookAt]):
    """Looks through one film after another; what was found is stored at the end of each, because all frames count."""

    looks: ClassVar[FrameLooks]
    size = 8
    woken_by = frozenset({"photos", "folders", "vocabulary", "frames", "people", "texts"})

    _film: FilmPart | None = None
    _left: Sequence[FrameToLookAt] = ()

    @abstractmethod
    def is_on(self, library: Library) -> bool:
        """Return whether the user wants it."""

    @abstractmethod
    def begin(self) -> None:
        """Forget what was found in the film before."""

    @abstractmethod
    def go_on(self, film: FilmPart) -> Sequence[FrameToLookAt]:
        """Return at which frames to look again; nothing once what was found is stored."""

    def anything_left(self, library: Library) -> bool:
        """Return whether there are films to look through."""
        return self.is_on(library) and self.looks.count(library, self._id) > 0

    def next_batch(self) -> Sequence[FrameToLookAt]:
        """Return the next frames; nothing while that is off or impossible, or photos are being looked at."""
        library = self._store.here()
        if self.notice or self.is_waiting or not self.is_on(library):
            return ()
        return self.pending(library, self.size, 0)

    def pending(self, library: Library, limit: int, after: int) -> Sequence[FrameToLookAt]:
        """List the next frames of the film that is being looked through, or of the next film."""
        while not self._left:
            if self._film is not None:
                self._left = self.go_on(self._film)
            if self._left:
                break
            found = self.looks.list(library, self._id, len(self._put_off) + 1, after)
            self._film = next((film for film in found if film.photo not in self._put_off), None)
            if self._film is None:
                return ()
            photo = self._film.photo
            self._left = [FrameToLookAt(photo, one.seconds, one.jpeg) for one in frames.frames_of(library, photo)]
            self.begin()
        batch, self._left = self._left[:limit], self._left[limit:]
        return batch

    def use_model(self, batch: Sequence[FrameToLookAt]) -> None:
        """Work on frames."""
        self.attempt(batch, self._work)

    def attempt(self, batch: Sequence[FrameToLookAt], work: Callable[[Sequence[FrameToLookAt]], object]) -> None:
        """Call ``work`` on frames; a film whose frame ends the model's process is given up."""
        try:
            if self.run_isolated(batch, work):
                self.leave()
        except PhotonError:
            self.leave()
            raise

    def leave(self) -> None:
        """Leave the film that is being looked through."""
        self._film, self._left = None, ()

    def ask(self, batch: Sequence[FrameToLookAt]) -> Future[list[Picture | None]]:
        """Start decoding frames."""
        return self._decoders.run(read_originals, [OriginalSource("", frame.jpeg) for frame in batch], READING)

    def drop_previews(self, lost: Sequence[int]) -> None:
        """Do without frames that are damaged."""
