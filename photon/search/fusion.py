"""One answer from many channels: what a photo shows, and what words are known of it.

The plain words of a query go to both. The meaning channel gives each photo a chance; what the words say is added to
its log-odds, as if the two were independent (naive Bayes over the scores of two search engines):

    log-odds = logit(meaning) + DATE * coverage of the query's dates + NAME * (coverage of its other words)²

Coverage is the share of the words' inverse document frequency that a photo's known words have. It is squared because
a caption has half a dozen words of which one stands in some folder name by accident, while a person who means a name
types little else. Of captions over unseen photos it costs .002 R@10 in folders as people make them and .005 where
folders and files are called after random things of other captions; reciprocal rank fusion (Cormack, Clarke and
Büttcher 2009) costs .028 and .529 there (``packaging/lab/search/bench_fusion.py captions``).

A text that is the name of a file puts that file first, whatever it shows; quoted texts are a condition. What is known
beside that (styles, learned tags: see EvidenceChannel) must be true as well as what the words say: its chance is
multiplied with theirs: added to the log-odds, a surely seen dog would outweigh that its photo is in colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from photon.domain import Exact, Query
from photon.index import VectorIndex
from photon.library import Library
from photon.library.db.text_folding import fold
from photon.library.words import full_text
from photon.search.beside import EvidenceChannel
from photon.search.clues import Clue, content_words, coverage, find_clues
from photon.search.ranking import SHORTLIST, STRONG, Ranked, Term, rank
from photon.search.wording import UNSURE
from photon.search.yardstick import ScoreCalibrator

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int64]

DATE, NAME = 4.0, 4.0  # log-odds of full coverage
FAIR = UNSURE  # the meaning channel is a reason from this chance on
UNKNOWN = 0.02  # chance of a photo that has no vector yet: that of one in the middle of the library
_FAR = 30.0  # log-odds beyond which nothing differs
_HAS = 0.95  # score of a photo that has the quoted text, when nothing else was asked
# Photos with the best clues whose meaning is asked for beside the shortlist; each costs 20 µs to fetch from the graph.
# Of a word that more have, the shortlist holds those that also show what was asked.
_CANDIDATES = 500
_RARE = -3.0  # log-odds of a photo where nothing but wishes is asked
_LARGEST = 500.0  # log-odds; beyond some 700 their exponential is no number
_NONE: Ids = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Fused:
    """Photos best first.

    Attributes:
        photos: int64 (m,).
        scores: float32 (m,), 0..1.
        strong: How many of the first are strong.
        why: The channels that matched, for each photo.
        clear: How many photos are strong, also beyond ``photos``.
        named: How many of the first have the file name that was typed.
        having: How many photos have the quoted texts, also beyond ``photos``; 0 without quoted texts.
        presence: Chance 0..1 that the library shows what the words say at all, where that can be told; not among
            some photos only.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[tuple[str, ...], ...]
    clear: int
    named: int = 0
    having: int = 0
    presence: float | None = None

    @classmethod
    def from_channel(cls, ranked: Ranked) -> "Fused":
        """An answer of one channel alone."""
        return cls(ranked.photos, ranked.scores, ranked.strong, (ranked.why,) * len(ranked.photos), ranked.strong)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What the meaning channel is asked.

    Attributes:
        index: Vectors of the library.
        terms: The vectors of the query's words, examples and unwanted words.
        yardstick: The encoder's calibration, or None.
        beside: What else is known of photos.
        without: Photos that are not in the answer: the examples themselves.
    """

    index: VectorIndex
    terms: Sequence[Term]
    yardstick: ScoreCalibrator | None = None
    beside: Sequence[EvidenceChannel] = ()
    without: Sequence[int] = ()

    @property
    def has_wanted(self) -> bool:
        """Whether the terms say what a photo is to show, and not only what it must not."""
        return any(term.weight > 0 for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Pool:
    """Photos that may be in the answer, int64 (n,), their chances by meaning, (n,), and what those ask about."""

    photos: Ids
    chances: Doubles
    channels: tuple[str, ...] = ()
    presence: float | None = None


_NOTHING = _Pool(_NONE, np.zeros(0))


def fuse(library: Library, query: Query, meaning: Meaning, among: Sequence[int] | Ids | None = None) -> Fused:
    """The photos that fit ``query`` best.

    Args:
        library: Where the known words are.
        query: What was asked; its ``words``, ``exact`` and ``text`` go to the exact channel.
        meaning: What the meaning channel is asked.
        among: Only these photos, or all.
    """
    allowed = None if among is None else np.asarray(among, np.int64)
    first = _within(_named(library, query), allowed)
    clues = find_clues(library, query.words)
    kept_out, wishes = _kept_out(library, query), _wishes(library, query)
    having = _within(full_text.with_all(library, query.exact), allowed) if query.exact else _NONE
    having = having[~np.isin(having, kept_out)]
    if query.exact:
        pool = _judged(meaning, having)
    else:
        more = [first, _best(clues), *(one.photos for one in meaning.beside), *(photos for photos, _ in wishes)]
        pool = _NOTHING
        if meaning.has_wanted or not any(len(one.photos) for one in meaning.beside):
            # what is kept out takes no place among the nearest
            pool = _meant(meaning, max(query.top, SHORTLIST), _less(meaning.index, allowed, kept_out))
        pool = _joined(pool, _judged(meaning, _within(np.unique(np.concatenate(more)), allowed), pool.photos))
    pool = _shifted(
        _kept(pool, np.concatenate([np.array(meaning.without, np.int64), kept_out])), _prior(query, meaning)
    )
    weights = _log_odds(pool, clues)
    for photos, odds in wishes:
        weights = weights + odds * np.isin(pool.photos, photos)
    beside = [one.odds(pool.photos) for one in meaning.beside]  # once: of a learned tag they take tens of milliseconds
    weights = _together(meaning, weights, beside)
    is_first = np.isin(pool.photos, first)
    # what is equal stays in the order of the meaning channel
    order = np.lexsort((np.arange(len(weights)), -weights, ~is_first))[: query.top]
    scores = np.where(is_first, 1.0, _chance(weights)).astype(np.float32)
    clear, scores = int((scores >= STRONG).sum()), scores[order]
    there = pool.presence if allowed is None else None  # of the whole library, which says nothing of a part of it
    pool = _Pool(pool.photos[order], pool.chances[order], pool.channels)
    named = int(is_first[order].sum())
    reasons = _reasons(library, query, clues, pool, named)
    why = tuple(
        (*channels, *also)
        for channels, also in zip(reasons, _beside(meaning, [odds[order] for odds in beside], len(order)), strict=True)
    )
    return Fused(pool.photos, scores, int((scores >= STRONG).sum()), why, clear, named, len(having), there)


def first_of(fused: Fused, top: int) -> Fused:
    """The first ``top`` photos of an answer."""
    photos, scores = fused.photos[:top], fused.scores[:top]
    return replace(
        fused,
        photos=photos,
        scores=scores,
        strong=min(fused.strong, top),
        why=fused.why[:top],
        named=min(fused.named, top),
    )


def merged(answers: Sequence[Fused], top: int) -> Fused:
    """One answer of several to alternatives: each photo by the best of its scores.

    Args:
        answers: At least one.
        top: At most this many photos.
    """
    if len(answers) == 1:
        return answers[0]
    best: dict[int, tuple[float, tuple[str, ...]]] = {}
    for answer in answers:
        for photo, score, why in zip(answer.photos.tolist(), answer.scores.tolist(), answer.why, strict=True):
            if score > best.get(photo, (-1.0, ()))[0]:
                best[photo] = (score, why)
    order = sorted(best, key=lambda photo: (-best[photo][0], photo))
    strong = sum(score >= STRONG for score, _ in best.values())
    clear = max(strong, *(answer.clear for answer in answers))  # at least: how many fit several is not known
    having = max(answer.having for answer in answers)
    photos, scores = np.array(order[:top], np.int64), np.array([best[photo][0] for photo in order[:top]], np.float32)
    there = [answer.presence for answer in answers if answer.presence is not None]
    reasons = tuple(best[photo][1] for photo in order[:top])
    return Fused(photos, scores, min(strong, top), reasons, clear, 0, having, max(there, default=None))


def _together(meaning: Meaning, weights: Doubles, beside: Sequence[Doubles]) -> Doubles:
    """Log-odds of all that is asked, of those of the words and of what is known beside them."""
    pairs = list(zip(meaning.beside, beside, strict=True))
    if not (meaning.has_wanted and any(one.channel for one in meaning.beside)):
        return np.asarray(np.sum([weights, *beside], axis=0))
    plain = np.sum([weights, *(odds for one, odds in pairs if not one.channel)], axis=0)
    chance = -np.logaddexp(0, -plain)  # logarithms
    for one, odds in pairs:
        if one.channel:
            chance = chance - np.logaddexp(0, -(one.prior + odds))
    chance = np.clip(chance, -_FAR, -1e-12)
    return np.asarray(chance - np.log(-np.expm1(chance)))


def _beside(meaning: Meaning, odds: Sequence[Doubles], count: int) -> list[tuple[str, ...]]:
    """The channels beside the meaning that speak for each of ``count`` photos, by the odds of each channel."""
    spoken = [(one.channel, some > 0) for one, some in zip(meaning.beside, odds, strict=True) if one.channel]
    return [tuple(channel for channel, speaks in spoken if speaks[at]) for at in range(count)]


def _wishes(library: Library, query: Query) -> list[tuple[Ids, float]]:
    """For each quoted text that is a wish the photos that have it, and the log-odds that it adds to them."""
    wishes = [part for part in _exact(query) if not part.unwanted and part.weight != 1]
    return [(full_text.with_all(library, (part.text,)), NAME * part.weight) for part in wishes]


def _kept_out(library: Library, query: Query) -> Ids:
    """Photos that have a quoted text that is not wanted."""
    found = [full_text.with_all(library, (part.text,)) for part in _exact(query) if part.unwanted]
    return np.concatenate([_NONE, *found])


def _less(index: VectorIndex, allowed: Ids | None, kept_out: Ids) -> Ids | None:
    """What is allowed without what is kept out; None is all photos."""
    if not len(kept_out):
        return allowed
    photos = index.labels() if allowed is None else allowed
    return photos[~np.isin(photos, kept_out)]


def _exact(query: Query) -> list[Exact]:
    return [part for part in query.parts if isinstance(part, Exact)]


def _named(library: Library, query: Query) -> Ids:
    """Photos with a file of the name that was typed, in quotes or not."""
    typed = {query.text or query.words}
    if len(query.exact) == 1 and not query.words:
        typed.update(query.exact)
    return np.array([photo for name in typed for photo in full_text.named(library, name)], np.int64)


def _within(photos: Ids, allowed: Ids | None) -> Ids:
    return photos if allowed is None else photos[np.isin(photos, allowed)]


def _meant(meaning: Meaning, top: int, among: Ids | None) -> _Pool:
    """The photos that the meaning channel puts first."""
    ranked = rank(meaning.index, meaning.terms, top, among, meaning.yardstick, meaning.without)
    return _Pool(ranked.photos, ranked.scores.astype(np.float64), ranked.why, ranked.presence)


def _judged(meaning: Meaning, photos: Ids, known: Ids = _NONE) -> _Pool:
    """All of ``photos`` but the ``known`` ones with their chances, also those that have no vector yet."""
    photos = photos[~np.isin(photos, known)]
    if not len(photos):
        return _Pool(_NONE, np.zeros(0))
    if not meaning.terms:
        asks = any(one.channel for one in meaning.beside)  # not only for what a photo must not be
        return _Pool(photos, np.full(len(photos), STRONG if asks else _HAS))
    pool = _meant(meaning, len(photos), photos)
    rest = photos[~np.isin(photos, pool.photos)]
    chance = UNKNOWN if meaning.has_wanted else STRONG
    return _joined(pool, _Pool(rest, np.full(len(rest), chance)))


def _kept(pool: _Pool, without: Ids) -> _Pool:
    kept = ~np.isin(pool.photos, without)
    return replace(pool, photos=pool.photos[kept], chances=pool.chances[kept])


def _prior(query: Query, meaning: Meaning) -> float:
    """Log-odds of a photo of which nothing is known, where no words and no example say how likely it is."""
    if meaning.has_wanted:
        return 0.0
    if any(one.channel for one in meaning.beside) or query.exact:
        return sum(one.prior for one in meaning.beside)
    return _RARE if any(not part.unwanted for part in _exact(query)) else 0.0


def _shifted(pool: _Pool, by: float) -> _Pool:
    return replace(pool, chances=_chance(_logit(pool.chances) + by)) if by else pool


def _logit(chances: Doubles) -> Doubles:
    chances = np.clip(chances, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(chances / (1 - chances)))


def _chance(odds: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_LARGEST, _LARGEST))))


def _joined(one: _Pool, other: _Pool) -> _Pool:
    photos, chances = np.concatenate([one.photos, other.photos]), np.concatenate([one.chances, other.chances])
    return _Pool(photos, chances, one.channels or other.channels, one.presence)


def _best(clues: Sequence[Clue]) -> Ids:
    """The photos for which the clues speak most."""
    last = max((int(clue.photos[-1]) for clue in clues if len(clue.photos)), default=0)
    evidence = _evidence(clues, np.arange(last + 1))
    photos = np.flatnonzero(evidence)
    if len(photos) <= _CANDIDATES:
        return photos
    return photos[np.argpartition(-evidence[photos], _CANDIDATES)[:_CANDIDATES]]


def _evidence(clues: Sequence[Clue], photos: Ids) -> Doubles:
    """Log-odds that the clues add to each photo."""
    dates = coverage([clue for clue in clues if clue.is_date], photos)
    names = coverage([clue for clue in clues if not clue.is_date], photos)
    return DATE * dates + NAME * names**2


def _log_odds(pool: _Pool, clues: Sequence[Clue]) -> Doubles:
    weights = _logit(pool.chances) + _evidence(clues, pool.photos)
    # a photo that has every word of the query clearly matches, whatever its picture shows
    whole = coverage(clues, pool.photos) > 1 - 1e-6
    return np.where(whole, np.logaddexp(weights, 0), weights)


def _reasons(
    library: Library, query: Query, clues: Sequence[Clue], pool: _Pool, named: int
) -> tuple[tuple[str, ...], ...]:
    """The channels that matched, for each photo of the answer, of which the first ``named`` have the typed name."""
    photos = pool.photos.tolist()
    texts = content_words(query.words)
    told = pool.photos[coverage(clues, pool.photos) > 0].tolist() if not (query.exact or named) else photos
    known = full_text.channels(library, told, texts, query.exact)
    has_sign = any(not fold(text) for text in query.exact)
    why = []
    for place, (photo, chance) in enumerate(zip(photos, pool.chances.tolist(), strict=True)):
        meant = pool.channels if chance >= FAIR else ()
        named_so = ("file name",) if place < named or has_sign else ()
        why.append(tuple(dict.fromkeys((*meant, *named_so, *known.get(photo, ())))))
    return tuple(why)
