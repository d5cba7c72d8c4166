"""Faces are found whatever their size and place, with what tells them apart."""

import numpy as np
import pytest
from PIL import Image

from photon.domain.arrays import Floats, Pixels
from photon.domain.people.face import UNSEEN_EYES
from photon.domain.people.found_face import FoundFace
from photon.vision.people.face_detector import best_boxes
from photon.vision.people.installed_faces import open_faces
from photon.vision.people.picture_faces import PictureFaces, sides_of
from tests.vision.people.drawn_faces import DARK_SKIN, draw_faces


@pytest.fixture(scope="module")
def finder() -> PictureFaces:
    return open_faces(1)


def found_in(finder: PictureFaces, picture: Image.Image, full: tuple[int, int] | None = None) -> list[FoundFace]:
    (faces,) = finder.find_faces([np.asarray(picture)], [full or picture.size])
    return faces


def test_faces_have_a_box_points_a_quality_and_a_vector(finder: PictureFaces) -> None:
    small, large = found_in(finder, draw_faces((800, 500), [(200, 250, 80), (550, 250, 200)]), (4000, 2500))[::-1]
    assert small.region.x < 0.25 < small.region.x + small.region.width
    assert large.region.x < 550 / 800 < large.region.x + large.region.width
    assert large.region.height == pytest.approx(200 / 500, rel=0.2)
    assert large.quality.size == pytest.approx(large.region.width * 4000, rel=0.01)
    assert 0.9 < large.quality.score <= 1
    assert large.quality.pose > 0.8
    assert large.quality.sharpness > small.quality.sharpness > 0
    eyes, mouth = large.points[:2], large.points[3:]
    assert (large.points.dtype.name, large.points.shape) == ("float32", (5, 2))
    assert eyes[0, 0] < large.points[2, 0] < eyes[1, 0]
    assert eyes[:, 1].max() < large.points[2, 1] < mouth[:, 1].min()
    for face in (small, large):
        assert (face.embedding.dtype.name, face.embedding.shape) == ("float32", (128,))
        assert np.linalg.norm(face.embedding) == pytest.approx(1, abs=1e-5)


def test_eyes_are_measured_by_themselves_where_faces_are_large_enough(finder: PictureFaces) -> None:
    picture = draw_faces((800, 500), [(150, 250, 90), (500, 250, 200)])
    faces = found_in(finder, picture)
    assert [face.quality.eyes for face in faces] == [0, 0]
    boxes, points = _edges(faces), np.stack([face.points for face in faces])
    large, small = finder.measure_eyes(np.asarray(picture), boxes, points).tolist()
    assert large == pytest.approx(small, abs=0.08)
    assert large > 0.1
    tiny = np.asarray(picture.resize((400, 250)))
    again = finder.measure_eyes(tiny, boxes, points).tolist()
    assert again == [pytest.approx(large, abs=0.05), UNSEEN_EYES]


def _edges(faces: list[FoundFace]) -> Floats:
    regions = [face.region for face in faces]
    return np.array([(one.x, one.y, one.x + one.width, one.y + one.height) for one in regions], np.float32)


def test_the_same_face_is_closer_than_another_one(finder: PictureFaces) -> None:
    one, again = found_in(finder, draw_faces((700, 400), [(180, 200, 120), (500, 200, 140)]))
    narrow = draw_faces((400, 400), [(200, 200, 140)], DARK_SKIN).resize((300, 400))
    (other,) = found_in(finder, narrow)
    assert one.embedding @ again.embedding > 0.05 + one.embedding @ other.embedding


@pytest.mark.parametrize("height", [60, 170, 600, 1150])
def test_small_faces_and_those_that_fill_the_picture_are_found(finder: PictureFaces, height: int) -> None:
    picture = draw_faces((1600, 1200), [(700, 600, height)])
    (face,) = found_in(finder, picture)
    assert face.region.height * 1200 == pytest.approx(height, rel=0.25)


def test_faces_of_clearly_less_than_32_pixels_of_the_photo_are_left_out(finder: PictureFaces) -> None:
    picture = draw_faces((640, 480), [(150, 240, 60), (450, 240, 20)])
    assert len(found_in(finder, picture)) == 1
    assert len(found_in(finder, picture, (1280, 960))) == 2


def test_500_faces_are_found(finder: PictureFaces) -> None:
    crowd = [(60 + 100 * column, 70 + 110 * row, 65) for row in range(20) for column in range(25)]
    faces = finder._detector.find(draw_faces((2560, 2240), crowd), [2560], 0.7)
    assert len(faces.boxes) == 500


def test_a_face_at_the_edge_stays_inside_the_picture(finder: PictureFaces) -> None:
    (face,) = found_in(finder, draw_faces((600, 400), [(14, 200, 160)]))
    region = face.region
    assert 0 <= region.x < 0.01
    assert region.y >= 0
    assert region.x + region.width <= 1


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (900, 2), (64, 64)])
def test_pictures_without_faces_have_none_whatever_their_shape(finder: PictureFaces, shape: tuple[int, int]) -> None:
    noise: Pixels = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    assert finder.find_faces([noise, np.zeros((*shape, 3), np.uint8)], [shape[::-1]] * 2) == [[], []]


def test_doubtful_faces_get_another_look(finder: PictureFaces, monkeypatch: pytest.MonkeyPatch) -> None:
    picture = draw_faces((400, 400), [(200, 200, 150)])
    (sure,) = found_in(finder, picture)
    monkeypatch.setattr("photon.vision.people.picture_faces._SURE", 0.95)
    (seen_again,) = found_in(finder, picture)
    assert seen_again.quality.score != sure.quality.score
    monkeypatch.setattr(finder._detector, "look_again", lambda *_: 0.3)
    assert found_in(finder, picture) == []


def test_large_photos_are_looked_at_so_large_that_small_faces_show() -> None:
    assert sides_of(480, 480) == [320, 480]
    assert sides_of(683, 2000) == [320, 683]
    assert sides_of(4000, 4000) == [320, 1500]
    assert max(sides_of(20_000, 20_000)) == 3200


def test_of_boxes_around_one_face_the_surest_is_kept() -> None:
    boxes = np.array([(0, 0, 10, 10), (1, 1, 11, 11), (30, 0, 40, 10)], np.float32)
    assert best_boxes(boxes, np.array([0.8, 0.9, 0.7], np.float32)).tolist() == [1, 2]
    assert best_boxes(boxes[:0], np.zeros(0, np.float32)).tolist() == []
