"""One box finds words in photos beside names and meaning, and says in which line; hidden photos are in no answer."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Answer
from photon.domain.metadata.export_recipe import TableChoice
from photon.library.text.text_settings import READ_TEXT
from photon.search.query_language import parse
from tests.app.conftest import settle
from tests.pictures import draw
from tests.vision.kit.fake_text_reader import WRITTEN

Open = Callable[..., Session]


@pytest.fixture
def session(open_session: Open, tmp_path: Path, text_reader: None) -> Session:
    for number, colour in enumerate(("red", "green", "blue", "white", "yellow")):
        draw(tmp_path / "photos" / f"{number}.jpg", colour, number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


def ask(session: Session, typed: str) -> Answer:
    return session.searching.search(parse(typed).query).result()


def names(answer: Answer, *, strong: bool = False) -> list[str]:
    return [Path(hit.path).stem for hit in answer.hits if hit.strong or not strong]


def test_words_in_photos_are_found_with_the_line_that_tells_why(session: Session) -> None:
    found = ask(session, "Kowalski")
    assert names(found, strong=True) == ["0"]
    assert ("text" in found.hits[0].why, found.hits[0].line) == (True, "Lisboa Kowalski")
    assert names(ask(session, "kowalsky"), strong=True) == ["0"]
    assert "text" in ask(session, "kowalsky").hits[0].why
    assert names(ask(session, "RE16TGK"), strong=True) == ["0"]
    assert not any(hit.line for hit in ask(session, "blue").hits)


def test_a_filter_asks_for_text_alone(session: Session) -> None:
    found = ask(session, 'text:"gate 12"')
    assert (names(found), [hit.line for hit in found.hits]) == (["0"], ["GATE 12 RE16 TGK"])
    assert sorted(names(ask(session, "has:text"))) == ["0", "1"]
    assert sorted(names(ask(session, "-has:text"))) == ["2", "3", "4"]
    assert ask(session, '"23,80"').sentence == "1 photo has “23,80” in it"


def test_an_everyday_word_is_not_taken_for_another_one(session: Session) -> None:
    assert names(ask(session, "Lisboo"), strong=True) == ["0"]
    assert names(ask(session, "horst"), strong=True) == names(ask(session, "hurst"), strong=True) == ["1"]
    assert names(ask(session, "horse"), strong=True) == [], "no slip of Horst"


def test_the_page_and_its_marks(session: Session) -> None:
    photo = ask(session, "Kowalski").hits[0].photo
    assert session.texts.pages([photo]).result() == {photo: WRITTEN["red"]}
    found = session.texts.marked_page(photo, parse("text:kowalski").query).result()
    assert found == (WRITTEN["red"], [[], [(7, 15)]])


def table(session: Session) -> list[str]:
    written = io.StringIO()
    session.exporting.write_table(
        session.browsing.photos("name").result(), written, TableChoice(columns=("text",))
    ).result()
    return [row[0] for row in csv.reader(written.getvalue().splitlines(keepends=True))]


def test_tables_have_the_lines(session: Session) -> None:
    assert table(session) == ["text", "GATE 12 RE16 TGK\nLisboa Kowalski", "Horst Total 23,80 EUR", "", "", ""]


def test_text_of_hidden_photos_is_in_no_answer(session: Session) -> None:
    photo = ask(session, "Kowalski").hits[0].photo
    session.marking.hide([photo], hidden=True).result()
    session.hiding.set(True).result()
    for typed in ("Kowalski", "text:kowalski", 'text:"gate 12"', "has:text", '"Lisboa Kowalski"', "kowalsky"):
        assert "0" not in names(ask(session, typed)), typed
    assert session.texts.pages([photo]).result() == {}
    assert table(session) == ["text", "Horst Total 23,80 EUR", "", "", ""]
    assert session.texts.marked_page(photo, parse("gate").query).result()[0].lines == ()
    log = session.store.directory / "photon.log"
    assert not log.exists() or "kowalski" not in log.read_text().casefold()


def test_deleted_text_is_found_no_more(session: Session) -> None:
    session.vocabularies.choose(READ_TEXT, value=False).result()
    session.texts.delete().result()
    assert names(ask(session, "has:text")) == []
    assert names(ask(session, "Kowalski"), strong=True) == []
