"""Filters on a real catalogue: what each finds, that a minus finds the rest, and alternatives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from photon.domain import AnyOf, Exact, Facts, Filter, QueryWords, Reading
from photon.domain.metadata.tag import TagMark
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.formats import RAW
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.domain.query.periods import BadValue
from photon.domain.query.query import RANKING, is_condition
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.library.tags import tags
from photon.library.text.stated_facts import decide_facts
from photon.media.file.file_kinds import RAW_ENDINGS
from photon.search.query_language import parse
from tests.library.explore.found_topics import find_beach_and_animal
from tests.library.people.drawn_faces import name_two
from tests.library.places.conftest import name_lisbon
from tests.library.tagged import tag, write_text

TODAY = date(2024, 2, 10)


@dataclass
class Shelf:
    library: Library
    folder: int
    names: dict[int, str] = field(default_factory=dict)

    def put(self, relative: str, size: int = 10, folder: int | None = None, **facts: object) -> int:
        return self.put_all([relative], size, folder, **facts)[0]

    def put_all(
        self, relatives: Sequence[str], size: int = 10, folder: int | None = None, **facts: object
    ) -> list[int]:
        """Record photos with the same facts together."""
        given, mtime = {"format": "JPEG", "width": 40, "height": 30, **facts}, 1_600_000_000 * 10**9  # 2020-09-13
        numbers, found = [], []
        for relative in relatives:
            number = len(self.names) + 1
            hashed = number.to_bytes(16, "big")
            reading = Reading(hashed, hashed, size, Facts(**given), b"", 0)  # type: ignore[arg-type]
            found.append((Found(folder or self.folder, relative, size, mtime), reading))
            self.names[number] = relative.rpartition("/")[2].partition(".")[0]
            numbers.append(number)
        files.record(self.library, found)
        return numbers

    def found(self, typed: str) -> str:
        parsed = parse(typed)
        assert not parsed.mistakes
        assert all(is_condition(part) for part in parsed.query.parts)
        ids = matching(self.library, parsed.query.parts, TODAY)  # type: ignore[arg-type]
        assert (ids.dtype, list(ids)) == (np.int64, sorted(ids))
        return " ".join(sorted(self.names[photo] for photo in ids.tolist()))


@pytest.fixture
def shelf(library: Library, tmp_path: Path) -> Shelf:
    root = tmp_path / "Bilder" / "Ünsere"
    root.mkdir(parents=True)
    return Shelf(library, folders.add(library, str(root)).id)


@pytest.mark.parametrize("kind", [kind for kind in FILTER_KINDS if kind.name != RANKING], ids=lambda kind: kind.name)
def test_every_filter_finds_the_photo_of_its_example(shelf: Shelf, kind: FilterKind) -> None:
    facts = {"camera": "Canon EOS 5D", "lens": "EF 50mm f/1.8", "aperture": 1.8, "taken": "2023-07-14T12:00:00"}
    fits = shelf.put("Italy/fits.cr2", format="CR2", width=4000, height=6000, gps=(38.722, -9.139), **facts)
    shelf.library.db.execute("UPDATE photos SET seconds = 90 WHERE id = ?", (fits,))
    shelf.put("plain.jpg")
    tag(shelf.library, ("beach",), [fits])
    album_content.add_photos(shelf.library, albums.make_album(shelf.library, ("Trips", "Italy"))[0], [fits])
    ratings.rate(shelf.library, {fits: 4})
    ratings.favour(shelf.library, {fits: True})
    ratings.label(shelf.library, {fits: "red"})
    write_text(shelf.library, fits, "Gate 12")
    decide_facts(shelf.library, fits, {"total": "99.00 EUR", "shop": "Anna's Bakery"})
    name_two(shelf.library, fits)
    name_lisbon(shelf.library)
    find_beach_and_animal(shelf.library, fits)
    check(shelf, f"{kind.name}:{kind.help.example}", "fits")


def check(shelf: Shelf, typed: str, names: str) -> None:
    """Check that the filter finds these photos, and with a minus all others."""
    assert shelf.found(typed) == names
    rest = set(shelf.names.values()) - set(names.split())
    assert shelf.found(f"-{typed}") == " ".join(sorted(rest))


def test_without_filters_all_present_photos_match(shelf: Shelf) -> None:
    shelf.put("a.jpg")
    shelf.put("b.jpg")
    files.forget(shelf.library, shelf.folder, ["a.jpg"])
    assert shelf.found("") == shelf.found("rating:0") == "b"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("date:2023", "july night summer"),
        ("date:2023-07", "july"),
        ("date:2023-07-14", "july"),
        ("date:2023-12-31", "night"),
        ("date:2023-08..2023-12-30", "summer"),
        ("date:..2022", "file old winter"),
        ("date:2023-12-31..", "night today"),
        ("date:>2023-08", "night today"),
        ("date:<2021", "file old"),
        ("date:july", "july"),
        ("date:summer", "july summer winter"),
        ("date:winter", "night today"),
        ("date:summer-2022", "winter"),
        ("date:last-summer", "july summer winter"),
        ("date:december", "night winter"),
        ("date:christmas", "winter"),
        ("date:today", "today"),
        ("date:this-month", "today"),
        ("date:last-year", "july night summer"),
        ("date:on-this-day", "today"),
        ("date:july-14", "july"),
        ("date:september-13", ""),  # a file was copied on that day, which is no anniversary
        ("date:september", "file"),
        ("date:dec-25", "winter"),
        ("date:december-24..december-31", "night winter"),
        ("date:1990s", "old"),
    ],
)
def test_dates(shelf: Shelf, typed: str, names: str) -> None:
    shelf.put("old.jpg", taken="1999-05-01T00:00:00")
    shelf.put("july.jpg", taken="2023-07-14T23:59:59.5+02:00")
    shelf.put("summer.jpg", taken="2023-08-01T10:00:00")
    shelf.put("night.jpg", taken="2023-12-31T23:59:59", gps=(40.0, 3.0))
    shelf.put("winter.jpg", taken="2022-12-25T12:00:00", gps=(-33.9, 151.2))  # it is summer there
    shelf.put("today.jpg", taken="2024-02-10T08:00:00")
    shelf.put("file.jpg")  # from 2020 by the file's time
    check(shelf, typed, names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("folder:italy", "rome venice"),
        ("folder:ITALY", "rome venice"),
        ("folder:rome", "rome"),
        ("folder:Italy/Rome", "rome"),
        ("folder:2023", "oslo"),
        ("folder:Ital", ""),
        ("folder:unsere", "italy2 oslo rome top venice"),  # the watched folder's own name, without its diacritics
        ("folder:bilder/unsere/italy", "rome venice"),
        ("folder:nowhere", ""),
        ("folder:/nowhere", ""),
    ],
)
def test_folders(shelf: Shelf, typed: str, names: str) -> None:
    for path in ("top.jpg", "Italy/venice.jpg", "Italy/Rome/rome.jpg", "Italy 2/italy2.jpg", "Trips/2023/oslo.jpg"):
        shelf.put(path)
    check(shelf, typed, names)


def test_folders_by_path(shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Bilder2").mkdir()
    other = folders.add(shelf.library, str(tmp_path / "Bilder2")).id
    shelf.put("Italy/venice.jpg")
    shelf.put("Italy0/second.jpg")
    shelf.put("Italy/third.jpg", folder=other)
    check(shelf, f'folder:"{tmp_path}/Bilder"', "second venice")
    check(shelf, f'folder:"{tmp_path}/Bilder/Ünsere/Italy/"', "venice")
    check(shelf, f'folder:"{tmp_path}"', "second third venice")
    monkeypatch.setenv("HOME", str(tmp_path))
    check(shelf, "folder:~/Bilder2", "third")


def test_many_folders_with_one_name(shelf: Shelf) -> None:
    names = shelf.put_all([f"{number}/Raw/n{number}.jpg" for number in range(1200)])
    assert len(matching(shelf.library, [Filter("folder", "raw")], TODAY)) == len(names)


def test_cameras_and_lenses(shelf: Shelf) -> None:
    shelf.put("canon.jpg", camera="Canon EOS 5D", lens="EF 50mm f/1.8")
    shelf.put("leica.jpg", camera="Léica M10")
    shelf.put("none.jpg")
    check(shelf, "camera:canon", "canon")
    check(shelf, 'camera:"eos 5d"', "canon")
    check(shelf, "camera:leica", "leica")
    check(shelf, "camera:nikon", "")
    check(shelf, 'camera:"..."', "")
    check(shelf, "lens:50mm", "canon")
    check(shelf, "has:camera", "canon leica")
    check(shelf, "has:lens", "canon")


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("rating:3", "three"),
        ("rating:>=3", "five three"),
        ("rating:<3", "none"),
        ("rating:1..4", "three"),
        ("is:unrated", "none"),
        ("has:rating", "five three"),
        ("is:favourite", "five"),
        ("is:favorite", "five"),
        ("label:red", "three"),
        ("label:Rot", "three"),
        ("label:none", "five none"),
        ("is:picked", "five"),
        ("is:rejected", "three"),
        ("is:unflagged", "none"),
    ],
)
def test_marks(shelf: Shelf, typed: str, names: str) -> None:
    three, five, _ = shelf.put("three.jpg"), shelf.put("five.jpg"), shelf.put("none.jpg")
    ratings.rate(shelf.library, {three: 3, five: 5})
    ratings.favour(shelf.library, {five: True})
    ratings.label(shelf.library, {three: "red"})
    ratings.flag(shelf.library, {three: -1, five: 1})
    check(shelf, typed, names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("type:jpg", "small"),
        ("type:raw", "big other"),
        ("type:dng", "other"),
        ("type:jxl", "square"),
        ("size:>10MP", "big"),
        ("size:12MP", "big"),
        ("size:>=4000px", "big"),
        ("size:4000px", "big"),
        ("size:<4000px", "other small square"),
        ("size:>2MB", "big"),
        ("size:2MB..30MB", "big"),
        ("size:<1kB", "other small square"),
        ("orientation:landscape", "big small"),
        ("orientation:portrait", "other"),
        ("orientation:square", "square"),
    ],
)
def test_facts(shelf: Shelf, typed: str, names: str) -> None:
    shelf.put("small.jpg", width=400, height=300)
    shelf.put("big.cr2", 25_000_000, format="CR2", width=4000, height=3000)
    shelf.put("other.dng", format="DNG", width=300, height=400)
    shelf.put("square.jxl", format="JPEG XL", width=300, height=300)
    check(shelf, typed, names)


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("aperture:2.8", "apex zoom"),
        ("aperture:<2.8", "fast"),
        ("aperture:<=2.8", "apex fast zoom"),
        ("aperture:>2.8", "small"),
        ("aperture:11", "small"),
    ],
)
def test_apertures_are_compared_as_they_are_shown(shelf: Shelf, typed: str, names: str) -> None:
    shelf.put("fast.jpg", aperture=1.8)
    shelf.put("zoom.jpg", aperture=2.8)
    shelf.put("apex.jpg", aperture=2.7998)  # as old cameras record it
    shelf.put("small.jpg", aperture=11.3)
    shelf.put("none.jpg")
    check(shelf, typed, names)


def test_places(shelf: Shelf) -> None:
    shelf.put("lisbon.jpg", gps=(38.722, -9.139))
    shelf.put("sintra.jpg", gps=(38.797, -9.390))  # 23.3 km away
    shelf.put("fiji.jpg", gps=(-17.0, 179.95))
    shelf.put("west.jpg", gps=(-17.0, -179.95))  # across the date line
    shelf.put("pole.jpg", gps=(89.99, 120.0))
    shelf.put("none.jpg", taken="2023-01-01T00:00:00")
    check(shelf, "near:38.722,-9.139,20km", "lisbon")
    check(shelf, "near:38.722,-9.139,24km", "lisbon sintra")
    check(shelf, "near:38.722,-9.139,14mi", "lisbon")
    check(shelf, "near:38.722,-9.139,500m", "lisbon")
    check(shelf, "near:-17,180,10km", "fiji west")
    check(shelf, "near:89.99,-60,3km", "pole")
    check(shelf, "near:0,0,30000km", "fiji lisbon pole sintra west")
    check(shelf, "near:10,10", "")
    check(shelf, "has:gps", "fiji lisbon pole sintra west")
    check(shelf, "has:date", "none")


def test_tags(shelf: Shelf) -> None:
    rome, paris, dog, _ = (shelf.put(f"{name}.jpg") for name in ("rome", "paris", "dog", "none"))
    tag(shelf.library, ("Places", "Italy", "Römisches"), [rome])
    tag(shelf.library, ("Places", "France"), [paris])
    tag(shelf.library, ("Pets",), [dog, rome])
    check(shelf, "tag:places", "paris rome")
    check(shelf, "tag:italy", "rome")
    check(shelf, "tag:romisches", "rome")
    check(shelf, "tag:places/italy", "rome")
    check(shelf, "tag:pets", "dog rome")
    check(shelf, "tag:pet", "")
    check(shelf, "is:untagged", "none")
    check(shelf, "has:tags", "dog paris rome")
    assert shelf.found("tag:places -tag:pets") == "paris"
    assert tags.all_tags(shelf.library) == [
        (("Pets",), 2), (("Places",), 2), (("Places", "France"), 1), (("Places", "Italy"), 1),
        (("Places", "Italy", "Römisches"), 1),
    ]  # fmt: skip
    assert tags.mark(shelf.library, [TagMark(dog, ("Pets",), None)]).photos == {dog}
    assert not tags.mark(shelf.library, [TagMark(dog, ("Unknown",), None)])
    check(shelf, "tag:pets", "rome")


def test_a_photo_is_offline_when_all_its_files_are(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "Drive").mkdir()
    drive = folders.add(shelf.library, str(tmp_path / "Drive")).id
    both = shelf.put("both.jpg")
    shelf.put("away.jpg", folder=drive)
    hashed = both.to_bytes(16, "big")
    copy = Reading(hashed, hashed, 10, Facts("JPEG", 40, 30), b"", 0)
    files.record(shelf.library, [(Found(drive, "both.jpg", 10, 1), copy)])
    check(shelf, "is:offline", "")
    folders.mark_offline(shelf.library, drive, offline=True)
    check(shelf, "is:offline", "away")


def test_only_the_files_of_missing_photos_count_although_they_are_lost(shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "Drive").mkdir()
    drive = folders.add(shelf.library, str(tmp_path / "Drive")).id
    moved, lost = shelf.put("Italy/moved.jpg", camera="Canon"), shelf.put("Italy/lost.jpg", size=10_000_000)
    hashed = moved.to_bytes(16, "big")
    elsewhere = Reading(hashed, hashed, 20, Facts("JPEG", 40, 30, camera="Canon"), b"", 0)
    files.record(shelf.library, [(Found(drive, "moved.jpg", 20, 1), elsewhere)])
    files.forget(shelf.library, shelf.folder, ["Italy/moved.jpg", "Italy/lost.jpg"])
    assert shelf.names[lost] == "lost"
    assert shelf.found("folder:italy (is:missing OR camera:canon)") == "lost"
    assert shelf.found("folder:drive (is:missing OR camera:canon)") == "moved"
    assert shelf.found("size:>5MB is:missing") == "lost"
    assert shelf.found("size:<15B (is:missing OR camera:canon)") == ""


def test_the_size_of_a_missing_copy_does_not_count(shelf: Shelf) -> None:
    kept = shelf.put("kept.jpg")
    hashed = kept.to_bytes(16, "big")
    copy = Reading(hashed, hashed, 10, Facts("JPEG", 40, 30), b"", 0)
    files.record(shelf.library, [(Found(shelf.folder, "copy.jpg", 10_000_000, 1), copy)])
    assert shelf.found("size:>5MB") == "kept"
    with shelf.library.transaction() as db:  # missing, but not dropped yet
        db.execute("UPDATE files SET missing = '2024-02-10' WHERE relative = 'copy.jpg'")
    assert shelf.found("size:>5MB") == ""
    assert shelf.found("size:<5MB") == "kept"


def test_alternatives_are_combined_by_or_and_filters_by_and(shelf: Shelf) -> None:
    shelf.put("a.jpg", camera="Canon")
    shelf.put("b.jpg", taken="2023-01-01T00:00:00")
    shelf.put("c.jpg", camera="Canon", taken="2023-01-01T00:00:00")
    shelf.put("d.jpg")
    check(shelf, "(camera:canon OR date:2023)", "a b c")
    check(shelf, "(-camera:canon OR date:2023)", "b c d")
    assert shelf.found("(camera:canon OR date:2023) -date:2023") == "a"
    assert shelf.found("camera:canon date:2023 type:jpg") == "c"
    mixed = AnyOf((Filter("date", "2023"), QueryWords("beach")))
    assert not is_condition(mixed)
    assert not is_condition(Exact("x"))
    assert len(matching(shelf.library, [mixed], TODAY)) == 4  # not a filter: a photo may show a beach


def test_an_invalid_value_is_reported(shelf: Shelf) -> None:
    with pytest.raises(BadValue, match="isn't a star rating"):
        matching(shelf.library, [Filter("rating", "many")], TODAY)


def test_names_of_raw_formats_are_file_formats() -> None:
    assert {name.lower() for name in RAW} == RAW_ENDINGS


def test_only_present_photos_are_found(shelf: Shelf, at: Callable[[str], Found]) -> None:
    shelf.put("a.jpg", camera="Canon", gps=(1.0, 1.0), taken="2023-01-01T00:00:00")
    files.forget(shelf.library, shelf.folder, ["a.jpg"])
    for typed in ("camera:canon", "-camera:nikon", "near:1,1", "date:2023", "folder:unsere", "-date:2022"):
        assert shelf.found(typed) == ""


def test_alternatives_are_a_condition_only_if_all_are_filters(shelf: Shelf) -> None:
    stars, word = Filter("rating", "4"), Exact("lake")
    assert is_condition(stars)
    assert is_condition(AnyOf((stars, stars)))
    assert not is_condition(AnyOf((stars, word)))
    assert not is_condition(AnyOf((word, stars)))
    assert not is_condition(word)
    shelf.put("a.jpg")
    assert len(matching(shelf.library, [AnyOf((stars, word))], TODAY)) == 1  # it is left to the search
