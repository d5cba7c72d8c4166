"""The use case of correcting dates: what a correction would do to many photos, and doing it as one step."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import field
from datetime import date, datetime

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.date_change import (
    DateChange,
    DateReset,
    Obstacle,
    PhotoDate,
    Uncorrectable,
    correct_date,
    is_far,
)
from photon.language import tr_n
from photon.library import Library
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.photos import photo_dates
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class DatePlan:
    """What a correction would do.

    Attributes:
        dates: The new date of each photo that gets another one; empty for the one that its file says.
        photos: What is known of all photos now, in the order asked.
        obstacles: How many photos can't be corrected, by the reason.
        same: How many photos have that date already.
        far: How many would have a date before the first photograph or after tomorrow.
    """

    dates: Mapping[int, str] = field(default_factory=dict)
    photos: Mapping[int, PhotoDate] = field(default_factory=dict)
    obstacles: Mapping[Obstacle, int] = field(default_factory=Counter)
    same: int = 0
    far: int = 0

    def after(self, photo: int) -> str:
        """The date that a photo would have; empty for none."""
        now = self.photos[photo]
        new = self.dates.get(photo)
        return (now.taken if new is None else new or now.filed) or ""


class PhotoDating:
    """Corrects dates. Methods never wait."""

    def __init__(
        self,
        store: LibraryThreads,
        history: History,
        paths: Callable[[], PathChoice] = lambda: FIRST,
        today: Callable[[], date] = lambda: datetime.now().astimezone().date(),
    ) -> None:
        """Take the library, the steps that can be undone, which files of photos are meant, and what day it is."""
        self._store, self._history, self._paths, self._today = store, history, paths, today

    def plan(self, photos: Sequence[int], change: DateChange) -> Future[DatePlan]:
        """Work out what correcting the dates of photos would do; nothing is changed."""
        return self._store.read(self._plan, list(photos), change)

    def correct(self, photos: Sequence[int], change: DateChange) -> Future[Changes]:
        """Correct the dates of photos, as one step that can be undone; photos that can't be corrected are left."""
        photos = list(photos)

        def act(library: Library) -> Changes:
            changes = photo_dates.date_photos(library, self._plan(library, photos, change).dates)
            library.journal.name_step(_named(len(changes.photos), change))
            return changes

        return self._history.edit(self._store, act)

    def _plan(self, library: Library, photos: Sequence[int], change: DateChange) -> DatePlan:
        known = photo_dates.dates_for_photos(library, photos, self._paths())
        dates: dict[int, str] = {}
        obstacles: Counter[Obstacle] = Counter()
        same, far, today = 0, 0, self._today()
        for photo, one in known.items():
            try:
                new = correct_date(change, one)
            except Uncorrectable as error:
                obstacles[error.obstacle] += 1
                continue
            if new == one.decided or (new == one.taken and not one.decided):
                same += 1
                continue
            dates[photo] = new
            far += is_far(new, today) if new else 0
        return DatePlan(dates, known, obstacles, same, far)


def _named(count: int, change: DateChange) -> str:
    if isinstance(change, DateReset):
        return tr_n("reset the date of {count:,} photo", "reset the dates of {count:,} photos", count)
    return tr_n("corrected the date of {count:,} photo", "corrected the dates of {count:,} photos", count)
