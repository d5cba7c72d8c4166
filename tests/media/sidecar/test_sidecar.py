"""Which file is the sidecar of a photo, and what happens with broken ones."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.media.read.metadata_reading import understand
from photon.media.sidecar.sidecar import listing_of, read_sidecars, sidecars_of
from tests.media.drawn import drawn
from tests.media.packets import bag, languages, packet, with_xmp

Save = Callable[..., str]


def place(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_bytes(packet(bag("dc:subject", name)))


@pytest.mark.parametrize("sidecar", ["a.jpg.xmp", "a.xmp", "A.XMP", "a.JPG.XMP", "a.Jpg.Xmp"])
def test_both_names_in_any_case(tmp_path: Path, sidecar: str) -> None:
    place(tmp_path, sidecar, "b.xmp", "aa.xmp")
    assert sidecars_of(str(tmp_path / "a.jpg")) == [str(tmp_path / sidecar)]


def test_the_exact_name_wins_and_the_full_name_comes_first(tmp_path: Path) -> None:
    place(tmp_path, "a.xmp", "A.xmp", "A.JPG.xmp", "a.jpg.xmp")
    assert sidecars_of(str(tmp_path / "a.jpg")) == [str(tmp_path / name) for name in ("a.jpg.xmp", "a.xmp")]


def test_the_short_name_belongs_to_the_raw_file_of_a_pair(tmp_path: Path) -> None:
    (tmp_path / "a.CR2").touch()
    (tmp_path / "a.jpg").touch()
    place(tmp_path, "a.xmp")
    assert read_sidecars(str(tmp_path / "a.CR2")).paths == [str(tmp_path / "a.xmp")]
    assert read_sidecars(str(tmp_path / "a.jpg")).paths == []
    place(tmp_path, "a.jpg.xmp")
    assert read_sidecars(str(tmp_path / "a.jpg")).paths == [str(tmp_path / "a.jpg.xmp")]


def test_a_sidecar_that_names_its_photo_belongs_to_it(tmp_path: Path) -> None:
    for name in ("a.CR2", "a.DNG", "a.jpg"):
        (tmp_path / name).touch()
    (tmp_path / "a.xmp").write_bytes(packet("", 'photoshop:SidecarForExtension="DNG"'))
    assert [name for name in ("a.CR2", "a.DNG", "a.jpg") if read_sidecars(str(tmp_path / name)).paths] == ["a.DNG"]


def test_a_new_sidecar_is_noticed_in_a_listed_folder(tmp_path: Path) -> None:
    assert sidecars_of(str(tmp_path / "a.jpg")) == []
    place(tmp_path, "a.xmp")
    os.utime(tmp_path, (1, 1))
    assert sidecars_of(str(tmp_path / "a.jpg")) == [str(tmp_path / "a.xmp")]


@pytest.mark.parametrize("raw", [b"", b"not xml", packet(bag("dc:subject", "a"))[:-80], b"<!DOCTYPE a><a/>"])
def test_a_broken_sidecar_is_skipped_and_reported(save: Save, tmp_path: Path, raw: bytes) -> None:
    path = with_xmp(save(drawn(), "a.jpg"), packet(bag("dc:subject", "inside")))
    (tmp_path / "a.xmp").write_bytes(raw)
    account = understand(path)
    assert account.metadata is not None
    assert account.metadata.keywords == (("inside",),)
    assert (account.problem, account.sidecars) == (None, ())
    assert [problem.path for problem in account.passed_over] == [str(tmp_path / "a.xmp")]
    assert (tmp_path / "a.xmp").read_bytes() == raw


def test_a_folder_named_like_a_sidecar_and_a_missing_folder(tmp_path: Path) -> None:
    (tmp_path / "a.xmp").mkdir()
    assert [problem.kind for problem in read_sidecars(str(tmp_path / "a.jpg")).passed_over] == ["not-a-file"]
    assert sidecars_of(str(tmp_path / "gone" / "a.jpg")) == []
    assert sidecars_of("a\0.jpg") == []


def test_a_sidecar_overrides_texts_adds_keywords_and_fills_gaps(save: Save, tmp_path: Path) -> None:
    inside = packet(
        bag("dc:subject", "inside") + languages("dc:title", x_default="inside"),
        'xmp:Rating="1" exif:DateTimeOriginal="2020-01-01T10:00:00"',
    )
    path = with_xmp(save(drawn(), "a.jpg"), inside)
    beside = packet(
        bag("dc:subject", "beside") + languages("dc:description", x_default="beside"),
        'xmp:Rating="5" exif:DateTimeOriginal="2021-01-01T10:00:00" exif:GPSLatitude="51,30N" exif:GPSLongitude="0,6W"',
    )
    (tmp_path / "a.jpg.xmp").write_bytes(beside)
    account = understand(path)
    assert account.metadata is not None
    assert account.facts is not None
    words, facts = account.metadata, account.facts
    assert words.keywords == (("beside",), ("inside",))
    assert (words.caption, words.title, words.rating) == ("beside", "inside", 5)
    assert (facts.taken, facts.gps) == ("2020-01-01T10:00:00", (51.5, -0.1))
    alone = understand(path, sidecars=False)
    assert alone.metadata is not None
    assert (alone.metadata.keywords, alone.metadata.rating, alone.sidecars) == ((("inside",),), 1, ())


def test_a_few_names_determine_the_sidecars_of_one_photo(tmp_path: Path) -> None:
    for name in ("a.CR2", "a.jpg", "b.jpg"):
        (tmp_path / name).touch()
    place(tmp_path, "a.xmp", "a.JPG.xmp", "a.jpg.xmp", "b.xmp")
    (tmp_path / "b.jpg.json").write_text("{}")
    listing = listing_of(tmp_path)
    for name in ("a.CR2", "a.jpg", "b.jpg"):
        path, around = str(tmp_path / name), listing.around(str(tmp_path / name))
        assert sidecars_of(path, around) == sidecars_of(path, listing)
        assert read_sidecars(path, around).paths == read_sidecars(path, listing).paths
        assert around.beside(path) == listing.beside(path)
    assert listing.around(str(tmp_path / "b.jpg")).beside(str(tmp_path / "b.jpg")) == ["b.xmp", "b.jpg.json"]


def test_an_added_sidecar_is_known_without_listing_the_folder_again(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    before = listing_of(tmp_path)
    place(tmp_path, "a.jpg.xmp")
    path = str(tmp_path / "a.jpg")
    assert sidecars_of(path, before.with_sidecar("a.jpg.xmp")) == [f"{path}.xmp"]
    assert sidecars_of(path, before) == []
