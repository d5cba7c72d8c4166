"""The background stage that finds themes and things, and adds new photos to them."""

from collections.abc import Callable, Sequence, Set
from typing import NamedTuple

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.explore.theme_building import add_themes, build_themes, photos_to_group
from photon.app.explore.thing_building import add_things, build_things
from photon.app.runtime.backlog import Backlog
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.resting_look import RestingLook
from photon.domain.explore.topic import TopicKind
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.explore import topics
from photon.library.tags.tagged_photos import count_tags

_GROWN = 1.5  # times as many photos as there were, and topics are made anew
_FEW_TAGS = 50


class TopicMaking(NamedTuple):
    """How topics of a kind are made.

    Attributes:
        rules: Raised when the same photos would get other topics.
        build: Finds and stores all, by the vectors of an encoder.
        add: Adds photos to those that are there.
        changed: Share of the tags that came or went after which they are made anew.
        count: Counts the tags that are used.
    """

    rules: int
    build: Callable[[LibraryThreads, str], None]
    add: Callable[[LibraryThreads, str, Sequence[int]], None]
    changed: float
    count: Callable[[Library], int]


MAKING: dict[TopicKind, TopicMaking] = {
    "theme": TopicMaking(1, build_themes, add_themes, 0.5, topics.count_given_tags),
    "thing": TopicMaking(2, build_things, add_things, 0.1, count_tags),
}
"""All kinds."""


class TopicStage(Backlog[int]):
    """Makes topics anew if the library has grown by half or its tags changed much; else adds new photos to them."""

    name = "topics"
    woken_by = frozenset({"photos", "vectors", "tags", "suggestions", "hidden"})

    def __init__(
        self, store: LibraryThreads, encoder: Callable[[], EncoderClient], exact: Set[TopicKind] = frozenset()
    ) -> None:
        """Create it; ``encoder`` returns the one whose vectors count, ``exact`` are kinds that fit every tag."""
        super().__init__(store)
        self._encoder, self._exact, self._look = encoder, exact, RestingLook()

    def anything_left(self, library: Library) -> bool:  # noqa: ARG002 - nobody waits for topics
        """Return that nothing is left."""
        return False

    @property
    def is_waiting(self) -> bool:
        """Whether it is to look again a little later."""
        return self._look.is_left

    def run_next(self) -> bool:
        """Look whether topics fit the library."""
        library = self._store.here()
        state = library.remember("topics", object, "all")
        if not self._look.is_due(state):
            return False
        with self._look.looking(state):
            return super().run_next()

    def next_batch(self) -> Sequence[int]:
        """Make anew what no longer fits, and return the photos that are in no theme and did not fail to join one."""
        encoder, library = self._encoder().id, self._store.here()
        photos = photos_to_group(self._store, encoder)
        for kind, making in MAKING.items():
            tags = making.count(library)
            version, known = f"{making.rules} {encoder} {len(photos)} {tags}", topics.topics_version(library, kind)
            made_by, *counts = known.rsplit(" ", 2)
            is_old = made_by != f"{making.rules} {encoder}" or _is_outgrown(counts, len(photos), tags, making.changed)
            if is_old or (kind in self._exact and known != version):
                making.build(self._store, encoder)
                self._store.write(topics.keep_version, kind, version).result()
        if not topics.stored_topics(library, "theme"):
            return []
        done = np.union1d(topics.photos_in_topics(library, "theme"), stage_failures.failed_photos(library, self.name))
        left: list[int] = np.setdiff1d(photos, done).tolist()
        return left

    def run(self, batch: Sequence[int]) -> None:
        """Add photos to topics."""
        self.run_isolated(batch, self._add)

    def _add(self, batch: Sequence[int]) -> None:
        for making in MAKING.values():
            making.add(self._store, self._encoder().id, batch)


def _is_outgrown(known: Sequence[str], photos: int, tags: int, changed: float) -> bool:
    """Whether topics that were made from so many photos and given tags are to be made anew."""
    before, tags_before = map(int, known)
    has_grown = photos >= max(_GROWN * before, before + 1) or photos * _GROWN < before
    return has_grown or abs(tags - tags_before) > max(_FEW_TAGS, changed * tags_before)
