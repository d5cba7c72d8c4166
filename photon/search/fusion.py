"""Fuse channels into one answer: what a photo shows, and what text is known about it.

The words of a query go to both channels. The meaning channel (embeddings) gives each photo a probability. The text
matches are added to its log-odds as if the two were independent (naive Bayes over two search engines):

    log-odds = logit(meaning) + DATE * coverage of the query's dates + NAME * (coverage of its other words)²

Coverage is the share of the words' inverse document frequency that the photo's text contains. It is squared because a
caption has half a dozen words, one of which may be in a folder name by accident, while a query for a name has little
else in it. This costs .002 R@10 of captions with realistic folder names, .005 with random ones; reciprocal rank fusion
(Cormack, Clarke and Büttcher 2009) costs .028 and .529.

A query that equals a file name ranks that file first. Quoted texts are conditions. Other evidence channels (styles,
learned names) must hold in addition to the words, so their probabilities are multiplied.
"""

from collections.abc import Callable, Sequence
from dataclasses import field, replace

import numpy as np

from photon.domain import Query
from photon.domain.arrays import Doubles, Floats, Ids, Truth
from photon.index import VectorIndex
from photon.index.item_owners import find_firsts
from photon.index.item_scores import ItemScores
from photon.library import Library
from photon.library.searches.judging import judged_matches
from photon.library.words import full_text
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import (
    POSSIBLE,
    EvidenceChannel,
    Exclusion,
    combine_evidence,
    exclude,
    is_unheard,
    prior_without,
    show_unwanted,
    speaking_channels,
    to_chance,
    to_odds,
)
from photon.search.ranking import SHORTLIST, STRONG, CandidatePool, Ranked, Term, rank, rank_rest
from photon.search.score_calibrator import ScoreCalibrator
from photon.search.second_reading import SecondReading, judge_best, rearrange_best, shared_family
from photon.search.term_matches import (
    TermMatch,
    coverage,
    exact_parts,
    excluded_photos,
    filename_matches,
    match_reasons,
    match_terms,
    optional_matches,
    restrict,
    strongest_matches,
    text_evidence,
)

UNKNOWN = 0.02  # probability of a photo without a vector: that of the library's median photo
_HAS = 0.95  # score of a photo with the quoted text if the query asks for nothing else
# Photos with the best text matches that are scored, too. If more have a word, those that show it are on the shortlist.
_CANDIDATES = 500
_SMALL = 50_000  # photos of which all products are computed first, in 5 ms
_GROWTH = 8  # growth factor of a shortlist that is too short
_RARE = -3.0  # log-odds of a photo if the query has optional parts only
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
        exact_matches: Number of photos with the quoted texts, also those beyond ``photos``; 0 without quoted texts.
        presence: Probability 0..1 that the library shows what the words describe. None if it cannot be estimated or if
            the search covers only part of the library.
        clear: int64 (k,), the strong photos, including those beyond ``photos``; empty if ``photos`` are all.
        is_cut: Whether there may be more strong photos than ``confident_total``.
        removed: int64 (r,), photos that were removed because they seem to show something unwanted, best first.
        excluded: How many of the removed photos may match apart from that.
        items: The photos and parts of photos that were compared; empty if no photo has parts.
        family: What the first photos surely show if none surely shows what is asked; empty if that is not so.
    """

    photos: Ids
    scores: Floats
    strong: int
    why: tuple[tuple[str, ...], ...]
    confident_total: int
    filename_matches: int = 0
    exact_matches: int = 0
    presence: float | None = None
    clear: Ids = field(default_factory=lambda: _NONE)
    is_cut: bool = False
    removed: Ids = field(default_factory=lambda: _NONE)
    excluded: int = 0
    items: ItemScores = field(default_factory=ItemScores)
    family: str = ""

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
        exclusions: Things that photos must not show.
        mentions: Function from photos int64 (m,) to odds float64 (m,) that people name what is wanted; ``is_unheard``.
        reading: Judges the best photos again, or puts them in order.
        shift: What is added to the log-odds of all photos, by what a person said of former answers.
        is_unknown: Whether nobody knows the words, so that no photo may show them, unless one clearly does.
    """

    index: VectorIndex
    terms: Sequence[Term]
    yardstick: ScoreCalibrator | None = None
    beside: Sequence[EvidenceChannel] = ()
    without: Sequence[int] = ()
    exclusions: Sequence[Exclusion] = ()
    mentions: Callable[[Ids], Doubles] | None = None
    reading: SecondReading | None = None
    shift: float = 0.0
    is_unknown: bool = False

    @property
    def has_wanted(self) -> bool:
        """Whether the terms describe what a photo should show, and not only what it must not show."""
        return any(term.weight > 0 for term in self.terms)


@dataclass(frozen=True, slots=True)
class _Question:
    """A query with what is known about it before photos are scored."""

    query: Query
    meaning: Meaning
    allowed: Ids | None
    first: Ids  # have the typed file name
    matches: Sequence[TermMatch]
    excluded: Ids
    optional: Sequence[tuple[Ids, float]]
    judged: Sequence[tuple[Ids, float]]
    exact: Ids

    @property
    def is_small(self) -> bool:
        """Whether the library is small enough to compute the products of all photos first."""
        return len(self.meaning.index) <= _SMALL or (self.allowed is not None and len(self.allowed) <= _SMALL)


@dataclass(frozen=True, slots=True)
class _Scored:
    """Candidates, best first, with scores float32 (n,), whether their file name was typed, and odds by channel.

    Also the removed photos, best first, and how many of them may match; all items, where parts of photos were compared;
    and what the first ones surely show, if their kind can't be told.
    """

    pool: CandidatePool
    scores: Floats
    is_first: Truth
    evidence: Sequence[Doubles]
    removed: Ids
    excluded: int
    items: ItemScores
    family: str

    def without_reasons(self, question: _Question) -> Fused:
        photos, strong, named = self.pool.items, int((self.scores >= STRONG).sum()), int(self.is_first.sum())
        presence = self.pool.presence if question.allowed is None else None  # it is about the whole library
        why: tuple[tuple[str, ...], ...] = ((),) * len(photos)
        having, is_cut = len(question.exact), self.pool.floor >= STRONG
        clear, gone = photos[:strong], self.removed
        found = Fused(photos, self.scores, strong, why, strong, named, having, presence, clear, is_cut, gone)
        return replace(found, excluded=self.excluded, items=self.items, family=self.family)


def fuse(library: Library, query: Query, meaning: Meaning, among: Sequence[int] | Ids | None = None) -> Fused:
    """Rank the ``query.top`` photos that match a query best.

    Args:
        library: Where the full-text table is.
        query: The query; its ``words``, ``exact`` and ``text`` go to the text channel.
        meaning: The query of the meaning channel.
        among: Photo ids int64 (n,) to search in, or None for all.
    """
    question = _gather(library, query, meaning, among)
    # for a large library the graph answers at once; what it misses is counted while the user views the answer
    scored = _score_from(question, query.top, STRONG if question.is_small else np.inf)
    answer, shown = limit_hits(scored.without_reasons(question), query.top), slice(query.top)
    pool = replace(scored.pool, items=answer.photos, chances=scored.pool.chances[shown])
    reasons = match_reasons(library, query, question.matches, pool, answer.filename_matches)
    further = speaking_channels(meaning.beside, [odds[shown] for odds in scored.evidence], len(answer.photos))
    return replace(answer, why=tuple((*channels, *also) for channels, also in zip(reasons, further, strict=True)))


def fuse_all(
    library: Library, query: Query, meaning: Meaning, among: Sequence[int] | Ids | None = None, *, whole: bool = True
) -> Fused:
    """Rank all photos of the library.

    Those that may match are ranked as by ``fuse``; the others follow, nearest first, if they seem to show nothing
    unwanted. It begins as ``fuse`` does if the index is exact and those that may match fit in its shortlist.

    Args:
        library: Where the full-text table is.
        query: The query; its ``top`` is the size of the first page.
        meaning: The query of the meaning channel.
        among: Photo ids int64 (n,) to search in, or None for all.
        whole: Whether photos that hardly match follow; ordering them takes a look at every vector.
    """
    question = _gather(library, query, meaning, among)
    head = _score_from(question, query.top, POSSIBLE).without_reasons(question)
    if query.exact or query.shows_excluded or not whole:
        return head
    known = np.concatenate([head.photos, head.removed, np.array(meaning.without, np.int64), question.excluded])
    rest, below = rank_rest(meaning.index, meaning.terms, known, question.allowed)
    left = ~show_unwanted(meaning.exclusions, rest)
    rest, below = rest[left], below[left]
    firsts = meaning.index.owners.firsts(rest)
    rest, below = meaning.index.owners.photos_of(rest[firsts]), below[firsts]
    last = np.asarray(head.scores[-1:], np.float64) if len(head.photos) else np.full(1, POSSIBLE)
    scores = np.concatenate([head.scores, np.asarray(to_chance(to_odds(last) + below), np.float32)])
    return replace(head, photos=np.concatenate([head.photos, rest]), scores=scores, why=((),) * len(scores))


def _gather(library: Library, query: Query, meaning: Meaning, among: Sequence[int] | Ids | None) -> _Question:
    allowed = None if among is None else np.asarray(among, np.int64)
    excluded = excluded_photos(library, query)
    exact = restrict(full_text.with_all(library, query.exact), allowed) if query.exact else _NONE
    return _Question(
        query,
        meaning,
        allowed,
        restrict(filename_matches(library, query), allowed),
        match_terms(library, query.words, beside=bool(query.likes)),
        excluded,
        optional_matches(library, query),
        judged_matches(library, query),
        exact[~np.isin(exact, excluded)],
    )


def _score_from(question: _Question, top: int, least: float) -> _Scored:
    """Score a shortlist, and more photos if those beyond it may also have a score of ``least``."""
    size, last = max(top, SHORTLIST), None if least <= POSSIBLE else top
    if least <= 1 and not (question.meaning.has_wanted or question.meaning.beside):
        size = max(size, len(question.meaning.index))  # most of a library shows none of it
    scored = _score(question, size, last)
    # an evidence channel may read vectors from the disk for each candidate
    while (scored.pool.floor >= least and not question.meaning.beside) or _is_crowded(question, scored, size, top):
        size *= _GROWTH
        scored = _score(question, size, last)
    return scored


def _is_crowded(question: _Question, scored: _Scored, size: int, top: int) -> bool:
    """Return whether parts of a few photos took the places of others."""
    return bool(len(scored.items.items)) and len(scored.pool.items) < top and size < len(question.meaning.index)


def _score(question: _Question, size: int, last: int | None) -> _Scored:
    query, meaning, matches = question.query, question.meaning, question.matches
    pool = _score_photos(meaning, question.exact) if query.exact else _propose(question, size)
    pool = pool.without(meaning.index, np.concatenate([np.array(meaning.without, np.int64), question.excluded]))
    pool = pool.shifted(_prior_odds(query, meaning))
    items, photos = pool.items, meaning.index.owners.photos_of(pool.items)
    chances, floor = judge_best(meaning.reading, items, pool.chances, pool.floor)
    pool = replace(pool, chances=chances, floor=floor).shifted(meaning.shift)
    if question.allowed is None and is_unheard(meaning.mentions, items):  # then no photo seems to show it
        pool = replace(pool, chances=np.minimum(pool.chances, STRONG - 0.01), presence=0.0)
    pool = pool.without_possible() if meaning.is_unknown else pool
    weights = _log_odds(pool.chances, photos, matches)
    weights = weights + _gains(question.optional, photos)
    evidence = [channel.odds(items) for channel in meaning.beside]  # once: some take tens of milliseconds
    weights = combine_evidence(meaning.beside, evidence, weights, has_wanted=meaning.has_wanted)
    # last, so that neither styles nor an exchange of scores outweigh what a person said
    weights = rearrange_best(meaning.reading, items, weights) + _gains(question.judged, photos)
    is_first = np.isin(photos, question.first)
    weights, is_removed = exclude(meaning.exclusions, items, weights, is_first, last)
    order = np.lexsort((np.arange(len(weights)), -weights, ~is_first))  # ties keep the order of the meaning channel
    order, removed = order[~is_removed[order]], order[is_removed[order]]
    compared = ItemScores()
    if photos is not items:
        removed = _firsts(photos, removed[~np.isin(photos[removed], photos[order])])
        compared = ItemScores(photos[order], items[order], weights[order])
        order = _firsts(photos, order)
    likely, family = removed[to_chance(weights[removed]) >= POSSIBLE], shared_family(meaning.reading, items, weights)
    excluded = len(likely) if query.words or query.likes or query.exact else 0
    if query.shows_excluded:
        order, removed, excluded = likely, removed[:0], 0
    scores = np.where(is_first, 1.0, to_chance(weights)).astype(np.float32)[order]
    pool, evidence = replace(pool, items=photos[order], chances=pool.chances[order]), [odds[order] for odds in evidence]
    return _Scored(pool, scores, is_first[order], evidence, photos[removed], excluded, compared, family)


def _gains(matches: Sequence[tuple[Ids, float]], photos: Ids) -> Doubles:
    """Return what the log-odds of photos int64 (n,) gain by some matches, float64 (n,)."""
    return np.asarray(sum((odds * np.isin(photos, some) for some, odds in matches), np.zeros(len(photos))))


def _firsts(photos: Ids, places: Ids) -> Ids:
    """Return of places, each of an item of one of ``photos``, the first of each photo."""
    return places[find_firsts(photos[places])]


def _propose(question: _Question, size: int) -> CandidatePool:
    """Return the nearest ``size`` photos, and those that other channels propose."""
    meaning, allowed = question.meaning, question.allowed
    by_text, by_evidence = strongest_matches(question.matches), [channel.photos for channel in meaning.beside]
    most = _CANDIDATES * size // SHORTLIST
    wishes = [photos for photos, _ in (*question.optional, *question.judged)]
    proposed = np.concatenate([question.first, by_text[:most], *by_evidence, *wishes])
    proposed = np.unique(meaning.index.owners.photos_of(proposed))
    pool = CandidatePool(_NONE, np.zeros(0))
    if meaning.has_wanted or not any(map(len, by_evidence)):
        # excluded photos must not use up places among the nearest
        pool = _nearest_by_meaning(meaning, size, _allowed_photos(meaning.index, allowed, question.excluded))
    pool = pool.joined(_score_photos(meaning, restrict(proposed, allowed), pool.items))
    return replace(pool, floor=1.0) if len(by_text) > most else pool


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


def _allowed_photos(index: VectorIndex, allowed: Ids | None, kept_out: Ids) -> Ids | None:
    """Return the allowed photos without the excluded ones; None stands for all photos."""
    if not len(kept_out):
        return allowed
    photos = index.photos() if allowed is None else allowed
    return photos[~np.isin(photos, kept_out)]


def _nearest_by_meaning(meaning: Meaning, top: int, among: Ids | None) -> CandidatePool:
    """Return the best photos by the meaning channel."""
    ranked = rank(meaning.index, meaning.terms, top, among, meaning.yardstick, meaning.without)
    return CandidatePool(ranked.photos, ranked.scores.astype(np.float64), ranked.why, ranked.presence, ranked.floor)


def _score_photos(meaning: Meaning, photos: Ids, known: Ids = _NONE) -> CandidatePool:
    """Return the probabilities of ``photos`` except the ``known`` items, including photos without a vector."""
    photos, index = photos[~np.isin(photos, known)], meaning.index
    if not len(photos):
        return CandidatePool(_NONE, np.zeros(0))
    if not meaning.terms:
        asks = any(one.channel for one in meaning.beside)  # the query has a wanted part
        return CandidatePool(photos, np.full(len(photos), STRONG if asks else _HAS))
    pool = replace(_nearest_by_meaning(meaning, len(index.with_parts(photos)), photos), floor=0.0)
    rest = photos[~np.isin(photos, index.owners.photos_of(pool.items))]
    pool = pool.joined(CandidatePool(rest, np.full(len(rest), UNKNOWN if meaning.has_wanted else STRONG)))
    return pool.some(~np.isin(pool.items, known))


def _prior_odds(query: Query, meaning: Meaning) -> float:
    """Return the log-odds of a photo without evidence, if the query has no words and no examples."""
    if meaning.has_wanted:
        return 0.0
    if any(one.channel for one in meaning.beside) or query.exact:
        return sum(one.prior for one in meaning.beside)
    return _RARE if any(not part.unwanted for part in exact_parts(query)) else prior_without(meaning.exclusions)


def _log_odds(chances: Doubles, photos: Ids, matches: Sequence[TermMatch]) -> Doubles:
    weights = to_odds(chances) + text_evidence(matches, photos)
    # a photo whose text contains every word of the query is a clear match, whatever the picture shows
    whole = coverage(matches, photos) > 1 - 1e-6
    return np.where(whole, np.logaddexp(weights, 0), weights)
