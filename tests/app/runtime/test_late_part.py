"""Parts that are made when they are first used: once, by whichever thread comes first."""

import threading
from concurrent.futures import ThreadPoolExecutor

from photon.app.runtime.late_part import LatePart, made_part


class Owner:
    """Has a part, and one that is made of it."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.asked = threading.Barrier(4, timeout=30)

    @LatePart
    def part(self) -> list[str]:
        """A part."""
        self.made.append("part")
        return ["part"]

    @LatePart
    def whole(self) -> tuple[list[str], str]:
        """Another one."""
        self.made.append("whole")
        return self.part, "whole"


def test_a_part_is_made_at_its_first_use_and_kept() -> None:
    owner = Owner()
    assert made_part(owner, "part") is None
    assert owner.made == []
    assert owner.part is owner.part
    assert made_part(owner, "part") is owner.part
    assert owner.made == ["part"]
    assert Owner().part is not owner.part


def test_a_part_may_need_another() -> None:
    owner = Owner()
    assert owner.whole == (owner.part, "whole")
    assert owner.made == ["whole", "part"]


def test_threads_that_ask_together_get_the_same_part() -> None:
    owner = Owner()

    def ask(_: int) -> list[str]:
        owner.asked.wait()
        return owner.part

    with ThreadPoolExecutor(4) as threads:
        parts = list(threads.map(ask, range(4)))
    assert all(part is parts[0] for part in parts)
    assert owner.made == ["part"]


def test_the_class_has_the_description() -> None:
    assert Owner.part.__doc__ == "A part."
