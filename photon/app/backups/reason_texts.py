"""Texts about the reasons and the content of backups."""

from collections.abc import Mapping
from datetime import datetime

from photon.language import counted, tr
from photon.library.backups.backup_file import CatalogCounts, Reason
from photon.library.recovery.foreign_work import unfinished_moves
from photon.library.recovery.restoring import RestorePlan

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
    "faces": tr("named faces"),
    "locations": tr("locations that you set"),
    "places": tr("named places"),
    "topics": tr("themes and things that you named, pinned or hid"),
}
"""Names of the fields of CatalogCounts."""


def left_off_lines(plan: RestorePlan) -> list[str]:
    """Say what of a backup is dropped or off; first that it is not one of this library on this computer, if so."""
    if plan.work is None:
        return unfinished_moves(plan.forgotten)
    about = tr(
        "It was not made by this library on this computer, was made by an older version of Photon,"
        " or was changed since."
    )
    if plan.is_foreign:
        about = tr("It is a backup of another photo library.")
    return [about, *plan.work.sentences()]


def moment_text(moment: datetime) -> str:
    """Format a time as ``2026-11-28 07:00``, in this computer's time zone."""
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def content_sentence(counts: CatalogCounts) -> str:
    """Describe the most important content of a catalogue: ``12 photos, 3 tags, 1 caption``."""
    return ", ".join(
        (counted(counts.photos, "photo"), counted(counts.tags, "tag"), counted(counts.captions, "caption"))
    )
