"""Facts of documents: read ones are found until a person decides, and what was decided stays."""

from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from photon.domain import Reading
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.query.filter_kinds.facts import FROM, SENDERS
from photon.domain.query.filter_kinds.states import DOCUMENTS
from photon.domain.text.stated_facts import DocumentFact, FactField
from photon.library import Library
from photon.library.db import stage_failures
from photon.library.db.veil import draw_veil
from photon.library.decisions import undoing
from photon.library.photos import files
from photon.library.photos.found_files import Found
from photon.library.searches import filters
from photon.library.searches.filter_counts import NAMES_IN_USE, count_choices
from photon.library.text import texts
from photon.library.text.stated_facts import decide_facts, facts_of, pages_without_facts, store_facts
from photon.library.text.texts import PendingText
from photon.search.query_language import parse

CORNERS = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
TODAY = date(2026, 12, 1)
NAMES = ("a", "b", "c", "d")
READ: dict[str, dict[FactField, str]] = {
    "a": {"kind": "receipt", "total": "12.50 EUR", "shop": "Bäckerei Groß"},
    "b": {"kind": "invoice", "total": "50.00", "shop": "ACME Ltd"},
    "c": {"kind": "sign"},
}


def read_texts(library: Library) -> None:
    """Store a line of text of each photo but the last."""
    for item in texts.unseen(library, "one", 9)[:3]:
        texts.store_chances(library, "one", [(item, 0.9)])
        pending = PendingText(item.photo, item.image_hash)
        texts.store_page(library, "one", pending, PageText((TextLine("word", CORNERS, 0.9),)))


def find_facts(library: Library, rules: int = 1) -> None:
    """Store the facts of READ for all pages that these rules don't know."""
    found = [
        (page, {field: DocumentFact(value, 0.8) for field, value in READ[NAMES[page.photo - 1]].items()})
        for page in pages_without_facts(library, rules, 9)
    ]
    store_facts(library, rules, found)


@pytest.fixture
def photos(library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]) -> list[int]:
    files.record(library, [(at(f"{name}.jpg"), reading(name)) for name in NAMES])
    read_texts(library)
    find_facts(library)
    return library.column("SELECT id FROM photos ORDER BY id")


def matching(library: Library, typed: str) -> list[str]:
    found = parse(typed)
    assert not found.mistakes
    return [NAMES[photo - 1] for photo in filters.matching(library, found.query.filters, TODAY).tolist()]


def values(library: Library, photo: int) -> dict[FactField, str]:
    return {field: fact.value for field, fact in facts_of(library, [photo]).get(photo, {}).items()}


def test_pages_without_facts_are_a_query_by_rules_text_and_picture(library: Library, photos: list[int]) -> None:
    assert pages_without_facts(library, 1, 9) == []
    assert [page.photo for page in pages_without_facts(library, 2, 2)] == photos[:2]
    assert [page.photo for page in pages_without_facts(library, 2, 9, after=photos[0])] == photos[1:3]
    stage_failures.note(library, "facts", photos[:1])
    find_facts(library, 2)
    assert values(library, photos[0]) == READ["a"], "the new rules failed on it, and the old facts stay"
    seen = texts.unseen(library, "two", 9)
    texts.store_chances(library, "two", [(seen[1], 0.9)])
    assert values(library, photos[1]) == READ["b"], "until it was read again"
    texts.store_page(library, "two", PendingText(photos[1], seen[1].image_hash), PageText())
    assert facts_of(library, photos[1:2]) == {}
    with library.transaction() as db:
        db.execute("UPDATE photos SET image_hash = x'00' WHERE id = ?", (photos[2],))
    assert facts_of(library, photos[2:3]) == {}
    assert matching(library, "is:sign") == []


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("is:document", "ab"),
        ("is:receipt", "a"),
        ("is:invoices", "b"),
        ("is:sign", "c"),
        ("is:screenshot", ""),
        ("-is:document", "cd"),
        ("total:>12.5", "b"),
        ("total:>=12,5", "ab"),
        ("total:12.50", "a"),
        ("total:12", ""),
        ("total:10..50", "ab"),
        ("total:..20", "a"),
        ("total:>10eur", "a"),
        ("total:<20€", "a"),
        ("total:>10usd", ""),
        ('from:"backerei gross"', "a"),
        ("from:bäck", "a"),
        ("from:acme", "b"),
        ("-from:acme total:>0", "a"),
        ("from:c", "ab"),
    ],
)
@pytest.mark.usefixtures("photos")
def test_filters_find_what_documents_state(library: Library, typed: str, found: str) -> None:
    assert "".join(matching(library, typed)) == found


def test_what_a_person_decided_wins_over_what_is_read_anew(library: Library, photos: list[int]) -> None:
    decide_facts(library, photos[0], {"total": "99.00 EUR", "shop": ""})
    decide_facts(library, photos[3], {"kind": "ticket"})
    for rules in (1, 2):
        assert values(library, photos[0]) == {"kind": "receipt", "total": "99.00 EUR"}
        assert facts_of(library, photos[:1])[photos[0]]["total"].is_confirmed
        assert (matching(library, "total:>60"), matching(library, "total:<20")) == (["a"], [])
        assert (matching(library, "from:groß"), matching(library, "is:ticket")) == ([], ["d"])
        find_facts(library, rules + 1)
    texts.delete_some(library, 9)
    assert values(library, photos[0]) == {"total": "99.00 EUR"}, "decisions need no text"
    assert not decide_facts(library, 999, {"kind": "ticket"})


def test_facts_of_text_that_was_deleted_while_it_was_read_are_not_stored(library: Library, photos: list[int]) -> None:
    read = [(page, {"iban": DocumentFact("DE89")}) for page in pages_without_facts(library, 2, 9)]
    while texts.delete_some(library, 9):
        pass
    store_facts(library, 2, read)  # type: ignore[arg-type]
    assert [library.column(f"SELECT count(*) FROM {table}") for table in ("fact_pages", "page_facts")] == [[0], [0]]


def test_facts_go_with_the_text_even_if_no_line_of_it_is_left(library: Library, photos: list[int]) -> None:
    with library.transaction() as db:
        db.execute("DELETE FROM text_lines")
    seen = texts.unseen(library, "two", 9)[:1]
    texts.store_chances(library, "two", [(seen[0], 0.1)])
    assert values(library, photos[0]) == {}


def test_a_decision_is_undone_and_copied_to_another_picture_of_the_photo(library: Library, photos: list[int]) -> None:
    with library.transaction():
        decide_facts(library, photos[1], {"kind": ""})
        library.journal.name_step("dismissed")
    assert matching(library, "is:invoice") == []
    undoing.undo_step(library, library.journal.step)
    assert matching(library, "is:invoice") == ["b"]


def test_an_impossible_total_of_a_foreign_file_is_no_number(library: Library, photos: list[int]) -> None:
    decide_facts(library, photos[3], {"total": "free of charge"})
    assert matching(library, "total:<1") == []


def test_kinds_and_senders_are_counted_and_completed(library: Library, photos: list[int]) -> None:
    counted = {choice.part.value: choice.photos for choice in count_choices(library, DOCUMENTS)}
    assert counted == {"document": 2, "receipt": 1, "invoice": 1, "sign": 1}
    senders = {choice.part.value: choice.photos for choice in count_choices(library, SENDERS)}
    assert senders == {"Bäckerei Groß": 1, "ACME Ltd": 1}
    assert [choice.part.value for choice in count_choices(library, SENDERS, np.array(photos[1:]))] == ["ACME Ltd"]
    assert NAMES_IN_USE[FROM.name](library) == [("ACME Ltd", 1), ("Bäckerei Groß", 1)]


def test_nothing_of_a_hidden_photo_is_stated(library: Library, photos: list[int]) -> None:
    decide_facts(library, photos[1], {"shop": "Secret"})
    draw_veil(library, np.array(photos[:2]))
    assert facts_of(library, photos) == {photos[2]: {"kind": DocumentFact("sign", 0.8)}}
    assert NAMES_IN_USE[FROM.name](library) == []
