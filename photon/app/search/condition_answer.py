"""The answer to conditions alone: all photos that meet them, in the order of an album or newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from photon.app.search.album_answers import in_album_order
from photon.app.search.answer_building import AnswerBuilder
from photon.app.search.query_translation import QueryTranslation
from photon.app.search.search_scope import SearchScope, conditions_of
from photon.domain import Answer, Ignored, PhotonError, Query
from photon.domain.arrays import Ids
from photon.domain.query.filter_kinds.states import asks_for_missing
from photon.language import tr
from photon.library.photos import photos
from photon.library.searches.filters import FindSmart
from photon.search.answer_summary import summarize_filter_matches
from photon.search.fusion import Fused

EMPTY = PhotonError(tr("The search is empty."), tr("Type what you are looking for, for example: a dog on the beach"))
_NONE: Ids = np.zeros(0, np.int64)


class ConditionAnswer:
    """Answers queries without words and examples; used from reader threads."""

    def __init__(self, builder: AnswerBuilder, find_smart: FindSmart) -> None:
        """Take what builds answers, and what finds the photos of a smart album."""
        self._builder, self._find_smart = builder, find_smart

    def page(self, scope: SearchScope, query: Query) -> Answer:
        """Return the first photos."""
        fused = self.list_photos(scope, query, query.top)
        answer = self._builder.build(scope.library, QueryTranslation(query, query), fused)
        answer = replace(answer, is_whole=fused.confident_total <= query.top)
        if not fused.confident_total:
            return answer
        return replace(answer, sentence=summarize_filter_matches(fused.confident_total))

    def page_without(self, scope: SearchScope, query: Query, ignored: Sequence[Ignored]) -> Answer:
        """Return the first photos for a query none of whose other parts can be used.

        Raises:
            PhotonError: It has no conditions.
        """
        if scope.among is None or not conditions_of(query):
            raise PhotonError(ignored[0].message, ignored[0].hint) if ignored else EMPTY
        return replace(self.page(scope, query), ignored=tuple(ignored))

    def everything(self, scope: SearchScope, query: Query) -> tuple[Fused, Mapping[int, tuple[int, ...]]]:
        """Return all photos; none is folded behind another."""
        return self.list_photos(scope, query, None), {}

    def good(self, scope: SearchScope, query: Query) -> tuple[Ids, Sequence[Ignored]]:
        """Return all photos; every part can be used."""
        return self.list_photos(scope, query, None).photos, ()

    def list_photos(self, scope: SearchScope, query: Query, top: int | None) -> Fused:
        """Return the first ``top`` photos, or all, as an answer with equal scores."""
        with_missing = asks_for_missing(query.parts)
        ids = None if with_missing else in_album_order(scope.library, query, self._find_smart)
        if ids is None:
            ids = np.array(photos.in_order(scope.library, "newest", with_missing=with_missing), np.int64)
        ids = ids[np.isin(ids, _NONE if scope.among is None else scope.among)]
        shown = ids[:top]
        return Fused(shown, np.ones(len(shown), np.float32), len(shown), (("filter",),) * len(shown), len(ids))
