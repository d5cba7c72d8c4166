"""Styles: what is pending, validity by content, probabilities by style."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Changes
from photon.domain.photo.fingerprint import WINDOWS, Fingerprint
from photon.domain.photo.styles import STYLES, TONES
from photon.domain.query.query import Filter
from photon.library import Library, open_library
from photon.library.duplicates import fingerprints
from photon.library.photos import files, photos
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled


def _recorded(library: Library, folder: int, reading, *names: str) -> list[int]:
    for name in names:
        files.record(library, [(Found(folder, f"{name}.jpg", 1, 1), reading(name))])
    return [item.photo for item in styles.PENDING.list(library, 100)]


def _styled(photo: int, image: bytes, first: float) -> Styled:
    return Styled(photo, image, (first, *[0.25] * (len(STYLES) - 1)), np.full(TONES, first, np.float32))


def test_pending_photos_are_a_query_and_follow_the_picture(library: Library, folder: int, reading) -> None:
    one, two = _recorded(library, folder, reading, "x", "y")
    first, second = styles.PENDING.list(library, 10)
    assert (first.photo, first.preview) == (one, b"jpeg of x")
    assert styles.PENDING.list(library, 10, after=one) == [second]
    assert styles.PENDING.list(library, 1) == [first]
    assert styles.store(library, [_styled(one, first.image_hash, 0.5), _styled(two, second.image_hash, 1.0)])
    assert styles.PENDING.list(library, 10) == []
    assert styles.PENDING.count(library) == 0
    files.record(library, [(Found(folder, "x.jpg", 2, 2), reading("z"))])  # edited
    (again,) = styles.PENDING.list(library, 10)
    assert (again.photo, again.preview) == (one, b"jpeg of z")
    ids, _ = styles.chances_of(library, STYLES[0])
    assert ids.tolist() == [two]  # the earlier picture does not count
    styles.store(library, [_styled(one, again.image_hash, 0.75)])
    ids, chances = styles.chances_of(library, STYLES[0])
    assert (ids.tolist(), chances.tolist()) == ([one, two], [0.75, 1.0])
    assert (str(ids.dtype), str(chances.dtype)) == ("int64", "float32")


def test_probabilities_are_those_of_present_photos(library: Library, folder: int, reading) -> None:
    one, two = _recorded(library, folder, reading, "x", "y")
    hashes = {item.photo: item.image_hash for item in styles.PENDING.list(library, 10)}
    styles.store(library, [_styled(photo, hashes[photo], 0.5) for photo in (one, two)])
    ids, chances = styles.everything_of(library, [two, 999, one, two])
    assert (ids.tolist(), chances[:, 1].tolist()) == ([one, two], [0.25, 0.25])
    assert len(styles.everything_of(library, [])[0]) == 0
    files.forget(library, folder, ["x.jpg"])
    assert styles.chances_of(library, STYLES[0])[0].tolist() == [two]
    assert styles.everything_of(library, [one, two])[0].tolist() == [two]


def test_the_tones_of_one_photo(library: Library, folder: int, reading) -> None:
    one, two = _recorded(library, folder, reading, "x", "y")
    styles.store(library, [_styled(one, styles.PENDING.list(library, 1)[0].image_hash, 0.5)])
    tones = styles.tones_of(library, one)
    assert tones is not None
    assert (tones.tolist(), str(tones.dtype)) == ([0.5] * TONES, "float32")
    assert styles.tones_of(library, two) is None
    files.forget(library, folder, ["x.jpg"])
    assert styles.tones_of(library, one) is None


def test_only_styles_are_accepted(library: Library) -> None:
    for name in ("image_hash", "painting", "dark; DROP TABLE styles"):
        with pytest.raises(ValueError, match="no style"):
            styles.chances_of(library, name)


def test_in_a_library_whose_cache_has_no_styles_they_are_pending(library: Library, folder: int, reading) -> None:
    (one,) = _recorded(library, folder, reading, "x")
    with library.transaction() as db:  # as left by an earlier version
        db.execute("DROP TABLE styles")
        db.execute("DELETE FROM cache.formats WHERE kind = 'styles'")
    library.close()
    with open_library(library.directory, writable=True) as again:
        assert [item.photo for item in styles.PENDING.list(again, 10)] == [one]


def test_photos_are_sorted_and_found_by_what_was_measured(
    library: Library, folder: int, reading, tmp_path: Path
) -> None:
    some = _recorded(library, folder, reading, "a", "b", "c", "d")
    pictures = {one.photo: one.image_hash for one in styles.PENDING.list(library, 10)}
    measured = {some[0]: (0.7, 0.1), some[1]: (0.1, 0.9), some[2]: (0.4, 0.5)}  # blurred, dark
    changes = styles.store(
        library,
        [
            Styled(
                photo,
                pictures[photo],
                tuple({"blurred": blurred, "dark": dark}.get(style, 0.0) for style in STYLES),
                np.zeros(TONES, np.float32),
            )
            for photo, (blurred, dark) in measured.items()
        ],
    )
    assert changes == Changes(frozenset({"styles"}), frozenset(some[:3]))
    assert photos.in_order(library, "sharpest") == [some[1], some[2], some[0], some[3]]
    assert photos.in_order(library, "sharpest", str(tmp_path / "photos")) == [some[1], some[2], some[0], some[3]]
    assert matching(library, [Filter("is", "dark")], date(2026, 1, 1)).tolist() == [some[1], some[2]]
    files.record(library, [(Found(folder, "b.jpg", 2, 2), reading("z"))])  # edited: not measured any more
    assert photos.in_order(library, "sharpest")[:2] == [some[2], some[0]]
    assert matching(library, [Filter("is", "dark")], date(2026, 1, 1)).tolist() == [some[2]]


LOOKS = {  # style, probabilities, sharpness, mean colour, and whether that is found
    "blurry": [("blurred", {"blurred": 0.6}, 3.2, 0, True), ("fog", {"blurred": 0.9}, 3.4, 0, False)],
    "drawing": [
        ("line drawing", {"drawing": 0.6, "monochrome": 0.95}, 9.0, 0xDCDCDC, True),
        ("pliers on white", {"drawing": 0.9, "monochrome": 0.4}, 9.0, 0xF0F0EE, False),
        ("scissors on white", {"drawing": 0.8, "monochrome": 0.96}, 7.2, 0xF9F9F8, False),
    ],
    "sepia": [
        ("old print", {"sepia": 0.9}, 9.0, 0xB6A07C, True),
        ("wheat", {"sepia": 0.7}, 9.0, 0xB8A88E, False),
        ("coat on tiles", {"sepia": 0.95}, 9.0, 0xA49A89, False),
        ("pink wall", {"sepia": 0.95}, 9.0, 0xAF8F7B, False),
    ],
}


@pytest.mark.parametrize("look", LOOKS)
def test_what_merely_resembles_a_look_is_not_found(library: Library, folder: int, reading, look: str) -> None:
    cases = LOOKS[look]
    ids = _recorded(library, folder, reading, *(name for name, *_ in cases))
    pictures = [one.image_hash for one in styles.PENDING.list(library, 10)]
    for photo, picture, (_, chances, sharpness, colour, _found) in zip(ids, pictures, cases, strict=True):
        measured = tuple(chances.get(style, 0.0) for style in STYLES)
        styles.store(library, [Styled(photo, picture, measured, np.zeros(TONES, np.float32))])
        mark = Fingerprint((0,) * len(WINDOWS), sharpness, 0.0, 0.0, 100.0)
        fingerprints.store(library, [fingerprints.Measured(photo, picture, mark)])
        with library.transaction() as db:
            db.execute("UPDATE photos SET colour = ? WHERE id = ?", (colour, photo))
    right = [photo for photo, (*_, is_found) in zip(ids, cases, strict=True) if is_found]
    assert matching(library, [Filter("is", look)], date(2026, 1, 1)).tolist() == right
    with library.transaction() as db:  # measured on another picture
        db.execute("UPDATE fingerprints SET image_hash = x'00'")
    assert matching(library, [Filter("is", look)], date(2026, 1, 1)).tolist() == (right if look == "sepia" else [])


def test_tones_are_those_of_the_present_pictures(library: Library, folder: int, reading) -> None:
    assert styles.all_tones(library)[1].shape == (0, TONES)
    one, two = _recorded(library, folder, reading, "x", "y")
    first, second = styles.PENDING.list(library, 10)
    styles.store(library, [_styled(two, second.image_hash, 0.75), _styled(one, first.image_hash, 0.5)])
    ids, tones = styles.all_tones(library)
    assert (ids.tolist(), tones[:, 0].tolist(), tones.shape) == ([one, two], [0.5, 0.75], (2, TONES))
    files.record(library, [(Found(folder, "x.jpg", 2, 2), reading("z"))])  # edited
    assert styles.all_tones(library)[0].tolist() == [two]
