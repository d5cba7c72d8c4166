"""Photos that stand behind others: those of stacks, and nearly identical ones of an answer; and which lie open."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from photon.app.search.answer_rows import AnswerRows, behind_without, places_of
from photon.app.search.stack_folding import spans_with
from photon.domain.photo.date_span import DateSpan
from photon.language import counted, tr, tr_n


class Stacks:
    """Photos behind others.

    Attributes:
        behind: Photo in front → the photos behind it, best first.
        unfolded: Photos in front whose stack lies open, the others beside them.
        matching: Photo in front of a stack that a person made → how many photos of the stack are in what is shown;
            other photos have nearly identical ones behind them.
    """

    def __init__(
        self,
        behind: Mapping[int, Sequence[int]] | None = None,
        unfolded: Iterable[int] = (),
        matching: Mapping[int, int] | None = None,
    ) -> None:
        """Those of ``unfolded`` that are not in front any more are passed over."""
        self.behind, self.matching = dict(behind or {}), dict(matching or {})
        self.unfolded = self.behind.keys() & set(unfolded)
        self._fronts = {photo: front for front in self.unfolded for photo in self.behind[front]}

    def toggled(self, front: int) -> "Stacks":
        """The same with this stack folded if it is open, else unfolded."""
        return Stacks(self.behind, self.unfolded ^ {front}, self.matching)

    def folded(self) -> "Stacks":
        """The same with every stack folded."""
        return Stacks(self.behind, (), self.matching)

    def heirs(self, photos: Collection[int]) -> dict[int, int]:
        """The photo that comes to the front in the place of each of these; those without any behind are left out."""
        left = {
            front: [one for one in self.behind[front] if one not in photos] for front in self.behind.keys() & photos
        }
        return {front: some[0] for front, some in left.items() if some}

    def without(self, photos: Collection[int]) -> "Stacks":
        """The same without these photos; where one is in front, the first behind it that stays takes its place."""
        behind, matching, heirs = behind_without(self.behind, self.matching, photos)
        return Stacks(behind, {heirs.get(front, front) for front in self.unfolded}, matching)

    def count(self, photo: int) -> int:
        """How many photos stand behind this one; 0 when it is no front."""
        return len(self.behind.get(photo, ()))

    def front_of(self, photo: int) -> int:
        """The front of the stack that this shown photo belongs to, or 0."""
        return photo if photo in self.behind else self._fronts.get(photo, 0)

    def folded_over(self, photo: int) -> int:
        """The front of the folded stack that this photo is behind in, or 0."""
        found = (front for front, some in self.behind.items() if front not in self.unfolded and photo in some)
        return next(found, 0)

    def is_open(self, photo: int) -> bool:
        """Whether this photo belongs to an unfolded stack."""
        return photo in self.unfolded or photo in self._fronts

    def whole(self, photos: Iterable[int]) -> list[int]:
        """Those of some photos that stand for a whole stack that a person made, because it is folded."""
        return [photo for photo in photos if photo in self.matching and photo not in self.unfolded]

    def laid_out(self, photos: Sequence[int]) -> list[int]:
        """The photos with those of the unfolded stacks after their fronts."""
        laid_out = list(photos)
        for place in reversed(places_of(photos, self.unfolded)):
            laid_out[place + 1 : place + 1] = self.behind[laid_out[place]]
        return laid_out


def stack_hint(behind: int, matching: int, key: str = "A") -> str:
    """What the number on a photo says.

    Args:
        behind: How many photos stand behind it.
        matching: How many of its stack are in what is shown; 0 where no person made the stack.
        key: The key that opens it.
    """
    if not matching:
        return f"{counted(behind, 'nearly identical photo')} ({key})"
    whole = behind + 1
    if matching >= whole:
        return f"{tr('Stack of {count:,} photos', count=whole)} ({key})"
    said = tr_n(
        "{count:,} of {whole:,} photos in this stack matches",
        "{count:,} of {whole:,} photos in this stack match",
        matching,
        whole=whole,
    )
    return f"{said} ({key})"


def laid_out_rows(rows: AnswerRows, stacks: Stacks) -> tuple[list[int], tuple[int, ...], tuple[DateSpan, ...]]:
    """The photos of an answer with those of open stacks, the number of each section, and their months or days.

    Args:
        rows: The answer, with its stacks folded.
        stacks: Which of them lie open.
    """
    sections = [stacks.laid_out(some) for some in (rows.good, rows.possible, rows.other)]
    spans = spans_with(rows.spans, rows.good, {front: stacks.count(front) for front in stacks.unfolded})
    return [*sections[0], *sections[1], *sections[2]], tuple(map(len, sections)), spans
