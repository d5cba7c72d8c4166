"""The journal of written files, where a catalogue is damaged or forged."""

import tracemalloc
import zlib
from pathlib import Path

import pytest

from photon.app.metadata.file_writing import found_state
from photon.domain import PhotonError
from photon.domain.metadata.merge import MetadataSnapshot, to_text
from photon.library import Library
from photon.library.files import write_journal
from photon.library.files.file_metadata import FileMetadataState, states_of_files, store_state
from tests.library.decisions.decided import add

WRITE = (
    "INSERT INTO writes (id, run, photo_id, photo_path, path, former, written, known, said, state, noted)"
    " VALUES (1, 1, 1, '/a.jpg', '/a.xmp', ?, x'00', '', '', 'written', '')"
)


def test_what_is_kept_of_a_file_is_unpacked(library: Library) -> None:
    library.db.execute(WRITE, (zlib.compress(b"the original"),))
    assert [one.former for one in write_journal.of_rows(library, [1])] == [b"the original"]


@pytest.mark.parametrize("kept", [b"", b"no zlib", zlib.compress(b"cut short")[:-3]])
def test_a_damaged_original_is_reported(library: Library, kept: bytes) -> None:
    library.db.execute(WRITE, (kept,))
    with pytest.raises(PhotonError, match="is damaged or larger than 256 MB"):
        write_journal.of_rows(library, [1])


def test_a_damaged_original_stops_no_other_interrupted_write(library: Library, tmp_path: Path) -> None:
    for row, (name, kept) in enumerate((("a", b"no zlib"), ("b", zlib.compress(b"before"))), 1):
        path = tmp_path / f"{name}.xmp"
        path.write_bytes(b"before")
        library.db.execute(WRITE, (kept,))
        library.db.execute(
            "UPDATE writes SET id = ?, path = ?, state = 'writing', computer = ? WHERE id = 1 AND state = 'written'",
            (10 * row, str(path), library.mark),
        )
    states = {Path(one.path).name: found_state(one) for one in write_journal.halfway(library)}
    assert states == {"a.xmp": "overtaken", "b.xmp": "not written"}


def test_an_original_that_unpacks_without_end_is_reported_early(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write_journal, "_LARGEST", 1 << 20)
    library.db.execute(WRITE, (zlib.compress(bytes(64 << 20)),))
    tracemalloc.start()
    try:
        with pytest.raises(PhotonError, match="is damaged or larger than 1 MB"):
            write_journal.of_rows(library, [1])
        assert tracemalloc.get_traced_memory()[1] < 8 << 20
    finally:
        tracemalloc.stop()


def test_a_restored_file_gives_its_base_to_later_entries_of_the_same_file_only(library: Library, folder: int) -> None:
    add(library, folder, [1, 2])
    first, second, other = (MetadataSnapshot(((name,),)) for name in ("first", "second", "other"))
    entries = [(1, "/a.jpg", first), (1, "/a.jpg", second), (1, "/b.jpg", other), (2, "/a.jpg", other)]
    with library.transaction() as db:
        db.executemany(
            "INSERT INTO writes (run, photo_id, photo_path, path, written, known, said, sidecars, state, noted)"
            " VALUES (1, ?1, ?2, ?2, x'00', ?3, ?3, 1, 'written', '')",
            [(photo, path, to_text(base)) for photo, path, base in entries],
        )
        for photo, path, _ in entries[1:]:
            store_state(db, photo, path, FileMetadataState(second, second, 2))
    write_journal.note(library, {1: "put back"})
    rows = library.db.execute("SELECT known, said FROM writes ORDER BY id").fetchall()
    assert rows == [(to_text(base), to_text(base)) for base in (first, first, other, other)]
    states = states_of_files(library, [one[:2] for one in entries[1:]])
    assert [(one.known, one.sources) for one in states.values()] == [(first, 1), (second, 2), (second, 2)]


def test_a_batch_is_undone_once_nothing_of_it_is_left_to_restore(library: Library, folder: int) -> None:
    add(library, folder, [1, 2])
    runs_of = [write_journal.begin_run(library, "two files"), write_journal.begin_run(library, "another file")]
    with library.transaction() as db:
        db.executemany(
            "INSERT INTO writes (run, photo_id, photo_path, path, written, known, said, state, noted)"
            " VALUES (?1, ?2, ?3, ?3, x'00', '', '', 'written', '')",
            [(runs_of[0], 1, "/a.jpg"), (runs_of[0], 2, "/b.jpg"), (runs_of[1], 1, "/a.jpg")],
        )
    undone = "SELECT undone <> '' FROM runs ORDER BY id"
    write_journal.note(library, {1: "put back"})
    assert library.column(undone) == [0, 0]
    write_journal.note(library, {2: "put back"})
    assert library.column(undone) == [1, 0]
