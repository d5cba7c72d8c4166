"""Whose words captions are: a draft's as it was, an edited draft's, or the person's own."""

from collections.abc import Mapping

from photon.app.captions.caption_facts import completed
from photon.domain import Changes
from photon.domain.metadata.caption import Caption, CaptionDraft, CaptionOrigin, rests_on
from photon.library import Library
from photon.library.captions import captions


def origins_of(
    library: Library, written: Mapping[int, Caption], drafts: Mapping[int, CaptionDraft]
) -> dict[int, CaptionOrigin]:
    """Whose words these captions are, for photos with these drafts, as they were drafted."""
    found: dict[int, CaptionOrigin] = {}
    shown = completed(library, drafts)
    for photo, caption in written.items():
        sentences = [one for draft in (drafts[photo], shown[photo]) for one in (draft.text, *draft.others)]
        text = caption.text.strip()
        is_edited = any(rests_on(text, one) for one in sentences)
        found[photo] = "draft" if text in map(str.strip, sentences) else "edited" if is_edited else ""
    return found


def judge_captions(library: Library) -> Changes:
    """Find out whose words the captions are that an older Photon took for a draft's; nothing is done where none is.

    If the draft no longer exists, the texts cannot be compared, and the origin stays ``draft``.
    """
    written = captions.unjudged(library)
    if not written:
        return Changes()
    drafts = captions.drafts(library, list(written), with_described=True)
    known = {photo: caption for photo, caption in written.items() if photo in drafts}
    return captions.judge(library, {**dict.fromkeys(written, "draft"), **origins_of(library, known, drafts)})
