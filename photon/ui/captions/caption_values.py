"""Titles, captions and drafts of one or more photos: what is common, drafted or missing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field

from photon.domain.metadata.caption import LONGEST_CAPTION, LONGEST_TITLE, CaptionDraft, CaptionOrigin, PhotoCaption
from photon.language import tr, tr_n
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Values:
    """Values of some photos.

    Attributes:
        title: Their common title; None if titles differ.
        caption: Their common caption; None if captions differ.
        drafts: Drafts by photo.
        bare: Photos with neither a caption nor a draft.
        origin: Origin of their captions, if it is the same for all.
    """

    title: str | None = ""
    caption: str | None = ""
    drafts: Mapping[int, CaptionDraft] = field(default_factory=dict)
    bare: tuple[int, ...] = ()
    origin: CaptionOrigin = ""


def values_of(photos: Sequence[int], by_photo: Mapping[int, PhotoCaption]) -> Values:
    """Return the common values of these photos; photos about which nothing is known count as bare."""
    each = [by_photo.get(photo, PhotoCaption()) for photo in photos]
    titles, captions = {one.caption.title for one in each}, {one.caption.text for one in each}
    drafts = {photo: one.draft for photo, one in zip(photos, each, strict=True) if one.draft is not None}
    bare = [photo for photo, one in zip(photos, each, strict=True) if not one.caption.text and one.draft is None]
    origins: set[CaptionOrigin] = {one.caption.origin for one in each}
    origin = origins.pop() if len(origins) == 1 else ""
    return Values(_only(titles), _only(captions), drafts, tuple(bare), origin)


def too_long(title: str, caption: str) -> str:
    """Return a message why these texts cannot be saved; empty if they can."""
    length = len(title.strip())
    if length > LONGEST_TITLE:
        return tr(
            "A title can't have {length:,} characters; the maximum is {most:,}. Not saved yet.",
            length=length,
            most=LONGEST_TITLE,
        )
    length = len(caption.strip())
    if length > LONGEST_CAPTION:
        return tr(
            "A caption can't have {length:,} characters; the maximum is {most:,}. Not saved yet.",
            length=length,
            most=LONGEST_CAPTION,
        )
    return ""


def written(what: Collection[str], photos: int, *, is_removed: bool) -> str:
    """Return what was just saved, e.g. "Title and caption saved" or "Caption saved for 12 photos".

    Args:
        what: ``title``, ``caption`` or both.
        photos: Number of photos.
        is_removed: Whether the title or caption was deleted.
    """
    if len(what) > 1:
        if is_removed:
            return tr_n("Title and caption removed", "Title and caption removed from {count:,} photos", photos)
        return tr_n("Title and caption saved", "Title and caption saved for {count:,} photos", photos)
    if "title" in what:
        if is_removed:
            return tr_n("Title removed", "Title removed from {count:,} photos", photos)
        return tr_n("Title saved", "Title saved for {count:,} photos", photos)
    if is_removed:
        return tr_n("Caption removed", "Caption removed from {count:,} photos", photos)
    return tr_n("Caption saved", "Caption saved for {count:,} photos", photos)


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None if found else ""
