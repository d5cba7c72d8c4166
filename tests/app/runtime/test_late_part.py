"""Parts that are made when they are first used: once, by whichever thread comes first."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from photon.app.runtime.late_part import LatePart, end_part, made_part
from photon.domain import PhotonError


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


def test_a_part_that_was_ended_is_not_made_any_more() -> None:
    owner = Owner()
    assert end_part(owner, "part") is None
    for _ in range(2):
        with pytest.raises(PhotonError, match="closing"):
            _ = owner.part
    with pytest.raises(PhotonError, match="closing"):  # it needs the other one
        _ = owner.whole
    assert made_part(owner, "part") is None
    assert made_part(owner, "whole") is None
    assert Owner().part == ["part"]


def test_a_part_that_was_made_before_it_is_ended_stays() -> None:
    owner = Owner()
    made = owner.part
    assert end_part(owner, "part") is made
    assert end_part(owner, "part") is made
    assert owner.part is made


def test_a_part_is_made_before_it_is_ended_or_never() -> None:
    owner = Owner()

    def ask(at: int) -> list[str] | None:
        owner.asked.wait()
        if at == 0:
            made: list[str] | None = end_part(owner, "part")
            return made
        try:
            return owner.part
        except PhotonError:
            return None

    with ThreadPoolExecutor(4) as threads:
        ended, *others = threads.map(ask, range(4))
    assert all(part is ended for part in others if part is not None)
    assert made_part(owner, "part") is ended


def test_the_class_has_the_description() -> None:
    assert Owner.part.__doc__ == "A part."
