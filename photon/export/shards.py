"""Training sets as tar files (WebDataset): each example has a picture, a text and a JSON object.

A tar file is written under a temporary name and recorded before it is renamed, so it is either complete or absent.
Times and owners are fixed, so the same photos give the same bytes.
"""

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from photon.domain.metadata.export_recipe import SPLITS, Split, TrainingChoice
from photon.export.training import TrainingEntry, TrainingExample

_MODE = 0o644


@dataclass(frozen=True, slots=True)
class Shard:
    """A tar file: its name and its examples."""

    name: str
    examples: tuple[TrainingExample, ...]

    def state(self, choice: TrainingChoice) -> str:
        """Digest of everything that it is made from."""
        told = [
            (one.key, one.outgoing.size, one.outgoing.mtime_ns, one.text(choice.told), one.event)
            for one in self.examples
        ]
        return hashlib.sha256(repr(told).encode("utf-8", "surrogatepass")).hexdigest()[:24]


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
                told = {name: value for name, value in one.told(choice).items() if name != "file_name"}
                _add(tar, f"{key}.json", json.dumps(told, ensure_ascii=False).encode())
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
