"""Topics: what Photon found in a library, themes on a map and things in a tree."""

from typing import Literal

from photon.quick_dataclass import dataclass

TopicKind = Literal["theme", "thing"]
TopicState = Literal["", "pinned", "hidden"]
"""What a person decided about it; empty for nothing."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A theme or a thing.

    Attributes:
        kind: Which of the two.
        key: Stays when the topic is found anew. Of a thing its word, or ``~`` and 16 hex digits of a picture's hash; of
            a theme 16 such digits.
        name: What a person calls it, or else plain words that Photon found; may be empty.
        parent: Key of the thing that it lies below; empty at the top, and for themes.
        x: Place of a theme on the map, 0..1.
        y: The same, from the top.
        photos: How many of its photos are there and not hidden, those of things below it included.
        cover: Of these photos the one that shows it best.
        state: What a person decided about it.
    """

    kind: TopicKind
    key: str
    name: str
    parent: str = ""
    x: float = 0.0
    y: float = 0.0
    photos: int = 0
    cover: int = 0
    state: TopicState = ""
