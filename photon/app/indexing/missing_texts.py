"""Texts about missing photos, and where to look for them."""

from pathlib import Path

from photon.domain.photo.missing_photo import MissingPhoto
from photon.language import counted, tr, tr_n


def kept_text(one: MissingPhoto) -> str:
    """Describe since when a photo is missing, and what is kept of it."""
    parts = [tr("missing since {date}", date=one.since.partition("T")[0])]
    if one.tags:
        parts.append(counted(one.tags, "tag"))
    if one.caption:
        parts.append(tr("with a caption"))
    if one.rating:
        parts.append(tr_n("{count} star", "{count} stars", one.rating))
    return ", ".join(parts)


def where_it_was(path: str, since: str) -> str:
    """Say that a photo's file is missing, where it was, and since when.

    Args:
        path: Its last path.
        since: When it was missed, in UTC as ISO 8601.
    """
    day = since.partition("T")[0]
    return tr("This photo's file has been missing since {date}. It was at {path}", date=day, path=path)


def no_file_words(count: int) -> tuple[str, str]:
    """Say that a command needs the files of photos, which are missing: a message, and what to do."""
    sentence = tr_n("This photo's file is missing.", "The files of these {count:,} photos are missing.", count)
    return sentence, tr("If it is elsewhere now, choose Link to file in the menu Photo.")


def linked_words(path: str) -> str:
    """Say that a missing photo was linked to the file at this path."""
    return tr("Its tags, caption and rating were added to “{name}”.", name=Path(path).name)


def nearest_folder(path: str) -> str:
    """Return the innermost folder of a lost file that still exists, to begin looking for it there."""
    return next((str(folder) for folder in Path(path).parents if folder.is_dir()), str(Path.home()))
