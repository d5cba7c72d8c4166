"""Photos behind others: those of stacks, and near-duplicates in an answer; and which stacks are open."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from photon.app.search.answer_rows import AnswerRows, behind_without, places_of
from photon.app.search.stack_folding import spans_with
from photon.domain.photo.date_span import DateSpan
from photon.language import counted, tr, tr_n


class Stacks:
    """The stacks among the photos shown.

    Attributes:
        behind: Photo in front → the photos behind it, best first.
        unfolded: Photos in front of open stacks, whose other photos are shown after them.
        matching: Photo in front of a user-made stack → how many photos of the stack are among the photos shown;
            other photos have near-duplicates behind them.
    """

    def __init__(
        self,
        behind: Mapping[int, Sequence[int]] | None = None,
        unfolded: Iterable[int] = (),
        matching: Mapping[int, int] | None = None,
    ) -> None:
        """Create the stacks, ignoring entries of ``unfolded`` that are no longer in front."""
        self.behind, self.matching = dict(behind or {}), dict(matching or {})
        self.unfolded = self.behind.keys() & set(unfolded)
        self._fronts = {photo: front for front in self.unfolded for photo in self.behind[front]}

    def toggled(self, front: int) -> "Stacks":
        """Return the same stacks with this one folded if it is open, otherwise unfolded."""
        return Stacks(self.behind, self.unfolded ^ {front}, self.matching)

    def folded(self) -> "Stacks":
        """Return the same stacks, all folded."""
        return Stacks(self.behind, (), self.matching)

    def heirs(self, photos: Collection[int]) -> dict[int, int]:
        """Return the photo that replaces each of these in front; those with none behind are omitted."""
        left = {
            front: [one for one in self.behind[front] if one not in photos] for front in self.behind.keys() & photos
        }
        return {front: some[0] for front, some in left.items() if some}

    def without(self, photos: Collection[int]) -> "Stacks":
        """Return the same stacks without these photos; the first remaining photo behind a removed front replaces it."""
        behind, matching, heirs = behind_without(self.behind, self.matching, photos)
        return Stacks(behind, {heirs.get(front, front) for front in self.unfolded}, matching)

    def count(self, photo: int) -> int:
        """Return the number of photos behind this one; 0 if it is not in front."""
        return len(self.behind.get(photo, ()))

    def front_of(self, photo: int) -> int:
        """Return the front of the stack that this shown photo belongs to, or 0."""
        return photo if photo in self.behind else self._fronts.get(photo, 0)

    def folded_over(self, photo: int) -> int:
        """Return the front of the folded stack that this photo is hidden in, or 0."""
        found = (front for front, some in self.behind.items() if front not in self.unfolded and photo in some)
        return next(found, 0)

    def is_open(self, photo: int) -> bool:
        """Return whether this photo belongs to an unfolded stack."""
        return photo in self.unfolded or photo in self._fronts

    def whole(self, photos: Iterable[int]) -> list[int]:
        """Return those of some photos that represent a whole user-made stack, because it is folded."""
        return [photo for photo in photos if photo in self.matching and photo not in self.unfolded]

    def laid_out(self, photos: Sequence[int]) -> list[int]:
        """Return the photos, with those of unfolded stacks after their fronts."""
        laid_out = list(photos)
        for place in reversed(places_of(photos, self.unfolded)):
            laid_out[place + 1 : place + 1] = self.behind[laid_out[place]]
        return laid_out


def stack_hint(behind: int, matching: int, key: str = "A") -> str:
    """Describe the number on a photo.

    Args:
        behind: Number of photos behind it.
        matching: How many of its stack are among the photos shown; 0 if the stack is not user-made.
        key: The key that opens it.
    """
    if not matching:
        return f"{counted(behind, 'nearly identical photo')} ({key})"
    whole = behind + 1
    if matching >= whole:
        return f"{tr('Stack of {count:,} photos', count=whole)} ({key})"
    hint = tr_n(
        "{count:,} of {whole:,} photos in this stack matches",
        "{count:,} of {whole:,} photos in this stack match",
        matching,
        whole=whole,
    )
    return f"{hint} ({key})"


def laid_out_rows(rows: AnswerRows, stacks: Stacks) -> tuple[list[int], tuple[int, ...], tuple[DateSpan, ...]]:
    """Return the photos of an answer with those of open stacks, the size of each section, and their months or days.

    Args:
        rows: The answer, with its stacks folded.
        stacks: The stacks, folded or open.
    """
    sections = [stacks.laid_out(some) for some in (rows.good, rows.possible, rows.other)]
    spans = spans_with(rows.spans, rows.good, {front: stacks.count(front) for front in stacks.unfolded})
    return [*sections[0], *sections[1], *sections[2]], tuple(map(len, sections)), spans
