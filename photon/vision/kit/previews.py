"""Process every preview of a batch, and report those that cannot be decoded."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from photon.vision.kit.encoder import UNREADABLE, DamagedPreview

_Made = TypeVar("_Made")


def for_each(work: Callable[[bytes], _Made], previews: Sequence[bytes], pool: ThreadPoolExecutor) -> list[_Made]:
    """Apply ``work`` to every preview in parallel.

    Args:
        work: Function to apply to a preview.
        previews: JPEGs.
        pool: Threads to use.

    Returns:
        The results, in order.

    Raises:
        DamagedPreview: Some previews cannot be decoded.
    """
    return list(decode_ahead(work, previews, pool))


def decode_ahead(
    work: Callable[[bytes], _Made], previews: Sequence[bytes], pool: ThreadPoolExecutor
) -> Iterator[_Made]:
    """Apply ``work`` to every preview, computing later ones while earlier results are used.

    Args:
        work: Function to apply to a preview.
        previews: JPEGs.
        pool: Threads to use.

    Yields:
        The results, in order.

    Raises:
        DamagedPreview: Some previews cannot be decoded; raised at the first of them, after all were tried.
    """

    def try_one(preview: bytes) -> _Made | None:
        try:
            return work(preview)
        except UNREADABLE:
            return None

    coming = [pool.submit(try_one, preview) for preview in previews]
    for future in coming:
        made = future.result()
        if made is None:
            raise DamagedPreview(tuple(place for place, one in enumerate(coming) if one.result() is None))
        yield made
