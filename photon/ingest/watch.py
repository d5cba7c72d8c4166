"""Tells which folders to look at again. It only points; the listing compares, so a lost event costs nothing."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

from photon.ingest.listing import Kinds, list_folder

DEBOUNCE_MS, STEP_MS = 400, 60
_NO_FILES = Kinds(lambda _: False, lambda _: False, lambda _: False)


def watch(roots: Sequence[str], stop: threading.Event) -> Iterator[set[tuple[str, bool]]]:
    """Yield directories in which something changed and whether all below may be new, until ``stop`` is set.

    Yields an empty set now and then; the first one tells that the watch stands.

    Args:
        roots: Folders to watch with everything below; those that cannot be watched now are left out.
        stop: Ends the iteration within about 0.1 s.

    Raises:
        OSError: The system's limit on watched folders is reached; poll instead.
    """
    present = [root for root in roots if Path(root).is_dir()]
    if not present:
        stop.wait()
        return
    try:
        while not stop.is_set():
            yield from _watch_as_they_are(present, stop)
            if not stop.is_set():  # what came before the next watch stands is not heard of
                yield {(root, True) for root in present}
    except RuntimeError as error:  # raised by the notify library, also for a folder that went away
        raise OSError(str(error)) from error


def _watch_as_they_are(roots: Sequence[str], stop: threading.Event) -> Iterator[set[tuple[str, bool]]]:
    """The same until links or, where there are links, directories come: then other directories are to be watched.

    The notify library follows links wherever they lead, and a link to /proc kept it busy for 14 s. So where there are
    links to directories, those that a listing goes into are watched one by one.
    """
    has_links = any(map(_has_links, roots))
    paths = [path for root in roots for path in _directories(root)] if has_links else roots
    for changes in watchfiles.watch(
        *paths, stop_event=stop, debounce=DEBOUNCE_MS, step=STEP_MS, watch_filter=None, rust_timeout=100,
        yield_on_timeout=True, raise_interrupt=False, recursive=not has_links,
    ):  # fmt: skip
        yield {place for _, path in changes for place in _places(path)}
        new = [path for change, path in changes if change == watchfiles.Change.added]
        if any(map(_is_directory, new) if has_links else map(_is_link, new)):
            return


def _has_links(root: str) -> bool:
    """Whether there are links to directories anywhere below; reads names only, no file's status."""
    walk = os.walk(root)  # it tells a link to a directory as a directory, and does not go into it
    return any(os.path.islink(f"{here}/{name}") for here, names, _ in walk for name in names)  # noqa: PTH114 - 100,000 times


def _directories(root: str) -> list[str]:
    return [root, *(f"{root.rstrip('/')}/{inner}" for inner in sorted(list_folder(root, _NO_FILES).folders))]


def _is_link(path: str) -> bool:
    return Path(path).is_symlink() and _is_directory(path)


def _is_directory(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # no permission to ask
        return False


def _places(path: str) -> tuple[tuple[str, bool], ...]:
    """The directory of a changed path, and the path itself where it is a directory (it may be new, with content)."""
    parent = (str(Path(path).parent), False)
    return (parent, (path, True)) if _is_directory(path) else (parent,)
