"""Checks the colours that a query binds to objects, on the first photos of an answer."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
import numpy.typing as npt

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.search.found_moments import find_pictures, shown_moments
from photon.domain.arrays import Floats
from photon.domain.bounded_cache import BoundedCache
from photon.library import Library
from photon.search.binding import Pairs, binding_odds, find_colour_pairs, pair_sentence, rerank
from photon.search.fusion import Fused
from photon.search.heat import REFERENCE_SENTENCES
from photon.vision.kit.encoder import DamagedPreview

_Seen = tuple[npt.NDArray[np.float16], npt.NDArray[np.float16]]

# Number of photos to check. Captions with two pairs among 1,000 unseen photos, R@10: none .228, 10 .256, 20 .298,
# 40 .318, 200 .318; a map costs 11 ms of a core.
FIRST = 40
_KEPT = 32 << 20  # bytes of cached maps: 500 photos of the starter, some 25 of an encoder with fine maps
_NO_MOMENTS: Mapping[int, float] = {}
_AT_ONCE = 8  # maps requested in parallel: one by one, each would wait for photos that are being indexed


class ColourCheck:
    """Checks answers by the maps of an encoder; used from reader threads."""

    def __init__(self, encoder: EncoderClient) -> None:
        """Create it for an encoder."""
        self._encoder = encoder
        self._seen: BoundedCache[bytes, _Seen] = BoundedCache(_KEPT, lambda seen: seen[0].nbytes + seen[1].nbytes)
        self._everyday: Floats | None = None

    def check(self, library: Library, words: str, fused: Fused, first: int = FIRST) -> Fused:
        """Return the answer with its first photos reordered by the colours found in them.

        The answer is unchanged if the words bind no colour to an object or the encoder has no maps. A photo without a
        preview, or with a damaged one, keeps its score.

        Args:
            library: Where the previews are.
            words: What was asked.
            fused: The answer, with at least ``first`` photos, so that the right ones can move up.
            first: Number of photos to check.
        """
        asked = fused.photos[fused.filename_matches : fused.filename_matches + first]
        moments = shown_moments(library, fused.items, asked) if find_colour_pairs(words) else {}
        measured = self.measure(library, words, asked.tolist(), moments)
        if measured is None:
            return fused
        odds, shares = np.zeros(len(fused.photos), np.float32), np.full(len(fused.photos), np.nan, np.float32)
        checked = slice(fused.filename_matches, fused.filename_matches + len(asked))
        odds[checked], shares[checked] = measured
        return rerank(fused, odds, shares)

    def measure(
        self, library: Library, words: str, asked: Sequence[int], moments: Mapping[int, float] = _NO_MOMENTS
    ) -> tuple[Floats, Floats] | None:
        """Compute how much the colours that the words bind to objects change the log-odds of photos.

        Args:
            library: Where the previews are.
            words: What was asked.
            asked: k photo ids; the photos are compared with each other.
            moments: When in videos the frames are that are looked at, in seconds.

        Returns:
            float32 (k,), log-odds to add; 0 for a photo without a usable preview. And float32 (k,), the smallest share
            of the colours where they are wanted; NaN without a preview. None if the words bind no colour to an object,
            or there are no photos.
        """
        pairs = find_colour_pairs(words)
        if not pairs or not asked:
            return None
        previews = find_pictures(library, asked, moments)
        with ThreadPoolExecutor(_AT_ONCE, "photon-binding") as pool:
            seen = list(pool.map(partial(self._measure_photo, previews), asked))
        rows = [row for row, one in enumerate(seen) if one is not None]
        odds, shares = np.zeros(len(asked), np.float32), np.full(len(asked), np.nan, np.float32)
        if rows:
            odds[rows], shares[rows] = self._odds(pairs, [one for one in seen if one is not None])
        return odds, shares

    def _odds(self, pairs: Pairs, seen: Sequence[_Seen]) -> tuple[Floats, Floats]:
        if self._everyday is None:
            self._everyday = self._encoder.texts(REFERENCE_SENTENCES)
        vectors = self._encoder.texts([pair_sentence(pair) for pair in pairs])
        maps, colours = (np.stack([one[part] for one in seen]).astype(np.float32) for part in (0, 1))
        return binding_odds(maps, colours, pairs, vectors, self._everyday)

    def _measure_photo(self, previews: dict[int, bytes], photo: int) -> _Seen | None:
        """Return a photo's map and colours; None if there is no usable preview."""
        from photon.media.read.colours import colours_of_places  # PIL takes 30 ms, which most searches do not need

        preview = previews.get(photo)
        if preview is None:
            return None
        key = hashlib.blake2b(preview, digest_size=16).digest()
        known = self._seen.get(key)
        if known is not None:
            return known
        try:
            places = self._encoder.map(preview)
            if places is None:
                return None
            colours = colours_of_places(preview, *places.shape[:2])
        except (DamagedPreview, OSError):
            return None
        seen = places.astype(np.float16), colours.astype(np.float16)
        self._seen.store(key, seen)
        return seen
