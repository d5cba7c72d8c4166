"""``photon write-metadata``: the announced and the actual result agree."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.cli import run
from photon.domain import Changes
from photon.domain.photo.page_text import PageText, TextLine
from photon.library import Library
from photon.library.text import texts
from photon.library.text.texts import PendingText
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.media.packets import bag, languages, packet
from tests.pictures import draw, orientation_of

Ask = Callable[..., tuple[str, str]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    draw(tmp_path / "photos" / "a.jpg", seed=1)
    draw(tmp_path / "photos" / "b.gif", seed=2)
    return tmp_path / "photos"


@pytest.fixture
def ask(tmp_path: Path, root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Ask:
    library = tmp_path / "library"
    with Session.open(library, encoder=ColourEncoding()) as session:
        session.work.add_folder(str(root)).result()
        settle(session)
        session.tags.mark(session.browsing.photos("name").result(), [("Places", "Rome")], "confirmed").result()
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", lambda _: ColourEncoding())

    def say(*words: str, code: int = 0) -> tuple[str, str]:
        assert run(["write-metadata", "--library", str(library), *words], lambda _library, _folder: 0) == code
        told = capsys.readouterr()
        return told.out, told.err

    return say


def test_by_default_photos_are_not_changed_and_the_plan_says_so(
    ask: Ask, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (root / "a.jpg").read_bytes()
    questions: list[str] = []

    def confirm(text: str, **_: object) -> bool:
        questions.append(text)
        return True

    monkeypatch.setattr("click.confirm", confirm)
    out, _ = ask()
    assert questions == ["Write these 2 sidecars? The photos are not changed"]
    assert "a.jpg.xmp (new)" in out
    assert "Wrote 2 files." in out
    assert (root / "a.jpg").read_bytes() == before
    assert (root / "a.jpg.xmp").exists()


def test_changed_photos_are_reported(ask: Ask, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (root / "a.jpg").read_bytes()
    questions: list[str] = []
    monkeypatch.setattr("click.confirm", lambda text, **_: bool(questions.append(text)))
    out, _ = ask("--policy", "embed")
    (question,) = questions
    assert question.startswith("Write metadata into this photo and write this sidecar?")
    assert "photos are not changed" not in question
    assert "a.jpg (the photo itself)" in out
    assert "because other programs don't read metadata in GIF files." in out
    assert "+ Places|Rome" in out
    assert (root / "a.jpg").read_bytes() == before


def test_json_output_of_writing_and_restoring(ask: Ask, root: Path) -> None:
    before = (root / "a.jpg").read_bytes()
    out, _ = ask("--policy", "embed", "--dry-run", "--json")
    photo, sidecar = map(json.loads, out.splitlines())
    assert (photo["writes"], photo["into"], photo["instead"]) == (str(root / "a.jpg"), "photo", None)
    assert photo["changes"]["dc:subject"] == {"before": [], "after": ["Rome"]}
    assert (sidecar["into"], sidecar["new"]) == ("sidecar", True)
    assert "GIF" in sidecar["instead"]
    out, _ = ask("--policy", "embed", "--yes")
    run_ = out.split("--undo ")[1].strip()
    words = read_words(str(root / "a.jpg")).metadata
    assert words is not None
    assert words.keywords == (("Places", "Rome"),)
    assert ask("--policy", "embed")[0] == "Nothing to save: the files are up to date.\n"
    after = (root / "a.jpg").read_bytes()
    out, _ = ask("--undo", run_, "--dry-run")
    assert sorted(out.splitlines()) == [
        str(root / "a.jpg"), str(root / "b.gif.xmp"), "2 files would be restored, unless changed since."
    ]  # fmt: skip
    assert "a whole run" in ask("--undo", run_, str(root / "a.jpg"), code=2)[1]
    assert (root / "a.jpg").read_bytes() == after
    assert ask("--undo", run_)[0] == "Restored 2 files.\n"
    assert (root / "a.jpg").read_bytes() == before
    assert not (root / "b.gif.xmp").exists()
    assert "has nothing to restore" in ask("--undo", run_, code=1)[1]
    assert "has nothing to restore" in ask("--undo", run_, "--dry-run", code=1)[1]


@pytest.mark.parametrize(
    "bad", [b"no xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><x/>", packet(bag("dc:subject", "x"))[:-80]]
)
@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
def test_nothing_is_written_next_to_an_unreadable_sidecar(ask: Ask, root: Path, policy: str, bad: bytes) -> None:
    (root / "a.jpg.xmp").write_bytes(bad)
    before = (root / "a.jpg").read_bytes()
    out, err = ask("--policy", policy, "--yes", str(root / "a.jpg"), code=1)
    assert out == "Nothing can be saved.\n"
    assert "Photon never overwrites a file that it can't read" in err
    assert ((root / "a.jpg").read_bytes(), (root / "a.jpg.xmp").read_bytes()) == (before, bad)


def test_albums_are_written_on_request(ask: Ask, root: Path) -> None:
    ask("--yes")
    with Session.open(root.parent / "library", encoder=ColourEncoding(), background=False) as session:
        session.albums.make("Trips/Rome", session.browsing.photos("name").result()).result()
    assert ask()[0] == "Nothing to save: the files are up to date.\n"
    out, _ = ask("--albums", "keywords", "--dry-run")
    assert "+ Albums|Trips|Rome" in out
    ask("--albums", "keywords", "--yes")
    words = read_words(str(root / "a.jpg")).metadata
    assert words is not None
    assert (words.keywords, words.albums.keywords) == ((("Places", "Rome"),), (("Albums", "Trips", "Rome"),))
    assert ask("--albums", "keywords")[0] == "Nothing to save: the files are up to date.\n"
    out, _ = ask("--albums", "collections", "--dry-run")
    assert "+ Trips/Rome" in out
    ask("--albums", "remove", "--yes")
    assert b"Albums" not in (root / "a.jpg.xmp").read_bytes()


def forbid(path: Path) -> None:
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("the administrator may read everything")


@pytest.mark.parametrize("policy", ["sidecar", "embed", "both"])
@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (forbid, "permission to read"),
        (lambda path: path.write_bytes(b""), "The file is empty"),
        (lambda path: path.unlink(), "disappeared"),
    ],
)
def test_an_unreadable_photo_is_named(
    ask: Ask, root: Path, policy: str, spoil: Callable[[Path], None], why: str
) -> None:
    spoil(root / "a.jpg")
    out, err = ask("--policy", policy, "--yes", str(root / "a.jpg"), code=1)
    assert out == "Nothing can be saved.\n"
    assert f"{root / 'a.jpg'}: " in err
    assert why in err
    out, err = ask("--policy", policy, "--yes", code=1)  # the other one is written
    assert f"{root / 'a.jpg'}: " in err
    assert "Wrote 1 file." in out
    assert [path.name for path in root.glob("*.xmp")] == ["b.gif.xmp"]


def test_failed_writes_leave_nothing_to_restore(ask: Ask, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    confirmed: list[str] = []

    def spoil(text: str, **_: object) -> bool:
        """Change files as another program at the same time: Photon does not touch them."""
        confirmed.append(text)
        for name in spoilt:
            (root / name).write_bytes(packet(bag("dc:subject", "newer")))
        return True

    monkeypatch.setattr("click.confirm", spoil)
    spoilt = ["a.jpg.xmp", "b.gif.xmp"]
    out, err = ask("--profile", "everywhere", code=1)
    assert "Wrote 0 files.\n" in out
    assert "--undo" not in out + err
    assert err.count(".xmp") >= 2
    for name in spoilt:
        (root / name).unlink()
    spoilt = ["a.jpg.xmp"]
    out, _ = ask(code=1)
    assert "Wrote 1 file.\n" in out
    library = root.parent / "library"
    assert f"photon --library {library} write-metadata --undo " in out
    with Session.open(library, encoder=ColourEncoding(), background=False) as session:
        written = [one for one in session.decisions.runs.all_runs().result() if one.kind == "write"]
    assert [(one.what, one.photos) for one in written] == [("1 sidecar for every program", 1)]


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "77"])
def test_an_unknown_run_is_reported(ask: Ask, tmp_path: Path, number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"There is no run {number}." in ask("--undo", number, code=1)[1]
    assert f"There is no run {number}." in ask("--undo", number, "--dry-run", code=1)[1]
    words = ["runs", "--library", str(tmp_path / "library"), "undo", number]
    assert run(words, lambda _library, _folder: 0) == 1
    assert f"There is no run {number}." in capsys.readouterr().err


def test_an_empty_plan_is_explained(ask: Ask, root: Path) -> None:
    assert ask("--query", "tag:Nowhere")[0] == "No photos match; nothing to save.\n"
    ask("--yes")
    assert ask()[0] == "Nothing to save: the files are up to date.\n"
    with Session.open(root.parent / "library", encoder=ColourEncoding()) as session:
        photos = session.browsing.photos("name").result()[:1]
        session.captions.write(photos, text="ours").result()
        (root / "a.jpg.xmp").write_bytes(
            packet(bag("dc:subject", "Rome") + languages("dc:description", x_default="theirs"))
        )
        session.importing.import_photos(photos).result()
    ask("--yes")
    out, _ = ask("--dry-run")
    assert out == ("Nothing to save: 1 photo in conflict. To list them: photon import-metadata --conflicts\n")


def test_a_rotation_is_written_on_request(ask: Ask, root: Path, tmp_path: Path) -> None:
    before = (root / "a.jpg").read_bytes()
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.turning.turn(session.browsing.photos("name").result(), "left").result()
        settle(session)
    _, told = ask("--rotation", code=2)
    assert "--policy embed or both" in told
    out, told = ask("--policy", "embed", "--rotation", "--yes", "--json", code=1)  # a GIF can't be turned
    changes = {Path(one["writes"]).name: one["changes"] for one in map(json.loads, out.splitlines())}
    assert changes["a.jpg"]["EXIF Orientation"] == {"before": ["1"], "after": ["8"]}
    assert "EXIF Orientation" not in changes["b.gif.xmp"]
    assert "The rotation of b.gif stays in Photon, because other programs don't read metadata in GIF files." in told
    assert orientation_of(root / "a.jpg") == 8
    ask("--undo", told.rpartition("--undo ")[2].split()[0])
    assert (root / "a.jpg").read_bytes() == before


def test_text_in_photos_is_written_on_request(ask: Ask, root: Path, tmp_path: Path) -> None:
    def read_gate(library: Library) -> Changes:
        photo = library.db.execute("SELECT photo_id FROM files WHERE relative = 'a.jpg'").fetchone()[0]
        found = next(one for one in texts.unseen(library, "reader", 9) if one.photo == photo)
        texts.store_chances(library, "reader", [(found, 0.9)])
        line = TextLine("Gate 12", (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2), 0.99)
        return texts.store_page(library, "reader", PendingText(found.photo, found.image_hash), PageText((line,)))

    with Session.open(tmp_path / "library", background=False, encoder=ColourEncoding()) as session:
        session.store.write(read_gate).result()
    out, _ = ask("--yes", "--text", "description", "--dry-run", str(root / "a.jpg"))
    assert "  dc:description\n    + Gate 12\n" in out
    assert "Gate" not in ask("--dry-run", str(root / "a.jpg"))[0]
    ask("--yes", "--text", "description", str(root / "a.jpg"))
    written = read_words(str(root / "a.jpg")).metadata
    assert written is not None
    assert (written.caption, written.text.description) == (None, "Gate 12")
