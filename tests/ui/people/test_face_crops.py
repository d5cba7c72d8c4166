"""Faces cut out of previews: square, within the picture, gone with their photo."""

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import Region
from photon.domain.people.face import FaceKey, box_text
from photon.ui.people.face_crops import FaceCrops, cut_faces
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import withdraw
from tests.ui.fake_pictures import COLOURS, preview
from tests.ui.people.peopled_session import key_in


@pytest.mark.parametrize("box", [Region(0.4, 0.4, 0.1, 0.2), Region(0.0, 0.0, 0.02, 0.02), Region(0.5, 0.0, 0.5, 1.0)])
def test_a_crop_is_a_square_of_the_picture(box: Region) -> None:
    found = cut_faces({(1, 0.0): preview(COLOURS["red"], 600, 400)}, [FaceKey(1, box_text(box))])
    (crop,) = found.values()
    assert crop.width() == crop.height() <= 300
    assert crop.pixelColor(crop.width() // 2, crop.height() // 2).red() > 150, "no part is outside"


def test_a_face_is_cut_out_of_the_frame_that_shows_it() -> None:
    pictures = {(1, 0.0): preview(COLOURS["red"], 60, 40), (1, 2.5): preview(COLOURS["blue"], 60, 40)}
    crops = cut_faces(pictures, [FaceKey(1, box_text(Region(0.2, 0.2, 0.4, 0.4, at))) for at in (0.0, 2.5, 9.0)])
    assert [crop.pixelColor(9, 9).blue() > 150 for crop in crops.values()] == [False, True], "one frame is gone"


def test_a_photo_without_a_preview_has_no_crops() -> None:
    assert cut_faces({(1, 0.0): b"broken"}, [key_in(1), key_in(2)]) == {}


def test_crops_arrive_and_go_with_their_photo(qtbot: QtBot, peopled_window: MainWindow) -> None:
    crops, keys = peopled_window.part(FaceCrops), [key_in(photo) for photo in (1, 2)]
    assert [crops.find(key) for key in keys] == [None, None]
    qtbot.waitUntil(lambda: all(crops.find(key) is not None for key in keys))
    withdraw(peopled_window.bridge, 1)
    assert [key in crops._kept for key in keys] == [False, True]
