"""Complete a caption with confirmed facts about the photo, according to the user's template."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from photon.annotate.captions.caption_template import CaptionTemplate, fill_template, read_template
from photon.annotate.captions.named_subject import NAMED, listed_names, name_subject
from photon.domain.metadata.caption import LONGEST_CAPTION
from photon.domain.metadata.tag import PEOPLE, TagPath, name_key
from photon.domain.query.periods import MONTHS, WEEKDAYS
from photon.domain.unseen_characters import without_unseen

USUAL = "{sentence}[ With {people}.][ [{place}][, {month} {year}].]"
"""The default template. The place is not part of a phrase, because the preposition is unknown: *in* Rome, *at* the lake
house, *on* Crete."""

_PLACES = frozenset({"places", "place", "locations", "location", "orte", "ort", "lugares", "lugar"})
_MOST_NAMES = 12  # people or tags in one caption
_FIRST_PHOTO = 1826  # year of Niépce's first photo; earlier dates come from a wrong clock

_TIDYING = (
    (re.compile(r"\.{3,}"), "…"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"(?<=[.!?…]) [,;.]+"), ""),  # the fact before the punctuation mark is missing
    (re.compile(r" (?=[,;.!?…])"), ""),
    (re.compile(r"[,;]+(?=[,;.!?…])"), ""),  # of two marks the stronger one stays
    (re.compile(r"(?<=[.!?…])\.+"), ""),
)
_LOOSE_START = " ,;.…"


def known_facts(
    tags: Sequence[TagPath], taken: str | None, camera: str | None = None, people: Sequence[str] = ()
) -> dict[str, str]:
    """Collect the facts that a template can use, except the sentence; unknown facts are left out.

    People and places come only from confirmed tags below ``People`` or ``Places`` (or the German and Portuguese words)
    that start with a capital letter, so ``Places/beach`` is not a place. Folder names are not used as places.

    Args:
        tags: Confirmed tags.
        taken: Capture time in ISO 8601, or None.
        camera: Maker and model, or None.
        people: Names of the people whose faces are confirmed, from left to right.

    Returns:
        Texts by field name.
    """
    tagged = [path for path in tags if _is_below(path, PEOPLE)]
    places = [path for path in tags if _is_below(path, _PLACES)]
    others = [path for path in tags if path and not _stands_below(path, PEOPLE | _PLACES)]
    found = {
        "people": _listed((*people, *(path[-1] for path in _leaves(tagged)))),
        NAMED: "\n".join(people) if len(_once(people)) == len(people) else "",
        "place": _place(_leaves(places)),
        "tags": ", ".join(_once(path[-1] for path in _leaves(others))),
        "camera": (camera or "").strip(),
        **_times(taken),
    }
    return {name: text for name, text in found.items() if text}


def complete(sentence: str, facts: Mapping[str, str], template: CaptionTemplate | str = USUAL) -> str:
    """Fill a template with a sentence and facts. Never raises; deterministic.

    Args:
        sentence: About the photo, with or without a full stop.
        facts: Result of ``known_facts``, or the same by hand.
        template: The template; invalid parts are ignored.

    Returns:
        At most 20,000 characters without repeated blanks, repeated punctuation or leading punctuation; empty if nothing
        is known.
    """
    if isinstance(template, str):
        template = read_template(template)
    if "{people}" in template.text.lower():
        sentence, facts = name_subject(sentence, facts)
    pieces = fill_template(template, {**facts, "sentence": sentence})
    text = ""
    for piece, is_sentence in reversed(pieces):
        text = _joined(piece, text) if is_sentence else piece + text
    return tidied(text)


def tidied(text: str) -> str:
    """Remove repeated blanks, repeated and leading punctuation from a caption; cut it to 20,000 characters."""
    return _tidy(text)[:LONGEST_CAPTION].rstrip()


def _joined(sentence: str, rest: str) -> str:
    """Join a sentence and the following text; its full stop stays if the text ends or a new sentence follows."""
    following = rest.lstrip()
    if not sentence or following[:1] in {"", ".", "!", "?", "…"}:
        return sentence + rest
    goes_on = following[0] in ",;:)" or (following[0].islower() and rest[0].isspace())
    if goes_on:
        return sentence.rstrip(" .") + rest
    is_ended = sentence.rstrip()[-1:] in set(".!?…:;,")
    return (sentence if is_ended or not rest[0].isspace() else f"{sentence}.") + rest


def _tidy(text: str) -> str:
    text = without_unseen(text)
    before = None
    while before != text:  # a rule may enable another one
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
    month = MONTHS[day.month - 1].capitalize()
    return {
        "date": f"{day.day} {month} {day.year}",
        "weekday": WEEKDAYS[day.weekday()].capitalize(),
        "day": str(day.day),
        "month": month,
        "year": str(day.year),
    }


def _place(leaves: Sequence[TagPath]) -> str:
    """Return one place with its parents, "Rome, Italy"; several places by their own names."""
    if len(leaves) != 1:
        return _listed(path[-1] for path in leaves)
    return ", ".join(reversed(leaves[0][1:]))


def _stands_below(path: TagPath, tops: frozenset[str]) -> bool:
    return bool(path) and name_key(path[0]) in tops


def _is_below(path: TagPath, tops: frozenset[str]) -> bool:
    return len(path) > 1 and _stands_below(path, tops) and not path[-1][:1].islower()


def _leaves(paths: Iterable[TagPath]) -> list[TagPath]:
    """Return the paths that are not above another one, sorted."""
    some = sorted(set(paths), key=lambda path: [name_key(name) for name in path])
    return [path for path in some if not any(len(other) > len(path) and other[: len(path)] == path for other in some)]


def _once(names: Iterable[str]) -> list[str]:
    return list({name_key(name): name.strip() for name in names if name.strip()}.values())[:_MOST_NAMES]


def _listed(names: Iterable[str]) -> str:
    """Format a list without duplicates."""
    return listed_names(_once(names))
