"""Parse captions phrase by phrase: subject, action, place and things involved.

A caption such as "a man in a red shirt is riding a bike down a street" consists of a noun phrase and phrases that begin
with a preposition (where) or a verb (what). Parsing stops at the first word that does not fit; the phrases found until
then count. Only complete phrases are kept, so that each can form its own sentence. Forms are unified: "rides" becomes
"riding", "the dog" and "his bike" become "a dog" and "a bike".
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab.captions import phrase_lists as lists
from lab.captions.phrase_lists import words_in

_TOKEN = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*|[.,;:!?]")
_MARKS = frozenset(".,;:!?")
_SINGULARS = (("ies", "y"), ("ves", "f"), ("ses", "s"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"), ("s", ""))
_LONGEST = 3  # maximum number of nouns in a row, as in "baseball bat"
_MOST_NAMES = words_in("glass bus dress grass tennis glasses cross scissors jeans shorts pants skis")
_PLURALS = words_in("people men women children sheep cattle")
_NO_NOUNS = words_in("not very no all both each few day left right") | lists.NUMBERS | lists.ARTICLES | {"a", "an"}


@dataclass(frozen=True, order=True)
class Phrase:
    """A part of a sentence.

    Attributes:
        part: ``S`` for the subject, ``V`` for an action, ``P`` for a place or things involved.
        text: Its words, with "a" even where "an" is correct.
    """

    part: str
    text: str


class Lexicon:
    """The words that may be nouns and verbs, from WordNet's lists."""

    def __init__(self, folder: Path) -> None:
        """Read ``index.noun``, ``index.verb`` and ``noun.exc``.

        Raises:
            OSError: A file cannot be read.
        """
        self._nouns, self._verbs = (_listed(folder / f"index.{kind}") for kind in ("noun", "verb"))
        lines = (folder / "noun.exc").read_text("latin-1").splitlines()
        self._irregular = {plural: singular for plural, singular, *_ in map(str.split, lines)}
        self.singular, self.action = cache(self._singular), cache(self._action)

    def is_noun(self, word: str) -> bool:
        """Return whether a word can be a noun in a caption."""
        closed = lists.PREPOSITIONS | lists.LINKS | lists.BEING | lists.ADJECTIVES_ONLY | _NO_NOUNS | lists.POSSESSIVES
        return word not in closed and not word.isdigit() and self.singular(word) is not None

    def _singular(self, word: str) -> str | None:
        """Return the singular of a noun; None if the word is not a noun."""
        if word in self._irregular:
            return self._irregular[word]
        if word in self._nouns:
            return word
        forms = (word.removesuffix(end) + instead for end, instead in _SINGULARS if word.endswith(end))
        return next((form for form in forms if form in self._nouns), None)

    def _action(self, word: str) -> str | None:
        """Return the form in -ing of "riding" or "rides"; None if the word is not a verb."""
        if word in lists.NO_ACTIONS or word in _MARKS:
            return None
        if word.endswith("ing") and len(word) > 4:
            stem = word.removesuffix("ing")
            forms = (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else "", f"{stem[:-1]}ie")
            return word if any(form in self._verbs for form in forms if form) else None
        found = word in _RIDES and _RIDES[word]
        return found or None


def _rides() -> dict[str, str]:
    """Return forms in -ing by "ride" and "rides", for frequent actions."""
    bases = """
        run sit stand walk play jump ride hold wear look carry climb swim eat pose watch ski race swing perform drive
        chase pull surf lean drink throw dance leap slide catch fight sleep read splash cross laugh fish prepare cut
        stare reach fall bite smoke kick rest float point hit shake dive push talk hang lie fly graze take make do blow
        hike wrestle hug kiss wade roll wave chew paddle feed kneel write brush pet bend sing sniff balance row lick
        shoot dig pour spin bounce crawl toss smile lay bound skateboard lounge stroll travel
        """
    doubled = words_in("run sit swim cut hit hug pet skip spin dig jog")
    found = {}
    for base in bases.split():
        stem = f"{base}{base[-1]}" if base in doubled else base.removesuffix("e") if base[-2:] != "ee" else base
        third = f"{base}es" if base.endswith(("ch", "sh", "ss", "o", "x")) else f"{base}s"
        third = f"{base[:-1]}ies" if base[-1] == "y" and base[-2] not in "aeo" else third
        found[third] = found[base] = "lying" if base == "lie" else f"{stem}ing"
    return found


_RIDES = _rides()


@dataclass(frozen=True)
class _Nouns:
    """A noun phrase: its end, its words, its last noun, and whether it is a plural."""

    stop: int
    words: tuple[str, ...]
    head: str
    is_plural: bool


class CaptionReader:
    """Parses captions with a lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Set the lexicon."""
        self._lexicon = lexicon

    def phrases(self, caption: str) -> set[Phrase]:
        """Return the complete phrases of a caption, each also without its adjectives."""
        tokens = ["a" if word in {"an", "another"} else word for word in _TOKEN.findall(caption.lower())]
        if tokens[:1] == ["there"] and tokens[1:2] in (["is"], ["are"]):
            tokens = tokens[2:]
        found: set[Phrase] = set()
        for phrase in self._read(tokens):
            plain = " ".join(word for word in phrase.text.split() if word not in lists.ADJECTIVES)
            forms = {phrase.text, plain} if len(plain.split()) > 1 else {phrase.text}
            found |= {Phrase(phrase.part, form) for form in forms - lists.UNWANTED}
        return found

    def head(self, phrase: Phrase) -> str:
        """Return the head noun of a subject: "dog" for "a group of dogs"."""
        words = phrase.text.split()
        if "of" in words:
            words = words[words.index("of") + 1 :]
        if "and" in words:
            words = words[: words.index("and")]
        return self._lexicon.singular(words[-1]) or words[-1]

    def is_plural(self, phrase: Phrase) -> bool:
        """Return whether a subject is a plural: "two dogs", "a man and a woman", "a group of people"."""
        words = phrase.text.split()
        if "and" in words or words[0] in lists.NUMBERS or words[1:2] in (["group"], ["couple"]):
            return True
        return words[0] != "a" and self._is_plural(words[-1])

    def content(self, phrase: Phrase) -> set[str]:
        """Return the content of a phrase: stems of its nouns, verbs and adjectives."""
        small = lists.PREPOSITIONS | lists.ARTICLES | lists.NUMBERS | {"of", "and", "next", "top"}
        return {(self._lexicon.singular(word) or word)[:5] for word in phrase.text.split() if word not in small}

    def _read(self, tokens: Sequence[str]) -> Iterator[Phrase]:
        first = self._nouns(tokens, 0)
        if first is None or not self._ends(tokens, first.stop):
            return
        if (subject := self._subject(first)) is not None:
            yield subject
        at = first.stop
        while at < len(tokens):
            if tokens[at] in _MARKS | lists.BEING | lists.LINKS:
                at += 1
                continue
            read = self._action(tokens, at) or self._place(tokens, at)
            if read is None:
                return
            at, phrase = read
            if phrase is not None and self._is_complete(phrase):
                yield phrase

    def _subject(self, nouns: _Nouns) -> Phrase | None:
        words = list(nouns.words)
        if not (lists.VAGUE | lists.BODY).isdisjoint(words) or (len(words) == 2 and words[-1] in lists.INCOMPLETE):
            return None
        if words[0] in lists.NUMBERS and not self._is_plural(words[-1]):
            return None
        if "and" in words and len(set(words)) < len(words) - (words.count("a") == 2):
            return None
        if words[0] == "the":
            words = words[1:]
        is_bare = nouns.is_plural or self._lexicon.singular(nouns.head) in lists.UNCOUNTED
        if not is_bare and words[0] not in lists.NUMBERS | {"a"}:
            words = ["a", *words]
        return Phrase("S", " ".join(words))

    def _is_complete(self, phrase: Phrase) -> bool:
        words = phrase.text.split()
        is_known = (lists.VAGUE | lists.BODY).isdisjoint(words[1:])
        if phrase.part == "P":
            return is_known
        if len(words) == 1:
            return words[0] in lists.COMPLETE
        if len(words) == 2 and words[1] in lists.PARTICLES | {"together"}:
            return phrase.text in lists.COMPLETE_PAIRS
        return is_known

    def _action(self, tokens: Sequence[str], at: int) -> tuple[int, Phrase | None] | None:
        verb = tokens[at] if tokens[at] in lists.STATES else self._lexicon.action(tokens[at])
        if verb is None:
            return None
        words, at = [verb], at + 1
        if at < len(tokens) and tokens[at] in lists.PARTICLES and self._place(tokens, at) is None:
            words, at = [*words, tokens[at]], at + 1
        place = self._place(tokens, at)
        if place is not None and place[1] is not None:
            return place[0], Phrase("V", " ".join([*words, place[1].text]))
        nouns = self._nouns(tokens, at)
        if nouns is not None and verb not in lists.STATES and self._ends(tokens, nouns.stop):
            return nouns.stop, Phrase("V", " ".join([*words, *nouns.words]))
        return (at, Phrase("V", " ".join(words))) if self._ends(tokens, at) else None

    def _place(self, tokens: Sequence[str], at: int) -> tuple[int, Phrase | None] | None:
        for whole in lists.WHERE:
            words = whole.split()
            if list(tokens[at : at + len(words)]) == words and self._ends(tokens, at + len(words)):
                return at + len(words), Phrase("P", whole)
        start = next((each.split() for each in lists.PLACED if self._begins(tokens, at, each)), None)
        if start is None:
            if at >= len(tokens) or tokens[at] not in lists.PREPOSITIONS - {"of", "for", "from"}:
                return None
            start = [tokens[at]]
        nouns = self._nouns(tokens, at + len(start))
        if nouns is None or not self._ends(tokens, nouns.stop):
            return None
        return nouns.stop, Phrase("P", " ".join([*start, *nouns.words]))

    def _begins(self, tokens: Sequence[str], at: int, words: str) -> bool:
        return " ".join(tokens[at : at + len(words.split())]) == words

    def _ends(self, tokens: Sequence[str], at: int) -> bool:
        """Return whether a phrase can end before this word."""
        if at >= len(tokens):
            return True
        word = tokens[at]
        closing = lists.PREPOSITIONS | lists.LINKS | lists.BEING | lists.PARTICLES | lists.STATES | _MARKS
        return word in closing or word == "next" or self._lexicon.action(word) is not None

    def _nouns(self, tokens: Sequence[str], at: int) -> _Nouns | None:
        first = self._simple(tokens, at)
        if first is None or first.stop >= len(tokens) - 1:
            return first
        joint = tokens[first.stop]
        if (joint == "of" and first.head in lists.COLLECTIVES) or joint == "and":
            second = self._simple(tokens, first.stop + 1)
            if second is not None:
                head = first.head if joint == "and" else second.head
                return _Nouns(second.stop, (*first.words, joint, *second.words), head, is_plural=joint == "and")
        return first

    def _simple(self, tokens: Sequence[str], at: int) -> _Nouns | None:
        start = ""
        if at < len(tokens) and tokens[at] in lists.ARTICLES | lists.POSSESSIVES | lists.NUMBERS:
            start, at = tokens[at], at + 1
        adjectives, at = self._adjectives(tokens, at)
        nouns: list[str] = []
        while at < len(tokens) and len(nouns) < _LONGEST and self._lexicon.is_noun(tokens[at]):
            if nouns and self._lexicon.action(tokens[at]) is not None:
                break
            nouns, at = [*nouns, tokens[at]], at + 1
        if not nouns:
            return None
        is_plural = start not in {"a"} and self._is_plural(nouns[-1])
        if start in lists.POSSESSIVES:
            start = "" if is_plural else "a"
        words = (*([start] if start else []), *adjectives, *nouns)
        return _Nouns(at, words, nouns[-1], is_plural)

    def _adjectives(self, tokens: Sequence[str], at: int) -> tuple[list[str], int]:
        found: list[str] = []
        while at + 1 < len(tokens) and tokens[at] in lists.ADJECTIVES:
            after = tokens[at + 1]
            if after not in lists.ADJECTIVES and not self._lexicon.is_noun(after):
                break
            found, at = [*found, tokens[at]], at + 1
        return found, at

    def _is_plural(self, noun: str) -> bool:
        return noun in _PLURALS or (noun not in _MOST_NAMES and self._lexicon.singular(noun) != noun)


def unified(phrases: Iterable[set[Phrase]], fewest: dict[str, int]) -> dict[Phrase, Phrase]:
    """Map each form of the phrases that are frequent enough to the most frequent form.

    Forms differ in articles: "in the snow", "in snow".

    Args:
        phrases: The phrases of each sentence.
        fewest: Minimum number of sentences, by part.
    """
    counts: dict[Phrase, dict[Phrase, int]] = {}
    for each in phrases:
        for phrase in each:
            key = Phrase(phrase.part, " ".join(word for word in phrase.text.split() if word not in lists.ARTICLES))
            forms = counts.setdefault(key, {})
            forms[phrase] = forms.get(phrase, 0) + 1
    found: dict[Phrase, Phrase] = {}
    for key, forms in counts.items():
        if sum(forms.values()) >= fewest[key.part]:
            best = max(sorted(forms), key=lambda form: forms[form])
            found |= dict.fromkeys(forms, best)
    return found


def _listed(path: Path) -> frozenset[str]:
    with path.open(encoding="latin-1") as file:
        return frozenset(line.split()[0].replace("_", " ") for line in file if not line.startswith("  "))
