"""The use case of marks: stars, hearts, labels and flags for many photos, or that they are hidden, undone as one."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, changed
from photon.domain.photo.marks import HIDDEN, LABEL_NAMES, PICKED, REJECTED, SHOWN, Flag, Label
from photon.language import tr_n
from photon.library import Library
from photon.library.photos import ratings

T = TypeVar("T")


class PhotoMarking:
    """Marks photos. Methods never wait."""

    def __init__(self, store: LibraryThreads, history: History) -> None:
        """Take the library and the steps that can be undone."""
        self._store = store
        self._history = history

    def rate(self, ids: Sequence[int], stars: int) -> Future[Changes]:
        """Give 0..5 stars."""
        return self._mark(rated_words, ratings.rate, dict.fromkeys(ids, stars))

    def favour(self, ids: Sequence[int], favourite: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Set or clear the heart."""
        return self._mark(partial(favoured_words, favourite=favourite), ratings.favour, dict.fromkeys(ids, favourite))

    def label(self, ids: Sequence[int], label: Label) -> Future[Changes]:
        """Give a colour label, or take it away."""
        return self._mark(lambda count: labelled_words(count, label), ratings.label, dict.fromkeys(ids, label))

    def flag(self, ids: Sequence[int], flag: Flag) -> Future[Changes]:
        """Pick or reject, or neither."""
        return self._mark(lambda count: flagged_words(count, flag), ratings.flag, dict.fromkeys(ids, flag))

    def hide(self, ids: Sequence[int], hidden: bool) -> Future[Changes]:  # noqa: FBT001 - what is set
        """Hide photos, or show them though they may be sensitive."""
        state = HIDDEN if hidden else SHOWN
        return self._mark(partial(hidden_words, hidden=hidden), ratings.hide, dict.fromkeys(ids, state))

    def mark(self, ids: Sequence[int], stars: int | None, label: Label | None, flag: Flag | None) -> Future[int]:
        """Set several marks as one step; None leaves a mark as it is. The Future gives the number of photos changed."""

        def act(library: Library) -> tuple[int, Changes]:
            done: list[tuple[Changes, Callable[[int], str]]] = []
            if label is not None:
                done.append((ratings.label(library, dict.fromkeys(ids, label)), partial(labelled_words, label=label)))
            if flag is not None:
                done.append((ratings.flag(library, dict.fromkeys(ids, flag)), partial(flagged_words, flag=flag)))
            if stars is not None:
                done.append((ratings.rate(library, dict.fromkeys(ids, stars)), rated_words))
            changes = [one for one, _ in done if one]
            photos = frozenset[int]().union(*(one.photos for one in changes))
            name = done[0][1] if len(done) == 1 else marked_words
            library.journal.name_step(name(len(photos)))
            return len(photos), changed("marks", photos=photos) if photos else Changes()

        return self._history.edit_and_tell(self._store, act)

    def _mark(
        self,
        name: Callable[[int], str],
        write: Callable[[Library, Mapping[int, T]], Changes],
        values: dict[int, T],
    ) -> Future[Changes]:
        def act(library: Library) -> Changes:
            changes = write(library, values)
            library.journal.name_step(name(len(changes.photos)))
            return changes

        return self._history.edit(self._store, act)


def marked_words(count: int) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    return tr_n("marked {count:,} photo", "marked {count:,} photos", count)


def rated_words(count: int) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    return tr_n("rated {count:,} photo", "rated {count:,} photos", count)


def favoured_words(count: int, *, favourite: bool) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    if favourite:
        return tr_n("added {count:,} photo to favourites", "added {count:,} photos to favourites", count)
    return tr_n("removed {count:,} photo from favourites", "removed {count:,} photos from favourites", count)


def labelled_words(count: int, label: Label) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    if not label:
        return tr_n("removed the label of {count:,} photo", "removed the label of {count:,} photos", count)
    name = LABEL_NAMES[label]
    return tr_n("labelled {count:,} photo {colour}", "labelled {count:,} photos {colour}", count, colour=name)


def hidden_words(count: int, *, hidden: bool) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    if hidden:
        return tr_n("hid {count:,} photo", "hid {count:,} photos", count)
    return tr_n("stopped hiding {count:,} photo", "stopped hiding {count:,} photos", count)


def flagged_words(count: int, flag: Flag) -> str:
    """Word what was done to so many photos, to follow "Undid: "."""
    if flag == PICKED:
        return tr_n("picked {count:,} photo", "picked {count:,} photos", count)
    if flag == REJECTED:
        return tr_n("rejected {count:,} photo", "rejected {count:,} photos", count)
    return tr_n("removed the flag of {count:,} photo", "removed the flag of {count:,} photos", count)
