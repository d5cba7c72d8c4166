"""Titles and captions: what a person wrote of a photo, and what Photon drafted."""

import difflib
import re
from dataclasses import dataclass, replace
from typing import Literal

LONGEST_TITLE, LONGEST_CAPTION = 500, 20_000  # characters

DraftSource = Literal["starter", "coca", "server"]
CaptionOrigin = Literal["", "draft", "edited"]
"""Whose words a caption is: a person's or a file's; a draft's, accepted as it was; or a draft's, edited by a person."""

_LEFT = 0.5  # share of a text's words that must be the draft's for it to be an edited draft: less is its author's own
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Caption:
    """What a person wrote, or accepted; empty where nothing was written.

    Attributes:
        title: A short name of the photo.
        text: The caption.
        run: The run whose draft this is or began as, or that took it from a file; 0 for what was done by hand.
        origin: Whose words the text is.
    """

    title: str = ""
    text: str = ""
    run: int = 0
    origin: CaptionOrigin = ""

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.title or self.text)

    def with_text(self, text: str) -> "Caption":
        """The caption once a person has changed its text: the person's own, or still an edited draft."""
        if text == self.text:
            return self
        if self.origin and rests_on(text, self.text):
            return replace(self, text=text, origin="edited")
        return Caption(self.title, text)


@dataclass(frozen=True, slots=True)
class CaptionDraft:
    """A sentence that Photon drafted; a person has not decided on it.

    Attributes:
        text: The sentence.
        certainty: 0..1, how likely it names nothing that the photo does not show.
        others: Further sentences to pick from, best first.
        source: What wrote it.
        run: The run that made it.
    """

    text: str
    certainty: float
    others: tuple[str, ...] = ()
    source: DraftSource = "starter"
    run: int = 0


@dataclass(frozen=True, slots=True)
class PhotoCaption:
    """What is said of a photo: by the person, and what Photon drafted as long as there is no caption."""

    caption: Caption = Caption()
    draft: CaptionDraft | None = None


def rests_on(text: str, draft: str) -> bool:
    """Whether a text is an edited draft rather than somebody's own: at least half of its words are the draft's.

    Compared are whole words in their order. Whoever clears a field and types anew may well use the same words ("a dog
    on the beach"): only the window knows that, and then nobody asks here.
    """
    own, drafted = (_WORD.findall(one.casefold()) for one in (text, draft))
    same = sum(
        block.size for block in difflib.SequenceMatcher(None, own, drafted, autojunk=False).get_matching_blocks()
    )
    return bool(own) and same >= _LEFT * len(own)
