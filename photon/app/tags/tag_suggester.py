"""Tags that Photon would suggest for photos, as a library stands: everything it takes, put together once per change."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import numpy as np

from photon.annotate.tags.tag_feedback import TagFeedback
from photon.annotate.tags.tag_prompts import concept_vectors
from photon.annotate.tags.tag_suggester import CODE, SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.suggestion_inputs import (
    decided_of,
    feedback_of,
    measured_among,
    seen_of,
    text_vectors,
    usual_scale,
)
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.vocabularies import SENSITIVE, setting
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library import Library
from photon.library.tags import hidden_photos, tag_decisions
from photon.library.tags.tag_suggestions import AMONG
from photon.library.vectors import vectors
from photon.vision.starter import starter

_LEAST = 0.3  # certainty from which on a taught tag is suggested
Suggested = dict[int, list[tuple[TagPath, float]]]


@dataclass(frozen=True, slots=True)
class _Ready:
    """What holds as long as nothing changes."""

    version: str
    encoder: str
    among: str
    vocabulary: TagVocabulary
    suggesting: TagSuggester


class LibraryTagSuggester:
    """Suggests tags for photos of a library; used from one thread at a time."""

    def __init__(
        self, store: LibraryThreads, vocabulary_of: Callable[[Library], TagVocabulary], taught: TagClassifierCache
    ) -> None:
        """Take the tools; nothing is loaded yet."""
        self._store, self._vocabulary_of, self._taught = store, vocabulary_of, taught
        self._ready: _Ready | None = None
        self._feedback: tuple[tuple[int, ...], TagFeedback] | None = None

    def prepare(self, encoder: EncoderClient, lesson: str = "") -> str:
        """Take in what changed about vocabulary, settings and encoder, and what ``lesson`` says is measured by.

        The first time with a new encoder or many new words takes up to a minute, later ones a tenth of a second.

        Returns:
            What the suggestions depend on beside encoder and picture: the same text for the same suggestions.
            Decisions are not part of it: each would have everything looked at again.

        Raises:
            PhotonError: The encoder cannot be used, or the installation is damaged.
        """
        library = self._store.here()
        vocabulary, sensitive = self._vocabulary_of(library), _sensitive(library)
        version = _version(vocabulary, sensitive=sensitive)
        ready, among = self._ready, lesson.partition(AMONG)[2]
        if ready is None or (ready.version, ready.encoder, ready.among) != (version, encoder.id, among):
            suggesting = TagSuggester(vocabulary, self._load_context(library, encoder, vocabulary), sensitive=sensitive)
            self._ready = _Ready(version, encoder.id, among, vocabulary, suggesting)
            self._feedback = None
        return version

    def version(self, library: Library) -> str:
        """What ``prepare`` would return."""
        return _version(self._vocabulary_of(library), sensitive=_sensitive(library))

    def advise(self, encoder: EncoderClient, photos: Sequence[int]) -> Suggested:
        """What is worth suggesting for photos, the surest first, as of the last ``prepare``.

        Photos without vectors of this encoder are left out.

        Raises:
            PhotonError: See ``prepare``.
        """
        if self._ready is None or self._ready.encoder != encoder.id:
            self.prepare(encoder)
        ready, library = self._ready, self._store.here()
        if ready is None:
            return {}
        ids, seen = seen_of(library, encoder.id, photos)
        if not len(ids):
            return {}
        rows = {photo: row for row, photo in enumerate(ids.tolist())}
        feedback = self._feedback_of(library, encoder, ready.vocabulary)
        suggested = ready.suggesting.suggest(seen, feedback, decided_of(library, ready.vocabulary, rows))
        found = dict(zip(rows, suggested, strict=True))
        learned = self._taught.certainties(library, encoder, ids.tolist(), seen.meanings, seen.looks)
        for path, certainties in learned.items():
            for row in np.flatnonzero(certainties >= _LEAST).tolist():
                photo = int(ids[row])
                found[photo] = _with_taught(found[photo], path, float(certainties[row]))
        return found

    def lesson(self, library: Library, encoder: EncoderClient) -> str:
        """What the suggestions depend on beside ``version``: what was taught, which changes with every answer.

        With an encoder that brings no everyday photos along also which photos of the library stand for them.
        """
        taught, among = self._taught.digest(library), measured_among(library, encoder)
        return f"{taught}{AMONG}{among}" if among else taught

    def _load_context(self, library: Library, encoder: EncoderClient, vocabulary: TagVocabulary) -> SuggestionContext:
        texts = text_vectors(library, encoder, vocabulary, lambda made: self._cache_texts(encoder.id, made))
        of_concepts = concept_vectors(vocabulary, texts)
        return SuggestionContext(
            of_concepts,
            usual_scale(library, encoder, of_concepts),
            starter.tag_knowledge(),
            encoder.id == starter.encoder_id(),
            encoder.kind_of,
        )

    def _feedback_of(self, library: Library, encoder: EncoderClient, vocabulary: TagVocabulary) -> TagFeedback:
        state = tag_decisions.stamp(library)
        if self._feedback is None or self._feedback[0] != state:
            self._feedback = (state, feedback_of(library, encoder.id, vocabulary))
        return self._feedback[1]

    def _cache_texts(self, encoder: str, made: Mapping[str, Floats]) -> None:
        def keep(library: Library) -> None:
            with suppress(PhotonError):  # it is only a cache: a full disk must not spoil the answer
                vectors.keep_text_vectors(library, encoder, made)

        self._store.write(keep)


def _with_taught(
    suggested: list[tuple[TagPath, float]], path: TagPath, certainty: float
) -> list[tuple[TagPath, float]]:
    """With a taught tag, which is believed more than what the vocabulary says of the same tag."""
    key = tag_key(path)
    others = [one for one in suggested if tag_key(one[0]) != key]
    return sorted([*others, (path, round(certainty, 3))], key=lambda one: -one[1])


def _sensitive(library: Library) -> bool:
    """Whether sensitive tags are looked for: as tags, or only to hide photos by them."""
    return bool(setting(library, SENSITIVE) or hidden_photos.is_wanted(library))


def _version(vocabulary: TagVocabulary, *, sensitive: bool) -> str:
    parts = (vocabulary.digest, starter.tags_digest(), str(CODE), str(sensitive))
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()
