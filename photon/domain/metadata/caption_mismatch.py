"""Captions that may not match their photo."""

from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class CaptionMismatch:
    """A doubtful caption.

    Attributes:
        photo: Photo id.
        caption: The whole caption.
        doubt: Probability 0..1 that the caption belongs to another photo, at a prior of 0.1.
        start: Start of the most doubtful words, in characters from 0.
        end: End, exclusive.
        better: Share 0..1 of the library's photos that match the caption better.
        words_better: The same share for the most doubtful words.
    """

    photo: int
    caption: str
    doubt: float
    start: int
    end: int
    better: float
    words_better: float

    @property
    def words(self) -> str:
        """The most doubtful words."""
        return self.caption[self.start : self.end]

    @property
    def reason(self) -> str:
        """An explanation for display."""
        if self.words_better > max(self.better, 0.5):
            return tr(
                "“{words}” fits {number} out of 100 other photos better.",
                words=self.words,
                number=_of_hundred(self.words_better),
            )
        return tr_n(
            "{count} out of 100 other photos fits this caption better.",
            "{count} out of 100 other photos fit this caption better.",
            _of_hundred(self.better),
        )


def _of_hundred(share: float) -> int:
    return min(99, max(1, round(100 * share)))
