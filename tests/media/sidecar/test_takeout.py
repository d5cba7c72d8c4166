"""The JSON files of a Google Takeout, which only fill gaps."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photon.media.read.metadata_reading import understand
from photon.media.sidecar import takeout
from photon.media.sidecar.sidecar import read_sidecars
from tests.media.drawn import drawn
from tests.media.packets import bag, languages, packet, with_xmp

Save = Callable[..., str]


def told(**fields: Any) -> dict[str, Any]:
    """Return JSON as an export writes it, with changed fields."""
    nowhere = {"latitude": 0.0, "longitude": 0.0, "altitude": 0.0, "latitudeSpan": 0.0, "longitudeSpan": 0.0}
    return {
        "title": "a.jpg", "description": "", "imageViews": "7",
        "creationTime": {"timestamp": "1598032635", "formatted": "Aug 21, 2020, 5:57:15 PM UTC"},
        "photoTakenTime": {"timestamp": "1478174685", "formatted": "Nov 3, 2016, 12:04:45 PM UTC"},
        "geoData": nowhere, "geoDataExif": nowhere, "url": "https://photos.google.com/photo/x",
    } | fields  # fmt: skip


def write(folder: Path, name: str = "a.jpg.supplemental-metadata.json", **fields: Any) -> Path:
    path = folder / name
    path.write_text(json.dumps(told(**fields)), encoding="utf-8")
    return path


HERE = {"latitude": 41.89, "longitude": 12.49, "altitude": 21.5}


def test_time_place_caption_and_people_are_read(save: Save, tmp_path: Path) -> None:
    path = save(drawn(), "a.jpg")
    place = write(
        tmp_path,
        description="Été à Rome\nsecond line",
        geoDataExif=HERE,
        people=[{"name": "Anna"}, {"name": "Tom / T."}],
    )
    account = understand(path)
    assert account.facts is not None
    assert account.metadata is not None
    assert (account.facts.taken, account.facts.gps) == ("2016-11-03T12:04:45+00:00", (41.89, 12.49))
    assert account.metadata.caption == "Été à Rome\nsecond line"
    assert account.metadata.keywords == (("People", "Anna"), ("People", "Tom / T."))
    assert account.metadata.people == ("Anna", "Tom / T.")
    assert (account.metadata.altitude, account.metadata.title, account.metadata.rating) == (21.5, None, None)
    assert not account.metadata.is_favourite
    assert (account.export, account.sidecars) == (str(place), ())
    assert account.written == understand(path, sidecars=False).metadata


def test_the_photo_and_its_sidecar_take_precedence(save: Save, tmp_path: Path) -> None:
    inside = packet(
        languages("dc:description", x_default="mine"),
        'exif:DateTimeOriginal="2020-01-01T10:00:00" exif:GPSLatitude="38,42.5N" exif:GPSLongitude="9,8.25W"',
    )
    path = with_xmp(save(drawn(), "a.jpg"), inside)
    (tmp_path / "a.jpg.xmp").write_bytes(packet(bag("lr:hierarchicalSubject", "Family|anna")))
    write(tmp_path, description="theirs", geoData=HERE, people=[{"name": "Anna"}, {"name": "Tom"}])
    account = understand(path)
    assert account.facts is not None
    assert account.metadata is not None
    assert (account.facts.taken, account.metadata.caption) == ("2020-01-01T10:00:00", "mine")
    assert account.facts.gps == pytest.approx((38.708333, -9.1375))
    assert account.metadata.keywords == (("Family", "anna"), ("People", "Tom"))
    assert account.metadata.altitude is None


def test_user_set_coordinates_come_first_and_null_island_is_ignored(save: Save, tmp_path: Path) -> None:
    path = save(drawn(), "a.jpg")
    write(tmp_path, geoData=HERE | {"latitude": 1.0}, geoDataExif=HERE)
    assert understand(path).facts.gps == (1.0, 12.49)  # type: ignore[union-attr]
    for bad in ({"latitude": 91, "longitude": 1}, {"latitude": float("nan"), "longitude": 1}, {"latitude": "x"}, [], 7):
        write(tmp_path, geoData=bad)
        assert understand(path).facts.gps is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("timestamp", "taken"),
    [
        ("-315619200", "1960-01-01T00:00:00+00:00"),
        (1478174685, "2016-11-03T12:04:45+00:00"),
        ("0", None),
        ("99999999999999999999", None),
        ("soon", None),
        (None, None),
        (True, None),
    ],
)
def test_times(save: Save, tmp_path: Path, timestamp: object, taken: str | None) -> None:
    path = save(drawn(), "a.jpg")
    write(tmp_path, photoTakenTime={"timestamp": timestamp})
    assert understand(path).facts.taken == taken  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "content",
    [
        b'{"title": "Rome", "description": "an album", "access": "protected"}',
        b'{"caption": "by another program", "photoTakenTime": 7}',
        b'[{"photoTakenTime": {"timestamp": "1"}}]',
        b"null",
        b'"text"',
    ],
)
def test_other_json_files_are_skipped_silently(save: Save, tmp_path: Path, content: bytes) -> None:
    path = save(drawn(), "a.jpg")
    (tmp_path / "a.jpg.json").write_bytes(content)
    assert understand(path) == understand(path, sidecars=False)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b'{"title": "a.jpg",\n "photoTakenTime": {"timest', "isn't well-formed JSON (line 2)"),
        (b"\xff\xfe\xfd{", "isn't well-formed JSON"),
        (b"[" * 100_000, "isn't well-formed JSON"),
        (b'{"a": ' + b"9" * 5000 + b"}", "isn't well-formed JSON"),
        (b" " * (takeout.LARGEST + 1), "larger than 10 MB"),
    ],
)
def test_a_broken_file_is_reported_and_affects_only_itself(
    save: Save, tmp_path: Path, content: bytes, sentence: str
) -> None:
    path = with_xmp(save(drawn(), "a.jpg"), packet(bag("dc:subject", "inside")))
    place = tmp_path / "a.jpg.json"
    place.write_bytes(content)
    account = understand(path)
    assert account.metadata is not None
    assert (account.metadata.keywords, account.passed_over, account.problem) == ((("inside",),), (), None)
    assert account.unused is not None
    assert account.unused.path == str(place)
    assert sentence in account.unused.message
    assert read_sidecars(path).passed_over == []  # code that writes sidecars ignores it


@pytest.mark.parametrize("people", [None, "Anna", {}, [None, 7, {"name": None}, {"name": " "}, {"name": []}, {}]])
def test_invalid_values_are_ignored(save: Save, tmp_path: Path, people: object) -> None:
    path = save(drawn(), "a.jpg")
    write(tmp_path, people=people, description=7, title=None, geoData=None, geoDataExif="no")
    account = understand(path)
    assert account.metadata == understand(path, sidecars=False).metadata


def test_surrogates_and_invisible_characters_are_cleaned(save: Save, tmp_path: Path) -> None:
    path = save(drawn(), "a.jpg")
    write(tmp_path, description="a\ud83d bright\0 morning\r\nd", people=[{"name": "A\u0007nna\n Maria"}])
    words = understand(path).metadata
    assert words is not None
    assert (words.caption, words.keywords) == ("a? bright morning\nd", (("People", "Anna Maria"),))


def test_a_truncated_name_is_matched_by_its_title(save: Save, tmp_path: Path) -> None:
    start = "Photos of the old harbour from the roof of the"  # 46 characters
    one, two = (save(drawn(), f"{start}{tail}.jpg") for tail in ("1", "2"))
    write(tmp_path, f"{start}.json", title=f"{start}2nd house.jpg", description="of the second")
    assert [understand(path).metadata.caption for path in (one, two)] == [None, "of the second"]  # type: ignore[union-attr]


def test_edited_photos_share_the_file(save: Save, tmp_path: Path) -> None:
    write(tmp_path, "a.jpg.json", description="both", favorited=True)
    for name in ("a.jpg", "a-edited.jpg"):
        words = understand(save(drawn(), name)).metadata
        assert words is not None
        assert (words.caption, words.is_favourite) == ("both", True)
