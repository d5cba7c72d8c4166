"""Tells which folders to look at again. It only points; the listing compares, so a lost event costs nothing."""

import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import watchfiles

DEBOUNCE_MS, STEP_MS = 400, 60


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
        for changes in watchfiles.watch(
            *present, stop_event=stop, debounce=DEBOUNCE_MS, step=STEP_MS, watch_filter=None, rust_timeout=100,
            yield_on_timeout=True, raise_interrupt=False,
        ):  # fmt: skip
            yield {place for _, path in changes for place in _places(path)}
    except RuntimeError as error:  # raised by the notify library, also for a folder that went away
        raise OSError(str(error)) from error


def _places(path: str) -> tuple[tuple[str, bool], ...]:
    """The directory of a changed path, and the path itself where it is a directory (it may be new, with content)."""
    parent = (str(Path(path).parent), False)
    try:
        return (parent, (path, True)) if Path(path).is_dir() else (parent,)
    except OSError:  # no permission to ask
        return (parent,)
