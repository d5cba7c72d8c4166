"""Captions that the user confirmed although Photon doubted them; a changed caption is checked again."""

import hashlib
from collections.abc import Mapping
from typing import Final

from photon.domain import Changes, changed
from photon.library.db import settings
from photon.library.db.connection import Library

SETTING: Final = "captions_that_fit"


def vouched(library: Library) -> dict[int, str]:
    """Read the fingerprint (``print_of``) of each confirmed caption by photo; a damaged setting counts as empty."""
    kept = settings.get(library, SETTING, {})
    if not isinstance(kept, dict):
        return {}
    return {int(photo): str(mark) for photo, mark in kept.items() if str(photo).isdigit()}


def vouch(library: Library, captions: Mapping[int, str], *, on: bool = True) -> Changes:
    """Confirm captions, or withdraw the confirmation."""
    known = vouched(library)
    for photo, text in captions.items():
        if on:
            known[photo] = print_of(text)
        else:
            known.pop(photo, None)
    settings.store_setting(library, SETTING, {str(photo): mark for photo, mark in known.items()} or None)
    return changed("captions", photos=frozenset(captions))


def print_of(text: str) -> str:
    """Fingerprint a caption in 16 characters, so that ten thousand of them remain a small setting."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
