"""A caption that may not fit its photo."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is doubtful about a photo's caption.

    Attributes:
        photo: The photo.
        caption: The whole caption.
        doubt: 0..1, the chance that the caption belongs to another photo, where one of ten does.
        start: Where the most doubtful words begin, counted in characters of the caption from 0.
        end: Exclusive.
        better: 0..1, the share of the library's photos that fit the caption better.
        words_better: The same for the most doubtful words.
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
        """For people: what speaks against the caption."""
        if self.words_better > max(self.better, 0.5):
            return f"“{self.words}” fits {_of_hundred(self.words_better)} of 100 other photos better."
        return f"Of 100 other photos {_of_hundred(self.better)} fit this caption better."


def _of_hundred(share: float) -> int:
    return min(99, max(1, round(100 * share)))
