"""Search by examples: the nearest photos by meaning are also compared by look; all others follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.examples import ExampleEncoder, own_photos
from photon.app.search.missing_scope import index_for
from photon.domain import Ignored, Query
from photon.domain.arrays import Floats, Ids
from photon.index import VectorIndex
from photon.library import Library
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search.fusion import Fused
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


class ExampleSearch:
    """Finds photos similar to examples; used from reader threads."""

    def __init__(
        self, encoder: EncoderClient, looking: ExampleEncoder, index: Callable[[Library], VectorIndex]
    ) -> None:
        """Create it from its dependencies.

        Args:
            encoder: The encoder that made the vectors.
            looking: Provides the vectors of examples.
            index: Returns the index of a library.
        """
        self._encoder, self._looking, self._index = encoder, looking, index

    def find(
        self, library: Library, query: Query, among: Ids | None, most: int
    ) -> tuple[SimilarPhotos | None, Sequence[Ignored]]:
        """Return the photos similar to all examples (None if none can be read), and the unreadable examples.

        Args:
            library: The library to search.
            query: The query with the examples.
            among: Photo ids int64 (n,) to search in, or None for all.
            most: Maximum number of groups of near-duplicates; 0 to leave photos ungrouped.
        """
        together, ignored = self._looking.together(library, query.likes)
        if together is None:
            return None, ignored
        own = own_photos(library, query.likes)
        index = index_for(library, query, among, self._encoder.id, self._index(library))
        found, products = index.nearest(together.meaning, max(SHORTLIST, query.top + len(own)), among)
        compared = np.union1d(index.owners.photos_of(found), np.array(sorted(own), np.int64))
        products_of = dict(zip(found.tolist(), products.tolist(), strict=True))
        others = found[~np.isin(index.owners.photos_of(found), own)].tolist()
        ids, looks = vectors.looks_of(library, self._encoder.id, others, with_missing=True)
        behind: Mapping[int, tuple[int, ...]] = {}
        items: dict[int, int] = {}
        if not len(ids):
            ranked = Ranked(ids, np.zeros(0, np.float32), 0, ())
        else:
            near = np.array([products_of[item] for item in ids.tolist()], np.float32)
            ranked, items = fold_parts(index, rank_similar(ids, near, looks @ together.look, len(ids)))
            if most:
                rows = {item: row for row, item in enumerate(ids.tolist())}
                looks = looks[[rows[items.get(photo, photo)] for photo in ranked.photos.tolist()]]
                merits, line = partial(photos.merits, library), self._encoder.nearly_same
                ranked, behind = fold_ranked(ranked, looks, most, merits, line)
        fused = replace(Fused.from_channel(ranked), items=items)
        return SimilarPhotos(fused, behind, compared, together.meaning, is_whole=len(found) < SHORTLIST), ignored

    def go_on(self, library: Library, query: Query, similar: SimilarPhotos, among: Ids | None) -> Fused:
        """Return the similar photos, followed by all photos that were not compared, nearest by meaning first."""
        index, fused = index_for(library, query, among, self._encoder.id, self._index(library)), similar.fused
        left = index.labels() if among is None else index.with_parts(among)
        left = left[~np.isin(index.owners.photos_of(left), similar.compared)]
        products = index.products(similar.meaning, left)
        left, products = left[~np.isnan(products)], products[~np.isnan(products)]
        order = np.lexsort((left, -products))
        order = order[index.owners.firsts(left[order])]
        scores = lower_scores(products[order], float(fused.scores[-1]) if len(fused.scores) else 0.0)
        together = np.concatenate([fused.photos, index.owners.photos_of(left[order])])
        return replace(fused, photos=together, scores=np.concatenate([fused.scores, scores]), why=((),) * len(together))
