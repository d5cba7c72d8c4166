"""Words of a query that Photon does not know: it says so, searches for what may be meant, and promises nothing else."""

import re
from collections.abc import Mapping, Sequence

from photon.domain import Query, QueryWords
from photon.domain.encoders.encoder_info import FALLBACK
from photon.domain.query.query import flat_parts
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.db.text_folding import fold
from photon.library.people.people import names_of_people
from photon.library.words import full_text
from photon.library.words.text_forms import SHORTEST_NEAR
from photon.search.language import guess_language
from photon.search.lexicons.everyday_words import is_everyday
from photon.search.lexicons.known_words import find_near_word, is_known
from photon.search.term_matches import content_words

_WORD = re.compile(r"(?<!my:)\b[^\W_]+")
_SHORTEST = 3  # letters; in others than those of English, the starter reads more languages than there are lists for


def find_unknown_words(encoder: str, library: Library | None, query: Query) -> dict[str, str]:
    """Return the words that neither Photon nor the library knows, each with the known word that may be meant, or empty.

    Only for the starter: the text towers of other models learned from the web, and know more names than any list.

    Args:
        encoder: Name of the encoder that reads the words.
        library: The library.
        query: The query in English.
    """
    parts = [part for part in flat_parts(query.parts) if isinstance(part, QueryWords) and not part.concepts]
    texts = [part.text for part in parts if encoder == FALLBACK and guess_language(part.text) is None]
    words = dict.fromkeys(word for text in texts for piece in content_words(text) for word in _WORD.findall(piece))
    return {word: find_near_word(word.lower()) for word in words if _is_unknown(library, word)}


def put_meant_words(text: str, unknown: Mapping[str, str]) -> str:
    """Return a text with the words that may be meant in place of unknown ones; names of learned tags stay."""
    return _WORD.sub(lambda word: unknown.get(word[0]) or word[0], text)


def is_all_unknown(query: Query, unknown: Mapping[str, str]) -> bool:
    """Return whether a query without alternatives asks for nothing else than unknown words."""
    words = [word for piece in content_words(query.words) for word in _WORD.findall(piece)]
    return bool(words) and not query.likes and all(word in unknown for word in words)


def unknown_words_notices(unknown: Mapping[str, str]) -> Sequence[str]:
    """Return a sentence on the unknown words that were searched for as they are, and one on each that was replaced."""
    lost = [tr("“{text}”", text=word) for word, near in unknown.items() if not near]
    names = tr_n("Photon doesn't know the word {words}.", "Photon doesn't know the words {words}.", len(lost),
                 words=", ".join(lost))  # fmt: skip
    replaced = [
        tr("Photon doesn't know the word “{word}” and searched for “{near}” instead.", word=word, near=near)
        for word, near in unknown.items()
        if near
    ]
    return [*([names] if lost else []), *replaced]


def _is_unknown(library: Library | None, word: str) -> bool:
    folded = word.lower()
    if not (word.isascii() and word.isalpha() and len(word) >= _SHORTEST) or is_known(folded):
        return False
    # one that lexicons only have in phrases, such as "puesta" of "puesta de sol"
    if len(word) >= SHORTEST_NEAR and is_everyday(folded) and not find_near_word(folded):
        return False
    if library is None:
        return True
    people = {part for name in names_of_people(library) for part in fold(name).split()}
    return folded not in people and not len(full_text.having(library, word, 1))
