"""The other picture of a set lies where it belongs, so that only what differs moves."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from photon.domain.photo.likeness import NO_LIKENESS, Likeness
from photon.ui.duplicates.flicker_view import FlickerView
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.theme import theme
from tests.ui.photos.test_jpeg_picture import saved

SIZE = QSize(600, 400)
PHOTO, CROP = 1, 2


def scene() -> QImage:
    """Grey, with a red patch at two fifths from the left and the top."""
    image = QImage(SIZE, QImage.Format.Format_RGB32)
    image.fill(QColor(120, 120, 120))
    painter = QPainter(image)
    painter.fillRect(QRect(240, 160, 60, 60), QColor(220, 0, 0))
    painter.end()
    return image


class Pictures:
    """A session with a photo and a crop of it."""

    def __init__(self) -> None:
        self.browsing = self.duplicates = self
        self.crop = QRect(120, 80, 420, 300)

    def previews(self, photos: Sequence[int]) -> Future[dict[int, bytes]]:
        known = {PHOTO: scene(), CROP: scene().copy(self.crop)}
        return _done({photo: saved(known[photo], "jpg") for photo in photos})

    def likeness(self, one: int, other: int) -> Future[Likeness | None]:
        assert {one, other} == {PHOTO, CROP}
        crop = self.crop
        found = replace(NO_LIKENESS, left=crop.left() / 600, top=crop.top() / 400, right=0.9, bottom=0.95)
        return _done(found)


def _done(value: object) -> Future[object]:
    future: Future[object] = Future()
    future.set_result(value)
    return future


@pytest.fixture
def view(qtbot: QtBot, bridge: Bridge) -> FlickerView:
    made = FlickerView(Pictures(), bridge)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.resize(700, 520)
    made.show()
    return made


def patch(view: FlickerView) -> QRect:
    """Where the red patch is seen."""
    image = view.grab().toImage()
    spots = [
        (x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)
        if image.pixelColor(x, y).red() > 150 and image.pixelColor(x, y).green() < 70
    ]  # fmt: skip
    across, down = zip(*spots, strict=True)
    return QRect(min(across), min(down), max(across) - min(across), max(down) - min(down))


def is_near(one: QRect, other: QRect) -> bool:
    sides = zip(one.getCoords(), other.getCoords(), strict=True)
    return all(abs(mine - theirs) <= 8 for mine, theirs in sides)


@pytest.mark.parametrize(("photo", "other"), [(PHOTO, CROP), (CROP, PHOTO)])
def test_nothing_moves_when_the_other_one_is_a_crop_or_what_was_cropped(
    qtbot: QtBot, view: FlickerView, photo: int, other: int
) -> None:
    view.show_photos(photo, other, {})
    qtbot.waitUntil(lambda: view._kept.get(other) is not None and view._likeness is not None)
    before = patch(view)
    view.show_other(is_shown=True)
    assert is_near(patch(view), before)
    view.show_other(is_shown=False)
    assert patch(view) == before


def test_around_a_crop_nothing_is_shown(qtbot: QtBot, view: FlickerView) -> None:
    view.show_photos(PHOTO, CROP, {})
    qtbot.waitUntil(lambda: view._kept.get(CROP) is not None and view._likeness is not None)
    view.show_other(is_shown=True)
    corner = view._fitted(scene()).topLeft()
    assert view.grab().toImage().pixelColor(corner.x() + 4, corner.y() + 4) == theme().colour("panel")
