"""Sensitive tags that the text in photos suggests, beside what the photos look like; which text may go into files."""

from collections.abc import Sequence

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.text.sensitive_text import sensitive_in
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Changes
from photon.domain.metadata.tag import TagPath
from photon.domain.metadata.written_text import TextChoice, WrittenText, written_text
from photon.domain.photo.page_text import PageText
from photon.library import Library
from photon.library.db import settings
from photon.library.tags import hidden_photos, tag_suggestions
from photon.library.tags.tag_settings import SENSITIVE, SUGGEST
from photon.library.text import texts

Suggestions = list[tuple[TagPath, float]]
"""Tags of a photo with their certainties, 0..1."""


def computes_sensitive(library: Library) -> bool:
    """Return whether sensitive tags are computed, either as suggestions or only to hide photos."""
    return bool(settings.get(library, SENSITIVE) or hidden_photos.is_wanted(library))


def suggest_by_text(vocabulary: TagVocabulary, page: PageText) -> Suggestions:
    """Return the sensitive tags of a vocabulary that the text of a photo suggests."""
    found = ((vocabulary.place(name), chance) for name, chance in sensitive_in(page).items())
    return [
        (vocabulary.keyword(at), chance)
        for at, chance in found
        if at is not None and vocabulary.entries[at].is_sensitive and vocabulary.suggestable[at]
    ]


def join_suggestions(suggested: Suggestions, by_text: Suggestions) -> Suggestions:
    """Return all tags, each with its greater certainty, most certain first."""
    best = dict(suggested)
    best.update((path, max(chance, best.get(path, 0.0))) for path, chance in by_text)
    return sorted(best.items(), key=lambda one: -one[1])


def texts_for_files(library: Library, photos: Sequence[int], choice: TextChoice) -> dict[int, WrittenText]:
    """Return what files should say of the text in photos; those that were not read, or are sensitive, keep theirs."""
    if choice == "leave":
        return {}
    pages = texts.pages(library, photos)
    private = {photo for photo, page in pages.items() if sensitive_in(page)}
    allowed = photos if choice == "remove" else texts.read_photos(library, photos).keys() - private
    found = ((photo, written_text(pages.get(photo, PageText()), choice)) for photo in allowed)
    return {photo: text for photo, text in found if text is not None}


def raise_by_text(library: Library, photo: int, page: PageText) -> Changes:
    """Suggest what the text of a photo tells as soon as it is stored, so that it hides the photo at once.

    Args:
        library: Open for writing.
        photo: The photo.
        page: Its text.
    """
    if not (settings.get(library, SUGGEST) and computes_sensitive(library) and sensitive_in(page)):
        return Changes()
    return tag_suggestions.raise_certainties(library, photo, suggest_by_text(vocabulary_of(library), page))
