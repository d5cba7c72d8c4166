"""Calibration in libraries of other sizes than those it was fitted to.

Small libraries are subsets of the held-out pools. Larger ones are SYNTHETIC: mixtures of two irrelevant photos of the
pool, with a little noise. They show how the curves drift, not how well a large library is searched.
"""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from lab.starter.starter_judged import Judged
from lab.starter.starter_yardstick import Pool, fit

from photon.index import VectorIndex
from photon.search.answer_summary import ABSENT
from photon.search.ranking import Ranked, Term, rank
from photon.search.score_calibrator import ScoreCalibrator

SIZES = (50, 200, 5_000, 50_000)
_QUERIES = 6  # queries per pool
_MIXED, _NOISE = 0.5, 0.03  # maximum weight of the second photo; standard deviation per component

Ids = npt.NDArray[np.int64]


def report_sizes(pools: list[Pool]) -> None:
    """For each size, print results with and without relevant photos; curves are from the other folds."""
    random = np.random.default_rng(0)
    said: dict[tuple[str, int, bool], list[tuple[bool, bool]]] = defaultdict(list)
    for pool in pools:
        curves = fit([other for other in pools if other.number != pool.number])
        yardstick = ScoreCalibrator(replace(pool.calibration, **curves))
        asked = [pair for pair in zip(pool.queries, pool.terms, strict=True) if pair[0].sort in ("noun", "family")]
        for place in random.permutation(len(asked))[:_QUERIES]:
            query, term = asked[place]
            for size in SIZES:
                for there in (True, False):
                    ranked = _ask(pool, yardstick, (query, term), size, random, there=there)
                    none = ranked.strong == 0 and (ranked.presence or 0.0) < ABSENT
                    said[query.sort, size, there].append((ranked.strong > 0, none))
    for (sort, size, there), answers in sorted(said.items()):
        clearly, none = np.array(answers).mean(axis=0)
        where = "there" if there else "not there"
        print(f"{sort} {where} in {size:,} photos: says clearly {clearly:.2f}, no photo {none:.2f} ({len(answers)})")


def _ask(  # noqa: PLR0913 - one query has that many parts
    pool: Pool,
    yardstick: ScoreCalibrator,
    asked: tuple[Judged, Term],
    size: int,
    random: np.random.Generator,
    *,
    there: bool,
) -> Ranked:
    """Query a library of ``size`` photos without relevant ones, or with as many as a pool of that size would have."""
    query, term = asked
    others = np.flatnonzero(~(query.shows | query.unclear))
    own = random.permutation(others)[:size]
    made = random.choice(others, size - len(own))
    share = random.uniform(0, _MIXED, (len(made), 1))
    mixed = (1 - share) * pool.photos[made] + share * pool.photos[random.choice(others, len(made))]
    mixed += _NOISE * random.normal(size=mixed.shape)
    mixed /= np.linalg.norm(mixed, axis=1, keepdims=True)
    right = np.flatnonzero(query.shows)
    right = right[: max(1, round(len(right) * min(size / len(query.shows), 1)))] if there else right[:0]
    photos = np.concatenate([pool.photos[own], mixed, pool.photos[right]]).astype(np.float32)
    index = VectorIndex.exact(np.arange(len(photos)), photos)
    return rank(index, [_with_evidence(term, own, right, len(made))], 50, yardstick=yardstick)


def _with_evidence(term: Term, own: Ids, right: Ids, made: int) -> Term:
    """Return the term with its evidence renumbered for the synthetic library; synthetic photos have none."""
    evidence = term.evidence
    if not len(evidence.photos):
        return term
    chances = np.concatenate([evidence.chances[own], np.zeros(made, np.float32), evidence.chances[right]])
    return replace(term, evidence=replace(evidence, photos=np.arange(len(chances)), chances=chances))
