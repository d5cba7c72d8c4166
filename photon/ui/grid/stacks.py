"""Nearly identical photos of an answer: which stand behind which, and which are unfolded at the moment."""

from collections.abc import Collection, Iterable, Mapping, Sequence


class Stacks:
    """Photos behind others.

    Attributes:
        behind: Photo in front → the photos behind it, best first.
        unfolded: Photos in front whose stack lies open, the others beside them.
    """

    def __init__(self, behind: Mapping[int, Sequence[int]] | None = None, unfolded: Iterable[int] = ()) -> None:
        """Those of ``unfolded`` that are not in front any more are passed over."""
        self.behind = dict(behind or {})
        self.unfolded = self.behind.keys() & set(unfolded)
        self._fronts = {photo: front for front in self.unfolded for photo in self.behind[front]}

    def toggled(self, front: int) -> "Stacks":
        """The same with this stack folded if it is open, else unfolded."""
        return Stacks(self.behind, self.unfolded ^ {front})

    def folded(self) -> "Stacks":
        """The same with every stack folded."""
        return Stacks(self.behind)

    def without(self, photos: Collection[int]) -> "Stacks":
        """The same without these photos; a stack whose front is one of them is none any more."""
        left = {front: [one for one in some if one not in photos] for front, some in self.behind.items()}
        return Stacks({front: some for front, some in left.items() if some and front not in photos}, self.unfolded)

    def count(self, photo: int) -> int:
        """How many photos stand behind this one; 0 when it is no front."""
        return len(self.behind.get(photo, ()))

    def front_of(self, photo: int) -> int:
        """The front of the stack that this shown photo belongs to, or 0."""
        return photo if photo in self.behind else self._fronts.get(photo, 0)

    def is_open(self, photo: int) -> bool:
        """Whether this photo belongs to an unfolded stack."""
        return photo in self.unfolded or photo in self._fronts

    def laid_out(self, photos: Iterable[int]) -> list[int]:
        """The photos with those of the unfolded stacks after their fronts."""
        if not self.unfolded:
            return list(photos)
        return [each for photo in photos for each in (photo, *(self.behind[photo] if photo in self.unfolded else ()))]
