"""Write a caption of two sentences: what a photo shows, then who, when, how and where."""

from collections.abc import Collection, Mapping
from datetime import datetime

from photon.annotate.captions.caption_facts import complete

_TIMES_OF_DAY = ((5, "night"), (12, "morning"), (18, "afternoon"), (22, "evening"), (24, "night"))
"""Hours before which it is that time of the day."""
_STYLES = {"monochrome": "in black and white", "sepia": "in sepia"}
_DRAWINGS = {"drawing": "drawn"}
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
    first = complete(sentence, {}, "{sentence}")
    if first and first[-1] not in ".!?…":
        first += "."
    known = {name: text.strip() for name, text in facts.items() if text.strip()}
    return complete(" ".join((first, _second_sentence(known, taken, styles))), {}, "{sentence}")


def _second_sentence(facts: Mapping[str, str], taken: str | None, styles: Collection[str]) -> str:
    made = next((word for style, word in _DRAWINGS.items() if style in styles), "photographed")
    how = [_STYLES[style] for style in _STYLES if style in styles][:1]
    details = [*_day(facts, taken), *how, *([f"({facts['place']})"] if "place" in facts else [])]
    act = " ".join([made, *details]) if details else ""
    clauses = [", ".join(filter(None, (facts.get("people", ""), act)))]
    clauses += [f"tagged {facts['tags']}"] if "tags" in facts else []
    text = "; ".join(filter(None, clauses))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _day(facts: Mapping[str, str], taken: str | None) -> list[str]:
    if "date" not in facts:
        return []
    try:
        hour = datetime.fromisoformat(taken or "").hour if "T" in (taken or "") else None
    except ValueError:
        hour = None
    if hour is None:
        return [f"on {facts['date']}"]
    time = next(name for before, name in _TIMES_OF_DAY if hour < before)
    return [f"on the {time} of {facts['date']}"]
