"""Undo survives a restart, and any step can be undone."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Changes
from photon.library.decisions import decision_import
from tests.app.conftest import settle
from tests.app.scenes import KINDS, draw_scene

_LATER = "2999-01-01T00:00:00.000"  # treated as now


@pytest.fixture
def session(open_session: Callable[..., Session], tmp_path: Path) -> Session:
    for number, kind in enumerate(KINDS.values()):
        draw_scene(tmp_path / "photos" / f"{number}.jpg", kind, number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


def confirmed(session: Session, photo: int) -> list[tuple[str, ...]]:
    return [one.path for one in session.tags.tags_for_photos([photo]).result()[photo] if one.state == "confirmed"]


def test_undo_survives_a_restart(open_session: Callable[..., Session], session: Session) -> None:
    session.marking.rate([1, 2], 4).result()
    session.tags.mark([1, 2], [("trip",)], "confirmed").result()
    session.searches.save("best", "rating:4").result()
    session.marking.favour([1], True).result()
    assert session.undoing.undo().result() == "added 1 photo to favourites"
    session.close()

    session = open_session(background=False)
    heard: list[object] = []
    session.store.events.subscribe(heard.append)
    assert session.undoing.undo().result() == "saved the search “best”"
    assert session.searches.saved().result() == []
    assert session.undoing.undo().result() == "tagged 2 photos “trip”"
    assert confirmed(session, 1) == []
    assert any(isinstance(one, Changes) and "tags" in one.kinds for one in heard)
    assert session.undoing.redo().result() == "tagged 2 photos “trip”"
    assert confirmed(session, 1) == [("trip",)]
    assert session.undoing.undo().result() == "tagged 2 photos “trip”"
    session.close()

    session = open_session(background=False)
    assert session.undoing.undo().result() == "rated 2 photos"
    assert session.undoing.undo().result() is None
    assert [card.rating for card in session.browsing.cards([1, 2]).result().values()] == [0, 0]


def test_an_undone_step_can_be_redone(session: Session) -> None:
    session.tags.mark([1, 2, 3], [("trip",)], "confirmed").result()
    session.tags.mark([2], [("trip",)], "rejected").result()
    step = next(one for one in session.decisions.steps.steps(10).result() if "trip" in one.name and one.photos == 3)
    outcome = session.decisions.steps.undo(step.id).result()
    assert (outcome.undone, outcome.kept) == (2, 1)
    assert confirmed(session, 1) == []
    assert session.undoing.undo().result() == "undid: tagged 3 photos “trip”"
    assert confirmed(session, 1) == [("trip",)]
    assert session.undoing.redo().result() == "undid: tagged 3 photos “trip”"
    assert confirmed(session, 1) == []


def test_an_imported_file_is_one_step(session: Session, tmp_path: Path) -> None:
    session.marking.rate([1, 2], 4).result()
    session.decisions.export_to(tmp_path / "x.jsonl").result()
    lines = (tmp_path / "x.jsonl").read_text("utf-8").replace('"stars":4', '"stars":2')
    (tmp_path / "x.jsonl").write_text(re.sub(r'"at":"[^"]*Z', f'"at":"{_LATER}Z', lines), "utf-8")
    report = session.decisions.import_from(tmp_path / "x.jsonl").result()
    assert report.taken["rating"] == 2
    assert stars(session) == [2, 2]
    assert [one.name for one in session.decisions.steps.steps(1).result()] == ["imported decisions from x.jsonl"]
    assert session.undoing.undo().result() == "imported decisions from x.jsonl"
    assert stars(session) == [4, 4]
    assert session.undoing.redo().result() == "imported decisions from x.jsonl"
    assert stars(session) == [2, 2]


def test_an_import_is_a_step_of_its_own_whatever_is_decided_meanwhile(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.marking.rate([1, 2], 4).result()
    session.decisions.export_to(tmp_path / "x.jsonl").result()
    first, second = [line for line in (tmp_path / "x.jsonl").read_text("utf-8").splitlines() if '"stars":4' in line]
    later = re.sub(r'"at":"[^"]*Z', f'"at":"{_LATER}Z', second.replace('"stars":4', '"stars":2'))
    (tmp_path / "x.jsonl").write_text(f"{first}\n{later}\n", "utf-8")
    monkeypatch.setattr(decision_import, "PORTION", 1)  # the first changes nothing, so it needs no step

    def rate_meanwhile(done: int) -> None:
        if done == 1:
            session.marking.favour([1, 2], True).result()

    session.decisions.import_from(tmp_path / "x.jsonl", tell=rate_meanwhile).result()
    assert stars(session) == [4, 2]
    names = ["imported decisions from x.jsonl", "added 2 photos to favourites"]
    assert [one.name for one in session.decisions.steps.steps(2).result()] == names
    assert session.undoing.undo().result() == names[1], "what was asked for later is undone first"
    assert stars(session) == [4, 2]
    assert [card.favourite for card in session.browsing.cards([1, 2]).result().values()] == [False, False]
    assert session.undoing.undo().result() == names[0]
    assert stars(session) == [4, 4]


def test_an_import_that_changes_no_decision_is_no_step(session: Session, tmp_path: Path) -> None:
    session.marking.rate([1], 4).result()
    run = {"what": "run", "run": "0" * 16, "kind": "confirm", "encoder": "", "version": "", "title": "a run",
           "made": "2020-01-01T00:00:00Z", "photos": 1, "undone": ""}  # fmt: skip
    (tmp_path / "x.jsonl").write_text(json.dumps(run), "utf-8")
    assert session.decisions.import_from(tmp_path / "x.jsonl").result().taken == {"run": 1}
    assert session.undoing.undo().result() == "rated 1 photo"


def test_a_preview_changes_nothing(session: Session, tmp_path: Path) -> None:
    session.marking.rate([1, 2], 4).result()
    session.decisions.export_to(tmp_path / "x.jsonl").result()
    session.marking.rate([1], 0).result()
    session.undoing.undo().result()
    lines = (tmp_path / "x.jsonl").read_text("utf-8").replace('"stars":4', '"stars":2')
    (tmp_path / "x.jsonl").write_text(re.sub(r'"at":"[^"]*Z', f'"at":"{_LATER}Z', lines), "utf-8")
    assert session.decisions.import_from(tmp_path / "x.jsonl", keep=False).result().taken["rating"] == 2
    assert stars(session) == [4, 4]
    assert session.undoing.undo().result() == "rated 2 photos"


def stars(session: Session) -> list[int]:
    return [card.rating for card in session.browsing.cards([1, 2]).result().values()]
