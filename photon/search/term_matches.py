"""Match the words of a query against the text known about photos, weighted by inverse document frequency."""

import math
import re
from collections.abc import Sequence

import numpy as np

from photon.domain import Exact, Query
from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.query.periods import MONTHS, WEEKDAYS
from photon.library import Library
from photon.library.db.text_folding import SEASONS, fold
from photon.library.text.text_search import near_photos, phrase_photos
from photon.library.words import full_text
from photon.quick_dataclass import dataclass
from photon.search.lexicons.everyday_words import is_everyday
from photon.search.ranking import UNSURE, CandidatePool

_STOP_LINES = """
a about above across after all along also am an and another any are around as at away back be because been before
behind being below beside between both but by can could did do does down each for from front get had has have he her
here hers him his i image images in inside into is it its just like me more most my near next no not of off on one onto
or other our out outside over photo photos picture pictures show shows some take taken that the their them then there
these they this those through to together too top toward towards two under up very was we were what when where which
while who with without you your
"""
_STOP = frozenset(_STOP_LINES.split())
_SEASONS = frozenset(" ".join(SEASONS).split())
# Dates only next to other date words, or if the query is nothing else: "may", and seasons, which can be seen.
_DOUBTFUL = frozenset(("may", "mar", "march")) | _SEASONS
_DATES = frozenset((*MONTHS, *(month[:3] for month in MONTHS), *WEEKDAYS, *_SEASONS))
_YEAR, _DAY = re.compile(r"(18|19|20)\d\d( \d\d){0,2}"), re.compile(r"[1-9]|[12]\d|3[01]")
_MOST = 30_000  # a word that matches more photos than this does not discriminate and is ignored
DATE, NAME = 4.0, 4.0  # log-odds at full coverage


@dataclass(frozen=True, slots=True)
class TermMatch:
    """One content word of a query and the photos whose text contains it.

    Attributes:
        photos: int64 (n,), photos that have the word, ascending.
        weight: Inverse document frequency, ln(1 + photos in the library / photos with the word).
        is_date: Whether the word denotes a time, which cannot be seen in a picture.
    """

    photos: Ids
    weight: float
    is_date: bool


def content_words(text: str) -> list[str]:
    """Split a query into distinct words, in order, without stop words."""
    return [word for word in dict.fromkeys(text.split()) if fold(word) and fold(word) not in _STOP]


def match_terms(library: Library, text: str, *, beside: bool = False) -> list[TermMatch]:
    """Match each content word of a text that discriminates between photos.

    A season next to a scene describes what one sees: for "a street in winter", and for a photo "in winter", the date
    of a photo is irrelevant. In "winter" and "beach summer 2021" it is a date.

    Args:
        library: Where the full-text table is.
        text: Words of a query.
        beside: Whether the query also has an example photo.

    Returns:
        The matches in the order of the words. Words that match more than 30,000 photos are left out. A word that is
        nowhere and no everyday word may have a slip: it is looked for in photos with another letter.
    """
    known = content_words(text)
    dates = _date_words([fold(word) for word in known], beside=beside)
    total = full_text.last(library)
    found = []
    for word in known:
        is_scene = fold(word) in _SEASONS - dates
        photos = full_text.having(library, word, _MOST + 1, dated=not is_scene)
        if not len(photos) and not is_everyday(fold(word)):
            photos = near_photos(library, fold(word))
        if len(photos) <= _MOST:
            found.append(TermMatch(photos, math.log1p(total / max(1, len(photos))), fold(word) in dates))
    return found


def coverage(matches: Sequence[TermMatch], photos: Ids) -> Floats:
    """Compute the share of the total term weight that each photo covers.

    Args:
        matches: The matched terms.
        photos: int64 (n,), photo ids.

    Returns:
        float32 (n,), 0..1; all 0 without terms.
    """
    last = max((int(ids.max()) for ids in (photos, *(match.photos for match in matches)) if len(ids)), default=0)
    covered = np.zeros(last + 1, np.float32)  # indexed by id: ids are dense, and set operations are slower
    for match in matches:
        covered[match.photos] += match.weight
    return covered[photos] / np.float32(max(sum(match.weight for match in matches), 1e-9))


def text_evidence(matches: Sequence[TermMatch], photos: Ids) -> Doubles:
    """Compute the log-odds that text matches add to each photo.

    Args:
        matches: The matched terms.
        photos: int64 (n,), photo ids.

    Returns:
        float64 (n,), 0 without a match.
    """
    dates = coverage([match for match in matches if match.is_date], photos)
    names = coverage([match for match in matches if not match.is_date], photos)
    return DATE * dates + NAME * names**2


def strongest_matches(matches: Sequence[TermMatch]) -> Ids:
    """Return all photos with text matches, int64 (n,), strongest first."""
    last = max((int(match.photos[-1]) for match in matches if len(match.photos)), default=0)
    evidence = text_evidence(matches, np.arange(last + 1))
    photos = np.flatnonzero(evidence)
    return photos[np.argsort(-evidence[photos], kind="stable")]


def restrict(photos: Ids, allowed: Ids | None) -> Ids:
    """Restrict photos int64 (n,) to the allowed ones, int64 (k,) or None for all; return int64 (m,)."""
    return photos if allowed is None else photos[np.isin(photos, allowed)]


def optional_matches(library: Library, query: Query) -> list[tuple[Ids, float]]:
    """Return photos int64 (n,) and the log-odds they gain, by optional quoted texts.

    Words that stand in a photo one after the other, as typed, are such a text.
    """
    wishes = [part for part in exact_parts(query) if not part.unwanted and part.weight != 1]
    having = [(full_text.with_all(library, (part.text,)), NAME * part.weight) for part in wishes]
    phrases = [phrase.spoken for phrase in query.phrases if len(phrase.spoken.split()) > 1]
    written = [(phrase_photos(library, phrase), NAME) for phrase in phrases]
    return [*having, *written]


def excluded_photos(library: Library, query: Query) -> Ids:
    """Return photos with a quoted text that is unwanted, int64 (n,)."""
    found = [full_text.with_all(library, (part.text,)) for part in exact_parts(query) if part.unwanted]
    return np.concatenate([np.zeros(0, np.int64), *found])


def exact_parts(query: Query) -> list[Exact]:
    """Return the quoted texts of a query, wanted or not."""
    return [part for part in query.parts if isinstance(part, Exact)]


def filename_matches(library: Library, query: Query) -> Ids:
    """Return photos with a file of the typed name, in quotes or not, int64 (n,)."""
    typed = {query.text or query.words}
    if len(query.exact) == 1 and not query.words:
        typed.update(query.exact)
    return np.array([photo for name in typed for photo in full_text.named(library, name)], np.int64)


def _date_words(folded: Sequence[str], *, beside: bool) -> set[str]:
    """Return the words that denote a time; doubtful ones only next to others, or alone unless ``beside`` an example."""
    sure = {word for word in folded if word in _DATES - _DOUBTFUL or _YEAR.fullmatch(word)}
    rest = {word for word in folded if word in _DOUBTFUL}
    if sure or (rest.issuperset(folded) and not beside):
        sure |= rest
    return sure | {word for word in folded if sure and _DAY.fullmatch(word)}


def match_reasons(
    library: Library, query: Query, matches: Sequence[TermMatch], pool: CandidatePool, named: int
) -> tuple[tuple[str, ...], ...]:
    """Return the matching channels for each photo of an answer.

    Args:
        library: The library.
        query: The query.
        matches: The matches of its words.
        pool: The photos, best first.
        named: How many of the first ones have the typed file name.
    """
    photos = pool.items.tolist()
    matched = pool.items[coverage(matches, pool.items) > 0].tolist() if not (query.exact or named) else photos
    known = full_text.channels(library, matched, content_words(query.words), query.exact)
    if not (query.exact or named):  # the rest has a word with a slip, which is looked for only there
        known = {photo: channels or ("text",) for photo, channels in known.items()}
    why = []
    for rank, (photo, chance) in enumerate(zip(photos, pool.chances.tolist(), strict=True)):
        meant = pool.channels if chance >= UNSURE else ()
        named_so = ("file name",) if rank < named or not all(map(fold, query.exact)) else ()
        why.append(tuple(dict.fromkeys((*meant, *named_so, *known.get(photo, ())))))
    return tuple(why)
