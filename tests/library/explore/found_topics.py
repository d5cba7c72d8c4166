"""Topics as Photon would have found them."""

import numpy as np

from photon.domain.explore.topic import Topic
from photon.library import Library
from photon.library.explore.topics import FoundTopic, replace_topics


def made_topic(topic: Topic, *photos: int) -> FoundTopic:
    """Return a topic that each photo shows a little less than the one before it."""
    weights = np.linspace(1, 0.5, len(photos), dtype=np.float32)
    return FoundTopic(topic, np.array(photos, np.int64), weights, np.full(2, len(photos), np.float32))


def find_beach_and_animal(library: Library, *photos: int) -> None:
    """Store a theme, beach, and a thing, animal, with the same photos."""
    for one in (Topic("theme", "b" * 16, "beach"), Topic("thing", "animal", "animal")):
        replace_topics(library, one.kind, [made_topic(one, *photos)], "")
