"""Moves by an earlier version that are newer than all decisions are steps of the journal, in their order."""

import sqlite3
from contextlib import closing

from photon.library.db import catalog_schema
from photon.library.db.migrations.catalog_migrations import MIGRATIONS
from photon.library.db.migrations.move_step_schema import m022_moves_as_steps

_CLOCK = 1_790_000_000_000 << 16  # 2026-09-21T14:13:20Z
_MOVE = (
    "INSERT INTO file_moves (batch, unit, photo_id, role, source, target, info, size, mtime_ns, state, noted)"
    " VALUES (?, ?, 1, 'photo', '/a', '/b', '', 1, 1, ?, ?)"
)


def made(*batches: tuple[str, str, str], clock: int = _CLOCK) -> sqlite3.Connection:
    """A catalogue with a decision and moves: their purpose, the state of their files, and when it was noted."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    catalog_schema.lay_out(db, [one.__name__ for one in MIGRATIONS if one is not m022_moves_as_steps])
    db.execute("INSERT INTO journal_steps (id, clock, device, actor, name) VALUES (7, ?, 'x', 'person', 'y')", (clock,))
    for number, (purpose, state, noted) in enumerate(batches, 1):
        db.execute("INSERT INTO move_batches (purpose, made) VALUES (?, ?)", (purpose, noted))
        for unit in (2 * number, 2 * number + 1):
            db.execute(_MOVE, (number, unit, state, noted))
    m022_moves_as_steps(db)
    return db


def test_newer_moves_are_steps_in_their_order_and_older_ones_are_none() -> None:
    db = made(
        ("bin", "there", "2026-09-21T14:13:19.000000Z"),
        ("bin", "there", "2026-09-21T14:13:21.000000Z"),
        ("bin", "over", "2026-09-21T14:13:22.000000Z"),
        ("rename", "there", "2026-09-21T14:13:23.000000Z"),
    )
    with closing(db):
        assert [row[0] for row in db.execute("SELECT step FROM move_batches ORDER BY id")] == [0, 8, 0, 9]
        steps = db.execute("SELECT id, clock > ?, device, name FROM journal_steps WHERE id > 7 ORDER BY id", (_CLOCK,))
        assert steps.fetchall() == [(8, 1, "x", "moved 2 photos to the bin"), (9, 1, "x", "renamed 2 photos")]


def test_a_clock_that_is_used_up_does_not_stop_the_migration() -> None:
    clock = (1 << 63) - 1
    with closing(made(("bin", "there", "9999"), clock=clock)) as db:
        assert db.execute("SELECT id, clock < ? FROM journal_steps ORDER BY id", (clock,)).fetchall() == [
            (7, 0),
            (8, 1),
        ]
