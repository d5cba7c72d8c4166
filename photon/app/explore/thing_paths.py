"""The line of a photo through the tree of things, from general to particular: animal › dog › spaniel."""

from collections.abc import Sequence

from photon.domain.explore.topic import Topic
from photon.library import Library
from photon.library.explore import topics
from photon.quick_dataclass import dataclass
from photon.search.query_formatting import value_text

_MOST = 3  # lines of a photo


@dataclass(frozen=True, slots=True)
class ThingStep:
    """A step of the line: the name of a thing, and the query that finds its photos."""

    name: str
    query: str


def thing_paths(library: Library, photo: int) -> list[tuple[ThingStep, ...]]:
    """Return the lines of a photo, the most particular ones first; empty if no thing is known in it."""
    known = {one.key: one for one in topics.topics_of_photo(library, photo) if one.kind == "thing" and one.name}
    ends = known.keys() - {one.parent for one in known.values()}
    lines = sorted((_line(known, key) for key in ends), key=lambda line: (-len(line), line[-1].name))
    return [tuple(map(_as_step, line)) for line in lines[:_MOST]]


def _line(known: dict[str, Topic], key: str) -> Sequence[Topic]:
    line = []
    while key in known:
        line.append(known[key])
        key = known[key].parent
    return line[::-1]


def _as_step(one: Topic) -> ThingStep:
    return ThingStep(one.name, f"thing:{value_text('thing', one.name)}")
