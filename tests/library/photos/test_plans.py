"""Questions about all photos read the rows in the order in which they lie: five times as fast as by time or path."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.library import Library
from photon.library.photos import folders, photos, problems
from photon.library.tags import tag_suggestions
from photon.library.vectors import vectors
from photon.library.words import full_text

ASKED: dict[str, Callable[[Library], object]] = {
    "counts": lambda library: photos.counts(library, "e"),
    "without preview": photos.count_without_preview,
    "problems": problems.count_all,
    "without vectors": lambda library: vectors.count_pending(library, "e"),
    "vectors": lambda library: vectors.hashes(library, "e"),
    "without suggestions": lambda library: tag_suggestions.count_pending(library, "e", "v"),
    "suggested tags": tag_suggestions.groups,
    "old text": full_text.pending,
    "folders": folders.all_folders,
    "levels": folders.all_levels,
}


@pytest.mark.parametrize("name", ASKED)
def test_no_row_is_looked_up_by_time_or_path(library: Library, name: str, tmp_path: Path) -> None:
    folders.add(library, str(tmp_path))
    asked: list[str] = []
    library.db.set_trace_callback(asked.append)
    ASKED[name](library)
    library.db.set_trace_callback(None)
    queries = [sql for sql in asked if sql.startswith(("SELECT", "WITH"))]
    plan = [row[3] for sql in queries for row in library.db.execute(f"EXPLAIN QUERY PLAN {sql}")]
    assert plan
    for index in ("INDEX photos_by_time", "INDEX sqlite_autoindex_files_1"):
        assert not any(f"USING {index}" in step for step in plan)
