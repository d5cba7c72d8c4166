"""Photos and folders as the library has them: what needs neither an encoder nor the work in the background."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future

from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.found_moments import find_pictures
from photon.app.search.stack_folding import fold_dated
from photon.domain import Card, Folder, Order, Photo, Problem, Query
from photon.domain.photo.date_span import DatedPhotos, Period
from photon.domain.photo.marks import FlagCounts
from photon.library import Library
from photon.library.db.path_choice import FIRST, PathChoice
from photon.library.photos import events, folders, photos, problems, ratings, timeline
from photon.library.photos.photos import PhotoShapes
from photon.library.stacks.stacks import all_stacks

_NO_MOMENTS: Mapping[int, float] = {}


class Browsing:
    """Questions about photos and folders. Methods never wait; hidden photos are in no answer."""

    def __init__(self, store: LibraryThreads) -> None:
        """Take the library."""
        self._store = store
        self._choice = FIRST

    def folders(self) -> Future[list[Folder]]:
        """Watched folders with counts."""
        return self._store.count(folders.all_folders)

    def subfolders(self) -> Future[list[Folder]]:
        """Every directory with photos in it or below it, with counts."""
        return self._store.count(folders.all_levels)

    def photos(self, order: Order, folder: str | None = None) -> Future[list[int]]:
        """Ids in order, of all photos or of those below a path."""
        return self._store.read(photos.in_order, order, folder)

    def photos_by_date(
        self, order: Order, folder: str | None, period: Period, *, stacked: bool = False
    ) -> Future[DatedPhotos]:
        """The same with the months or days of the photos, where the order is by date.

        Args:
            order: The order.
            folder: Path of a folder to limit them to, or None.
            period: What they are divided into.
            stacked: Let the photos of a stack stand behind its top.
        """
        return self._store.read(_list_by_date, order, folder, period, stacked=stacked)

    def event_of(self, photo: int) -> Future[str]:
        """When the event of a photo was, as a value of ``event:``; empty if no photo of it is there."""
        return self._store.read(events.event_of, photo)

    def cards(self, ids: Sequence[int]) -> Future[dict[int, Card]]:
        """What the grid paints."""
        return self._store.read(photos.cards, ids, self._choice)

    def shapes(self, ids: Sequence[int] | None) -> Future[PhotoShapes]:
        """Shapes of photos, or of all (also hidden ones: they show nothing): int64 ids, float32 width / height."""
        return self._store.read(photos.shapes, ids)

    def count_flags(self, ids: Sequence[int]) -> Future[FlagCounts]:
        """How many photos are picked, rejected and neither."""
        return self._store.count(ratings.count_flags, ids)

    def previews(self, ids: Sequence[int], moments: Mapping[int, float] = _NO_MOMENTS) -> Future[dict[int, bytes]]:
        """Upright JPEGs, short side at most 512 px; of some videos the frames at these seconds."""
        return self._store.read(find_pictures, ids, moments)

    def photo(self, photo: int) -> Future[Photo | None]:
        """Everything about a photo."""
        return self._store.read(photos.find_photo, photo, self._choice)

    def choose_paths(self, within: Iterable[str] = (), query: Query | None = None) -> None:
        """Say by what photos are being looked at: from now on the path that fits is theirs, others are copies.

        Args:
            within: Absolute paths of files and folders: words are written into no file elsewhere.
            query: What they were found by.
        """
        self._choice = PathChoice(tuple(within), query)

    def path_choice(self) -> PathChoice:
        """By what photos are being looked at, see ``choose_paths``."""
        return self._choice

    def paths(self, ids: Sequence[int]) -> Future[dict[int, str]]:
        """One path per photo, see ``choose_paths``; unknown ids are left out."""
        return self._store.read(photos.paths, ids, self._choice)

    def problems(self) -> Future[list[Problem]]:
        """The problem list."""
        return self._store.read(problems.all_problems)


def _list_by_date(library: Library, order: Order, folder: str | None, period: Period, *, stacked: bool) -> DatedPhotos:
    listed = timeline.list_by_date(library, order, folder, period)
    listed = divide_photos(library, listed.photos, order, period) if period == "place" else listed
    return fold_dated(listed, all_stacks(library)) if stacked else listed


def divide_photos(library: Library, photos: Sequence[int], order: Order, period: Period) -> DatedPhotos:
    """Divide photos that are sorted by date, see ``timeline.divide_by_date`` and ``divide_by_place``."""
    if period != "place":
        return timeline.divide_by_date(library, photos, order, period)
    from photon.app.places.photo_groups import divide_by_place  # a dozen modules, and the window opens without them

    return divide_by_place(library, photos, order)
