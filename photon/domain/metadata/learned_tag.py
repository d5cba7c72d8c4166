"""Tags that Photon learns from photos: examples, questions, and estimated precision."""

from typing import Literal

from photon.domain.metadata.tag import TagPath, tag_text
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass

AskReason = Literal["unsure", "sure", "different"]

FEWEST_TO_TELL = 4  # positive occasions required for an estimate of precision


@dataclass(frozen=True, slots=True)
class Taught:
    """A learned tag with its examples.

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
    """A photo to ask the user about.

    Attributes:
        photo: Photo id.
        certainty: Probability 0..1 that it shows the tag.
        reason: ``unsure`` if it could be either; ``sure`` if it most likely shows the tag, which a quick yes confirms;
            ``different`` if it may show the tag and differs from everything decided so far.
    """

    photo: int
    certainty: float
    reason: AskReason


@dataclass(frozen=True, slots=True)
class Estimate:
    """Estimated quality of a learned tag.

    Attributes:
        occasions: Number of positive occasions; photos of one occasion count once.
        suggested: Number of undecided photos that Photon would tag.
        precision: Share 0..1 of these that are right; None with too few examples and answers or no suggestions.
        low: Lower bound of the 90% interval.
        high: Upper bound of the 90% interval.
        found: Share 0..1 of the positive occasions that would be suggested if they were held out (recall); None if
            there are too few.
    """

    occasions: int
    suggested: int
    precision: float | None = None
    low: float = 0.0
    high: float = 1.0
    found: float | None = None

    @property
    def words(self) -> str:
        """The estimate as a sentence for display."""
        if not self.suggested:
            return tr("Photon is not sure enough of any other photo to suggest the tag.")
        sentence = tr_n(
            "Photon would suggest it for {count:,} more photo.",
            "Photon would suggest it for {count:,} more photos.",
            self.suggested,
        )
        if self.precision is None:
            return f"{sentence} {tr('Accuracy: not enough answers yet.')}"
        accuracy = tr(
            "About {right} in 10 are right (between {low} and {high}).",
            right=_tenths(self.precision),
            low=_tenths(self.low),
            high=_tenths(self.high),
        )
        return f"{sentence} {accuracy}"


def _tenths(share: float) -> str:
    return str(round(10 * share))
