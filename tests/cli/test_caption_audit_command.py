"""Captions that do not fit their photo, on the command line."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app import session as sessions
from photon.app.captions.caption_audit import CaptionAudit
from photon.app.session import Session
from photon.cli.caption import audit_captions
from photon.domain.metadata.caption import Caption
from photon.library.captions import captions
from photon.library.tags.tag_settings import SUGGEST
from tests.app.captions.test_caption_audit import VOCABULARY
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding
from tests.pictures import draw


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    for colour in COLOURS:
        for number in range(3):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    with Session.open(tmp_path / "library") as session:
        session.vocabularies.choose(SUGGEST, False).result()
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        vars(session.captions)["auditing"] = CaptionAudit(session.work.questions.ask, lambda _: VOCABULARY)
        yield session


def describe(session: Session, wrong: str) -> None:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    texts = {photo: Path(path).stem for photo, path in paths.items()}
    written = {
        photo: Caption("", "a wall in green" if name == wrong else f"a wall in {name[:-1]}")
        for photo, name in texts.items()
    }
    session.store.write(lambda lib: captions.write(lib, written)).result()


def test_the_most_doubtful_come_first_in_text_and_json(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    describe(session, "red1")
    audit_captions(session, 2, as_json=True)
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert first["path"].endswith("red1.jpg")
    assert first["caption"] == "a wall in green"
    assert 0 <= second["doubt"] <= first["doubt"] <= 1
    assert first["reason"]
    audit_captions(session, 1, as_json=False)
    told = capsys.readouterr()
    assert "red1.jpg: a wall in green" in told.out
    assert "Compared 24 captions" in told.err


def test_selected_photos_and_no_photos(session: Session, capsys: pytest.CaptureFixture[str]) -> None:
    audit_captions(session, None, as_json=False)
    assert "There are no captions" in capsys.readouterr().err
    describe(session, "red1")
    audit_captions(session, None, as_json=True, among=session.browsing.photos("name").result()[:2])
    assert len(capsys.readouterr().out.splitlines()) == 2
