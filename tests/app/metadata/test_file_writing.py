"""Writing and restoring files within one process: memory use, and other programs writing at the same time."""

import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.metadata import file_writing
from photon.app.metadata.file_writing import restore_files, write_files
from photon.app.metadata.write_plan import Plan
from photon.app.session import Session
from photon.domain.metadata.file_metadata import FileMetadata
from photon.domain.metadata.writing import PROFILES, Policy
from photon.library import Library
from photon.library.files import write_journal
from photon.library.files.write_journal import JournalEntry
from photon.media.read.metadata_reading import read_words
from photon.media.sidecar.sidecar import SidecarListing
from tests.app.conftest import settle

SIDE = 1700  # a TIFF of 8 MB
PROFILE = PROFILES["everywhere"]


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photos" / "a.tif"
    path.parent.mkdir()
    Image.fromarray(np.full((SIDE, SIDE, 3), 90, np.uint8)).save(path)
    return path


@pytest.fixture
def session(open_session: Callable[..., Session], photo: Path) -> Session:
    opened = open_session()
    opened.work.add_folder(str(photo.parent)).result()
    settle(opened)
    opened.tags.mark(opened.browsing.photos("name").result(), [("Italy",)], "confirmed").result()
    return opened


def planned(session: Session, policy: Policy) -> Plan:
    return session.writing.plan(session.browsing.photos("name").result(), policy=policy).result()


def written(session: Session, policy: Policy) -> list[JournalEntry]:
    run = session.writing.write(planned(session, policy)).result().run

    def entries(library: Library) -> list[JournalEntry]:
        rows = library.db.execute("SELECT id FROM writes WHERE run = ? ORDER BY id DESC", (run,))
        return write_journal.of_rows(library, [row for (row,) in rows])

    return session.store.read(entries).result()


def most_memory(act: Callable[[], object]) -> int:
    """Return the largest number of bytes allocated."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_photo_is_in_memory_at_most_three_times(session: Session, photo: Path) -> None:
    before, size = photo.read_bytes(), photo.stat().st_size
    work = planned(session, "embed").files[0].record[1]
    assert most_memory(lambda: write_files([work], PROFILE)) < 3.3 * size
    assert photo.read_bytes() != before
    photo.write_bytes(before)
    os.utime(photo, ns=(10**18, 10**18))
    settle(session)
    entries = written(session, "embed")
    assert most_memory(lambda: restore_files(entries)) < 3.3 * size  # restoring needs no more memory
    assert photo.read_bytes() == before


def test_a_sidecar_that_changes_during_restoring_is_not_touched(
    session: Session, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    entries, sidecar = written(session, "sidecar"), photo.with_name("a.tif.xmp")
    look = file_writing._hash_of

    def look_before_another_writes(one: JournalEntry) -> bytes | None:
        found = look(one)
        sidecar.write_bytes(b"of another program")
        return found

    monkeypatch.setattr(file_writing, "_hash_of", look_before_another_writes)
    (outcome,) = restore_files(entries)
    assert outcome.error is not None
    assert sidecar.read_bytes() == b"of another program"


def test_a_change_by_another_program_during_verification_is_noticed(
    session: Session, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_before_another_writes(path: str, listing: SidecarListing | None = None) -> FileMetadata:
        account = read_words(path, listing)
        os.utime(path, ns=(10**18, 10**18))
        return account

    monkeypatch.setattr(file_writing, "read_words", read_before_another_writes)
    (outcome,) = write_files([planned(session, "sidecar").files[0].record[1]], PROFILE)
    assert outcome.agreed is not None
    assert outcome.agreed.found.mtime_ns != photo.stat().st_mtime_ns


@pytest.mark.parametrize("policy", ["embed", "sidecar"])
@pytest.mark.parametrize(("what", "is_written"), [("nothing", True), ("time", False), ("size", False)])
def test_a_photo_that_changed_after_planning_is_not_written(
    session: Session, photo: Path, policy: Policy, what: str, is_written: bool
) -> None:
    """Each of size and time alone says that it is another picture."""
    (one,) = planned(session, policy).files
    status = photo.stat()
    if what == "time":
        content = photo.read_bytes()
        photo.write_bytes(content[:-9] + b"x" * 9)
        os.utime(photo, ns=(status.st_mtime_ns + 10**9,) * 2)
    elif what == "size":
        photo.write_bytes(photo.read_bytes() + b"x")
        os.utime(photo, ns=(status.st_mtime_ns,) * 2)
    before = photo.read_bytes()
    (outcome,) = write_files([one.record[1]], PROFILE)
    assert (outcome.error is None) is is_written
    if not is_written:
        assert "has changed since the preview" in str(outcome.error)
        assert photo.read_bytes() == before
        assert [path.name for path in photo.parent.iterdir()] == [photo.name]
