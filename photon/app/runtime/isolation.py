"""Limit the effect of an unexpected exception to the item that raised it."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import TypeVar

from photon.domain import PhotonError

log = logging.getLogger(__name__)

T = TypeVar("T")

_OF_THE_WORLD = (PhotonError, CancelledError, OSError, MemoryError)  # caused by the environment, not by an item


def isolate(items: Sequence[T], work: Callable[[Sequence[T]], object]) -> list[T]:
    """Call ``work`` on all items at once; if that fails, on each half, down to the single items that fail.

    Args:
        items: A batch.
        work: Must do all or nothing, or be repeatable.

    Returns:
        The items on which ``work`` fails alone; the log has the reason.

    Raises:
        PhotonError: The environment is at fault, such as a disk or a lock, not an item. ``OSError`` and ``MemoryError``
            are raised likewise.
    """
    if not items:
        return []
    try:
        work(items)
    except _OF_THE_WORLD:
        raise
    except Exception:
        if len(items) == 1:
            log.exception("Photon failed on %.200r", items[0])
            return [items[0]]
        half = len(items) // 2
        return isolate(items[:half], work) + isolate(items[half:], work)
    return []
