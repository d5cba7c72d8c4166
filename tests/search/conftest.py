"""A small library with texts and colour vectors, whose right answers are known."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from photon.domain import Facts, Query, Reading
from photon.index import VectorIndex
from photon.library import Library, open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.search.fusion import Fused, Meaning, fuse
from photon.search.query_language import parse
from photon.search.ranking import Term
from tests.fakes import COLOURS, DIMENSION, ColourEncoding, _vector


@dataclass
class Shelf:
    """Photos by name, with functions for queries."""

    library: Library
    folder: int
    root: Path
    index: VectorIndex = field(default_factory=lambda: VectorIndex(DIMENSION))
    names: dict[int, str] = field(default_factory=dict)

    def put(self, relative: str, colour: str | None = None, **facts: object) -> int:
        """Record a photo of a colour, or one that has no vector yet."""
        return self.put_all([relative], colour, **facts)[0]

    def put_all(self, relatives: Sequence[str], colour: str | None = None, **facts: object) -> list[int]:
        """Record photos of one colour together."""
        numbers = [len(self.names) + 1 + at for at in range(len(relatives))]
        hashes = [number.to_bytes(16, "big") for number in numbers]
        described = Facts("JPEG", 4, 3, **facts)  # type: ignore[arg-type]
        readings = [Reading(hashed, hashed, 1, described, b"", 0) for hashed in hashes]
        found = [Found(self.folder, relative, 1, 1) for relative in relatives]
        files.record(self.library, list(zip(found, readings, strict=True)))
        self.names |= dict(zip(numbers, relatives, strict=True))
        if colour:
            noises = [np.random.default_rng(number).normal(0, 12, 3) for number in numbers]
            self.index.add(numbers, np.stack([_vector(np.array(COLOURS[colour]) + noise) for noise in noises]))
        return numbers

    def ask(self, typed: str, *, among: list[int] | None = None, unwanted: str = "", top: int = 50) -> Fused:
        query = parse(typed, Query.build(top=top, unwanted=(unwanted,) if unwanted else ())).query
        terms = [Term(ColourEncoding().texts([query.words])[0])] if query.words else []
        terms += [Term(ColourEncoding().texts([unwanted])[0], -1.0)] if unwanted else []
        return fuse(self.library, query, Meaning(self.index, terms), among)

    def found(self, typed: str, **more: object) -> list[str]:
        return [self.names[photo] for photo in self.ask(typed, **more).photos.tolist()]  # type: ignore[arg-type]


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    """Ten red photos, ten blue and sixty white ones, with neutral names."""
    root = tmp_path / "Pictures"
    root.mkdir()
    with open_library(tmp_path / "library", writable=True) as library:
        shelf = Shelf(library, folders.add(library, str(root)).id, root)
        for first, colour in zip("abcdefgh", ("red", "blue", *["white"] * 6), strict=True):
            shelf.put_all([f"plain/q{first}{second}.jpg" for second in "abcdefghij"], colour)
        yield shelf
