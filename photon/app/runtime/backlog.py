"""The loop of a background stage: query what is pending, run a batch, write the results.

Pending work is found by a query, so a stage resumes wherever it was interrupted.
"""

import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, Protocol, TypeVar

from photon.app.runtime.isolation import isolate
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity
from photon.domain.changes import ActivityStage, ChangeKind
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.db.stage_failures import FailedStage
from photon.library.photos import photos

_RECOUNT = 2.0  # seconds between two counts of what is left


class ItemOfPhoto(Protocol):
    """What one photo needs for a stage."""

    @property
    def photo(self) -> int:
        """Id of the photo."""


T = TypeVar("T", bound=int | ItemOfPhoto)
"""An item of a batch: the id of a photo, or what holds it."""
Item = TypeVar("Item", bound=int | ItemOfPhoto)


def ignore_lost() -> None:
    """Do nothing; for stages that read no previews and so cannot lose any."""


class Backlog(ABC, Generic[T]):
    """One kind of work on photos, done in ascending order of their ids.

    Attributes:
        name: Name of the stage. Photos on which it fails are listed under this name and skipped from then on.
        woken_by: Kinds of changes after which there may be work.
        comes_first: Whether the stage runs before photos get their vectors.
        idle: Whether the stage has no known work left.
        notice: Why the stage can't work until the next start or news; else empty.
    """

    name: FailedStage
    woken_by: ClassVar[frozenset[ChangeKind]] = frozenset({"tags", "captions", "vocabulary"})
    comes_first: ClassVar[bool] = False
    notice = ""

    def __init__(
        self, store: LibraryThreads, progress: Progress | None = None, on_lost: Callable[[], None] = ignore_lost
    ) -> None:
        """Create a stage that has not looked for work yet.

        Args:
            store: The library.
            progress: Where progress is shown, if anywhere.
            on_lost: Called when a damaged preview was dropped, so that its photo must be read again.
        """
        self.idle = False
        self._store, self._progress, self._on_lost = store, progress, on_lost
        self._lock = threading.Lock()
        self._has_news = True
        self._after = 0
        self._done = self._total = 0
        self._counted = 0.0
        self._dropped: set[int] = set()  # photos whose previews were dropped to be made again

    def notify(self) -> None:
        """Tell the stage that there may be work."""
        with self._lock:
            self._has_news = True
            self.idle = False

    def hear(self, kinds: frozenset[ChangeKind]) -> None:
        """Notify the stage of a change, if its kinds may give it work."""
        if kinds & self.woken_by:
            self.notify()

    def step(self) -> bool:
        """Run one batch, unless the stage is idle and has not been notified since.

        Returns:
            Whether there was a batch.

        Raises:
            PhotonError: Something other than a photo is at fault, such as a full disk.
        """
        with self._lock:
            if self.idle:
                return False
            has_news, self._has_news = self._has_news, False
        if has_news or self.is_waiting:
            self.follow_news()
        if self.run_next():
            return True
        self._done, self._counted = 0, 0.0
        with self._lock:
            self.idle = not self._has_news and not self.is_waiting
        return False

    def run_next(self) -> bool:
        """Run one batch and return whether there was one. A photo that makes Photon fail affects no other photo."""
        batch = self.next_batch()
        if batch:
            self.run(batch)
            self._done += len(batch)
        return bool(batch)

    @property
    def has_news(self) -> bool:
        """Whether the stage was notified since it last looked for work."""
        return self._has_news

    @property
    def is_waiting(self) -> bool:
        """Whether work is due soon that no query finds yet."""
        return False

    def follow_news(self) -> None:
        """Handle what ``notify`` was called for, before the next batch is queried."""

    @abstractmethod
    def next_batch(self) -> Sequence[T]:
        """Return the next items to work on; empty if nothing is left. Usually calls ``walk`` with a query."""

    @abstractmethod
    def run(self, batch: Sequence[T]) -> None:
        """Work on a batch and write the results. With ``run_isolated``, a bug affects only one photo."""

    @abstractmethod
    def anything_left(self, library: Library) -> bool:
        """Return whether work is left; asked while another Photon process does the work."""

    def walk(self, pending: Callable[[int], Sequence[T]], *, starts_over: bool = True) -> Sequence[T]:
        """Return the next batch of a query; at its end, start over, because items with lower ids may have appeared.

        Args:
            pending: Returns the first batch of items with ids above a number, in order of id.
            starts_over: Whether to start over, which goes through all photos.
        """
        batch = pending(self._after)
        if not batch and self._after and starts_over:
            batch = pending(0)
        if batch:  # else new photos will come after the last one
            self._after = _photo(batch[-1])
        return batch

    def run_isolated(self, batch: Sequence[Item], work: Callable[[Sequence[Item]], object]) -> list[int]:
        """Call ``work`` on a batch; if that fails, split the batch in halves and give up the photos that fail alone.

        Returns:
            The photos that were given up.
        """
        failed = [_photo(item) for item in isolate(batch, work)]
        if failed:
            self._store.write(stage_failures.note, stage=self.name, photos=failed).result()
        return failed

    def drop_previews(self, lost: Sequence[int]) -> None:
        """Drop damaged previews, so that their photos are read again.

        A preview that is damaged again after it was remade would cause an endless loop, so its photo is given up.
        """
        again = [photo for photo in lost if photo in self._dropped]
        if again:
            self._store.write(stage_failures.note, stage=self.name, photos=again).result()
        fresh = [photo for photo in lost if photo not in self._dropped]
        if fresh:
            self._dropped.update(fresh)
            self._store.write(photos.drop_previews, photos=fresh).result()
            self._on_lost()

    def show(self, stage: ActivityStage, count_left: Callable[[], int]) -> None:
        """Show the progress of the stage; the remaining work is counted every two seconds."""
        if self._progress is None:
            return
        now = time.monotonic()
        if now - self._counted > _RECOUNT:
            self._counted, self._total = now, self._done + count_left()
        self._progress.show(Activity(stage, self._done, max(self._total, self._done)))


def _photo(item: int | ItemOfPhoto) -> int:
    return item if isinstance(item, int) else item.photo
