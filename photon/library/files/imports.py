"""Taking over what files say: merged with the library three ways, noted, and taken back as one."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice

from photon.domain import Changes, Facts, Problem, changed
from photon.domain.changes import ChangeKind
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.merge import FIELDS, Merged, MetadataSnapshot, merge, to_text
from photon.domain.metadata.tag import Tagged, TagMark, TagPath, tag_key
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.files import file_metadata
from photon.library.files.file_metadata import EXPORT, FileMetadataState
from photon.library.photos import files, ratings, sidecars
from photon.library.photos.found_files import Found
from photon.library.tags import batches, tags
from photon.library.words import full_text

_PORTION = 200  # photos
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """What one file says now.

    Attributes:
        photo: Whose file it is.
        path: Of the file.
        found: The file, with the sidecars that stood beside it.
        said: In words; None where they could not be read: then nothing is concluded.
        sidecars: How many of those were read; an export's JSON file counts as ``understood.EXPORT``.
        facts: Time, place and camera; None leaves them as they are.
        unheld: Keywords that are too long or too deep to be tags.
        unread: How many files beside it are there but say nothing, because they are broken; counted alike.
        written: What is said by the file and sidecars that Photon writes; None where no other one adds to it.
        unusable: Why files beside it say nothing; None where nobody looked at them.
    """

    photo: int
    path: str
    found: Found
    said: MetadataSnapshot | None
    sidecars: int = 0
    facts: Facts | None = None
    unheld: tuple[TagPath, ...] = ()
    unread: int = 0
    written: MetadataSnapshot | None = None
    unusable: tuple[Problem, ...] | None = None

    @property
    def has_sidecar(self) -> bool:
        """Whether there is a sidecar that Photon may write into."""
        return self.sidecars % EXPORT > 0


@dataclass(slots=True)
class ImportRun:
    """The run that changes are noted under; it begins with the first change."""

    what: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What taking over one file changes, or would change.

    Attributes:
        photo: Whose file it is.
        path: Of the file.
        ours: What the library said before.
        theirs: What the file says.
        known: What both knew before.
        merged: What comes of it.
        sidecars: How many are read for it at most.
        lost: How many of them are away.
    """

    photo: int
    path: str
    ours: MetadataSnapshot
    theirs: MetadataSnapshot
    known: MetadataSnapshot
    merged: Merged
    sidecars: int = 0
    lost: int = 0

    @property
    def changes(self) -> bool:
        """Whether the library says something else afterwards."""
        return self.merged.said != self.ours


@dataclass(frozen=True, slots=True)
class Ours:
    """What the library says of photos.

    Attributes:
        said: By photo.
        rejected: Keys of rejected tags, by photo.
        tags: Decisions about tags, by photo.
        captions: By photo; those without are left out.
    """

    said: Mapping[int, MetadataSnapshot]
    rejected: Mapping[int, frozenset[str]]
    tags: Mapping[int, Sequence[Tagged]]
    captions: Mapping[int, Caption]


def said_of(library: Library, photos: Sequence[int]) -> Ours:
    """What a person says of these photos; unknown ones are left out."""
    given, written = tags.tags_for_photos(library, photos), captions.captions_for_photos(library, photos)
    said = {}
    for photo, (stars, favourite) in ratings.ratings_for_photos(library, photos).items():
        keywords = sorted((one.path for one in given[photo] if one.state == "confirmed"), key=tag_key)
        caption = written.get(photo, Caption())
        said[photo] = MetadataSnapshot(tuple(keywords), caption.text.strip(), caption.title.strip(), stars, favourite)
    rejected = {
        photo: frozenset(tag_key(one.path) for one in some if one.state == "rejected") for photo, some in given.items()
    }
    return Ours(said, rejected, given, written)


def compare(library: Library, told: Iterable[ImportRecord]) -> list[ImportOutcome]:
    """What taking over these files would do; nothing is written. Files of one photo build on each other."""
    clear = [one for one in told if one.said is not None]
    ours = said_of(library, list(dict.fromkeys(one.photo for one in clear)))
    before = file_metadata.states_of_files(library, ((one.photo, one.path) for one in clear))
    now = dict(ours.said)
    found = []
    for one in clear:
        if one.photo not in now or one.said is None:
            continue
        was = before.get((one.photo, one.path), FileMetadataState())
        sidecars, lost = one.sidecars + lost_sidecars(was, one), lost_sidecars(was, one)
        merged = merge(was.known, one.said, now[one.photo], rejected=ours.rejected[one.photo], is_partial=lost > 0)
        found.append(ImportOutcome(one.photo, one.path, now[one.photo], one.said, was.known, merged, sidecars, lost))
        now[one.photo] = merged.said
    return found


def lost_sidecars(was: FileMetadataState, told: ImportRecord) -> int:
    """How many of the sidecars that once were read for a file say nothing now: they are away, or broken."""
    (export, others), (export_now, others_now) = divmod(was.sidecars, EXPORT), divmod(told.sidecars, EXPORT)
    return max((export - export_now) * EXPORT, told.unread, 0) + max(others - others_now, 0)


def agreed(told: ImportRecord, was: FileMetadataState, ours: MetadataSnapshot) -> FileMetadataState:
    """What file and library know of each other once Photon has written into the file.

    What the file says and the library does not is not agreed on by that: it is still to be taken over.

    Args:
        told: What the file says now.
        was: What was known of it before.
        ours: What the library said when the writing was planned; what it says now may be newer than the file.
    """
    said = told.said or was.said
    keys = {tag_key(path) for path in (*ours.keywords, *was.known.keywords)}
    same = {field: getattr(ours, field) for field in FIELDS if getattr(said, field) == getattr(ours, field)}
    known = replace(was.known, keywords=tuple(path for path in said.keywords if tag_key(path) in keys), **same)
    # it says everything by itself now: nothing that was lost is missed, and no export is needed any more
    return FileMetadataState(known, said, told.sidecars % EXPORT)


def import_metadata(
    library: Library, told: Sequence[ImportRecord], run: ImportRun
) -> tuple[Changes, list[ImportOutcome]]:
    """Take over what files say, as one transaction; what changes is noted under the run.

    Raises:
        PhotonError: The disk is full or the library is locked; nothing was written.
    """
    with library.transaction() as db:
        kinds: set[ChangeKind] = set()
        photos: set[int] = set()
        for one in told:
            file_metadata.note_asked(db, one.found)
            if one.unusable is not None and sidecars.note(db, one.found.folder, one.found.relative, one.unusable):
                kinds.add("problems")
            if one.facts and files.refresh(db, one.photo, one.found.mtime_ns, one.facts):
                kinds.add("photos")
                photos.add(one.photo)
        full_text.renew(db, photos)
        outcomes = compare(library, told)
        for outcome in outcomes:
            _store_outcome(db, outcome)
        some = write_within(library, [one for one in outcomes if one.changes], run)
        # conflicts come and go without a word of the library being different
        heard = frozenset(
            one.photo for one in outcomes if one.theirs != MetadataSnapshot() or one.known != MetadataSnapshot()
        )
        if heard:
            some |= changed("conflicts", photos=heard)
        return Changes(frozenset(kinds), frozenset(photos)) | some, outcomes


def take_again(library: Library, places: Sequence[Key], run: ImportRun) -> Changes:
    """Take over once more what these files said when they were last read."""
    with library.transaction() as db:
        outcomes = compare(library, _told_last(library, places))
        for outcome in outcomes:
            _store_outcome(db, outcome)
        return write_within(library, [one for one in outcomes if one.changes], run)


def _told_last(library: Library, places: Sequence[Key]) -> list[ImportRecord]:
    before = file_metadata.states_of_files(library, places)
    nowhere = Found(0, "", 0, 0)
    return [ImportRecord(*key, nowhere, before[key].said, before[key].sidecars - before[key].lost) for key in before]


def open_questions(library: Library, photos: Sequence[int] | None = None) -> Iterator[ImportOutcome]:
    """Files whose words were not wholly taken over: conflicts, refused keywords, runs taken back.

    They come one after the other, those of one photo together: ten thousand at once, with all that they hold, keep the
    garbage collector busy, and everybody waits for that.

    Args:
        library: Open for reading.
        photos: Whose; None: of all photos.
    """
    places: dict[int, list[Key]] = {}
    for photo, path in file_metadata.differing(library, photos):
        places.setdefault(photo, []).append((photo, path))
    some = iter(places.values())
    while portion := list(chain.from_iterable(islice(some, _PORTION))):
        yield from compare(library, _told_last(library, portion))


def _store_outcome(db: sqlite3.Connection, outcome: ImportOutcome) -> None:
    file_metadata.store_state(
        db,
        outcome.photo,
        outcome.path,
        FileMetadataState(outcome.merged.known, outcome.theirs, outcome.sidecars, outcome.lost),
    )


def write_within(library: Library, outcomes: Sequence[ImportOutcome], run: ImportRun) -> Changes:
    """Within a transaction: let the library say what comes of these; what is different is noted under the run."""
    if not outcomes:
        return Changes()
    db = library.db
    run.id = run.id or batches.begin_within(db, "import", run.what)
    tags.mark_within(
        db,
        [
            TagMark(one.photo, path, "confirmed" if state else None, 1.0, run.id)
            for one in outcomes
            for state, paths in ((True, one.merged.added), (False, one.merged.removed))
            for path in paths
        ],
    )
    texts = {one.photo: one for one in outcomes if _texts(one.merged.said) != _texts(one.ours)}
    known = captions.captions_for_photos(library, list(texts))
    captions.write_within(library, {photo: _caption(one, known.get(photo), run.id) for photo, one in texts.items()})
    ratings.rate_within(db, {one.photo: one.merged.said.rating for one in outcomes})
    ratings.favour_within(db, {one.photo: one.merged.said.favourite for one in outcomes})
    db.executemany(
        "INSERT INTO imports (run, photo_id, path, change) VALUES (?, ?, ?, ?)",
        [(run.id, one.photo, one.path, _change(one)) for one in outcomes],
    )
    photos = frozenset(one.photo for one in outcomes)
    db.execute(
        "UPDATE runs SET photos = (SELECT count(DISTINCT photo_id) FROM imports WHERE run = ?1) WHERE id = ?1",
        (run.id,),
    )
    return changed("tags", "captions", "marks", photos=photos)


def _texts(said: MetadataSnapshot) -> tuple[str, str]:
    return said.title, said.caption


def _caption(outcome: ImportOutcome, was: Caption | None, run: int) -> Caption:
    """The caption is the run's only where its text came from the file."""
    title, text = _texts(outcome.merged.said)
    was = was or Caption()
    return Caption(title, text, run) if text != was.text.strip() else replace(was, title=title, text=text)


def _change(outcome: ImportOutcome) -> str:
    """What is needed to take it back."""
    merged = outcome.merged
    told: dict[str, object] = {
        field: [getattr(outcome.ours, field), getattr(merged.said, field)]
        for field in (*FIELDS, "favourite")
        if getattr(outcome.ours, field) != getattr(merged.said, field)
    }
    told |= {"added": merged.added, "removed": merged.removed, "known": to_text(outcome.known)}
    return json.dumps(told, ensure_ascii=False)


def places_of(library: Library, run: int) -> list[Key]:
    """The files from which a run took something over."""
    rows = library.db.execute("SELECT DISTINCT photo_id, path FROM imports WHERE run = ? ORDER BY rowid", (run,))
    return [(photo, path) for photo, path in rows]


def undo_import(library: Library, run: int) -> Changes:
    """Let the library say what it said before a run, except where a person has decided otherwise since.

    What the files said stays known as theirs alone: it is not taken over again until somebody asks or a file changes.
    """
    with library.transaction() as db:
        rows = db.execute(
            "SELECT photo_id, path, change FROM imports WHERE run = ? ORDER BY rowid DESC", (run,)
        ).fetchall()
        ours = said_of(library, [row[0] for row in rows])
        by_run = {(one.photo, tag_key(one.path)) for one in tags.marks_of_run(library, run)}
        for photo, path, text in rows:
            change = json.loads(text)
            _restore(library, photo, change, ours, by_run)
            db.execute(
                "UPDATE understood SET known = ? WHERE photo_id = ? AND path = ?",
                (change["known"], photo, path),
            )
        db.execute("DELETE FROM imports WHERE run = ?", (run,))
    return changed("tags", "captions", "marks", photos=frozenset(row[0] for row in rows))


def _restore(
    library: Library, photo: int, change: Mapping[str, list[object]], ours: Ours, by_run: set[tuple[int, str]]
) -> None:
    if photo not in ours.said:
        return
    now = ours.said[photo]
    has = {tag_key(path) for path in now.keywords} | ours.rejected[photo]
    added, removed = (list(map(_path, change[name])) for name in ("added", "removed"))
    tags.mark_within(
        library.db,
        [TagMark(photo, path, None) for path in added if (photo, tag_key(path)) in by_run]
        + [TagMark(photo, path, "confirmed") for path in removed if tag_key(path) not in has],
    )
    was = {field: str(change[field][0]) for field in ("title", "caption") if _stands(change, field, now)}
    if was:
        caption = captions.captions_for_photos(library, [photo]).get(photo, Caption())
        caption = Caption(caption.title, was["caption"]) if "caption" in was else caption
        new = replace(caption, title=was.get("title", caption.title))
        captions.write_within(library, {photo: new})
    if _stands(change, "rating", now):
        ratings.rate_within(library.db, {photo: int(str(change["rating"][0]))})
    if _stands(change, "favourite", now):
        ratings.favour_within(library.db, {photo: bool(change["favourite"][0])})


def _path(names: object) -> TagPath:
    return tuple(names) if isinstance(names, list) else ()


def _stands(change: Mapping[str, list[object]], field: str, now: MetadataSnapshot) -> bool:
    """Whether the library still says what the run took over."""
    return field in change and getattr(now, field) == change[field][1]
