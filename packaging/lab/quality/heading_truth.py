"""What is right for everyday queries, by captions, labels, and what was seen: ``heading_queries.txt``."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import Source

from photon.domain.arrays import Truth

Marks = npt.NDArray[np.int8]


@dataclass(frozen=True)
class AskedMixture:
    """A library of photos of some sources, and what it is asked.

    Attributes:
        name: Its name.
        parts: How many photos of each source it has.
        queries: The queries.
    """

    name: str
    parts: dict[str, int]
    queries: list[str]


class HeadingTruth:
    """Reads what is asked, and what is right: marks int8 (photos,), 1, -1 for a wrong photo, 0 for an unclear one."""

    def __init__(self) -> None:
        """Read the file."""
        self._sections: dict[str, dict[str, str]] = {}
        section: dict[str, str] = {}
        for line in Path(__file__).with_name("heading_queries.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = self._sections.setdefault(line.strip("[]"), {})
            elif line and not line.startswith("#"):
                query, _, right = line.partition(" =")
                section[query] = right.strip()

    def mixtures(self) -> list[AskedMixture]:
        """Return the libraries and what they are asked."""
        found = []
        for heading, queries in self._sections["asked"].items():
            name, _, parts = heading.rstrip(")").rpartition(" (")
            counts = [one.split(" ") for one in parts.split(", ")]
            found.append(AskedMixture(name, {source: int(count) for source, count in counts}, queries.split("; ")))
        return found

    def by_captions(self, query: str, source: Source) -> Marks:
        """Return which photos of a captioned source are right."""
        right, _, unclear = self._sections["captions"][query].partition(" ~ ")
        patterns = [re.compile(one) for one in right.split(" & ")]
        texts = [" ".join(captions).lower() for captions in source.captions]
        marks = [1 if all(one.search(text) for one in patterns) else -1 for text in texts]
        found = np.array(marks, np.int8)
        found[np.array([bool(unclear and re.search(unclear, text)) for text in texts], bool) & (found < 0)] = 0
        right, _, wrong = self._sections.get(f"seen {source.name}", {}).get(query, "").partition("!")
        found[_rows(wrong, len(texts))], found[_rows(right, len(texts))] = -1, 1
        return found

    def by_labels(self, query: str, source: str, labels: Sequence[str]) -> Marks:
        """Return which photos of a source with a label each are right."""
        right, _, unclear = self._sections[source].get(query, "").partition("~")
        marks = np.full(len(labels), -1, np.int8)
        marked = [(unclear, 0), (right, 1)]
        for text, mark in reversed(marked) if "*" in right else marked:
            marks[_rows(text, len(labels), labels)] = mark
        return marks


def _rows(named: str, count: int, labels: Sequence[str] = ()) -> Truth:
    """Return which photos some numbers, ranges, labels or ``*`` name: bool (count,)."""
    found = np.zeros(count, bool)
    for one in filter(None, map(str.strip, named.split(","))):
        if one[0].isdigit():
            first, _, last = one.partition("-")
            found[int(first) : int(last or first) + 1] = True
        else:
            found |= np.array([one in {"*", label} for label in labels], bool)
    return found
