"""The use cases of stacks: made by hand and from moments, dissolved, put in order; undone, also after a restart."""

from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.domain.photo.photo_set import PhotoSet, SetKind
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.stacks import stacks
from photon.quick_dataclass import dataclass

if TYPE_CHECKING:
    from photon.app.duplicates.duplicates import FoundSets

STACKED_KINDS: tuple[SetKind, ...] = ("same-moment", "bracket", "panorama", "focus-stack", "pair")
"""Sets of which stacks are made; copies are no shots of their own."""


@dataclass(frozen=True, slots=True)
class StackPlan:
    """Stacks that would be made.

    Attributes:
        sets: The photos of each, from the top, and why they belong together.
        waiting: Number of photos that were not looked at yet.
    """

    sets: tuple[PhotoSet, ...] = ()
    waiting: int = 0

    def of_kinds(self, kinds: Collection[SetKind]) -> "StackPlan":
        """The same with stacks of some kinds alone."""
        return StackPlan(tuple(one for one in self.sets if one.kind in kinds), self.waiting)

    @property
    def photos(self) -> int:
        """How many photos would be in them."""
        return sum(len(one.photos) for one in self.sets)


class StackEditor:
    """Keeps stacks; every change is broadcast and can be undone. Methods never wait."""

    def __init__(
        self,
        store: LibraryThreads,
        history: History,
        find_sets: Callable[[Library, Collection[int] | None], "FoundSets"],
    ) -> None:
        """Take the library, the steps that can be undone, and what finds shots of one moment."""
        self._store = store
        self._history = history
        self._find_sets = find_sets

    def all_stacks(self) -> Future[list[tuple[int, ...]]]:
        """All stacks, each with its photos from the top; hidden photos are in none."""
        return self._store.read(stacks.all_stacks)

    def make(self, photos: Sequence[int], whole: Collection[int] = ()) -> Future[int]:
        """Put photos on each other, the first one on top; the Future gives their number, and may raise PhotonError.

        Args:
            photos: The photos; each leaves the stack that it was in.
            whole: Those that stand for their whole stack, the others of which come along.
        """
        some = list(dict.fromkeys(photos))

        def act(library: Library) -> tuple[int, Changes]:
            changes = stacks.make_stacks(library, [some], whole)
            count = len(some)
            library.journal.name_step(tr_n("put {count:,} photo on a stack", "put {count:,} photos on a stack", count))
            return count, changes

        return self._history.edit_and_tell(self._store, act)

    def make_many(self, some: Sequence[Sequence[int]]) -> Future[int]:
        """Make several stacks as one step; the Future gives their number, and may raise PhotonError."""
        return self._history.edit_and_tell(self._store, _make_many, some)

    def dissolve(self, photos: Collection[int]) -> Future[int]:
        """Dissolve the stacks that photos are in; the Future gives the number of stacks."""
        return self._history.edit_and_tell(self._store, _dissolve, photos)

    def take_out(self, photos: Collection[int]) -> Future[int]:
        """Take photos out of their stacks, whose other photos stay in them; the Future gives how many were in one."""
        return self._history.edit_and_tell(self._store, _take_out, photos)

    def put_on_top(self, photo: int) -> Future[int]:
        """Put a photo on top of its stack; the Future gives the photos in it, 0 if it was on top; may raise."""
        return self._history.edit_and_tell(self._store, _put_on_top, photo)

    def plan(self, among: Collection[int] | None = None) -> Future[StackPlan]:
        """Find the stacks that could be made of shots of one moment; nothing is changed.

        Args:
            among: Photo ids; None for the whole library.
        """
        return self._store.read(self._plan, among)

    def _plan(self, library: Library, among: Collection[int] | None) -> StackPlan:
        found = self._find_sets(library, among)
        sets = [PhotoSet(one.kind, one.photos) for one in found.sets]
        return plan_stacks(sets, stacks.all_stacks(library), found.waiting)


def plan_stacks(sets: Iterable[PhotoSet], known: Iterable[Sequence[int]], waiting: int = 0) -> StackPlan:
    """Say which stacks could be made of sets: the two files of a shot come along with their moment.

    Args:
        sets: Sets of any kind.
        known: Stacks that there are; a set with a photo of one of them is left as the person has it.
        waiting: Number of photos that were not looked at yet.
    """
    wanted = sorted((one for one in sets if one.kind in STACKED_KINDS), key=lambda one: STACKED_KINDS.index(one.kind))
    heads: dict[int, int] = {}  # by photo, the number of its stack
    joined: dict[int, list[int]] = {}
    kinds: dict[int, SetKind] = {}
    for number, one in enumerate(wanted):
        home = next((heads[photo] for photo in one.photos if photo in heads), number)
        kinds.setdefault(home, one.kind)
        fresh = [photo for photo in one.photos if photo not in heads]
        joined.setdefault(home, []).extend(fresh)
        heads.update(dict.fromkeys(fresh, home))
    taken = {photo for stack in known for photo in stack}
    made = tuple(
        PhotoSet(kinds[number], tuple(photos))
        for number, photos in joined.items()
        if len(photos) > 1 and taken.isdisjoint(photos)
    )
    return StackPlan(made, waiting)


def _make_many(library: Library, some: Sequence[Sequence[int]]) -> tuple[int, Changes]:
    changes = stacks.make_stacks(library, some)
    library.journal.name_step(tr_n("made {count:,} stack", "made {count:,} stacks", len(some)))
    return len(some), changes


def _dissolve(library: Library, photos: Collection[int]) -> tuple[int, Changes]:
    count, changes = stacks.dissolve(library, photos)
    library.journal.name_step(tr_n("dissolved {count:,} stack", "dissolved {count:,} stacks", count))
    return count, changes


def _take_out(library: Library, photos: Collection[int]) -> tuple[int, Changes]:
    count, changes = stacks.take_out(library, photos)
    name = tr_n("took {count:,} photo out of its stack", "took {count:,} photos out of their stacks", count)
    library.journal.name_step(name)
    return count, changes


def _put_on_top(library: Library, photo: int) -> tuple[int, Changes]:
    changes = stacks.put_on_top(library, photo)
    library.journal.name_step(tr("put another photo on top of a stack"))
    return len(changes.photos), changes
