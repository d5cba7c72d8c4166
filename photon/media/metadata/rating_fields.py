"""Rating, colour label and pick flag, whose scales differ between programs.

Rating: the sidecar's, then the file's ``xmp:Rating`` (0..5, -1 rejected, fractions allowed), ``acdsee:rating`` (0..5),
``MicrosoftPhoto:Rating`` (percent: 1, 25, 50, 75, 99 for one to five stars), EXIF Rating, EXIF RatingPercent. The first
number counts, including 0, which means that the stars were removed. More than five stars count as five.
"""

import math
from collections.abc import Iterable
from typing import Literal

from photon.media.metadata import exif
from photon.media.metadata.packets import Packets
from photon.media.metadata.rdf import Properties

MOST_STARS = 5
_PERCENTS = (0, 12, 37, 62, 87)  # upper limits of 0 to 4 stars in Windows
_GOOD: dict[str, Literal[-1, 1]] = {"true": 1, "false": -1}
_LABELS = (None, "Red", "Orange", "Yellow", "Green", "Blue", "Magenta", "Grey", "Black", "White")  # digiKam's


def rating_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> float | None:
    """Find the rating of a photo.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.

    Returns:
        -1 (rejected), or 0..5 stars; None if not rated.
    """
    for properties in [*sidecars, packets.xmp]:
        rating = _in_xmp(properties)
        if rating is not None:
            return rating
    stars, percent = (_number(packets, tag) for tag in (exif.RATING, exif.RATING_PERCENT))
    return _stars(percent) if stars is None and percent is not None else _limited(stars)


def _in_xmp(properties: Properties) -> float | None:
    for name in ("xmp:Rating", "acdsee:rating"):
        rating = _limited(_read(properties.text(name)))
        if rating is not None:
            return rating
    percent = _read(properties.text("MicrosoftPhoto:Rating"))
    return None if percent is None else _stars(percent)


def _read(text: str) -> float | None:
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _number(packets: Packets, tag: int) -> float | None:
    value = packets.tags.get(("main", tag))
    return float(value[0]) if isinstance(value, tuple) and math.isfinite(value[0]) else None


def _limited(rating: float | None) -> float | None:
    return None if rating is None else max(-1.0, min(float(MOST_STARS), rating))


def _stars(percent: float) -> float:
    """Return the stars for Windows' percentage."""
    return float(sum(percent > limit for limit in _PERCENTS))


def label_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> str | None:
    """Find the colour label of a photo.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.

    Returns:
        The label as written, or None. An empty label and digiKam's 0 mean that it was removed.
    """
    for properties in [*sidecars, packets.xmp]:
        if label := properties.text("xmp:Label"):
            return label[:100]
        number = _read(properties.text("digiKam:ColorLabel"))
        if number is not None and 0 <= number < len(_LABELS):
            return _LABELS[int(number)]
        if "xmp:Label" in properties.values:
            return None
    return None


def pick_of(packets: Packets, sidecars: Iterable[Properties] = ()) -> Literal[-1, 0, 1] | None:
    """Find the pick flag of a photo.

    Args:
        packets: Metadata packets of the file.
        sidecars: Properties of its sidecars, which take precedence.

    Returns:
        1 picked, -1 rejected, 0 neither; None if not set.
    """
    for properties in [*sidecars, packets.xmp]:
        pick = _pick_in(properties)
        if pick is not None:
            return pick
    return None


def _pick_in(properties: Properties) -> Literal[-1, 0, 1] | None:
    pick = _read(properties.text("xmpDM:pick"))  # Lightroom's: -1, 0, 1
    if pick is not None:
        return 1 if pick > 0 else -1 if pick < 0 else 0
    good = _GOOD.get(properties.text("xmpDM:good").casefold())
    if good is not None:
        return good
    pick = _read(properties.text("digiKam:PickLabel"))  # 1 rejected, 2 pending, 3 accepted
    if pick is not None:
        return 1 if pick == 3 else -1 if pick == 1 else 0
    rating = _read(properties.text("xmp:Rating"))  # Bridge and darktable reject by the rating
    return -1 if rating is not None and rating < 0 else None
