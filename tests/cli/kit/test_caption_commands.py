"""``photon caption``: the user's captions, drafts, and a dry run that stores nothing."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from photon.app import session as sessions
from photon.app.captions import draft_sources
from photon.app.captions.draft_sources import DraftRequest
from photon.cli.kit.commands import run
from photon.domain.metadata.caption import CaptionDraft
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw


class Writer:
    """Returns the number of the photo."""

    version = "numbers"

    def drafts(self, wanted: Sequence[DraftRequest]) -> list[CaptionDraft | None]:
        return [CaptionDraft(f"photo {one.photo}", 0.75, (f"number {one.photo}",)) for one in wanted]

    def close(self) -> None:
        """Do nothing: there is nothing to stop."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    monkeypatch.setattr(draft_sources.DraftChoice, "__call__", lambda *_: Writer())
    for number in range(3):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number)
    with sessions.Session.open(tmp_path / "library") as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        first = session.browsing.photos("name").result()[0]
        session.captions.write([first], title="Mine", text="At the lake").result()
    return tmp_path


@pytest.fixture
def photon(place: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str) -> str:
        assert run(["--library", str(place / "library"), "caption", *words], lambda *_: 0) == 0
        return capsys.readouterr().out

    return call


def test_own_captions_and_drafts_are_shown(photon, place: Path) -> None:
    rows = [json.loads(line) for line in photon("--json").splitlines()]
    assert [row["state"] for row in rows] == ["user", "draft", "draft"]
    assert rows[0] == {
        "path": str(place / "photos" / "0.jpg"),
        "caption": "At the lake",
        "state": "user",
        "certainty": 1.0,
        "title": "Mine",
    }
    assert rows[1]["caption"].startswith("photo ")
    assert rows[1]["certainty"] == 0.75
    assert photon("--only-uncaptioned").count("(draft)") == 2


def test_long_drafts_include_known_facts(photon, place: Path) -> None:
    with sessions.Session.open(place / "library") as session:
        photo = session.browsing.photos("name").result()[1]
        session.tags.mark([photo], [("Places", "Italy", "Rome")], "confirmed").result()
    rows = [json.loads(line) for line in photon("--long", "--json").splitlines()]
    assert rows[0]["caption"] == "At the lake"  # the user's own words are not changed
    assert rows[1]["caption"] == f"photo {photo}. Photographed (Rome, Italy)."
    assert "Photographed" not in json.loads(photon("--json").splitlines()[1])["caption"]


def test_accepted_and_edited_drafts_are_marked(photon, place: Path) -> None:
    drafts = [json.loads(line)["caption"] for line in photon("--json").splitlines()][1:]
    with sessions.Session.open(place / "library", background=False) as session:
        photos = session.browsing.photos("name").result()[1:]
        session.captions.accept({photos[0]: drafts[0]}).result()
        session.captions.accept({photos[1]: f"{drafts[1]}, and more"}).result()
    rows = [json.loads(line) for line in photon("--json").splitlines()]
    assert [row.get("origin") for row in rows] == [None, "accepted draft", "edited from a draft"]


def test_a_dry_run_stores_nothing(photon, place: Path) -> None:
    assert photon("--dry-run").count("(draft)") == 2
    with sessions.Session.open(place / "library", background=False) as session:
        assert session.captions.waiting().result() == []
    photon()
    with sessions.Session.open(place / "library", background=False) as session:
        assert len(session.captions.waiting().result()) == 2
        (run_,) = [one for one in session.decisions.runs.all_runs().result() if one.kind == "draft"]
        assert run_.photos == 2
