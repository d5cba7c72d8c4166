r"""The template language for captions: ``{sentence}[ With {people}.]``.

``{name}`` stands for a fact. Text in square brackets is omitted if a fact in it is missing. Brackets can be nested;
brackets without a fact are plain text. ``\`` escapes the next character. Parsing never fails: invalid parts are
reported with their position, and the rest works.
"""

import difflib
import re
from collections.abc import Iterator, Mapping

from photon.domain.metadata.caption import LONGEST_TEMPLATE
from photon.language import tr
from photon.quick_dataclass import dataclass

FIELDS: dict[str, str] = {
    "sentence": tr("the caption sentence"),
    "people": tr("confirmed people, and tags below “People”: Anna, Ben and Cleo"),
    "place": tr("the confirmed tag below “Places”: Rome, Italy"),
    "tags": tr("all other confirmed tags: beach, dog"),
    "date": tr("the day it was taken: 14 July 2023"),
    "weekday": "Friday",
    "day": "14",
    "month": "July",
    "year": "2023",
    "camera": tr("maker and name of the camera"),
}
"""The facts a template can use, with descriptions for display."""

_TOKEN = re.compile(r"\\.|\\|[{}\[\]]|[^\\{}\[\]]+", re.DOTALL)
_DEEPEST = 20  # nesting depth of brackets; deeper ones are plain text


@dataclass(frozen=True, slots=True)
class Flaw:
    """A part of a template that cannot be used.

    Attributes:
        start: Start, in characters from 0.
        end: End, exclusive.
        message: The problem, as a sentence.
        hint: How to fix it.
    """

    start: int
    end: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class TemplateField:
    """A fact; ``name`` is in lower case, or None for an unknown fact."""

    name: str | None


@dataclass(frozen=True, slots=True)
class OptionalPart:
    """A part in brackets; ``start`` is the position of the opening bracket."""

    items: tuple["str | TemplateField | OptionalPart", ...]
    start: int = 0


@dataclass(frozen=True, slots=True)
class CaptionTemplate:
    """A parsed template.

    Attributes:
        text: The text as typed.
        items: Texts, facts and optional parts, in order.
        flaws: The parts that cannot be used, by position.
    """

    text: str
    items: tuple[str | TemplateField | OptionalPart, ...]
    flaws: tuple[Flaw, ...] = ()


def read_template(text: str) -> CaptionTemplate:
    """Parse a template. Never raises; text after the first 2,000 characters is ignored and reported."""
    reading = _Reading(text[:LONGEST_TEMPLATE])
    items = reading.parse()
    flaws = list(reading.flaws)
    if len(text) > LONGEST_TEMPLATE:
        flaws.append(
            Flaw(
                LONGEST_TEMPLATE,
                len(text),
                tr("Only the first {longest:,} characters are used.", longest=LONGEST_TEMPLATE),
                tr("Shorten it."),
            )
        )
    return CaptionTemplate(text, items, tuple(sorted(flaws, key=lambda flaw: flaw.start)))


def fill_template(template: CaptionTemplate, facts: Mapping[str, str]) -> list[tuple[str, bool]]:
    """Fill a template with facts.

    Args:
        template: The parsed template.
        facts: Texts by field name; missing or blank ones are unknown.

    Returns:
        The pieces of the caption in order, each with whether it is the sentence itself.
    """
    return list(_filled(template.items, facts))


def _filled(
    items: tuple[str | TemplateField | OptionalPart, ...], facts: Mapping[str, str]
) -> Iterator[tuple[str, bool]]:
    for item in items:
        if isinstance(item, str):
            yield item, False
        elif isinstance(item, TemplateField):
            yield _value(item, facts), item.name == "sentence"
        elif not _has_field(item):
            yield "[", False
            yield from _filled(item.items, facts)
            yield "]", False
        elif _is_known(item, facts):
            yield from _filled(item.items, facts)


def _value(field: TemplateField, facts: Mapping[str, str]) -> str:
    return facts.get(field.name, "").strip() if field.name else ""


def _has_field(part: OptionalPart) -> bool:
    return any(
        isinstance(item, TemplateField) or (isinstance(item, OptionalPart) and _has_field(item)) for item in part.items
    )


def _is_known(part: OptionalPart, facts: Mapping[str, str]) -> bool:
    """Return whether all facts directly in a part are known or, if it has none, whether a nested part is known."""
    own = [item for item in part.items if isinstance(item, TemplateField)]
    if own:
        return all(_value(field, facts) for field in own)
    return any(_is_known(item, facts) for item in part.items if isinstance(item, OptionalPart) and _has_field(item))


class _Reading:
    """A single pass over a text, with a stack of open brackets."""

    def __init__(self, text: str) -> None:
        self._tokens = [(match.group(), match.start()) for match in _TOKEN.finditer(text)]
        self._text = text
        self._open: list[tuple[list[str | TemplateField | OptionalPart], int]] = [([], 0)]
        self.flaws: list[Flaw] = []

    def parse(self) -> tuple[str | TemplateField | OptionalPart, ...]:
        at = 0
        while at < len(self._tokens):
            at += self._parse_token(at)
        while len(self._open) > 1:
            items, start = self._open.pop()
            self._add_flaw(
                start, start + 1, tr("This bracket is not closed."), tr(r"Add ], or write \[ for a literal bracket.")
            )
            self._open[-1][0].extend(["[", *items])
        return tuple(self._open[0][0])

    def _parse_token(self, at: int) -> int:
        """Parse the token at a position; return the number of tokens consumed."""
        sign, start = self._tokens[at]
        items = self._open[-1][0]
        if sign == "{":
            return self._take_field(at)
        if sign == "[" and len(self._open) <= _DEEPEST:
            self._open.append(([], start))
        elif sign == "]" and len(self._open) > 1:
            inner, begun = self._open.pop()
            self._open[-1][0].append(OptionalPart(tuple(inner), begun))
        else:
            if sign in "}]":
                opening = "{" if sign == "}" else "["
                message = tr("There is no matching {sign}.", sign=opening)
                self._add_flaw(
                    start, start + 1, message, tr("Remove it, or write \\{sign} for the character itself.", sign=sign)
                )
            items.append(sign[1:] if sign.startswith("\\") and len(sign) > 1 else sign)
        return 1

    def _take_field(self, at: int) -> int:
        start = self._tokens[at][1]
        rest = [sign for sign, _ in self._tokens[at + 1 : at + 3]]
        items = self._open[-1][0]
        if rest[:1] == ["}"]:
            self._add_flaw(start, start + 2, tr("There is no field name here."), _known_fields())
            return 2
        if len(rest) < 2 or rest[1] != "}" or rest[0] in {"{", "[", "]"}:
            self._add_flaw(
                start, start + 1, tr("This brace is not closed."), tr(r"Add }, or write \{ for a literal brace.")
            )
            items.append("{")
            return 1
        name = rest[0].strip().casefold()
        if name not in FIELDS:
            near = difflib.get_close_matches(name, FIELDS, 1, 0.6)
            hint = tr("Did you mean {field}?", field=f"{{{near[0]}}}") if near else _known_fields()
            self._add_flaw(
                start, start + len(rest[0]) + 2, tr("There is no field “{name}”.", name=rest[0].strip()), hint
            )
        items.append(TemplateField(name if name in FIELDS else None))
        return 3

    def _add_flaw(self, start: int, end: int, message: str, hint: str) -> None:
        self.flaws.append(Flaw(start, end, message, hint))


def _known_fields() -> str:
    return tr("Available fields: {fields}.", fields=", ".join(FIELDS))
