"""The journal of written files, where a catalogue is damaged or forged."""

import tracemalloc
import zlib

import pytest

from photon.domain import PhotonError
from photon.library import Library
from photon.library.files import write_journal

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
