"""Set values of many photos at once, such as ratings or dates, as one step; undo restores the earlier values."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library

T = TypeVar("T")
Write = Callable[[Library, Mapping[int, T]], tuple[Changes, dict[int, T]]]
"""Writes values by photo; returns the changes, and the earlier values of the photos that changed."""


def edit_values(
    store: LibraryThreads,
    history: History,
    values: Callable[[Library], Mapping[int, T]],
    write: Write[T],
    name: Callable[[int], str],
) -> Future[Changes]:
    """Set values of photos as one step that can be undone.

    Args:
        store: The library.
        history: The steps that can be undone.
        values: Called on the writer thread; returns the values by photo.
        write: Writes the values.
        name: Returns the name of the step from its number of photos, worded to follow "Undid: ".
    """

    def act(library: Library) -> Changes:
        wanted = values(library)
        changes, before = write(library, wanted)
        if before:
            after = {photo: wanted[photo] for photo in before}
            history.push(name(len(before)), lambda lib: write(lib, before)[0], lambda lib: write(lib, after)[0])
        return changes

    return history.edit(store, act)
