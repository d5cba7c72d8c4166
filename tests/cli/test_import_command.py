"""``photon import-metadata`` and undoing it."""

import json
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.cli import run
from photon.media.metadata.faces import PEOPLE_LIST
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.media.packets import bag, languages, packet
from tests.pictures import draw


def test_conflicts_are_shown_imported_and_settled(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = draw(tmp_path / "photos" / "a.jpg")
    library = tmp_path / "library"
    with Session.open(library, encoder=ColourEncoding()) as session:
        session.work.add_folder(str(photo.parent)).result()
        settle(session)
        session.captions.write(session.browsing.photos("name").result(), text="mine").result()
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", lambda _: ColourEncoding())
    said = bag("dc:subject", "lake") + languages("dc:description", x_default="x") + bag(PEOPLE_LIST, "Emma")
    (photo.parent / "a.xmp").write_bytes(packet(said))

    def ask(*words: str, code: int = 0) -> str:
        assert run(["import-metadata", "--library", str(library), *words], lambda _library, _folder: 0) == code
        return capsys.readouterr().out

    planned = json.loads(ask("--dry-run", "--json"))
    assert (planned["added"], planned["conflicts"]) == ([["lake"]], {"caption": {"photon": "mine", "file": "x"}})
    assert (planned["people_added"], planned["people_removed"]) == (["Emma"], [])
    told = ask(str(photo))
    assert "+ lake" in told
    assert "+ Emma (person)" in told
    assert "changed in both. In Photon: “mine”. In the file: “x”." in ask("--conflicts")
    ask("--settle", "file", "--dry-run", code=2)
    assert "1 file in conflict" in ask("--conflicts")
    assert ask("--settle", "file") == "Resolved the conflicts of 1 file.\n"
    assert ask() == "Imported metadata from 0 files. No conflicts.\n"


def test_index_tells_what_files_no_longer_say_and_how_to_undo_that(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, library = draw(tmp_path / "photos" / "a.jpg"), tmp_path / "library"
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", lambda _: ColourEncoding())

    def ask(*words: str) -> str:
        assert run([*words, "--library", str(library)], lambda _library, _folder: 0) == 0
        return capsys.readouterr().out

    (photo.parent / "a.xmp").write_bytes(packet(bag("dc:subject", "lake", "boat"), 'xmp:Rating="4"'))
    assert "Removed" not in ask("index", str(photo.parent))
    (photo.parent / "a.xmp").write_bytes(packet(bag("dc:subject", "lake", "new")))
    told = "Removed or replaced metadata of 1 photo (2 entries), because its file no longer has it. "
    (line,) = (line for line in ask("index").splitlines() if line.startswith("Removed"))
    assert line.startswith(f"{told}To undo: photon runs undo ")
    assert "Removed metadata that the file of 1 photo no longer has" in ask("runs", "list")
    ask("runs", "undo", line.split()[-1])
    assert "Removed" not in ask("index")
    assert str(photo) in ask("search", "tag:boat rating:4")
