"""What was learned of taught tags, for one encoder; derived from their photos and kept in memory only."""

import functools
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.occasions import occasions
from photon.annotate.tags.tag_name import TagName, read_name
from photon.annotate.tags.teaching import MOST, VERSION, TagClassifier, TeachingExamples, learn
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import Encoding
from photon.app.encoding.stored_vectors import contrast, stored, stored_kinds
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library import Library
from photon.library.tags import learned_tags
from photon.library.tags.learned_tags import TagDecisions
from photon.library.vectors import vectors

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]

_KEPT = 32


class TaughtTags(Protocol):
    """What suggesting needs of taught tags."""

    def digest(self, library: Library) -> str:
        """Changes when the tags or their examples do, so that photos are suggested for anew."""

    def certainties(
        self, library: Library, encoder: Encoding, ids: Sequence[int], meanings: Floats, looks: Floats
    ) -> dict[TagPath, Floats]:
        """For each taught tag, how likely each photo shows it, float32 (n,) in 0..1 by ``ids``, ascending."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a learned tag depends on."""

    encoder: str
    yes: tuple[int, ...]
    no: tuple[int, ...]
    hashes: tuple[bytes, ...]
    doublings: int  # of the library: what stands for it changes as it grows


class TagClassifierCache:
    """Learns tags when they are first asked for, and again when their photos change; implements ``TaughtTags``.

    Learning takes some 50 ms for ten examples and half a second for hundreds.
    """

    def __init__(self) -> None:
        """Learn nothing yet."""
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[str, str], tuple[_State, TagClassifier]] = OrderedDict()

    def digest(self, library: Library) -> str:
        """See TaughtTags."""
        told = hashlib.sha256(f"{VERSION}".encode())
        for one in learned_tags.all_learned(library):
            decided = learned_tags.decided(library, one.path)
            told.update(f"{one.path}{sorted(decided.yes)}{sorted(decided.no)}".encode())
        return told.hexdigest()[:16]

    def certainties(
        self, library: Library, encoder: Encoding, ids: Sequence[int], meanings: Floats, looks: Floats
    ) -> dict[TagPath, Floats]:
        """See TaughtTags; a tag of whose examples no vectors are here is left out."""
        found = {}
        kinds: Floats | None = None
        for one in learned_tags.all_learned(library):
            score = self.find(library, encoder, one.path)
            if score is not None and len(meanings):
                if kinds is None:
                    kinds = stored_kinds(library, encoder.id, np.asarray(ids, np.int64), score.kinds)
                found[one.path] = score.certainties(PhotoVectors(meanings, looks, kinds))
        return found

    def find(self, library: Library, encoder: Encoding, path: TagPath) -> TagClassifier | None:
        """What was learned of a tag, or None where none of the photos that show it has vectors.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        decided = learned_tags.decided(library, path)
        yes, no = evenly(list(decided.yes), MOST), evenly(list(decided.no), MOST)
        hashes = vectors.hashes_of(library, encoder.id, [*yes, *no])
        count = vectors.count(library, encoder.id)
        state = _State(encoder.id, tuple(yes), tuple(no), tuple(hashes.values()), count.bit_length())
        key = encoder.id, tag_key(path)
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == state:
                self._kept.move_to_end(key)
                return kept[1]
        families = _families(encoder.kind_families())
        kinds = 0 if families is None else families.count
        examples = _examples(library, encoder, decided, [photo for photo in (*yes, *no) if photo in hashes], kinds)
        if examples is None:
            return None
        name = _name(library, encoder, path[-1])
        score = learn(examples, contrast(library, encoder.id, kinds), name, count, families)
        with self._lock:
            self._kept[key] = (state, score)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return score


def evenly(photos: Sequence[int], most: int) -> list[int]:
    """At most so many of them, evenly spread over their order."""
    places = np.linspace(0, len(photos) - 1, min(len(photos), most)).round().astype(int)
    return [photos[place] for place in places.tolist()]


@functools.lru_cache(maxsize=2)
def _families(known: tuple[tuple[int, ...], ...]) -> KindFamilies | None:
    return KindFamilies(known) if known else None


def _examples(
    library: Library, encoder: Encoding, decided: TagDecisions, photos: Sequence[int], kinds: int
) -> TeachingExamples | None:
    ids, seen = stored(library, encoder.id, photos, kinds)
    shows = np.array([photo in decided.yes for photo in ids.tolist()], bool)
    if not shows.any():
        return None
    moments = learned_tags.moments(library, ids.tolist())
    when = np.array([moments.get(photo, np.nan) for photo in ids.tolist()], np.float64)
    thought = np.array(
        [(decided.yes if yes else decided.no)[photo] for photo, yes in zip(ids.tolist(), shows, strict=True)]
    )
    return TeachingExamples(seen, shows, occasions(when, seen.looks, encoder.nearly_same), thought.astype(np.float32))


def _name(library: Library, encoder: Encoding, name: str) -> TagName:
    def text_vector(text: str) -> Floats:
        kept = vectors.text_vectors(library, encoder.id, [text])
        return kept[text] if text in kept else encoder.texts([text])[0]

    return read_name(name, vocabulary_of(library), len(everyday()), text_vector)
