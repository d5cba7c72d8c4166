"""What searching needs to know of tags."""

from collections.abc import Callable

from photon.app.search.query_composer import FindLearned
from photon.domain.arrays import Ids
from photon.library import Library
from photon.quick_dataclass import dataclass

Visible = Callable[[Library], Ids | None]
"""The photos that are not hidden, ascending; None where none is."""


@dataclass(frozen=True, slots=True)
class TagAccess:
    """The tag functions that searching needs.

    Attributes:
        visible: Determines which photos may be in an answer.
        learned: Finds a learned tag by name.
    """

    visible: Visible = lambda _: None
    learned: FindLearned = lambda *_: None
