"""Notices about the interpretation of a query, and when there are none."""

import pytest

from photon.app.search.notices import notices_for
from photon.domain import AnyOf, Filter, Hit, Query, QueryWords
from photon.vision.kit.text_parts import MOST
from tests.fakes import ColourEncoding

ONLY = "The colours model only understands English; results may be wrong."


class English(ColourEncoding):
    languages = frozenset({"en"})


def hit(*why: str) -> Hit:
    return Hit(1, 0.9, strong=True, why=why, path="/p/hund.jpg")


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        (Query.build("Geburtstag"), f"This looks like German. {ONLY}"),
        (Query.build("собака на пляже"), f"This is not in English. {ONLY}"),
        (Query.build("gato"), f"This doesn't look like English. {ONLY}"),
        (Query.build("a dog", unwanted=("niños",)), f"This looks like Spanish. {ONLY}"),
        (
            Query((AnyOf((QueryWords("a dog"), Filter("tag", "x"), QueryWords("Geburtstag"))),)),
            f"This looks like German. {ONLY}",
        ),
        (Query.build("a dog " * 300), "Long query: searched in 2 parts."),
        (
            Query.build("a dog " * 200 * MOST),
            f"Very long query: searched with its first {1 + 6 * MOST // 5} parts.",
        ),
    ],
)
def test_notices(query: Query, notice: str) -> None:
    assert notices_for(English(), query, [hit("meaning")]) == (notice,)


def test_each_notice_appears_once() -> None:
    query = Query.build("собака", unwanted=("кот", "dog " * 300))
    assert len(notices_for(English(), query, [])) == 2


@pytest.mark.parametrize(
    "query",
    [
        Query.build("a dog on the beach"),
        Query.build("Anna"),
        Query.build(exact=("Geburtstag",)),
        Query.build(unwanted=(" ",)),
    ],
)
def test_uncertain_cases_have_no_notice(query: Query) -> None:
    assert notices_for(English(), query, [hit("meaning")]) == ()


def test_a_query_matched_as_typed_needs_no_encoder() -> None:
    assert notices_for(English(), Query.build("Geburtstag"), [hit("folder", "meaning"), hit("meaning")]) == ()


def test_a_multilingual_encoder_is_trusted() -> None:
    class German(ColourEncoding):
        languages = frozenset({"en", "de"})

    assert notices_for(ColourEncoding(), Query.build("собака"), []) == ()
    assert notices_for(German(), Query.build("Geburtstag"), []) == ()
    (notice,) = notices_for(German(), Query.build("niños"), [])
    assert "only understands English and German" in notice
