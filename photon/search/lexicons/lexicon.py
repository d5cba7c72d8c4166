"""The lexicon of a language: its everyday words with their English translations.

``resources/lexicons/README.md`` describes the files. Only headwords are stored; inflected forms are looked up by
removing their endings. A lexicon of 3,000 lines is therefore read in some five milliseconds, when its language is
first needed.
"""

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import field
from typing import Literal, NamedTuple

from photon.quick_dataclass import dataclass
from photon.resource_files import resource
from photon.search.lexicons.inflection import Inflection, RuleKind, english_plural

WordKind = Literal["noun", "adjective", "verb", "word", "phrase", "without"]

_FOLDER = "lexicons"
_KINDS: dict[str, WordKind] = {
    "tag": "noun", "noun": "noun", "adjective": "adjective", "verb": "verb", "word": "word", "phrase": "phrase",
    "without": "without",
}  # fmt: skip
_INFLECTED: dict[WordKind, RuleKind] = {"noun": "noun", "adjective": "adjective", "verb": "verb"}
_FOLDED = 5  # minimum letters of words that are also found without accents (but für must not be found as fur)
_SHORTEST_PART = 3  # minimum letters of a part of a compound
_START = 3  # letters by which phrases are indexed
_DIGRAPHS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_PLAIN: dict[int, str | int | None] = {  # accented Latin letters; the last ones have no decomposition
    **{code: unicodedata.normalize("NFD", chr(code))[0] for code in range(0xC0, 0x180)},
    **str.maketrans("łıøß", "lios"),
}


class WordSense(NamedTuple):
    """The meaning of a word.

    Attributes:
        english: The English word or words; empty if the word is left out.
        kind: Its word class.
        singular: The English word to use if it is the first part of a compound.
    """

    english: str
    kind: WordKind
    singular: str


class Compound(NamedTuple):
    """A word made of others: its parts as separate words, and its meaning."""

    parts: tuple[str, ...]
    sense: WordSense


@dataclass(slots=True)
class WordLexicon:
    """The lexicon of one language.

    Attributes:
        code: ISO 639-1 code.
        moves_adjectives: Whether adjectives follow their nouns.
        has_final_verbs: Whether a verb may come last in a phrase about an action.
        links: Letters between the parts of a compound; none if the language writes no compounds as one word.
        longest: Number of words of the longest phrase.
    """

    code: str
    moves_adjectives: bool = False
    has_final_verbs: bool = False
    links: tuple[str, ...] = ()
    longest: int = 1
    _inflects_first: bool = False
    _inflection: Inflection = field(default_factory=Inflection)
    _lines: list[tuple[WordKind, str]] = field(default_factory=list)  # word class and English side of each line
    _forms: dict[str, tuple[int, bool]] = field(default_factory=dict)  # to a line, and whether as its plural
    _headwords: dict[RuleKind, dict[str, int]] = field(default_factory=dict)  # those that rules inflect
    _starts: set[str] = field(default_factory=set)  # of phrases
    _tags: int = 0  # lines with names of tags, which come first

    @classmethod
    def parse(cls, code: str, text: str) -> "WordLexicon":
        """Parse the text of a lexicon, which is in lower case."""
        found = cls(code, _headwords={"noun": {}, "plural": {}, "adjective": {}, "verb": {}})
        section = ""
        for line in text.split("\n"):
            sign = line[:1]
            if sign == "[":
                section = line[1 : line.index("]")]
            elif sign == "@":
                found._read_grammar(line)
            elif sign and sign != "#":
                found._read_line(_KINDS[section], line)
                found._tags += section == "tag"
        return found

    def find(self, words: str) -> WordSense | None:
        """Return the meaning of a word or of several separated by spaces, in lower case, inflected or not."""
        known = self._forms.get(words)
        if known is not None:
            return self._sense(*known)
        first, blank, rest = words.partition(" ")
        if blank and first[:_START] not in self._starts:
            return None
        form, rest = (first, blank + rest) if self._inflects_first else (words, "")
        for headword in self._inflection.headwords(form):
            line = self._headwords[headword.kind].get(headword.word + rest)
            if line is not None:
                return self._sense(line, headword.is_plural)
        return None

    def find_compound(self, word: str) -> Compound | None:
        """Return the meaning of a compound of known words: Hundeleine, dog leash."""
        for cut in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1) if self.links else ():
            tail = self.find(word[cut:])
            if tail is None or tail.kind != "noun":
                continue
            parts, head = self._first_part(word[:cut])
            if head:
                joined = tail.english if tail.singular.startswith(head) else f"{head} {tail.english}"
                return Compound((*parts, word[cut:]), WordSense(joined, "noun", joined))
        return None

    def _first_part(self, part: str) -> tuple[tuple[str, ...], str]:
        """Return the words of the first part of a compound, which may end with a link, and its English; or empty."""
        for link in ("", *self.links):
            stem = part.removesuffix(link) if link else part
            if len(stem) < _SHORTEST_PART or (link and stem == part):
                continue
            sense = self.find(stem)
            found = Compound((stem,), sense) if sense else self.find_compound(stem)
            if found is not None and found.sense.kind in _INFLECTED and found.sense.singular:
                return found.parts, found.sense.singular
        return (), ""

    def _sense(self, line: int, is_plural: bool) -> WordSense:  # noqa: FBT001 - of a form
        kind, english = self._lines[line]
        singular, _, plural = english.strip().partition(" / ")
        if is_plural and kind == "noun":
            return WordSense(plural or english_plural(singular), kind, singular)
        return WordSense(singular, kind, singular)

    def _read_grammar(self, line: str) -> None:
        name, _, rule = line[1:].partition(" ")
        if name == "order":
            self.moves_adjectives = True
        elif name == "head":
            self._inflects_first = True
        elif name == "compounds":
            self.links = tuple(rule.split())
        elif rule == "last":
            self.has_final_verbs = True
        else:
            self._inflection.add_rule(_RULES[name], rule)

    def _read_line(self, kind: WordKind, line: str) -> None:
        forms, _, english = line.partition(" =")
        number = len(self._lines)
        self._lines.append((kind, english))
        singular, comma, plural = forms.partition(", ") if kind == "noun" else (forms, "", "")
        rules = _INFLECTED.get(kind)
        self._add_forms(number, singular, rules)
        if comma:
            self._add_forms(number, plural, "plural")

    def _add_forms(self, number: int, forms: str, rules: RuleKind | None) -> None:
        known, overrides = self._forms, rules in {"verb", "adjective"}
        headwords = self._headwords[rules] if rules else {}
        for form in forms.split("|"):
            if form not in known or (overrides and known[form][0] < self._tags):
                known[form] = (number, rules == "plural")
            headwords.setdefault(form, number)
            if " " in form:
                self.longest = max(self.longest, form.count(" ") + 1)
                self._starts.add(form[:_START])


_RULES: dict[str, RuleKind] = {"noun": "noun", "plural": "plural", "adjective": "adjective", "verb": "verb"}


@functools.cache
def lexicon_codes() -> tuple[str, ...]:
    """Return the codes of the languages that have a lexicon."""
    return tuple(sorted(path.stem for path in resource(_FOLDER).glob("??.txt")))


@functools.cache
def load_lexicon(code: str) -> WordLexicon:
    """Return the lexicon of a language; loading takes some five milliseconds.

    Raises:
        FileNotFoundError: The language has no lexicon.
    """
    return WordLexicon.parse(code, _text(code))


def find_word(code: str, word: str) -> WordSense | None:
    """Return the meaning of a word, also if typed without accents or with ae for ä.

    Args:
        code: A language with a lexicon.
        word: The word, in lower case.
    """
    lexicon = load_lexicon(code)
    found = lexicon.find(word)
    if found is None and len(word) >= _FOLDED:
        found = _sense_of_compound(lexicon, word)
    for folded, plain in _folded(code, word) if found is None and len(word) >= _FOLDED else ():
        found = found or folded.find(plain) or _sense_of_compound(folded, plain)
    return found


def shows_language(code: str, word: str) -> bool:
    """Return whether a lower-case word belongs to this language and is neither English nor a name.

    Args:
        code: A language with a lexicon.
        word: The word; a compound counts if each of its parts does.
    """
    folded = without_accents(word) if len(word) >= _FOLDED else word
    if len(word) < 2 or not _shared_words().isdisjoint((word, folded)) or _is_english(word):
        return False
    lexicon = load_lexicon(code)
    if lexicon.find(word):
        return True
    compound = lexicon.find_compound(word) if len(word) > _FOLDED else None
    if compound is not None:
        return min(map(len, compound.parts)) > _SHORTEST_PART and not _shared_words().intersection(compound.parts)
    return len(word) >= _FOLDED and any(lexicon.find(plain) for lexicon, plain in _folded(code, word))


def without_accents(word: str) -> str:
    """Return a text with unaccented letters."""
    return unicodedata.normalize("NFC", word).translate(_PLAIN)


def _folded(code: str, word: str) -> Iterator[tuple[WordLexicon, str]]:
    """Yield the lexicons without accents of a language, each with the form of the word to look up."""
    yield folded_lexicon(code), without_accents(word)
    if code == "de":
        yield folded_lexicon(code, True), _with_digraphs(word)  # noqa: FBT003 - of a cache


def _sense_of_compound(lexicon: WordLexicon, word: str) -> WordSense | None:
    compound = lexicon.find_compound(word)
    return compound.sense if compound else None


@functools.cache
def _shared_words() -> frozenset[str]:
    """Return the words of the lexicons that are also English, or names."""
    lines = resource(f"{_FOLDER}/shared.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _is_english(word: str) -> bool:
    """Return whether a word is on the English side of the German lexicon; identifies most English queries quickly."""
    if not _english_words().issuperset(re.findall(r"\w+", word)):
        return False
    return word.isalnum() or re.search(rf"=.*\b{re.escape(word)}\b", _text("de")) is not None


@functools.cache
def _english_words() -> frozenset[str]:
    sides = (line.partition("=")[2] for line in _text("de").split("\n"))
    return frozenset(word for side in sides for word in re.findall(r"\w+", side))


def _with_digraphs(word: str) -> str:
    return word.translate(_DIGRAPHS)


@functools.cache
def folded_lexicon(code: str, digraphs: bool = False) -> WordLexicon:  # noqa: FBT001, FBT002 - of a cache
    """Return the lexicon of a language without accents, or with ae for ä."""
    text = _text(code)
    return WordLexicon.parse(code, _with_digraphs(text) if digraphs else without_accents(text))


@functools.cache
def _text(code: str) -> str:
    return resource(f"{_FOLDER}/{code}.txt").read_text(encoding="utf-8").lower()
