"""The background stage that chooses frames of videos, a minute of film at a time, once photos can be searched."""

from collections.abc import Sequence
from pathlib import Path

from photon.app.indexing.scan_requests import ScanRequests
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.decoders import DecoderPool
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import UnreadableFile
from photon.library import Library
from photon.library.films import frames
from photon.library.films.frames import FilmPart
from photon.library.photos import photos
from photon.media.read.frame_choice import choose_frames

_SECONDS = 120  # for a part of a film, which takes some 2


class FrameStage(Backlog[FilmPart]):
    """Chooses the frames by which videos are found; the first minute of all of them first."""

    name = "frames"
    woken_by = frozenset({"photos", "folders"})

    def __init__(self, store: LibraryThreads, films: DecoderPool, scans: ScanRequests, progress: Progress) -> None:
        """Create the stage.

        Args:
            store: The library.
            films: The process that plays videos.
            scans: Tell whether photos are being read, which come first.
            progress: Where progress is shown.
        """
        super().__init__(store, progress)
        self._films, self._scans = films, scans
        self._away: set[int] = set()  # films that can't be reached, until there is news

    def anything_left(self, library: Library) -> bool:
        """Return whether there are videos to look through."""
        return frames.count_unframed(library) > 0

    @property
    def is_waiting(self) -> bool:
        """Whether photos are being read."""
        return self._scans.busy

    def follow_news(self) -> None:
        """Try again what was away."""
        self._away.clear()

    def next_batch(self) -> Sequence[FilmPart]:
        """Return the next part of a video."""
        if self.is_waiting:
            return ()
        return self.walk(self._pending)

    def _pending(self, after: int) -> list[FilmPart]:
        found = frames.unframed(self._store.here(), len(self._away) + 1, after)
        return [film for film in found if film.photo not in self._away][:1]

    def run(self, batch: Sequence[FilmPart]) -> None:
        """Choose frames and store them."""
        self.show("frames", lambda: frames.count_unframed(self._store.here()))
        self.run_isolated(batch, self._choose)

    def _choose(self, batch: Sequence[FilmPart]) -> None:
        for film in batch:
            path = photos.paths(self._store.here(), [film.photo]).get(film.photo, "")
            try:
                choice = self._films.run(choose_frames, path, film.seconds, film.start, seconds=_SECONDS).result()
            except UnreadableFile as error:
                if error.kind != "vanished" and Path(path).exists():
                    raise
                self._away.add(film.photo)
                continue
            self._store.write(frames.store_frames, film, choice.until, choice.frames).result()
