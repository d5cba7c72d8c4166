"""What the rows of sets and of their files show."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QSize, Qt

from photon.app.duplicates.set_texts import TITLES
from photon.language import tr
from photon.ui.duplicates.set_rows import SetFileRow, SetRow
from photon.ui.duplicates.set_words import file_line, set_line, words_line
from photon.ui.kit import tokens
from photon.ui.photos.row_spec import IN_THE_MIDDLE, Line, RowPart, RowSpec

_PICTURE: Final = QSize(72, 60)
_MARGINS: Final = (tokens.TIGHT, tokens.TIGHT)
_LINE: Final = 19


def _lines_of_set(row: SetRow) -> tuple[Line, ...]:
    """The suggested photo, what the set is, and how much its copies take."""
    return (
        Line((RowPart(TITLES[row.found.kind], "text" if row.found.offer else "quiet"),)),
        Line((RowPart(PurePath(row.found.paths[0]).name, "quiet", "small", IN_THE_MIDDLE),)),
        Line((RowPart(set_line(row.found), "quiet", "small"),)),
    )


def _spoken_of_set(row: SetRow, _: str) -> str:
    return ", ".join((row.found.kind, *(PurePath(path).name for path in row.found.paths[:5])))


SETS: Final = RowSpec[SetRow](
    tr("Duplicates"),
    _lines_of_set,
    tooltip=lambda row: "\n".join(row.found.paths[:20]),
    spoken=_spoken_of_set,
    picture=_PICTURE,
    about=lambda row: row.found.photos,
    key=lambda row: row.name,
    margins=_MARGINS,
    line=_LINE,
    keys_hint=tr(
        "{keep} keep this · {apart} no duplicates · {previous}, {next} choose · {stays} keep, too · {other} the other"
        " picture · {difference} difference · {compare} compare"
    ),
    keys_page="duplicates",
    instead=(("copy", tr("Looking for duplicates"), ""), ("copy", tr("No duplicates"), "")),
    opens=False,
)


def _lines_of_file(row: SetFileRow) -> tuple[Line, ...]:
    """Its name and folder, how it differs, and what was said of it."""
    path = PurePath(row.file.path)
    marks = [tr("suggested")] if row.is_best else []
    marks += [tr("is kept, too")] if row.stays else []
    lines = (RowPart(text, style="small") for text in (words_line(row.note), row.differences) if text)
    return (
        Line((RowPart(", ".join(marks), "accent"), RowPart(path.name, elide=IN_THE_MIDDLE))),
        Line((RowPart(str(path.parent), "quiet", "small", Qt.TextElideMode.ElideLeft),)),
        Line((*lines, RowPart(file_line(row), "quiet", "small"))),
    )


def _spoken_of_file(row: SetFileRow, _: str) -> str:
    path = PurePath(row.file.path)
    return ", ".join(filter(None, (path.name, str(path.parent), row.differences)))


FILES: Final = RowSpec[SetFileRow](
    tr("Files of the set"),
    _lines_of_file,
    tooltip=lambda row: "\n".join(filter(None, (row.file.path, row.differences))),
    spoken=_spoken_of_file,
    picture=_PICTURE,
    key=lambda row: row.file.path,
    margins=_MARGINS,
    line=_LINE,
)
