"""The photos to compare: some side by side, or a reference against one photo after another."""

from collections.abc import Collection, Sequence

MOST = 4


class ComparedPhotos:
    """The photos on the page and the order of moving through them, independent of the window.

    Attributes:
        shown: The photos from left to right, two to four of them.
        at: Index of the one that keys mark.
        is_champion: Whether the first one is a reference that stays, while the other one goes through ``among``.
    """

    def __init__(self, chosen: Sequence[int], among: Sequence[int]) -> None:
        """Start comparing.

        Args:
            chosen: The selected photos: two to four are shown side by side; of one, or of more than four, the first is
                the reference.
            among: All photos, in order; if one photo is selected, they are the challengers.
        """
        self._list = list(chosen) if len(chosen) > 1 else list(among)
        self._around = list(among)
        self.is_champion = not 1 < len(chosen) <= MOST
        self.shown: list[int] = []
        self.at = 0
        if not self.is_champion:
            self.shown = list(chosen)
        elif chosen:
            champion = chosen[0]
            others = [photo for photo in self._list if photo != champion]
            if others:
                place = self._list.index(champion) if champion in self._list else 0
                self.shown, self.at = [champion, others[min(place, len(others) - 1)]], 1

    @property
    def current(self) -> int:
        """The photo that keys mark; 0 for none."""
        return self.shown[self.at] if self.at < len(self.shown) else 0

    @property
    def coming(self) -> list[int]:
        """Challengers that are likely to be next: three ahead, one back."""
        if not self.is_champion or len(self.shown) < 2:
            return []
        others, place = self._challengers()
        return [others[near] for near in (place + 1, place + 2, place + 3, place - 1) if 0 <= near < len(others)]

    @property
    def place(self) -> tuple[int, int]:
        """The number of the challenger shown, from 1, and the number of challengers; 0, 0 if side by side."""
        if not self.is_champion or len(self.shown) < 2:
            return 0, 0
        others, place = self._challengers()
        return place + 1, len(others)

    def _challengers(self) -> tuple[list[int], int]:
        others = [photo for photo in self._list if photo != self.shown[0]]
        return others, others.index(self.shown[1]) if self.shown[1] in others else 0

    def step(self, steps: int) -> bool:
        """Move forward or back: to another challenger or, side by side, to the next photo with the frame.

        Returns:
            Whether anything changed; False at the ends.
        """
        if not self.is_champion:
            wanted = self.at + steps
            if not 0 <= wanted < len(self.shown):
                return False
            self.at = wanted
            return True
        others, place = self._challengers()
        if not 0 <= place + steps < len(others):
            return False
        self.shown[1], self.at = others[place + steps], 1
        return True

    def go_on(self) -> bool:
        """Move on after marking: to the next photo, or from the last one to the one before it."""
        return self.step(1) or (self.is_champion and self.step(-1))

    def point(self, at: int) -> None:
        """Move the frame to another photo."""
        self.at = min(max(at, 0), max(0, len(self.shown) - 1))

    def swap(self) -> bool:
        """Swap the challenger and the reference; side by side, there is no effect."""
        if not self.is_champion or len(self.shown) < 2:
            return False
        self.shown.reverse()
        self.at = 1
        return True

    def toggle_champion(self) -> bool:
        """Keep the framed photo as the reference, or compare side by side; return False without another photo."""
        if self.is_champion:
            self.is_champion = False
            return True
        champion = self.current
        list_ = self._list if len(self._list) > 2 else self._around
        if champion not in list_ or len(list_) < 2:
            return False
        self._list, self.is_champion = list_, True
        others, place = [photo for photo in list_ if photo != champion], list_.index(champion)
        beside = [photo for photo in self.shown if photo != champion and photo in others]
        self.shown = [champion, beside[0] if beside else others[min(place, len(others) - 1)]]
        self.at = 1
        return True

    def forget(self, photos: Collection[int]) -> bool:
        """Remove photos that are hidden or gone; return False if fewer than two are left."""
        lost = [photo for photo in self.shown if photo in photos]
        others, place = self._challengers() if self.is_champion and len(self.shown) > 1 else ([], 0)
        self._list = [photo for photo in self._list if photo not in photos]
        self._around = [photo for photo in self._around if photo not in photos]
        self.shown = [photo for photo in self.shown if photo not in photos]
        if self.is_champion and lost:
            left = [photo for photo in others[place:] + others[:place][::-1] if photo not in photos]
            wanted = [photo for photo in left if photo not in self.shown]
            self.shown += wanted[: 2 - len(self.shown)]
        self.point(self.at)
        return len(self.shown) > 1
