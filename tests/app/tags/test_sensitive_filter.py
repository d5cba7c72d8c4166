"""Hiding sensitive photos: off by default, until unlocked, by suggested and confirmed tags."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.app.tags.sensitive_filter import NOTICE
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Activity, Changes, Like, PhotonError, Query, changed
from photon.domain.metadata.tag import Tagged, TagMark
from photon.library import Library
from photon.library.db.decision_rows import copy_to_edited
from photon.library.tags import hidden_photos, tag_suggestions, tags
from photon.library.tags.tag_settings import SENSITIVE, SUGGEST
from photon.search.query_language import parse
from tests.app.conftest import settle, until
from tests.pictures import draw

Open = Callable[..., Session]
pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for colour in ("red", "blue"):
        for number in range(3):
            draw(tmp_path / "photos" / colour / f"{colour}{number}.jpg", colour, number)
    session = open_session()
    session.vocabularies.choose(SUGGEST, False).result()  # the suggestions of this test are synthetic
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


def photo(session: Session, name: str) -> int:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(id_ for id_, path in paths.items() if Path(path).stem == name)


def shown(session: Session) -> set[str]:
    ids = session.browsing.photos("name").result()
    return {Path(path).stem for path in session.browsing.paths(ids).result().values()}


def found(session: Session, query: Query) -> set[str]:
    return {Path(hit.path).stem for hit in session.searching.search(query).result().hits}


def suggest(session: Session, found: dict[int, float]) -> None:
    origin = tag_suggestions.SuggestionOrigin("colours-1", "v1", 1)
    some = {photo: [(("nudity",), certainty)] for photo, certainty in found.items()}
    session.store.write(lambda lib: tag_suggestions.store(lib, origin, some)).result()


def confirm(session: Session, photo: int, *path: str) -> None:
    session.store.write(lambda lib: tags.mark(lib, [TagMark(photo, path, "confirmed")])).result()


EVERY = {f"{colour}{number}" for colour in ("red", "blue") for number in range(3)}


def test_off_by_default_without_any_query(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hidden_photos, "find_hidden", None)  # any call fails
    suggest(session, {photo(session, "red0"): 0.99})
    assert not session.hiding.is_on
    assert shown(session) == EVERY
    assert session.searching.counts().result().photos == 6
    assert len(session.searching.search(Query.build("red")).result().hits) == 6
    assert "not a lock" in NOTICE


def test_hidden_from_grid_answers_examples_cards_and_counts(session: Session, tmp_path: Path) -> None:
    red0, red1 = photo(session, "red0"), photo(session, "red1")
    suggest(session, {red0: 0.9, photo(session, "blue0"): 0.03})
    confirm(session, red1, "My papers", "Passport")
    session.hiding.set(True).result()
    left = EVERY - {"red0", "red1"}
    assert session.hiding.is_on
    assert shown(session) == left
    assert set(session.browsing.photos("newest", str(tmp_path / "photos" / "red")).result()) == {photo(session, "red2")}
    assert found(session, Query.build("red")) == left
    assert found(session, Query.build("red", folder=str(tmp_path / "photos" / "red"))) == {"red2"}
    with pytest.raises(PhotonError, match="That photo is hidden"):
        session.searching.search(Query(parts=(Like(photo=red0),))).result()
    similar = session.searching.similar(Query(parts=(Like(photo=photo(session, "red2")),))).result()
    assert not {red0, red1} & {one for hit in similar.hits for one in (hit.photo, *hit.alike)}
    counts = session.searching.counts().result()
    assert (counts.photos, counts.searchable) == (4, 4)
    assert set(session.browsing.cards([red0, red1, photo(session, "red2")]).result()) == {photo(session, "red2")}


def test_unlocked_for_this_session_only(session: Session, open_session: Open, tmp_path: Path) -> None:
    suggest(session, {photo(session, "red0"): 0.9})
    session.hiding.set(True).result()
    assert "red0" not in shown(session)
    session.hiding.unlock().result()
    assert session.hiding.is_unlocked
    assert shown(session) == EVERY
    session.hiding.lock().result()
    assert "red0" not in shown(session)
    session.hiding.unlock().result()
    session.close()
    again = open_session()
    assert again.hiding.is_on
    assert not again.hiding.is_unlocked
    assert "red0" not in shown(again)
    again.hiding.set(False).result()
    assert shown(again) == EVERY
    assert not again.hiding.unlock().result()
    assert not again.hiding.is_unlocked


def test_views_are_notified(session: Session) -> None:
    heard: list[Changes | Activity] = []
    session.store.events.subscribe(heard.append)

    def kinds() -> set[str]:
        found = set().union(*(event.kinds for event in heard if isinstance(event, Changes)))
        heard.clear()
        return found

    assert "photos" in session.hiding.set(True).result().kinds
    assert "photos" in kinds()
    session.hiding.unlock().result()
    assert "photos" in kinds()
    assert not session.hiding.unlock().result()
    assert kinds() == set()
    session.hiding.lock().result()
    assert "photos" in kinds()


def test_newly_sensitive_photos_disappear_and_rejected_ones_return(session: Session) -> None:
    heard: list[frozenset[int]] = []
    session.hiding.set(True).result()
    session.store.events.subscribe(
        lambda event: heard.append(event.photos) if isinstance(event, Changes) and "photos" in event.kinds else None
    )
    red0 = photo(session, "red0")
    suggest(session, {red0: 0.9})
    until(lambda: heard == [frozenset({red0})])
    assert "red0" not in shown(session)
    session.store.write(lambda lib: tags.mark(lib, [TagMark(red0, ("nudity",), "rejected")])).result()
    until(lambda: heard == [frozenset({red0})] * 2)
    assert shown(session) == EVERY


def test_sensitive_suggestions_are_not_listed_with_the_others(session: Session) -> None:
    red0 = photo(session, "red0")
    some = [Tagged(("nudity",), "suggested", 0.9), Tagged(("dog",), "suggested", 0.8), Tagged(("nudity",))]
    assert session.store.read(lambda lib: session.hiding.ordinary(lib, {1: some})).result() == {1: some[1:]}
    suggest(session, {red0: 0.9})
    assert session.tags.tags_for_photos([red0]).result() == {red0: []}
    assert session.tags.groups().result() == []
    assert session.tags.confirm_above(0.5).result() == 0
    session.vocabularies.choose(SENSITIVE, True).result()
    assert [one.path for one in session.tags.tags_for_photos([red0]).result()[red0]] == [("nudity",)]
    assert [group.path for group in session.tags.groups().result()] == [("nudity",)]
    assert session.tags.confirm_above(0.5).result() == 0
    session.tags.mark([red0], [("nudity",)], "confirmed").result()
    assert session.tags.tags_for_photos([red0]).result()[red0][0].state == "confirmed"


def test_sensitive_tags(session: Session) -> None:
    assert session.store.read(lambda lib: session.hiding.is_sensitive(lib, ("Documents", "passport"))).result()
    assert not session.store.read(lambda lib: session.hiding.is_sensitive(lib, ("dog",))).result()


def test_sensitive_tags_are_suggested_only_while_hiding_is_on(session: Session) -> None:
    advice = LibraryTagSuggester(session.store, vocabulary_of, session.teaching.memory)
    before = session.store.read(advice.version).result()
    session.hiding.set(True).result()
    assert session.store.read(advice.version).result() != before
    session.hiding.set(False).result()
    assert session.store.read(advice.version).result() == before


def test_photos_are_hidden_by_hand_and_by_undo_shown(session: Session) -> None:
    red0, heard = photo(session, "red0"), list[Changes]()
    session.store.events.subscribe(lambda event: heard.append(event) if isinstance(event, Changes) else None)
    session.marking.hide([red0], True).result()
    assert [event.gone for event in heard] == [{red0}, set()], "first of all, views drop it"
    assert shown(session) == EVERY - {"red0"}
    assert found(session, Query.build("red")) == EVERY - {"red0"}
    assert session.searching.counts().result().hidden == 1
    assert session.hiding.away == {red0}
    assert session.undoing.undo().result() == "changed hidden photos"
    assert shown(session) == EVERY
    assert session.undoing.redo().result() == "hid 1 photo"
    assert shown(session) == EVERY - {"red0"}
    session.hiding.unlock().result()
    assert shown(session) == EVERY
    session.marking.hide([red0], False).result()
    session.hiding.lock().result()
    assert shown(session) == EVERY


def test_what_is_suspected_is_hidden_until_somebody_looked(session: Session) -> None:
    red0, red1, red2 = (photo(session, f"red{number}") for number in range(3))
    suggest(session, {red0: 0.9, red1: 0.9, red2: 0.9})
    confirm(session, red2, "passport")
    session.hiding.set(True).result()
    assert (session.searching.counts().result().hidden, session.searching.counts().result().suspected) == (3, 2)
    assert found(session, parse("is:maybe-sensitive").query) == set()
    session.hiding.unlock().result()
    assert (session.searching.counts().result().hidden, session.searching.counts().result().suspected) == (0, 2)
    assert found(session, parse("is:maybe-sensitive").query) == {"red0", "red1"}
    assert found(session, parse("is:hidden").query) == {"red0", "red1", "red2"}
    session.marking.hide([red0], True).result()
    session.marking.hide([red1], False).result()
    assert session.searching.counts().result().suspected == 0
    session.hiding.lock().result()
    assert shown(session) == EVERY - {"red0", "red2"}
    session.hiding.set(False).result()
    assert shown(session) == EVERY - {"red0"}, "what a person hid stays hidden"


def test_a_sensitive_tag_given_later_hides_a_photo_that_was_to_be_shown(session: Session) -> None:
    red0, red1 = photo(session, "red0"), photo(session, "red1")
    session.hiding.set(True).result()
    session.marking.hide([red0, red1], False).result()
    session.tags.mark([red0], [("passport",)], "confirmed").result()
    session.tags.mark([red1], [("dog",)], "confirmed").result()
    until(lambda: shown(session) == EVERY - {"red0"})
    session.marking.hide([red0], False).result()
    assert shown(session) == EVERY


def test_an_edited_copy_of_a_hidden_photo_is_hidden(session: Session) -> None:
    red0, red1 = photo(session, "red0"), photo(session, "red1")
    session.marking.hide([red0], True).result()

    def copy(library: Library) -> Changes:
        with library.transaction() as db:
            copy_to_edited(db, red0, red1)
        return changed("photos", photos=frozenset({red1}))

    session.store.write(copy).result()
    assert shown(session) == EVERY - {"red0", "red1"}
