"""Import metadata from files: three-way merge with the library, recorded as one batch that can be undone."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import chain, islice
from typing import Any

from photon.domain import Changes, changed
from photon.domain.changes import ChangeKind
from photon.domain.decisions.library_kinds import IMPORTED
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.merge import (
    FIELDS,
    MetadataSnapshot,
    beyond,
    from_json,
    from_text,
    merge,
    shared,
    to_text,
    united,
)
from photon.domain.metadata.people_words import NOT_DECIDED, read_people
from photon.domain.metadata.tag import TagMark, TagPath, tag_key
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.db.journal import note_rows
from photon.library.files import file_metadata
from photon.library.files.file_metadata import EXPORT, FileMetadataState
from photon.library.files.import_outcome import FileLoss, ImportOutcome, ImportRecord
from photon.library.files.library_metadata import LibraryMetadata, library_metadata
from photon.library.people.named_people import import_people
from photon.library.photos import files, merge_bases, ratings, sidecars
from photon.library.photos.found_files import Found
from photon.library.tags import runs, tags
from photon.library.words import full_text
from photon.quick_dataclass import dataclass

_PORTION = 200  # photos
_MARKS = ("rating", "favourite", "label", "flag")
_NO_PEOPLE: tuple[list[object], list[object]] = [], []
Key = tuple[int, str]


@dataclass(slots=True)
class ImportRun:
    """The batch under which changes are recorded; it starts with the first change."""

    what: str
    id: int = 0


def compare(library: Library, records: Iterable[ImportRecord], *, is_asked: bool = True) -> list[ImportOutcome]:
    """Merge the metadata of files without writing anything. Files of one photo are merged one after the other.

    Args:
        library: The library.
        records: The metadata.
        is_asked: Whether the user requests it; see ``FileMetadataState.base_for``.

    Returns:
        The outcomes.
    """
    clear = [one for one in records if one.metadata is not None]
    ours = library_metadata(library, list(dict.fromkeys(one.photo for one in clear)))
    before = file_metadata.states_of_files(library, ((one.photo, one.path) for one in clear))
    now = dict(ours.metadata)
    found = []
    for one in clear:
        if one.photo not in now or one.metadata is None:
            continue
        was = before.get((one.photo, one.path), FileMetadataState())
        if one.sources & ~was.sources:  # they may have been another copy's
            was = replace(was, former=united(was.former, merge_bases.former_of(library.db, one.photo)))
        was = was.base_for(one.metadata, one.sources, None if is_asked else now[one.photo])
        decided = ours.people.get(one.photo, NOT_DECIDED)
        merged = merge(was.known, one.metadata, now[one.photo], rejected=ours.rejected[one.photo], decided=decided)
        sides = (now[one.photo], one.metadata, was.known)
        found.append(ImportOutcome(one.photo, one.path, *sides, merged, one.sources, was.former))
        now[one.photo] = merged.metadata
    return found


def agreed(record: ImportRecord, was: FileMetadataState, ours: MetadataSnapshot) -> FileMetadataState:
    """Return the merge state of a file after Photon has written to it.

    Values that the file has and the library does not are not part of the new base; they are still to be imported.

    Args:
        record: Current metadata of the file.
        was: Merge state before.
        ours: The library's metadata when the write was planned, which may be older than its current metadata.

    Returns:
        The new merge state.
    """
    metadata = record.metadata or was.metadata
    was = was.base_for(metadata, record.sources, ours)
    keys = {tag_key(path) for path in (*ours.keywords, *was.known.keywords)}
    people = shared(metadata, united(was.known, ours)).people
    same = {field: getattr(ours, field) for field in FIELDS if getattr(metadata, field) == getattr(ours, field)}
    known = replace(was.known, keywords=tuple(path for path in metadata.keywords if tag_key(path) in keys), **same)
    known = replace(known, people=people)
    return FileMetadataState(known, metadata, record.sources % EXPORT, was.former)  # no export is needed any more


def import_metadata(
    library: Library, records: Sequence[ImportRecord], run: ImportRun, losses: ImportRun | None = None
) -> tuple[Changes, list[ImportOutcome]]:
    """Import the metadata of files in one transaction; changes are recorded under the batch.

    Args:
        library: Open for writing.
        records: The metadata.
        run: The batch.
        losses: The batch for values that files no longer have, which are removed or replaced; None if the user
            requested the import.

    Returns:
        What changed, and the outcomes.

    Raises:
        PhotonError: The disk is full or the library is locked; nothing was written.
    """
    with library.transaction() as db:
        kinds: set[ChangeKind] = set()
        photos: set[int] = set()
        for one in records:
            file_metadata.note_asked(db, one.found, names_albums=one.names_albums)
            if one.unusable is not None and sidecars.note(db, one.found.folder, one.found.relative, one.unusable):
                kinds.add("problems")
            is_new = files.note_stated(db, one.photo, one.place.stated)
            if (one.facts and files.refresh(db, one.photo, one.found.mtime_ns, one.facts)) or is_new:
                kinds.add("photos")
                photos.add(one.photo)
        full_text.renew(db, photos)
        outcomes = compare(library, records, is_asked=losses is None)
        for outcome in outcomes:
            _store_outcome(db, outcome)
        some, gains = Changes(), [one for one in outcomes if one.changes]
        if losses is not None:
            lost = [part for one in gains if (part := one.losses).changes]
            some |= write_within(library, lost, losses)
            gains = [part for one in gains if (part := one.gains).changes]
            if lost and gains:
                library.journal.begin_another()
        some |= write_within(library, gains, run)
        # conflicts can appear and disappear without a change of the library's metadata
        heard = frozenset(
            one.photo for one in outcomes if one.theirs != MetadataSnapshot() or one.known != MetadataSnapshot()
        )
        if heard:
            some |= changed("conflicts", photos=heard)
        return Changes(frozenset(kinds), frozenset(photos)) | some, outcomes


def take_again(library: Library, files: Sequence[Key], run: ImportRun) -> Changes:
    """Import again the metadata that these files had when last read."""
    with library.transaction() as db:
        outcomes = compare(library, _records_last_read(library, files))
        for outcome in outcomes:
            _store_outcome(db, outcome)
        return write_within(library, [one for one in outcomes if one.changes], run)


def _records_last_read(library: Library, files: Sequence[Key]) -> list[ImportRecord]:
    before = file_metadata.states_of_files(library, files)
    nowhere = Found(0, "", 0, 0)
    return [ImportRecord(*key, nowhere, was.metadata, was.sources) for key, was in before.items()]


def open_questions(library: Library, photos: Sequence[int] | None = None) -> Iterator[ImportOutcome]:
    """Merge files whose metadata was not completely imported: conflicts, rejected keywords, undone imports.

    The outcomes are generated lazily, grouped by photo: ten thousand at once would keep the garbage collector busy.

    Args:
        library: The library.
        photos: Photo ids, or None for all.

    Yields:
        The outcomes.
    """
    files: dict[int, list[Key]] = {}
    for photo, path in file_metadata.differing(library, photos):
        files.setdefault(photo, []).append((photo, path))
    some = iter(files.values())
    while portion := list(chain.from_iterable(islice(some, _PORTION))):
        yield from compare(library, _records_last_read(library, portion))


def _store_outcome(db: sqlite3.Connection, outcome: ImportOutcome) -> None:
    now = FileMetadataState(outcome.merged.known, outcome.theirs, outcome.sources, outcome.former)
    file_metadata.store_state(db, outcome.photo, outcome.path, now)
    gone = beyond(outcome.ours, outcome.merged.metadata)
    if gone != MetadataSnapshot():
        merge_bases.retract(db, outcome.photo, gone)


def write_within(library: Library, outcomes: Sequence[ImportOutcome], run: ImportRun) -> Changes:
    """Within a transaction, apply merge results to the library; changes are recorded under the batch."""
    if not outcomes:
        return Changes()
    db = library.db
    if runs.find_run(library, run.id) is None:  # not begun yet, or rolled back with its transaction
        run.id = runs.begin_within(db, "import", run.what)
    library.journal.sign("file", run=run.id)
    tags.mark_within(
        db,
        [
            TagMark(one.photo, path, "confirmed" if state else None, 1.0, run.id)
            for one in outcomes
            for state, paths in ((True, one.merged.added), (False, one.merged.removed))
            for path in paths
        ],
    )
    texts = {one.photo: one for one in outcomes if _texts(one.merged.metadata) != _texts(one.ours)}
    known = captions.captions_for_photos(library, list(texts))
    captions.write_within(library, {photo: _caption(one, known.get(photo), run.id) for photo, one in texts.items()})
    for mark in _MARKS:
        ratings.set_within(db, mark, {one.photo: getattr(one.merged.metadata, mark) for one in outcomes})
    some = import_people(library, {one.photo: one.people for one in outcomes})
    db.executemany(
        "INSERT INTO imports (run, photo_id, path, change) VALUES (?, ?, ?, ?)",
        [(run.id, one.photo, one.path, _change(one)) for one in outcomes],
    )
    photos = frozenset(one.photo for one in outcomes)
    db.execute(
        "UPDATE runs SET photos = (SELECT count(DISTINCT photo_id) FROM imports WHERE run = ?1) WHERE id = ?1",
        (run.id,),
    )
    return changed("tags", "captions", "marks", photos=photos) | some


def _texts(metadata: MetadataSnapshot) -> tuple[str, str]:
    return metadata.title, metadata.caption


def _caption(outcome: ImportOutcome, was: Caption | None, run: int) -> Caption:
    """Return the caption to store; it belongs to the batch only if its text came from the file."""
    title, text = _texts(outcome.merged.metadata)
    was = was or Caption()
    return Caption(title, text, run) if text != was.text.strip() else replace(was, title=title, text=text)


def _change(outcome: ImportOutcome) -> str:
    """Return the data needed to undo a change."""
    merged = outcome.merged
    change: dict[str, object] = {
        field: [getattr(outcome.ours, field), getattr(merged.metadata, field)]
        for field in (*FIELDS, "favourite")
        if getattr(outcome.ours, field) != getattr(merged.metadata, field)
    }
    change |= {"added": merged.added, "removed": merged.removed, "known": to_text(outcome.known)}
    if any(outcome.people):
        change["people"] = outcome.people
    return json.dumps(change, ensure_ascii=False)


def files_of_import(library: Library, run: int) -> list[Key]:
    """Return the files that an import changed something for."""
    rows = library.db.execute("SELECT DISTINCT photo_id, path FROM imports WHERE run = ? ORDER BY rowid", (run,))
    return [(photo, path) for photo, path in rows]


def files_of_undone_import(library: Library, step: int) -> list[Key]:
    """Return the files whose import a step of the journal undid."""
    rows = library.db.execute(
        "SELECT DISTINCT photo_id, json_extract(key, '$[0]') FROM journal WHERE step = ? AND what = ? ORDER BY id",
        (step, IMPORTED.what),
    )
    return [(photo, path) for photo, path in rows]


def loss_of(library: Library, run: int) -> FileLoss:
    """Count what an import removed or replaced."""
    rows = _changes_of(library, run)
    words = sum(
        len(change["removed"]) + len(change.keys() & {*FIELDS}) + len(change.get("people", _NO_PEOPLE)[0])
        for *_, change in rows
    )
    return FileLoss(run, len({photo for photo, *_ in rows}), words)


def _changes_of(library: Library, run: int) -> list[tuple[int, str, Mapping[str, Any]]]:
    """Return photo, path and change of each file, the last one first; what is damaged or forged is left out."""
    rows = library.db.execute("SELECT photo_id, path, change FROM imports WHERE run = ? ORDER BY rowid DESC", (run,))
    found = []
    for photo, path, text in rows.fetchall():
        with suppress(ValueError, RecursionError, TypeError, LookupError, AttributeError):
            found.append((photo, path, _checked(json.loads(text))))
    return found


def _checked(change: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a change as ``_change`` writes it; raises an error if it is none."""
    fields = [name for name in (*FIELDS, "favourite") if name in change]
    for at, keywords in enumerate((change["removed"], change["added"])):
        people = change.get("people", _NO_PEOPLE)[at]
        from_json({"keywords": keywords, "people": people, **{name: change[name][at] for name in fields}})
    from_text(change["known"])
    return change


def unnamed(library: Library, what: str) -> list[int]:
    """Return the imports of a kind that no step stands for yet, oldest first, but none that the journal forgot."""
    return library.column(
        "SELECT id FROM runs WHERE kind = 'import' AND what = ? AND undone = '' AND id IN"
        " (SELECT run FROM journal_steps WHERE run GROUP BY run HAVING max(name) = '')"
        " AND EXISTS (SELECT 1 FROM imports i WHERE i.run = runs.id) ORDER BY id",
        (what,),
    )


def name_run(library: Library, run: int, name: str) -> int:
    """Store a step that stands for an import, so that undo finds it; ``name`` is worded to follow "Undid: "."""
    with library.transaction():
        library.journal.sign("file", name, run)
        return library.journal.keep_step()


def undo_import(library: Library, run: int) -> Changes:
    """Undo an import, except where the user has changed something since.

    The metadata of the files remains recorded as differing, and is not imported again until the user requests it or a
    file changes.
    """
    with library.transaction() as db:
        rows = _changes_of(library, run)
        ours = library_metadata(library, [row[0] for row in rows])
        by_run = {(one.photo, tag_key(one.path)) for one in tags.marks_of_run(library, run)}
        for photo, path, change in rows:
            _restore(library, photo, change, ours, by_run)
            for (known,) in db.execute("SELECT known FROM understood WHERE photo_id = ? AND path = ?", (photo, path)):
                db.execute(
                    "UPDATE understood SET known = ? WHERE photo_id = ? AND path = ?",
                    (to_text(_base_without(change, from_text(known), ours.metadata.get(photo))), photo, path),
                )
        note_rows(db, IMPORTED, "run = ?", (run,), come=False)
        db.execute("DELETE FROM imports WHERE run = ?", (run,))
    return changed("tags", "captions", "marks", "people", photos=frozenset(row[0] for row in rows))


def _restore(
    library: Library,
    photo: int,
    change: Mapping[str, list[object]],
    ours: LibraryMetadata,
    by_run: set[tuple[int, str]],
) -> None:
    if photo not in ours.metadata:
        return
    now = ours.metadata[photo]
    has = {tag_key(path) for path in now.keywords} | ours.rejected[photo]
    added, removed = (list(map(_path, change[name])) for name in ("added", "removed"))
    tags.mark_within(
        library.db,
        [TagMark(photo, path, None) for path in added if (photo, tag_key(path)) in by_run]
        + [TagMark(photo, path, "confirmed") for path in removed if tag_key(path) not in has],
    )
    gone, came = (read_people(some) for some in change.get("people", _NO_PEOPLE))
    import_people(library, {photo: (came, gone)})
    was = {field: str(change[field][0]) for field in ("title", "caption") if _stands(change, field, now)}
    if was:
        caption = captions.captions_for_photos(library, [photo]).get(photo, Caption())
        caption = Caption(caption.title, was["caption"]) if "caption" in was else caption
        new = replace(caption, title=was.get("title", caption.title))
        captions.write_within(library, {photo: new})
    for mark in _MARKS:
        if _stands(change, mark, now):
            ratings.set_within(library.db, mark, {photo: change[mark][0]})  # type: ignore[type-var]


def _base_without(change: Mapping[str, Any], known: MetadataSnapshot, now: MetadataSnapshot | None) -> MetadataSnapshot:
    """Return a base without what an import changed; what file and library agreed on since stays part of it."""
    was = from_text(change["known"])
    values: dict[str, Any] = {
        name: getattr(was, name) for name in (*FIELDS, "favourite") if now is not None and _stands(change, name, now)
    }
    removed, added = (
        MetadataSnapshot(tuple(map(_path, change[name])), people=read_people(people))
        for name, people in zip(("removed", "added"), change.get("people", _NO_PEOPLE), strict=True)
    )
    base = beyond(united(known, removed), added)
    return replace(known, keywords=base.keywords, people=base.people, **values)


def _path(names: object) -> TagPath:
    return tuple(names) if isinstance(names, list) else ()


def _stands(change: Mapping[str, list[object]], field: str, now: MetadataSnapshot) -> bool:
    """Return whether the library still has the imported value."""
    return field in change and getattr(now, field) == change[field][1]
