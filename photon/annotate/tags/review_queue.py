"""Active learning: choose the photos to ask about next, so that few answers teach much.

Uncertainty sampling alone (Lewis and Gale 1994) asks about ten shots of the same moment, and rarely finds a positive if
few photos show the tag. So three strategies take turns: uncertain photos, very likely ones, which can be confirmed
quickly, and likely ones that differ from everything decided so far. Within a turn, photos similar to those already
chosen are penalised (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

import numpy as np

from photon.domain.arrays import Floats
from photon.domain.encoders.photo_vectors import unit
from photon.domain.metadata.learned_tag import AskReason

TURNS: tuple[AskReason, ...] = ("unsure", "sure", "unsure", "different")
_ALIKE = 0.75  # share of its utility that a duplicate of an already chosen photo loses
_LOOKED_AT = 500  # only the most likely photos are considered


def queue(certainties: Floats, features: Floats, decided: Floats, count: int) -> list[tuple[int, AskReason]]:
    """Order undecided photos for review.

    Args:
        certainties: float32 (m,), 0..1, probabilities of the undecided photos.
        features: float32 (m, k), features of these photos; dot products measure similarity.
        decided: float32 (n, k), features of the photos that are already decided.
        count: Maximum number of photos.

    Returns:
        Row numbers with the reason for asking, first to ask first.
    """
    rows = np.argsort(-certainties, kind="stable")[:_LOOKED_AT]
    chance, places = certainties[rows], unit(features[rows])
    nearest = (places @ unit(decided).T).max(axis=1, initial=0.0)
    taken = np.zeros(len(rows), np.float32)
    free = np.ones(len(rows), bool)
    found: list[tuple[int, AskReason]] = []
    while len(found) < min(count, len(rows)):
        reason = TURNS[len(found) % len(TURNS)]
        worth = _utility(reason, chance, nearest) * (1 - _ALIKE * np.clip(taken, 0, 1))
        best = int(np.argmax(np.where(free, worth, -1.0)))
        free[best] = False
        found.append((int(rows[best]), reason))
        taken = np.maximum(taken, places @ places[best])
    return found


def _utility(reason: AskReason, chance: Floats, nearest: Floats) -> Floats:
    if reason == "sure":
        return chance
    if reason == "unsure":
        return np.asarray(4 * chance * (1 - chance), np.float32)
    return np.asarray(chance * (1 - np.clip(nearest, 0, 1)), np.float32)
