"""An unexpected exception costs only the item that raised it."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from typing import TypeVar

from photon.domain import PhotonError

log = logging.getLogger(__name__)

T = TypeVar("T")

_OF_THE_WORLD = (PhotonError, CancelledError, OSError, MemoryError)  # no item is to blame for these


def isolate(items: Sequence[T], work: Callable[[Sequence[T]], object]) -> list[T]:
    """Do ``work`` on all items at once; where that fails, on each half, down to the items that make it fail.

    Args:
        items: A batch.
        work: Must do all or nothing, or may be repeated.

    Returns:
        The items on which ``work`` fails alone; why is in the log.

    Raises:
        PhotonError: A disk, a lock or the like is at fault, not an item; ``OSError`` and ``MemoryError`` alike.
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
