"""A library of dated photos with themes, and what Explore makes of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from photon.app.explore.explore import Explore
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.explore.topic import Topic
from photon.domain.query.query import is_condition
from photon.library import Library
from photon.library.explore.topics import replace_topics
from photon.library.searches.filters import matching
from photon.search.query_language import parse
from tests.app.places.placed_library import add_shots
from tests.library.explore.found_topics import made_topic

NO_QUESTIONS: Any = None

NOW = datetime.now().astimezone()
KEYS = ("a" * 16, "b" * 16, "c" * 16)


def find_themes(library: Library, **photos: Sequence[int]) -> None:
    """Store themes with these names and photos; their keys are those of KEYS, in order."""
    topics = [Topic("theme", KEYS[at], name, x=0.25 + 0.25 * at, y=0.5) for at, name in enumerate(photos)]
    replace_topics(library, "theme", [made_topic(one, *photos[one.name]) for one in topics], "")


class Explored:
    """Photos on ten days of earlier years: every tenth was taken on this day, two years ago."""

    def __init__(self, store: LibraryThreads, place: Path, count: int) -> None:
        self.store, self.history = store, History()
        self.explore = Explore(store, self.history, NO_QUESTIONS)
        this_day = NOW.replace(year=NOW.year - 2, day=min(NOW.day, 28), hour=12)
        days = [this_day - timedelta(days=40 * n) for n in range(10)]
        times = [(days[n % 10] + timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%M:%S") for n in range(count)]
        store.write(add_shots, place, [(time, "phone", None) for time in times]).result()

    def cards(self, shelf: str) -> list[ShelfCard]:
        """Return what is on a shelf."""
        return self.explore.shelves()[shelf].result()

    def card(self, name: str, shelf: str = "themes") -> ShelfCard:
        """Return the only card of this name."""
        (found,) = (card for card in self.cards(shelf) if card.name == name)
        return found

    def names(self, shelf: str = "themes") -> list[str]:
        """Return the names of the cards on a shelf."""
        return [card.name for card in self.cards(shelf)]

    def photos_of(self, card: ShelfCard) -> list[int]:
        """Search as the window does that opens the card."""
        parsed = parse(card.query)
        conditions = [part for part in parsed.query.parts if is_condition(part)]
        assert (parsed.mistakes, len(conditions)) == ((), len(parsed.query.parts))
        found = self.store.read(matching, conditions, NOW.date()).result()
        return [int(photo) for photo in found]

    def undo(self) -> str:
        """Undo the last step, and return its name."""
        outcome = self.store.write(self.history.undo).result()
        return outcome.name if outcome else ""
