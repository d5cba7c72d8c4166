"""The answer to examples: the nearest photos by meaning are also compared by look; all others follow."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from photon.app.search.condition_answer import ConditionAnswer
from photon.app.search.examples import ExampleEncoder, own_photos
from photon.app.search.query_translation import QueryTranslation
from photon.app.search.search_scope import SearchScope, WholeAnswer
from photon.domain import Answer, Ignored, Query
from photon.domain.arrays import Floats, Ids
from photon.index.item_scores import ItemScores
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search.evidence.region_evidence import region_products
from photon.search.fusion import Fused, limit_hits
from photon.search.near_duplicates import fold_ranked, lower_scores, rank_similar
from photon.search.ranking import Ranked, fold_parts

SHORTLIST = 1000


@dataclass(frozen=True, slots=True)
class SimilarPhotos:
    """Photos similar to some examples.

    Attributes:
        fused: Photos compared by meaning and look, best first.
        behind: Near-duplicates by the photo that they are folded behind, best first.
        compared: int64 (m,), all photos that were compared for ``fused``, and the examples themselves.
        meaning: float32 (d,), unit length, joint embedding of all examples.
        is_whole: Whether all photos were compared.
    """

    fused: Fused
    behind: Mapping[int, tuple[int, ...]]
    compared: Ids
    meaning: Floats
    is_whole: bool


class ExampleAnswer:
    """Answers queries that have only examples beside conditions; used from reader threads."""

    def __init__(self, conditions: ConditionAnswer, looking: ExampleEncoder) -> None:
        """Take what answers if no example can be read, and what provides vectors of examples."""
        self._conditions, self._looking = conditions, looking

    def page(self, scope: SearchScope, query: Query) -> Answer:
        """Return the best photos, without the examples themselves.

        Raises:
            PhotonError: None of the examples is readable, and there are no conditions.
        """
        similar, ignored = self._find(scope, query, query.top if scope.folds else 0)
        if similar is None:
            return self._conditions.page_without(scope, query, ignored)
        read = QueryTranslation(query, query)
        answer = self._conditions.build(scope.library, read, limit_hits(similar.fused, query.top))
        hits = tuple(replace(hit, alike=similar.behind.get(hit.photo, ())) for hit in answer.hits)
        is_whole = answer.is_whole and similar.is_whole
        is_counted = is_whole or similar.fused.strong < len(similar.fused.photos)
        return replace(answer, hits=hits, ignored=tuple(ignored), is_whole=is_whole, is_counted=is_counted)

    def find_all(self, scope: SearchScope, query: Query) -> WholeAnswer:
        """Return all photos, best first; if only clear ones are asked for, those that were compared by look, too."""
        similar, ignored = self._find(scope, query, SHORTLIST if scope.folds else 0)
        if similar is None:
            return replace(self._conditions.find_all(scope, query), ignored=ignored)
        fused = similar.fused if scope.is_clear else self._go_on(scope, query, similar)
        return WholeAnswer(fused, similar.behind, ignored)

    def _find(self, scope: SearchScope, query: Query, most: int) -> tuple[SimilarPhotos | None, Sequence[Ignored]]:
        """Return the photos similar to all examples (None if none can be read), and the unreadable examples.

        Args:
            scope: Where to look.
            query: The query with the examples.
            most: Maximum number of groups of near-duplicates; 0 to leave photos ungrouped.
        """
        together, ignored = self._looking.together(scope.library, query.likes)
        if together is None:
            return None, ignored
        own = own_photos(scope.library, query.likes)
        index = self._conditions.vectors_for(scope, query)
        found, products = index.nearest(together.meaning, max(SHORTLIST, query.top + len(own)), scope.among)
        in_parts = self._nearest_regions(scope, query, together.meaning)
        products_of = dict.fromkeys(in_parts, -1.0) | dict(zip(found.tolist(), products.tolist(), strict=True))
        found = np.array(list(products_of), np.int64)
        compared = np.union1d(index.owners.photos_of(found), np.array(sorted(own), np.int64))
        others = found[~np.isin(index.owners.photos_of(found), own)].tolist()
        ids, looks = vectors.looks_of(scope.library, self._conditions.encoder.id, others, with_missing=True)
        behind: Mapping[int, tuple[int, ...]] = {}
        items = ItemScores()
        if not len(ids):
            ranked = Ranked(ids, np.zeros(0, np.float32), 0, ())
        else:
            near = np.array([products_of[item] for item in ids.tolist()], np.float32)
            parts = np.array([in_parts.get(item, -1.0) for item in ids.tolist()], np.float32)
            near, alike = np.maximum(near, parts), np.maximum(looks @ together.look, parts)
            ranked, items = fold_parts(index, rank_similar(ids, near, alike, len(ids)))
            if most:
                rows = {item: row for row, item in enumerate(ids.tolist())}
                best = items.find_best(ranked.photos)
                looks = looks[[rows[next(iter(best.get(one, (one,))))] for one in ranked.photos.tolist()]]
                merits, line = partial(photos.merits, scope.library), self._conditions.encoder.nearly_same
                ranked, behind = fold_ranked(ranked, looks, most, merits, line)
        fused = replace(Fused.from_channel(ranked), items=items)
        return SimilarPhotos(fused, behind, compared, together.meaning, is_whole=len(found) < SHORTLIST), ignored

    def _nearest_regions(self, scope: SearchScope, query: Query, meaning: Floats) -> dict[int, float]:
        """Return how near the best region of photos is to a part that a person drew, for the nearest 1,000 photos."""
        if not any(like.region for like in query.likes):
            return {}
        photos, products = region_products(scope.library, self._conditions.encoder.id, meaning[None])
        best = products[0].max(axis=1)
        order = np.argsort(-best, kind="stable")
        if scope.among is not None:
            order = order[np.isin(photos[order], scope.among)]
        return dict(zip(photos[order[:SHORTLIST]].tolist(), best[order[:SHORTLIST]].tolist(), strict=True))

    def _go_on(self, scope: SearchScope, query: Query, similar: SimilarPhotos) -> Fused:
        """Return the similar photos, followed by all photos that were not compared, nearest by meaning first."""
        index, fused = self._conditions.vectors_for(scope, query), similar.fused
        left = index.labels() if scope.among is None else index.with_parts(scope.among)
        left = left[~np.isin(index.owners.photos_of(left), similar.compared)]
        products = index.products(similar.meaning, left)
        left, products = left[~np.isnan(products)], products[~np.isnan(products)]
        order = np.lexsort((left, -products))
        order = order[index.owners.firsts(left[order])]
        scores = lower_scores(products[order], float(fused.scores[-1]) if len(fused.scores) else 0.0)
        together = np.concatenate([fused.photos, index.owners.photos_of(left[order])])
        return replace(fused, photos=together, scores=np.concatenate([fused.scores, scores]), why=((),) * len(together))
