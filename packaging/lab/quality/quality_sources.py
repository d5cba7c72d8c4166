"""The judged photos of a source with captions and boxes, and the caption sentences of all other photos."""

import csv
import hashlib
import tarfile
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from photon.annotate.captions.named_objects import words_of

FOLDS = 5
HELD_OUT, FOLD = 240, 0  # photos of a source, of one fold, that no shipped weight was trained on
SEEN = {
    "coco_val": "photos unseen by starter and caption memory; their captions are not among the sentences either",
    "flickr8k": "photos unseen by starter and caption memory, which saw the others of Flickr8k",
}


@dataclass(frozen=True)
class Box:
    """A thing in a photo.

    Attributes:
        photo: Index of the photo.
        label: What it is, such as ``wine glass``.
        left, top, width, height: Shares of the upright photo, 0..1.
    """

    photo: int
    label: str
    left: float
    top: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Area as a share of the photo, 0..1."""
        return self.width * self.height

    def contains(self, x: float, y: float) -> bool:
        """Return whether a position, in shares of the photo, is inside the box."""
        return self.left <= x <= self.left + self.width and self.top <= y <= self.top + self.height


@dataclass(frozen=True)
class Source:
    """Photos that are judged.

    Attributes:
        name: Name of the source and of its files: ``NAME.tar``, ``NAME.csv``, ``NAME_boxes.csv``.
        seen: What training has seen of these photos and sentences.
        photos: File names, sorted.
        captions: Captions of each photo.
        boxes: Boxes of things; empty if the source has no such table.
    """

    name: str
    seen: str
    photos: list[str]
    captions: list[list[str]]
    boxes: list[Box]

    @property
    def boxed(self) -> list[int]:
        """Indices of the photos with boxes; everything of the boxed kinds is known about these."""
        return sorted({box.photo for box in self.boxes})


def read_source(folder: Path, name: str, seen: str) -> Source:
    """Read the tables of a source.

    Args:
        folder: Folder of the tables.
        name: Name of the source.
        seen: What training has seen of it.

    Raises:
        OSError: The captions cannot be read.
    """
    captions: dict[str, list[str]] = defaultdict(list)
    for row in _rows(folder / f"{name}.csv"):
        captions[row["image"]].append(row["caption"].strip())
    photos = sorted(captions)
    boxes = folder / f"{name}_boxes.csv"
    found = _boxes(boxes, photos) if boxes.exists() else []
    return Source(name, seen, photos, [captions[photo] for photo in photos], found)


def fold_of(photo: str) -> int:
    """Return the fold of a photo, 0..FOLDS - 1: it depends on the file name alone."""
    return int(hashlib.sha256(Path(photo).stem.encode()).hexdigest(), 16) % FOLDS


def held_out(source: Source, fold: int, most: int) -> Source:
    """Return a maximum number of photos of one fold; smaller selections are subsets of larger ones.

    Args:
        source: All photos.
        fold: Number of the fold.
        most: Maximum number of photos.
    """
    inside = sorted((photo for photo in source.photos if fold_of(photo) == fold), key=_shuffled)[:most]
    return chosen(source, inside)


def chosen(source: Source, photos: Collection[str]) -> Source:
    """Return these photos of a source, with their captions and boxes."""
    rows = [row for row, photo in enumerate(source.photos) if photo in photos]
    place = {row: at for at, row in enumerate(rows)}
    return replace(
        source,
        photos=[source.photos[row] for row in rows],
        captions=[source.captions[row] for row in rows],
        boxes=[replace(box, photo=place[box.photo]) for box in source.boxes if box.photo in place],
    )


def unpack(folder: Path, source: Source, place: Path) -> list[Path]:
    """Unpack the photos of a source from its archive.

    Args:
        folder: Folder of the archive.
        source: The photos.
        place: Folder to write them to; it is created, and other files in it are deleted.

    Returns:
        One file per photo.

    Raises:
        OSError: The archive cannot be read, or a file cannot be written.
        FileNotFoundError: A photo is not in the archive.
    """
    place.mkdir(parents=True, exist_ok=True)
    wanted = set(source.photos)
    for file in place.iterdir():
        if file.name not in wanted:
            file.unlink()
    with tarfile.open(folder / f"{source.name}.tar") as archive:
        for member in archive:
            name = Path(member.name).name
            data = archive.extractfile(member) if member.isfile() and name in wanted else None
            if data is not None and not (place / name).exists():
                (place / name).write_bytes(data.read())
    files = [place / photo for photo in source.photos]
    missing = [file.name for file in files if not file.exists()]
    if missing:
        raise FileNotFoundError(f"{source.name}.tar lacks {len(missing)} photos, such as {missing[0]}")
    return files


def judged_sources(pictures: Path, names: Iterable[str] = SEEN, most: int = HELD_OUT, fold: int = FOLD) -> list[Source]:
    """Read the sources whose photos are judged: all photos of one, and some of a fold of another one used for training.

    Args:
        pictures: Folder of the sources.
        names: Names of the sources.
        most: Maximum number of photos of a fold.
        fold: Number of the fold.

    Raises:
        OSError: The captions cannot be read.
    """
    sources = [read_source(pictures, name, SEEN[name]) for name in names]
    return [source if source.name == "coco_val" else held_out(source, fold, most) for source in sources]


def rows_of_others(sentences: Sequence[str], sources: Iterable[Source]) -> list[int]:
    """Return the indices of the sentences that are no captions of judged photos, ignoring spaces and punctuation."""
    hidden = {_plain(caption) for source in sources for captions in source.captions for caption in captions}
    return [row for row, sentence in enumerate(sentences) if _plain(sentence) not in hidden]


def _plain(sentence: str) -> str:
    return " ".join(words_of(sentence))


def _shuffled(photo: str) -> str:
    return hashlib.sha256(f"order {Path(photo).stem}".encode()).hexdigest()


def _boxes(table: Path, photos: Sequence[str]) -> list[Box]:
    place = {photo: at for at, photo in enumerate(photos)}
    return [
        Box(place[row["image"]], row["label"], *(float(row[side]) for side in "xywh"))
        for row in _rows(table)
        if row["image"] in place
    ]


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
