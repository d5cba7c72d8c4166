"""Count what Photon says of words that nobody knows, of rare words, slips, and words of other languages.

    python -m lab.quality.unknown_table PICTURES --others TEXT FACES --work FOLDER [--only NAME …] [--captions FILE …]

It asks the libraries of ``heading_table`` (arguments and vectors are those), each all of ``unknown_words.txt``:

- *good*: queries with good matches; *might*: those of which Photon says that photos might show them;
- *unknown*: those of which it says that it does not know a word; *meant*: those that it read as another word.

With ``--captions`` it also says which share of the words of captions is unknown, as no list was made from these.
"""

import argparse
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lab.quality.heading_sources import HeadingSources
from lab.quality.heading_truth import AskedMixture
from lab.quality.known_library import known_library

from photon.domain import Answer
from photon.search.lexicons.known_words import find_near_word, is_known
from photon.search.query_language import parse

_SAID: dict[str, Callable[[Answer], bool]] = {
    "good": lambda answer: bool(answer.strong),
    "might": lambda answer: "might show" in answer.sentence,
    "unknown": lambda answer: any("doesn't know the word" in one and "instead" not in one for one in answer.notices),
    "meant": lambda answer: any("instead" in one for one in answer.notices),
}


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--others", type=Path, nargs="*", default=[])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", nargs="*", help="names of libraries")
    parser.add_argument("--captions", type=Path, nargs="*", default=[], help="files of sentences")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    _print_captions(arguments.captions)
    asked = dict(_asked())
    sources = HeadingSources(arguments.pictures, arguments.others, arguments.work, arguments.threads)
    found: dict[str, Counter[str]] = {group: Counter() for group in asked}
    for one in sources.truth.mixtures():
        if not arguments.only or one.name in arguments.only:
            for group, answers in _answers(one, sources, arguments.work, asked):
                counts = Counter(name for answer in answers for name, is_said in _SAID.items() if is_said(answer))
                found[group] += counts + Counter(asked=len(answers))
    for group, counts in found.items():
        print(f"{group}: {', '.join(f'{name} {counts[name]}' for name in ('asked', *_SAID))}")


def _asked() -> Iterator[tuple[str, list[str]]]:
    text = Path(__file__).with_name("unknown_words.txt").read_text(encoding="utf-8")
    for group, lines in re.findall(r"^\[(\w+)\]\n([^\[]+)", text, re.MULTILINE):
        yield group, [query.partition(" =")[0].strip() for query in re.split(r"[;\n]", lines) if query.strip()]


def _answers(
    mixture: AskedMixture, sources: HeadingSources, work: Path, asked: dict[str, list[str]]
) -> Iterator[tuple[str, list[Answer]]]:
    parts = [sources.photos(name).some(count).known for name, count in mixture.parts.items()]
    place = work / "libraries" / f"library-{zlib.crc32(mixture.name.encode())}"
    with known_library(place, parts) as session:
        for group, queries in asked.items():
            yield group, [session.searching.search(parse(query).query).result() for query in queries]


def _print_captions(files: Sequence[Path]) -> None:
    texts = [file.read_text(encoding="utf-8").lower() for file in files]
    words = Counter(word for text in texts for word in re.findall(r"[a-z]{3,}", text))
    unknown = {word: count for word, count in words.items() if not is_known(word)}
    near = sum(bool(find_near_word(word)) for word in unknown)
    if words:
        share = sum(unknown.values()) / words.total()
        different = f"{len(unknown):,} of {len(words):,} different, {near} near a known one"
        print(f"captions: unknown {share:.2%} of {words.total():,} words, {different}")


if __name__ == "__main__":
    main()
