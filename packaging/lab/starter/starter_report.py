"""Measure the calibration of scores, each pool with curves fitted on the others."""

from collections import defaultdict
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import area_under
from lab.starter.starter_judged import Judged
from lab.starter.starter_yardstick import Pool, fit, kept_of

from photon.index import VectorIndex
from photon.search.answer_summary import ABSENT
from photon.search.ranking import STRONG, Ranked, Term, rank
from photon.search.score_calibrator import ScoreCalibrator

_FEWEST = 10  # minimum hits in a bin whose fraction is printed

Doubles = npt.NDArray[np.float64]
Answers = list[tuple[Ranked, Ranked, Judged]]


def report(pools: list[Pool]) -> None:
    """Print the figures of the card for each kind of query."""
    found: dict[str, Answers] = defaultdict(list)
    cosines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pool in pools:
        curves = fit([other for other in pools if other.number != pool.number])
        yardstick = ScoreCalibrator(replace(pool.calibration, **curves))
        for query, term in zip(pool.queries, pool.terms, strict=True):
            without = ~(query.shows | query.unclear)
            full = _ranked(pool, yardstick, term, np.ones(len(without), bool))
            found[query.sort].append((full, _ranked(pool, yardstick, term, without), query))
            scores = pool.photos @ term.vector
            cosines[query.sort].append((float(scores.max()), float(scores[without].max())))
    _print_things(found.get("thing", []), found.pop("absent", []))
    for sort, answers in found.items():
        print(f"{sort}: {len(answers)} queries")
        _print_recall(answers)
        _print_presence(answers, np.array(cosines[sort]))
        _print_hits(answers)


def _ranked(pool: Pool, yardstick: ScoreCalibrator, term: Term, kept: npt.NDArray[np.bool_]) -> Ranked:
    photos = np.flatnonzero(kept)
    index = VectorIndex.exact(photos, pool.photos[kept])
    return rank(index, [replace(term, evidence=kept_of(term.evidence, kept))], len(photos), yardstick=yardstick)


def _print_things(there: Answers, absent: Answers) -> None:
    """Print figures on everyday things: is the first hit strong if there is one, and only then?"""
    if there and absent:
        present, none = (np.array([full.presence or 0.0 for full, _, _ in some]) for some in (there, absent))
        strong, wrong = (np.mean([full.strong > 0 for full, _, _ in some]) for some in (there, absent))
        scores, truth = np.concatenate([present, none]), np.repeat([True, False], [len(present), len(none)])
        print(f"things there ({len(there)}) or not ({len(absent)}): AUROC {area_under(scores, truth):.3f};")
        print(f"  first hit strong {strong:.2f} / {wrong:.2f}, balanced accuracy {(strong + 1 - wrong) / 2:.3f}")


def _print_recall(answers: Answers) -> None:
    """Print the rank of the right photo, for queries with one relevant photo in the pool."""
    single = [(full.photos, query.shows) for full, _, query in answers if query.shows.sum() == 1]
    if len(single) == len(answers):
        ranks = np.array([int(np.flatnonzero(shows[photos])[0]) + 1 for photos, shows in single])
        shares = "  ".join(f"R@{top} {(ranks <= top).mean():.3f}" for top in (1, 5, 10))
        print(f"  as search ranks: {shares}  median rank {np.median(ranks):.1f}")


def _print_presence(answers: Answers, cosines: Doubles) -> None:
    """Print figures on queries to a pool with relevant photos, and to the same pool without them."""
    pairs = [(full, less) for full, less, _ in answers]
    there = np.array([[one.presence or 0.0 for one in pair] for pair in pairs])
    best = np.array([[float(one.scores[0]) for one in pair] for pair in pairs])
    strong = np.array([[one.strong > 0 for one in pair] for pair in pairs]).mean(axis=0)
    none = ((there < ABSENT) & (best < STRONG)).mean(axis=0)
    balanced = ((there[:, 0] >= STRONG).mean() + (there[:, 1] < STRONG).mean()) / 2
    print(f"  there or not: AUROC {_area(there):.3f}, of the best score {_area(best):.3f}, of the largest cosine")
    print(f"  {_area(cosines):.3f}; balanced accuracy {balanced:.2f}")
    print(
        f"  says clearly {strong[0]:.2f} where it is, {strong[1]:.2f} where not; no photo {none[0]:.2f}, {none[1]:.2f}"
    )


def _area(pairs: Doubles) -> float:
    return area_under(pairs.T.ravel().astype(np.float64), np.repeat([True, False], len(pairs)))


def _print_hits(answers: Answers) -> None:
    """Print how often hits with a given score are right."""
    scores = np.concatenate([full.scores for full, _, _ in answers])
    shows = np.concatenate([query.shows[full.photos] for full, _, query in answers])
    clear = np.concatenate([~query.unclear[full.photos] for full, _, query in answers])
    scores, shows = scores[clear], shows[clear]
    near, strong = np.abs(scores - 0.8) <= 0.05, scores >= STRONG
    tenths = [shows[(scores >= low) & (scores < low + 0.1)] for low in np.arange(0, 1, 0.1)]
    print(f"  hits at .8: {_share(shows[near])}; strong: {_share(shows[strong])}")
    print(f"  of the right ones strong: {_share(strong[shows])}")
    print("  by tenths: " + " ".join(f"{tenth.mean():.2f}" if len(tenth) >= _FEWEST else "-" for tenth in tenths))


def _share(truths: npt.NDArray[np.bool_]) -> str:
    return f"{truths.mean():.2f} of {len(truths)}" if len(truths) else "none"
