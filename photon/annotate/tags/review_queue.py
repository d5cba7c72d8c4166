"""Which photos to ask about next, so that few answers teach much.

Asking only about what is most unsure (uncertainty sampling, Lewis and Gale 1994) asks about ten shots of one moment,
and where few photos show a tag it hardly ever meets one that does. So three sorts of questions take turns: photos that
may be either, photos that most likely show it, whose quick yes confirms that, and photos that may show it and are
unlike everything decided so far. Within a turn a photo counts less the more it is like one that was taken before it
(maximal marginal relevance, Carbonell and Goldstein 1998).
"""

import numpy as np
import numpy.typing as npt

from photon.domain.encoders.photo_vectors import unit
from photon.domain.metadata.learned_tag import AskReason

Floats = npt.NDArray[np.float32]

TURNS: tuple[AskReason, ...] = ("unsure", "sure", "unsure", "different")
_ALIKE = 0.75  # of its worth is lost by a photo that is the same as one that was taken before it
_LOOKED_AT = 500  # of the likeliest photos


def queue(certainties: Floats, features: Floats, decided: Floats, count: int) -> list[tuple[int, AskReason]]:
    """Rows of photos in the order in which to ask about them, each with the reason.

    Args:
        certainties: float32 (m,), 0..1, of photos that nobody has decided about.
        features: float32 (m, k), where they lie; products say how much two have in common.
        decided: float32 (n, k), the same of photos that were decided.
        count: At most this many.
    """
    rows = np.argsort(-certainties, kind="stable")[:_LOOKED_AT]
    chance, places = certainties[rows], unit(features[rows])
    nearest = (places @ unit(decided).T).max(axis=1, initial=0.0)
    taken = np.zeros(len(rows), np.float32)
    free = np.ones(len(rows), bool)
    found: list[tuple[int, AskReason]] = []
    while len(found) < min(count, len(rows)):
        reason = TURNS[len(found) % len(TURNS)]
        worth = _worth(reason, chance, nearest) * (1 - _ALIKE * np.clip(taken, 0, 1))
        best = int(np.argmax(np.where(free, worth, -1.0)))
        free[best] = False
        found.append((int(rows[best]), reason))
        taken = np.maximum(taken, places @ places[best])
    return found


def _worth(reason: AskReason, chance: Floats, nearest: Floats) -> Floats:
    if reason == "sure":
        return chance
    if reason == "unsure":
        return np.asarray(4 * chance * (1 - chance), np.float32)
    return np.asarray(chance * (1 - np.clip(nearest, 0, 1)), np.float32)
