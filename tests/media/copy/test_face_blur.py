"""Faces in copies: blurred beyond recognition, in the picture as it is shown; the rest of it stays."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.domain import Region
from photon.domain.metadata.export_recipe import CopyContents, Recipe, Reencode
from photon.domain.photo.turn import reverse_turn
from photon.media.copy.copying import make_copy
from photon.media.copy.face_blur import blur_faces
from photon.media.decode.colour_conversion import turned
from photon.media.read.metadata_reading import read_words
from tests.media.packets import bag, languages, packet, with_xmp

FACE = Region(0.5, 0.25, 0.2, 0.3)
BLURRED = CopyContents(recognisable=False)


def noise(wide: int = 400, high: int = 300) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (high, wide, 3), np.uint8))


def inner(image: Image.Image, face: Region) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    left, top = face.x * image.width, face.y * image.height
    right, bottom = left + face.width * image.width, top + face.height * image.height
    return np.asarray(image.crop((round(left), round(top), round(right), round(bottom))))


def test_four_colours_are_left_of_a_face_and_nothing_else_changes() -> None:
    image, before = noise(), noise()
    blur_faces(image, [FACE])
    face = inner(image, FACE).astype(int)
    assert np.abs(np.diff(face, axis=0)).max() <= 4
    assert np.abs(np.diff(face, axis=1)).max() <= 4
    assert face.std() < inner(before, FACE).std() / 8
    changed = np.argwhere((np.asarray(image) != np.asarray(before)).any(axis=2))
    (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
    assert (left, top, right, bottom) == pytest.approx((176, 48, 303, 191), abs=3)


@pytest.mark.parametrize("face", [Region(0, 0, 1, 1), Region(0.99, 0.99, 0.01, 0.01), Region(0, 0.5, 1e-4, 1e-4)])
def test_faces_at_the_edge_and_tiny_ones(face: Region) -> None:
    image = noise(40, 30)
    blur_faces(image, [face])
    assert image.size == (40, 30)
    assert (np.asarray(image) != np.asarray(noise(40, 30))).any()


@pytest.mark.parametrize("turn", range(1, 9))
def test_the_face_is_blurred_where_the_photo_shows_it(tmp_path: Path, turn: int) -> None:
    upright = Image.new("RGB", (400, 300), (0, 0, 250))
    upright.paste(noise().crop((200, 75, 280, 165)), (200, 75))
    exif = Image.Exif()
    exif[0x0112] = turn
    turned(upright, reverse_turn(turn)).save(tmp_path / "a.png", exif=exif)
    mtime = (tmp_path / "a.png").stat().st_mtime_ns
    recipe = Recipe(Reencode(), BLURRED, blurred=(FACE,), mtime_ns=mtime)
    make_copy(str(tmp_path / "a.png"), recipe, str(tmp_path / "b.png"))
    with Image.open(tmp_path / "b.png") as made:
        assert made.size == (400, 300)
        assert np.abs(np.diff(inner(made.convert("RGB"), FACE).astype(int), axis=1)).max() <= 4
        assert made.convert("RGB").getpixel((5, 5)) == (0, 0, 250)


def test_hidden_people_are_in_no_copy_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    noise().save(path)
    words = bag("dc:subject", "Emma", "beach") + languages("dc:description", x_default="Emma swims")
    people = bag("Iptc4xmpExt:PersonInImage", "Emma", "Ben")
    with_xmp(str(path), packet(words + people, 'photoshop:Headline="With emma"'))
    recipe = Recipe(None, CopyContents(), hidden=frozenset({"Emma"}), mtime_ns=path.stat().st_mtime_ns)
    make_copy(str(path), recipe, str(tmp_path / "b.jpg"))
    assert b"mma" not in (tmp_path / "b.jpg").read_bytes()
    metadata = read_words(str(tmp_path / "b.jpg")).metadata
    assert metadata is not None
    assert metadata.keywords == (("beach",),)
    assert (tmp_path / "b.jpg").read_bytes() != path.read_bytes()
