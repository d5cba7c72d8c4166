"""Libraries of photos whose vectors are known, made in seconds: what the encoder would say is read from a file."""

import hashlib
import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from PIL import Image

from photon.app.session import Session
from photon.domain import Facts, Reading
from photon.domain.arrays import Ids
from photon.library import open_library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found
from photon.library.vectors import vectors
from photon.vision.starter import starter

_BATCH = 24


@dataclass(frozen=True)
class KnownPhotos:
    """Photos of a source: their previews, and what the starter says of each (photo and hash are those of a library)."""

    previews: list[bytes]
    embedded: list[vectors.Embedded]

    def some(self, rows: Ids) -> "KnownPhotos":
        """Return some of the photos, int64 (n,)."""
        return KnownPhotos([self.previews[row] for row in rows], [self.embedded[row] for row in rows])


def joined(parts: Sequence[KnownPhotos]) -> KnownPhotos:
    """Return the photos of some parts together."""
    return KnownPhotos(
        [one for part in parts for one in part.previews], [one for part in parts for one in part.embedded]
    )


def know_photos(pictures: Iterator[bytes], kept: Path, threads: int) -> KnownPhotos:
    """Encode photos, or read what an earlier run kept in a file of ``lab.tags.train_tags``."""
    previews = [_preview(picture) for picture in pictures]
    if not kept.exists():
        keep_vectors(kept, previews, threads)
    with np.load(kept) as found:
        kinds: list[dict[int, float]] = [{} for _ in previews]
        for row, label, chance in zip(found["rows"], found["labels"], found["chances"], strict=True):
            kinds[row][int(label)] = float(chance)
        both = zip(found["meaning"], found["look"], kinds, strict=True)
        return KnownPhotos(previews, [vectors.Embedded(0, b"", *one) for one in both])


def keep_vectors(kept: Path, pictures: Sequence[bytes], threads: int) -> None:
    """Encode photos, and write what the starter says of them: ``meaning``, ``look``, and classes by their rows."""
    encoder = starter.load(threads)
    parts = [encoder.encode_images(pictures[at : at + _BATCH]) for at in range(0, len(pictures), _BATCH)]
    kinds = [kinds for part in parts for kinds in part.kinds]
    named = [(row, *one) for row, few in enumerate(kinds) for one in few.items()]
    rows, labels, chances = (np.array(column) for column in zip(*named, strict=True))
    meanings, looks = (np.concatenate([getattr(part, name) for part in parts]) for name in ("meaning", "look"))
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez(kept, meaning=meanings, look=looks, rows=rows, labels=labels, chances=chances)


@contextmanager
def known_library(directory: Path, photos: Sequence[KnownPhotos]) -> Iterator[Session]:
    """Make a library of photos, or open an earlier one, and yield its session; photos are numbered from 1 in order."""
    if not directory.exists():
        _make(directory, joined(photos))
    with Session.open(directory, background=False) as session:
        yield session


def _make(directory: Path, photos: KnownPhotos) -> None:
    part, root = directory.with_name(f"{directory.name}-part"), directory.with_name(f"{directory.name}-photos")
    root.mkdir(parents=True, exist_ok=True)
    with open_library(part, writable=True) as library:
        folder, known, readings = folders.add(library, str(root)).id, [], []
        for number, (preview, embedded) in enumerate(zip(photos.previews, photos.embedded, strict=True), 1):
            mark, facts, size = hashlib.sha256(b"%d" % number).digest()[:16], Facts("JPEG", 640, 480), len(preview)
            reading = Reading(mark, mark, size, facts, preview, 0)
            readings.append((Found(folder, f"{number}.jpg", size, number), reading))
            known.append(replace(embedded, photo=number, image_hash=mark))
        ids: dict[Found, int] = {}
        files.record(library, readings, ids=ids)
        if list(ids.values()) != [one.photo for one in known]:
            raise LookupError("Photos are not numbered in order.")
        vectors.store(library, starter.encoder_id(), known)
    part.rename(directory)


def _preview(picture: bytes) -> bytes:
    out = io.BytesIO()
    Image.open(io.BytesIO(picture)).convert("RGB").save(out, "JPEG", quality=90)
    return out.getvalue()
