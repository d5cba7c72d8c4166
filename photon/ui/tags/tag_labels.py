"""Tags as people type and read them in the window."""

import re
from collections.abc import Sequence

from photon.domain import Filter, PhotonError, Query
from photon.domain.metadata.tag import TagPath, tag_key, tag_paths, tag_text
from photon.language import counted

_SIGNS = re.compile(r"\\.|.", re.DOTALL)  # an escaped one is one
NAMELESS = PhotonError("A tag needs a name.", "Type at least one letter or digit.")


def split_last(text: str) -> tuple[str, str]:
    """What is typed already, and the tag that is being typed, after the last comma, semicolon or line."""
    end = max((found.end() for found in _SIGNS.finditer(text) if found[0] in ",;\n"), default=0)
    return text[:end], text[end:]


def typed_path(text: str) -> TagPath:
    """The one tag in a piece of text without separators; empty where there is no name.

    Raises:
        PhotonError: It is too long or too deep.
    """
    return next(iter(tag_paths(text)), ())


def same_name(path: TagPath, typed: TagPath) -> bool:
    """Whether a path, or its end, is what was typed."""
    return tag_key(path[-len(typed) :]) == tag_key(typed) if typed else False


def quoted(paths: Sequence[TagPath]) -> str:
    """``“beach”``, or ``3 tags``."""
    return f"“{tag_text(paths[0])}”" if len(paths) == 1 else counted(len(paths), "tag")


def given(paths: Sequence[TagPath], photos: int) -> str:
    """What was done, for the toast."""
    said = counted(photos, "photo")
    return f"Tagged {said} {quoted(paths)}." if len(paths) == 1 else f"Added {quoted(paths)} to {said}."


def taken(paths: Sequence[TagPath], photos: int) -> str:
    """The same of a tag that was taken away."""
    return f"Removed {quoted(paths)} from {counted(photos, 'photo')}."


def rejected(paths: Sequence[TagPath], photos: int) -> str:
    """The same of a suggestion."""
    return f"{quoted(paths)} will not be suggested for {'this photo' if photos == 1 else 'these photos'} again."


def query_of(path: TagPath) -> Query:
    """The search for a tag and all below it."""
    return Query(parts=(Filter("tag", "/".join(path)),))
