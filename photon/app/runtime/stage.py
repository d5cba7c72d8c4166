"""What the work in the background is made of."""

from typing import Protocol

from photon.library import Library


class Stage(Protocol):
    """One kind of work on photos: what is left is a query, so an interrupted stage simply goes on.

    Attributes:
        idle: Whether nothing is known to be left.
    """

    idle: bool

    def notify(self) -> None:
        """There may be something to do."""

    def step(self) -> bool:
        """Do a little; tells whether there was anything."""

    def anything_left(self, library: Library) -> bool:
        """Whether something is left, for one who waits while another Photon does the work."""
