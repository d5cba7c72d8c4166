"""The migration that lays aside the bases of files that lack a sidecar."""

import sqlite3
from contextlib import closing

from photon.domain.metadata.merge import MetadataSnapshot, from_text, to_text
from photon.library.db.migrations.base_schema import m023_former_bases
from photon.library.db.migrations.catalog_migrations import MIGRATIONS


def test_files_that_lack_a_sidecar_remove_nothing_that_it_said() -> None:
    known, read = MetadataSnapshot((("mine",),), "text", rating=5), MetadataSnapshot((("embedded",),), rating=2)
    with closing(sqlite3.connect(":memory:")) as db:
        for migration in MIGRATIONS[: MIGRATIONS.index(m023_former_bases)]:
            migration(db)
        for photo, lost in ((1, 0), (2, 1)):
            values = (photo, "/p/a.jpg", to_text(known), to_text(read), 1, lost, "2026-01-01T00:00:00Z")
            db.execute("INSERT INTO understood VALUES (?, ?, ?, ?, ?, ?, ?)", values)
        m023_former_bases(db)
        whole, lacking = db.execute("SELECT known, said, former, lost FROM understood ORDER BY photo_id").fetchall()
    assert (from_text(whole[0]), from_text(whole[1]), whole[2]) == (known, read, "")
    assert (from_text(lacking[0]), from_text(lacking[2]), lacking[3]) == (MetadataSnapshot(rating=2), known, 0)
    assert lacking[0] == to_text(MetadataSnapshot(rating=2))  # in the form in which texts are compared
