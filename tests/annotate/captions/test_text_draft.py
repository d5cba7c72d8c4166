"""Drafts name what is written: short, certain, and nothing private."""

import pytest

from photon.annotate.captions.draft_choice import CaptionChoice
from photon.annotate.captions.text_draft import is_quoting, quote_of, with_text, without_quote
from photon.domain.photo.page_text import PageText, TextLine

STREET = CaptionChoice("A street at night.", 0.7, ("A street.",))


Line = str | tuple[str, float, float]
"""A text, its confidence and its height."""


def page(*lines: Line, unreadable: int = 0) -> PageText:
    """Return a page of lines, one below the other."""
    found = []
    for at, one in enumerate(lines):
        text, sure, high = (one, 0.999, 0.08) if isinstance(one, str) else one
        top = 0.1 + 0.12 * at
        found.append(TextLine(text, (0.1, top, 0.8, top, 0.8, top + high, 0.1, top + high), sure))
    return PageText(tuple(found), unreadable)


def test_words_of_a_sign_are_quoted() -> None:
    assert quote_of(page("WET PAINT")) == "“WET PAINT”"
    assert quote_of(page("PEACE", "WAY", "HOTEL")) == "“PEACE WAY HOTEL”"
    assert quote_of(page("HOTEL", ("rooms from 9 to 5", 0.7, 0.03))) == "“HOTEL”"  # small print is left out
    assert quote_of(page("北京大学")) == "“北京大学”"


@pytest.mark.parametrize(
    "text",
    [
        page(("WET PAlNT", 0.98, 0.08)),
        page("WET PAINT", ("KEEP", 0.9, 0.08)),
        page("WET PAINT", unreadable=1),
        page("EMR 7094"),
        page("K17 AB"),
        page("CDL-446"),
        page("TEXAS", "DCK-6344"),
        page("14.03.2026"),
        page("ab"),
        page("ONE", "TWO", "THREE", "FOUR"),
        page("word " * 13),
        page("Anna Berg", "anna@berg.example"),
        page("He said “no”"),
        page("Wi-Fi password: sunflower"),
        page("PASSWORD", "is sunflower"),
        page("Passport", "Anna Berg"),
        page("MRI report", "Patient Anna Berg"),
        page(),
    ],
)
def test_what_is_uncertain_private_or_long_is_not_quoted(text: PageText) -> None:
    assert with_text(STREET, text, {}) is STREET
    assert with_text(None, text, {}) is None


def test_a_draft_names_what_is_written() -> None:
    made = with_text(STREET, page("HOTEL"), {})
    assert made == CaptionChoice("A street at night, with the text “HOTEL”.", 0.7, ("A street at night.", "A street."))
    says = CaptionChoice("A sign that says hotel.", 0.7, ())
    assert with_text(says, page("HOTEL"), {}) is says


@pytest.mark.parametrize(
    ("tags", "text"),
    [
        ({"sign": 0.9}, "A sign that says “WET PAINT”."),
        ({"sign": 0.9, "street sign": 0.88}, "A street sign that says “WET PAINT”."),
        ({"sign": 0.8, "dog": 0.9}, "Text that says “WET PAINT”."),
    ],
)
def test_text_alone_is_a_draft(tags: dict[str, float], text: str) -> None:
    made = with_text(None, page("WET PAINT"), tags)
    assert made is not None
    assert (made.text, made.others) == (text, ())
    assert is_quoting(made.text)
    assert "WET" not in without_quote(made.text)


@pytest.mark.parametrize(
    ("shop", "text"),
    [
        ("Harbour Grocer", "A receipt from Harbour Grocer."),
        ("HARBOUR LTD.", "A receipt from HARBOUR LTD."),
        (("Harbour Grocer", 0.95, 0.08), "A receipt."),
        ("handwritten note", "A receipt."),
        ("HARBOUR GROCER &", "A receipt."),
        ("GROCER (HARBOUR", "A receipt."),
        ("HARB_UR GROCER", "A receipt."),
    ],
)
def test_a_receipt_names_its_shop_if_that_is_certain(shop: Line, text: str) -> None:
    made = with_text(STREET, page(shop, "12/07/2024", "Oat milk £3.49", "TOTAL £3.49"), {})
    assert made is not None
    assert (made.text, made.others[0]) == (text, STREET.text)
    assert is_quoting(made.text) is (" from " in text)
