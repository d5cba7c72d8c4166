"""The order in which suggested tags are shown."""

from hypothesis import given
from hypothesis import strategies as some

from photon.annotate.tags.tag_order import order_by_lines

PATHS = some.lists(some.sampled_from("abAc"), min_size=1, max_size=4).map(tuple)
TAGS = some.dictionaries(PATHS, some.floats(0, 1), max_size=12)


def _are_of_one_line(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter, longer = sorted(([name.lower() for name in path] for path in (one, other)), key=len)
    return longer[: len(shorter)] == shorter


@given(TAGS)
def test_one_tag_of_each_line_comes_first(certainties: dict[tuple[str, ...], float]) -> None:
    paths = list({tuple(name.lower() for name in path): path for path in certainties}.values())
    sure = [certainties[path] for path in paths]
    order = order_by_lines(paths, sure)
    assert sorted(order) == list(range(len(paths)))
    first: list[int] = []
    for at in order:
        if any(_are_of_one_line(paths[at], paths[other]) for other in first):
            break
        first.append(at)
    rest = order[len(first) :]
    assert all(any(_are_of_one_line(paths[at], paths[other]) for other in first) for at in rest)
    assert first == sorted(first)
    assert rest == sorted(rest)


def test_only_a_sure_tag_comes_before_a_wider_one() -> None:
    paths = [("animal",), ("Animal", "dog"), ("beach",), ("animal", "Dog", "terrier")]

    def order(*sure: float) -> list[str]:
        return [paths[at][-1] for at in order_by_lines(paths, sure)]

    assert order(0.99, 0.85, 0.7, 0.6) == ["dog", "beach", "animal", "terrier"]
    assert order(0.99, 0.75, 0.7, 0.6) == ["animal", "beach", "dog", "terrier"]
