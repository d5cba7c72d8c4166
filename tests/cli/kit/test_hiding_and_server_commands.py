"""``photon hide`` and ``photon caption-server``."""

import json
from pathlib import Path

import pytest

from photon.app import one_shot_search
from photon.app import session as sessions
from photon.cli.kit.commands import run
from photon.domain import Query
from photon.domain.metadata.tag import TagMark
from photon.library.tags import tag_suggestions, tags
from photon.library.tags.tag_settings import SUGGEST
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.vision.faulty_server import answer, serving

pytestmark = pytest.mark.usefixtures("all_words")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of three red photos, one of which is tagged as a passport."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    monkeypatch.setattr(one_shot_search, "answering_here", lambda _: ColourEncoding())
    for number in range(3):
        draw(tmp_path / "photos" / f"red{number}.jpg", "red", number)
    with sessions.Session.open(tmp_path / "library") as session:
        session.vocabularies.choose(SUGGEST, False).result()
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        first = session.browsing.photos("name").result()[0]
        mark = TagMark(first, ("passport",), "confirmed")
        session.store.write(lambda lib: tags.mark(lib, [mark])).result()
    return tmp_path


@pytest.fixture
def photon(place: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str, code: int = 0) -> str:
        assert run(["--library", str(place / "library"), *words], lambda *_: 0) == code
        told = capsys.readouterr()
        return told.out if code == 0 else told.err

    return call


def found(place: Path) -> set[str]:
    with one_shot_search.OneShotSearch(place / "library", lambda *_: None) as asked:
        return {Path(hit.path).stem for hit in asked.search(Query.build("red")).hits}


def test_hide_on_and_off(photon, place: Path) -> None:
    assert photon("hide") == "Sensitive photos are not hidden. 0 photos are hidden.\n"
    assert found(place) == {"red0", "red1", "red2"}
    assert photon("hide", "on") == "Sensitive photos are hidden. 1 photo is hidden.\n"
    assert photon("hide") == "Sensitive photos are hidden. 1 photo is hidden.\n"
    assert found(place) == {"red1", "red2"}
    assert photon("hide", "off") == "Sensitive photos are not hidden. 0 photos are hidden.\n"
    assert found(place) == {"red0", "red1", "red2"}
    assert "None of these files and folders is in the library" in photon("hide", "maybe", code=1)


def test_photos_are_hidden_and_shown_by_name_and_query(photon, place: Path) -> None:
    one = str(place / "photos" / "red1.jpg")
    assert photon("hide", one) == "Hid 1 photo.\n"
    assert found(place) == {"red0", "red2"}
    assert photon("hide", one) == "Hid 0 photos.\n"
    assert photon("hide") == "Sensitive photos are not hidden. 1 photo is hidden.\n"
    assert "Stopped hiding 1 photo" in photon("hide", "--show", "--query", "is:hidden")
    assert found(place) == {"red0", "red1", "red2"}
    assert photon("hide", "--query", "type:jpeg") == "Hid 3 photos.\n"
    assert found(place) == set()
    photon("undo")
    assert found(place) == {"red0", "red1", "red2"}
    photon("hide", "on")
    assert found(place) == {"red1", "red2"}
    photon("hide", "--show", str(place / "photos" / "red0.jpg"))
    assert found(place) == {"red0", "red1", "red2"}
    assert "No photos are named" in photon("hide", "--show", code=1)


def test_what_only_may_be_sensitive_is_said(photon, place: Path) -> None:
    with sessions.Session.open(place / "library", background=False) as session:
        origin = tag_suggestions.SuggestionOrigin("colours-1", "v1", 1)
        some = {session.browsing.photos("name").result()[1]: [(("nudity",), 0.9)]}
        session.store.write(lambda lib: tag_suggestions.store(lib, origin, some)).result()
    assert "2 photos are hidden. Nobody looked at 1 of them yet." in photon("hide", "on")
    assert photon("hide", "--query", "is:maybe-sensitive") == "Hid 1 photo.\n"
    assert photon("hide") == "Sensitive photos are hidden. 2 photos are hidden.\n"


def test_commands_about_photos_skip_hidden_ones(photon, place: Path) -> None:
    assert photon("tag", "--dry-run").count("red") == 3
    assert photon("folders", "list").split()[0] == "3"
    photon("hide", "on")
    assert photon("tag", "--dry-run").count("red") == 2
    assert photon("folders", "list").split()[0] == "2"
    with sessions.Session.open(place / "library", background=False) as session:
        assert [folder.photos for folder in session.browsing.subfolders().result()] == [2]
        session.hiding.unlock().result()
        assert [folder.photos for folder in session.browsing.subfolders().result()] == [3]


def test_skipped_photos_are_reported_only_if_there_are_any(
    photon, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def told(*words: str) -> str:
        assert run(["--library", str(place / "library"), *words], lambda *_: 0) == 0
        return capsys.readouterr().err

    photon("hide", "on")
    assert "Skipped 1 hidden photo" in told("tag", "--dry-run")
    assert "Skipped 1 hidden photo" in told("tag", "--dry-run", str(place / "photos" / "red0.jpg"))
    assert "Skipped 1 hidden photo" in told("tag", "--dry-run", "--query", "type:jpeg")
    assert "Skipped" not in told("tag", "--dry-run", "--query", "rating:5")
    assert "Skipped" not in told("tag", "--dry-run", str(place / "photos" / "red1.jpg"))
    assert "Skipped" not in told("export", "--to", str(place / "best"), str(place / "photos" / "red1.jpg"))
    assert "is hidden" in photon("teach", "mine", "--yes", str(place / "photos" / "red0.jpg"), code=1)


def test_choosing_a_caption_server(photon) -> None:
    assert photon("caption-server") == "No captioning server is used.\n"
    with serving(answer(json.dumps({"data": [{"id": "llava"}, {"id": "bakllava"}]}).encode())) as server:
        assert photon("caption-server", server.address) == "bakllava\nllava\n"
        told = photon("caption-server", server.address, "llava")
    assert told == f"Drafting captions with llava at {server.address}.\n"
    assert photon("caption-server") == told
    assert "would leave it" in photon("caption-server", "192.0.2.1", "llava", code=1)
    assert "may be another computer" in photon("caption-server", "192.0.2.1", "llava", "--anywhere")
    assert photon("caption-server", "--off") == "No captioning server is used.\n"
    assert "either" in photon("caption-server", "localhost", "--off", code=2)
    assert "No captioning server responds" in photon("caption-server", server.address, code=1)
