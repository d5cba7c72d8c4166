"""Translates the words of a query into English if the encoder does not know their language, when this is certain."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import cache, reduce
from itertools import cycle

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import AnyOf, Part, Query, QueryWords
from photon.domain.query.query import flat_parts
from photon.language import tr
from photon.language.language import current_language, spoken_languages
from photon.library import Library
from photon.library.db import settings
from photon.library.searches.search_settings import TRANSLATE
from photon.quick_dataclass import dataclass
from photon.search.alternatives import expand_alternatives
from photon.search.language import Guess, guess_language, has_english
from photon.search.lexicons.exclusion_words import find_exclusion
from photon.search.lexicons.lexicon import lexicon_codes
from photon.search.lexicons.nobody_words import separate_nobody
from photon.search.lexicons.word_translation import TranslatedWords, translate_words
from photon.search.query_formatting import format_query
from photon.search.text.unknown_words import find_unknown_words, put_meant_words
from photon.vision.kit.encoder import EnglishReading
from photon.vision.knowledge.language_bridge import BRIDGED

_Name = Callable[[str], EnglishReading]
_UNCERTAIN = 2  # at most one word in this many may be missing from the lexicon


@dataclass(frozen=True, slots=True)
class QueryTranslation:
    """A query with its translation.

    Attributes:
        typed: The query as typed; words after a word such as ohne are unwanted.
        english: The same query, part by part, in English.
        sentence: The message, ``Searched for in English: cat, without people.``; empty if nothing was translated.
        words: The English side of the sentence, in the query language.
        unknown: The words that Photon does not know, each with the word that stands for it in English; empty for none.
    """

    typed: Query
    english: Query
    sentence: str = ""
    words: str = ""
    unknown: Mapping[str, str] = field(default_factory=dict)

    def of_length(self, top: int) -> "QueryTranslation":
        """Return the same translation for this number of hits."""
        return replace(self, typed=replace(self.typed, top=top), english=replace(self.english, top=top))

    def variants(self) -> list[tuple[Query, Query]]:
        """Return the alternatives, as typed and in English; one that was typed may have two readings."""
        return list(zip(cycle(expand_alternatives(self.typed)), expand_alternatives(self.english), strict=False))

    @property
    def spoken(self) -> str:
        """The words that the encoder reads, those of the first alternative."""
        return expand_alternatives(self.english)[0].words


def read_query(encoder: EncoderClient, library: Library | None, query: Query) -> QueryTranslation:
    """Translate a query if the encoder knows English but not the language of the query.

    Args:
        encoder: The encoder that reads the words.
        library: The library, for which translation may be switched off, as for the query.
        query: The query. Quoted texts, filters, examples and names of learned tags stay as they are.

    Returns:
        The query twice: as typed and in English. What says that nobody is there is an unwanted part of both.
    """
    read = _translate(encoder, library, query)
    if query.is_literal:
        return read
    unknown = find_unknown_words(encoder.name, library, read.english)
    meant = [_in_words(lambda text: put_meant_words(text, unknown), part) for part in read.english.parts]
    english = separate_nobody(replace(read.english, parts=tuple(meant)))
    return replace(read, typed=separate_nobody(read.typed), english=english, unknown=unknown)


def _translate(encoder: EncoderClient, library: Library | None, query: Query) -> QueryTranslation:
    """Return the query as typed and in English, with the same parts."""
    is_off = query.is_literal or (library is not None and not settings.get(library, TRANSLATE))
    phrases = [] if is_off else _words(query.parts)
    texts = [text for one in phrases for text in one.pieces[::2]]  # no names of learned tags
    text, known = " ".join(texts), encoder.languages
    guess = guess_language(text)
    code = _language_of(text, guess, known) if "en" in known else ""
    is_bridged = guess is not None and bool(guess.languages & BRIDGED & (known or BRIDGED))
    if not code and not is_bridged:
        return QueryTranslation(query, query)
    is_namer = "name" in encoder.model.capabilities
    ask = cache(lambda text: encoder.put_in_english(text) if is_namer else EnglishReading())
    pairs = [pair for part in query.parts for pair in (_translated(code, part) if code else _named(ask, part))]
    before, after = (replace(query, parts=parts) for parts in zip(*pairs, strict=True))
    after = after if guess else _both_ways(before, after)
    shown = after if code else _in_phrases(ask, after)
    if _only_words(query).casefold() == _only_words(shown).casefold():
        return QueryTranslation(query, query)
    words = "" if before.parts == after.parts else _only_words(after)
    if guess is None or shown.parts != after.parts or not words:
        return QueryTranslation(before, after, tr("Read as: {words}.", words=_spoken(shown)), words)
    return QueryTranslation(before, after, tr("Searched for in English: {words}.", words=_spoken(after)), words)


def _language_of(text: str, guess: Guess | None, known: Iterable[str]) -> str:
    """Return the language of a text, if it has a lexicon and is certain from the words or the user's own languages."""
    spoken = current_language()
    if guess is None:
        others = spoken_languages().intersection(lexicon_codes()).difference(known)
        codes = [] if has_english(text) else sorted(others, key=lambda code: code != spoken)
        return next((code for code in codes if _is_known(code, text, _all_known)), "")
    codes = sorted(guess.languages.intersection(lexicon_codes()))
    if not codes or guess.languages.intersection(known):
        return ""
    code = spoken if spoken in codes else codes[0]
    return code if _is_known(code, text, _mostly_known) else ""


def _both_ways(before: Query, after: Query) -> Query:
    """Return a query that is as well English, such as ``gift``, with both readings: ``(poison OR gift)``."""
    changed = [(was, now) for was, now in zip(before.parts, after.parts, strict=True) if was != now]
    match changed:
        case [(QueryWords(unwanted=False) as was, QueryWords() as now)] if len(_words(before.parts)) == 1:
            return replace(after, parts=tuple(AnyOf((now, was)) if part is now else part for part in after.parts))
    return after


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
    if not isinstance(part, QueryWords) or part.unwanted:
        return [(part, _in_words(lambda text: _whole(code, text), part))]
    read = translate_words(code, part.text)
    pairs: list[tuple[Part, Part]] = []
    if read.english:
        pairs.append((replace(part, text=read.typed), replace(part, text=read.english)))
    typed, english = read.unwanted
    if english:
        pairs.append((replace(part, text=typed, unwanted=True), replace(part, text=english, unwanted=True)))
    return pairs or [(part, part)]


def _named(ask: _Name, part: Part) -> list[tuple[Part, Part]]:
    """Return a part like ``_translated``, with names of things in a language without a lexicon in English.

    What says more than a name stays as it is: the encoder knows the language.
    """

    def name(text: str) -> str:
        return ask(text).name or text

    found = find_exclusion(part.text) if isinstance(part, QueryWords) and not part.unwanted else None
    if not isinstance(part, QueryWords) or found is None or not (found.is_sure or ask(found.unwanted).name):
        return [(part, _in_words(name, part))]
    wanted = [replace(part, text=found.wanted)] if found.wanted else []
    parts = [*wanted, replace(part, text=found.unwanted, unwanted=True)]
    return [(one, _in_words(name, one)) for one in parts]


def _in_phrases(ask: _Name, query: Query) -> Query:
    """Return a query with about what its words say in their place, for display."""
    return replace(query, parts=tuple(_in_words(lambda text: ask(text).phrase or text, part) for part in query.parts))


def _in_words(say: Callable[[str], str], part: Part) -> Part:
    """Return a part with other words."""
    if isinstance(part, AnyOf):
        options = [
            replace(option, text=say(option.text)) if isinstance(option, QueryWords) else option
            for option in part.options
        ]
        return replace(part, options=tuple(options))
    return replace(part, text=say(part.text)) if isinstance(part, QueryWords) else part


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
    return ", ".join(_text(part) for part in query.parts if isinstance(part, QueryWords) or _is_of_words(part))


def _text(part: Part) -> str:
    if isinstance(part, AnyOf):
        return reduce(lambda before, name: tr("{before} or {name}", before=before, name=name), map(_text, part.options))
    if not isinstance(part, QueryWords):
        return format_query(Query((part,)))
    return tr("without {parts}", parts=part.spoken) if part.unwanted else part.spoken


def _is_of_words(part: Part) -> bool:
    return isinstance(part, AnyOf) and any(isinstance(option, QueryWords) for option in part.options)
