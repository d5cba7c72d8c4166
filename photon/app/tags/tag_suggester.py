"""Suggests tags for photos of a library; its inputs are collected once per change."""

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from photon.annotate.tags.tag_feedback import FeedbackExample, TagFeedback
from photon.annotate.tags.tag_prompts import concept_vectors, every_prompt
from photon.annotate.tags.tag_scores import CosineScale, StoredVectors, scale_of
from photon.annotate.tags.tag_suggester import CODE, PhotoDecisions, SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.prompt_vectors import TEXTS, PromptVectors
from photon.app.encoding.stored_vectors import keep_texts, stored
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.sensitive_texts import Suggestions, computes_sensitive, join_suggestions, suggest_by_text
from photon.app.tags.tag_classifiers import TagClassifierCache, evenly
from photon.domain.arrays import Floats, Ids
from photon.domain.metadata.tag import TagPath, tag_key
from photon.domain.photo.styles import STYLES
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.files import export_queries
from photon.library.tags import tag_decisions
from photon.library.tags.tag_suggestions import AMONG
from photon.library.text import texts
from photon.library.vectors import items, styles, vectors
from photon.quick_dataclass import dataclass
from photon.vision import encoders

_SAMPLE = 2000  # photos in the sample of the library
_EXAMPLES = 600  # decisions of either kind that affect other photos: 60 ms per thousand of these


def usual_scale(library: Library, encoder: EncoderClient, concept_vectors: Floats) -> CosineScale:
    """Return the scale of the cosines of concepts, float32 (t, d), on everyday photos or a sample of the library."""
    if encoder.yardstick is not None:
        return scale_of(concept_vectors, encoder.yardstick.everyday)
    sample = vectors.sample_photos(library, encoder.id, _SAMPLE)
    _, meanings = vectors.meanings_of(library, encoder.id, sample)
    return scale_of(concept_vectors, meanings)


def measured_among(library: Library, encoder: EncoderClient) -> str:
    """Return a text that identifies the library's photos used by ``usual_scale``; empty if none are used."""
    if encoder.yardstick is not None:
        return ""
    pictures = export_queries.pictures(library, vectors.sample_photos(library, encoder.id, _SAMPLE))
    return hashlib.blake2b(b"".join(sorted(pictures.values())), digest_size=8).hexdigest()


def seen_of(library: Library, encoder: str, photos: Sequence[int]) -> tuple[Ids, StoredVectors]:
    """Return the stored data of photos that have vectors: ids int64 (n,), ascending, and the rest in that order."""
    ids, meanings, looks = vectors.everything_of(library, encoder, photos)
    owners, kinds, named = vectors.kinds_of(library, encoder, ids.tolist())
    of, values = styles.everything_of(library, ids.tolist())
    chances = np.full((len(ids), len(STYLES)), np.nan, np.float32)
    chances[np.searchsorted(ids, of)] = values
    measured = dict(zip(STYLES, chances.T, strict=True))
    return ids, StoredVectors(meanings, looks, (np.searchsorted(ids, owners), kinds, named), measured)


def decided_of(library: Library, vocabulary: TagVocabulary, rows: Mapping[int, int]) -> dict[int, PhotoDecisions]:
    """Return the decisions about photos by row; ``rows`` maps photos to rows."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    entry_of = _entry_finder(vocabulary)
    for one in tag_decisions.about(library, rows.keys()):
        entry = entry_of(one.key)
        if entry is not None:
            found.setdefault(rows[one.photo], (set(), set()))[0 if one.is_right else 1].add(entry)
    return {row: PhotoDecisions(frozenset(right), frozenset(wrong)) for row, (right, wrong) in found.items()}


def feedback_of(library: Library, encoder: str, vocabulary: TagVocabulary) -> TagFeedback:
    """Return the latest decisions as feedback for similar photos."""
    latest, entry_of = tag_decisions.latest(library, _EXAMPLES), _entry_finder(vocabulary)
    ids, looks = vectors.looks_of(library, encoder, sorted({one.photo for one in latest}))
    rows = {photo: row for row, photo in enumerate(ids.tolist())}
    placed = ((one, entry_of(one.key)) for one in latest if one.photo in rows)
    return TagFeedback(
        vocabulary,
        [FeedbackExample(looks[rows[one.photo]], entry, one.is_right) for one, entry in placed if entry is not None],
    )


def _entry_finder(vocabulary: TagVocabulary) -> Callable[[str], int | None]:
    """Return the index of the entry for each tag key, looked up once per key."""
    known = {tag_key(vocabulary.keyword(at)): at for at in range(len(vocabulary))}
    return known.get


_LEAST = 0.3  # certainty from which a taught tag is suggested
Suggested = dict[int, Suggestions]
_PARTS, _AT_ONCE, _AGREEING = 24, 2000, 2  # parts of a photo that are asked; at a time; that must say the same


@dataclass(frozen=True, slots=True)
class _Ready:
    """Data that is valid while nothing changes."""

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
        """Create it from its dependencies without loading anything."""
        self._store, self._vocabulary_of, self._taught = store, vocabulary_of, taught
        self._ready: _Ready | None = None
        self._feedback: tuple[tuple[int, ...], TagFeedback] | None = None
        self._prompts: tuple[tuple[str, str], PromptVectors] | None = None

    def encode_some(self, encoder: EncoderClient) -> bool:
        """Encode some prompts of Photon's own words, so that ``prepare`` need not; return whether any were missing.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        vocabulary, ready = self._vocabulary_of(self._store.here()), self._ready
        if ready is not None and (ready.vocabulary.digest, ready.encoder) == (vocabulary.digest, encoder.id):
            return False
        return self._prompts_of(encoder, vocabulary).encode_some()

    def prepare(self, encoder: EncoderClient, lesson: str = "") -> str:
        """Apply changes of vocabulary, settings and encoder, and the photos to measure on, according to ``lesson``.

        The first time with a new encoder or many new words takes up to a minute, later ones a tenth of a second.

        Returns:
            A text for everything that suggestions depend on besides encoder and picture: the same text means the same
            suggestions. It does not include decisions, each of which would cause everything to be processed again.

        Raises:
            PhotonError: The encoder cannot be used, or the installation is damaged.
        """
        library = self._store.here()
        vocabulary, sensitive = self._vocabulary_of(library), computes_sensitive(library)
        version = _version(vocabulary, sensitive=sensitive)
        ready, among = self._ready, lesson.partition(AMONG)[2]
        if ready is None or (ready.version, ready.encoder, ready.among) != (version, encoder.id, among):
            suggesting = TagSuggester(vocabulary, self._load_context(library, encoder, vocabulary), sensitive=sensitive)
            self._ready = _Ready(version, encoder.id, among, vocabulary, suggesting)
            self._feedback = self._prompts = None
        return version

    def version(self, library: Library) -> str:
        """Return what ``prepare`` would return."""
        return _version(self._vocabulary_of(library), sensitive=computes_sensitive(library))

    def advise(self, encoder: EncoderClient, photos: Sequence[int]) -> Suggested:
        """Return the tags worth suggesting for photos, most certain first, as of the last ``prepare``.

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
        of = ids.tolist()
        found = dict(zip(of, self._suggest(library, encoder, ready, (of, ids, seen)), strict=True))
        for photo, several in self._suggest_by_parts(library, encoder, ready, of).items():
            found[photo] = _agreed(found[photo], several, ready.vocabulary)
        if computes_sensitive(library):
            with lifted(library):
                pages = texts.pages(library, of)
            for photo, page in pages.items():
                found[photo] = join_suggestions(found[photo], suggest_by_text(ready.vocabulary, page))
        return found

    def _suggest(
        self, library: Library, encoder: EncoderClient, ready: _Ready, asked: tuple[list[int], Ids, StoredVectors]
    ) -> list[Suggestions]:
        """Suggest tags for items: the photos that they are or belong to, their numbers, ascending, and vectors."""
        photos, ids, seen = asked
        decided = decided_of(library, ready.vocabulary, {photo: photo for photo in photos})
        known = {row: decided[photo] for row, photo in enumerate(photos) if photo in decided}
        found = ready.suggesting.suggest(seen, self._feedback_of(library, encoder, ready.vocabulary), known)
        learned = self._taught.certainties(library, encoder, ids.tolist(), seen.meanings, seen.looks)
        for path, certainties in learned.items():
            for row in np.flatnonzero(certainties >= _LEAST).tolist():
                found[row] = _with_taught(found[row], path, float(certainties[row]))
        return found

    def _suggest_by_parts(
        self, library: Library, encoder: EncoderClient, ready: _Ready, photos: Sequence[int]
    ) -> dict[int, list[Suggestions]]:
        """Suggest tags for some parts of each photo that has parts."""
        parts_of: dict[int, list[int]] = {}
        for part, photo in items.owners(library, encoder.id, photos).items():
            parts_of.setdefault(photo, []).append(part)
        owners = {part: photo for photo, some in parts_of.items() for part in evenly(some, _PARTS)}
        found: dict[int, list[Suggestions]] = {}
        for at in range(0, len(owners), _AT_ONCE):
            ids, of = stored(library, encoder.id, list(owners)[at : at + _AT_ONCE])
            of_parts = [owners[part] for part in ids.tolist()]
            seen = StoredVectors(of.meanings, of.looks, (ids[:0], ids[:0], np.zeros(0, np.float32)))
            suggested = self._suggest(library, encoder, ready, (of_parts, ids, seen))
            for photo, tags in zip(of_parts, suggested, strict=True):
                found.setdefault(photo, []).append(tags)
        return found

    def lesson(self, library: Library, encoder: EncoderClient) -> str:
        """Return what suggestions depend on besides ``version``: taught tags, which change with every answer.

        If the encoder has no everyday photos, this includes the sample of the library that replaces them.
        """
        taught, among = self._taught.digest(library), measured_among(library, encoder)
        return f"{taught}{AMONG}{among}" if among else taught

    def _load_context(self, library: Library, encoder: EncoderClient, vocabulary: TagVocabulary) -> SuggestionContext:
        of_concepts = concept_vectors(vocabulary, self._text_vectors(library, encoder, vocabulary))
        return SuggestionContext(
            of_concepts,
            usual_scale(library, encoder, of_concepts),
            encoders.shared_knowledge().tag_knowledge(),
            encoder.knowledge.caption_memory() if encoder.knowledge else None,
            encoder.kind_of,
        )

    def _text_vectors(self, library: Library, encoder: EncoderClient, vocabulary: TagVocabulary) -> dict[str, Floats]:
        """Return the vectors of all prompts of a vocabulary; some 5,000 new ones take half a minute on one core.

        Those of Photon's own words are computed once per computer, those of the user's words once per library.
        """
        wanted, prompts = every_prompt(vocabulary), self._prompts_of(encoder, vocabulary)
        while prompts.encode_some():
            pass
        found = {text: prompts.found[text] for text in wanted if text in prompts.found}
        found |= vectors.text_vectors(library, encoder.id, [text for text in wanted if text not in found])
        missing = [text for text in wanted if text not in found]
        for at in range(0, len(missing), TEXTS):  # a few at a time, so that an interruption loses little
            texts = missing[at : at + TEXTS]
            own = dict(zip(texts, encoder.texts(texts), strict=True))
            keep_texts(self._store, encoder.id, own)
            found |= own
        return found

    def _prompts_of(self, encoder: EncoderClient, vocabulary: TagVocabulary) -> PromptVectors:
        key = (encoder.id, vocabulary.digest)
        if self._prompts is None or self._prompts[0] != key:
            self._prompts = (key, PromptVectors(encoder, every_prompt(vocabulary)))
        return self._prompts[1]

    def _feedback_of(self, library: Library, encoder: EncoderClient, vocabulary: TagVocabulary) -> TagFeedback:
        state = tag_decisions.stamp(library)
        if self._feedback is None or self._feedback[0] != state:
            self._feedback = (state, feedback_of(library, encoder.id, vocabulary))
        return self._feedback[1]


def _agreed(whole: Suggestions, parts: Sequence[Suggestions], vocabulary: TagVocabulary) -> Suggestions:
    """Return the tags that two of a photo and its parts suggest, as sure as the less sure of the surest two.

    Videos of 2, 4 and 8 shots, made of 480 captioned photos, get .21 to .24 of what captions name so, and .75, .80 and
    .86 of their tags are right; by posters alone .14, .09 and .06, and .73, .80 and .85 are right; by whatever one part
    says, .65, .71 and .78 are right. For a sensitive tag, which hides, one is enough.
    """
    if len(parts) < _AGREEING:
        return whole
    said: dict[TagPath, list[float]] = {}
    for path, sure in (one for suggested in (whole, *parts) for one in suggested):
        said.setdefault(path, []).append(sure)
    hiding = {vocabulary.keyword(at) for at, entry in enumerate(vocabulary.entries) if entry.is_sensitive}
    surest = {path: max(sures) for path, sures in said.items() if path in hiding}
    found = {path: sorted(sures)[-_AGREEING] for path, sures in said.items() if len(sures) >= _AGREEING} | surest
    return sorted(found.items(), key=lambda one: -one[1])


def _with_taught(suggested: Suggestions, path: TagPath, certainty: float) -> Suggestions:
    """Add a taught tag, which overrides the vocabulary's suggestion of the same tag."""
    key = tag_key(path)
    others = [one for one in suggested if tag_key(one[0]) != key]
    return sorted([*others, (path, round(certainty, 3))], key=lambda one: -one[1])


def _version(vocabulary: TagVocabulary, *, sensitive: bool) -> str:
    parts = (vocabulary.digest, encoders.shared_knowledge().tags_digest(), str(CODE), str(sensitive))
    return hashlib.blake2b(" ".join(parts).encode(), digest_size=8).hexdigest()
