"""What the page of duplicates says of sets and of their files."""

from collections.abc import Sequence
from pathlib import PurePath

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_texts import WHY_KEPT
from photon.language import counted, exact_size, tr, tr_n
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


def summary_line(sets: Sequence[FoundSet], whose: str, waiting: int | None) -> str:
    """How many sets there are, and how much the copies take.

    Args:
        sets: The sets listed.
        whose: What the photos are called, among which they are; empty for all photos.
        waiting: Number of photos that are not compared yet; None until sets were found.
    """
    offered = [one for one in sets if one.offer]
    size = sum(sum(one.sizes[1:]) for one in offered)
    parts = []
    if offered:
        found = counted(len(offered), "set")
        parts.append(tr("{sets} with copies; the copies take up {size}.", sets=found, size=exact_size(size)))
    probable = sum(one.kind == "probably-same" for one in sets)
    if probable:
        parts.append(tr("{sets} of probably the same picture.", sets=counted(probable, "set")))
    others = len(sets) - len(offered) - probable
    if others:
        parts.append(tr_n("{count:,} other set belongs together.", "{count:,} other sets belong together.", others))
    if waiting:
        parts.append(
            tr_n(
                "Photon has not compared {count:,} photo yet.",
                "Photon has not compared {count:,} photos yet.",
                waiting,
            )
        )
    if whose and waiting == 0 and not parts:
        parts.append(tr("no duplicates."))
    return ": ".join(filter(None, (whose, " ".join(parts))))
