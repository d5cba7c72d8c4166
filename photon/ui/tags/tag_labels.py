"""Tags as people type and read them in the window."""

import re
from collections.abc import Sequence

from photon.domain import PhotonError, Query
from photon.domain.metadata.tag import TagPath, tag_key, tag_paths, tag_text
from photon.domain.query.filter_kinds.names import TAG
from photon.language import counted, tr, tr_n

_SIGNS = re.compile(r"\\.|.", re.DOTALL)  # an escaped comma is part of a tag
NAMELESS = PhotonError(tr("A tag needs a name."), tr("Type at least one letter or digit."))


def split_last(text: str) -> tuple[str, str]:
    """Split the text into completed tags and the tag being typed, after the last comma, semicolon or line break."""
    end = max((found.end() for found in _SIGNS.finditer(text) if found[0] in ",;\n"), default=0)
    return text[:end], text[end:]


def typed_path(text: str) -> TagPath:
    """Return the tag in a text without separators; empty if there is no name.

    Raises:
        PhotonError: The tag is too long or too deep.
    """
    return next(iter(tag_paths(text)), ())


def same_name(path: TagPath, typed: TagPath) -> bool:
    """Return whether a path, or its end, equals the typed text."""
    return tag_key(path[-len(typed) :]) == tag_key(typed) if typed else False


def given(paths: Sequence[TagPath], photos: int) -> str:
    """Return the message that a tag was added."""
    if len(paths) == 1:
        return tr_n(
            "Tagged {count:,} photo “{tag}”.", "Tagged {count:,} photos “{tag}”.", photos, tag=tag_text(paths[0])
        )
    return tr_n(
        "Added {tags} to {count:,} photo.", "Added {tags} to {count:,} photos.", photos, tags=counted(len(paths), "tag")
    )


def taken(paths: Sequence[TagPath], photos: int) -> str:
    """Return the message that a tag was removed."""
    if len(paths) == 1:
        return tr_n(
            "Removed “{tag}” from {count:,} photo.",
            "Removed “{tag}” from {count:,} photos.",
            photos,
            tag=tag_text(paths[0]),
        )
    return tr_n(
        "Removed {tags} from {count:,} photo.",
        "Removed {tags} from {count:,} photos.",
        photos,
        tags=counted(len(paths), "tag"),
    )


def rejected(paths: Sequence[TagPath], photos: int) -> str:
    """Return the message that a suggestion was rejected."""
    if len(paths) == 1:
        return tr_n(
            "“{tag}” will not be suggested for this photo again.",
            "“{tag}” will not be suggested for these photos again.",
            photos,
            tag=tag_text(paths[0]),
        )
    return tr_n(
        "{tags} will not be suggested for this photo again.",
        "{tags} will not be suggested for these photos again.",
        photos,
        tags=counted(len(paths), "tag"),
    )


def query_of(path: TagPath) -> Query:
    """Return the search for a tag and its sub-tags."""
    return Query(parts=(TAG.filter_by("/".join(path)),))


def path_of(query: Query | None) -> TagPath:
    """Return the tag if it is all that is searched for; empty for other searches."""
    parts = query.parts if query is not None else ()
    if len(parts) != 1 or not TAG.is_kind_of(parts[0]) or parts[0].unwanted:
        return ()
    return tuple(parts[0].value.split("/"))
