"""The rows of the bin: the photo, its name, where it was, and when it went."""

from pathlib import PurePath
from typing import Final

from PySide6.QtCore import QSize

from photon.domain.photo.file_move import BinnedPhoto
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.formatting import local_moment, rough_size
from photon.ui.photos.row_spec import IN_THE_MIDDLE, Line, RowPart, RowSpec


def since_words(row: BinnedPhoto) -> str:
    """When a photo went to the bin, and with what.

    Args:
        row: The photo.
    """
    since = tr("In the bin since {time} · {size}", time=local_moment(row.made), size=rough_size(row.bytes))
    if not row.others:
        return since
    return f"{since} · {tr_n('with {count:,} other file', 'with {count:,} other files', len(row.others))}"


def _lines(row: BinnedPhoto) -> tuple[Line, ...]:
    path = PurePath(row.path)
    return (
        Line((RowPart(path.name, elide=IN_THE_MIDDLE),)),
        Line((RowPart(str(path.parent), "quiet", "small", IN_THE_MIDDLE),), gap=2),
        Line((RowPart(since_words(row), "quiet", "small"),)),
    )


def _spoken(row: BinnedPhoto, _: str) -> str:
    path = PurePath(row.path)
    return f"{path.name}, {path.parent}"


BIN: Final = RowSpec[BinnedPhoto](
    tr("Bin"),
    _lines,
    tooltip=lambda row: "\n".join((row.path, *row.others)),
    spoken=_spoken,
    picture=QSize(84, 64),
    key=lambda row: row.id,
    margins=(tokens.SPACE, tokens.SPACE),
    keys_hint=tr("Enter restore · Esc back to the photos"),
    instead=(
        (
            "trash",
            tr("Nothing is in the bin"),
            tr("Photos that you delete in Photon are listed here until you restore them or empty the bin."),
        ),
    ),
    opens=False,
    takes_many=True,
    card=lambda row: row.card,  # the library has no files of it
)
