"""Fuse channels into one answer: what a photo shows, and what text is known about it.

The words of a query go to both channels. The meaning channel (embeddings) gives each photo a probability. The text
matches are added to its log-odds as if the two were independent (naive Bayes over two search engines):

    log-odds = logit(meaning) + DATE * coverage of the query's dates + NAME * (coverage of its other words)²

Coverage is the share of the words' inverse document frequency that the photo's text contains. It is squared because a
caption has half a dozen words, one of which may be in a folder name by accident, while a query for a name has little
else in it. On caption queries over unseen photos this costs .002 R@10 with realistic folder names and .005 with folders
and files named after random words of other captions. Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009) costs
.028 and .529 (``packaging/lab/search/bench_fusion.py captions``).

A query that equals a file name ranks that file first, whatever it shows. Quoted texts are conditions. Other evidence
channels (styles, learned names) must hold in addition to the words, so their probabilities are multiplied. If log-odds
were added instead, a certain dog would outweigh that its photo is in colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from photon.domain import Exact, Query
from photon.domain.arrays import Doubles, Floats, Ids
from photon.index import VectorIndex
from photon.library import Library
from photon.library.db.text_folding import fold
from photon.library.words import full_text
from photon.search.evidence_channel import EvidenceChannel
from photon.search.ranking import SHORTLIST, STRONG, UNSURE, Ranked, Term, rank
from photon.search.score_calibrator import ScoreCalibrator
from photon.search.term_matches import TermMatch, content_words, coverage, match_terms

DATE, NAME = 4.0, 4.0  # log-odds at full coverage
FAIR = UNSURE  # probability from which the meaning channel is listed as a reason
UNKNOWN = 0.02  # probability of a photo without a vector: that of the library's median photo
_FAR = 30.0  # log-odds are clipped here
_HAS = 0.95  # score of a photo with the quoted text if the query asks for nothing else
# Photos with the best text matches that are scored in addition to the shortlist; fetching one from the graph costs
# 20 µs. If more photos have a word, those that also show it are on the shortlist anyway.
_CANDIDATES = 500
_RARE = -3.0  # log-odds of a photo if the query has optional parts only
_LARGEST = 500.0  # log-odds are clipped here, because exp overflows above about 700
_NONE: Ids = np.zeros(0, np.int64)


@dataclass(frozen=True, slots=True)
class Fused:
    """Ranked photos, best first.

    Attributes:
        photos: int64 (m,), photo ids.
        scores: float32 (m,), 0..1, descending.
        strong: Number of leading photos that are strong matches.
        why: For each photo, the channels that matched.
        confident_total: Number of strong photos, including those beyond ``photos``.
        filename_matches: Number of leading photos whose file name was typed.
        exact_matches: Number of photos with the quoted texts, including those beyond ``photos``; 0 without quoted
            texts.
        presence: Probability 0..1 that the library shows what the words describe. None if it cannot be estimated or if
            the search covers only part of the library.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[tuple[str, ...], ...]
    confident_total: int
    filename_matches: int = 0
    exact_matches: int = 0
    presence: float | None = None

    @classmethod
    def from_channel(cls, ranked: Ranked) -> "Fused":
        """Wrap the answer of a single channel."""
        return cls(ranked.photos, ranked.scores, ranked.strong, (ranked.why,) * len(ranked.photos), ranked.strong)


@dataclass(frozen=True, slots=True)
class Meaning:
    """The query of the meaning channel.

    Attributes:
        index: Vectors of the library.
        terms: Embeddings of the query's words, examples and unwanted words.
        yardstick: The encoder's calibration, or None.
        beside: Other evidence channels.
        without: Photos to leave out of the answer: the examples themselves.
    """

    index: VectorIndex
    terms: Sequence[Term]
    yardstick: ScoreCalibrator | None = None
    beside: Sequence[EvidenceChannel] = ()
    without: Sequence[int] = ()

    @property
    def has_wanted(self) -> bool:
        """Whether the terms describe what a photo should show, and not only what it must not show."""
        return any(term.weight > 0 for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Pool:
    """Candidates int64 (n,), their probabilities by meaning float64 (n,), and the channels of the query."""

    photos: Ids
    chances: Doubles
    channels: tuple[str, ...] = ()
    presence: float | None = None


_NOTHING = _Pool(_NONE, np.zeros(0))


def fuse(library: Library, query: Query, meaning: Meaning, among: Sequence[int] | Ids | None = None) -> Fused:
    """Rank the photos that match a query best.

    Args:
        library: Where the full-text table is.
        query: The query; its ``words``, ``exact`` and ``text`` go to the text channel.
        meaning: The query of the meaning channel.
        among: Photo ids int64 (n,) to search in, or None for all.

    Returns:
        The best ``query.top`` photos.
    """
    allowed = None if among is None else np.asarray(among, np.int64)
    first = _restrict(_filename_matches(library, query), allowed)
    matches = match_terms(library, query.words, beside=bool(query.likes))
    excluded, optional = _excluded_photos(library, query), _optional_matches(library, query)
    exact = _restrict(full_text.with_all(library, query.exact), allowed) if query.exact else _NONE
    exact = exact[~np.isin(exact, excluded)]
    if query.exact:
        pool = _score_photos(meaning, exact)
    else:
        by_evidence = [channel.photos for channel in meaning.beside]
        proposed = [first, _best_text_matches(matches), *by_evidence, *(photos for photos, _ in optional)]
        pool = _propose(meaning, max(query.top, SHORTLIST), (allowed, excluded), np.unique(np.concatenate(proposed)))
    pool = _without_photos(pool, np.concatenate([np.array(meaning.without, np.int64), excluded]))
    pool = _shift_odds(pool, _prior_odds(query, meaning))
    weights = _log_odds(pool, matches)
    for photos, odds in optional:
        weights = weights + odds * np.isin(pool.photos, photos)
    # once: for a learned tag they take tens of milliseconds
    evidence = [channel.odds(pool.photos) for channel in meaning.beside]
    weights = _combine_channels(meaning, weights, evidence)
    is_first = np.isin(pool.photos, first)
    # ties keep the order of the meaning channel
    order = np.lexsort((np.arange(len(weights)), -weights, ~is_first))[: query.top]
    scores = np.where(is_first, 1.0, _chance(weights)).astype(np.float32)
    total, scores = int((scores >= STRONG).sum()), scores[order]
    presence = pool.presence if allowed is None else None  # estimated for the whole library, not for a part of it
    pool = _Pool(pool.photos[order], pool.chances[order], pool.channels)
    named = int(is_first[order].sum())
    reasons = _reasons(library, query, matches, pool, named)
    further = _evidence_reasons(meaning, [odds[order] for odds in evidence], len(order))
    why = tuple((*channels, *also) for channels, also in zip(reasons, further, strict=True))
    return Fused(pool.photos, scores, int((scores >= STRONG).sum()), why, total, named, len(exact), presence)


def _propose(meaning: Meaning, top: int, limits: tuple[Ids | None, Ids], proposed: Ids) -> _Pool:
    """The nearest ``top`` photos and the proposed ones; ``limits`` are the allowed and the excluded photos."""
    allowed, excluded = limits
    pool = _NOTHING
    if meaning.has_wanted or not any(len(channel.photos) for channel in meaning.beside):
        # excluded photos must not use up places among the nearest
        pool = _nearest_by_meaning(meaning, top, _allowed_photos(meaning.index, allowed, excluded))
    return _join_pools(pool, _score_photos(meaning, _restrict(proposed, allowed), pool.photos))


def limit_hits(fused: Fused, top: int) -> Fused:
    """Cut an answer to its first ``top`` photos."""
    photos, scores = fused.photos[:top], fused.scores[:top]
    return replace(
        fused,
        photos=photos,
        scores=scores,
        strong=min(fused.strong, top),
        why=fused.why[:top],
        filename_matches=min(fused.filename_matches, top),
    )


def merge_answers(answers: Sequence[Fused], top: int) -> Fused:
    """Merge answers to alternative queries; each photo gets the best of its scores.

    Args:
        answers: At least one answer.
        top: Maximum number of photos.

    Returns:
        The merged answer. Its ``confident_total`` is a lower bound if several answers were merged.
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
    clear = max(strong, *(answer.confident_total for answer in answers))  # a lower bound: the overlap is unknown
    having = max(answer.exact_matches for answer in answers)
    photos, scores = np.array(order[:top], np.int64), np.array([best[photo][0] for photo in order[:top]], np.float32)
    there = [answer.presence for answer in answers if answer.presence is not None]
    reasons = tuple(best[photo][1] for photo in order[:top])
    return Fused(photos, scores, min(strong, top), reasons, clear, 0, having, max(there, default=None))


def _combine_channels(meaning: Meaning, weights: Doubles, beside: Sequence[Doubles]) -> Doubles:
    """Combine the log-odds of the words with those of the evidence channels."""
    pairs = list(zip(meaning.beside, beside, strict=True))
    if not (meaning.has_wanted and any(one.channel for one in meaning.beside)):
        return np.asarray(np.sum([weights, *beside], axis=0))
    plain = np.sum([weights, *(odds for one, odds in pairs if not one.channel)], axis=0)
    chance = -np.logaddexp(0, -plain)  # log of the probability
    for one, odds in pairs:
        if one.channel:
            chance = chance - np.logaddexp(0, -(one.prior + odds))
    chance = np.clip(chance, -_FAR, -1e-12)
    return np.asarray(chance - np.log(-np.expm1(chance)))


def _evidence_reasons(meaning: Meaning, odds: Sequence[Doubles], count: int) -> list[tuple[str, ...]]:
    """For each of ``count`` photos, the evidence channels with positive log-odds."""
    spoken = [(one.channel, some > 0) for one, some in zip(meaning.beside, odds, strict=True) if one.channel]
    return [tuple(channel for channel, speaks in spoken if speaks[at]) for at in range(count)]


def _optional_matches(library: Library, query: Query) -> list[tuple[Ids, float]]:
    """For each optional quoted text, the photos that have it and the log-odds it adds."""
    wishes = [part for part in _exact_parts(query) if not part.unwanted and part.weight != 1]
    return [(full_text.with_all(library, (part.text,)), NAME * part.weight) for part in wishes]


def _excluded_photos(library: Library, query: Query) -> Ids:
    """Photos with a quoted text that is unwanted."""
    found = [full_text.with_all(library, (part.text,)) for part in _exact_parts(query) if part.unwanted]
    return np.concatenate([_NONE, *found])


def _allowed_photos(index: VectorIndex, allowed: Ids | None, kept_out: Ids) -> Ids | None:
    """The allowed photos without the excluded ones; None stands for all photos."""
    if not len(kept_out):
        return allowed
    photos = index.labels() if allowed is None else allowed
    return photos[~np.isin(photos, kept_out)]


def _exact_parts(query: Query) -> list[Exact]:
    return [part for part in query.parts if isinstance(part, Exact)]


def _filename_matches(library: Library, query: Query) -> Ids:
    """Photos with a file of the typed name, in quotes or not."""
    typed = {query.text or query.words}
    if len(query.exact) == 1 and not query.words:
        typed.update(query.exact)
    return np.array([photo for name in typed for photo in full_text.named(library, name)], np.int64)


def _restrict(photos: Ids, allowed: Ids | None) -> Ids:
    return photos if allowed is None else photos[np.isin(photos, allowed)]


def _nearest_by_meaning(meaning: Meaning, top: int, among: Ids | None) -> _Pool:
    """The best photos by the meaning channel."""
    ranked = rank(meaning.index, meaning.terms, top, among, meaning.yardstick, meaning.without)
    return _Pool(ranked.photos, ranked.scores.astype(np.float64), ranked.why, ranked.presence)


def _score_photos(meaning: Meaning, photos: Ids, known: Ids = _NONE) -> _Pool:
    """Probabilities of ``photos`` except the ``known`` ones, including photos without a vector."""
    photos = photos[~np.isin(photos, known)]
    if not len(photos):
        return _Pool(_NONE, np.zeros(0))
    if not meaning.terms:
        asks = any(one.channel for one in meaning.beside)  # the query has a wanted part
        return _Pool(photos, np.full(len(photos), STRONG if asks else _HAS))
    pool = _nearest_by_meaning(meaning, len(photos), photos)
    rest = photos[~np.isin(photos, pool.photos)]
    chance = UNKNOWN if meaning.has_wanted else STRONG
    return _join_pools(pool, _Pool(rest, np.full(len(rest), chance)))


def _without_photos(pool: _Pool, without: Ids) -> _Pool:
    kept = ~np.isin(pool.photos, without)
    return replace(pool, photos=pool.photos[kept], chances=pool.chances[kept])


def _prior_odds(query: Query, meaning: Meaning) -> float:
    """Log-odds of a photo without evidence, if the query has no words and no examples."""
    if meaning.has_wanted:
        return 0.0
    if any(one.channel for one in meaning.beside) or query.exact:
        return sum(one.prior for one in meaning.beside)
    return _RARE if any(not part.unwanted for part in _exact_parts(query)) else 0.0


def _shift_odds(pool: _Pool, by: float) -> _Pool:
    return replace(pool, chances=_chance(_logit(pool.chances) + by)) if by else pool


def _logit(chances: Doubles) -> Doubles:
    chances = np.clip(chances, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(chances / (1 - chances)))


def _chance(odds: Doubles) -> Doubles:
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -_LARGEST, _LARGEST))))


def _join_pools(one: _Pool, other: _Pool) -> _Pool:
    photos, chances = np.concatenate([one.photos, other.photos]), np.concatenate([one.chances, other.chances])
    return _Pool(photos, chances, one.channels or other.channels, one.presence)


def _best_text_matches(matches: Sequence[TermMatch]) -> Ids:
    """The photos with the strongest text matches."""
    last = max((int(match.photos[-1]) for match in matches if len(match.photos)), default=0)
    evidence = _text_evidence(matches, np.arange(last + 1))
    photos = np.flatnonzero(evidence)
    if len(photos) <= _CANDIDATES:
        return photos
    return photos[np.argpartition(-evidence[photos], _CANDIDATES)[:_CANDIDATES]]


def _text_evidence(matches: Sequence[TermMatch], photos: Ids) -> Doubles:
    """Log-odds that the text matches add to each photo, float64 (n,)."""
    dates = coverage([match for match in matches if match.is_date], photos)
    names = coverage([match for match in matches if not match.is_date], photos)
    return DATE * dates + NAME * names**2


def _log_odds(pool: _Pool, matches: Sequence[TermMatch]) -> Doubles:
    weights = _logit(pool.chances) + _text_evidence(matches, pool.photos)
    # a photo whose text contains every word of the query is a clear match, whatever the picture shows
    whole = coverage(matches, pool.photos) > 1 - 1e-6
    return np.where(whole, np.logaddexp(weights, 0), weights)


def _reasons(
    library: Library, query: Query, matches: Sequence[TermMatch], pool: _Pool, named: int
) -> tuple[tuple[str, ...], ...]:
    """The channels that matched, for each photo of the answer; the first ``named`` photos match the typed file name."""
    photos = pool.photos.tolist()
    texts = content_words(query.words)
    matched = pool.photos[coverage(matches, pool.photos) > 0].tolist() if not (query.exact or named) else photos
    known = full_text.channels(library, matched, texts, query.exact)
    has_sign = any(not fold(text) for text in query.exact)
    why = []
    for place, (photo, chance) in enumerate(zip(photos, pool.chances.tolist(), strict=True)):
        meant = pool.channels if chance >= FAIR else ()
        named_so = ("file name",) if place < named or has_sign else ()
        why.append(tuple(dict.fromkeys((*meant, *named_so, *known.get(photo, ())))))
    return tuple(why)
