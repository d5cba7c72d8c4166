"""Which photos are compared: some side by side, or a reference against one after another of a list."""

from collections.abc import Collection, Sequence

MOST = 4


class ComparedPhotos:
    """The photos on the page and the way through them, without anything of the window.

    Attributes:
        shown: The photos from left to right, two to four of them.
        at: Which of them keys mark.
        is_champion: Whether the first of them is a reference that stays, and the other one runs through ``among``.
    """

    def __init__(self, chosen: Sequence[int], among: Sequence[int]) -> None:
        """Begin to compare.

        Args:
            chosen: The selected photos: two to four are shown side by side, of one or many the first is the reference.
            among: All photos in their order, from which challengers come if one photo is selected.
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
        """Challengers that are likely to be next: two onward, one back."""
        if not self.is_champion or len(self.shown) < 2:
            return []
        others, place = self._challengers()
        return [others[near] for near in (place + 1, place + 2, place - 1) if 0 <= near < len(others)]

    @property
    def place(self) -> tuple[int, int]:
        """Which challenger is shown, from 1, and how many there are; 0, 0 side by side."""
        if not self.is_champion or len(self.shown) < 2:
            return 0, 0
        others, place = self._challengers()
        return place + 1, len(others)

    def _challengers(self) -> tuple[list[int], int]:
        others = [photo for photo in self._list if photo != self.shown[0]]
        return others, others.index(self.shown[1]) if self.shown[1] in others else 0

    def step(self, steps: int) -> bool:
        """Go on or back: to another challenger, or side by side to the next photo with the frame.

        Returns:
            Whether anything changed; at the ends nothing does.
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
        """Go on after marking: to the next, after the last one to the one before it."""
        return self.step(1) or (self.is_champion and self.step(-1))

    def point(self, at: int) -> None:
        """Move the frame."""
        self.at = min(max(at, 0), max(0, len(self.shown) - 1))

    def swap(self) -> bool:
        """Let the challenger and the reference change places; side by side nothing happens."""
        if not self.is_champion or len(self.shown) < 2:
            return False
        self.shown.reverse()
        self.at = 1
        return True

    def toggle_champion(self) -> bool:
        """Keep the photo in the frame as reference, or show the photos side by side; False if there is no other."""
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
        """Leave photos out that are hidden or gone; False if fewer than two are left to compare."""
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
