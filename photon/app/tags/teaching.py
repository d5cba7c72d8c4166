"""The use case of teaching a tag: mark photos, be asked about others, hear how right Photon is, stop."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from photon.annotate.tags.precision_estimate import estimate
from photon.annotate.tags.review_queue import queue
from photon.app.encoding.encoder_client import Encoding
from photon.app.engine.active_encoders import ActiveEncoders
from photon.app.runtime.history import History, Step
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.review_shortlist import ReviewShortlist
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.domain import Changes, PhotonError
from photon.domain.metadata.learned_tag import Ask, Estimate, Taught
from photon.domain.metadata.tag import TagMark, TagPath, clean_path, tag_key, tag_text
from photon.library import Library
from photon.library.photos import photos
from photon.library.tags import hidden_photos, learned_tags, tags

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
T = TypeVar("T")

ASKED = 50  # photos that count as asked about, where the person answers without having been shown them here


class Teaching:
    """What the window and the terminal may do with taught tags. Methods that return a Future never wait.

    Attributes:
        memory: What was learned; suggesting asks it for taught tags.
    """

    def __init__(self, store: LibraryThreads, lenses: ActiveEncoders, history: History) -> None:
        """Take the tools."""
        self._store, self._lenses, self._history = store, lenses, history
        self._lock = threading.Lock()
        self._asked: dict[str, dict[int, float]] = {}
        self._undecided = ReviewShortlist()
        self.memory = TagClassifierCache()

    def all_taught(self) -> Future[list[Taught]]:
        """All taught tags, in order of path, without those that hidden photos alone teach."""
        return self._store.read(
            lambda lib: [one for one in learned_tags.all_learned(lib) if one.yes or not len(lib.veiled)]
        )

    def teach(self, path: TagPath, yes: Sequence[int] = (), no: Sequence[int] = ()) -> Future[Taught]:
        """Let photos have a tag, refuse it to others, and learn it from all that were decided. Can be undone.

        The tag is made where there is none. Photos that nobody named before and that have it already teach it, too.

        The Future may raise PhotonError: the name cannot be used, a photo is not in the library or named for both, or
        no photo shows the tag.
        """
        return self._store.write(self._teach, path, yes, no, new=True)

    def answer(self, path: TagPath, yes: Sequence[int] = (), no: Sequence[int] = ()) -> Future[Taught]:
        """The same for a tag that is being taught: one that was deleted or forgotten meanwhile is not made again.

        The Future may raise PhotonError: that, or as in ``teach``.
        """
        return self._store.write(self._teach, path, yes, no, new=False)

    def forget(self, path: TagPath) -> Future[Changes]:
        """Stop learning a tag; it stays, and so does everything decided about it. Can be undone.

        The Future may raise PhotonError: it is not being learned.
        """

        def act(library: Library) -> Changes:
            known = _existing_path(library, path)
            changes = learned_tags.set_learned(library, known, taught=False)
            self._history.push(
                Step(
                    f"forgetting how to tell “{tag_text(known)}”",
                    lambda lib: learned_tags.set_learned(lib, known, taught=True),
                    lambda lib: learned_tags.set_learned(lib, known, taught=False),
                )
            )
            return changes

        return self._store.write(act)

    def next(self, path: TagPath, count: int = 20) -> Future[list[Ask]]:
        """Photos to ask the person about, the most informative first; fewer or none where all are decided.

        The Future may raise PhotonError: the tag is not being learned, or the encoder cannot be used.
        """

        def ask(library: Library, encoder: Encoding) -> list[Ask]:
            known = _existing_path(library, path)
            with hidden_photos.lifted(library):  # hidden photos go on teaching it
                score = self.memory.find(library, encoder, known)
            if score is None:
                return []
            ids, seen = self._undecided.photos_to_ask(library, encoder, known, score)
            certainties, places = score.certainties(seen), score.features(seen)
            asked = queue(certainties, places, score.features(score.examples.seen), count)
            found = [Ask(int(ids[row]), float(certainties[row]), reason) for row, reason in asked]
            with self._lock:
                self._asked.setdefault(tag_key(known), {}).update((one.photo, one.certainty) for one in found)
            return found

        return self._read(ask)

    def estimate(self, path: TagPath) -> Future[Estimate]:
        """How right Photon is about a tag, as far as can be told.

        The Future may raise PhotonError: the tag is not being learned, or the encoder cannot be used.
        """

        def ask(library: Library, encoder: Encoding) -> Estimate:
            known = _existing_path(library, path)
            with hidden_photos.lifted(library):  # hidden photos go on teaching it
                score = self.memory.find(library, encoder, known)
            if score is None:
                return Estimate(0, 0)
            return estimate(score, score.z(self._undecided.photos_to_ask(library, encoder, known, score)[1]))

        return self._read(ask)

    def _read(self, ask: Callable[[Library, Encoding], T]) -> Future[T]:
        def question(library: Library) -> T:
            with self._lenses.use() as lens:
                return ask(library, lens.encoder)

        return self._store.read(question)

    def _teach(self, library: Library, path: TagPath, yes: Sequence[int], no: Sequence[int], *, new: bool) -> Taught:
        known = _existing_path(library, path) if not new else _named(library, path)
        _check(library, known, yes, no)
        was = learned_tags.is_taught(library, known)
        with self._lock:
            thought = dict(self._asked.get(tag_key(known), {}))
        marks = [TagMark(photo, known, "confirmed", thought.get(photo, 1.0)) for photo in dict.fromkeys(yes)]
        marks += [TagMark(photo, known, "rejected", thought.get(photo, 1.0)) for photo in dict.fromkeys(no)]
        changes, before = tags.mark(library, marks)
        begun = learned_tags.set_learned(library, known, taught=True)
        if before or not was:
            name = f"teaching “{tag_text(known)}”"
            self._history.push(Step(name, _writing(known, before, learning=was), _writing(known, marks, learning=True)))
        self._store.events.send(changes or begun)
        decided = learned_tags.decided(library, known)
        return Taught(known, len(decided.yes), len(decided.no))


def _existing_path(library: Library, path: TagPath) -> TagPath:
    """A tag that is being learned, as the library spells it.

    Raises:
        PhotonError: There is none.
    """
    written = learned_tags.written(library, clean_path(path))
    if written is None or not learned_tags.is_taught(library, written):
        raise PhotonError(
            f"Photon does not learn “{tag_text(path)}” (any more).", "Name photos that show it, and it begins anew."
        )
    return written


def _named(library: Library, path: TagPath) -> TagPath:
    """A tag that is or can be in the library.

    Raises:
        PhotonError: The name cannot be used.
    """
    clean = clean_path(path)
    if not clean:
        raise PhotonError("The tag has no name.", "Say what the photos show, for example: beach")
    return learned_tags.written(library, clean) or clean


def _check(library: Library, path: TagPath, yes: Sequence[int], no: Sequence[int]) -> None:
    """See ``Teaching.teach``."""
    both = set(yes) & set(no)
    named = photos.paths(library, sorted({*yes, *no}))
    if both:
        name = named.get(min(both), "One photo")
        raise PhotonError(f"{name} is said to show “{tag_text(path)}” and not to.", "Name each photo once.")
    if len(named) < len({*yes, *no}):
        raise PhotonError("One of these photos is not in your photo library.", "Add its folder first.")
    if not yes and not set(learned_tags.decided(library, path).yes) - set(no):
        raise PhotonError(
            f"No photo shows “{tag_text(path)}” yet.", "Name at least one that does; better are three to ten."
        )


def _writing(path: TagPath, marks: Sequence[TagMark], *, learning: bool) -> Callable[[Library], Changes]:
    def write(library: Library) -> Changes:
        changes, begun = tags.mark(library, marks)[0], learned_tags.set_learned(library, path, taught=learning)
        return changes or begun

    return write
