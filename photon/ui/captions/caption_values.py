"""What is said of one photo or of many at once: what they have in common, what is drafted, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from photon.domain.metadata.caption import LONGEST_CAPTION, LONGEST_TITLE, CaptionDraft, CaptionOrigin, PhotoCaption
from photon.language import counted
from photon.ui.kit.formatting import number


@dataclass(frozen=True, slots=True)
class Values:
    """Said of some photos.

    Attributes:
        title: Their common title; None where it is mixed.
        caption: Their common caption; None where it is mixed.
        drafts: What Photon drafted, by photo.
        bare: Photos without a caption and without a draft.
        origin: Whose words their captions are, where that is the same for all.
    """

    title: str | None = ""
    caption: str | None = ""
    drafts: Mapping[int, CaptionDraft] = field(default_factory=dict)
    bare: tuple[int, ...] = ()
    origin: CaptionOrigin = ""


def values_of(photos: Sequence[int], said: Mapping[int, PhotoCaption]) -> Values:
    """What these photos have in common; those of which nothing is known count as bare."""
    each = [said.get(photo, PhotoCaption()) for photo in photos]
    titles, captions = {one.caption.title for one in each}, {one.caption.text for one in each}
    drafts = {photo: one.draft for photo, one in zip(photos, each, strict=True) if one.draft is not None}
    bare = [photo for photo, one in zip(photos, each, strict=True) if not one.caption.text and one.draft is None]
    origins: set[CaptionOrigin] = {one.caption.origin for one in each}
    origin = origins.pop() if len(origins) == 1 else ""
    return Values(_only(titles), _only(captions), drafts, tuple(bare), origin)


def too_long(title: str, caption: str) -> str:
    """Why these cannot be kept, as a sentence; empty where they can."""
    for what, text, most in (("title", title, LONGEST_TITLE), ("caption", caption, LONGEST_CAPTION)):
        length = len(text.strip())
        if length > most:
            return f"A {what} can't have {number(length)} characters; the maximum is {number(most)}. Not saved yet."
    return ""


def written(what: Sequence[str], photos: int, *, is_removed: bool) -> str:
    """What was just saved, e.g. "Title and caption saved" or "Caption saved for 12 photos"."""
    verb = "removed" if is_removed else "saved"
    words = " and ".join(what).capitalize()
    if photos == 1:
        return f"{words} {verb}"
    return f"{words} {verb} {'from' if is_removed else 'for'} {counted(photos, 'photo')}"


def _only(found: set[str]) -> str | None:
    return found.pop() if len(found) == 1 else None if found else ""
