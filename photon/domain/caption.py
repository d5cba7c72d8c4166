"""Titles and captions: what a person wrote of a photo, and what Photon drafted."""

from dataclasses import dataclass
from typing import Literal

LONGEST_TITLE, LONGEST_CAPTION = 500, 20_000  # characters

DraftSource = Literal["starter", "coca", "server"]


@dataclass(frozen=True, slots=True)
class Caption:
    """What a person wrote, or accepted; empty where nothing was written.

    Attributes:
        title: A short name of the photo.
        text: The caption.
        run: The run of Photon whose draft was accepted in bulk; 0 for what was done by hand.
    """

    title: str = ""
    text: str = ""
    run: int = 0

    def __bool__(self) -> bool:
        """Whether anything was written."""
        return bool(self.title or self.text)


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
class Described:
    """What is said of a photo: by the person, and what Photon drafted as long as there is no caption."""

    caption: Caption = Caption()
    draft: CaptionDraft | None = None
