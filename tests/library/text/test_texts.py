"""What a reader found is stored once, replaced by the next reader, and found by its words."""

from collections.abc import Callable
from datetime import date

import pytest

from photon.domain import Reading
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.searches import filters
from photon.library.text import texts
from photon.library.text.text_search import near_photos, near_words, phrase_photos
from photon.library.text.texts import LIKELY, PendingText
from photon.library.words import full_text
from photon.search.query_language import parse

CORNERS = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
TODAY = date(2026, 12, 1)


def page(*lines: str, unreadable: int = 0) -> PageText:
    return PageText(tuple(TextLine(line, CORNERS, 0.9) for line in lines), unreadable)


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> list[int]:
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in ("a", "b", "c")])
    return [row[0] for row in library.db.execute("SELECT id FROM photos ORDER BY id")]


def read(library: Library, photo: int, text: PageText, reader: str = "one") -> None:
    (found,) = [item for item in texts.unseen(library, reader, 99) if item.photo == photo]
    texts.store_chances(library, reader, [(found, 0.9)])
    texts.store_page(library, reader, PendingText(photo, found.image_hash), text)


def matching(library: Library, typed: str) -> list[int]:
    found = parse(typed)
    assert not found.mistakes
    return filters.matching(library, found.query.filters, TODAY).tolist()


def test_what_is_left_is_a_query_and_photos_without_text_are_not_read(library: Library, photos: list[int]) -> None:
    seen = texts.unseen(library, "one", 2)
    assert [item.photo for item in seen] == photos[:2]
    texts.store_chances(library, "one", [(seen[0], LIKELY), (seen[1], LIKELY / 2)])
    assert [item.photo for item in texts.unseen(library, "one", 9)] == photos[2:]
    assert [item.photo for item in texts.unread(library, "one", 9)] == photos[:1]
    assert texts.count_left(library, "one") == 2
    texts.store_page(library, "one", texts.unread(library, "one", 9)[0], page("Gate 12"))
    assert texts.unread(library, "one", 9) == []
    assert texts.count_left(library, "one") == 1
    assert texts.pages(library, photos) == {photos[0]: page("Gate 12")}


def test_a_photo_that_failed_and_one_that_is_away_wait(library: Library, photos: list[int]) -> None:
    texts.store_chances(library, "one", [(item, 0.9) for item in texts.unseen(library, "one", 9)])
    stage_failures.note(library, "texts", photos[:1])
    assert [item.photo for item in texts.unread(library, "one", 9)] == photos[1:]
    with library.transaction() as db:
        db.execute("UPDATE folders SET offline = 1")
    assert texts.unread(library, "one", 9) == []


def test_another_reader_replaces_text_and_another_picture_drops_it(library: Library, photos: list[int]) -> None:
    read(library, photos[0], page("Lisbon"))
    assert [item.photo for item in texts.unseen(library, "two", 9)] == photos
    seen = texts.unseen(library, "two", 1)
    texts.store_chances(library, "two", [(seen[0], 0.9)])
    assert matching(library, "text:lisbon") == photos[:1], "until it was read again"
    texts.store_page(library, "two", texts.unread(library, "two", 9)[0], page("Lisboa", "Belém"))
    assert (matching(library, "text:lisboa"), matching(library, "text:belem")) == (photos[:1], photos[:1])
    assert texts.pages(library, photos)[photos[0]] == page("Lisboa", "Belém")
    read(library, photos[1], page("Oia", unreadable=3))
    with library.transaction() as db:
        db.execute("UPDATE photos SET image_hash = CAST(x'00' || id AS BLOB) WHERE id IN (?, ?)", photos[:2])
        full_text.renew(db, photos)
    assert texts.pages(library, photos) == {}
    assert matching(library, "text:lisboa") == matching(library, "has:text") == []


def test_a_page_of_a_picture_that_was_changed_meanwhile_is_not_stored(library: Library, photos: list[int]) -> None:
    texts.store_chances(library, "one", [(item, 0.9) for item in texts.unseen(library, "one", 1)])
    assert not texts.store_page(library, "one", PendingText(photos[0], b"another"), page("Lisbon"))
    assert texts.pages(library, photos) == {}


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("text:gate", True),
        ('text:"gate 12"', True),
        ('text:"12 gate"', True),  # in this order nowhere: any order
        ("text:12 text:gate", True),
        ("text:ga*", True),
        ('text:"gate 1*"', True),
        ("text:re16tg*", True),
        ('text:"REI6 T*"', True),
        ('text:"total 23,8*"', True),
        ('text:"kowalsky re1*"', True),  # in this order nowhere, and with a slip
        ('text:"gate 2*"', True),  # both are there
        ('text:"gate 3*"', False),
        ("text:ate", False),
        ("text:Zürich", True),
        ("text:zurich", True),
        ("text:RE16TGK", True),
        ("text:re16-tgk", True),
        ('text:"re 16 tgk"', True),
        ("text:REI6TGK", True),  # I for 1
        ("text:8O8", True),  # written 808
        ("text:kowalsky", True),
        ("text:kowaslki", True),  # swapped
        ("text:kowlaski", True),  # swapped in the middle
        ("text:kovalsky", False),  # two slips
        ("text:gute", False),  # too short for a slip
        ("text:京都", True),
        ("text:都", True),
        ("text:東京", False),
        ("text:23,80", True),
        ("text:23.80", True),
        ("-text:gate", False),
        ("text:a", False),  # only in a file name
    ],
)
def test_text_is_found_as_it_may_be_typed(library: Library, photos: list[int], typed: str, is_found: bool) -> None:
    read(library, photos[0], page("GATE 12", "Zürich Kowalski", "RE16 TGK", "808 京都", "Total 23,80"))
    assert (photos[0] in matching(library, typed)) == is_found
    if not typed.startswith("-"):
        assert not {*matching(library, typed)} & {*photos[1:]}


def test_a_slip_is_only_looked_for_where_nothing_is_as_typed(library: Library, photos: list[int]) -> None:
    read(library, photos[0], page("Kowalski"))
    read(library, photos[1], page("Kowalsky"))
    assert matching(library, "text:kowalsky") == photos[1:2]
    assert near_words(library, "kowalskx") == ["kowalski", "kowalsky"]
    assert near_photos(library, "kowalskx").tolist() == photos[:2]
    assert phrase_photos(library, "kowalski").tolist() == photos[:1]


def test_tags_and_text_of_a_photo_are_in_one_index(library: Library, photos: list[int]) -> None:
    read(library, photos[1], page("Hotel Lisboa"))
    assert full_text.having(library, "lisboa").tolist() == photos[1:2]
    assert full_text.with_all(library, ["hotel lisboa"]).tolist() == photos[1:2]
    assert full_text.channels(library, photos, ["lisboa"]) == {photos[0]: (), photos[1]: ("text",), photos[2]: ()}
    assert full_text.pending(library) == []


def test_a_code_is_kept_as_a_line_of_its_own_and_found_by_what_it_says(library: Library, photos: list[int]) -> None:
    code = TextLine("WIFI: Harbour, WPA: kelp-9931", CORNERS, 1.0, "QR Code")
    read(library, photos[0], PageText((TextLine("Gate 12", CORNERS, 0.9), code)))
    read(library, photos[1], page("Harbour"))
    assert texts.pages(library, photos)[photos[0]].codes == (code,)
    assert matching(library, "has:code") == matching(library, "has:qr") == photos[:1]
    assert matching(library, "-has:code") == photos[1:]
    assert matching(library, "text:harbour") == photos[:2]
    assert matching(library, "text:kelp9931") == photos[:1]
    read(library, photos[0], page("Gate 12"), "two")
    assert matching(library, "has:code") == []


def test_text_in_an_unknown_script_is_counted(library: Library, photos: list[int]) -> None:
    read(library, photos[0], page(unreadable=4))
    assert texts.pages(library, photos) == {photos[0]: page(unreadable=4)}
    assert matching(library, "has:text") == []


def test_all_text_can_be_deleted_in_portions_and_is_then_read_again(library: Library, photos: list[int]) -> None:
    for photo in photos:
        read(library, photo, page("Lisbon"))
    assert matching(library, "has:text") == photos
    assert [bool(texts.delete_some(library, 2)) for _ in range(3)] == [True, True, False]
    assert full_text.pending(library) == []
    assert matching(library, "text:lisbon") == matching(library, "has:text") == []
    assert (near_words(library, "lisbun"), texts.count_left(library, "one")) == ([], 3)


def test_very_much_text_is_cut(library: Library, photos: list[int]) -> None:
    read(library, photos[0], page(*(f"{at} " + "x" * 3000 for at in range(5_010)), " "))
    lines = texts.pages(library, photos)[photos[0]].lines
    assert (len(lines), len(lines[0].text)) == (5_000, 2_000)
