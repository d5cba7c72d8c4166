"""Marks stand on the words that were asked for, also on codes and words with a slip."""

import pytest

from photon.domain.photo.page_text import TextLine
from photon.search.query_language import parse
from photon.search.text.text_marks import asked_texts, mark_lines, telling_line
from tests.vision.kit.fake_text_reader import UPPER

LINES = ["GATE 12 to Zürich", "RE16 TGK", "Hotel Kowalski 京都駅", "1O5 rooms"]


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("text:zurich", ["Zürich"]),
        ('text:"gate 12"', ["GATE 12"]),
        ("re16tgk", ["RE16 TGK"]),
        ("text:kowalsky", ["Kowalski"]),
        ("the hotel gate", ["GATE", "Hotel"]),
        ('"hotel kowalski"', ["Hotel Kowalski"]),
        ("text:kow*", ["Kowalski"]),
        ("text:105", ["1O5"]),
        ("text:京都", ["京都"]),
        ("(gate OR rooms)", ["GATE", "rooms"]),
        ("-gate", []),
        ("-(text:gate OR text:tgk) hotel", ["Hotel"]),
        ("folder:gate", []),
        ("beach", []),
    ],
)
def test_what_is_asked_for_is_marked(typed: str, marked: list[str]) -> None:
    spans = mark_lines(LINES, asked_texts(parse(typed).query))
    assert [line[start:end] for line, some in zip(LINES, spans, strict=True) for start, end in some] == marked


def test_the_line_with_most_of_the_words_tells_why() -> None:
    lines = [TextLine(text, UPPER, 0.9) for text in LINES]
    assert telling_line(lines, ["kowalski", "hotel", "gate"]) == lines[2]
    assert telling_line(lines, ["beach"]) is telling_line([], ["beach"]) is None
