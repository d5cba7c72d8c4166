"""The query language as the window speaks it: the one place where it meets the parser."""

from photon.domain import AnyOf, Exact, Filter, Like, Part, Query, Words
from photon.domain.query import BALANCE, STRENGTH
from photon.search import parse

__all__ = ["format_query", "parse"]


def format_query(query: Query) -> str:
    """The text of a query."""
    said = (("balance", query.balance, BALANCE), ("strength", query.strength, STRENGTH))
    settings = [f"{name}:{value:g}" for name, value, usual in said if value != usual]
    return ", ".join(filter(None, (*(_text_of(part) for part in query.parts), *settings)))


def _text_of(part: Part) -> str:
    sign = "-" if part.unwanted else ""
    if isinstance(part, Filter):
        return f"{sign}{part.field}:{_quoted(part.value)}"
    weight = "" if part.weight == 1 else f"{part.weight:g}*"
    return f"{sign}{weight}{_core(part, is_bracketed=bool(weight))}"


def _core(part: Words | Exact | Like | AnyOf, *, is_bracketed: bool) -> str:
    if isinstance(part, AnyOf):
        return f"({' OR '.join(_text_of(option) for option in part.options)})"
    if isinstance(part, Exact):
        return f'"{part.text}"'
    if isinstance(part, Words):
        return f"({part.text})" if is_bracketed and " " in part.text else part.text
    place = part.region
    region = f"#{place.x:g},{place.y:g},{place.width:g},{place.height:g}" if place else ""
    return "like:" + _quoted((f"#{part.photo}" if part.photo else part.path) + region)


def _quoted(value: str) -> str:
    return f'"{value}"' if any(sign in value for sign in ' ,()"') else value
