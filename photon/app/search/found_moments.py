"""The parts of photos and moments of videos that an answer was found by, and their pictures."""

from collections.abc import Collection, Mapping

from photon.domain.arrays import Ids
from photon.domain.query.query import Moment
from photon.index.item_scores import ItemScores
from photon.library import Library
from photon.library.films.frames import frame_near
from photon.library.photos.photos import previews
from photon.library.vectors import items

_GOOD = 0.1  # share of the best score that a moment has that is named, too


def find_moments(library: Library, scores: ItemScores, photos: Ids) -> dict[int, tuple[int, tuple[Moment, ...]]]:
    """Return of photos, int64 (n,), the part that matches best (0: the whole), and the good moments, best first.

    It is empty where no photo has parts, and asks the library once for all photos.
    """
    best = scores.find_best(photos)
    seconds = items.moments(library, [item for some in best.values() for item in some if item < 0])
    return {
        photo: (
            min(0, next(iter(some))),
            tuple(
                Moment(round(seconds[item], 3), round(score, 6))
                for item, score in some.items()
                if item in seconds and score >= _GOOD * max(some.values())
            ),
        )
        for photo, some in best.items()
    }


def shown_moments(library: Library, scores: ItemScores, photos: Ids) -> dict[int, float]:
    """Return, of those of some photos, int64 (n,), that are videos found by a moment, when it is, in seconds."""
    found = find_moments(library, scores, photos)
    return {photo: moments[0].seconds for photo, (part, moments) in found.items() if part and moments}


def find_pictures(library: Library, photos: Collection[int], moments: Mapping[int, float]) -> dict[int, bytes]:
    """Return upright JPEGs of photos: frames of videos at some moments, in seconds, and previews of all others."""
    frames = {photo: frame_near(library, photo, moments[photo]) for photo in moments.keys() & set(photos)}
    return previews(library, photos) | {photo: frame.jpeg for photo, frame in frames.items() if frame is not None}
