"""Words that go with a search: tags that its photos have far more often than others, and what lies near its words.

Both are words that the library has, so that each leads to photos.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from photon.annotate.tags.visual_words import visual_words
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.word_key import word_forms
from photon.app.explore.theme_words import find_nameable_tags
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Hit, Query, QueryWords
from photon.domain.arrays import Ids
from photon.library import Library
from photon.library.db.text_folding import fold_sign
from photon.search.query_language import parse

_MOST, _TOLD = 6, 4  # words in all, and those of photos that come before what is below the words, such as spaniel
_FEWEST = 3  # photos that must have a word
_BEST, _LIKELY = 200, 30  # good matches that count; first photos where there are fewer good ones than a word needs
_SHARE, _LIFT = 0.1, 2.0  # of the photos must have it, and how many times as many as elsewhere
_FEW = 0.01  # added to shares, so that a word that occurs nowhere else counts no more than one that hardly does
_SAMPLE = 2000  # photos by which it is said what is usual
Shares = dict[str, tuple[str, float]]
"""Words, with the share of photos that have them, by their folded form."""


def leading_photos(hits: Sequence[Hit]) -> list[int]:
    """Return the photos of an answer, best first, by which words are found that go with it."""
    good = [hit.photo for hit in hits if hit.strong][:_BEST]
    return good if len(good) >= _FEWEST else [hit.photo for hit in hits[:_LIKELY]]


def find_related_words(library: Library, query: Query, photos: Sequence[int], translation: str = "") -> list[str]:
    """Return up to six words, those that tell most first; some 10 ms, or 60 ms when the library has changed.

    Args:
        library: The library.
        query: A search by words.
        photos: Its best photos.
        translation: In which words it was answered, if not in its own: they are no news either.
    """
    texts = [*filter(None, (query.words, translation))]
    vocabulary = vocabulary_of(library)
    usual = library.remember("usual words", partial(_usual_shares, library), "cache")
    found = _shares(library, np.unique(np.array(photos, np.int64)))
    telling = {
        key: share * np.log((share + _FEW) / (usual.get(key, ("", 0.0))[1] + _FEW))
        for key, (_, share) in found.items()
        if share >= max(_SHARE, _FEWEST / len(photos)) and share >= _LIFT * usual.get(key, ("", 0.0))[1]
    }
    told = sorted(telling, key=lambda key: -telling[key])
    beside = _beside(vocabulary, ", ".join(texts), is_wide=not told) & usual.keys()
    near = sorted(beside, key=lambda key: -usual[key][1])
    words = ((usual | found)[key][0] for key in dict.fromkeys((*told[:_TOLD], *near, *told[_TOLD:])))
    asked = _forms(vocabulary, [*texts, *" ".join(texts).replace(",", " ").split()])
    return [word for word in words if _is_plain(word) and not _forms(vocabulary, [word]) & asked][:_MOST]


def _usual_shares(library: Library) -> Shares:
    photos = library.ids("SELECT id FROM photos WHERE +present = 1 ORDER BY id")
    return _shares(library, photos[np.linspace(0, len(photos) - 1, min(len(photos), _SAMPLE)).astype(np.int64)])


def _shares(library: Library, photos: Ids) -> Shares:
    """Return the words of photos, int64 (n,), by how sure they are."""
    shares: Shares = {}
    for tag in find_nameable_tags(library, photos):
        key = fold_sign(tag.path[-1])
        name, share = shares.get(key, (tag.path[-1], 0.0))
        shares[key] = (name, min(1.0, share + float(tag.chances.sum()) / len(photos)))
    return shares


def _beside(vocabulary: TagVocabulary, text: str, *, is_wide: bool) -> set[str]:
    """Return what the vocabulary has below the words of a text, or wide: also beside them; folded."""
    places = {one.place for one in visual_words(text.lower(), vocabulary)}
    near = {at for place in places for at in vocabulary.below(place)}
    if is_wide:
        above = {parent for place in places if (parent := int(vocabulary.parents[place])) >= 0}
        near |= {at for place in above for at in vocabulary.children(place)}
    return {fold_sign(vocabulary.keyword(at)[-1]) for at in near - places if vocabulary.suggestable[at]}


def _forms(vocabulary: TagVocabulary, words: Sequence[str]) -> set[str | int]:
    """Return by what words are known to be the same: their forms, and their places in the vocabulary."""
    places = {at for word in words if (at := vocabulary.place(word)) is not None}
    return {form for word in words for form in word_forms(word)} | places


def _is_plain(word: str) -> bool:
    """Return whether a word means itself in a search."""
    return parse(word).query.parts == (QueryWords(word),)
