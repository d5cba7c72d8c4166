"""Evidence for the style of photos: measured styles, paintings by their look, and examples in a style."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.photo.styles import PRIOR, STYLES
from photon.index import VectorIndex
from photon.library import Library
from photon.library.vectors import styles, vectors
from photon.quick_dataclass import dataclass
from photon.search.evidence.caption_evidence import RankingEncoder
from photon.search.evidence_channel import EvidenceChannel, lookup_odds
from photon.search.style_ranking import Candidates, rank_in_style, style_odds, tone_odds

EncodeTexts = Callable[[Library, Sequence[str]], Floats]
RARE = float(np.log(PRIOR / (1 - PRIOR)))  # log-odds of a style or a concept without data
_LIKELY = 0.3  # probability of a style from which a photo may be in the answer because of the style alone
_CANDIDATES = 1000  # photos of a style that are proposed for the answer
_SHOWN = 200  # the nearest photos to a style, if none is in it
_NEAREST = 300  # photos nearest to an example that are also considered as pictures of a style


@dataclass(frozen=True, slots=True)
class RankingPlace:
    """Where photos are ranked: a library, its vectors, and the photos allowed, int64 (n,), or None for all."""

    library: Library
    index: VectorIndex
    among: Ids | None


class ExampleVectors(NamedTuple):
    """Vectors of an example, or the mean of several, unit length: meaning float32 (d,), look float32 (e,)."""

    meaning: Floats
    look: Floats


class StyleEvidence:
    """Evidence for styles: measured ones from the library, paintings from the look of photos."""

    def __init__(self, encoder: RankingEncoder, encode: EncodeTexts) -> None:
        """Take the encoder that made the vectors, and what returns those of texts, float32 (n, d)."""
        self._encoder, self._encode = encoder, encode

    def evidence_for(self, place: RankingPlace, style: str, example: ExampleVectors | None) -> EvidenceChannel:
        """Return the evidence for a style; with an example, also for showing the same, which is the whole query."""
        photos, chances = self._candidates(place, style, example)
        order = np.argsort(-chances, kind="stable")
        if place.among is not None:
            order = order[np.isin(place.index.owners.photos_of(photos[order]), place.among)]
        count = int((chances >= _LIKELY)[order].sum())
        if example is not None:
            likely = photos[order[: min(count, _CANDIDATES)]]
            known = lookup_odds(photos, chances.astype(np.float64), np.nan)
            return self._of_example(place, example, likely, _of_whole(place, known) if style in STYLES else known)
        likely = photos[order[: min(max(count, _SHOWN), _CANDIDATES)]]
        if style in STYLES:
            odds = lookup_odds(photos, style_odds(chances).astype(np.float64), 0.0)
            return EvidenceChannel("style", likely, RARE, _of_whole(place, odds))
        return EvidenceChannel("style", likely, RARE, lambda asked: self._painted_odds(place.library, asked))

    def like_tones(self, place: RankingPlace, tones: Floats) -> EvidenceChannel:
        """Return the evidence for the style of examples, given their mean tones, float32 (t,)."""
        photos, known = styles.all_tones(place.library)
        odds = tone_odds(known, tones) if len(photos) else np.zeros(0)
        order = np.argsort(-odds, kind="stable")
        if place.among is not None:
            order = order[np.isin(photos[order], place.among)]
        nearest, of_whole = photos[order[:_CANDIDATES]], _of_whole(place, lookup_odds(photos, odds, 0.0))
        return EvidenceChannel("style", nearest, RARE, of_whole)

    def _of_example(
        self, place: RankingPlace, example: ExampleVectors, likely: Ids, chances: Callable[[Ids], Doubles]
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

    def _candidates(self, place: RankingPlace, style: str, example: ExampleVectors | None) -> tuple[Ids, Floats]:
        """Return photos, ascending, and their probabilities of a style; for paintings, candidates by meaning."""
        if style in STYLES:
            return styles.chances_of(place.library, style)
        asked = [
            self._encode(place.library, [f"a {style}"])[0],
            *([] if example is None else [example.meaning]),
        ]
        near = [place.index.nearest(vector, _CANDIDATES, place.among)[0] for vector in asked]
        return self._painted(place.library, np.unique(np.concatenate(near)))

    def _painted(self, library: Library, photos: Ids) -> tuple[Ids, Floats]:
        """Return the photos that can be judged, of ascending ones, and their probabilities of being paintings."""
        ids, looks = self._looks(library, photos)
        chances = self._encoder.paintings(looks) if len(ids) else None
        return (ids[:0], np.zeros(0, np.float32)) if chances is None else (ids, chances)

    def _painted_odds(self, library: Library, photos: Ids) -> Doubles:
        ids, chances = self._painted(library, photos)
        return lookup_odds(ids, style_odds(chances).astype(np.float64), 0.0)(photos)

    def _looks(self, library: Library, photos: Ids) -> tuple[Ids, Floats]:
        """Return the look vectors of those photos that have one, in ascending order."""
        ids, looks = vectors.looks_of(library, self._encoder.id, photos.tolist())
        order = np.argsort(ids)
        return ids[order], looks[order]


def _of_whole(place: RankingPlace, odds: Callable[[Ids], Doubles]) -> Callable[[Ids], Doubles]:
    """Return a function of items from one of photos: a part has what was measured on its photo."""
    return lambda items: odds(place.index.owners.photos_of(items))
