"""The photos of all sources that headings are judged on, with their vectors and what is right for a query."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from lab.quality.heading_truth import HeadingTruth, Marks
from lab.quality.known_library import KnownPhotos, joined, know_photos
from lab.quality.quality_sources import Source, judged_sources, read_source
from lab.tags.mixed_truth import read_photos
from lab.tags.tag_sources import draw_others

_PHOTOS = {".jpg", ".jpeg", ".png"}


@dataclass(frozen=True)
class HeadedPhotos:
    """Photos of one source.

    Attributes:
        known: Their previews and vectors.
        right: Function from a query to their marks (``HeadingTruth``).
        is_ordered: Whether a part of them is the first ones, and not some of all kinds.
    """

    known: KnownPhotos
    right: Callable[[str], Marks]
    is_ordered: bool = False

    def some(self, count: int) -> "HeadedPhotos":
        """Return so many of the photos."""
        total = len(self.known.previews)
        rows = np.arange(count) if self.is_ordered else np.linspace(0, total - 1, count).astype(np.int64)
        return HeadedPhotos(self.known.some(rows), lambda query: self.right(query)[rows])


class HeadingSources:
    """Reads sources, each once."""

    def __init__(self, pictures: Path, others: Sequence[Path], work: Path, threads: int) -> None:
        """Set where tables, archives, folders of other photos and kept vectors are."""
        self._pictures, self._work, self._threads = pictures, work, threads
        self._folders = {folder.name: folder for folder in others}
        self._read: dict[str, HeadedPhotos] = {}
        self.truth = HeadingTruth()

    def photos(self, name: str) -> HeadedPhotos:
        """Return all photos of a source; of ``flickr8k`` those that no training saw come first."""
        if name not in self._read:
            described = name in {"flickr8k", "coco_val"}
            self._read[name] = self._described(name) if described else self._labelled(name)
        return self._read[name]

    def _described(self, name: str) -> HeadedPhotos:
        held = next(source for source in judged_sources(self._pictures) if source.name == name)
        parts = [(held, name)]
        if name == "flickr8k":
            every = read_source(self._pictures, name, "")
            parts.append((draw_others(every, held.photos), f"others of {name}"))
        known = [self._known(source.photos, self._pictures / f"{name}.tar", kept) for source, kept in parts]
        together: Source = replace(
            held,
            photos=[photo for source, _ in parts for photo in source.photos],
            captions=[captions for source, _ in parts for captions in source.captions],
        )
        return HeadedPhotos(joined(known), lambda query: self.truth.by_captions(query, together), is_ordered=True)

    def _labelled(self, name: str) -> HeadedPhotos:
        folder, labels = self._folders.get(name), {}
        if folder is not None:
            places = (file.relative_to(folder) for file in folder.rglob("*") if file.suffix.lower() in _PHOTOS)
            photos = sorted(map(str, places))
        else:
            with (self._pictures / f"{name}.csv").open(encoding="utf-8", newline="") as table:
                labels = {row["image"]: row["label"] for row in csv.DictReader(table)}
            photos = sorted(labels)
        known = self._known(photos, folder or self._pictures / f"{name}.tar", name)
        named = [labels.get(photo, "") for photo in photos]
        return HeadedPhotos(known, lambda query: self.truth.by_labels(query, name, named))

    def _known(self, photos: list[str], archive: Path, kept: str) -> KnownPhotos:
        return know_photos(read_photos(archive, photos), self._work / f"{kept}.npz", self._threads)
