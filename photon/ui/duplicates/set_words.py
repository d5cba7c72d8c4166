"""What the page of duplicates says of sets and of their files."""

from pathlib import PurePath

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_texts import WHY_KEPT
from photon.language import counted, tr, tr_n
from photon.library.duplicates.set_notes import SetNote
from photon.ui.duplicates.set_rows import SetFileRow
from photon.ui.kit.formatting import rough_size


def set_line(one: FoundSet) -> str:
    """How much the copies of a set take, or how many files it has if nothing of it is offered."""
    if not one.offer:
        return counted(len(one.paths), "file")
    return tr_n(
        "{count:,} copy, {size}", "{count:,} copies, {size}", len(one.paths) - 1, size=rough_size(sum(one.sizes[1:]))
    )


def reason_line(one: FoundSet) -> str:
    """Why the first photo is suggested, or why none is."""
    if not one.offer:
        return WHY_KEPT[one.kind]
    if one.kind == "same-file":
        return tr("All of these files have the same content. Keep one of them.")
    name = PurePath(one.paths[0]).name
    if not one.reasons:
        return tr("Photon suggests keeping {name}; nothing important tells them apart.", name=name)
    return tr("Photon suggests keeping {name}: {reasons}.", name=name, reasons="; ".join(one.reasons))


def file_line(row: SetFileRow) -> str:
    """Size and time of a file."""
    note = row.note
    parts = [rough_size(row.size)] if row.size else []
    if note is not None:
        parts = [f"{note.width} × {note.height}", note.format, *parts]
        parts += [note.taken.replace("T", " ")[:16]] if note.taken else []
    return " · ".join(parts)


def words_line(note: SetNote | None) -> str:
    """What was said of a photo; empty for nothing."""
    if note is None:
        return ""
    parts = ["★" * note.stars] if note.stars else []
    parts += ["♥"] if note.favourite else []
    parts += [counted(note.tags, "tag")] if note.tags else []
    parts += [tr("caption")] if note.has_caption else []
    parts += [counted(note.albums, "album")] if note.albums else []
    return " · ".join(parts)
