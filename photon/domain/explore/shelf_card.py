"""Cards on the shelves of the Explore page."""

from typing import Self

from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class ShelfCard:
    """Photos that belong together, with a name and a picture.

    Attributes:
        name: What they are, in plain words.
        query: The search that shows them, as text.
        photos: How many they are.
        cover: The photo that stands for them.
        why: A sentence that says why they are here.
        kind: ``theme`` or ``thing`` for a topic, which can be renamed, pinned and hidden; else empty.
        key: The key of the topic.
        state: ``pinned``, ``hidden`` or empty.
        asks_name: Whether nobody knows yet what it is called; ``name`` asks for it then.
        place: Where a theme lies on the map, both 0 to 1; None for none.
    """

    name: str
    query: str
    photos: int
    cover: int
    why: str
    kind: str = ""
    key: str = ""
    state: str = ""
    asks_name: bool = False
    place: tuple[float, float] | None = None

    def same_as(self, other: Self) -> bool:
        """Return whether it stands for the same, whatever its name."""
        return (self.kind, self.key or self.query) == (other.kind, other.key or other.query)
