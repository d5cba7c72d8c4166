"""Read files of decisions line by line, and merge them with the library in portions."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import BinaryIO

from photon.domain import Changes
from photon.domain.decisions.decision import BadLine, NewerFormat, UserDecision, read_line
from photon.domain.decisions.decision_kinds import changes_of
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.library_merge import merge_library
from photon.library.decisions.photo_merge import PhotoDecision, find_photo, is_later, merge_photos, stamp_of
from photon.library.settings.known_settings import describe_setting
from photon.quick_dataclass import dataclass

PORTION = 2000  # lines per transaction, 0.3 s
_LONGEST_LINE = 1 << 20  # bytes; a caption of 20,000 characters takes at most 240 kB


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision as written in a file."""

    text: str
    decision: UserDecision


def read_portions(file: BinaryIO, report: DecisionReport) -> Iterator[list[DecisionLine]]:
    """Read a file of any size; a line that can't be read doesn't affect others.

    Args:
        file: The file, open for reading bytes.
        report: Receives the lines that could not be read.

    Yields:
        Up to ``PORTION`` decisions.

    Raises:
        NewerFormat: The file was made by a later Photon.
        OSError: It cannot be read.
    """
    portion: list[DecisionLine] = []
    for number, line in _numbered(file):
        try:
            decision = read_line(line)
        except BadLine as error:
            report.note_fault(number, str(error))
            continue
        refusal = _refusal(decision)
        if refusal:
            report.refused += 1
            report.note_fault(number, refusal)
        elif decision is not None:
            portion.append(DecisionLine(line.decode().strip(), decision))
        elif b'"what"' in line:
            report.unknown += 1
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def _refusal(decision: UserDecision | None) -> str:
    """Return why a setting is refused, in sentences; empty for any other decision."""
    if decision is None or decision.what != "setting" or decision.content["value"] is None:
        return ""
    one = describe_setting(decision.content["name"], decision.content["value"])
    if one.is_possible or not one.setting:
        return ""
    error = one.setting.refusal(one.value)
    return str(error)


def _numbered(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := file.readline(_LONGEST_LINE):
        number += 1
        whole = line
        while not line.endswith(b"\n") and (line := file.readline(_LONGEST_LINE)):
            whole = b"{"  # too long: made invalid
        yield number, whole


def merge_portion(library: Library, lines: Sequence[DecisionLine], report: DecisionReport) -> None:
    """Within a transaction, merge decisions with the library; those about photos that it doesn't have are kept.

    Args:
        library: Open for writing.
        lines: The decisions.
        report: Counts the results.
    """
    merge_library(library, [one.decision for one in lines if one.decision.photo is None], report)
    found: dict[bytes, int | None] = {}
    here: list[PhotoDecision] = []
    for one in lines:
        ref = one.decision.photo
        if ref is None:
            continue
        if ref.file_hash not in found:
            found[ref.file_hash] = find_photo(library.db, ref)
        photo = found[ref.file_hash]
        if photo is None:
            _let_wait(library, one, report)
        else:
            here.append(PhotoDecision(photo, one.decision))
    merge_photos(library, here, report)


def _let_wait(library: Library, one: DecisionLine, report: DecisionReport) -> None:
    ref, decision = one.decision.photo, one.decision
    if ref is None:
        return
    row = library.db.execute(
        "SELECT line, clock FROM waiting_decisions WHERE file_hash = ? AND name = ?", (ref.file_hash, decision.name)
    ).fetchone()
    before = None
    with suppress(BadLine, NewerFormat):  # in a catalogue from elsewhere
        before = read_line(row[0].encode()) if row else None
    if before is not None and not is_later(decision, stamp_of(replace(before, clock=row[1]))):
        report.same += 1
        return
    library.db.execute(
        "INSERT INTO waiting_decisions (file_hash, image_hash, name, clock, line) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (file_hash, name) DO UPDATE SET clock = excluded.clock, line = excluded.line,"
        " image_hash = excluded.image_hash",
        (ref.file_hash, ref.image_hash, decision.name, decision.by_now().clock, one.text),
    )
    report.waiting += 1


def apply_waiting(library: Library, photos: Sequence[int]) -> Changes:
    """Within a transaction, apply decisions that waited for these photos.

    Args:
        library: Open for writing.
        photos: Photos that were added or changed.
    """
    db = library.db
    if not db.execute("SELECT 1 FROM waiting_decisions LIMIT 1").fetchone():
        return Changes()
    rows = db.execute(
        "SELECT w.rowid, w.line FROM photos p JOIN waiting_decisions w ON w.file_hash = p.file_hash"
        f" WHERE p.id {IN_LIST} UNION SELECT w.rowid, w.line FROM photos p"
        f" JOIN waiting_decisions w ON w.image_hash = p.read_image_hash WHERE p.id {IN_LIST} ORDER BY 1",
        (id_list(photos),) * 2,
    ).fetchall()
    found, done, report = [], [], DecisionReport()
    for row, text in rows:
        try:
            decision = read_line(text.encode())
        except (BadLine, NewerFormat):  # in a catalogue from elsewhere
            done.append((row,))
            continue
        photo = find_photo(db, decision.photo) if decision and decision.photo else None
        if decision and photo is not None:
            found.append(PhotoDecision(photo, decision))
            done.append((row,))
    if not done:
        return Changes()
    db.executemany("DELETE FROM waiting_decisions WHERE rowid = ?", done)
    library.journal.sign("decisions")
    merge_photos(library, found, report)
    return Changes(changes_of(report.taken), frozenset(report.photos)) if report.photos else Changes()
