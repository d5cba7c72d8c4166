"""What the window and the terminal ask about copies and moments."""

import os
import re
from collections.abc import Collection, Iterable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import NamedTuple

import numpy as np

from photon.app.duplicates.change_finding import ChangeFinding
from photon.app.duplicates.pair_stage import PairStage, renew_copies
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.indexing.background import BackgroundWork
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Activity, Changes
from photon.domain.arrays import Floats
from photon.domain.photo.likeness import Likeness
from photon.domain.photo.photo_set import PhotoSet, SetKind
from photon.domain.photo.shot import Shot
from photon.duplicates.moments import find_pairs, in_time
from photon.duplicates.photo_sets import make_sets
from photon.library import Library
from photon.library.duplicates import fingerprints, kept_apart, picture_pairs, shots
from photon.library.duplicates.set_notes import SetNote, notes_of
from photon.library.people.face_evidence import found_faces
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass

_CHUNK = 1000  # looks that are read at once: 5 MB
# what desktops call copies: "copy of a.jpg", "a - Copy.jpg", "a (1).jpg", "a Kopie.jpg", "copie de a.jpg"
_CALLED_COPY = re.compile(r"\b(copy|kopie|copie|copia)\b|\(\d{1,2}\)\.\w+$", re.IGNORECASE)


class SetFile(NamedTuple):
    """A file of a set: its photo and its path, and the hash of its pixels when the set was found, if that is known."""

    photo: int
    path: str
    picture: bytes = b""


@dataclass(frozen=True, slots=True)
class FoundSet:
    """A set, with the paths of its files.

    Attributes:
        kind: Why they belong together.
        paths: The files, the best first.
        reasons: Why the first one is the best, in words.
        offer: Whether all but the first may be offered for deletion.
        photos: Ids of the photos, in the same order; one alone if it has several files.
        sizes: Bytes of the files, in the same order.
        pictures: Hashes of the pixels of the photos, in the same order.
    """

    kind: SetKind
    paths: tuple[str, ...]
    reasons: tuple[str, ...]
    offer: bool
    photos: tuple[int, ...]
    sizes: tuple[int, ...] = ()
    pictures: tuple[bytes, ...] = ()

    @property
    def has_best(self) -> bool:
        """Whether the first one is better than the others; shots that belong together have no best."""
        return self.offer or self.kind in {"probably-same", "same-moment"}

    @property
    def may_be_separated(self) -> bool:
        """Whether a person may say that these are no duplicates."""
        return self.offer or self.kind == "probably-same"

    @property
    def files(self) -> tuple[SetFile, ...]:
        """The photo and path of each file, the best first."""
        times = len(self.paths) if self.kind == "same-file" else 1
        pictures = self.pictures or (b"",) * len(self.photos)
        return tuple(map(SetFile, self.photos * times, self.paths, pictures * times))


@dataclass(frozen=True, slots=True)
class FoundSets:
    """The sets of some photos.

    Attributes:
        sets: Files, pairs, copies, probable copies and moments, in this order.
        waiting: Number of photos that were not looked at yet.
    """

    sets: tuple[FoundSet, ...]
    waiting: int


class Duplicates:
    """Finds sets. Methods never wait.

    Attributes:
        differences: Finds what changed from one photo of a set to the others.
    """

    def __init__(
        self,
        store: LibraryThreads,
        encoders: ActiveEncoders,
        stage: PairStage,
        background: BackgroundWork,
        differences: ChangeFinding,
    ) -> None:
        """Subscribe to changes of the library.

        Args:
            store: The library's threads.
            encoders: The encoders in use.
            stage: Determines which photos are copies.
            background: Runs the stage.
            differences: Compares the pictures of a set.
        """
        self._store, self._encoders, self._stage, self._background = store, encoders, stage, background
        self.differences = differences
        store.events.subscribe(self._hear)

    def find_sets(self, among: Collection[int] | None = None) -> Future[FoundSets]:
        """Find the sets of photos; hidden ones are not among them.

        Args:
            among: Photo ids; None for the whole library.
        """
        return self._store.read(find_sets, self._encoders.current_encoder().id, among)

    def notes(self, photos: Sequence[int]) -> Future[dict[int, SetNote]]:
        """What tells photos apart for a person, by id; without hidden ones."""
        return self._store.read(notes_of, photos)

    def likeness(self, photo: int, other: int) -> Future[Likeness | None]:
        """How the pictures of two photos were found to be alike; None if they were not compared."""
        return self._store.read(picture_pairs.likeness_of, photo, other)

    def _hear(self, event: Changes | Activity) -> None:
        """Update which photos are copies, after decisions about duplicates were made, undone or imported.

        For a whole library, that takes seconds, in which no one else could write. If this process does the background
        work, the stage does it when it has nothing else to do.
        """
        if not isinstance(event, Changes) or "duplicates" not in event.kinds:
            return
        if not event.photos and self._background.is_at_work:
            self._stage.outdate()
        else:
            self._store.write(renew_copies, event.photos)


def find_sets(library: Library, encoder: str, among: Collection[int] | None = None) -> FoundSets:
    """Find the sets of photos.

    Args:
        library: Open for reading.
        encoder: Id of the encoder whose looks are compared.
        among: Photo ids; None for all.
    """
    chosen = None if among is None else frozenset(among)
    some, behind = shots.all_shots(library), frozenset[int]()
    if chosen is not None:  # a picture is no copy of another one, even if its RAW file is not among the photos
        behind = frozenset(photo for pair in find_pairs(some) for photo in pair[1:])
        some = [shot for shot in some if shot.photo in chosen]
    known = {shot.photo for shot in some}
    likenesses = {
        pair: likeness
        for pair, likeness in picture_pairs.all_likenesses(library).items()
        if pair[0] in known and pair[1] in known
    }
    alike, decided = _Looks(library, encoder, some).alike, kept_apart.all_apart(library)
    found = make_sets(some, likenesses, alike, decided, behind, partial(found_faces, library))
    waiting = fingerprints.PENDING.count(library) + fingerprints.count_unpaired(library)
    return FoundSets(tuple(_with_paths(library, found, {shot.photo: shot for shot in some})), waiting)


class _Looks:
    """Looks of photos, read in the order in which moments are looked for."""

    def __init__(self, library: Library, encoder: str, some: Sequence[Shot]) -> None:
        self._library, self._encoder = library, encoder
        self._order = [shot.photo for shot in in_time(some)]
        self._rows = {photo: row for row, photo in enumerate(self._order)}
        self._chunks: dict[int, dict[int, Floats]] = {}

    def alike(self, one: int, other: int) -> float:
        """Cosine between the looks of two photos; 0 where one has none."""
        first, second = self._look_of(one), self._look_of(other)
        return 0.0 if first is None or second is None else float(np.dot(first, second))

    def _look_of(self, photo: int) -> Floats | None:
        number = self._rows[photo] // _CHUNK
        if number not in self._chunks:
            if len(self._chunks) > 2:
                del self._chunks[next(iter(self._chunks))]
            photos = self._order[number * _CHUNK : (number + 1) * _CHUNK]
            ids, looks = vectors.looks_of(self._library, self._encoder, photos)
            self._chunks[number] = dict(zip(ids.tolist(), looks, strict=True))
        return self._chunks[number].get(photo)


def _with_paths(library: Library, found: Iterable[PhotoSet], known: dict[int, Shot]) -> Iterable[FoundSet]:
    sets = list(found)
    several = shots.files_of(library, [one.photos[0] for one in sets if one.kind == "same-file"])
    for one in sets:
        pictures = tuple(known[photo].image_hash for photo in one.photos)
        if one.kind == "same-file":
            paths = apart(several[one.photos[0]])
            if len(paths) > 1:
                sizes = (known[one.photos[0]].size,) * len(paths)
                yield FoundSet(one.kind, tuple(paths), one.reasons, one.offer, one.photos, sizes, pictures)
        else:
            some = [known[photo] for photo in one.photos]
            paths, sizes = [shot.path for shot in some], tuple(shot.size for shot in some)
            yield FoundSet(one.kind, tuple(paths), one.reasons, one.offer, one.photos, sizes, pictures)


def apart(paths: Iterable[str]) -> list[str]:
    """Paths of files of their own: of hard and symbolic links to one file only the first stays.

    Files that are called copies come last; a person who keeps the first should not lose the name of the original. Of
    others the shortest path comes first.

    Args:
        paths: Paths of files with equal content; those that cannot be reached now are left out.
    """
    found: dict[tuple[int, int], str] = {}

    def order(path: str) -> tuple[bool, bool, int, str]:
        name = os.path.basename(path)  # noqa: PTH119 - paths may have invalid bytes
        return os.path.islink(path), _CALLED_COPY.search(name) is not None, len(path), path  # noqa: PTH114 - may raise

    for path in sorted(paths, key=order):
        try:
            about = os.stat(path)  # noqa: PTH116 - paths may have invalid bytes
        except OSError:
            continue
        found.setdefault((about.st_dev, about.st_ino), path)
    return list(found.values())
