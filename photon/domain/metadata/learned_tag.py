"""A tag that Photon learns from photos: what it was taught, what it asks, and how right it is."""

from dataclasses import dataclass
from typing import Literal

from photon.domain.metadata.tag import TagPath, tag_text

AskReason = Literal["unsure", "sure", "different"]

FEWEST_TO_TELL = 4  # occasions with photos that show it, before anything is said of how right Photon is


@dataclass(frozen=True, slots=True)
class Taught:
    """What a tag is learned from.

    Attributes:
        path: The tag, as it is written in the library.
        yes: Photos that show it.
        no: Photos that were said not to.
        kind: What it is in a plain word or two (``dog``, ``house``); empty where its name says it.
    """

    path: TagPath
    yes: int
    no: int
    kind: str = ""

    @property
    def name(self) -> str:
        """The tag as people type it."""
        return tag_text(self.path)


@dataclass(frozen=True, slots=True)
class Ask:
    """A photo to ask the person about.

    Attributes:
        photo: Its id.
        certainty: 0..1, how likely it shows the tag.
        reason: ``unsure``: it could be either; ``sure``: it most likely shows it, and a quick yes confirms that;
            ``different``: it may show the tag and is unlike everything that was decided so far.
    """

    photo: int
    certainty: float
    reason: AskReason


@dataclass(frozen=True, slots=True)
class Estimate:
    """How right Photon is about a tag, as far as can be told.

    Attributes:
        occasions: Occasions with photos that show it; photos of one occasion count as one.
        suggested: Photos that Photon would give the tag by itself and nobody has decided about.
        precision: How likely such a suggestion is right, 0..1, or None where there are too few examples and answers to
            tell, or none is suggested.
        low: What that is at least, and
        high: at most, in nine cases of ten.
        found: Share of the occasions with the tag of which Photon, without having been taught by them, would have
            suggested the photos; None where there are too few.
    """

    occasions: int
    suggested: int
    precision: float | None = None
    low: float = 0.0
    high: float = 1.0
    found: float | None = None

    @property
    def words(self) -> str:
        """The same as a sentence."""
        if not self.suggested:
            return "Photon finds no more photos that show it."
        many = "1 more photo" if self.suggested == 1 else f"{self.suggested:,} more photos"
        if self.precision is None:
            return f"Photon would suggest it for {many}. How often that is right: too few examples to tell."
        return (
            f"Photon would suggest it for {many}. About {_tenths(self.precision)} in 10 are right"
            f" (between {_tenths(self.low)} and {_tenths(self.high)})."
        )


def _tenths(share: float) -> str:
    return str(round(10 * share))
