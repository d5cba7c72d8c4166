"""The same face in compared photos, and zooming that brings it into the middle of each."""

import pytest
from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from photon.domain import Region
from photon.domain.people.face import FaceKey, PhotoFace, box_text
from photon.ui.compare.same_face import find_same_face
from photon.ui.compare.zoom_step import ZoomStep
from photon.ui.loupe.photo_view import PhotoView

LEFT, RIGHT, BIG = Region(0.1, 0.2, 0.1, 0.1), Region(0.6, 0.3, 0.1, 0.1), Region(0.5, 0.2, 0.3, 0.3)


def face(photo: int, region: Region, person: str = "", group: int = 0) -> PhotoFace:
    return PhotoFace(FaceKey(photo, box_text(region)), person=person, group=group)


def test_the_face_is_the_same_person_or_group_wherever_it_is() -> None:
    assert find_same_face({1: [face(1, LEFT, "a")], 2: [face(2, RIGHT, "a"), face(2, LEFT, "b")]}) == {
        1: LEFT,
        2: RIGHT,
    }
    assert find_same_face({1: [face(1, LEFT, group=7)], 2: [face(2, RIGHT, group=7)]}) == {1: LEFT, 2: RIGHT}
    apart = find_same_face({1: [face(1, LEFT, "a")], 2: [face(2, LEFT, "b")]})
    assert len(apart) == 1, "two people"


def test_an_unknown_face_is_the_same_at_the_same_place() -> None:
    near = Region(0.11, 0.2, 0.1, 0.1)
    assert find_same_face({1: [face(1, LEFT)], 2: [face(2, near), face(2, RIGHT)]}) == {1: LEFT, 2: near}


def test_the_face_in_most_photos_counts_then_the_largest() -> None:
    faces = {1: [face(1, LEFT, "a"), face(1, BIG, "b")], 2: [face(2, LEFT, "a"), face(2, BIG, "b")]}
    assert find_same_face(faces) == {1: BIG, 2: BIG}
    assert find_same_face(faces | {3: [face(3, RIGHT, "a")]}) == {1: LEFT, 2: LEFT, 3: RIGHT}
    assert find_same_face({}) == find_same_face({1: [], 2: []}) == {}


@pytest.fixture
def views(qtbot: QtBot) -> list[PhotoView]:
    made = [PhotoView() for _ in range(3)]
    for view in made:
        qtbot.addWidget(view)
        view.resize(200, 200)
        view.show_photo(QSize(2000, 2000))
        view.add_layer(QImage(2000, 2000, QImage.Format.Format_RGB32))
    return made


def middles(views: list[PhotoView]) -> list[tuple[float, float]]:
    return [(round(spot.x, 3), round(spot.y, 3)) for view in views if (spot := view.spot) is not None]


def test_actual_size_shows_the_face_in_the_middle_of_each_photo(views: list[PhotoView]) -> None:
    step = ZoomStep(views, lambda: False)
    step.know_faces({views[0]: LEFT, views[1]: RIGHT})
    step.toggle_actual(views[0])
    assert middles(views) == [(0.15, 0.25), (0.65, 0.35), (0.4, 0.3)], "one without it is moved as far as the others"
    views[1]._pan(QPointF(-20, 0))
    assert middles(views) == [(0.16, 0.25), (0.66, 0.35), (0.41, 0.3)]
    step.toggle_actual(views[1])
    assert all(view.is_fitted for view in views)


def test_without_faces_all_photos_show_the_same_part(views: list[PhotoView]) -> None:
    step = ZoomStep(views, lambda: False)
    step.toggle_actual(views[0])
    before = middles(views)
    assert len(set(before)) == 1
    step.know_faces({views[0]: LEFT, views[1]: RIGHT})
    assert middles(views) == before, "faces that are found later move nothing"


def test_zooming_at_the_face_follows_it_and_zooming_elsewhere_does_not(views: list[PhotoView]) -> None:
    step = ZoomStep(views, lambda: False)
    step.know_faces({views[0]: LEFT, views[1]: RIGHT})
    views[0].toggle_actual(QPointF(30, 50))
    (x, y), (other_x, other_y), _ = middles(views)
    assert (other_x - x, other_y - y) == pytest.approx((0.5, 0.1))
    step.reset()
    views[0].toggle_actual(QPointF(150, 150))
    assert len(set(middles(views))) == 1


def test_the_face_is_followed_into_the_next_photo(views: list[PhotoView]) -> None:
    step = ZoomStep(views, lambda: False)
    step.know_faces({views[0]: LEFT, views[1]: RIGHT})
    step.toggle_actual(views[0])
    step.know_faces({})
    assert middles(views)[:2] == [(0.15, 0.25), (0.65, 0.35)]
    step.know_faces({views[0]: LEFT, views[1]: BIG})
    assert middles(views)[:2] == [(0.15, 0.25), (0.65, 0.35)]
    step.know_faces({views[0]: LEFT, views[1]: LEFT})
    assert middles(views)[:2] == [(0.15, 0.25), (0.15, 0.25)]
