"""Inflection: headwords of inflected forms by the endings of a language, and plurals of English nouns."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

RuleKind = Literal["noun", "plural", "adjective", "verb"]

_BARE = "~"  # among endings: the bare stem
_LONGEST = 8  # maximum letters of an ending
_IRREGULAR = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "goose": "geese", "mouse": "mice", "ox": "oxen", "leaf": "leaves", "knife": "knives", "wife": "wives",
    "half": "halves", "loaf": "loaves", "wolf": "wolves", "calf": "calves", "shelf": "shelves", "scarf": "scarves",
    "thief": "thieves", "elf": "elves", "hoof": "hooves", "life": "lives", "potato": "potatoes", "tomato": "tomatoes",
    "hero": "heroes", "echo": "echoes", "mango": "mangoes", "buffalo": "buffaloes", "cactus": "cacti",
    "sheep": "sheep", "deer": "deer", "fish": "fish", "moose": "moose", "aircraft": "aircraft", "bison": "bison",
}  # fmt: skip
_COMPOUND_MEN = re.compile(r"(.*[a-z])m[ae]n")  # fireman, snowwoman; but German and human add an s
_NO_MEN = frozenset({"german", "human", "roman", "ottoman", "talisman", "caiman"})
_HISSING = re.compile(r".*(?:s|x|z|ch|sh)")
_PLURAL = re.compile(r"(?<![suia])s$")  # trousers, but not glass, bus, iris and canvas


class _Source(NamedTuple):
    """A possible source of an ending: the headword's ending, the rule, and whether the form is a plural."""

    kind: RuleKind
    headword_ending: str
    rule: int
    is_plural: bool


class Headword(NamedTuple):
    """A possible headword of an inflected form, and whether the form is its plural."""

    kind: RuleKind
    word: str
    is_plural: bool


class Inflection:
    """The endings of a language, as listed at the head of its lexicon."""

    def __init__(self) -> None:
        self._endings: dict[RuleKind, list[str]] = {"noun": [], "plural": [], "adjective": [], "verb": []}
        self._sources: dict[str, list[_Source]] = {}

    def add_rule(self, kind: RuleKind, rule: str) -> None:
        """Add ``ENDING: endings``, for nouns ``ENDING: endings / endings of the plural``."""
        ending, _, forms = rule.partition(":")
        ending = ending.strip().removeprefix("-")
        singular, _, plural = forms.partition("/")
        known = self._endings[kind]
        for endings, is_plural in ((singular, kind == "plural"), (plural, True)):
            for form in endings.split():
                source = _Source(kind, ending, len(known), is_plural)
                self._sources.setdefault(form.replace(_BARE, ""), []).append(source)
        known.append(ending)

    def headwords(self, form: str) -> Iterator[Headword]:
        """Return the possible headwords of an inflected form, longest ending first."""
        for length in range(min(_LONGEST, len(form) - 1), -1, -1):
            stem = form[: len(form) - length]
            for source in self._sources.get(form[len(stem) :], ()):
                word = stem + source.headword_ending
                if self._rule_of(source.kind, word) == source.rule:
                    yield Headword(source.kind, word, source.is_plural)

    def _rule_of(self, kind: RuleKind, word: str) -> int:
        """Return the number of the first rule whose ending a word has."""
        return next((number for number, ending in enumerate(self._endings[kind]) if word.endswith(ending)), -1)


def english_plural(noun: str) -> str:
    """Return the plural of an English noun of one or more words: ``glasses of wine``, ``fire trucks``."""
    head, of, rest = noun.partition(" of ")
    before, blank, last = head.rpartition(" ")
    return f"{before}{blank}{_plural(last)}{of}{rest}"


def _plural(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("man") and word.lower() not in _NO_MEN and _COMPOUND_MEN.fullmatch(word):
        return f"{word[:-2]}en"
    if _PLURAL.search(word) and word not in {"lens", "rhinoceros"}:
        return word
    if _HISSING.fullmatch(word):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in set("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}s"
