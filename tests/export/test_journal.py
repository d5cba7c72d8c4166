"""The journal of an export, also where there is no room for it."""

from pathlib import Path

import pytest

from photon.export.journal import ExportedFile, Journal, read_journal


def test_what_was_noted_is_read_again(tmp_path: Path) -> None:
    made = ExportedFile("/a.jpg", 1, 2, "a.jpg", 1)
    with Journal(tmp_path / "exports" / "x.jsonl") as journal:
        journal.note(made)
    assert read_journal(tmp_path / "exports" / "x.jsonl") == {"/a.jpg": made}


def test_an_export_goes_on_where_nothing_can_be_noted(tmp_path: Path) -> None:
    (tmp_path / "exports").write_text("a file, not a folder")
    with Journal(tmp_path / "exports" / "x.jsonl") as journal:
        journal.note(ExportedFile("/a.jpg", 1, 2, "a.jpg", 1))
    assert read_journal(tmp_path / "exports" / "x.jsonl") == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_disk_that_fills_while_it_is_noted_ends_only_the_notes(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").symlink_to("/dev/full")
    with Journal(tmp_path / "x.jsonl") as journal:
        for _ in range(3):
            journal.note(ExportedFile("/a.jpg", 1, 2, "a.jpg", 1))
