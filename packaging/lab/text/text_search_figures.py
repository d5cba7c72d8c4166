"""Search text in made-up photos: ``python -m lab.text.text_search_figures [TEXTS] [--library LIBRARY]``.

A seeded library of so many photos, 100,000 unless given, each with a text of 3 to 40 lines: words by Zipf's law, names,
number plates, amounts, telephone numbers. Then 100 queries for things that stand in one photo: names, plates, totals,
phrases, and names with one slip, each as free words beside random vectors and as ``text:``. Printed are how often the
right photo is first, and the milliseconds of exact words, starts of words, codes, free words, and of the second step,
where nothing is as typed.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np

from photon.domain import Facts, Query, Reading
from photon.domain.photo.page_text import PageText, TextLine
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.searches.filters import matching
from photon.library.text import texts
from photon.library.text.text_search import near_words, phrase_photos
from photon.library.text.texts import PendingText
from photon.library.vectors.vectors import Pending
from photon.search.fusion import Meaning, fuse
from photon.search.query_language import parse
from photon.search.ranking import Term
from photon.search.term_matches import match_terms

READER, PORTION, DIMENSION = "made-up-1", 2000, 64
TODAY = date(2026, 12, 1)
CORNERS = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
ONSETS = (
    "", "b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kl", "l", "m", "n", "p", "pr", "r", "s",
    "sch", "st", "t", "tr", "v", "w", "z",
)  # fmt: skip
VOWELS, CODAS = ("a", "e", "i", "o", "u", "au", "ei", "ie"), ("", "", "n", "r", "l", "s", "t", "nd", "rg", "ck", "m")
WORDS, NAMES = 30_000, 60_000
KINDS = ("name", "plate", "total", "phrase", "slip")
EACH, SHORTEST = 20, 2  # queries of a kind; letters of the start of a word


class Planted(NamedTuple):
    """A query, and the photo that it is for."""

    kind: str
    text: str
    photo: int


class MadeUpTexts:
    """Texts by number, always the same for the same seed."""

    def __init__(self) -> None:
        """Make the vocabulary."""
        chance = _chance(1)
        self.words = list(dict.fromkeys(_word(chance, 1 + at % 3) for at in range(4 * WORDS)))[:WORDS]
        self.names = list(dict.fromkeys(_word(chance, 3).title() for _ in range(4 * NAMES)))[:NAMES]
        self._shares = np.cumsum(1 / np.arange(1, len(self.words) + 1))

    def lines(self, number: int) -> list[str]:
        """Return the lines of a text."""
        chance = _chance(number)
        made = [self._line(chance) for _ in range(min(40, 3 + int(chance.expovariate(0.1))))]
        return [*made, f"{chance.choice(self.names)} {chance.choice(self.names)}", _plate(chance), _total(chance)]

    def _line(self, chance: random.Random) -> str:
        kind = chance.random()
        if kind < 0.1:
            return (
                f"{chance.choice('ABCX')}-{chance.randrange(10_000)} {chance.randrange(100)},{chance.randrange(100):02}"
            )
        if kind < 0.15:
            return f"Tel. 0{chance.randrange(10, 999)} {chance.randrange(10_000, 9_999_999)}"
        places = np.searchsorted(
            self._shares, [chance.random() * self._shares[-1] for _ in range(chance.randint(2, 8))]
        )
        return " ".join(self.words[int(at)] for at in places)

    def planted(self, count: int, is_there_once: Callable[[str], bool]) -> list[Planted]:
        """Return queries for photos throughout the library; a text that occurs in more than one photo is skipped."""
        chance, found = _chance(2), list[Planted]()
        while len(found) < EACH * len(KINDS):
            number = chance.randrange(count)
            lines, kind = self.lines(number), KINDS[len(found) % len(KINDS)]
            name, plate, total = lines[-3:]
            words = max(lines[:-3], key=len).split()
            start = chance.randrange(max(1, len(words) - 2))
            text = {
                "name": name,
                "plate": chance.choice([plate, plate.replace(" ", ""), plate.replace(" ", "-").lower()]),
                "total": total,
                "phrase": " ".join(words[start : start + 4]),
                "slip": _slipped(name, chance),
            }[kind]
            if kind == "slip" or is_there_once(text):
                found.append(Planted(kind, text, number + 1))
        return found


def _chance(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secrets


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(ONSETS) + chance.choice(VOWELS) + chance.choice(CODAS) for _ in range(syllables))


def _plate(chance: random.Random) -> str:
    letters = "ABCDEFGHJKLMNPRTUVWXYZ"
    return (
        "".join(chance.choices(letters, k=2)) + f"{chance.randrange(10, 99)} " + "".join(chance.choices(letters, k=3))
    )


def _total(chance: random.Random) -> str:
    return f"Total {chance.randrange(10, 9000)},{chance.randrange(100):02} EUR"


def _slipped(name: str, chance: random.Random) -> str:
    """Return a name with another, a missing or a doubled letter, or two swapped."""
    word, rest = name.split()
    at = chance.randrange(1, len(word) - 1)
    kinds = (word[:at] + "q" + word[at + 1 :], word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:],
             word[:at] + word[at + 1] + word[at] + word[at + 2 :])  # fmt: skip
    return f"{chance.choice([one for one in kinds if one != word])} {rest}"


def make(library: Library, count: int, made: MadeUpTexts) -> None:
    """Store photos, which have no files, and their texts."""
    folder = folders.add(library, str(library.directory)).id
    for first in range(0, count, PORTION):
        some = range(first, min(first + PORTION, count))
        found = []
        for number in some:
            mark = number.to_bytes(16)
            reading = Reading(mark, mark, 1, Facts("JPEG", 40, 30), b"preview", 0)
            found.append((Found(folder, f"{number % 200}/IMG_{number}.jpg", 1, 1), reading))
        files.record(library, found)
        with library.transaction():
            seen = [(Pending(number + 1, number.to_bytes(16), b""), 0.9) for number in some]
            texts.store_chances(library, READER, seen)
            for number in some:
                page = PageText(tuple(TextLine(line, CORNERS, 0.9) for line in made.lines(number)))
                texts.store_page(library, READER, PendingText(number + 1, number.to_bytes(16)), page)


def main() -> None:
    """Print how often the right photo is first, and how long it takes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("texts", nargs="?", type=int, default=100_000)
    parser.add_argument("--library", type=Path, help="made if it is not there, and kept for the next time")
    arguments = parser.parse_args()
    made = MadeUpTexts()
    with tempfile.TemporaryDirectory() as place:
        directory = arguments.library or Path(place) / "library"
        if not directory.exists():
            part = directory.with_name(f"{directory.name}-part")
            with open_library(part, writable=True) as library:
                make(library, arguments.texts, made)
            part.rename(directory)
        with open_library(directory, writable=False) as library:
            planted = made.planted(arguments.texts, lambda text: len(phrase_photos(library, text)) == 1)
            _measure(library, planted, arguments.texts)


def _measure(library: Library, planted: Sequence[Planted], count: int) -> None:
    print(f"{count:,} texts, {(library.directory / 'cache.db').stat().st_size / 1e6:,.0f} MB")
    vectors = np.random.default_rng(3).normal(size=(count, DIMENSION)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = VectorIndex(DIMENSION, with_graph=False)
    index.add(np.arange(1, count + 1), vectors)
    ways: dict[str, Callable[[str], int]] = {
        "text:": lambda text: _first_with(library, text),
        "free words": lambda text: _first_of(library, index, text),
    }
    for way, ask in ways.items():
        right = dict.fromkeys(KINDS, 0)
        for one in planted:
            right[one.kind] += ask(one.text) == one.photo
        print(f"{way:10} right photo first {sum(right.values())} of {len(planted)}  {right}")
    exact = [f'text:"{one.text}"' for one in planted if one.kind != "slip"]
    cut = [one.text[:-1] for one in planted if one.kind in {"name", "phrase", "plate"}]
    starts = [f'text:"{text}*"' for text in cut if len(text.split()[-1]) >= SHORTEST]
    slips = [f'text:"{one.text}"' for one in planted if one.kind == "slip"]
    for name, queries in {"exact": exact, "start": starts, "one slip": slips}.items():
        _time(name, queries, lambda typed: matching(library, parse(typed).query.filters, TODAY))
    _time("free words", [one.text for one in planted], lambda text: match_terms(library, text))
    _time("near words", [one.text.split()[0].lower() for one in planted], lambda word: near_words(library, word))


def _first_with(library: Library, text: str) -> int:
    found = matching(library, parse(f'text:"{text}"').query.filters, TODAY)
    return int(found[0]) if len(found) == 1 else 0


def _first_of(library: Library, index: VectorIndex, text: str) -> int:
    asked = np.random.default_rng(len(text)).normal(size=DIMENSION).astype(np.float32)
    query: Query = parse(text).query
    found = fuse(library, query, Meaning(index, [Term(asked / np.linalg.norm(asked))]))
    return int(found.photos[0])


def _time(name: str, queries: Sequence[str], ask: Callable[[str], object]) -> None:
    took = []
    for query in queries:
        begun = time.perf_counter(), time.thread_time()
        ask(query)
        took.append((1000 * (time.perf_counter() - begun[0]), 1000 * (time.thread_time() - begun[1])))
    clock, processor = np.percentile(took, [50, 95, 100], axis=0).T.tolist()
    print(f"{name:10} {len(took):3} queries, median, p95 and most:", *(
        f"{kind} {values[0]:5.1f} {values[1]:5.1f} {values[2]:5.1f} ms"
        for kind, values in (("clock", clock), ("processor", processor))
    ))  # fmt: skip


if __name__ == "__main__":
    main()
