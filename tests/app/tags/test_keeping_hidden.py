"""What tags and suggestions hide in a library of an earlier version becomes decisions."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.library.db import settings
from photon.library.tags.hidden_photos import KEEP_HIDDEN
from photon.library.tags.tag_settings import SUGGEST
from tests.app.conftest import settle, until
from tests.app.tags.test_sensitive_filter import confirm, photo, shown, suggest
from tests.pictures import draw

Open = Callable[..., Session]
pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for number in range(4):
        draw(tmp_path / "photos" / f"red{number}.jpg", "red", number)
    with open_session() as first:
        first.vocabularies.choose(SUGGEST, False).result()
        first.work.add_folder(str(tmp_path / "photos")).result()
        settle(first)
    return open_session(background=False)


def decided(session: Session) -> list[str]:
    return session.store.read(lambda lib: lib.column("SELECT hidden FROM main.photos ORDER BY shown DESC, id")).result()


def keep(session: Session, *, is_complete: bool = True) -> None:
    session.hiding.keep_hidden(lambda _: is_complete)


def test_there_is_a_decision_about_each_hidden_photo_in_the_end(session: Session) -> None:
    confirm(session, photo(session, "red1"), "passport")
    session.hiding.set(True).result()
    session.store.write(settings.store, KEEP_HIDDEN, True).result()
    keep(session, is_complete=False)  # as after the cache was lost
    assert sorted(decided(session)) == ["", "", "", "hidden"]
    suggest(session, {photo(session, "red0"): 0.9})
    assert shown(session) == {"red2", "red3"}, "until then the old rule applies"
    keep(session)
    assert sorted(decided(session)) == ["", "", "hidden", "hidden"]
    assert session.searching.counts().result().suspected == 0
    steps = session.store.here().db.execute("SELECT actor, name FROM journal_steps ORDER BY id DESC LIMIT 1")
    assert steps.fetchone() == ("photon", ""), "it is no step of the user"
    session.store.write(lambda lib: lib.db.execute("DELETE FROM cache.suggested_tags") and None).result()
    assert shown(session) == {"red2", "red3"}
    suggest(session, {photo(session, "red2"): 0.9})
    keep(session)
    assert session.searching.counts().result().suspected == 1, "later suggestions are to be looked at"


def test_what_was_decided_stays_and_nothing_is_decided_once_hiding_was_switched_off(session: Session) -> None:
    suggest(session, {photo(session, "red0"): 0.9, photo(session, "red1"): 0.9})
    session.marking.hide([photo(session, "red0")], False).result()
    session.hiding.set(True).result()
    session.store.write(settings.store, KEEP_HIDDEN, True).result()
    session.hiding.set(False).result()
    session.hiding.set(True).result()
    keep(session)
    assert sorted(decided(session)) == ["", "", "", "shown"]
    session.store.write(settings.store, KEEP_HIDDEN, True).result()
    keep(session)
    assert sorted(decided(session)) == ["", "", "hidden", "shown"]


def test_it_happens_when_the_library_is_opened(session: Session, open_session: Open) -> None:
    suggest(session, {photo(session, "red0"): 0.9})
    session.hiding.set(True).result()
    session.store.write(settings.store, KEEP_HIDDEN, True).result()
    session.close()
    again = open_session()
    until(lambda: "hidden" in decided(again))
    assert not settings.get(again.store.here(), KEEP_HIDDEN), "all photos have vectors, and none lacks suggestions"
    assert shown(again) == {"red1", "red2", "red3"}


def test_a_lost_cache_is_awaited(session: Session, open_session: Open) -> None:
    confirm(session, photo(session, "red1"), "passport")
    session.hiding.set(True).result()
    session.store.write(settings.store, KEEP_HIDDEN, True).result()
    session.close()
    for name in ("cache.db", "previews.db"):
        (session.store.directory / name).unlink()
    again = open_session(background=False)
    again.begin().result()
    assert settings.get(again.store.here(), KEEP_HIDDEN)
    assert "red1" not in shown(again)
