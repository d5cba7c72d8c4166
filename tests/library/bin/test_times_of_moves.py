"""What was moved since a listing began, whatever the clock said."""

from datetime import UTC, datetime

import pytest

from photon.domain.photo.file_move import FileMove
from photon.library import Library
from photon.library.bin import file_moves


def move(library: Library, name: str) -> set[str]:
    """Move a file to the bin; return both paths."""
    one = FileMove(f"/photos/{name}", f"/bin/{name}", "", 10, 1, "sidecar")
    begun, _ = file_moves.begin(library, file_moves.begin_batch(library, "bin", "moved"), [one])
    file_moves.settle(library, {begun[0].id: "there"})
    return {one.source, one.target}


def test_only_files_that_are_moved_later_were_moved_since(library: Library) -> None:
    for name in ("a.xmp", "b.xmp"):
        move(library, name)
        library.db.execute("UPDATE file_moves SET noted = '2999-01-01T00:00:00.000000Z' WHERE source LIKE '%a.xmp'")
    begun = file_moves.moment_now(library)
    assert file_moves.touched_since(library, begun) == set()
    moved = move(library, "c.xmp")
    assert file_moves.touched_since(library, begun) == moved


@pytest.mark.parametrize("noted", ["9999-12-31T23:59:59.999999Z", "never"])
def test_a_time_that_nothing_follows_stops_no_move(library: Library, noted: str) -> None:
    move(library, "a.xmp")
    library.db.execute("UPDATE file_moves SET noted = ?", (noted,))
    move(library, "b.xmp")
    assert [one.source for one in file_moves.there(library)] == ["/photos/a.xmp", "/photos/b.xmp"]
    assert file_moves.moment_now(library) == noted


def test_moves_are_noted_at_the_time_of_the_clock(library: Library) -> None:
    times = []
    for name in ("a.xmp", "b.xmp"):
        times.append(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        move(library, name)
        times.append(file_moves.moment_now(library))
    assert times == sorted(times)
