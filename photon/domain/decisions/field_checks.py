"""Checks of the fields of a decision's line: each returns the value in the form that Photon uses, or refuses it.

A line may come from anybody. A check raises ``ValueError``, ``TypeError`` or ``PhotonError`` for an impossible value.
"""

import math
from collections.abc import Callable, Mapping
from typing import Any

from photon.domain.metadata.album import AlbumPath, check_album_path
from photon.domain.metadata.caption import LONGEST_CAPTION, LONGEST_TITLE
from photon.domain.metadata.people_words import read_people
from photon.domain.metadata.tag import TagPath, clean_path
from photon.domain.photo.date_change import is_date
from photon.domain.photo.marks import HIDDEN, LABELS, SHOWN
from photon.domain.photo.turn import is_decision
from photon.domain.unseen_characters import clean_line, readable_text

Check = Callable[[Any], Any]
_LONGEST = 100_000  # characters of a text without a limit of its own
_LONGEST_PATTERN = 1000
_LONGEST_NAME = 100  # of a setting


def text_check(longest: int = _LONGEST) -> Check:
    """Return a check of any text."""

    def check(value: object) -> str:
        if not isinstance(value, str) or len(value) > longest:
            raise ValueError
        return value.encode("utf-8", "replace").decode().replace("\0", "")

    return check


def words_check(longest: int = _LONGEST) -> Check:
    """Return a check of a text for people, which keeps no control characters but tabs and line feeds."""
    check_text = text_check(longest)
    return lambda value: readable_text(str(check_text(value)))


def number_check(lowest: float, highest: float) -> Check:
    """Return a check of a finite number between two others."""

    def check(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError
        if not lowest <= value <= highest:
            raise ValueError
        return float(value)

    return check


def whole_check(highest: int) -> Check:
    """Return a check of a whole number from 0 on."""

    def check(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= highest:
            raise ValueError
        return value

    return check


def choice_check(*values: object) -> Check:
    """Return a check of one of some values, of the same type."""

    def check(value: object) -> object:
        found = [one for one in values if one == value and type(one) is type(value)]
        if not found:
            raise ValueError
        return found[0]

    return check


_YES = (True, False)
check_yes = choice_check(*_YES)
check_yes_or_neither = choice_check(*_YES, None)
check_label = choice_check("", *LABELS)
check_flag = choice_check(-1, 0, 1)
check_visibility = choice_check("", HIDDEN, SHOWN)


def check_tag(value: object) -> TagPath:
    """Check the names from the root to a tag."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    path = clean_path(value)
    if not path:
        raise ValueError
    return path


def check_album(value: object) -> AlbumPath:
    """Check the names from the root to an album."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError
    return check_album_path(value)


def check_position(value: object) -> int:
    """Check a position in an album or a stack, which may be negative."""
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > 1 << 62:
        raise ValueError
    return value


def check_date(value: object) -> str:
    """Check a corrected date; empty for none."""
    if not isinstance(value, str) or not (value == "" or is_date(value)):
        raise ValueError
    return value


def check_turn(value: object) -> str:
    """Check how a photo is turned; empty for not at all."""
    if not isinstance(value, str) or not (value == "" or is_decision(value)):
        raise ValueError
    return value


def check_pattern(value: object) -> str:
    """Check a pattern of names to skip, which is only offered to the user; one of wildcards alone is refused."""
    if not isinstance(value, str) or len(value) > _LONGEST_PATTERN or not value.strip("*?[]! "):
        raise ValueError
    return clean_line(value)


def check_regions(value: object) -> tuple[tuple[float, ...], ...]:
    """Check regions of a photo: left, top, width and height, each a share of the photo's."""
    share = number_check(0.0, 1.0)
    if not isinstance(value, list) or not all(isinstance(box, list) and len(box) == 4 for box in value):
        raise ValueError
    return tuple(tuple(share(side) for side in box) for box in value)


def check_synonyms(value: object) -> tuple[str, ...]:
    """Check a list of texts that people read."""
    if not isinstance(value, list):
        raise TypeError
    return tuple(map(words_check(), value))


def check_folder(value: object) -> str | None:
    """Check the folder of a saved search; None for all folders."""
    return None if value is None else str(text_check()(value))


def check_setting_name(value: object) -> str:
    """Check the name of a setting, also of one of a newer Photon."""
    if not isinstance(value, str) or len(value) > _LONGEST_NAME or not (value.isascii() and value.isidentifier()):
        raise ValueError
    return value


def check_setting(value: object) -> object:
    """Check the value of a setting; its declaration says which ones are possible."""
    if value is None or isinstance(value, (bool, str)):
        return text_check()(value) if isinstance(value, str) else value
    if not isinstance(value, (int, float)) or not abs(value) < 1 << 63:  # NaN is not less
        raise ValueError
    return value


def check_base(value: object) -> Mapping[str, Any]:
    """Check the fields of a ``MetadataSnapshot``."""
    if not isinstance(value, dict):
        raise TypeError
    tags = value.get("keywords", [])
    return {
        "keywords": tuple(map(check_tag, tags)) if isinstance(tags, list) else check_tag(tags),
        "caption": words_check(LONGEST_CAPTION)(value.get("caption", "")),
        "title": words_check(LONGEST_TITLE)(value.get("title", "")),
        "rating": whole_check(5)(value.get("rating", 0)),
        "favourite": check_yes(value.get("favourite", False)),
        "label": check_label(value.get("label", "")),
        "flag": check_flag(value.get("flag", 0)),
        "people": read_people(value.get("people", [])),
    }
