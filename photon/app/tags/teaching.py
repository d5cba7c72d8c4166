"""The use case of teaching a tag: examples, questions about other photos, accuracy, and stopping."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from photon.annotate.tags.precision_estimate import estimate
from photon.annotate.tags.review_queue import queue
from photon.annotate.tags.teaching import TagClassifier
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.stored_vectors import CONTRAST, stored
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.query_composer import unknown_name
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.domain import Changes, Like, PhotonError, Region
from photon.domain.arrays import Ids
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.domain.metadata.learned_tag import Ask, Estimate, Taught
from photon.domain.metadata.tag import TagMark, TagPath, clean_path, tag_key, tag_text
from photon.language import tr
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.photos import photos
from photon.library.tags import learned_tags, tags
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass

SHORTLIST = 2000  # photos of a large library, nearest by meaning, whose look vectors are read; takes 0.1 s
_LASTS = 30.0  # seconds, and
_ANSWERS = 20  # answers until it is drawn up again; nothing is read between two answers of a review


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """A shortlist: its tag, time and number of answers; photos int64 (m,), ascending, and their vectors."""

    key: tuple[str, str]
    at: float
    decided: int
    ids: Ids
    seen: PhotoVectors


class ReviewShortlist:
    """Caches the shortlist of the tag of the last questions; thread-safe."""

    def __init__(self) -> None:
        """Create an empty cache."""
        self._lock = threading.Lock()
        self._drawn: _Drawn | None = None

    def photos_to_ask(
        self, library: Library, encoder: EncoderClient, path: TagPath, score: TagClassifier
    ) -> tuple[Ids, PhotoVectors]:
        """Return candidate photos int64 (m,) and their vectors; in a large library, likely ones and a sample.

        Args:
            library: Open for reading.
            encoder: The encoder of the vectors.
            path: The tag, as spelled in the library.
            score: Its classifier.
        """
        decided = learned_tags.decided(library, path)
        both = [*decided.yes, *decided.no]
        key = encoder.id, tag_key(path)
        with self._lock:
            drawn = self._drawn
        if drawn is None or drawn.key != key or not self._holds(drawn, len(both)):
            ids, seen = _draw(library, encoder, score)
            drawn = _Drawn(key, time.monotonic(), len(both), ids, seen)
            with self._lock:
                self._drawn = drawn
        free = ~np.isin(drawn.ids, [*both, *library.veiled.tolist()])
        return drawn.ids[free], drawn.seen.some(free)

    @staticmethod
    def _holds(drawn: _Drawn, decided: int) -> bool:
        return time.monotonic() - drawn.at < _LASTS and abs(decided - drawn.decided) < _ANSWERS


def _draw(library: Library, encoder: EncoderClient, score: TagClassifier) -> tuple[Ids, PhotoVectors]:
    ids, meanings = vectors.meanings(library, encoder.id)
    if len(ids) > SHORTLIST + CONTRAST:
        near = np.argpartition(-score.by_meaning(meanings), SHORTLIST)[:SHORTLIST]
        ids = np.union1d(ids[near], np.array(vectors.sample_photos(library, encoder.id, CONTRAST), np.int64))
    return stored(library, encoder.id, ids.tolist(), score.kinds)


T = TypeVar("T")

ASKED = 50  # photos that count as asked about if the user answers without having seen them here
_INSIDE = 1.0001  # tolerance for the end of a region: fractions are typed with few digits


@dataclass(frozen=True, slots=True)
class _TagLesson:
    """A lesson about a tag: see ``Teaching.teach``."""

    yes: Sequence[Like]
    no: Sequence[int]
    kind: str | None = None


class Teaching:
    """Operations on taught tags. Methods that return a Future never block.

    Attributes:
        memory: The learned classifiers, also used for suggestions.
    """

    def __init__(
        self, store: LibraryThreads, encoders: ActiveEncoders, history: History, memory: TagClassifierCache
    ) -> None:
        """Create it from its dependencies."""
        self._store, self._encoders, self._history = store, encoders, history
        self._lock = threading.Lock()
        self._asked: dict[str, dict[int, float]] = {}
        self._undecided = ReviewShortlist()
        self.memory = memory

    def all_taught(self) -> Future[list[Taught]]:
        """Return all learned tags by path, without those that only hidden photos teach."""
        return self._store.read(learned_tags.visible_learned)

    def teach(
        self, path: TagPath, yes: Sequence[int | Like] = (), no: Sequence[int] = (), kind: str | None = None
    ) -> Future[Taught]:
        """Add a tag to photos, reject it for others, and learn it from all decisions. Can be undone.

        The tag is created if necessary. Photos that already have it are examples, too.
        A photo with a region that shows the tag gets it as well; the region is the example instead of the photo.

        Args:
            path: The tag.
            yes: Photos or regions that show it.
            no: Photos that do not.
            kind: What it is in a plain word or two (``dog``, ``house``); None keeps the current one.

        The Future may raise PhotonError: the name is invalid, a photo is not in the library or is given for both, a
        region is outside its photo, or no photo shows the tag.
        """
        lesson = _TagLesson([one if isinstance(one, Like) else Like(photo=one) for one in yes], no, kind)
        return self._history.edit_and_tell(self._store, lambda lib: self._teach(lib, path, lesson, new=True))

    def answer(self, path: TagPath, yes: Sequence[int] = (), no: Sequence[int] = ()) -> Future[Taught]:
        """Teach a tag that is already being taught; one that was deleted or forgotten meanwhile is not created again.

        The Future may raise PhotonError: that, or as in ``teach``.
        """
        lesson = _TagLesson([Like(photo=photo) for photo in yes], no)
        return self._history.edit_and_tell(self._store, lambda lib: self._teach(lib, path, lesson, new=False))

    def forget_named(self, name: str) -> Future[Changes]:
        """Stop learning the tag ``my:name``, as ``forget`` does.

        The Future may raise PhotonError: no learned tag has this name.
        """

        def act(library: Library) -> Changes:
            path = learned_tags.find_named(library, name)
            if path is None:
                raise unknown_name(name)
            return self._forget(library, path)

        return self._history.edit(self._store, act)

    def forget(self, path: TagPath) -> Future[Changes]:
        """Stop learning a tag; the tag and all decisions about it stay. Can be undone.

        The Future may raise PhotonError: it is not being learned.
        """
        return self._history.edit(self._store, lambda lib: self._forget(lib, _existing_path(lib, path)))

    def next(self, path: TagPath, count: int = 20) -> Future[list[Ask]]:
        """Return photos to ask the user about, most informative first; fewer or none if all are decided.

        The Future may raise PhotonError: the tag is not being learned, or the encoder cannot be used.
        """

        def ask(library: Library, encoder: EncoderClient) -> list[Ask]:
            known = _existing_path(library, path)
            with lifted(library):  # hidden photos go on teaching it
                score = self.memory.find(library, encoder, known)
            if score is None:
                return []
            ids, seen = self._undecided.photos_to_ask(library, encoder, known, score)
            certainties, features = score.certainties(seen), score.features(seen)
            asked = queue(certainties, features, score.features(score.examples.seen), count)
            found = [Ask(int(ids[row]), float(certainties[row]), reason) for row, reason in asked]
            with self._lock:
                self._asked.setdefault(tag_key(known), {}).update((one.photo, one.certainty) for one in found)
            return found

        return self._read(ask)

    def estimate(self, path: TagPath) -> Future[Estimate]:
        """Estimate the accuracy of a learned tag, if possible.

        The Future may raise PhotonError: the tag is not being learned, or the encoder cannot be used.
        """

        def ask(library: Library, encoder: EncoderClient) -> Estimate:
            known = _existing_path(library, path)
            with lifted(library):  # hidden photos go on teaching it
                score = self.memory.find(library, encoder, known)
            if score is None:
                return Estimate(0, 0)
            return estimate(score, score.z(self._undecided.photos_to_ask(library, encoder, known, score)[1]))

        return self._read(ask)

    def _read(self, ask: Callable[[Library, EncoderClient], T]) -> Future[T]:
        def question(library: Library) -> T:
            with self._encoders.use() as engine:
                return ask(library, engine.encoder)

        return self._store.read(question)

    def _forget(self, library: Library, path: TagPath) -> Changes:
        library.journal.name_step(tr("stopped learning “{tag}”", tag=tag_text(path)))
        return learned_tags.set_learned(library, path, taught=False)

    def _teach(self, library: Library, path: TagPath, lesson: _TagLesson, *, new: bool) -> tuple[Taught, Changes]:
        known = _existing_path(library, path) if not new else _named(library, path)
        lesson = replace(lesson, yes=[_in_library(library, like) for like in lesson.yes])
        _check(library, known, lesson)
        was = learned_tags.kind(library, known)
        kind = was if lesson.kind is None else tag_text(clean_path([lesson.kind]))
        changes = tags.mark(library, self._marks(library, known, lesson))
        begun = learned_tags.set_learned(library, known, taught=True, kind=kind)
        name = tag_text(known)
        library.journal.name_step(tr("taught “{tag}”", tag=name) if new else tr("answered about “{tag}”", tag=name))
        decided = learned_tags.decided(library, known)
        return Taught(known, len(decided.yes), len(decided.no), kind), changes or begun

    def _marks(self, library: Library, path: TagPath, lesson: _TagLesson) -> list[TagMark]:
        with self._lock:
            thought = dict(self._asked.get(tag_key(path), {}))
        parts: dict[int, dict[Region, None]] = {}
        for like in lesson.yes:
            parts.setdefault(like.photo, {}).update({like.region: None} if like.region is not None else {})
        regions = learned_tags.decided(library, path).regions if any(parts.values()) else {}
        marks = []
        for photo, named in parts.items():
            every = tuple(dict.fromkeys((*regions.get(photo, ()), *named))) if named else None
            marks.append(TagMark(photo, path, "confirmed", thought.get(photo, 1.0), regions=every))
        return marks + [TagMark(photo, path, "rejected", thought.get(photo, 1.0)) for photo in dict.fromkeys(lesson.no)]


def _existing_path(library: Library, path: TagPath) -> TagPath:
    """Return a tag that is being learned, as spelled in the library.

    Raises:
        PhotonError: There is no such tag.
    """
    written = learned_tags.written(library, clean_path(path))
    if written is None or not learned_tags.is_taught(library, written):
        raise PhotonError(
            tr("“{tag}” is not a learned tag.", tag=tag_text(path)), tr("To teach it, choose photos that show it.")
        )
    return written


def _named(library: Library, path: TagPath) -> TagPath:
    """Return a valid tag path.

    Raises:
        PhotonError: The name is invalid.
    """
    clean = clean_path(path)
    if not clean:
        raise PhotonError(tr("The tag has no name."), tr("Type what the photos show, for example: beach"))
    return learned_tags.written(library, clean) or clean


def _check(library: Library, path: TagPath, lesson: _TagLesson) -> None:
    """Raise if a lesson cannot be taught; see ``Teaching.teach``."""
    yes, no = {like.photo for like in lesson.yes}, set(lesson.no)
    named = photos.paths(library, sorted(yes | no))
    if yes & no:
        name = named.get(min(yes & no), tr("One photo"))
        raise PhotonError(
            tr("{name} is both an example and a counterexample of “{tag}”.", name=name, tag=tag_text(path)),
            tr("Use each photo only once."),
        )
    if len(named) < len(yes | no):
        raise PhotonError(tr("One of these photos is not in your photo library."), tr("Add its folder first."))
    if not yes and not set(learned_tags.decided(library, path).yes) - no:
        raise PhotonError(
            tr("No photo shows “{tag}” yet.", tag=tag_text(path)), tr("Choose at least one; three to ten are better.")
        )


def _in_library(library: Library, like: Like) -> Like:
    """Return the example as a photo of the library with a valid region.

    Raises:
        PhotonError: The file is not a photo of the library, or the region is invalid.
    """
    photo = like.photo or photos.at(library, str(Path(like.path).expanduser().resolve())) or 0
    if not photo:
        raise PhotonError(
            tr("{path} is not in your photo library.", path=like.path), tr("Add its folder first, then teach the name.")
        )
    if like.region is not None and not _is_inside(like.region):
        raise PhotonError(
            tr("A region is outside its photo."),
            tr("Write left, top, width and height as fractions from 0 to 1, for example: 0.2,0.1,0.5,0.5"),
        )
    return Like(photo=photo, region=like.region)


def _is_inside(region: Region) -> bool:
    ends = ((region.x, region.width), (region.y, region.height))
    return all(0 <= start < 1 and length > 0 and start + length <= _INSIDE for start, length in ends)
