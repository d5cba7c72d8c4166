"""``photon tag``, ``photon vocabulary`` and ``photon runs``."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app import session as sessions
from photon.app.tags import vocabularies
from photon.cli.kit.commands import run
from photon.library.tags.tag_settings import SUGGEST
from photon.vision import encoders
from tests.app.conftest import settle
from tests.app.tags.test_suggestion_stage import BY_Z, WORDS
from tests.fakes import ColourEncoding
from tests.pictures import draw


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library of three red and three blue photos, and a vocabulary of colours."""
    monkeypatch.setattr(sessions, "SubprocessEncoder", ColourEncoding)
    known = replace(encoders.shared_knowledge(), tag_knowledge=lambda: BY_Z)
    monkeypatch.setattr(encoders, "shared_knowledge", lambda: known)
    monkeypatch.setattr(vocabularies, "everyday", lambda: WORDS)
    for number in range(3):
        for colour in ("red", "blue"):
            draw(tmp_path / "photos" / colour / f"{colour}{number}.jpg", colour, number)
    with sessions.Session.open(tmp_path / "library") as session:
        session.vocabularies.choose(SUGGEST, False).result()
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
    return tmp_path


@pytest.fixture
def photon(place: Path, capsys: pytest.CaptureFixture[str]):
    def call(*words: str, code: int = 0) -> tuple[str, str]:
        assert run(["--library", str(place / "library"), *words], lambda *_: 0) == code
        told = capsys.readouterr()
        return told.out, told.err

    return call


def tags_of(out: str) -> dict[str, dict[str, str]]:
    lines = [json.loads(line) for line in out.splitlines()]
    return {Path(line["path"]).name: {tag["tag"]: tag["state"] for tag in line["tags"]} for line in lines}


def test_suggestions_are_shown_confirmed_and_undone(photon, place: Path) -> None:
    red = place / "photos" / "red" / "red0.jpg"
    out, _ = photon("tag", str(red), "--dry-run", "--json")
    (line,) = [json.loads(line) for line in out.splitlines()]
    assert line["path"] == str(red)
    assert all(0 <= tag["certainty"] <= 1 and tag["path"][-1] == tag["tag"] for tag in line["tags"])
    assert photon("runs", "list")[0] == "No history yet.\n"  # it was a dry run
    best = line["tags"][0]["certainty"]
    out, err = photon("tag", str(red), "--confirm-above", f"{best - 0.001:.3f}")
    assert out.endswith("Confirmed 1 suggested tag.\n")
    assert err == ""
    assert "confirmed" in tags_of(photon("tag", str(red), "--json")[0])["red0.jpg"].values()
    runs = [json.loads(line) for line in photon("runs", "list", "--json")[0].splitlines()]
    assert [run["kind"] for run in runs] == ["confirm", "suggest"]
    assert photon("runs", "undo", str(runs[0]["id"]))[0].startswith(f"Undid run {runs[0]['id']}.")
    assert "confirmed" not in tags_of(photon("tag", str(red), "--json")[0])["red0.jpg"].values()
    assert "already undone" in photon("runs", "undo", str(runs[0]["id"]), code=1)[1]


def test_photos_are_selected_by_paths_query_and_day(photon, place: Path) -> None:
    assert len(tags_of(photon("tag", "--json")[0])) == 6
    assert set(tags_of(photon("tag", str(place / "photos" / "blue"), "--json")[0])) == {
        f"blue{n}.jpg" for n in range(3)
    }
    assert len(tags_of(photon("tag", "--query", "folder:red", "--top", "2", "--json")[0])) == 2
    assert photon("tag", "--since", "2999-01-01", "--json")[0] == ""
    out, err = photon("tag", str(place / "photos" / "red"), str(place / "none.jpg"), "--json")
    assert len(tags_of(out)) == 3
    assert err == f"{place / 'none.jpg'} is not in the library. To add its folder: photon index FOLDER\n"
    assert "None of these files" in photon("tag", str(place / "none.jpg"), code=1)[1]
    assert photon("tag", "--since", "yesterday", code=2)[0] == ""


def test_only_untagged_skips_tagged_photos(photon, place: Path) -> None:
    with sessions.Session.open(place / "library", background=False) as session:
        photo = session.browsing.photos("name").result()[0]
        session.tags.mark([photo], [("mine",)], "confirmed").result()
    assert len(tags_of(photon("tag", "--only-untagged", "--json")[0])) == 5


def test_the_vocabulary_is_listed_and_changed(photon, place: Path) -> None:
    assert photon("vocabulary", "list", "r")[0] == "red\n"
    assert photon("vocabulary", "list", "--own")[0] == ""
    assert photon("vocabulary", "off", "red")[0] == "No longer suggesting: red\n"
    assert photon("vocabulary", "list", "--off")[0] == "red  (off)\n"
    assert photon("vocabulary", "on", "red")[0] == "Suggesting again: red\n"
    keywords = place / "list.txt"
    keywords.write_text("Pets/Rex\n///\n", encoding="utf-8")
    out, err = photon("vocabulary", "add", "--file", str(keywords))
    assert (out, err.startswith(f"{keywords}, line 2: ")) == ("Added 2 words.\n", True)
    assert json.loads(photon("vocabulary", "list", "rex", "--json")[0])["path"] == ["Pets", "Rex"]
    assert photon("vocabulary", "remove", "Pets/Rex")[0] == "Removed Pets/Rex. Photos keep their tags.\n"
    assert photon("vocabulary", "add", "--folders")[0] == "Added 2 words.\n"
    assert "no word “xyzzy”" in photon("vocabulary", "off", "xyzzy", code=1)[1]
    assert "None of these is one of your own words" in photon("vocabulary", "remove", "xyzzy", code=1)[1]
    assert photon("vocabulary", "add", code=2)[0] == ""
    assert "* pt  Português" in photon("vocabulary", "language", "pt")[0].splitlines()
    assert "no keywords in the language" in photon("vocabulary", "language", "xx", code=1)[1]


def test_tags_and_own_words_are_exported_as_keyword_lists_without_overwriting(
    photon, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = TagVocabulary(
        (*WORDS.entries, VocabularyEntry(("cards", "passport"), synonyms=("identity card",), is_sensitive=True))
    )
    monkeypatch.setattr(vocabularies, "everyday", lambda: secret)
    there = place / "list.txt"
    assert "nothing was exported" in photon("vocabulary", "export", "--to", str(there), code=1)[1]
    photon("vocabulary", "add", "Pets/Rex, passport")
    with sessions.Session.open(place / "library", background=False) as session:
        some = session.browsing.photos("name").result()[:2]
        session.tags.mark(some, [("Places", "Italy"), ("Papers", "Passport", "Anna")], "confirmed").result()
    assert photon("vocabulary", "export", "--to", str(there), "--format", "lightroom")[0] == (
        f"Exported 5 keywords to {there}. Skipped 3 sensitive.\n"
    )
    assert there.read_bytes() == b"Papers\nPlaces\n\tItaly\nPets\n\tRex\n"
    monkeypatch.chdir(place)
    out, err = photon("vocabulary", "export", "--to", "-", "--format", "lightroom")
    assert (out, err) == (there.read_text(), "Exported 5 keywords. Skipped 3 sensitive.\n")
    assert not (place / "-").exists()
    assert "already" in photon("vocabulary", "export", "--to", str(there), code=1)[1]
    assert there.read_bytes().startswith(b"Papers\n")
    photon("vocabulary", "export", "--to", str(there), "--format", "digikam", "--force")
    assert there.read_text() == "Papers\nPlaces\nPlaces/Italy\nPets\nPets/Rex\n"
    photon("vocabulary", "export", "--to", str(there), "--force", "--counts")
    assert there.read_text().splitlines()[3:5] == ["# 2 photos", "Places"]
    photon("vocabulary", "export", "--to", str(there), "--format", "digikam", "--counts", code=2)
    assert "can't be" in photon("vocabulary", "export", "--to", str(place), "--force", code=1)[1]
    missing = photon("vocabulary", "export", "--to", str(place / "none" / "a.txt"), code=1)[1]
    assert f"The folder {place / 'none'} doesn't exist." in missing
    assert [path.name for path in place.iterdir() if path.name.startswith(".")] == []


def test_the_format_of_a_list_can_be_given(photon, place: Path) -> None:
    keywords = place / "flat.txt"
    keywords.write_text("Rome, Italy\n")
    photon("vocabulary", "add", "--file", str(keywords), "--format", "lightroom")
    assert [
        word["path"] for word in map(json.loads, photon("vocabulary", "list", "--own", "--json")[0].splitlines())
    ] == [["Rome, Italy"]]
