"""Similar photos: a shortlist by joint embedding, ordered by joint embedding and visual features together."""

import numpy as np

from photon.domain.arrays import Floats, Ids
from photon.search.ranking import Ranked

# Cosine of visual features: unrelated photos are around .25, shots of one scene above .75.
_APART, _SAME = 0.25, 0.80
_STRONG = 0.55


def rank_similar(photos: Ids, meanings: Floats, looks: Floats, top: int) -> Ranked:
    """Order a shortlist by similarity to the example.

    Args:
        photos: int64 (n,), photo ids.
        meanings: float32 (n,), cosines of the joint embeddings with the example.
        looks: float32 (n,), cosines of the visual features with the example.
        top: Maximum number of photos.

    Returns:
        At most ``top`` photos, best first, with scores 0..1.
    """
    together = 0.3 * meanings + 0.7 * looks
    order = np.lexsort((photos, -together))[:top]
    chances = np.clip((together[order] - _APART) / (_SAME - _APART), 0, 1).astype(np.float32)
    return Ranked(photos[order], chances, int((chances >= _STRONG).sum()), ("look", "meaning"))


def lower_scores(meanings: Floats, last: float) -> Floats:
    """Score photos that were not compared by look, as if they looked like the last photo that was.

    Args:
        meanings: float32 (n,), descending, cosines of their joint embeddings with the example.
        last: Score 0..1 of that photo.

    Returns:
        float32 (n,), descending, at most ``last``.
    """
    below = 0.3 * (meanings - meanings[:1]) / (_SAME - _APART)
    return np.asarray(np.clip(last + below, 0, 1), np.float32)
