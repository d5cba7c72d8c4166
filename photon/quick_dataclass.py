"""``dataclass`` that writes a method when it is first used, which makes importing Photon some 40 % faster.

The standard ``dataclass`` composes the text of up to six methods for each class and compiles it, a millisecond a class,
while its module is imported. Photon has 400 such classes, and a process uses a part of their methods. Here a method is
written when it is called for the first time: from then on nothing is different. All but ``__init__`` are written by the
standard library. That one, which nearly every class needs, would be written with ``__setattr__``, ``__delattr__`` and a
signature, and the fifty classes that the window needs at once would take 40 ms instead of 10.
"""

import dataclasses
import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")

# method -> what tells the standard library to write this one alone
_WRITTEN_BY: dict[str, dict[str, bool]] = {
    "__repr__": {"repr": True},
    "__eq__": {"eq": True},
    "__hash__": {"unsafe_hash": True},
}
_NONE = {"init": False, "repr": False, "eq": False}

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - other modules import it from here
else:

    def dataclass(cls: Any = None, /, *, frozen: bool = False, slots: bool = False, eq: bool = True) -> Any:  # noqa: ANN401
        """Make a dataclass; see ``dataclasses.dataclass``, whose other options Photon does not use.

        Args:
            cls: The class; without it, the result is a decorator.
            frozen: Its attributes can't be set.
            slots: It has ``__slots__``.
            eq: Two of them are equal if their fields are; if it is also frozen, it has a hash.
        """
        if cls is None:
            return lambda one: _made(one, frozen=frozen, slots=slots, eq=eq)
        return _made(cls, frozen=frozen, slots=slots, eq=eq)


def _made(cls: type[T], *, frozen: bool, slots: bool, eq: bool) -> type[T]:
    made: type[Any] = dataclasses.dataclass(**_NONE, slots=slots)(cls)
    for name in ("__init__", "__repr__", *(["__eq__"] if eq else [])):
        if name not in made.__dict__:
            setattr(made, name, _written_later(made, name, frozen=frozen))
    if eq and made.__dict__.get("__hash__") is None:
        made.__hash__ = _written_later(made, "__hash__", frozen=frozen) if frozen else None  # type: ignore[assignment]
    if frozen:
        _freeze(made)
        if slots and "__getstate__" not in made.__dict__:
            made.__getstate__ = _state  # type: ignore[assignment]
            made.__setstate__ = _set_state
    return made


def _written_later(cls: type[Any], name: str, *, frozen: bool) -> Callable[..., Any]:
    """Return a method that puts the standard library's in its place when it is called."""

    def method(self: object, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the method takes
        written = _written_init(cls, frozen=frozen) if name == "__init__" else getattr(_twin(cls, name), name)
        setattr(cls, name, written)
        return written(self, *arguments, **named)

    method.__name__, method.__qualname__, method.__module__ = name, f"{cls.__qualname__}.{name}", cls.__module__
    return method


def _written_init(cls: type[Any], *, frozen: bool) -> Callable[..., None]:
    """Return ``__init__``, as the standard library would write it for fields that can be given by place."""
    taken, lines = ["self"], []
    known: dict[str, Any] = {"_set": object.__setattr__, "_MISSING": dataclasses.MISSING}
    for field in dataclasses.fields(cls):
        name = value = field.name
        head = name
        if field.default_factory is not dataclasses.MISSING:
            known[f"_make_{name}"] = field.default_factory
            head = f"{name}=_MISSING"
            value = f"_make_{name}() if {name} is _MISSING else {name}" if field.init else f"_make_{name}()"
        elif field.default is not dataclasses.MISSING:
            known[f"_usual_{name}"] = field.default
            head = f"{name}=_usual_{name}"
            value = name if field.init else f"_usual_{name}"
        elif not field.init:
            continue  # ``__post_init__`` sets it
        if field.init:
            taken.append(head)
        lines.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    exec(f"def __init__({', '.join(taken)}):\n " + "\n ".join(lines or ["pass"]), known)  # noqa: S102 - as the standard library
    written: Any = known["__init__"]
    written.__qualname__, written.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    return written  # type: ignore[no-any-return]


def _twin(cls: type[Any], method: str) -> type[Any]:
    """Return a dataclass with the same fields, of whose methods one is written."""
    names = [(field.name, field.type, field) for field in dataclasses.fields(cls)]
    named = {"__qualname__": cls.__qualname__, "__doc__": cls.__doc__}  # without a text, one would be composed
    return dataclasses.make_dataclass(cls.__name__, names, namespace=named, **_NONE | _WRITTEN_BY[method])  # type: ignore[arg-type]


def _freeze(cls: type[Any]) -> None:
    names = {field.name for field in dataclasses.fields(cls)}

    def set_attribute(self: object, name: str, value: object) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def delete_attribute(self: object, name: str) -> None:
        if type(self) is cls or name in names:
            raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    cls.__setattr__, cls.__delattr__ = set_attribute, delete_attribute  # type: ignore[assignment]


def _state(self: Any) -> list[object]:  # noqa: ANN401 - a dataclass
    return [getattr(self, name) for name in _names(self.__class__)]


def _set_state(self: Any, state: list[object]) -> None:  # noqa: ANN401 - a dataclass
    for name, value in zip(_names(self.__class__), state, strict=True):
        object.__setattr__(self, name, value)


@functools.cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(cls))
