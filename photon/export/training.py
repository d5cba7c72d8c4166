"""Training sets: which pictures they contain, their names, and their texts.

Photos without text and near-duplicates are left out and listed. Every other photo gets a part (``splits``), a stable
name from a hash of its picture, and a ``TrainingExample``. The texts are then written in the requested format: one file
per picture, one per part, or together with the pictures in tar files (WebDataset).

A tar file is written under a temporary name and recorded before it is renamed, so it is either complete or absent.
Times and owners in it are fixed, so the same photos give the same bytes.
"""

import hashlib
import io
import json
import os
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from photon.domain.metadata.export_recipe import SPLITS, Credits, ExportPhoto, SkippedPhoto, Split, Text, TrainingChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.export.sizes import drawn_size
from photon.language import tr
from photon.quick_dataclass import dataclass

_DIGITS = 16  # hex digits of the hash in a name; two of a million photos collide with a probability of 1 in 37 million
OBJECTS = "metadata.jsonl"


@dataclass(frozen=True, slots=True)
class TrainingExample:
    """A picture of a training set with its texts.

    Attributes:
        outgoing: The photo.
        split: Its part.
        event: Name of its event.
        key: Its name, without extension.
        caption: Its caption; empty if there is none.
        tags: Names of its tags, without their ancestors.
        written: The lines of text in it; empty if that is not wanted.
    """

    outgoing: ExportPhoto
    split: Split
    event: str
    key: str
    caption: str
    tags: tuple[str, ...]
    written: str = ""

    def text(self, kind: Text) -> str:
        """Return the text to learn, as one line."""
        parts = {"caption": (self.caption,), "tags": self.tags, "both": (self.caption, *self.tags)}[kind]
        return ", ".join(" ".join(part.split()) for part in parts if part.strip())


@dataclass(frozen=True, slots=True)
class TrainingMetadata:
    """What is known of a candidate for a training set.

    Attributes:
        outgoing: The photo.
        record: Its metadata in the library.
        picture: Its image hash.
        split: Its part.
        event: Name of its event.
        twin: Path of the photo that it nearly duplicates and that is used instead, or None.
    """

    outgoing: ExportPhoto
    record: PhotoRecord
    picture: bytes
    split: Split
    event: str
    twin: str | None = None


def choose_examples(
    photos: Iterable[TrainingMetadata], choice: TrainingChoice
) -> tuple[list[TrainingExample], list[SkippedPhoto]]:
    """Choose the examples; return them and the photos that are left out."""
    examples: list[TrainingExample] = []
    left_out: list[SkippedPhoto] = []
    seen: Counter[str] = Counter()  # the same picture may be in two files with different texts
    for one in photos:
        example = _example(one)
        if not example.text(choice.told):
            left_out.append(SkippedPhoto(one.outgoing.path, "wordless", *_WORDLESS[choice.told]))
        elif one.twin is not None:
            sentence = tr("It is a near-duplicate of {name}.", name=PurePath(one.twin).name)
            left_out.append(SkippedPhoto(one.outgoing.path, "alike", sentence, tr("One of them is exported.")))
        else:
            seen[example.key] += 1
            key = example.key if seen[example.key] == 1 else f"{example.key}-{seen[example.key]}"
            examples.append(replace(example, key=key))
    return examples, left_out


_WORDLESS = {
    "caption": (tr("No caption."), tr("Add a caption.")),
    "tags": (tr("No tags."), tr("Add tags.")),
    "both": (tr("No caption or tags."), tr("Add a caption or tags.")),
}


def has_text(record: PhotoRecord, kind: Text) -> bool:
    """Return whether a photo has a text of the requested kind."""
    return bool((kind != "tags" and (record.caption or record.title)) or (kind != "caption" and record.keywords))


def _example(one: TrainingMetadata) -> TrainingExample:
    names = tuple(dict.fromkeys(path[-1] for path in one.record.keywords))
    return TrainingExample(
        one.outgoing, one.split, one.event, one.picture.hex()[:_DIGITS], one.record.caption or one.record.title, names,
        one.record.text,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrainingEntry:
    """An example with its file name and its credits."""

    example: TrainingExample
    name: str
    credits: Credits

    def fields(self, choice: TrainingChoice) -> dict[str, Any]:
        """Return its metadata as a JSON object."""
        one = self.example
        width, height = _size(one.outgoing, choice)
        found = {
            "file_name": self.name,
            "text": one.text(choice.told),
            "caption": one.caption,
            "tags": list(one.tags),
            "width": width,
            "height": height,
            "event": one.event,
            "licence": self.credits.licence or choice.licence,
            "credit": self.credits.credit or choice.credit,
        }
        return {**found, "text_in_photo": one.written} if choice.reads else found


def documents(described: Sequence[TrainingEntry], choice: TrainingChoice) -> Iterator[tuple[str, str]]:
    """Generate the metadata files of a training set as names and texts; pictures are in one folder per part."""
    described = sorted(described, key=lambda one: one.name)
    if choice.format == "texts":
        for one in described:
            place = PurePosixPath(one.example.split, one.name).with_suffix(".txt")
            yield str(place), one.example.text(choice.told) + "\n"
        yield (
            "credits.jsonl",
            _lines({"file_name": f"{one.example.split}/{one.name}", **_whose(one, choice)} for one in described),
        )
        return
    for split in SPLITS:
        some = [one for one in described if one.example.split == split]
        if choice.format == "coco":
            yield f"annotations/captions_{split}.json", coco_text(some, choice)
        elif some:
            yield f"{split}/{OBJECTS}", _lines(one.fields(choice) for one in some)


def coco_text(some: Sequence[TrainingEntry], choice: TrainingChoice) -> str:
    """Format a part as COCO captions."""
    licences = sorted({one.fields(choice)["licence"] for one in some})
    numbers = {name: at for at, name in enumerate(licences, 1)}
    rows = [one.fields(choice) for one in some]
    return json.dumps(
        {
            "info": {"description": "Exported by Photon"},
            "licenses": [{"id": number, "name": name, "url": ""} for name, number in numbers.items()],
            "images": [
                {
                    "id": at, "file_name": one["file_name"], "width": one["width"], "height": one["height"],
                    "license": numbers[one["licence"]], "credit": one["credit"], "event": one["event"],
                }
                for at, one in enumerate(rows, 1)
            ],
            "annotations": [
                {"id": at, "image_id": at, "caption": one["text"]} for at, one in enumerate(rows, 1)
            ],
        },
        ensure_ascii=False,
    )  # fmt: skip


def _whose(one: TrainingEntry, choice: TrainingChoice) -> dict[str, str]:
    fields = one.fields(choice)
    return {name: fields[name] for name in ("licence", "credit")}


def _size(photo: ExportPhoto, choice: TrainingChoice) -> tuple[int, int]:
    if choice.redrawn is None:
        return photo.pixels
    return drawn_size(photo.pixels, choice.redrawn.long_side)


def _lines(objects: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)


_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Shard:
    """A tar file: its name and its examples."""

    name: str
    examples: tuple[TrainingExample, ...]

    def state(self, choice: TrainingChoice) -> str:
        """Return a digest of everything that it is made from."""
        parts = [
            (one.key, one.outgoing.size, one.outgoing.mtime_ns, one.text(choice.told), one.event)
            + ((one.written,) if choice.reads else ())
            for one in self.examples
        ]
        return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def shards_of(examples: Sequence[TrainingExample], per_shard: int) -> list[Shard]:
    """Divide a training set into tar files.

    Each file belongs to one part. Examples are sorted by name, which is independent of time.

    Args:
        examples: The examples.
        per_shard: Maximum number of examples per file.

    Returns:
        The tar files.
    """
    return [
        Shard(f"{split}-{number:06}.tar", some)
        for split in SPLITS
        for number, some in enumerate(_portions(sorted(_in(examples, split), key=lambda one: one.key), per_shard))
    ]


def write_shard(place: Path, pictures: Sequence[tuple[TrainingEntry, Path]], choice: TrainingChoice) -> int:
    """Write a tar file from existing picture files.

    Args:
        place: Path of the tar file, which must not exist.
        pictures: The examples with the paths of their pictures.
        choice: How to export.

    Returns:
        Its size in bytes.

    Raises:
        OSError: It cannot be written.
    """
    with place.open("xb") as file:
        with tarfile.open(fileobj=file, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for one, picture in pictures:
                key, ending = one.example.key, Path(one.name).suffix
                _add(tar, f"{key}{ending}", picture.read_bytes())
                _add(tar, f"{key}.txt", one.example.text(choice.told).encode())
                fields = {name: value for name, value in one.fields(choice).items() if name != "file_name"}
                _add(tar, f"{key}.json", json.dumps(fields, ensure_ascii=False).encode())
        file.flush()
        os.fsync(file.fileno())
        return file.tell()


def _add(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), _MODE
    tar.addfile(entry, io.BytesIO(content))


def _in(examples: Sequence[TrainingExample], split: Split) -> Iterator[TrainingExample]:
    return (one for one in examples if one.split == split)


def _portions(examples: Sequence[TrainingExample], size: int) -> Iterator[tuple[TrainingExample, ...]]:
    return (tuple(examples[at : at + size]) for at in range(0, len(examples), size))
