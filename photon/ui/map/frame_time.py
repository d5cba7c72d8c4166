"""How much of a frame may go to pictures that were not painted before."""

import time


class FrameTime:
    """The time of one frame; there is always enough for one picture, so that each frame brings all nearer."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._is_first = True

    def allows_more(self) -> bool:
        """Return whether one more picture may be made."""
        is_first, self._is_first = self._is_first, False
        return is_first or time.monotonic() < self._until
