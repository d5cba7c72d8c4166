"""The last look at what is about to be written: each thing that would be different is found, one at a time."""

from dataclasses import replace
from pathlib import Path

import pytest

from photon.domain.metadata.album_words import AlbumWords, album_keyword
from photon.domain.metadata.file_metadata import Metadata
from photon.domain.metadata.writing import PROFILES, MetadataEdit
from photon.media.metadata.rdf import Properties
from photon.media.write.photo_writing import _check_metadata
from photon.media.write.sidecar_writing import sidecar_to_write
from photon.media.write.xmp_writing import check_for, merged
from tests.media.packets import bag, languages, packet

EVERYWHERE = PROFILES["everywhere"]
BEFORE = Metadata(
    (("old",),), "an old caption", "an old title", 2, "Red", 1, (), ("Anna",),
    albums=AlbumWords((album_keyword(("Trips", "Rome")),), (("Shared",),)),
)  # fmt: skip
WORDS = MetadataEdit(
    (("new",),), "a new caption", "a new title", 4.0, label="blue", flag=-1, taken="2020-07-15T12:00:00",
    albums=AlbumWords((), (("Mine",),)),
)  # fmt: skip
AFTER = Metadata((("new",),), "a new caption", "a new title", 4, "Blue", -1, (), ("Anna",), albums=WORDS.albums)  # type: ignore[arg-type]
NOTHING = MetadataEdit()


def check(after: Metadata, words: MetadataEdit, taken: str | None = "2020-07-15T12:00:00") -> None:
    _check_metadata((after, Properties(), taken), BEFORE, words, EVERYWHERE)


def test_what_is_as_it_was_to_be_passes() -> None:
    check(AFTER, WORDS)
    check(BEFORE, NOTHING, None)


CHANGES: list[tuple[dict[str, object], str]] = [
    ({"caption": "another"}, "caption"),
    ({"caption": None}, "caption"),
    ({"title": "another"}, "title"),
    ({"rating": 3}, "rating"),
    ({"rating": None}, "rating"),
    ({"label": "Green"}, "label"),
    ({"label": None}, "label"),
    ({"pick": 0}, "flag"),
    ({"keywords": (("new",), ("more",))}, "keywords"),
    ({"keywords": ()}, "keywords"),
    ({"people": ()}, "faces"),
    ({"people": ("Anna", "Ben")}, "faces"),
    ({"albums": AlbumWords()}, "albums"),
]


@pytest.mark.parametrize(("changed", "said"), CHANGES)
def test_each_difference_from_the_edit_is_found(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check(replace(AFTER, **changed), WORDS)  # type: ignore[arg-type]


@pytest.mark.parametrize(("changed", "said"), CHANGES)
def test_what_the_edit_does_not_set_must_stay(changed: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        check(replace(BEFORE, **changed), NOTHING)  # type: ignore[arg-type]


def test_another_date_is_found() -> None:
    with pytest.raises(ValueError, match="date"):
        check(AFTER, WORDS, "2020-07-15T13:00:00")


def test_a_rejected_photo_that_is_picked_has_no_stars() -> None:
    rejected = replace(BEFORE, rating=-1, pick=None)
    lifted = MetadataEdit(flag=1)
    for rating, flag, fits in ((0, 1, True), (-1, 1, False), (2, 1, False)):
        after = replace(rejected, rating=rating, pick=flag)
        if fits:
            _check_metadata((after, Properties(), None), rejected, lifted, EVERYWHERE)
        else:
            with pytest.raises(ValueError, match="rating"):
                _check_metadata((after, Properties(), None), rejected, lifted, EVERYWHERE)


SIDECAR = packet(
    bag("dc:subject", "old") + languages("dc:description", x_default="an old caption"),
    'xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" crs:Exposure2012="+0.65"',
)


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"+0.65", b"+0.66"), (b"a new caption", b"a bad caption"), (b"a new title", b"a bad title"), (b">new<", b">bad<"),
     (b"Rating>4", b"Rating>3")],
)  # fmt: skip
def test_a_sidecar_that_would_be_wrong_is_found(old: bytes, new: bytes) -> None:
    words = MetadataEdit((("new",),), "a new caption", "a new title", 4.0)
    after, changes = merged(SIDECAR, words, EVERYWHERE)
    assert changes
    look = check_for(SIDECAR, words, EVERYWHERE)
    look(after)
    spoiled = after.replace(old, new)
    assert spoiled != after
    with pytest.raises(ValueError, match=r"property would change|would not be correct"):
        look(spoiled)


@pytest.mark.parametrize(
    ("there", "photo", "profile", "expected"),
    [
        ("a.jpg", "a.jpg", "everywhere", "a.jpg.xmp"),
        ("a.jpg", "a.jpg", "lightroom", "a.xmp"),
        ("a.jpg a.png", "a.jpg", "lightroom", "a.jpg.xmp"),  # the short name would mean both
        ("a.jpg a.nef", "a.jpg", "lightroom", "a.jpg.xmp"),
        ("a.jpg a.nef", "a.nef", "lightroom", "a.xmp"),  # of the RAW file
        ("a.cr2 a.nef", "a.nef", "lightroom", "a.nef.xmp"),
        ("a.jpg b.png", "a.jpg", "lightroom", "a.xmp"),
        ("a.jpg a.mov", "a.jpg", "lightroom", "a.xmp"),
        ("a.jpg a.jpg.xmp", "a.jpg", "lightroom", "a.jpg.xmp"),
        ("a.jpg a.xmp", "a.jpg", "everywhere", "a.xmp"),
    ],
)
def test_which_sidecar_is_written(tmp_path: Path, there: str, photo: str, profile: str, expected: str) -> None:
    for name in there.split():
        (tmp_path / name).write_bytes(SIDECAR)
    assert sidecar_to_write(str(tmp_path / photo), PROFILES[profile]).name == expected
