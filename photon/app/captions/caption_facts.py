"""Completes drafted sentences with facts about their photos when they are shown, since facts may follow the draft."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Literal

from photon.annotate.captions.caption_facts import USUAL, complete, known_facts
from photon.annotate.captions.caption_template import read_template
from photon.annotate.captions.long_caption import SURE_STYLE, extend_caption
from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.captions.sentence_check import known_by, may_be_shown
from photon.annotate.captions.text_draft import is_confidential, is_quoting, without_quote
from photon.app.tags.sensitive_filter import private_photos
from photon.app.tags.tags import tags_of
from photon.domain import Changes, PhotonError
from photon.domain.metadata.caption import LONGEST_TEMPLATE, CaptionDraft
from photon.domain.metadata.tag import name_key
from photon.domain.photo.styles import STYLES
from photon.domain.unseen_characters import readable_text
from photon.language import number, tr
from photon.library import Library
from photon.library.captions import captions
from photon.library.captions.caption_settings import TEMPLATE
from photon.library.db import settings
from photon.library.people.named_people import NOBODY, people_in_photos
from photon.library.photos import photos
from photon.library.tags import tags
from photon.library.text import texts
from photon.library.vectors import styles


def template_of(library: Library) -> str:
    """Return the library's template for captions; see ``caption_template``."""
    kept = settings.get(library, TEMPLATE)
    return kept if kept.strip() else USUAL


_TOO_LONG = {
    "template": tr("A template can't have {length} characters; the maximum is {longest}."),
    "title": tr("A title can't have {length} characters; the maximum is {longest}."),
    "caption": tr("A caption can't have {length} characters; the maximum is {longest}."),
}


def cleaned(text: str, what: Literal["template", "title", "caption"], longest: int) -> str:
    """Return a typed text without characters that cannot be stored.

    Raises:
        PhotonError: It is too long for a ``what``.
    """
    clean = readable_text(text.encode("utf-8", "replace").decode()).strip()
    if len(clean) > longest:
        message = _TOO_LONG[what].format(length=number(len(clean)), longest=number(longest))
        raise PhotonError(message, tr("Shorten it; nothing was saved."))
    return clean


def use_template(library: Library, text: str) -> Changes:
    """Set the template; an empty text restores the default.

    Raises:
        PhotonError: The template is far too long.
    """
    clean = cleaned(text, "template", LONGEST_TEMPLATE)
    changes = settings.store(library, TEMPLATE, None if clean in {"", USUAL} else clean)
    return replace(changes, kinds=changes.kinds | {"captions"})  # the texts of drafts have changed


def completed(library: Library, drafts: Mapping[int, CaptionDraft]) -> dict[int, CaptionDraft]:
    """Return drafts as they are shown: completed by the template with date, camera and confirmed tags of their photos.

    Sentences that are broken or contradict the current tags are left out; a draft without any other sentence, too.
    """
    shown = _checked(library, drafts)
    template, facts = (
        read_template(template_of(library)),
        _facts(library, list(shown), photos.shots(library, list(shown))),
    )
    return {
        photo: _each_sentence(draft, partial(complete, facts=facts[photo], template=template))
        for photo, draft in shown.items()
    }


def as_drafted(library: Library, photo: int, sentences: Iterable[str]) -> list[str]:
    """Return completed sentences of a photo as they were drafted; other texts are left out."""
    draft = captions.drafts(library, [photo]).get(photo)
    if draft is None:
        return []
    template, facts, asked = (
        read_template(template_of(library)),
        _facts(library, [photo], photos.shots(library, [photo]))[photo],
        set(sentences),
    )
    return [one for one in (draft.text, *draft.others) if asked & {one, complete(one, facts, template)}]


def _checked(library: Library, drafts: Mapping[int, CaptionDraft]) -> dict[int, CaptionDraft]:
    shown, objects, ids = {}, caption_objects(), list(drafts)
    tagged = tags_of(library, ids)
    quoting = {photo for photo, one in drafts.items() if is_quoting(one.text)}
    private = private_photos(library) & quoting if quoting else frozenset()
    private |= {photo for photo, page in texts.pages(library, sorted(quoting)).items() if is_confidential(page)}
    for photo, draft in drafts.items():
        known, sentences = known_by(tagged[photo], objects), (draft.text, *draft.others)
        allowed = [one for one in sentences if photo not in private or not is_quoting(one)]
        left = [one for one in allowed if may_be_shown(without_quote(one), known, objects)]
        if left:
            shown[photo] = replace(draft, text=left[0], others=tuple(left[1:]))
    return shown


def lengthened(library: Library, drafts: Mapping[int, CaptionDraft]) -> dict[int, CaptionDraft]:
    """Return drafts with two sentences instead of a completed one: what, then who, when, how and where."""
    shown = _checked(library, drafts)
    ids = list(shown)
    taken = photos.shots(library, ids)
    facts = _facts(library, ids, taken)
    measured, chances = styles.everything_of(library, ids)
    sure = {
        photo: [style for style, chance in zip(STYLES, row, strict=True) if chance >= SURE_STYLE]
        for photo, row in zip(measured.tolist(), chances, strict=True)
    }
    return {
        photo: _each_sentence(
            draft, partial(extend_caption, facts=facts[photo], taken=taken[photo][0], styles=sure.get(photo, ()))
        )
        for photo, draft in shown.items()
    }


def _each_sentence(draft: CaptionDraft, change: Callable[[str], str]) -> CaptionDraft:
    texts = dict.fromkeys(change(one) or one for one in (draft.text, *draft.others))
    text, *others = texts
    return replace(draft, text=text, others=tuple(others))


def _facts(
    library: Library, ids: list[int], shots: Mapping[int, tuple[str | None, str | None]]
) -> dict[int, dict[str, str]]:
    given, shown = tags.tags_for_photos(library, ids), people_in_photos(library, ids)
    found = {}
    for photo in ids:
        people = shown.get(photo, NOBODY)
        hidden = {one.key for one in people.decisions.hidden}
        paths = [tag.path for tag in given[photo] if tag.state == "confirmed" and name_key(tag.path[-1]) not in hidden]
        names = [one.name for one in sorted(people.marks, key=lambda one: one.box) if one.key not in hidden]
        found[photo] = known_facts(paths, *shots.get(photo, ("", "")), names)
    return found
