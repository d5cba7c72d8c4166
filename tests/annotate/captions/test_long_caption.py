"""The second sentence states who, when, how and where, as far as known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.captions.caption_facts import known_facts
from photon.annotate.captions.long_caption import extend_caption
from photon.domain.metadata.tag import TagPath

ANNA, BEN, ROME, BENCH = ("People", "Anna"), ("People", "Ben"), ("Places", "Italy", "Rome"), ("bench",)


@pytest.mark.parametrize(
    ("tags", "taken", "styles", "second"),
    [
        ([], None, [], ""),
        ([], "2023-07-14T20:15:00", [], " Photographed on the evening of 14 July 2023."),
        ([], "2023-07-14T04:59:59", [], " Photographed on the night of 14 July 2023."),
        ([], "2023-07-14", [], " Photographed on 14 July 2023."),
        ([ROME], None, [], " Photographed (Rome, Italy)."),
        ([ANNA, BEN], None, [], " Anna and Ben."),
        ([ANNA], "2023-07-14T09:00:00", ["monochrome", "dark"],
         " Anna, photographed on the morning of 14 July 2023 in black and white."),
        ([BENCH, ROME], "2023-07-14T12:00:00", ["drawing", "sepia"],
         " Drawn on the afternoon of 14 July 2023 in sepia (Rome, Italy); tagged bench."),
        ([BENCH], "0001-01-01T00:00:00", [], " Tagged bench."),
    ],
)  # fmt: skip
def test_known_facts_are_stated(tags: list[TagPath], taken: str | None, styles: list[str], second: str) -> None:
    for sentence in ("A dog runs on the beach.", "A dog runs on the beach"):
        assert extend_caption(sentence, known_facts(tags, taken), taken, styles) == f"A dog runs on the beach.{second}"


def test_without_a_first_sentence_the_second_is_used_alone() -> None:
    assert extend_caption("", known_facts([BENCH], None), None) == "Tagged bench."
    assert extend_caption("", {}, None) == ""


FACTS = st.dictionaries(st.sampled_from(["people", "place", "tags", "date"]), st.text(min_size=1))
STYLES = st.lists(st.sampled_from(["monochrome", "sepia", "drawing", "x"]))


@given(st.text(max_size=40), FACTS, st.none() | st.text(max_size=25), STYLES)
def test_it_never_fails(sentence: str, facts: dict[str, str], taken: str | None, styles: list[str]) -> None:
    text = extend_caption(sentence, facts, taken, styles)
    assert text == text.strip()
    assert "\n" not in text
