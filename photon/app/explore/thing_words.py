"""What words of tags are in English, in whatever language they were given, and what things are called in another."""

from collections.abc import Callable, Mapping
from functools import cache

from photon.annotate.explore.hypernyms import known_hypernyms
from photon.annotate.tags.translations import languages, translation
from photon.annotate.tags.vocabulary_file import everyday
from photon.language.language import current_language, spoken_languages
from photon.library import Library
from photon.library.db import settings
from photon.library.tags.tag_settings import LANGUAGE
from photon.search.lexicons.lexicon import find_word, lexicon_codes


def english_words(library: Library) -> Callable[[str], str]:
    """Return what says what a word is in English; empty if it is English already, or unknown.

    The languages of the user and of the library's keywords come first: a German's *Gift* is no present. English comes
    before all others.
    """
    own = {settings.get(library, LANGUAGE), current_language(), *spoken_languages()}
    mine, others = ([code for code in lexicon_codes() if (code in own) == wanted] for wanted in (True, False))
    words = known_hypernyms()

    @cache
    def english_of(word: str) -> str:
        name = word.lower()
        is_english = words.find(word) or everyday().find(word)  # loading all languages takes .17 s
        codes = mine if is_english else [*mine, *others]
        senses = (find_word(code, name) for code in codes)
        return next((sense.english for sense in senses if sense is not None and words.find(sense.english)), "")

    return english_of


def thing_names(library: Library) -> Mapping[str, str]:
    """Return what things are called in the language of the library's keywords, by their English names."""
    language = settings.get(library, LANGUAGE)
    return translation(language) if language in {one.code for one in languages()} else {}
