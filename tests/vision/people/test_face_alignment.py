"""Faces are cut out upright at one size, and measured."""

import numpy as np
import pytest
from PIL import Image, ImageFilter

from photon.vision.people.face_alignment import _STANDARD, SIDE, align_face, pose_of, sharpness_of
from tests.vision.people.drawn_faces import draw_faces


@pytest.mark.parametrize(("degrees", "scale"), [(0, 1.0), (30, 2.5), (-90, 0.8), (180, 6.0)])
def test_a_turned_face_comes_out_upright(degrees: float, scale: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (14, 14, 3), np.uint8)
    standard = Image.fromarray(noise).resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    large = Image.new("RGB", (1500, 1500))
    size = round(SIDE * scale)
    turned = standard.resize((size, size), Image.Resampling.BICUBIC).rotate(-degrees, expand=True)
    large.paste(turned, (400, 300))
    angle = np.radians(degrees)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))], np.float32)
    points = (_STANDARD - SIDE / 2) * scale @ turn.T + np.array(
        [400 + turned.width / 2, 300 + turned.height / 2], np.float32
    )
    face = align_face(large, points.astype(np.float32))
    middle = slice(10, -10)
    difference = np.abs(np.asarray(face, int) - np.asarray(standard, int))[middle, middle]
    assert face.size == (SIDE, SIDE)
    assert difference.mean() < 6


def test_a_face_at_the_edge_and_points_outside_are_no_error() -> None:
    picture = Image.new("RGB", (60, 60), "white")
    at_edge = np.asarray(align_face(picture, (_STANDARD / 2 - 30).astype(np.float32)))
    assert at_edge.max() == 255
    assert at_edge.min() == 0
    outside = align_face(picture, _STANDARD + 5000)
    assert outside.getextrema() == ((0, 0),) * 3
    assert align_face(picture, np.zeros((5, 2), np.float32)).size == (SIDE, SIDE)


def test_a_blurred_face_is_less_sharp() -> None:
    face = draw_faces((SIDE, SIDE), [(56, 70, 70)])
    assert sharpness_of(face) > 3 * sharpness_of(face.filter(ImageFilter.GaussianBlur(2)))


def test_who_looks_aside_or_down_is_less_frontal() -> None:
    aside, down = _STANDARD.copy(), _STANDARD.copy()
    aside[2, 0] = _STANDARD[0, 0] + 3
    down[2, 1] = _STANDARD[3, 1] - 3
    assert pose_of(_STANDARD) > 0.9
    assert pose_of(_STANDARD[[1, 0, 2, 4, 3]] * np.array([-3, 3], np.float32)) > 0.9, "mirrored and larger"
    assert pose_of(aside) < 0.3
    assert pose_of(down) < 0.4
    assert pose_of(np.zeros((5, 2), np.float32)) == 0
