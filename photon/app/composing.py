"""From the parts of a query to what ranking is asked: vectors of words and examples, styles, personal concepts."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from photon.app.asking import Asking
from photon.app.concepts import ConceptMemory, Known
from photon.app.encoding import Encoding
from photon.app.looking import Looked, Looking, mean, photo_of
from photon.domain import Ignored, Like, Part, PhotonError, Query, Words
from photon.index import VectorIndex
from photon.library import Library, styles, vectors
from photon.search import Beside, Meaning, Term, changed_texts, compose, find_styles, looked_up
from photon.search.concepts import inject, sentence_with_kind
from photon.search.styles import Candidates, rank_in_style, style_odds

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]

_LIKELY = 0.3  # chance of a style from which a photo may be in the answer because of it alone
_CANDIDATES = 1000  # photos of a style, or near a concept, that may be in the answer because of it
_NEAREST = 300  # photos nearest to an example that are looked at as pictures of a style, too
_RARE = float(np.log(0.05 / 0.95))  # log-odds of a style or a concept where nothing is known


@dataclass
class Asked:
    """A query on its way to ranking: what is wanted, and what could not be used."""

    terms: list[Term] = field(default_factory=list)
    beside: list[Beside] = field(default_factory=list)
    own: list[int] = field(default_factory=list)
    ignored: list[Ignored] = field(default_factory=list)


class Composing:
    """Composes queries without alternatives; one object per session, used from reader threads."""

    def __init__(self, encoder: Encoding, asking: Asking, looking: Looking) -> None:
        """Take the tools."""
        self._encoder, self._asking, self._looking = encoder, asking, looking
        self._memory = ConceptMemory(encoder)

    def compose(self, library: Library, index: VectorIndex, query: Query) -> tuple[Meaning, tuple[Ignored, ...]]:
        """What ranking is asked, and which parts of the query it is not, for they cannot be used here."""
        asked = Asked()
        looked = self._looked(library, query, asked)
        self._wanted(library, index, query, looked, asked)
        self._unwanted(library, index, query, asked)
        meaning = Meaning(index, asked.terms, self._encoder.yardstick, asked.beside, asked.own)
        return meaning, tuple(asked.ignored)

    def _looked(self, library: Library, query: Query, asked: Asked) -> Looked | None:
        """The mean of the wanted examples."""
        found = []
        for like in query.likes:
            one = self._look(library, like, asked)
            if one is not None:
                found.append((one, like.weight))
                asked.own.append(photo_of(library, like))
        return mean(found) if found else None

    def _look(self, library: Library, like: Like, asked: Asked) -> Looked | None:
        return _tried(asked, like, lambda: self._looking.at(library, like))

    def _wanted(self, library: Library, index: VectorIndex, query: Query, looked: Looked | None, asked: Asked) -> None:
        texts, found = self._texts(library, query.phrases, asked)
        for known in found:
            asked.beside.append(self._of_concept(library, index, known))
        changes, named = _without_styles(texts)
        terms = [self._asking.term(library, text, weight) for text, weight in changes]
        if found and terms:
            scores = [known.score for known in found]
            terms = [Term(inject(term.vector, scores), term.weight, sentence=term.sentence) for term in terms]
        for style in named:
            is_all = looked is not None and not terms
            asked.beside.append(self._of_style(library, index, style, looked if is_all else None))
        if looked is None:
            asked.terms += terms
        elif terms:
            text = ", ".join(text for text, _ in changes)
            asked.terms += self._changed(library, index, looked.meaning, terms, (text, query))
        elif not named:
            asked.terms.append(Term(looked.meaning, channel="look"))

    def _texts(
        self, library: Library, phrases: Sequence[Words], asked: Asked
    ) -> tuple[list[tuple[str, float]], list[Known]]:
        """Texts with their weights, and the concepts that are named in them; phrases of equal weight are one text."""
        kinds: dict[str, str] = {}
        found: list[Known] = []
        for phrase in phrases:
            for name in phrase.concepts:
                known = self._concept(library, phrase, name, asked)
                if known is not None:
                    kinds[name] = known.concept.words
                    found.append(known)
        spoken = [
            (sentence_with_kind(phrase, kinds), phrase.weight) for phrase in phrases if not _is_name(phrase, kinds)
        ]
        if len({weight for _, weight in spoken}) <= 1:
            spoken = [(", ".join(text for text, _ in spoken), 1.0)] if spoken else []
        return spoken, found

    def _concept(self, library: Library, phrase: Words, name: str, asked: Asked) -> Known | None:
        known = self._memory.find(library, name)
        if known is None:
            hint = "Select 3 to 10 photos that show it and press N to teach it."
            asked.ignored.append(Ignored(phrase, f"Photon knows nobody and nothing called “{name}” yet.", hint))
        return known

    def _changed(
        self, library: Library, index: VectorIndex, photo: Floats, changes: list[Term], what: tuple[str, Query]
    ) -> list[Term]:
        """A photo with a change; see search.composition."""
        text, query = what
        lexicon = self._asking.lexicon(library, index.sample)
        if lexicon is None:
            return [Term(photo, channel="look"), *changes]
        words = lexicon.put_into_words(photo, text)
        changed = self._asking.vectors(library, changed_texts(words, text), keep=False)
        return compose(photo, words, changes, changed, (query.balance, query.strength))

    def _unwanted(self, library: Library, index: VectorIndex, query: Query, asked: Asked) -> None:
        for part in query.parts:
            if isinstance(part, Like) and part.unwanted:
                looked = self._look(library, part, asked)
                if looked is not None:
                    asked.terms.append(Term(looked.meaning, -part.weight, channel="look"))
            elif isinstance(part, Words) and part.unwanted and part.text.strip():
                texts, found = self._texts(library, [part], asked)
                asked.beside += [_reversed(self._of_concept(library, index, known)) for known in found]
                if not found:
                    self._unwanted_text(library, index, texts[0][0] if texts else part.text, part.weight, asked)

    def _unwanted_text(self, library: Library, index: VectorIndex, text: str, weight: float, asked: Asked) -> None:
        rest, named = find_styles(text)
        if rest:
            asked.terms.append(self._asking.term(library, rest, -weight))
        asked.beside += [_reversed(self._of_style(library, index, style, None)) for style in named]

    def _of_style(self, library: Library, index: VectorIndex, style: str, example: Looked | None) -> Beside:
        photos, chances = styles.chances_of(library, style)
        likely = photos[np.argsort(-chances, kind="stable")[:_CANDIDATES]]
        likely = likely[np.isin(likely, photos[chances >= _LIKELY])]
        if example is None:
            return Beside("style", likely, _RARE, looked_up(photos, style_odds(chances).astype(np.float64), 0.0))
        near, _ = index.nearest(example.meaning, _NEAREST)
        looked_at = np.union1d(likely, near)
        ids, looks = vectors.looks_of(library, self._encoder.id, looked_at.tolist())
        order = np.argsort(ids)
        ids, looks = ids[order], looks[order]
        if not len(ids):
            return Beside("style", likely, _RARE, looked_up(photos, style_odds(chances).astype(np.float64), 0.0))
        own = looked_up(photos, chances.astype(np.float64), np.nan)(ids).astype(np.float32)
        meanings = np.nan_to_num(index.products(example.meaning, ids))
        odds = rank_in_style(Candidates(own, meanings, looks @ example.look)).astype(np.float64)
        return Beside("style", ids, _RARE, looked_up(ids, odds, -np.inf))

    def _of_concept(self, library: Library, index: VectorIndex, known: Known) -> Beside:
        near, _ = index.nearest(known.score.direction, _CANDIDATES)

        def odds(asked: Ids) -> Doubles:
            ids, meanings = vectors.meanings_of(library, self._encoder.id, asked.tolist())
            same, looks = vectors.looks_of(library, self._encoder.id, asked.tolist())
            if not len(ids):
                return np.zeros(len(asked))
            meanings, looks = meanings[np.argsort(ids)], looks[np.argsort(same)]
            found = known.score.odds(known.score.z(meanings, looks)).astype(np.float64) - _RARE
            return looked_up(np.sort(ids), found, 0.0)(asked)

        return Beside("concept", near, _RARE, odds)


def _without_styles(texts: Sequence[tuple[str, float]]) -> tuple[list[tuple[str, float]], list[str]]:
    """Texts without words of style, those that say nothing else left out; and the styles, each once."""
    changes: list[tuple[str, float]] = []
    named: dict[str, None] = {}
    for text, weight in texts:
        rest, sought = find_styles(text)
        named.update(dict.fromkeys(sought))
        if rest:
            changes.append((rest, weight))
    return changes, list(named)


def _is_name(phrase: Words, known: Collection[str]) -> bool:
    """Whether a phrase is the name of a known concept and nothing else."""
    is_name_only = bool(phrase.concepts) and not any(phrase.pieces[::2])
    return is_name_only and all(name in known for name in phrase.concepts)


def _reversed(beside: Beside) -> Beside:
    """Evidence against: what speaks for the thing speaks against the photo, and its absence for nothing."""
    return Beside("", np.zeros(0, np.int64), 0.0, lambda asked: -np.maximum(beside.odds(asked), 0))


def _tried(asked: Asked, part: Part, look: Callable[[], Looked]) -> Looked | None:
    try:
        return look()
    except PhotonError as error:
        asked.ignored.append(Ignored(part, error.message, error.hint))
        return None
