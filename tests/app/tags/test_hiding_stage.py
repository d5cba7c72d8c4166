"""What tags and suggestions hid in a library of an earlier version becomes decisions, once suggestions are complete."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.app.tags.hiding_stage import HidingStage
from photon.library import Library
from photon.library.db import settings
from photon.library.photos import ratings
from photon.library.tags.hidden_photos import KEEP_HIDDEN
from photon.library.tags.tag_settings import SUGGEST
from tests.app.conftest import settle
from tests.app.tags.test_sensitive_filter import confirm, photo, shown, suggest
from tests.pictures import draw

Open = Callable[..., Session]
pytestmark = pytest.mark.usefixtures("all_words")


class Suggesting:
    """Stands for the stage that suggests tags."""

    is_left = False

    def anything_left(self, _: Library) -> bool:
        return self.is_left


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for number in range(4):
        draw(tmp_path / "photos" / f"red{number}.jpg", "red", number)
    with open_session() as first:
        first.vocabularies.choose(SUGGEST, False).result()
        first.add_folder(str(tmp_path / "photos")).result()
        settle(first)
    return open_session(background=False)


def decided(session: Session) -> list[str]:
    return session.read(lambda lib: lib.column("SELECT hidden FROM main.photos ORDER BY shown DESC, id")).result()


def work(stage: HidingStage) -> None:
    stage.notify()
    while stage.step():
        pass


def test_it_ends_with_a_decision_about_each_hidden_photo(session: Session) -> None:
    suggest(session, {photo(session, "red0"): 0.9})
    confirm(session, photo(session, "red1"), "passport")
    session.hiding.set(True).result()
    session._store.write(settings.store, KEEP_HIDDEN, True).result()
    suggesting = Suggesting()
    suggesting.is_left = True  # as after the cache was lost
    stage = HidingStage(session._store, session.hiding, suggesting)  # type: ignore[arg-type]
    work(stage)
    assert stage.anything_left(session._store.here())
    assert set(decided(session)) == {""}
    assert shown(session) == {"red2", "red3"}
    suggesting.is_left = False
    work(stage)
    assert not stage.anything_left(session._store.here())
    assert sorted(decided(session)) == ["", "", "hidden", "hidden"]
    assert session.counts().result().suspected == 0
    steps = session._store.here().db.execute("SELECT actor, name FROM journal_steps ORDER BY id DESC LIMIT 1")
    assert steps.fetchone() == ("photon", ""), "it is no step of the user"
    session._store.write(lambda lib: lib.db.execute("DELETE FROM cache.suggested_tags") and None).result()
    assert shown(session) == {"red2", "red3"}
    suggest(session, {photo(session, "red2"): 0.9})
    work(stage)
    assert session.counts().result().suspected == 1, "later suggestions are to be looked at"


def test_it_goes_on_where_it_was_stopped_and_spares_what_was_decided(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("photon.app.tags.hiding_stage._BATCH", 1)
    suggest(session, {photo(session, f"red{number}"): 0.9 for number in range(3)})
    session._store.write(ratings.hide, {photo(session, "red2"): "shown"}).result()
    session.hiding.set(True).result()
    session._store.write(settings.store, KEEP_HIDDEN, True).result()
    stage = HidingStage(session._store, session.hiding, Suggesting())  # type: ignore[arg-type]
    assert stage.step()
    assert sorted(decided(session)) == ["", "", "hidden", "shown"]
    work(HidingStage(session._store, session.hiding, Suggesting()))  # type: ignore[arg-type]
    assert sorted(decided(session)) == ["", "hidden", "hidden", "shown"]


def test_nothing_is_decided_once_hiding_was_switched_off(session: Session) -> None:
    suggest(session, {photo(session, "red0"): 0.9})
    session.hiding.set(True).result()
    session._store.write(settings.store, KEEP_HIDDEN, True).result()
    session.hiding.set(False).result()
    session.hiding.set(True).result()
    work(HidingStage(session._store, session.hiding, Suggesting()))  # type: ignore[arg-type]
    assert set(decided(session)) == {""}
