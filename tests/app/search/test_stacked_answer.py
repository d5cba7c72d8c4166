"""An answer by stacks: one hit for each, how many of its photos match, and as many hits as were asked for."""

from collections.abc import Sequence
from dataclasses import replace

from photon.app.search.stacked_answer import FoundStack, StackedAnswer, answer_by_stacks
from photon.domain import Answer, Filter, Hit, Query

STRONG, WEAK = 0.9, 0.2
STACK, PAIR = (9, 1, 2, 7, 8), (3, 4)


def hit(photo: int, score: float) -> Hit:
    return Hit(photo, score, score >= 0.5, ("meaning",), f"/{photo}.jpg")


ALL = [hit(photo, score) for photo, score in
       [(1, 0.95), (3, 0.9), (2, 0.85), (4, 0.6), (5, 0.4), (6, 0.3), (7, 0.2), (8, 0.15), (9, 0.1)]]  # fmt: skip


class Shelf:
    """Answers from a list, and remembers how many hits were asked for."""

    def __init__(self, hits: Sequence[Hit] = ALL) -> None:
        self.hits, self.asked = list(hits), list[int]()

    def search(self, query: Query) -> Answer:
        self.asked.append(query.top)
        shown = self.hits[: query.top]
        ids = {one.photo for one in shown}
        stacks = tuple(stack for stack in (STACK, PAIR) if ids & set(stack))
        strong = sum(one.strong for one in shown)
        return Answer(tuple(shown), strong, is_whole=len(shown) < query.top, stacks=stacks)

    def find(self, some: Sequence[int]) -> list[Hit]:
        return [one for one in self.hits if one.photo in some]


def ask(shelf: Shelf, query: Query) -> StackedAnswer:
    return answer_by_stacks(query, shelf.search, shelf.find)


def photos(found: StackedAnswer) -> list[int]:
    return [one.photo for one in found.answer.hits]


def test_the_best_match_stands_for_its_stack_and_clear_matches_are_counted() -> None:
    found = ask(Shelf(), replace(Query.build("a dog"), top=20))
    assert photos(found) == [1, 3, 5, 6]
    assert found.stacks == {1: FoundStack(STACK, 2), 3: FoundStack(PAIR, 2)}
    assert (found.answer.strong, found.answer.is_whole) == (2, True)


def test_photos_of_the_answer_keep_its_scores() -> None:
    class Exchanged(Shelf):
        def find(self, some: Sequence[int]) -> list[Hit]:
            return [replace(one, score=WEAK, strong=False) for one in super().find(some)]

    found = ask(Exchanged(), replace(Query.build("a dog"), top=20))
    assert found.stacks == {1: FoundStack(STACK, 2), 3: FoundStack(PAIR, 2)}
    assert [one.score for one in found.answer.hits] == [0.95, 0.9, 0.4, 0.3]


def test_as_many_hits_as_asked_for_are_found() -> None:
    shelf = Shelf()
    found = ask(shelf, replace(Query.build("a dog"), top=3))
    assert photos(found) == [1, 3, 5]
    assert shelf.asked == [3, 12]
    assert not found.answer.is_whole
    first = ask(Shelf(), replace(Query.build("a dog"), top=1))
    assert (photos(first), [*first.stacks]) == ([1], [1])


def test_a_count_does_not_depend_on_how_many_hits_are_shown() -> None:
    counts = {ask(Shelf(), replace(Query.build("a dog"), top=top)).stacks[1].matching for top in (1, 2, 3, 9, 20)}
    assert counts == {2}


def test_a_filter_shows_the_top_of_a_stack() -> None:
    query = replace(Query((Filter("is", "stacked"),)), top=20)
    found = ask(Shelf([hit(photo, STRONG) for photo in (3, 4, 1, 9, 2)]), query)
    assert photos(found) == [3, 9]
    assert found.stacks[9] == FoundStack(STACK, 3)


def test_a_stack_of_possible_matches_counts_those_that_are_as_likely() -> None:
    found = ask(Shelf([hit(7, 0.4), hit(8, 0.38), hit(9, 0.01)]), replace(Query.build("a dog"), top=5))
    assert photos(found) == [7]
    assert found.stacks[7].matching in (1, 2)
    assert found.answer.strong == 0


def test_an_answer_without_stacks_stays_as_it_is() -> None:
    shelf = Shelf([hit(5, STRONG), hit(6, WEAK)])
    query = replace(Query.build("a dog"), top=2)
    found = ask(shelf, query)
    assert (found.stacks, found.answer) == ({}, shelf.search(query))
    assert shelf.asked == [2, 2]
