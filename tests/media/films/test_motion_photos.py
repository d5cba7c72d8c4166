"""Films inside photos: every way in which phones say so, with whole, wrong and cut bytes."""

import io
from pathlib import Path

import av
import pytest

from photon.domain.films.film import PLAIN
from photon.domain.metadata.export_recipe import CopyContents, Recipe
from photon.media.copy.copying import make_copy
from photon.media.films.motion_photos import find_film, pairing_in, read_embedded_film
from photon.media.read.reading import read
from tests.live_photos import (
    IDENTIFIER,
    container_directory,
    film,
    maker_notes,
    micro_video,
    samsung,
    still,
    with_mpvd,
)

FILM = film()
SIZE = len(FILM)
MOTION = {
    "container": still(xmp=container_directory(SIZE)) + FILM,
    "container with a wrong length": still(xmp=container_directory(SIZE + 777)) + FILM,
    "micro video": still(xmp=micro_video(SIZE)) + FILM,
    "micro video with a wrong offset": still(xmp=micro_video(5)) + FILM,
    "something behind the film": still(xmp=micro_video(SIZE)) + FILM + bytes(range(200)),
    "Samsung": samsung(still(), {b"MotionPhoto_Data": FILM}),
    "Samsung with more blocks": samsung(
        still(), {b"Image_UTC_Data": b"1600000000000", b"MotionPhoto_Data": FILM, b"Tail": b"x" * 40}
    ),
    "Google and Samsung": samsung(still(xmp=container_directory(SIZE)), {b"MotionPhoto_Data": FILM}),
    "HEIC with a box": with_mpvd(still("HEIF"), FILM),
    "HEIC with box and XMP": with_mpvd(still("HEIF", xmp=container_directory(SIZE)), FILM),
    "a film of QuickTime": still(xmp=micro_video(SIZE)) + film(kind="mov"),
}
PLAIN_PHOTOS = {
    "a photo": still(),
    "a HEIC": still("HEIF"),
    "a film that nothing claims": still() + FILM,
    "the film was cut off": still(xmp=container_directory(SIZE)),
    "cut within the film": (still(xmp=container_directory(SIZE)) + FILM)[:-90],
    "cut within Samsung's film": samsung(still(), {b"MotionPhoto_Data": FILM})[: -SIZE // 2],
    "cut within the box": with_mpvd(still("HEIF"), FILM)[:-90],
    "an empty box": with_mpvd(still("HEIF"), b""),
    "a gain map": still(xmp=container_directory(SIZE, "GainMap")) + still(seed=2),
    "only the word ftyp": still(xmp=micro_video(100)) + b"\0\0\0\x18ftypmp42" + bytes(80),
    "many beginnings": still(xmp=micro_video(100)) + b"\0\0\0\x18ftypmp42" * 300_000,
    "Samsung without film": samsung(still(), {b"Image_UTC_Data": b"1600000000000"}),
    "Samsung with a broken film": samsung(still(), {b"MotionPhoto_Data": b"\0\0\0\x18ftyp" + bytes(300)}),
}


def stored(folder: Path, content: bytes) -> str:
    path = folder / ("photo.heic" if content[4:8] == b"ftyp" else "photo.jpg")
    path.write_bytes(content)
    return str(path)


@pytest.mark.parametrize("name", MOTION)
def test_the_film_of_a_motion_photo_is_found_to_the_byte(tmp_path: Path, name: str) -> None:
    path = stored(tmp_path, MOTION[name])
    assert read(path).film.has_film
    found = read_embedded_film(path)
    expected = film(kind="mov") if "QuickTime" in name else FILM
    assert found == expected
    with av.open(io.BytesIO(found), "r") as opened:
        assert len(list(opened.decode(video=0))) == 30


@pytest.mark.parametrize("name", PLAIN_PHOTOS)
def test_no_film_is_claimed_where_none_is_whole(tmp_path: Path, name: str) -> None:
    path = stored(tmp_path, PLAIN_PHOTOS[name])
    reading = read(path)
    assert reading.film == PLAIN
    assert reading.preview


@pytest.mark.parametrize("name", ["container", "HEIC with box and XMP"])
@pytest.mark.parametrize(
    "carried", [CopyContents(places=False), CopyContents(people=False), CopyContents(metadata=False)]
)
def test_a_film_never_gets_out_with_a_copy_that_leaves_something_out(
    tmp_path: Path, name: str, carried: CopyContents
) -> None:
    path, copy = stored(tmp_path, MOTION[name]), tmp_path / "copy"
    make_copy(path, Recipe(None, carried, None, frozenset(), frozenset(), 0), str(copy))
    assert b"moov" not in copy.read_bytes()
    assert find_film(copy.read_bytes()) is None
    assert read(str(copy)).preview == read(path).preview


def test_a_film_behind_a_photo_is_no_part_of_its_picture(tmp_path: Path) -> None:
    one = read(stored(tmp_path, still(xmp=micro_video(SIZE)) + FILM))
    other = read(stored(tmp_path, still()))
    assert (one.image_hash, one.preview) == (other.image_hash, other.preview)


@pytest.mark.parametrize("kind", ["JPEG", "HEIF"])
def test_apples_identifier_is_read_from_maker_notes(tmp_path: Path, kind: str) -> None:
    film_facts = read(stored(tmp_path, still(kind, IDENTIFIER))).film
    assert (film_facts.pairing, film_facts.has_film, film_facts.seconds) == (IDENTIFIER.lower(), False, None)


@pytest.mark.parametrize(
    "exif",
    [
        b"",
        b"Apple iOS\0",
        b"Apple iOS\0\0\1MM\0\xff",
        b"Apple iOS\0\0\1XX" + maker_notes(IDENTIFIER)[14:],
        maker_notes(IDENTIFIER)[:-38],
        maker_notes("no"),
        maker_notes("a name with spaces, and more"),
    ],
    ids=["nothing", "cut head", "cut table", "no byte order", "cut text", "too short", "no identifier"],
)
def test_broken_maker_notes_have_no_identifier(exif: bytes) -> None:
    assert pairing_in(exif) == ""


def test_other_byte_orders_of_maker_notes_are_read() -> None:
    import struct

    text = IDENTIFIER.encode()
    notes = b"Apple iOS\0\0\1II" + struct.pack("<HHHII", 1, 0x0011, 2, len(text), 28) + text
    assert pairing_in(b"before" + notes) == IDENTIFIER.lower()
