"""Pass the outcome of one Future on to another."""

from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def hand_on(done: Future[T], result: Future[T]) -> None:
    """Pass the result or the error of a finished Future, or that it was cancelled, on to another one."""
    if done.cancelled():
        result.cancel()
    elif error := done.exception():
        result.set_exception(error)
    else:
        result.set_result(done.result())
