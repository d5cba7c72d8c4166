"""Why a backup was made, and what it holds, in words."""

from collections.abc import Mapping
from datetime import datetime

from photon.language import counted, tr
from photon.library.backups.backup_file import CatalogCounts, Reason

REASONS: Mapping[Reason, str] = {
    "daily": tr("daily"),
    "batch": tr("before many changes"),
    "asked": tr("on request"),
    "restore": tr("before restoring"),
}
KINDS = {
    "photos": tr("photos"),
    "tags": tr("tags of photos"),
    "captions": tr("captions"),
    "ratings": tr("ratings"),
    "favourites": tr("favourites"),
    "labels": tr("colour labels"),
    "flags": tr("flags"),
    "rejections": tr("rejected tags"),
    "examples": tr("taught examples"),
    "searches": tr("saved searches"),
    "in_albums": tr("photos in albums"),
    "in_stacks": tr("photos in stacks"),
}
"""The fields of CatalogCounts."""


def moment_text(moment: datetime) -> str:
    """A moment as ``2026-11-28 07:00``, in the time of this computer."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def content_sentence(counts: CatalogCounts) -> str:
    """The most important things that a catalogue holds: ``12 photos, 3 tags, 1 caption``."""
    return ", ".join(
        (counted(counts.photos, "photo"), counted(counts.tags, "tag"), counted(counts.captions, "caption"))
    )
