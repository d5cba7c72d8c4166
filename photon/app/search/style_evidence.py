"""Styles as ranking is asked about them: which photos are in one, or are an example in another one."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.example_encoder import ExampleVectors
from photon.app.search.text_vectors import TextVectorCache
from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.photo.styles import PRIOR, STYLES
from photon.index import VectorIndex
from photon.library import Library
from photon.library.vectors import styles, vectors
from photon.search.evidence_channel import EvidenceChannel, lookup_odds
from photon.search.styles import Candidates, rank_in_style, style_odds

RARE = float(np.log(PRIOR / (1 - PRIOR)))  # log-odds of a style or a concept where nothing is known
_LIKELY = 0.3  # chance of a style from which a photo may be in the answer because of it alone
_CANDIDATES = 1000  # photos of a style that may be in the answer because of it
_SHOWN = 200  # the nearest to a style, where none is of it
_NEAREST = 300  # photos nearest to an example that are looked at as pictures of a style, too


@dataclass(frozen=True, slots=True)
class SearchScope:
    """Where one looks: a library, its vectors, and the photos that may be found, int64 (n,), or None for all."""

    library: Library
    index: VectorIndex
    among: Ids | None


class StyleEvidence:
    """Evidence of styles: measured ones from the library, paintings from the looks of photos."""

    def __init__(self, encoder: EncoderClient, asking: TextVectorCache) -> None:
        """Take the tools."""
        self._encoder, self._asking = encoder, asking

    def evidence_for(self, place: SearchScope, style: str, example: ExampleVectors | None) -> EvidenceChannel:
        """Evidence of a style; with an example also of being that picture, which then is all that is asked."""
        photos, chances = self._candidates(place, style, example)
        order = np.argsort(-chances, kind="stable")
        if place.among is not None:
            order = order[np.isin(photos[order], place.among)]
        count = int((chances >= _LIKELY)[order].sum())
        if example is not None:
            likely = photos[order[: min(count, _CANDIDATES)]]
            return self._of_example(place, example, likely, lookup_odds(photos, chances.astype(np.float64), np.nan))
        likely = photos[order[: min(max(count, _SHOWN), _CANDIDATES)]]
        if style in STYLES:
            return EvidenceChannel(
                "style", likely, RARE, lookup_odds(photos, style_odds(chances).astype(np.float64), 0.0)
            )
        return EvidenceChannel("style", likely, RARE, lambda asked: self._painted_odds(place.library, asked))

    def _of_example(
        self, place: SearchScope, example: ExampleVectors, likely: Ids, chances: Callable[[Ids], Doubles]
    ) -> EvidenceChannel:
        near, _ = place.index.nearest(example.meaning, _NEAREST, place.among)
        ids, looks = self._looks(place.library, np.union1d(likely, near))
        if not len(ids):
            return EvidenceChannel("style", likely, RARE, lookup_odds(ids, np.zeros(0), 0.0))
        meanings = np.nan_to_num(place.index.products(example.meaning, ids))
        candidates = Candidates(chances(ids).astype(np.float32), meanings, looks @ example.look)
        return EvidenceChannel(
            "style", ids, RARE, lookup_odds(ids, rank_in_style(candidates).astype(np.float64), -np.inf)
        )

    def _candidates(self, place: SearchScope, style: str, example: ExampleVectors | None) -> tuple[Ids, Floats]:
        """Photos, ascending, and their chances of a style; of paintings those that may be one by their meaning."""
        if style in STYLES:
            return styles.chances_of(place.library, style)
        asked = [
            self._asking.vectors(place.library, [f"a {style}"])[0],
            *([] if example is None else [example.meaning]),
        ]
        near = [place.index.nearest(vector, _CANDIDATES, place.among)[0] for vector in asked]
        return self._painted(place.library, np.unique(np.concatenate(near)))

    def _painted(self, library: Library, photos: Ids) -> tuple[Ids, Floats]:
        """Those of ascending photos of which it can be told, and their chances to be paintings."""
        ids, looks = self._looks(library, photos)
        chances = self._encoder.paintings(looks) if len(ids) else None
        return (ids[:0], np.zeros(0, np.float32)) if chances is None else (ids, chances)

    def _painted_odds(self, library: Library, photos: Ids) -> Doubles:
        ids, chances = self._painted(library, photos)
        return lookup_odds(ids, style_odds(chances).astype(np.float64), 0.0)(photos)

    def _looks(self, library: Library, photos: Ids) -> tuple[Ids, Floats]:
        """Look vectors of those that have one, in ascending order."""
        ids, looks = vectors.looks_of(library, self._encoder.id, photos.tolist())
        order = np.argsort(ids)
        return ids[order], looks[order]
