"""Explore in a fake library whose tests are about something else: nothing is on its shelves."""

from collections.abc import Sequence
from concurrent.futures import Future

from photon.app.explore.related import RelatedLine
from photon.domain import Answer, Changes, Query
from photon.domain.explore.shelf_card import ShelfCard


class NothingToExplore:
    """Answers what the window asks by itself."""

    looked: list[int]

    def __init__(self) -> None:
        self.looked = []

    def shelves(self) -> dict[str, Future[list[ShelfCard]]]:
        answer: Future[list[ShelfCard]] = Future()
        answer.set_result([])
        return {"themes": answer}

    def is_small(self) -> Future[bool]:
        answer: Future[bool] = Future()
        answer.set_result(True)
        return answer

    def note_looks(self, photos: Sequence[int]) -> Future[Changes]:
        self.looked += photos
        answer: Future[Changes] = Future()
        answer.set_result(Changes())
        return answer

    def related(self, _: int) -> Future[list[RelatedLine]]:
        answer: Future[list[RelatedLine]] = Future()
        answer.set_result([])
        return answer

    def related_words(self, _: Query, _answer: Answer) -> Future[list[str]]:
        answer: Future[list[str]] = Future()
        answer.set_result([])
        return answer
