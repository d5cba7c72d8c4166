"""Captioned photos, labelled photos and sentences, read from the files on the command line."""

import csv
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Captioned:
    """Photos with human captions.

    Attributes:
        files: One per photo.
        captions: All captions.
        owner: int64 (captions,), index of the photo of each caption.
    """

    files: list[Path]
    captions: list[str]
    owner: IntArray


@dataclass(frozen=True)
class Labelled:
    """Photos with class labels.

    Attributes:
        files: One per photo.
        labels: Name of the class.
        synsets: WordNet 3.0 noun offset of the class.
    """

    files: list[Path]
    labels: list[str]
    synsets: list[int]


def read_captioned(table: Path, folder: Path) -> Captioned:
    """Read a CSV with the columns ``image`` and ``caption``, one row per caption.

    Args:
        table: The CSV.
        folder: Folder of the images.

    Raises:
        OSError: The table cannot be read.
        KeyError: A column is missing.
    """
    rows = _rows(table)
    names = sorted({row["image"] for row in rows})
    place = {name: position for position, name in enumerate(names)}
    owner = np.array([place[row["image"]] for row in rows], np.int64)
    return Captioned([folder / name for name in names], [row["caption"] for row in rows], owner)


def read_labelled(table: Path, folder: Path) -> Labelled:
    """Read a CSV with the columns ``image``, ``label`` and ``wnid`` (``n`` and the noun offset).

    Args:
        table: The CSV.
        folder: Folder of the images.

    Raises:
        OSError: The table cannot be read.
        KeyError: A column is missing.
    """
    rows = _rows(table)
    return Labelled(
        [folder / row["image"] for row in rows],
        [row["label"] for row in rows],
        [int(row["wnid"].removeprefix("n")) for row in rows],
    )


def join_captioned(sources: Sequence[Captioned], without: Collection[str] = ()) -> Captioned:
    """Join captioned photos of several sources.

    Args:
        sources: The sources.
        without: Names of files that are left out, with their captions.
    """
    files: list[Path] = []
    captions: list[str] = []
    owners: list[int] = []
    for source in sources:
        kept = [row for row, file in enumerate(source.files) if file.name not in without]
        place = {row: len(files) + at for at, row in enumerate(kept)}
        files += [source.files[row] for row in kept]
        for caption, owner in zip(source.captions, source.owner.tolist(), strict=True):
            if owner in place:
                captions.append(caption)
                owners.append(place[owner])
    return Captioned(files, captions, np.array(owners, np.int64))


def join_labelled(sources: Sequence[Labelled]) -> Labelled:
    """Join labelled photos of several sources."""
    return Labelled(
        [file for source in sources for file in source.files],
        [label for source in sources for label in source.labels],
        [synset for source in sources for synset in source.synsets],
    )


def read_sentences(files: list[Path]) -> list[str]:
    """Read text files with one sentence per line, without duplicates, in file order."""
    lines = (line.strip() for file in files for line in file.read_text(encoding="utf-8").splitlines())
    return list(dict.fromkeys(filter(None, lines)))


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
