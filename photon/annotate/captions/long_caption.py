"""Write a caption of two sentences: what a photo shows, then who, when, how and where."""

from collections.abc import Collection, Mapping
from datetime import datetime

from photon.annotate.captions.caption_facts import tidied
from photon.annotate.captions.named_subject import name_subject

_TIMES_OF_DAY = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))
"""Hours before which it is that time of the day."""
_STYLES = {"monochrome": "in black and white", "sepia": "in sepia"}
SURE_STYLE = 0.9
"""Probability from which a style is stated."""


def extend_caption(sentence: str, facts: Mapping[str, str], taken: str | None, styles: Collection[str] = ()) -> str:
    """Add a sentence with what is known for certain. Never raises.

    Args:
        sentence: What the photo shows; may be empty.
        facts: Result of ``known_facts``.
        taken: Capture time in ISO 8601, or None.
        styles: Styles of the photo that are certain.

    Returns:
        Up to two sentences; empty if nothing is known.
    """
    sentence, facts = name_subject(sentence, facts)
    first = tidied(sentence)
    if first and first[-1] not in ".!?…":
        first += "."
    known = {name: text.strip() for name, text in facts.items() if text.strip()}
    return tidied(f"{first} {_second_sentence(known, taken, styles)}")


def _second_sentence(facts: Mapping[str, str], taken: str | None, styles: Collection[str]) -> str:
    details = [_STYLES[style] for style in _STYLES if style in styles][:1]
    if "date" in facts:
        time = _time_of_day(taken or "")
        details.insert(0, f"on the {time} of {facts['date']}" if time else f"on {facts['date']}")
    if "place" in facts:
        details.append(f"({facts['place']})")
    made = "drawn" if "drawing" in styles else "photographed"
    clauses = [", ".join(filter(None, (facts.get("people", ""), " ".join([made, *details]) if details else "")))]
    if "tags" in facts:
        clauses.append(f"tagged {facts['tags']}")
    text = "; ".join(filter(None, clauses))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _time_of_day(taken: str) -> str:
    """Return the time of day, such as ``evening``; empty if only the day is known."""
    try:
        hour = datetime.fromisoformat(taken).hour if "T" in taken else None
    except ValueError:
        return ""
    return "" if hour is None else next(name for before, name in _TIMES_OF_DAY if hour < before)
