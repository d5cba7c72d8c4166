"""Titles and captions of the user, and drafts by Photon."""

import difflib
import re
from dataclasses import replace
from typing import Literal

from photon.quick_dataclass import dataclass

LONGEST_TITLE, LONGEST_CAPTION, LONGEST_TEMPLATE = 500, 20_000, 2000  # characters

DraftSource = Literal["starter", "coca", "server"]
OWN: DraftSource = "starter"
"""Drafts by the model that comes with Photon, as libraries store it."""
CaptionOrigin = Literal["", "draft", "edited"]
"""Origin of a caption: empty for the user or a file, ``draft`` for an accepted draft, ``edited`` for an edited one."""

_LEFT = 0.5  # share of a text's words that must come from the draft for it to count as an edited draft
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Caption:
    """A title and caption that the user wrote or accepted; empty if there is none.

    Attributes:
        title: A short name of the photo.
        text: The caption.
        run: Batch of the draft or import that it came from; 0 if written by hand.
        origin: Origin of the text.
    """

    title: str = ""
    text: str = ""
    run: int = 0
    origin: CaptionOrigin = ""

    def __bool__(self) -> bool:
        """Whether it is not empty."""
        return bool(self.title or self.text)

    def with_text(self, text: str) -> "Caption":
        """The caption after the user has changed its text: still an edited draft, or the user's own."""
        if text == self.text:
            return self
        if self.origin and rests_on(text, self.text):
            return replace(self, text=text, origin="edited")
        return Caption(self.title, text)


@dataclass(frozen=True, slots=True)
class CaptionDraft:
    """A drafted sentence without a decision.

    Attributes:
        text: The sentence.
        certainty: Probability 0..1 that it names nothing that the photo does not show.
        others: Alternatives, best first.
        source: What wrote it.
        run: Batch that made it.
    """

    text: str
    certainty: float
    others: tuple[str, ...] = ()
    source: DraftSource = OWN
    run: int = 0


@dataclass(frozen=True, slots=True)
class PhotoCaption:
    """The caption of a photo, and the draft as long as there is no caption."""

    caption: Caption = Caption()
    draft: CaptionDraft | None = None


def rests_on(text: str, draft: str) -> bool:
    """Whether a text is an edited draft: at least half of its words come from the draft, in the same order.

    A user who clears the field and types the same words again is not detected here; the window handles that case.
    """
    own, drafted = (_WORD.findall(one.casefold()) for one in (text, draft))
    same = sum(
        block.size for block in difflib.SequenceMatcher(None, own, drafted, autojunk=False).get_matching_blocks()
    )
    return bool(own) and same >= _LEFT * len(own)
