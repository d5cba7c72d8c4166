"""The themes and things of a made-up library, which the stage would find; vectors are random, so they mean nothing."""

import numpy as np

from photon.app.explore.theme_building import find_hidden, find_themes
from photon.app.explore.thing_building import find_things
from photon.app.explore.topic_stage import MAKING
from photon.domain.explore.topic import TopicKind
from photon.library import Library
from photon.library.explore import topics
from photon.library.explore.topics import FoundTopic
from photon.vision.starter import starter


def find_topics(library: Library, kind: TopicKind) -> list[FoundTopic]:
    """Return all themes or all things of a library."""
    encoder, hidden = starter.encoder_id(), find_hidden(library)
    if kind == "thing":
        return find_things(library, encoder, hidden)
    return find_themes(library, encoder, np.setdiff1d(topics.photos_with_vectors(library, encoder), hidden))


def add_topics(library: Library) -> None:
    """Store them, as of this version, so that none are made again."""
    encoder = starter.encoder_id()
    photos = len(topics.photos_with_vectors(library, encoder))
    for kind, making in MAKING.items():
        topics.replace_topics(library, kind, find_topics(library, kind), "")
        topics.keep_version(library, kind, f"{making.rules} {encoder} {photos} {making.count(library)}")
