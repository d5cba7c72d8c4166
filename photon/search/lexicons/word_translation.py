"""Translate a few words into English, longest known phrases first, and put them into English order.

Three rules of word order are enough for searches: an adjective moves before its noun (chien noir), a final verb moves
after the first noun (Kinder im Garten spielen), and an article without a noun after it is omitted (Hund der rennt).
Unknown words stay unchanged, because most are names.
"""

import re
import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from photon.search.lexicons.inflection import english_plural
from photon.search.lexicons.lexicon import WordKind, WordLexicon, WordSense, find_word, load_lexicon

# A learned tag; a word, which may have hyphens and apostrophes (grand-mère, zebra's, l', 's); any other character.
_TOKEN = re.compile(r"my:\"[^\"]+\"|my:\S+|'?[^\W_]+(?:[-'.][^\W_]+)*'?|\S", re.IGNORECASE)
_APOSTROPHES = str.maketrans("’`´ʼ", "''''")
_BEFORE_VOWEL = re.compile(r"\ba(?= [aeio])")
_LETTER = re.compile(r"[^\W\d_]")
_ARTICLES = frozenset({"a", "the"})
_PREPOSITION_LINES = """
in on at with under over above below behind before between beside near next by to from of through across around along
against into onto for the
"""
_PREPOSITIONS = frozenset(_PREPOSITION_LINES.split())
_JOINING = frozenset({"and", "or", "very"})  # between adjectives
_NUMBERS = frozenset("two three four five six seven eight nine ten several many".split())  # noqa: SIM905
_MASS_LINES = """
snow water ice rain fog mist smoke wind air sun sunshine sunlight light shade sky space world traffic sand mud dirt dust
grass wood food bread rice meat cheese butter sugar milk coffee tea juice wine beer hair glass gold silver metal
plastic furniture luggage clothing jewellery music money work time fun noise
"""
_MASS = frozenset(_MASS_LINES.split())  # things without a number: viel Schnee
_FEASTS = frozenset({"christmas", "easter", "carnival", "halloween"})  # have a capital, too
_PHRASE_OF_NOUN = re.compile(r"(.*\b(?:a|the)) (\w+(?: (?!of\b)\w+)?)")


class _Item(NamedTuple):
    """A word or phrase as typed, its English translation, and its word class; unknown ones have neither."""

    typed: str
    english: str
    kind: WordKind | None
    singular: str = ""


class TranslatedWords(NamedTuple):
    """The result of a translation.

    Attributes:
        typed: The wanted words as typed.
        english: The wanted words in English.
        unwanted: The words after a word such as ohne, as typed and in English; both empty if there is none.
        known: Number of words that the lexicon has.
        words: Number of words.
    """

    typed: str
    english: str
    unwanted: tuple[str, str]
    known: int
    words: int


def split_words(code: str, text: str) -> list[str]:
    """Split a text into words and other characters, separating elided words (l', d', dell')."""
    tokens = []
    for token in _TOKEN.findall(unicodedata.normalize("NFC", text).translate(_APOSTROPHES)):
        elided, mark, rest = token.partition("'")
        lexicon = load_lexicon(code)
        if mark and elided and rest and not lexicon.find(token.lower()) and lexicon.find(f"{elided}'".lower()):
            tokens += [f"{elided}'", rest]
        else:
            tokens.append(token)
    return tokens


def translate_words(code: str, text: str) -> TranslatedWords:
    """Translate words into English.

    Args:
        code: The language, which must have a lexicon.
        text: Words without commas, from one part of a query.

    Returns:
        The translation.
    """
    items = _read_items(code, split_words(code, text))
    lettered = [item for item in items if _LETTER.search(item.typed)]
    cut = next((place for place, item in enumerate(items) if item.kind == "without"), len(items))
    wanted, unwanted = items[:cut], [item for item in items[cut:] if item.kind != "without"]
    return TranslatedWords(
        _typed(wanted),
        _in_english(code, wanted),
        (_typed(unwanted), _in_english(code, unwanted)),
        sum(len(item.typed.split()) for item in lettered if item.kind),
        sum(len(item.typed.split()) for item in lettered),
    )


def _read_items(code: str, tokens: Sequence[str]) -> list[_Item]:
    """Read the longest known phrase at each position, or a single word."""
    lexicon = load_lexicon(code)
    items: list[_Item] = []
    at = 0
    while at < len(tokens):
        for count in range(min(lexicon.longest, len(tokens) - at), 1, -1):
            typed = _typed_tokens(tokens[at : at + count])
            sense = lexicon.find(typed.lower())
            if sense is not None and not (sense.kind == "phrase" and _begins_noun(lexicon, tokens, at + count - 1)):
                break
        else:
            count, typed = 1, tokens[at]
            sense = None if typed.lower().startswith("my:") else _find_with_hyphens(code, typed.lower())
            if sense is not None and at and _is_name(code, tokens, typed) and sense.english not in _FEASTS:
                sense = None
        items.append(_Item(typed, sense.english, sense.kind, sense.singular) if sense else _Item(typed, typed, None))
        at += count
    return items


def _is_name(code: str, tokens: Sequence[str], word: str) -> bool:
    """Return whether a capital marks a name (mariage de Claire): only if nouns and other words have none."""
    return code != "de" and word.istitle() and any(token[0].islower() for token in tokens)


def _begins_noun(lexicon: WordLexicon, tokens: Sequence[str], at: int) -> bool:
    """Return whether a noun of several words begins at ``at``: "sur une table" must not split "table de nuit"."""
    for end in range(at + 2, min(at + lexicon.longest, len(tokens)) + 1):
        sense = lexicon.find(_typed_tokens(tokens[at:end]).lower())
        if sense is not None and sense.kind == "noun":
            return True
    return False


def _find_with_hyphens(code: str, word: str) -> WordSense | None:
    sense = find_word(code, word)
    parts = word.split("-")
    if sense is not None or len(parts) == 1:
        return sense
    senses = [find_word(code, part) for part in parts]
    known = [part for part in senses if part is not None]
    if len(known) < len(parts):
        return None
    english = " ".join(part.singular for part in known[:-1]) + f" {known[-1].english}"
    return WordSense(english, known[-1].kind, english)


def _typed_tokens(tokens: Sequence[str]) -> str:
    """Return tokens as typed, without a space after an elided word."""
    return re.sub(r"(?<=\w') (?=\w)", "", " ".join(tokens))


def _typed(items: Sequence[_Item]) -> str:
    return _typed_tokens([item.typed for item in items])


def _in_english(code: str, items: Sequence[_Item]) -> str:
    lexicon = load_lexicon(code)
    items = _with_plurals([item for item in items if item.english])
    items = [item for place, item in enumerate(items) if not _is_lone_article(items, place)]
    if lexicon.moves_adjectives:
        items = _with_adjectives_first(_with_nouns_apart(items))
    if lexicon.has_final_verbs:
        items = _with_verb_inside(items)
    return _BEFORE_VOWEL.sub("an", " ".join(item.english for item in items))


def _with_plurals(items: Sequence[_Item]) -> list[_Item]:
    """Put nouns behind a number into the plural, which may look like the singular: zwei kleine Mädchen, viel Schnee."""
    found: list[_Item] = []
    number = -1  # place of the number before a noun and its adjectives
    for item in items:
        is_one = item.kind == "noun" and number >= 0 and item.english == item.singular
        if is_one and item.english in _MASS and found[number].english == "many":
            is_one = False
            found[number] = found[number]._replace(english="much")
        found.append(item._replace(english=english_plural(item.english)) if is_one else item)
        if item.english in _NUMBERS:
            number = len(found) - 1
        elif item.kind != "adjective":
            number = -1
    return found


def _is_lone_article(items: Sequence[_Item], place: int) -> bool:
    """Return whether an article precedes something that has none, such as a verb; it is then a pronoun."""
    if items[place].english not in _ARTICLES or items[place].kind != "word":
        return False
    following = items[place + 1] if place + 1 < len(items) else None
    if following is None or following.kind in {"verb", "word"}:
        return True
    return following.kind == "phrase" and following.english.split()[0] in _PREPOSITIONS


def _with_nouns_apart(items: Sequence[_Item]) -> list[_Item]:
    """Split phrases such as "on the table" before the noun if an adjective follows, which moves in between."""
    parted: list[_Item] = []
    for place, item in enumerate(items):
        found = _PHRASE_OF_NOUN.fullmatch(item.english) if item.kind == "phrase" else None
        if found and place + 1 < len(items) and items[place + 1].kind == "adjective":
            parted += [_Item("", found[1], "word"), _Item(item.typed, found[2], "noun")]
        else:
            parted.append(item)
    return parted


def _with_adjectives_first(items: Sequence[_Item]) -> list[_Item]:
    """Move adjectives before their noun, with the words that join them: chien noir et blanc."""
    moved: list[_Item] = []
    at = 0
    while at < len(items):
        end = _end_of_adjectives(items, at + 1) if items[at].kind == "noun" else at + 1
        moved += [*items[at + 1 : end], items[at]]
        at = end
    return moved


def _end_of_adjectives(items: Sequence[_Item], start: int) -> int:
    """Return the end, exclusive, of the adjectives that begin at ``start``."""
    end = at = start
    while at < len(items) and (items[at].kind == "adjective" or items[at].english in _JOINING):
        at += 1
        if items[at - 1].kind == "adjective":
            end = at
    return end


def _with_verb_inside(items: Sequence[_Item]) -> list[_Item]:
    """Move a final verb after the first noun, unless a preposition precedes that noun."""
    nouns = [place for place, item in enumerate(items) if item.kind == "noun"]
    if not nouns or items[-1].kind != "verb" or any(item.kind == "verb" for item in items[:-1]):
        return list(items)
    first = nouns[0]
    before = [item for item in items[:first] if item.kind == "word" and item.english not in _ARTICLES]
    if before and not before[0].english.isdigit() and before[0].english.split()[-1] in _PREPOSITIONS:
        return list(items)
    return [*items[: first + 1], items[-1], *items[first + 1 : -1]]
