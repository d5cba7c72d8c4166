"""The journal of an export, even on a full disk."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from photon.export.journal import ExportedFile, Journal, read_journal


def test_entries_are_read_back(tmp_path: Path) -> None:
    made = ExportedFile("/a.jpg", 1, 2, "a.jpg", 1)
    with Journal(tmp_path / "exports" / "x.jsonl") as journal:
        journal.note(made)
    assert read_journal(tmp_path / "exports" / "x.jsonl") == {"/a.jpg": made}


@pytest.mark.parametrize("sign", ["\u2028", "\x85", "\x1c", "\n", "\r", '"', "\\"])
def test_a_photo_of_any_name_is_exported_once(tmp_path: Path, sign: str) -> None:
    made = [ExportedFile(f"/a{sign}{number}.jpg", 1, 2, "a.jpg", 1) for number in range(2)]
    with Journal(tmp_path / "x.jsonl") as journal:
        for one in made:
            journal.note(one)
    assert read_journal(tmp_path / "x.jsonl") == {one.path: one for one in made}


@pytest.mark.parametrize(
    "change",
    [{"name": "../a.jpg"}, {"name": "b/../../a.jpg"}, {"name": "/etc/a.jpg"}, {"name": "\0"}, {"name": 7},
     {"beside": "../a.xmp"}, {"beside": "/etc/a.xmp"}, {"beside": 7}],
)  # fmt: skip
def test_files_outside_of_the_export_folder_are_not_believed(tmp_path: Path, change: dict[str, Any]) -> None:
    made = asdict(ExportedFile("/a.jpg", 1, 2, "b/a.jpg", 1, "", "a.xmp"))
    (tmp_path / "x.jsonl").write_text(f"{json.dumps(made)}\n{json.dumps({**made, 'path': '/evil.jpg', **change})}\n")
    assert list(read_journal(tmp_path / "x.jsonl")) == ["/a.jpg"]


def test_an_export_continues_without_a_journal(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file, not a folder")
    with Journal(tmp_path / "exports" / "x.jsonl") as journal:
        journal.note(ExportedFile("/a.jpg", 1, 2, "a.jpg", 1))
    assert read_journal(tmp_path / "exports" / "x.jsonl") == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_fills_up_ends_only_the_journal(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").symlink_to("/dev/full")
    with Journal(tmp_path / "x.jsonl") as journal:
        for _ in range(3):
            journal.note(ExportedFile("/a.jpg", 1, 2, "a.jpg", 1))
