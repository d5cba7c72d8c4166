"""Completes a sentence about a photo with what is known of it for certain, by a template of the person."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from photon.annotate.captions.caption_template import CaptionTemplate, fill_template, read_template
from photon.domain.metadata.caption import LONGEST_CAPTION
from photon.domain.metadata.tag import PEOPLE, TagPath, name_key

USUAL = "{sentence}[ With {people}.][ [{place}][, {month} {year}].]"
"""What is taken where the person chose no template: a place stands in no sentence of its own words, since whether it
is *in* Rome, *at* the lake house or *on* Crete is not known."""

SETTING = "caption_template"

_PLACES = frozenset({"places", "place", "locations", "location", "orte", "ort", "lugares", "lugar"})
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST_NAMES = 12  # of people or tags; a sentence with more is a list
_FIRST_PHOTO = 1826  # of Niépce; a year before it is a broken clock

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b\u200e\u200f\u2028\u2029\ufeff]+")
_TIDYING = (
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<=[.!?…]) [,;.]+"), ""),  # what was to stand before the sign is not known
    (re.compile(r" (?=[,;.!?…])"), ""),
    (re.compile(r"[,;]+(?=[,;.!?…])"), ""),  # of two signs the stronger stays
    (re.compile(r"(?<=[.!?…])\.+"), ""),
)
_LOOSE_START = " ,;.…"


def known_facts(tags: Sequence[TagPath], taken: str | None, camera: str | None = None) -> dict[str, str]:
    """What a template may name of a photo, besides the sentence; what is not known is left out.

    People and places are taken from confirmed tags alone, below ``People`` or ``Places`` (also in German and
    Portuguese), where they begin with a capital: ``Places/beach`` is none. Names of folders are no places.

    Args:
        tags: Confirmed tags.
        taken: ISO 8601 time of the shot, or None.
        camera: Maker and name.
    """
    people = [path for path in tags if _is_below(path, PEOPLE)]
    places = [path for path in tags if _is_below(path, _PLACES)]
    others = [path for path in tags if path and not _stands_below(path, PEOPLE | _PLACES)]
    found = {
        "people": _listed(path[-1] for path in _leaves(people)),
        "place": _place(_leaves(places)),
        "tags": ", ".join(_once(path[-1] for path in _leaves(others))),
        "camera": (camera or "").strip(),
        **_times(taken),
    }
    return {name: text for name, text in found.items() if text}


def complete(sentence: str, facts: Mapping[str, str], template: CaptionTemplate | str = USUAL) -> str:
    """A caption: the sentence, completed. Never raises, and gives the same for the same.

    Args:
        sentence: About the photo; with or without a full stop.
        facts: Of ``known_facts``, or by hand.
        template: How; what of it cannot be used is left out.

    Returns:
        At most 20,000 characters with single blanks, no sign before which another one of its kind stands, no loose
        sign at the start; empty where nothing is known.
    """
    if isinstance(template, str):
        template = read_template(template)
    pieces = fill_template(template, {**facts, "sentence": sentence})
    text = ""
    for piece, is_sentence in reversed(pieces):
        text = _joined(piece, text) if is_sentence else piece + text
    return _tidy(text)[:LONGEST_CAPTION].rstrip()


def _joined(sentence: str, rest: str) -> str:
    """A sentence before what follows it: its full stop stays where a new sentence or nothing follows."""
    following = rest.lstrip()
    if not sentence or following[:1] in {"", ".", "!", "?", "…"}:
        return sentence + rest
    goes_on = following[0] in ",;:)" or (following[0].islower() and rest[0].isspace())
    if goes_on:
        return sentence.rstrip(" .") + rest
    is_ended = sentence.rstrip()[-1:] in set(".!?…:;,")
    return (sentence if is_ended or not rest[0].isspace() else f"{sentence}.") + rest


def _tidy(text: str) -> str:
    text = _UNSEEN.sub(" ", text.encode("utf-8", "replace").decode())
    before = None
    while before != text:  # each rule may make room for another
        before = text
        for pattern, instead in _TIDYING:
            text = pattern.sub(instead, text)
    return text.lstrip(_LOOSE_START).rstrip(" ,;")


def _times(taken: str | None) -> dict[str, str]:
    try:
        day = date.fromisoformat((taken or "")[:10])
    except ValueError:
        return {}
    if day.year < _FIRST_PHOTO:
        return {}
    month = _MONTHS[day.month - 1]
    return {
        "date": f"{day.day} {month} {day.year}",
        "weekday": _WEEKDAYS[day.weekday()],
        "day": str(day.day),
        "month": month,
        "year": str(day.year),
    }


def _place(leaves: Sequence[TagPath]) -> str:
    """One place with what it lies in, "Rome, Italy"; of several their names alone."""
    if len(leaves) != 1:
        return _listed(path[-1] for path in leaves)
    return ", ".join(reversed(leaves[0][1:]))


def _stands_below(path: TagPath, tops: frozenset[str]) -> bool:
    return bool(path) and name_key(path[0]) in tops


def _is_below(path: TagPath, tops: frozenset[str]) -> bool:
    return len(path) > 1 and _stands_below(path, tops) and not path[-1][:1].islower()


def _leaves(paths: Iterable[TagPath]) -> list[TagPath]:
    """Those that are not above another one, in order."""
    some = sorted(set(paths), key=lambda path: [name_key(name) for name in path])
    return [path for path in some if not any(len(other) > len(path) and other[: len(path)] == path for other in some)]


def _once(names: Iterable[str]) -> list[str]:
    return list({name_key(name): name.strip() for name in names if name.strip()}.values())[:_MOST_NAMES]


def _listed(names: Iterable[str]) -> str:
    """``Anna``, ``Anna and Ben``, ``Anna, Ben and Cleo``."""
    some = _once(names)
    return " and ".join([", ".join(some[:-1]), some[-1]] if len(some) > 1 else some)
