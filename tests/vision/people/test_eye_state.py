"""How far eyes are open is measured alike in turned, small and cut faces."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from photon.resource_files import resource
from photon.vision.people.eye_state import FILE, EyeReader
from tests.vision.people.drawn_eyes import draw_face


@pytest.fixture(scope="module")
def reader() -> EyeReader:
    return EyeReader(1)


def test_wider_eyes_measure_more(reader: EyeReader) -> None:
    found = [float(reader.measure(*draw_face(opening))[0]) for opening in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert found == sorted(found)
    assert found[0] < 0.55 * found[-1]


def test_the_size_and_the_turn_of_a_face_hardly_matter(reader: EyeReader) -> None:
    picture, boxes, points = draw_face(1.0)
    plain = reader.measure(picture, boxes, points)[0]
    small = reader.measure(
        picture.resize((120, 120), Image.Resampling.BOX), boxes / np.float32(4), points / np.float32(4)
    )[0]
    on_its_side = picture.transpose(Image.Transpose.ROTATE_90)
    x, y = points[..., 0], points[..., 1]
    turned = reader.measure(on_its_side, boxes[:, [1, 0, 3, 2]], np.stack([y, 480 - x], axis=-1))[0]
    assert small == pytest.approx(plain, abs=0.03)
    assert turned == pytest.approx(plain, abs=0.03)


def test_a_face_at_the_edge_and_no_face_at_all(reader: EyeReader) -> None:
    picture, boxes, points = draw_face(1.0)
    moved = np.array([160, 0], np.float32)
    cut = reader.measure(picture.crop((160, 0, 480, 480)), boxes - np.tile(moved, 2), points - moved)
    assert np.isfinite(cut).all()
    assert reader.measure(picture, boxes[:0], points[:0]).shape == (0,)


def test_a_box_without_a_size_is_measured_without_a_failure(reader: EyeReader) -> None:
    picture, boxes, points = draw_face(1.0)
    assert np.isfinite(reader.measure(picture, boxes * 0, points * 0)).all()


def test_the_file_is_the_one_that_was_measured() -> None:
    content = resource(FILE).read_bytes()
    assert hashlib.sha256(content).hexdigest() == "f5b36924181f518969bb561a1169b88e944c9fc52db1f6763e0de8d9c03b5ec2"
    assert len(content) < 500_000
