"""The vocabulary of a library: disabled concepts, own words, languages, and the user's spelling of tags."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.annotate.tags.vocabulary_file import everyday
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath
from photon.library.tags.tag_settings import LANGUAGE
from tests.library.tagged import tag

pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture
def session(open_session: Callable[..., Session]) -> Session:
    return open_session(background=False)


def keyword(session: Session, word: str) -> TagPath | None:
    words = session.vocabularies.get().result()
    place = words.place(word)
    return None if place is None or not words.suggestable[place] else words.keyword(place)


def test_a_concept_is_disabled_and_enabled(session: Session) -> None:
    before = session.vocabularies.get().result()
    dog = before.entries[before.place("dog") or 0].path
    session.vocabularies.switch([dog], False).result()
    assert keyword(session, "dog") is None
    assert session.vocabularies.get().result().digest != before.digest
    assert session.undoing.undo().result() == "switched “dog” off"
    assert session.vocabularies.get().result().digest == before.digest
    session.undoing.redo().result()
    session.vocabularies.switch([dog], True).result()
    assert session.vocabularies.get().result().digest == before.digest


def test_own_words_are_added_and_removed(session: Session) -> None:
    added = session.vocabularies.add("Our cottage, Pets/Fluffy\n/,\ndog").result()
    assert added.words == 4  # with "Pets"
    assert keyword(session, "our cottage") == ("Our cottage",)
    assert keyword(session, "fluffy") == ("Pets", "Fluffy")
    assert [fault.line for fault in added.faults] == [2]
    session.vocabularies.remove([("Our cottage",)]).result()
    assert keyword(session, "our cottage") is None
    assert session.undoing.undo().result() == "removed “Our cottage” from your words"
    assert keyword(session, "our cottage") == ("Our cottage",)
    assert session.undoing.undo().result() == "added 4 words"
    assert session.vocabularies.own().result() == []


def test_words_from_several_sources_are_one_step(session: Session, tmp_path: Path) -> None:
    place = tmp_path / "keywords.txt"
    place.write_text("Grandma\n", encoding="utf-8")
    added = session.vocabularies.add_all("Our cottage", [str(place)], folder_names=True).result()
    assert [one.words for one in added] == [1, 1, 0]
    assert session.undoing.undo().result() == "added 2 words"
    assert session.vocabularies.own().result() == []
    assert session.undoing.redo().result() == "added 2 words"
    assert {word.path for word in session.vocabularies.own().result()} == {("Our cottage",), ("Grandma",)}
    with pytest.raises(PhotonError, match="can't be read"):
        session.vocabularies.add_all("Our boat", [str(tmp_path / "none.txt")]).result()
    assert len(session.vocabularies.own().result()) == 2


def test_a_list_of_another_program_is_read_and_errors_are_reported(session: Session, tmp_path: Path) -> None:
    place = tmp_path / "keywords.txt"
    place.write_text("Family\n\tGrandma\n\t\t{Granny}\n\t\t\t\tLost\n", encoding="utf-8")
    added = session.vocabularies.add_file(str(place)).result()
    assert added.words == 2
    assert [fault.line for fault in added.faults] == [4]
    assert keyword(session, "granny") == ("Family", "Grandma")
    with pytest.raises(PhotonError, match="can't be read"):
        session.vocabularies.add_file(str(tmp_path / "none.txt")).result()


def test_the_users_tag_names_a_concept_in_its_own_spelling(session: Session) -> None:
    count = len(everyday())
    session.store.write(lambda lib: _give(lib, [("Animals", "Dog"), ("Lisbon 2019",)])).result()
    words = session.vocabularies.get().result()
    assert len(words) == count
    assert keyword(session, "dog") == ("Animals", "Dog")


def test_tags_in_another_language(session: Session) -> None:
    assert {language.code for language in session.vocabularies.languages()} >= {"en", "de", "pt"}
    session.vocabularies.choose(LANGUAGE, "de").result()
    path = keyword(session, "dog")
    assert path is not None
    assert path[-1] == "Hund"
    with pytest.raises(PhotonError, match="no keywords in the language"):
        session.vocabularies.choose(LANGUAGE, "tlh").result()
    assert session.vocabularies.setting(LANGUAGE).result() == "de"


def _give(library: object, paths: list[TagPath]) -> None:

    for path in paths:
        tag(library, path, [])  # type: ignore[arg-type]
