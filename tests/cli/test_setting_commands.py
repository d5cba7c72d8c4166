"""``photon settings``: list, reset, switch on; and what files of decisions may not set."""

import json
from pathlib import Path

import pytest

from photon.library import open_library
from photon.library.captions.caption_settings import DRAFT, SERVER
from photon.library.db import settings
from photon.library.files.missing_photos import KEEP_DAYS
from photon.library.settings.known_settings import stored_value
from tests.cli.rated_library import make_rated_library, photon

Said = pytest.CaptureFixture[str]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return make_rated_library(tmp_path, {})


def put(directory: Path, name: str, value: object) -> None:
    with open_library(directory, writable=True) as library:
        settings.store_named(library, name, value)


def test_settings_are_listed_with_what_is_wrong_about_them_and_reset(directory: Path, capsys: Said) -> None:
    assert photon(directory, "settings") == 0
    assert capsys.readouterr().out == "All settings have their defaults.\n"
    put(directory, KEEP_DAYS.name, 10**12)
    put(directory, "new\x1b[2J", 1)
    put(directory, "draft_captions", value=True)
    put(directory, "hidden_at", 12.5)
    assert photon(directory, "settings") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["draft_captions", "missing_kept_days", "new\\x1b[2J"]
    assert [line.rpartition("  ")[2] for line in lines] == [
        "on",
        "(invalid; the default is used)",
        "(unknown to this version of Photon)",
    ]
    assert photon(directory, "settings", "reset", KEEP_DAYS.name) == 0
    assert photon(directory, "settings", "reset", "hidden_at") == 1
    assert "No setting “hidden_at” is stored." in capsys.readouterr().err
    with open_library(directory, writable=False) as library:
        assert stored_value(library.db, KEEP_DAYS.name) is None
        assert stored_value(library.db, "hidden_at") == 12.5


def test_a_file_of_decisions_says_what_it_may_not_set(directory: Path, tmp_path: Path, capsys: Said) -> None:
    file = tmp_path / "theirs.jsonl"
    rows = [("draft_captions", True), ("missing_kept_days", 10**12), ("of_a_newer_photon", 1)]
    file.write_text("".join(json.dumps({"what": "setting", "name": n, "value": v}) + "\n" for n, v in rows), "utf-8")
    assert photon(directory, "import-decisions", str(file)) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Imported 1 decision.\nOf these: 1 setting.\n")
    assert "Settings in this file that Photon leaves off: automatic caption drafts (on).\n" in said.out
    assert "Line 2 was skipped: The setting “days until missing photos are forgotten” can't be" in said.err
    assert photon(directory, "settings", "switch-on", "--yes") == 0
    assert capsys.readouterr().out == "automatic caption drafts (on)\nSwitched on.\n"
    with open_library(directory, writable=False) as library:
        assert settings.get(library, DRAFT) is True
    assert photon(directory, "settings", "switch-on") == 0
    assert capsys.readouterr().out == "Nothing is off.\n"


def test_a_file_with_only_a_refused_setting_is_a_file_of_decisions(
    directory: Path, tmp_path: Path, capsys: Said
) -> None:
    (tmp_path / "x").write_text('{"what": "setting", "name": "caption_server", "value": "http://away"}\n', "utf-8")
    assert photon(directory, "import-decisions", str(tmp_path / "x")) == 0
    said = capsys.readouterr()
    assert "Nothing here was changed." in said.out
    assert "It can be an address and the name of a model." in said.err
    with open_library(directory, writable=False) as library:
        assert settings.get(library, SERVER) is None


@pytest.mark.parametrize("limit", ["inf", "nan", "1e300", "-1"])
def test_a_limit_of_backups_out_of_range_is_refused(directory: Path, limit: str, capsys: Said) -> None:
    assert photon(directory, "backup", "settings", "--limit", limit) == 2
    assert "is not in the range" in capsys.readouterr().err


def test_all_that_is_off_is_listed(directory: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    put(directory, "draft_captions", value=True)
    monkeypatch.setenv("XDG_STATE_HOME", str(directory / "another computer"))
    assert photon(directory, "settings") == 0
    *off, way = capsys.readouterr().out.splitlines()
    (folder,) = directory.parent.glob("photos")
    about = "Off, because it comes from another library or computer: "
    assert off[:2] == [f"{about}automatic caption drafts (on).", f"{about}folders: {folder}."]
    assert way.endswith("photon settings switch-on")
