"""What the photos of very different sources show, by captions or by labels: right, wrong or unknown for each tag.

A label says much less than captions: what it neither implies nor excludes is unknown. ``mixed_truth.txt`` says what
labels imply and exclude, and who was seen in the photos.
"""

import csv
import io
import re
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import Source
from lab.quality.quality_truth import SourceTruth
from lab.starter.starter_words import WordNet
from lab.tags.tag_truth import line_table, place_of, rivals
from PIL import ExifTags, Image, ImageOps

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.domain.arrays import Ids

Marks = npt.NDArray[np.int8]

_LABEL = re.compile(r"(\w+) (.+?) (is|lacks): (.+?)(?: except ([\d -]+))?")
_KIND = "kind"
_PEOPLE = re.compile(r"(\w+) (people|unclear): ([\d -]+)")


@dataclass(frozen=True)
class MixedTruth:
    """What the photos of a source show.

    Attributes:
        name: Name of the source.
        photos: File names.
        marks: int8 (photos, entries), 1 for a tag that is right, -1 for one that is wrong, 0 if nobody knows.
        people: int8 (photos,), the same for people.
        labels: Index of the entry of each photo's label, or None; empty for captioned photos.
    """

    name: str
    photos: list[str]
    marks: Marks
    people: Marks
    labels: list[int | None]


def described_truth(source: Source, name: str, vocabulary: TagVocabulary) -> MixedTruth:
    """Return what captions and boxes name; what they don't is wrong."""
    marks = np.where(SourceTruth(source, vocabulary).named, 1, -1).astype(np.int8)
    people = marks[:, _below(vocabulary, "people")].max(axis=1)
    return MixedTruth(name, source.photos, marks, people, [])


def labelled_truth(table: Path, vocabulary: TagVocabulary, words: WordNet) -> MixedTruth:
    """Return what the labels of a source imply and exclude.

    Args:
        table: CSV with the columns ``image`` and ``label``, and perhaps ``wnid``; the source has the name of the file,
            or of the folder if the file is ``labels.csv``. There may be ``file`` and ``kind`` or ``use`` instead, which
            mean what ``mixed_truth.txt`` says first; of several rows of a photo the last in the alphabet counts.
        vocabulary: The tags.
        words: WordNet.
    """
    name = table.parent.name if table.stem == "labels" else table.stem
    rows = _rows(table)
    labels = [_labelled(row, vocabulary, words) for row in rows]
    marks = line_table(labels, vocabulary).astype(np.int8)
    shown, people = marks.copy(), np.full(len(rows), -1, np.int8)
    for place in set(labels) - {None}:
        at = [row for row, label in enumerate(labels) if label == place]
        _put(marks, at, [] if place is None else rivals(vocabulary, place), -1)
    for kind, photos in _seen(name):
        people[photos] = 1 if kind == "people" else 0
    for label, verb, tags, without in _rules(name):
        at = [row for row in range(len(rows)) if label in {"*", rows[row]["label"]} and row not in without]
        for number, tag in enumerate(tags.split("; ")):
            lacked = _below(vocabulary, tag)
            for row in at if label != "*" and verb == "is" and not number else ():
                labels[row] = lacked[0] if _KIND in rows[row] else labels[row]
            line = [lacked[0], *vocabulary.ancestors(lacked[0])]
            _put(marks, at, lacked, -1) if verb == "lacks" else _put(shown, at, line, 1)
    people[shown[:, _below(vocabulary, "person")[0]] > 0] = 1
    animals = shown[:, _below(vocabulary, "animal")].max(axis=1) > 0
    _put(marks, np.flatnonzero(people < 0), _below(vocabulary, "people"), -1)
    _put(marks, np.flatnonzero((people < 0) & ~animals), _below(vocabulary, "activities"), -1)
    _put(shown, np.flatnonzero(people > 0), _below(vocabulary, "person")[:1], 1)
    return MixedTruth(name, [row["image"] for row in rows], np.where(shown > 0, shown, marks), people, labels)


def read_photos(archive: Path, names: list[str]) -> Iterator[bytes]:
    """Yield the photos of a source in this order, from ``NAME.tar`` or from a folder ``images`` beside the table."""
    if archive.is_dir():
        yield from (_upright(archive / name) for name in names)
        return
    with tarfile.open(archive) as files:
        members = {Path(member.name).name: member for member in files if member.isfile()}
        for name in names:
            data = files.extractfile(members[name])
            yield data.read() if data else b""


def _upright(file: Path) -> bytes:
    """Return a photo, turned if its orientation says so."""
    with Image.open(file) as image:
        if image.getexif().get(ExifTags.Base.Orientation, 1) == 1:
            return file.read_bytes()
        turned = io.BytesIO()
        ImageOps.exif_transpose(image).convert("RGB").save(turned, "PNG")
        return turned.getvalue()


def _put(marks: Marks, rows: Sequence[int] | Ids, tags: Sequence[int], value: int) -> None:
    marks[np.array(rows, np.int64)[:, None], np.array(tags, np.int64)] = value


def _rows(table: Path) -> list[dict[str, str]]:
    """Return the photos of a table with their labels or kinds, by name."""
    with table.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    if "image" not in found[0]:
        kinds = [{"image": row["file"], "label": row.get("kind") or row["use"], _KIND: ""} for row in found]
        found = list({row["image"]: row for row in sorted(kinds, key=lambda row: row["label"])}.values())
    return sorted(found, key=lambda row: row["image"])


def _labelled(row: dict[str, str], vocabulary: TagVocabulary, words: WordNet) -> int | None:
    if _KIND in row:
        return None
    if "wnid" not in row:
        return vocabulary.place(row["label"])
    return place_of(row["label"], int(row["wnid"].removeprefix("n")), words, vocabulary)


def _below(vocabulary: TagVocabulary, name: str) -> list[int]:
    """Return the entry of a name, grouping or not, with all that is below it."""
    place = next(at for at, entry in enumerate(vocabulary.entries) if entry.name == name)
    return [place, *vocabulary.below(place)]


def _lines() -> list[str]:
    return Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()


def _seen(source: str) -> Iterator[tuple[str, list[int]]]:
    found = (_PEOPLE.fullmatch(line) for line in _lines())
    return ((one[2], _numbers(one[3])) for one in found if one and one[1] == source)


def _rules(source: str) -> Iterator[tuple[str, str, str, list[int]]]:
    found = (_LABEL.fullmatch(line) for line in _lines())
    return ((one[2], one[3], one[4], _numbers(one[5] or "")) for one in found if one and one[1] == source)


def _numbers(text: str) -> list[int]:
    ranges = (part.partition("-")[::2] for part in text.split())
    return [at for first, last in ranges for at in range(int(first), int(last or first) + 1)]
