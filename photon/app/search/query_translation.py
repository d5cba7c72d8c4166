"""Translates the words of a query into English if the encoder does not know their language, when this is certain."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import reduce

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import AnyOf, Option, Part, Query, QueryWords
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.language.language import current_language
from photon.library import Library
from photon.library.db import settings
from photon.library.searches.search_settings import TRANSLATE
from photon.quick_dataclass import dataclass
from photon.search.language import guess_language, has_english
from photon.search.lexicons.lexicon import lexicon_codes
from photon.search.lexicons.word_translation import TranslatedWords, translate_words
from photon.search.query_formatting import format_query

_UNCERTAIN = 2  # at most one word in this many may be missing from the lexicon


@dataclass(frozen=True, slots=True)
class QueryTranslation:
    """A query with its translation.

    Attributes:
        typed: The query as typed; words after a word such as ohne are unwanted.
        english: The same query, part by part, in English.
        sentence: The message, ``Searched for in English: cat, without people.``; empty if nothing was translated.
        words: The English side of the sentence, in the query language.
    """

    typed: Query
    english: Query
    sentence: str = ""
    words: str = ""

    def of_length(self, top: int) -> "QueryTranslation":
        """Return the same translation for this number of hits."""
        return replace(self, typed=replace(self.typed, top=top), english=replace(self.english, top=top))


def read_query(encoder: EncoderClient, library: Library | None, query: Query) -> QueryTranslation:
    """Translate a query if the encoder knows English but not the language of the query.

    Args:
        encoder: The encoder that reads the words.
        library: The library, for which translation may be switched off, as for the query.
        query: The query. Quoted texts, filters, examples and names of learned tags stay as they are.

    Returns:
        The query twice: as typed and in English, with the same parts.
    """
    is_off = query.is_literal or (library is not None and not settings.get(library, TRANSLATE))
    phrases = [] if is_off else _words(query.parts)
    texts = [text for one in phrases for text in one.pieces[::2]]  # no names of learned tags
    code = _language_of(" ".join(texts), encoder.languages) if "en" in encoder.languages else ""
    if not code:
        return QueryTranslation(query, query)
    typed, english = [], []
    for part in query.parts:
        for was, said in _translated(code, part):
            typed.append(was)
            english.append(said)
    before, after = replace(query, parts=tuple(typed)), replace(query, parts=tuple(english))
    shown, words = _only_words(query), _only_words(after)
    if shown.casefold() == words.casefold():
        return QueryTranslation(query, query)
    return QueryTranslation(before, after, tr("Searched for in English: {words}.", words=_spoken(after)), words)


def _language_of(text: str, known: Iterable[str]) -> str:
    """Return the language of a text, if it has a lexicon and is certain from the words or Photon's own language."""
    guess = guess_language(text)
    spoken = current_language()
    if guess is None:
        is_all_known = spoken in lexicon_codes() and not has_english(text) and _is_known(spoken, text, _all_known)
        return spoken if is_all_known and spoken not in known else ""
    codes = sorted(guess.languages.intersection(lexicon_codes()))
    if not codes or guess.languages.intersection(known):
        return ""
    code = spoken if spoken in codes else codes[0]
    return code if _is_known(code, text, _mostly_known) else ""


def _is_known(code: str, text: str, is_enough: Callable[[TranslatedWords], bool]) -> bool:
    return bool(text.strip()) and is_enough(translate_words(code, text))


def _all_known(read: TranslatedWords) -> bool:
    return read.known == read.words


def _mostly_known(read: TranslatedWords) -> bool:
    return read.known * _UNCERTAIN >= read.words


def _words(parts: Sequence[Part]) -> list[QueryWords]:
    return [option for option in flat_parts(parts) if isinstance(option, QueryWords)]


def _translated(code: str, part: Part) -> list[tuple[Part, Part]]:
    """Return a part as typed and in English; two parts if it excludes something."""
    if isinstance(part, AnyOf):
        options: list[Option] = [
            replace(option, text=_whole(code, option.text)) if isinstance(option, QueryWords) else option
            for option in part.options
        ]
        return [(part, replace(part, options=tuple(options)))]
    if not isinstance(part, QueryWords):
        return [(part, part)]
    if part.unwanted:
        return [(part, replace(part, text=_whole(code, part.text)))]
    read = translate_words(code, part.text)
    pairs: list[tuple[Part, Part]] = []
    if read.english:
        pairs.append((replace(part, text=read.typed), replace(part, text=read.english)))
    was, said = read.unwanted
    if said:
        pairs.append((replace(part, text=was, unwanted=True), replace(part, text=said, unwanted=True)))
    return pairs or [(part, part)]


def _whole(code: str, text: str) -> str:
    """Return a text that stays one part, in English."""
    read = translate_words(code, text)
    return f"{read.english} without {read.unwanted[1]}".strip() if read.unwanted[1] else read.english or text


def _only_words(query: Query) -> str:
    """Return the words of a query in the query language, without filters, examples and quoted texts."""
    parts = [part for part in query.parts if isinstance(part, QueryWords) or _is_of_words(part)]
    return format_query(Query(tuple(parts)))


def _spoken(query: Query) -> str:
    """Return the words of a query without its syntax: ``cat, without people``."""
    return ", ".join(_said(part) for part in query.parts if isinstance(part, QueryWords) or _is_of_words(part))


def _said(part: Part) -> str:
    if isinstance(part, AnyOf):
        return reduce(lambda before, name: tr("{before} or {name}", before=before, name=name), map(_said, part.options))
    if not isinstance(part, QueryWords):
        return format_query(Query((part,)))
    return tr("without {parts}", parts=part.spoken) if part.unwanted else part.spoken


def _is_of_words(part: Part) -> bool:
    return isinstance(part, AnyOf) and any(isinstance(option, QueryWords) for option in part.options)
