"""Fits and measures what scores are worth: does the library show it at all, and does this photo?"""

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from starter_calibration import area_under
from starter_figures import Fold, Trials
from starter_judged import Judged, described_queries, named_queries

from photon.index import VectorIndex
from photon.search.ranking import STRONG, Ranked, Term, rank
from photon.search.yardstick import NO_EVIDENCE, Evidence, Yardstick, how_many
from photon.vision.adapter import Adapter
from photon.vision.calibration import Calibration
from photon.vision.kinds import KindNames
from photon.vision.starter import LEAST_CHANCE, MOST_KINDS, as_sentence, is_sentence

FloatArray = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

_CENTRES, _TEXTS, _ROUNDS = 256, 8_000, 8
_WEIGHTS = {"noun": 4.0, "mention": 0.5, "caption": 0.3, "family": 1.0, "class": 0.2}  # of one query
# Weight of presence in a photo's odds before they are scaled anew. Fitted freely it is .2, and then the best score
# says little of whether there is anything to find (AUROC of nouns .59); at 2 it is .69 and the scores stay right.
_THERE = 2.0
# Photos of pools without the thing weigh less: a person seldom asks for what is not there.
_ABSENT = 0.15
_HIT_WEIGHTS = {**_WEIGHTS, "mention": 0.1}


def everyday(adapter: Adapter, trials: Trials, photos: npt.NDArray[np.int64]) -> Calibration:
    """The vectors of a calibration, from described photos that the adapter was trained on; curves are left at zero."""
    material = trials.material
    captions = material.captions[np.isin(material.captioned.owner, photos)]
    texts = adapter.join_texts(np.concatenate([captions, material.sentence_vectors[::4]]))
    random = np.random.default_rng(0)
    texts = texts[random.permutation(len(texts))[:_TEXTS]]
    centres = texts[:_CENTRES].copy()
    for _ in range(_ROUNDS):  # spherical k-means (Dhillon and Modha 2001)
        nearest = (texts @ centres.T).argmax(axis=1)
        for centre in np.unique(nearest):
            centres[centre] = texts[nearest == centre].mean(axis=0)
        centres /= np.linalg.norm(centres, axis=1, keepdims=True)
    bank = adapter.join_images(material.photos[0, photos])
    return Calibration(bank, centres, np.zeros(4, np.float32), np.zeros(6, np.float32))


@dataclass
class Pool:
    """Photos that an adapter has not seen, and queries about them.

    Attributes:
        number: Of the fold.
        calibration: Of the adapter, made of what it was trained on.
        photos: float32 [n, d].
        queries: With their truth.
        terms: As search would rank them.
    """

    number: int
    calibration: Calibration
    photos: FloatArray
    queries: list[Judged]
    terms: list[Term]


def make_pools(trials: Trials, described: list[Fold], named: list[Fold], names: KindNames, head: FloatArray) -> list[Pool]:
    """A pool for each fold; ``head`` is the tower's classifier, float32 [1281, kinds]."""
    first = len(trials.material.captioned.files)
    everyone = np.arange(first)
    pools = []
    for number, fold in enumerate(described):
        seen = np.setdiff1d(everyone, fold.held)
        pools.append(_pool(trials, number, fold, fold.held, seen, described_queries(trials, fold), names, head))
    for number, fold in enumerate(named):
        pools.append(_pool(trials, number, fold, fold.held + first, everyone, named_queries(trials, fold), names, head))
    return pools


def _pool(trials, number, fold, rows, seen, queries, names, head) -> Pool:  # noqa: ANN001, PLR0913
    pooled = trials.material.photos[0, rows]
    scores = pooled @ head[:-1] + head[-1]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    least = np.sort(chances, axis=1)[:, -MOST_KINDS][:, None]
    chances = np.where((chances >= least) & (chances >= LEAST_CHANCE), chances, 0)
    texts = fold.adapter.join_texts(trials.material.texts([as_sentence(query.text) for query in queries]))
    terms = []
    for query, vector in zip(queries, texts, strict=True):
        named = names.find(query.text)
        evidence = NO_EVIDENCE
        if named:
            evidence = Evidence(
                np.arange(len(rows)), chances[:, list(named.kinds)].sum(axis=1).astype(np.float32), named.coverage
            )
        terms.append(Term(vector, sentence=is_sentence(query.text), evidence=evidence))
    photos = fold.adapter.join_images(pooled)
    return Pool(number, everyday(fold.adapter, trials, seen), photos, queries, terms)


@dataclass(frozen=True)
class Measured:
    """What the curves are fitted to, for one query over some photos of a pool.

    Attributes:
        above, coverage, best: See Yardstick.
        z, evidence: float [n] of the photos.
        shows: bool [n].
        clear: bool [n].
        weight, hit_weight: Of the query, for the two curves.
    """

    above: float
    coverage: float
    best: float
    z: Doubles
    evidence: Doubles
    sentence: float
    shows: Truth
    clear: Truth
    weight: float
    hit_weight: float


def _measure(pool: Pool, yardstick: Yardstick, query: Judged, term: Term, kept: Truth) -> Measured:
    photos = pool.photos[kept]
    scale = yardstick.scale(photos, term.vector, sentence=term.sentence)
    scores = photos @ term.vector
    if term.sentence:
        scores = yardstick.corrected(photos, scores)
    evidence = _kept(term.evidence, kept)
    above = yardstick.above(scale, np.sort(scores)[-how_many(len(photos)) :], len(photos))
    return Measured(
        above,
        evidence.coverage,
        evidence.best,
        ((scores - scale.middle) / scale.spread).astype(np.float64),
        evidence.of(np.flatnonzero(kept)).astype(np.float64),
        float(term.sentence),
        query.shows[kept],
        ~query.unclear[kept],
        _WEIGHTS[query.sort],
        _HIT_WEIGHTS[query.sort],
    )


def _kept(evidence: Evidence, kept: Truth) -> Evidence:
    if not len(evidence.photos):
        return evidence
    return replace(evidence, photos=evidence.photos[kept], chances=evidence.chances[kept])


def fit(pools: list[Pool]) -> tuple[FloatArray, FloatArray]:
    """The two curves: presence from pools with and without what is asked, hits from the single photos."""
    present, absent = [], []
    for pool in pools:
        yardstick = Yardstick(pool.calibration)
        for query, term in zip(pool.queries, pool.terms, strict=True):
            present.append(_measure(pool, yardstick, query, term, np.ones(len(pool.photos), bool)))
            absent.append(_measure(pool, yardstick, query, term, ~(query.shows | query.unclear)))
    both = present + absent
    there = np.repeat([1.0, 0.0], len(present))
    weight = np.array([one.weight for one in both])
    ones = np.ones(len(both))
    by_meaning = np.stack([ones, [one.above for one in both]], axis=1)
    first = logistic(by_meaning, there, weight)
    by_kinds = np.array([[one.coverage, one.coverage * one.best] for one in both])
    second = logistic(by_kinds, there, weight, by_meaning @ first)
    presence = np.concatenate([first, second])
    odds = by_meaning @ first + by_kinds @ second
    return presence.astype(np.float32), _fit_hits(both, odds, len(present))


def _fit_hits(both: list[Measured], odds: Doubles, present: int) -> FloatArray:
    rows, truths, weights = [], [], []
    random = np.random.default_rng(0)
    for place, one in enumerate(both):
        # most photos of a pool show something else: a tenth of them stands for all
        chosen = one.clear & (one.shows | (random.random(len(one.shows)) < 0.1))
        shows = one.shows[chosen]
        columns = [np.ones(len(shows)), one.z[chosen], np.full(len(shows), odds[place])]
        columns += [np.full(len(shows), one.coverage), one.coverage * one.evidence[chosen]]
        columns += [np.full(len(shows), one.sentence)]
        rows.append(np.stack(columns, axis=1))
        truths.append(shows.astype(float))
        weights.append(one.hit_weight * (1.0 if place < present else _ABSENT) * np.where(shows, 1.0, 10.0))
    design, truth, weight = np.concatenate(rows), np.concatenate(truths), np.concatenate(weights)
    own = [0, 1, 3, 4, 5]
    curve = logistic(design[:, own], truth, weight)
    raw = design[:, own] @ curve + _THERE * design[:, 2]
    shift, stretch = logistic(np.stack([np.ones(len(raw)), raw], axis=1), truth, weight)
    start, height, bare, seen, sentence = curve * stretch
    return np.array([start + shift, height, _THERE * stretch, bare, seen, sentence], np.float32)


def logistic(design: Doubles, truth: Doubles, weight: Doubles, offset: Doubles | float = 0.0) -> Doubles:
    """Weights of a logistic regression, by Newton's method with a little shrinking."""
    weights = np.zeros(design.shape[1])
    for _ in range(60):
        chance = 1 / (1 + np.exp(-np.clip(design @ weights + offset, -30, 30)))
        slope = design.T @ (weight * (truth - chance)) - weights
        bend = (design * (weight * chance * (1 - chance))[:, None]).T @ design + np.eye(len(weights))
        weights = weights + np.clip(np.linalg.solve(bend, slope), -3, 3)
    return weights


def report(pools: list[Pool]) -> None:
    """Print the figures; the curves that judge a pool were fitted on the other folds."""
    found: dict[str, list[tuple[Ranked, Ranked, Judged]]] = defaultdict(list)
    cosines: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for pool in pools:
        presence, hit = fit([other for other in pools if other.number != pool.number])
        yardstick = Yardstick(replace(pool.calibration, presence=presence, hit=hit))
        for query, term in zip(pool.queries, pool.terms, strict=True):
            kept = ~(query.shows | query.unclear)
            full = _ranked(pool, yardstick, term, np.ones(len(kept), bool))
            found[query.sort].append((full, _ranked(pool, yardstick, term, kept), query))
            scores = pool.photos @ term.vector
            cosines[query.sort].append((float(scores.max()), float(scores[kept].max())))
    for sort, answers in found.items():
        _print_presence(sort, answers, cosines[sort])
        _print_hits(sort, answers)


def _ranked(pool: Pool, yardstick: Yardstick, term: Term, kept: Truth) -> Ranked:
    ids = np.flatnonzero(kept)
    index = VectorIndex.exact(ids, pool.photos[kept])
    return rank(index, [replace(term, evidence=_kept(term.evidence, kept))], len(ids), yardstick=yardstick)


def _print_presence(sort: str, answers: list[tuple[Ranked, Ranked, Judged]], cosines: list[tuple[float, float]]) -> None:
    there = np.array([[full.presence or 0, red.presence or 0] for full, red, _ in answers])
    best = np.array([[full.scores[0], red.scores[0]] for full, red, _ in answers])
    strong = np.array([[full.strong > 0, red.strong > 0] for full, red, _ in answers])
    none = np.array([[full.strong == 0 and full.presence < 0.3, red.strong == 0 and red.presence < 0.3] for full, red, _ in answers])  # type: ignore[operator]  # noqa: E501
    balanced = ((there[:, 0] >= 0.5).mean() + (there[:, 1] < 0.5).mean()) / 2
    print(
        f"{sort:8} {len(answers):5} queries, there or not: AUROC {_area(there):.3f}, of the best score {_area(best):.3f}, "
        f"largest cosine {_area(np.array(cosines)):.3f}; balanced accuracy {balanced:.2f}; "
        f"says clearly {strong[:, 0].mean():.2f} / {strong[:, 1].mean():.2f}, no photo {none[:, 0].mean():.2f} / {none[:, 1].mean():.2f}",
        flush=True,
    )


def _area(pairs: Doubles) -> float:
    return area_under(pairs.T.ravel().astype(np.float64), np.repeat([True, False], len(pairs)))


def _print_hits(sort: str, answers: list[tuple[Ranked, Ranked, Judged]]) -> None:
    scores = np.concatenate([full.scores for full, _, _ in answers])
    shows = np.concatenate([query.shows[full.photos] for full, _, query in answers])
    clear = np.concatenate([~query.unclear[full.photos] for full, _, query in answers])
    scores, shows = scores[clear], shows[clear]
    near, strong = np.abs(scores - 0.8) <= 0.05, scores >= STRONG
    tenths = " ".join(
        f"{shows[(scores >= low) & (scores < low + 0.1)].mean():.2f}" if ((scores >= low) & (scores < low + 0.1)).sum() > 9 else "-"
        for low in np.arange(0, 1, 0.1)
    )
    print(
        f"         hits at .8: {shows[near].mean() if near.any() else 0:.2f} right of {near.sum()}; strong: "
        f"{shows[strong].mean() if strong.any() else 0:.2f} right of {strong.sum()}, {shows[strong].sum() / shows.sum():.2f} of all; by tenths {tenths}"
    )
