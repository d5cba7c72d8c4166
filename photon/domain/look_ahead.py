"""Start work some steps ahead of the results."""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")


def look_ahead(begun: Iterable[T], count: int) -> Iterator[T]:
    """Pass on items, each after ``count`` further ones were taken; taking one usually starts work, such as a Future.

    Args:
        begun: The items.
        count: How many are taken ahead.

    Yields:
        The items, in order.
    """
    under_way: deque[T] = deque()
    for item in begun:
        under_way.append(item)
        if len(under_way) > count:
            yield under_way.popleft()
    while under_way:
        yield under_way.popleft()
