"""The rows of the caption review: the photo, the drafted sentences, the decision."""

from typing import Final

from PySide6.QtCore import QSize

from photon.domain.metadata.caption import CaptionDraft
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens
from photon.ui.kit.formatting import percent
from photon.ui.photos.row_spec import Line, RowPart, RowSpec, Style

PICTURE: Final = QSize(132, 104)
MARGINS: Final = (tokens.SPACE, tokens.SPACE)
WIDEST: Final = 760  # with their buttons far away, too, longer lines are tiring to read
SHOWN: Final = 4


@dataclass(slots=True)
class DraftRow:
    """A photo with its draft and the decision.

    Attributes:
        photo: The photo.
        draft: The draft, kept after a decision.
        caption: The caption accepted or written; empty until then.
        is_declined: Whether the draft was declined.
        chosen: Index of the chosen sentence.
        edited: The sentence as edited by the user; empty if not edited.
        is_anew: Whether the user replaced it completely.
        is_pending: Whether a decision is being written; older answers of the library are ignored until then.
    """

    photo: int
    draft: CaptionDraft
    caption: str = ""
    is_declined: bool = False
    chosen: int = 0
    edited: str = ""
    is_anew: bool = False
    is_pending: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """The draft and its alternatives, best first."""
        return (self.draft.text, *self.draft.others)

    @property
    def shown(self) -> tuple[str, ...]:
        """The sentences that fit into a row."""
        return self.sentences[:SHOWN]

    @property
    def sentence(self) -> str:
        """The sentence that would be accepted."""
        return self.edited or self.sentences[self.chosen]

    @property
    def is_open(self) -> bool:
        """Whether the row is undecided."""
        return not self.caption and not self.is_declined


def _lines(row: DraftRow) -> tuple[Line, ...]:
    return _lines_of_draft(row) if row.is_open else _lines_of_decision(row)


def _lines_of_draft(row: DraftRow) -> tuple[Line, ...]:
    """The chosen sentence in full, the others in one line each."""
    sure = tr("Edited by you") if row.edited else tr("{share} sure", share=percent(row.draft.certainty))
    foot = Line((RowPart(sure, "quiet", "small"),), is_foot=True)
    if row.edited or len(row.shown) == 1:
        style: Style = "plain" if row.edited else "italic"
        return Line((RowPart(row.sentence, style=style),), most=3, gap=2), foot
    choices = (
        Line((RowPart(text, "text" if at == row.chosen else "quiet", "italic"),), is_chosen=at == row.chosen, act=at)
        for at, text in enumerate(row.shown)
    )
    return (*choices, foot)


def _lines_of_decision(row: DraftRow) -> tuple[Line, ...]:
    state = tr("Accepted") if row.caption in row.sentences else tr("Your caption") if row.caption else tr("Declined")
    text = RowPart(row.caption) if row.caption else RowPart(row.sentence, "quiet", "struck")
    sign = ("check-circle", "good") if row.caption else ("x-circle", "quiet")
    return Line((text,), most=4, gap=2, sign=sign), Line((RowPart(state, "quiet", "small"),), gap=2, sign=("", ""))


def _spoken(row: DraftRow, name: str) -> str:
    caption = row.caption or row.sentence
    if row.is_open:
        return f"{name}, {caption}"
    if row.caption:
        return tr("{photo}, accepted: {caption}", photo=name, caption=caption)
    return tr("{photo}, declined: {caption}", photo=name, caption=caption)


DRAFTS: Final = RowSpec[DraftRow](
    tr("Caption drafts"),
    _lines,
    tooltip=lambda row: "\n".join(row.sentences) if row.is_open else row.caption,
    spoken=_spoken,
    picture=PICTURE,
    margins=MARGINS,
    widest=WIDEST,
    buttons=lambda row: ((("check", "good"), "accept"), (("x", "danger"), "decline")) if row.is_open else (),
    keys_hint=tr("{accept} accept · {decline} decline · {previous} {next} others · Tab edit · Space enlarge"),
    keys_page="drafts",
    instead=(
        (
            "chat-text",
            tr("No caption drafts to review"),
            tr(
                "To get drafts, select photos without a caption and click “Draft a caption” in the details, or let"
                " Photon draft captions automatically: Preferences, Captions."
            ),
        ),
    ),
)
