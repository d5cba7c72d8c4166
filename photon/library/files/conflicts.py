"""Metadata conflicts between files and library: list them, resolve them one by one, and reopen them.

Resolving a conflict makes the file's value part of the common base: the library's value then counts as newer and stays,
or it is replaced by the file's value. Other values of the file that were not imported stay as they are.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from photon.domain import Changes, changed
from photon.domain.decisions.library_kinds import BASES
from photon.domain.metadata.conflict import Conflict
from photon.domain.metadata.merge import MetadataSnapshot
from photon.domain.metadata.tag import TagMark
from photon.library.db.connection import Library
from photon.library.db.journal import note_rows
from photon.library.files import file_metadata, imports
from photon.library.files.file_metadata import FileMetadataState
from photon.library.files.import_outcome import ImportOutcome
from photon.library.files.imports import ImportRun
from photon.library.tags import tags

_IS_FILE = "photo_id = ? AND path = ?"


def conflicts_for_photos(library: Library, photos: Sequence[int] | None = None) -> list[Conflict]:
    """Read the conflicts of some photos, or of all for None, sorted by path."""
    found = [conflict for outcome in imports.open_questions(library, photos) for conflict in _conflicts_in(outcome)]
    return sorted(found, key=lambda one: one.path)


def _conflicts_in(outcome: ImportOutcome) -> Iterable[Conflict]:
    for field in outcome.merged.conflicts:
        ours, theirs = getattr(outcome.ours, field), getattr(outcome.theirs, field)
        yield Conflict(outcome.photo, outcome.path, field, ours, theirs)
    if outcome.merged.refused:
        yield Conflict(outcome.photo, outcome.path, "keywords", (), outcome.merged.refused)


def settle(library: Library, conflicts: Collection[Conflict], *, by_file: bool, run: ImportRun) -> Changes:
    """Resolve conflicts in favour of the file or of the library.

    Conflicts whose values have changed in the meantime stay open.

    Args:
        library: Open for writing.
        conflicts: The conflicts to resolve.
        by_file: Whether the file's values win.
        run: The batch under which imported values are recorded.

    Returns:
        What changed.

    Raises:
        PhotonError: The disk is full or the library is locked; nothing was written.
    """
    wanted = frozenset(conflicts)
    files: list[tuple[int, str]] = []
    taken: list[ImportOutcome] = []
    with library.transaction() as db:
        for outcome in imports.open_questions(library, sorted({one.photo for one in wanted})):
            chosen = wanted.intersection(_conflicts_in(outcome))
            if not chosen:
                continue
            was = FileMetadataState(outcome.known, outcome.theirs, outcome.sources, outcome.former)
            file = (outcome.photo, outcome.path)
            files.append(file)
            note_rows(db, BASES, _IS_FILE, file, come=False)
            file_metadata.store_state(db, *file, replace(was, known=_taken(outcome.known, chosen)))
            note_rows(db, BASES, _IS_FILE, file, come=True)
            if by_file:
                refused = [path for one in chosen if one.field == "keywords" for path in outcome.merged.refused]
                tags.mark_within(db, [TagMark(outcome.photo, path, None) for path in refused])
                merged = replace(
                    outcome.merged, metadata=_taken(outcome.ours, chosen), added=tuple(refused), removed=()
                )
                taken.append(replace(outcome, merged=merged))
        changes = imports.write_within(library, taken, run)
    changed_conflicts = changed("conflicts", photos=frozenset(photo for photo, _ in files)) if files else Changes()
    return changes | changed_conflicts


def _taken(metadata: MetadataSnapshot, conflicts: Iterable[Conflict]) -> MetadataSnapshot:
    """Return the snapshot with the file's values for these conflicts."""
    values: dict[str, Any] = {one.field: one.theirs for one in conflicts}
    if "keywords" in values:
        values["keywords"] = (*metadata.keywords, *values["keywords"])
    return replace(metadata, **values)
