"""The labels of chips."""

import pytest
from PySide6.QtCore import QLocale

from photon.domain import AnyOf, Exact, Filter, Like, Part, QueryWords, Region
from photon.domain.query.filter_kinds.filter_kind import FilterKind
from photon.domain.query.filter_kinds.known_kinds import FILTER_KINDS
from photon.ui.kit.icons import icon
from photon.ui.search.chip_labels import face_of
from photon.ui.search.filter_labels import filter_words, photos_words


@pytest.fixture(autouse=True)
def english(qapp: object) -> object:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English))
    yield
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    "spellings", ["favourite favorite", "picked pick", "duplicate Duplicates", "blurry blurred", "dark underexposed"]
)
def test_spellings_of_a_state_have_one_label(spellings: str) -> None:
    parts = [Filter("is", spelling) for spelling in spellings.split()]
    assert len({filter_words(part) for part in parts}) == 1
    assert len({photos_words(part) for part in parts}) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("date", "last-summer", "last summer"),
        ("date", "on-this-day", "this day in every year"),
        ("date", "july-14", "14 july"),
        ("date", "dec-3", "3 december"),
        ("date", "2023-07", "July 2023"),
        ("date", "2023-07-14", "14 July 2023"),
        ("date", "2023", "2023"),
        ("event", "2023-07-14", "14 July 2023"),
        ("event", "2023-07-14T09:05..2023-08-02T10:30", "14 July – 2 August 2023"),
        ("event", "2023-12-30T09:05..2024-01-02T10:30", "30 December 2023 – 2 January 2024"),
        ("event", "..2021", "until 2021"),
        ("date", "2021..2023", "2021 – 2023"),
        ("date", "2021-05..", "from May 2021"),
        ("date", "..2021", "until 2021"),
        ("date", "2023-99-99", "2023 99 99"),
        ("rating", ">=3", "3 stars or more"),
        ("rating", "1", "1 star"),
        ("rating", "0", "no stars"),
        ("rating", "<2", "fewer than 2 stars"),
        ("rating", "2..4", "2 – 4 stars"),
        ("rating", "many", "many"),
        ("size", ">10MP", "over 10 MP"),
        ("size", "huge", "huge"),
        ("aperture", "<2.8", "under f/2.8"),
        ("aperture", "f/1.8..4", "f/1.8 – f/4"),
        ("aperture", "8..", "f/8 or more"),
        ("aperture", "wide", "wide"),
        ("total", ">50eur", "over 50 EUR"),
        ("total", "20..30", "20 – 30"),
        ("total", "..30€", "30 EUR or less"),
        ("total", "much", "much"),
        ("is", "receipts", "receipt"),
        ("has", "gps", "with a location"),
        ("has", "sound", "sound"),
        ("near", "38.7,-9.1,20km", "within 20 km of 38.7, -9.1"),
        ("near", "Lisbon", "near Lisbon"),
        ("is", "untagged", "untagged"),
        ("theme", "beach", "beach"),
        ("theme", "e2353610434f202d", "theme in Explore"),
        ("thing", "~e2353610434f202d", "group in Explore"),
        ("type", "jpeg", "JPEG"),
        ("type", "Video", "video"),
        ("length", ">1m", "over 1m"),
        ("folder", "/home/anna/Trip to Rome/", "Trip to Rome"),
        ("folder", "C:\\Photos\\Rome", "Rome"),
        ("tag", "New York", "New York"),
    ],
)
def test_labels_of_filters_are_natural(field: str, value: str, words: str) -> None:
    assert filter_words(Filter(field, value)) == words


@pytest.mark.parametrize(
    ("part", "kind", "words", "spoken"),
    [
        (QueryWords("dog", unwanted=True), "words", "dog", "not dog"),
        (QueryWords("beach", 2.0), "words", "beach", "beach, weight ×2"),
        (QueryWords("my:Fluffy on a sofa"), "concept", "Fluffy on a sofa", "Fluffy on a sofa"),
        (Exact("Lisbon"), "words", "“Lisbon”", "“Lisbon”"),
        (AnyOf((QueryWords("beach"), Filter("tag", "sea"))), "words", "beach or sea", "beach or sea"),
        (Like(path="/a/b.jpg"), "photo", "b.jpg", "b.jpg"),
        (Like(photo=3, region=Region(0, 0, 1, 1)), "photo", "part of example photo", "part of example photo"),
        (Filter("tag", "sea", unwanted=True), "filter", "sea", "not tag: sea"),
    ],
)
def test_every_kind_of_part_has_a_label(part: Part, kind: str, words: str, spoken: str) -> None:
    face = face_of(part)
    assert (face.kind, face.words, face.spoken) == (kind, words, spoken)


@pytest.mark.parametrize("kind", FILTER_KINDS, ids=lambda kind: kind.name)
def test_every_filter_has_a_label_and_an_existing_icon(qapp: object, kind: FilterKind) -> None:
    face = face_of(kind.filter_by(kind.help.example))
    assert not icon(face.icon).isNull()
    assert face.spoken == f"{kind.help.noun}: {face.words}"


@pytest.mark.parametrize("name", ["star-fill", "crop", "minus-circle"])
def test_icons_of_chips_exist(qapp: object, name: str) -> None:
    assert not icon(name).isNull()
