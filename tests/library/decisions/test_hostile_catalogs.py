"""What a catalogue from elsewhere contains costs only itself: clocks at their end, waiting lines that are none."""

import pytest

from photon.domain.metadata.hybrid_clock import clock_text, moment_of, next_clock
from photon.library import Library
from photon.library.decisions.journal_steps import list_steps
from photon.library.photos import ratings
from tests.library.decisions.decided import add, import_

FILE = bytes([1]) * 15 + b"\0"
LINES = (
    "{",
    "[" * 100_000,
    "",
    '{"what": "rating", "hash": "x"}',
    '{"photon": "decisions", "format": 99}',
    "null",
    "1",
)


def test_waiting_lines_that_are_no_decisions_are_dropped_and_the_others_applied(library: Library, folder: int) -> None:
    good = f'{{"what": "rating", "stars": 4, "hash": "{FILE.hex()}", "at": "2026-01-01T00:00:00.000Z-0000"}}'
    with library.transaction() as db:
        for number, line in enumerate((*LINES, good)):
            db.execute("INSERT INTO waiting_decisions VALUES (?, x'', ?, 0, ?)", (FILE, str(number), line))
    add(library, folder, [1])
    assert ratings.marks_for_photos(library, [1])[1].stars == 4
    assert library.db.execute("SELECT line FROM waiting_decisions WHERE line <> ''").fetchall() == []


@pytest.mark.parametrize("line", LINES)
def test_a_waiting_line_that_is_no_decision_is_replaced_by_one_from_a_file(
    library: Library, folder: int, line: str
) -> None:
    good = f'{{"what": "rating", "stars": 4, "hash": "{FILE.hex()}", "at": "2026-01-01T00:00:00.000Z-0000"}}'
    with library.transaction() as db:
        db.execute("INSERT INTO waiting_decisions VALUES (?, x'', 'rating', 0, ?)", (FILE, line))
    assert import_(library, good.encode()).waiting == 1
    add(library, folder, [1])
    assert ratings.marks_for_photos(library, [1])[1].stars == 4


@pytest.mark.parametrize("clock", [(1 << 63) - 1, -(1 << 63), -1])
def test_decisions_are_still_written_when_a_clock_is_at_its_end(library: Library, folder: int, clock: int) -> None:
    add(library, folder, [1])
    ratings.rate(library, {1: 1})
    library.db.execute("UPDATE journal_steps SET clock = ?", (clock,))
    ratings.rate(library, {1: 5})
    ratings.rate(library, {1: 4})
    assert [step.name for step in list_steps(library, 9)]
    assert ratings.marks_for_photos(library, [1])[1].stars == 4
    assert moment_of(clock).year <= 9999
    assert clock_text(clock)
    assert next_clock(clock) < 1 << 63


def test_a_journal_that_was_emptied_is_written_again(library: Library, folder: int) -> None:
    add(library, folder, [1])
    with library.transaction() as db:
        ratings.rate(library, {1: 5})
        db.execute("DELETE FROM journal")
    ratings.rate(library, {1: 3})
    assert library.db.execute("SELECT count(*) FROM journal").fetchone() == (1,)
