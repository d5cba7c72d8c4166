"""What differs between two pictures: one is laid over the other, and their colours are subtracted."""

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from photon.domain.photo.likeness import Likeness

WHOLE = QRectF(0, 0, 1, 1)
GAIN = 4  # differences are shown this many times as bright; a power of 2
_TRIAL = QSize(96, 96)  # pixels at which places are compared
_LEAST = 0.2  # share of the picture that the other one must cover

_MODES = QPainter.CompositionMode
_FILLED, _SMOOTH = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation


def find_place(photo: QImage, other: QImage, likeness: Likeness | None) -> QRectF:
    """Return where the other picture lies over a photo, in shares of the photo's width and height.

    One may be a part of the other. Which of the two the edges of ``likeness`` speak of is not stored: of both places,
    and of filling the whole photo, the one with the least difference is taken.

    Args:
        photo: The photo.
        other: The other picture.
        likeness: How they were compared; None if they were not.
    """
    places: list[QRectF] = [WHOLE, *(_places(likeness) if likeness is not None else ())]
    differences = [_mean_difference(photo, other, place) for place in places]
    return places[differences.index(min(differences))]


def subtract_pictures(photo: QImage, other: QImage, place: QRectF, size: QSize, ground: QColor) -> QImage:
    """Return the difference of two pictures, black where they agree, ``GAIN`` times as bright where they differ.

    Args:
        photo: The photo.
        other: The other picture.
        place: Where it lies, as from ``find_place``.
        size: Size of the result in pixels, which the photo fills.
        ground: Colour where the other picture has nothing to compare.
    """
    made = _subtracted(photo, other, place, size)
    painter = QPainter(made)
    painter.setCompositionMode(_MODES.CompositionMode_Plus)
    for _ in range(GAIN.bit_length() - 1):
        painter.drawImage(0, 0, made.copy())
    painter.end()
    whole = QImage(size, QImage.Format.Format_RGB32)
    whole.fill(ground)
    painter = QPainter(whole)
    common = scaled_place(place, size).intersected(QRectF(made.rect()))
    painter.drawImage(common, made, common)
    painter.end()
    return whole


def _places(likeness: Likeness) -> list[QRectF]:
    if min(likeness.right - likeness.left, likeness.bottom - likeness.top) <= 0:
        return []
    return [QRectF(one.left, one.top, one.right - one.left, one.bottom - one.top)
            for one in (likeness, likeness.inverted())]  # fmt: skip


def _mean_difference(photo: QImage, other: QImage, place: QRectF) -> float:
    common = place.intersected(WHOLE)
    if common.width() * common.height() < _LEAST:
        return float("inf")
    made = _subtracted(photo, other, place, _TRIAL).convertToFormat(QImage.Format.Format_Grayscale8)
    grey = np.frombuffer(made.constBits(), np.uint8).reshape(made.height(), made.bytesPerLine())
    left, top = round(common.left() * _TRIAL.width()), round(common.top() * _TRIAL.height())
    right, bottom = round(common.right() * _TRIAL.width()), round(common.bottom() * _TRIAL.height())
    return float(np.mean(grey[top:bottom, left:right]))


def _subtracted(photo: QImage, other: QImage, place: QRectF, size: QSize) -> QImage:
    made = photo.scaled(size, _FILLED, _SMOOTH).convertToFormat(QImage.Format.Format_RGB32)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setCompositionMode(_MODES.CompositionMode_Difference)
    whole = scaled_place(place, size)
    # scaled well first: the painter averages only two by two pixels
    fitted = other.scaled(whole.size().toSize().expandedTo(QSize(1, 1)), _FILLED, _SMOOTH)
    painter.drawImage(whole, fitted)
    painter.end()
    return made


def scaled_place(place: QRectF, size: QSize) -> QRectF:
    """Return a place, given in shares of a picture, in pixels of it at this size."""
    wide, high = size.width(), size.height()
    return QRectF(place.left() * wide, place.top() * high, place.width() * wide, place.height() * high)
