"""Count the headings that hold: "12 good matches" with at least .8 right ones, in libraries of very different kinds.

    python -m lab.quality.heading_table PICTURES --others TEXT FACES --work FOLDER [--only NAME …] [--each]

``PICTURES`` is that of ``quality_table``, with tables of labelled photos; ``--others`` are folders of photos of which
``heading_queries.txt`` speaks by number. It also says what each library has and is asked. Vectors and libraries are
kept in ``--work``; without vectors, making them takes some ten minutes.

- *hold*: queries whose heading is true: good matches of which .8 are right, or none although the first row is right;
- *fit*: of those that say "good matches", how many have .8 right ones; *right*: the share of all these photos;
- *missed*: queries whose first row of five is right (four of them), and that have no good matches;
- *cosine*: how many would hold if all photos above one cosine were good matches, the best one for all libraries.

Of flickr8k, the 240 photos that no training saw come first; the joint space was trained on its other photos, and on
``flowers5``, ``weather4`` and ``caltech101``. The regressions of suggested tags, which deny good matches, have seen all
labelled sources: to judge one, put what ``lab.tags.train_tags --without SOURCE --out`` writes in place of
``resources/starter/tags.safetensors``.
"""

import argparse
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lab.quality.heading_sources import HeadingSources
from lab.quality.heading_truth import AskedMixture, Marks
from lab.quality.known_library import known_library

from photon.domain import Query
from photon.domain.arrays import Floats
from photon.search.query_language import parse
from photon.vision.starter import starter
from photon.vision.starter.query_sentence import as_sentence

_RIGHT, _ROW, _RIGHT_IN_ROW = 0.8, 5, 4


@dataclass(frozen=True)
class Heading:
    """What a query was answered.

    Attributes:
        query: The query.
        order: Rows of the photos, best first.
        good: How many of these are good matches.
        sentence: The heading.
        cosines: float32 (photos,), with the query as it is encoded.
        marks: int8 (photos,), what is right.
    """

    query: str
    order: list[int]
    good: int
    sentence: str
    cosines: Floats
    marks: Marks

    @property
    def is_missed(self) -> bool:
        """Whether the first row is right, but not called good, nor told by its family."""
        return not (self.good or "told apart" in self.sentence) and _is_right_row(self.marks[self.order])

    @property
    def holds(self) -> bool:
        """Whether the heading is true."""
        return _fits(self.marks[self.order[: self.good]]) if self.good else not self.is_missed

    def holds_above(self, cosine: float) -> bool:
        """Return whether it would be true if all photos above a cosine were good matches."""
        marks = self.marks[np.argsort(-self.cosines)]
        count = int((self.cosines >= cosine).sum())
        return _fits(marks[:count]) if count else not _is_right_row(marks)

    def line(self) -> str:
        """Return what it counted, for a look at it."""
        marks = self.marks[self.order[: self.good]]
        counts = f"{(marks > 0).sum()} right, {(marks < 0).sum()} wrong of {self.good}, {(self.marks > 0).sum()} in all"
        first = "".join("?+-"[mark] for mark in self.marks[self.order[:10]])
        return f"  {' ' if self.holds else '!'} {self.query:28} {first:10} {counts}; {self.sentence}"


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("--others", type=Path, nargs="*", default=[])
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--only", nargs="*", help="names of libraries")
    parser.add_argument("--each", action="store_true", help="also print each query")
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    sources = HeadingSources(arguments.pictures, arguments.others, arguments.work, arguments.threads)
    mixtures = [one for one in sources.truth.mixtures() if not arguments.only or one.name in arguments.only]
    every = [(one.name, list(_headings(one, sources, arguments.work))) for one in mixtures]
    for name, headings in every:
        print(_row(name, headings, _best_cosine([one for _, some in every for one in some])), flush=True)
        if arguments.each:
            print(*(heading.line() for heading in headings), sep="\n", flush=True)


def _headings(mixture: AskedMixture, sources: HeadingSources, work: Path) -> Iterator[Heading]:
    parts = [sources.photos(name).some(count) for name, count in mixture.parts.items()]
    meanings = np.stack([one.meaning for part in parts for one in part.known.embedded])
    texts = starter.load(1).encode_texts([as_sentence(query) for query in mixture.queries])
    place = work / "libraries" / f"library-{zlib.crc32(mixture.name.encode())}"  # its folder must not be a query
    with known_library(place, [part.known for part in parts]) as session:
        for query, vector in zip(mixture.queries, texts, strict=True):
            asked = parse(query, Query(top=len(meanings))).query
            answer = session.searching.search(asked, closely=True).result()
            marks = np.concatenate([part.right(query) for part in parts])
            order = [hit.photo - 1 for hit in answer.hits]
            good = sum(hit.strong for hit in answer.hits)
            yield Heading(query, order, good, answer.sentence, meanings @ vector, marks)


def _row(name: str, headings: Sequence[Heading], cosine: float) -> str:
    good = [one.marks[one.order[: one.good]] for one in headings if one.good]
    every = np.concatenate([np.zeros(0, np.int8), *good])
    right = f"{(every > 0).sum() / max(1, (every != 0).sum()):.3f} of {(every != 0).sum()}"
    return (
        f"{name}: hold {sum(one.holds for one in headings)} of {len(headings)}, fit {sum(map(_fits, good))} of"
        f" {len(good)}, right {right} ({(every == 0).sum()} unclear), missed {sum(one.is_missed for one in headings)},"
        f" cosine {sum(one.holds_above(cosine) for one in headings)}"
    )


def _best_cosine(headings: Sequence[Heading]) -> float:
    return float(max(np.arange(0.1, 0.7, 0.02), key=lambda cosine: sum(one.holds_above(cosine) for one in headings)))


def _fits(marks: Marks) -> bool:
    judged = marks[marks != 0]
    return bool(len(judged) and (judged > 0).mean() >= _RIGHT) or not len(judged)


def _is_right_row(marks: Marks) -> bool:
    return bool((marks[:_ROW] > 0).sum() >= _RIGHT_IN_ROW)


if __name__ == "__main__":
    main()
