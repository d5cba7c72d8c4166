"""Builds the inputs of ranking from the parts of a query: vectors of words and examples, styles, learned tags."""

from collections.abc import Callable, Sequence
from dataclasses import field, replace

import numpy as np

from photon.annotate.captions.named_things import NamedThings
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.examples import ExampleEncoder, own_photos
from photon.app.search.text_vectors import TextVectorCache
from photon.domain import Filter, Ignored, Like, PhotonError, Query, QueryWords
from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.query.filter_kinds.regions import FIND, sought_thing
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.quick_dataclass import dataclass
from photon.search.composition import changed_texts, compose, compose_with_caption, strip_joiner
from photon.search.evidence.caption_evidence import CaptionEvidence
from photon.search.evidence.region_evidence import RegionEvidence
from photon.search.evidence.second_readings import SecondReader
from photon.search.evidence.style_evidence import RARE, ExampleVectors, RankingPlace, StyleEvidence
from photon.search.evidence_channel import EvidenceChannel, Exclusion
from photon.search.fusion import Meaning
from photon.search.learned_names import inject, sentence_with_kind, without_names
from photon.search.ranking import Term
from photon.search.second_reading import SecondReading
from photon.search.style_words import find_styles
from photon.search.vocabulary import load_subject_names

_NEAR_LEARNED = 500  # photos nearest to a learned tag, and to a sentence with it; scoring 1,000 takes some 20 ms


@dataclass(frozen=True, slots=True)
class RankableTag:
    """A learned tag that ranks photos.

    Attributes:
        name: The name as typed.
        words: The words that replace it in a sentence for an encoder.
        direction: float32 (d,), unit length: from the mean of the library toward its examples, by meaning.
        odds: Function from photos int64 (m,) to the log-odds that they show it: float64 (m,), NaN without vectors.
    """

    name: str
    words: str
    direction: Floats
    odds: Callable[[Library, Ids], Doubles]


FindLearned = Callable[[Library, EncoderClient, str], RankableTag | None]
"""The learned tag of a name; None where there is none, or none of its examples is here."""


@dataclass
class QueryPlan:
    """A query being prepared for ranking: the wanted parts, and those that cannot be used."""

    terms: list[Term] = field(default_factory=list)
    beside: list[EvidenceChannel] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)
    exclusions: list[Exclusion] = field(default_factory=list)


class QueryComposer:
    """Composes queries without alternatives; one object per session, used from reader threads."""

    def __init__(
        self, encoder: EncoderClient, asking: TextVectorCache, looking: ExampleEncoder, find_learned: FindLearned
    ) -> None:
        """Create it from its dependencies."""
        self._encoder, self._asking, self._looking = encoder, asking, looking
        things = NamedThings()
        self._styles, self._regions = StyleEvidence(encoder, asking.vectors), RegionEvidence(encoder, asking.vectors)
        self._captions = CaptionEvidence(encoder, things)
        self._reader = SecondReader(encoder, self._captions, things, asking.vectors)
        self._find_learned = find_learned

    def compose(
        self, library: Library, index: VectorIndex, query: Query, among: Ids | None = None
    ) -> tuple[Meaning, tuple[Ignored, ...]]:
        """Return the inputs of ranking, and the parts of the query that cannot be used.

        Args:
            library: The library with photos, styles and learned tags.
            index: Its vectors.
            query: A query without alternatives.
            among: Ids int64 (n,) of the photos that may be in the answer, or None for all.
        """
        place, asked = RankingPlace(library, index, among), QueryPlan()
        looked = self._looked(place, query.likes, asked)
        in_style = [part for part in query.parts if isinstance(part, Like) and part.is_style]
        self._add_tones(place, in_style, asked)
        unused = {one.part for one in asked.ignored}
        asked.own += own_photos(library, [like for like in (*query.likes, *in_style) if like not in unused])
        self._wanted(place, query, looked, asked)
        self._unwanted(place, query, asked)
        for part in query.parts:
            if isinstance(part, Filter) and FIND.is_kind_of(part):
                beside = self._regions.evidence_for(place, sought_thing(part.value))
                asked.beside.append(_reversed(beside) if part.unwanted else beside)
        bare = query.words if len(query.phrases) == 1 and not (query.likes or asked.beside) else ""
        mentions = self._captions.mentions(library, bare)
        reading = self._reading(place, query, looked, asked)
        yardstick = self._encoder.yardstick
        meaning = Meaning(index, asked.terms, yardstick, asked.beside, asked.own, asked.exclusions, mentions, reading)
        return meaning, tuple(asked.ignored)

    def _reading(
        self, place: RankingPlace, query: Query, looked: ExampleVectors | None, asked: QueryPlan
    ) -> SecondReading | None:
        """Return how the best photos are put in order; None for styles, learned tags, and examples alone."""
        wanted = [term for term in asked.terms if term.weight > 0]
        if asked.beside or not wanted or not query.words:
            return None
        if looked is not None:
            words = ", ".join(strip_joiner(phrase.text) for phrase in query.phrases)
            return self._reader.of_example(place.library, looked.look, words, _balance(query))
        return self._reader.of_words(place.library, place.index, query.words, wanted[0]) if len(wanted) == 1 else None

    def _looked(self, place: RankingPlace, likes: Sequence[Like], asked: QueryPlan) -> ExampleVectors | None:
        looked, ignored = self._looking.together(place.library, likes)
        asked.ignored += ignored
        return looked

    def _add_tones(self, place: RankingPlace, likes: Sequence[Like], asked: QueryPlan) -> None:
        """Add evidence for the style of wanted examples together, and against that of each unwanted one."""
        wanted = [like for like in likes if not like.unwanted]
        for some in (wanted, *([like] for like in likes if like.unwanted)):
            tones, ignored = self._looking.tones(place.library, some)
            asked.ignored += ignored
            if tones is not None:
                found = self._styles.like_tones(place, tones)
                asked.beside.append(_reversed(found) if some is not wanted else found)

    def _wanted(self, place: RankingPlace, query: Query, looked: ExampleVectors | None, asked: QueryPlan) -> None:
        texts = self._texts(place, query.phrases, asked)
        if looked is not None:
            texts = [(strip_joiner(text), weight) for text, weight in texts]
        changes, named = _without_styles(texts)
        terms = [self._asking.term(place.library, text, weight) for text, weight in changes]
        asked.beside += [self._styles.evidence_for(place, style, None if terms else looked) for style in named]
        if looked is None:
            asked.terms += terms
        elif terms:
            text = ", ".join(text for text, _ in changes)
            asked.terms += self._changed(place, looked.meaning, terms, (text, query))
        elif not named:
            asked.terms.append(Term(looked.meaning, channel="look"))

    def _texts(self, place: RankingPlace, phrases: Sequence[QueryWords], asked: QueryPlan) -> list[tuple[str, float]]:
        """Return texts with their weights, without the learned tags in them; phrases of equal weight form one text."""
        texts = []
        for phrase in phrases:
            known = self._learned(place.library, phrase, asked)
            unknown = len(known) < len(set(phrase.concepts))
            text = phrase.spoken if unknown else without_names(phrase)
            for one in known:
                asked.beside.append(_learned_evidence(place, one, self._moved(place.library, phrase, known)))
            if text:
                texts.append((text, phrase.weight))
        if len({weight for _, weight in texts}) <= 1:
            return [(", ".join(text for text, _ in texts), 1.0)] if texts else []
        return texts

    def _learned(self, library: Library, phrase: QueryWords, asked: QueryPlan) -> list[RankableTag]:
        found = {name: self._find_learned(library, self._encoder, name) for name in phrase.concepts}
        for name, known in found.items():
            if known is None:
                error = unknown_name(name)
                asked.ignored.append(Ignored(phrase, error.message, error.hint))
        return [known for known in found.values() if known is not None]

    def _moved(self, library: Library, phrase: QueryWords, known: Sequence[RankableTag]) -> Floats:
        """Return the vector of the phrase, with descriptions in place of the tags, moved toward their examples."""
        kinds = {one.name: one.words for one in known}
        sentence = self._asking.vectors(library, [sentence_with_kind(phrase, kinds)])[0]
        return inject(sentence, [one.direction for one in known])

    def _changed(self, place: RankingPlace, photo: Floats, changes: list[Term], what: tuple[str, Query]) -> list[Term]:
        """Return the terms for a photo with a change; see search.composition."""
        text, query = what
        settings = _balance(query), query.strength
        yardstick = self._encoder.yardstick
        if yardstick is not None:
            return compose_with_caption(photo, yardstick.describe_photo(photo), changes, settings)
        lexicon = self._asking.lexicon(place.library, place.index.sample)
        if lexicon is None:
            return [Term(photo, channel="look"), *changes]
        words = lexicon.put_into_words(photo, text)
        changed = self._asking.vectors(place.library, changed_texts(words, text), keep=False)
        return compose(photo, words, changes, changed, settings)

    def _unwanted(self, place: RankingPlace, query: Query, asked: QueryPlan) -> None:
        for part in query.parts:
            if isinstance(part, Like) and part.unwanted and not part.is_style:
                looked = self._looked(place, [part], asked)
                if looked is not None:
                    asked.terms.append(Term(looked.meaning, -part.weight, channel="look"))
                    # a term alone leaves other shots of the moment first in "style:#1 -like:#1": .82 and .75 right
                    # first (``lab.search.tone_figures``), .90 and .88 without them
                    asked.own += self._looking.near_copies(place.library, place.index, looked)
            elif isinstance(part, QueryWords) and part.unwanted and part.text.strip():
                for known in self._learned(place.library, part, asked):
                    asked.beside.append(_reversed(_learned_evidence(place, known, None)))
                if not part.concepts:
                    self._unwanted_text(place, part, asked)

    def _unwanted_text(self, place: RankingPlace, part: QueryWords, asked: QueryPlan) -> None:
        rest, named = find_styles(part.text)
        if rest:
            asked.exclusions.append(self._captions.exclusion(place.library, place.index, rest, part.weight))
        has_wanted = any(term.weight > 0 for term in asked.terms)
        if rest and not (has_wanted and self._captions.knows(rest)):  # unwanted parts alone leave most of a library
            names = load_subject_names().narrower(rest)
            narrower = tuple(self._asking.vectors(place.library, names)) if names else ()
            term = self._asking.term(place.library, rest, -part.weight)
            asked.terms.append(replace(term, narrower=narrower))
        asked.beside += [_reversed(self._styles.evidence_for(place, style, None)) for style in named]


def unknown_name(name: str) -> PhotonError:
    """Return the message if ``my:`` names no learned tag."""
    return PhotonError(
        tr("You haven't taught Photon “{name}”.", name=name), tr("To teach it, choose photos that show it.")
    )


def _learned_evidence(place: RankingPlace, known: RankableTag, moved: Floats | None) -> EvidenceChannel:
    near, _ = place.index.nearest(known.direction, _NEAR_LEARNED, place.among)
    if moved is not None:
        near = np.union1d(near, place.index.nearest(moved, _NEAR_LEARNED, place.among)[0])

    def odds(asked: Ids) -> Doubles:
        return np.nan_to_num(known.odds(place.library, asked) - RARE, nan=0.0)

    return EvidenceChannel("concept", near, RARE, odds)


def _balance(query: Query) -> float:
    """Return the balance, shifted by the weights of examples and words; with equal weights it is the user's choice."""
    shown = np.mean([like.weight for like in query.likes])
    typed = np.mean([phrase.weight for phrase in query.phrases])
    asked, kept = query.balance * typed, (1 - query.balance) * shown
    return float(asked / (asked + kept))


def _without_styles(texts: Sequence[tuple[str, float]]) -> tuple[list[tuple[str, float]], list[str]]:
    """Return the texts without style words, dropping those that become empty; and the distinct styles."""
    changes: list[tuple[str, float]] = []
    named: dict[str, None] = {}
    for text, weight in texts:
        rest, sought = find_styles(text)
        named.update(dict.fromkeys(sought))
        if rest:
            changes.append((rest, weight))
    return changes, list(named)


def _reversed(beside: EvidenceChannel) -> EvidenceChannel:
    """Return evidence against a thing: its presence counts against a photo, and its absence does not count."""
    return EvidenceChannel("", np.zeros(0, np.int64), 0.0, lambda asked: -np.maximum(beside.odds(asked), 0))
