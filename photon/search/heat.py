"""Heat maps: where a photo matches a query.

The starter's last layer before pooling describes each of 9 x 9 places. Everything after it is affine, so the products
of the places with a text vector average exactly to the photo's own product. This is a class activation map (Zhou et
al., "Learning Deep Features for Discriminative Localization", CVPR 2016) for arbitrary text, as MaskCLIP (Zhou et al.,
"Extract Free Dense Labels from CLIP", ECCV 2022) derives it from CLIP.

With the starter, places also compete with the other things in the photo, and what people would name at each place
counts, too (``Surroundings``).
"""

from collections.abc import Sequence

import numpy as np

from photon.domain.arrays import Floats, Ids, Truth
from photon.quick_dataclass import dataclass

# Common things of all kinds, each named once.
_LINES = """
person man woman child face crowd dog cat bird horse animal insect fish flower tree grass forest mountain sky cloud sea
beach river snow street road house building room kitchen table chair bed food fruit cake cup bottle book toy ball car
bus train boat aeroplane bicycle tool machine phone computer clothes shoes hat wall floor window sign water rock sand
light
"""
EVERYDAY_THINGS = tuple(f"a {word}" for word in _LINES.split())
"""Common things of all kinds, as texts for an encoder."""
REFERENCE_SENTENCES = tuple(f"there is {thing}" for thing in EVERYDAY_THINGS)
"""Reference sentences, each of which fits some photos; what a place has in common with all of them is not evidence."""

WINDOWS = tuple((left, top, left + 0.6, top + 0.6) for top in (0.0, 0.4) for left in (0.0, 0.4))
"""Overlapping crops of a photo (left, top, right, bottom as shares of its sides) that are encoded at higher detail."""

_SMOOTH = 0.1  # standard deviation of the smoothing, as a share of the photo's side
# Chosen on collages, on photos inside of photos and on faces (``lab.quality.heat_table``); from .3 to .5 for the others
# and from .3 to 1 for names, the figures are about the same.
_FINE, _OTHERS, _NAMED = 0.07, 0.4, 0.6
_HOTTEST = 0.6  # share of a map's height over its median at which the hottest area ends; chosen on insets and faces
_SELDOM = 0.002  # smallest share of people
_FLAT = 1e-3  # standard deviation of a map below which it is rounding errors
_FULL = 3.0  # z-score from which the hottest place has full heat
# Linear map from the z-score among reference sentences to the z-score in a library, fitted by least squares over photos
# and names that the adapter had not seen (r = .87). It separates right from wrong as well as the library's z-score
# (AUROC .834 against .833); the maximum of both is slightly better (.842), because what many photos of a library show
# still stands out among sentences.
_ALONE, _ALONE_SHIFT = 0.92, -0.91


def estimate_z_score(everyday: Floats, words: Floats, photo: Floats) -> float:
    """Estimate the z-score that a library would give a photo for some words, from reference sentences alone.

    Args:
        everyday: float32 (n, d), unit length, embeddings of reference sentences.
        words: float32 (d,), unit length, embedding of the words.
        photo: float32 (d,), unit length, embedding of the photo.

    Returns:
        The estimated z-score.
    """
    usual = everyday @ photo
    return _ALONE * float((words @ photo - usual.mean()) / max(float(usual.std()), 1e-6)) + _ALONE_SHIFT


def join_windows(maps: Sequence[Floats]) -> Floats:
    """Merge the dense maps of WINDOWS into one; overlapping places are averaged.

    Args:
        maps: float32 (rows, columns, d) for each window.

    Returns:
        float32 (rows / 0.6, columns / 0.6, d); for 9 x 9 places 15 x 15, a grid that fits the windows exactly.
    """
    rows, columns, _ = maps[0].shape
    height, width = round(rows / 0.6), round(columns / 0.6)
    total = np.zeros((height, width, maps[0].shape[2]), np.float32)
    count = np.zeros((height, width, 1), np.float32)
    for (left, top, right, bottom), places in zip(WINDOWS, maps, strict=True):
        row, rows_there = _places_between(top, bottom, height, rows)
        column, columns_there = _places_between(left, right, width, columns)
        total[np.ix_(row, column)] += places[np.ix_(rows_there, columns_there)]
        count[np.ix_(row, column)] += 1
    return np.asarray(total / count, np.float32)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known about a photo and its places.

    Attributes:
        others: float32 (d,), mean embedding of other things that the photo seems to show; zeros without any.
        shares: float32 (rows, columns), 0..1, of people who would name what is searched at each place; None if unknown.
    """

    others: Floats
    shares: Floats | None = None


def contrast(places: Floats, words: Floats, everyday: Floats, around: Surroundings | None = None) -> Floats:
    """Compute how much more each place agrees with the words than with reference sentences, and with other things.

    Args:
        places: float32 (rows, columns, d), dense map, not normalised.
        words: float32 (d,), unit length.
        everyday: float32 (n, d), unit length, embeddings of reference sentences.
        around: What else is known.

    Returns:
        float32 (rows, columns), smoothed.
    """
    product = places @ (words - everyday.mean(axis=0))
    if around is None:
        return blur_map(product)
    product = blur_map(product - np.float32(_OTHERS) * (places @ around.others), _FINE)
    if around.shares is None:
        return product
    held = np.clip(around.shares, _SELDOM, 1 - _SELDOM)
    named = blur_map(np.log(held / (1 - held)), _FINE)
    return np.asarray(_standardised(product) + np.float32(_NAMED) * _standardised(named), np.float32)


def peak_place(contrasts: Floats) -> tuple[float, float]:
    """Find the middle of the hottest area: of the places around the highest one that are almost as high.

    The highest place itself is often at the border of what is asked for, where it meets other things.

    Args:
        contrasts: float32 (rows, columns).

    Returns:
        Right and down, as shares 0..1 of the photo.
    """
    ground = float(np.median(contrasts))
    level = ground + _HOTTEST * (float(contrasts.max()) - ground)
    area = _area_around(int(contrasts.argmax()), contrasts >= level)
    weights = np.where(area, np.maximum(contrasts - level, _FLAT), 0)
    rows, columns = (np.arange(count) + 0.5 for count in contrasts.shape)
    total = float(weights.sum())
    right = float(weights.sum(axis=0) @ columns) / total / contrasts.shape[1]
    return right, float(weights.sum(axis=1) @ rows) / total / contrasts.shape[0]


def _area_around(place: int, inside: Truth) -> Truth:
    """Return the places, bool (rows, columns), that are connected with one, given by its index, side by side."""
    area = np.zeros_like(inside)
    area.flat[place] = True
    while True:
        grown = area.copy()
        grown[1:] |= area[:-1]
        grown[:-1] |= area[1:]
        grown[:, 1:] |= area[:, :-1]
        grown[:, :-1] |= area[:, 1:]
        grown &= inside
        if (grown == area).all():
            return area
        area = grown


def blur_map(values: Floats, width: float = _SMOOTH) -> Floats:
    """Smooth a map with a Gaussian, because single places are noisy.

    Args:
        values: float32 (rows, columns).
        width: Standard deviation, as a share of the side.

    Returns:
        float32 (rows, columns).
    """
    rows, columns = (_gaussian_weights(count, width) for count in values.shape)
    return np.asarray(rows @ values @ columns.T, np.float32)


def heat_values(contrasts: Floats, standing: float) -> Floats:
    """Scale a contrast map to heat values for display.

    The location comes from the contrast, from its median (no heat) to its maximum. The peak depends on the z-score of
    the whole photo, so that things the photo does not show do not light up. On photos and names not seen in training,
    the median peak was .53 if the photo shows the thing and .04 if not; nine out of ten of the latter stayed below .42.

    Args:
        contrasts: float32 (rows, columns), result of ``contrast``.
        standing: z-score of the photo for the words.

    Returns:
        float32 (rows, columns), 0..1.
    """
    ground = np.median(contrasts)
    height = max(float(contrasts.max() - ground), 1e-6)
    peak = np.clip(standing / _FULL, 0, 1)
    return np.asarray(peak * np.clip((contrasts - ground) / height, 0, 1), np.float32)


def _places_between(start: float, end: float, count: int, inside: int) -> tuple[Ids, Ids]:
    """Return indices of ``count`` places with centres between two shares, and of matching ``inside`` places."""
    middle = (np.arange(count) + 0.5) / count
    within = np.flatnonzero((middle > start) & (middle < end))
    there = ((middle[within] - start) / (end - start) * inside).astype(np.int64)
    return within, np.minimum(there, inside - 1)


def _standardised(values: Floats) -> Floats:
    """Return values float32 (rows, columns) with a mean of 0 and a standard deviation of 1; constant ones near 0."""
    return np.asarray((values - values.mean()) / max(float(values.std()), _FLAT), np.float32)


def _gaussian_weights(count: int, width: float) -> Floats:
    """Return Gaussian weights, float32 (count, count); each row sums to 1."""
    at = np.arange(count, dtype=np.float32) / count
    weights = np.exp(-0.5 * ((at[:, None] - at) / width) ** 2)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float32)
