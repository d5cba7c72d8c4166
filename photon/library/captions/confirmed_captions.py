"""Captions of which the person said that they fit, though Photon doubts it; another caption is doubted anew."""

import hashlib
from collections.abc import Mapping
from typing import Final

from photon.domain import Changes, changed
from photon.library.db import settings
from photon.library.db.connection import Library

SETTING: Final = "captions_that_fit"


def vouched(library: Library) -> dict[int, str]:
    """Photo and print of the caption that was vouched for; see ``print_of``. A damaged setting counts as none."""
    kept = settings.get(library, SETTING, {})
    if not isinstance(kept, dict):
        return {}
    return {int(photo): str(mark) for photo, mark in kept.items() if str(photo).isdigit()}


def vouch(library: Library, captions: Mapping[int, str], *, on: bool = True) -> Changes:
    """Remember that these captions fit, or no longer."""
    known = vouched(library)
    for photo, text in captions.items():
        if on:
            known[photo] = print_of(text)
        else:
            known.pop(photo, None)
    settings.store_setting(library, SETTING, {str(photo): mark for photo, mark in known.items()} or None)
    return changed("captions", photos=frozenset(captions))


def print_of(text: str) -> str:
    """Tells captions apart: 16 characters, so that ten thousand of them stay a small setting."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
