"""Watch folders and report which ones to list again. A lost event does no harm, because listings compare everything."""

import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from photon.ingest.listing import Kinds, list_folder

DEBOUNCE_MS, STEP_MS = 400, 60
_NO_FILES = Kinds(lambda _: False, lambda _: False, lambda _: False)


def watch(roots: Sequence[str], stop: threading.Event) -> Iterator[set[tuple[str, bool]]]:
    """Yield directories with changes and whether everything below may be new, until ``stop`` is set.

    Empty sets are yielded from time to time; the first one means that the watch is active.

    Args:
        roots: Folders to watch with their sub-folders; those that cannot be watched now are left out.
        stop: Ends the iteration within about 0.1 s.

    Yields:
        Pairs of an absolute path and whether its sub-folders may be new.

    Raises:
        OSError: The system's limit of watched folders is reached; the caller should poll instead.
    """
    present = [root for root in roots if Path(root).is_dir()]
    if not present:
        stop.wait()
        return
    try:
        while not stop.is_set():
            yield from _watch_as_they_are(present, stop)
            if not stop.is_set():  # changes before the next watch is active are not reported
                yield {(root, True) for root in present}
    except RuntimeError as error:  # raised by the notify library, also for deleted folders
        raise OSError(str(error)) from error


def _watch_as_they_are(roots: Sequence[str], stop: threading.Event) -> Iterator[set[tuple[str, bool]]]:
    """Watch until a link or, where there are links, a directory is created, which changes the set to watch.

    The notify library follows links wherever they lead; a link to /proc kept it busy for 14 s. Where there are links to
    directories, the directories that a listing enters are therefore watched one by one.
    """
    import watchfiles  # it imports 40 modules, which is no part of the window's start

    has_links = any(map(_has_links, roots))
    paths = [path for root in roots for path in _directories(root)] if has_links else roots
    for changes in watchfiles.watch(
        *paths, stop_event=stop, debounce=DEBOUNCE_MS, step=STEP_MS, watch_filter=None, rust_timeout=100,
        yield_on_timeout=True, raise_interrupt=False, recursive=not has_links,
    ):  # fmt: skip
        yield {folder for _, path in changes for folder in _changed_folders(path)}
        new = [path for change, path in changes if change == watchfiles.Change.added]
        if any(map(_is_directory, new) if has_links else map(_is_link, new)):
            return


def _has_links(root: str) -> bool:
    """Return whether there are links to directories anywhere below; reads names only, not the status of files."""
    walk = os.walk(root)  # lists links to directories as directories, but does not follow them
    return any(os.path.islink(f"{here}/{name}") for here, names, _ in walk for name in names)  # noqa: PTH114 - 100,000 times


def folders_below(root: str) -> list[str]:
    """Return the relative paths of the folders below a watched one that a listing enters."""
    return sorted(list_folder(root, _NO_FILES).folders)


def _directories(root: str) -> list[str]:
    return [root, *(f"{root.rstrip('/')}/{inner}" for inner in folders_below(root))]


def _is_link(path: str) -> bool:
    return Path(path).is_symlink() and _is_directory(path)


def _is_directory(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except OSError:  # no permission
        return False


def _changed_folders(path: str) -> tuple[tuple[str, bool], ...]:
    """Return the parent of a changed path, and, if it is a directory, the path itself, whose content may be new."""
    parent = (str(Path(path).parent), False)
    return (parent, (path, True)) if _is_directory(path) else (parent,)
