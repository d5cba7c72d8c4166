"""What a person sets of many photos at once, such as stars or dates: one step, which gives back what was before."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes
from photon.library import Library

T = TypeVar("T")
Write = Callable[[Library, Mapping[int, T]], tuple[Changes, dict[int, T]]]
"""Writes values by photo; returns what changed, and the values before of the photos that had others."""


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
        values: Asked on the writer thread for the values by photo.
        write: Writes them.
        name: What the step is called, by its number of photos, in words that follow "Undid: ".
    """

    def act(library: Library) -> Changes:
        wanted = values(library)
        changes, before = write(library, wanted)
        if before:
            after = {photo: wanted[photo] for photo in before}
            history.push(name(len(before)), lambda lib: write(lib, before)[0], lambda lib: write(lib, after)[0])
        return changes

    return history.edit(store, act)
