"""Dataclasses whose methods are written late are those of the standard library."""

import copy
import dataclasses
import pickle
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, astuple, field, fields, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.quick_dataclass import dataclass

OPTIONS: list[dict[str, bool]] = [
    {},
    {"slots": True},
    {"frozen": True},
    {"frozen": True, "slots": True},
    {"frozen": True, "slots": True, "eq": False},
    {"slots": True, "eq": False},
]


def make(decorator: Callable[..., Any], options: dict[str, bool]) -> Any:
    class Measured:
        """Has what Photon's classes have."""

        most: ClassVar[int] = 3
        name: str
        size: float = 1.5
        parts: tuple[str, ...] = ()
        notes: list[str] = field(default_factory=list, compare=False)
        secret: str = field(default="x", repr=False)
        length: int = field(init=False, default=0)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.name))

    return decorator(**options)(Measured)


@dataclass(frozen=True, slots=True)
class Pickled:
    """A class that a process sends to another."""

    name: str
    size: int = 0


@pytest.mark.parametrize("options", OPTIONS)
@settings(max_examples=25)
@given(rows=st.lists(st.tuples(st.text(max_size=3), st.floats(), st.lists(st.text(max_size=2)).map(tuple)), min_size=2))
def test_methods_are_those_of_the_standard_library(
    options: dict[str, bool], rows: list[tuple[str, float, tuple[str, ...]]]
) -> None:
    quick, standard = make(dataclass, options), make(dataclasses.dataclass, options)
    ours, theirs = [quick(*row) for row in rows], [standard(*row) for row in rows]
    assert [repr(one) for one in ours] == [repr(one) for one in theirs]
    assert repr([astuple(one) for one in ours]) == repr([astuple(one) for one in theirs])
    assert [ours[0] == one for one in ours] == [theirs[0] == one for one in theirs]
    assert (quick.__hash__ is None) == (standard.__hash__ is None)
    if options.get("frozen") and options.get("eq", True):
        assert [hash(one) for one in ours] == [hash(one) for one in theirs]
    assert asdict(replace(ours[0], name="other"))["length"] == len("other")
    assert [one.name for one in fields(quick)] == [one.name for one in fields(standard)]
    assert quick.__match_args__ == standard.__match_args__
    assert quick.__doc__ == standard.__doc__


@pytest.mark.parametrize("options", OPTIONS)
def test_wrong_arguments_are_refused_as_by_the_standard_library(options: dict[str, bool]) -> None:
    quick, standard = make(dataclass, options), make(dataclasses.dataclass, options)
    wrong = [((), {}), (("a", 1.0, (), [], "x", 5), {}), (("a",), {"colour": 1}), (("a",), {"name": "b"})]
    for arguments, named in wrong:
        with pytest.raises(TypeError) as theirs:
            standard(*arguments, **named)
        with pytest.raises(TypeError, match=re.escape(str(theirs.value))):
            quick(*arguments, **named)


def test_defaults_are_made_for_each_one() -> None:
    quick = make(dataclass, {"slots": True})
    first, second = quick("a"), quick("b")
    first.notes.append("seen")
    assert (first.notes, second.notes) == (["seen"], [])
    assert not hasattr(first, "__dict__")


@pytest.mark.parametrize("options", [one for one in OPTIONS if one.get("frozen")])
def test_frozen_ones_stay_as_they_are(options: dict[str, bool]) -> None:
    one = make(dataclass, options)("a")
    with pytest.raises(FrozenInstanceError):
        one.name = "b"
    with pytest.raises(FrozenInstanceError):
        one.colour = "red"
    with pytest.raises(FrozenInstanceError):
        del one.name
    assert one.name == "a"


def test_other_processes_and_copies_get_equal_ones() -> None:
    one = Pickled("a", 2)
    for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
        assert pickle.loads(pickle.dumps(one, protocol)) == one  # noqa: S301 - written the line before
    assert copy.copy(one) == copy.deepcopy(one) == one
    match one:
        case Pickled(name, size):
            assert (name, size) == ("a", 2)


def test_own_methods_are_kept() -> None:
    @dataclass(frozen=True)
    class Loud:
        name: str

        def __repr__(self) -> str:
            return self.name.upper()

        def __hash__(self) -> int:
            return 7

    assert repr(Loud("a")) == "A"
    assert hash(Loud("a")) == 7
    assert Loud("a") == Loud("a")


def test_every_dataclass_is_a_quick_one() -> None:
    """One of the standard library costs each start a millisecond: take it from ``photon.quick_dataclass``."""
    root = Path(__file__).resolve().parent.parent / "photon"
    slow = re.compile(r"^\s*from dataclasses import .*\bdataclass\b|\bdataclasses\.dataclass\b", re.MULTILINE)
    found = {str(path.relative_to(root)) for path in root.rglob("*.py") if slow.search(path.read_text("utf-8"))}
    assert found == {"quick_dataclass.py"}
