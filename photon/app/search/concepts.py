"""The use case of personal concepts: teach, forget, rename, and what ranking needs to know of one."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from photon.app.encoding.encoder_client import Encoding
from photon.app.encoding.stored_vectors import contrast, stored
from photon.app.runtime.history import History, Step
from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import Changes, Like, PhotonError, Region
from photon.domain.encoders.photo_vectors import PhotoVectors
from photon.domain.query.concept import FEWEST, LONGEST, MOST, Concept, concept_key
from photon.library import Library
from photon.library.photos import photos
from photon.library.searches import concepts
from photon.library.vectors import vectors
from photon.search.concepts import ConceptScore, learn
from photon.vision.kit.encoder import DamagedPreview

Floats = npt.NDArray[np.float32]

_FORBIDDEN = frozenset('"“”„«»,()')  # they would end the name in a query
_KEPT = 8


@dataclass(frozen=True, slots=True)
class RankableConcept:
    """A concept that can be ranked by: what the person said of it, and how photos are scored."""

    concept: Concept
    score: ConceptScore


class ConceptMemory:
    """What was learned of concepts, for one encoder; derived from their photos, and kept in memory only.

    Learning takes some 50 ms for a contrast of 1,000 photos, and a region some 15 ms more to encode, so the last few
    stay as long as neither the concept nor the pictures of its photos change.
    """

    def __init__(self, encoder: Encoding) -> None:
        """Learn nothing yet."""
        self._encoder = encoder
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[object, RankableConcept]] = OrderedDict()

    def find(self, library: Library, name: str) -> RankableConcept | None:
        """What is known of a concept, or None where there is none of this name, or none of its photos is here.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        concept = concepts.find_concept(library, name)
        if concept is None:
            return None
        key = concept_key(name)
        hashes = vectors.hashes_of(library, self._encoder.id, [like.photo for like in concept.examples])
        state = (concept, tuple(sorted(hashes.items())))
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None and kept[0] == state:
                self._kept.move_to_end(key)
                return kept[1]
        known = self._learn(library, concept)
        if known is not None:
            with self._lock:
                self._kept[key] = (state, known)
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return known

    def z(self, library: Library, known: RankableConcept, ids: Sequence[int]) -> Floats:
        """How well photos fit, float32 (n,), standard scores in the order of ``ids``; NaN for those without vectors.

        1,000 photos take some 20 ms, most of it reading their vectors: it is meant for a shortlist.
        """
        found, seen = stored(library, self._encoder.id, ids)
        z = np.full(len(ids), np.nan, np.float32)
        if len(found):
            scores = known.score.z(seen.meanings, seen.looks)
            rows = dict(zip(found.tolist(), scores.tolist(), strict=True))
            z[:] = [rows.get(photo, np.nan) for photo in ids]
        return z

    def _learn(self, library: Library, concept: Concept) -> RankableConcept | None:
        examples = _seen(library, self._encoder, concept.examples)
        others = contrast(library, self._encoder.id)
        if not len(examples.meanings) or not len(others.meanings):
            return None
        return RankableConcept(concept, learn(examples, others, self._encoder.texts([concept.words])[0]))


class Concepts:
    """What the window and the terminal may do with personal concepts. Methods that return a Future never wait."""

    def __init__(self, store: LibraryThreads, encoder: Callable[[], Encoding], history: History) -> None:
        """Take the tools; ``encoder`` gives the one that answers."""
        self._store, self._encoder, self._history = store, encoder, history

    def all_concepts(self) -> Future[list[Concept]]:
        """All concepts, in order of name."""
        return self._store.read(concepts.all_concepts)

    def teach(self, name: str, kind: str, examples: Sequence[Like]) -> Future[Concept]:
        """Teach a concept from 3 to 10 photos or regions of photos; one of the same name is replaced. Can be undone.

        The Future may raise PhotonError: the name cannot be used, or the photos cannot.
        """

        def act(library: Library) -> Concept:
            concept = Concept(checked_name(name), _checked_kind(kind), self._checked(library, examples))
            _, before = concepts.store_concept(library, concept)
            self._remember(f"the name “{concept.name}”", concept, before)
            return concept

        return self._store.write(lambda lib: self._told(act(lib)))

    def forget(self, name: str) -> Future[Changes]:
        """Forget a concept; its photos stay. Can be undone. The Future may raise PhotonError: it is unknown."""

        def act(library: Library) -> Changes:
            changes, before = concepts.drop(library, name)
            if before is None:
                raise unknown_concept(name)
            self._remember(f"forgetting “{before.name}”", None, before)
            return changes

        return self._store.write(act)

    def rename(self, name: str, to: str) -> Future[Changes]:
        """Call a concept otherwise. Can be undone.

        The Future may raise PhotonError: it is unknown, or the new name is taken or cannot be used.
        """

        def act(library: Library) -> Changes:
            new, known = checked_name(to), concepts.find_concept(library, name)
            if known is None:
                raise unknown_concept(name)
            if concept_key(new) != concept_key(name) and concepts.find_concept(library, new) is not None:
                raise PhotonError(f"There is a “{new}” already.", "Choose another name, or forget that one first.")
            old = known.name
            changes = concepts.rename(library, old, new)
            self._history.push(
                Step(
                    f"the name “{new}”",
                    lambda lib: concepts.rename(lib, new, old),
                    lambda lib: concepts.rename(lib, old, new),
                )
            )
            return changes

        return self._store.write(act)

    def _told(self, concept: Concept) -> Concept:
        self._store.events.send(Changes(frozenset({"concepts"})))
        return concept

    def _remember(self, what: str, after: Concept | None, before: Concept | None) -> None:
        name = (after or before or Concept("", "")).name
        self._history.push(Step(what, _restore(name, before), _restore(name, after)))

    def _checked(self, library: Library, examples: Sequence[Like]) -> tuple[Like, ...]:
        found = tuple(dict.fromkeys(_in_library(library, like) for like in examples))
        if not FEWEST <= len(found) <= MOST:
            many = "1 photo" if len(found) == 1 else f"{len(found)} photos"
            raise PhotonError(
                f"Photon learns a name from {FEWEST} to {MOST} photos, not from {many}.",
                f"Choose {FEWEST} to {MOST} different photos that show it.",
            )
        known = vectors.hashes_of(library, self._encoder().id, [like.photo for like in found])
        waiting = [like.photo for like in found if like.photo not in known]
        if waiting:
            names = ", ".join(Path(path).name for path in photos.paths(library, waiting).values())
            raise PhotonError(
                f"Photon has not looked at these photos yet: {names}.", "Wait until it has, or look again."
            )
        return found


def checked_name(name: str) -> str:
    """A name for a concept, with single spaces.

    Raises:
        PhotonError: It is empty, too long, or has characters that end a name in a query.
    """
    name = " ".join(name.encode("utf-8", "replace").decode().split())
    if not name:
        raise PhotonError("The name is empty.", "Say what you call it, for example: Fluffy")
    if len(name) > LONGEST:
        raise PhotonError(f"The name has {len(name):,} characters; {LONGEST} are the most.", "Choose a shorter one.")
    wrong = sorted(_FORBIDDEN.intersection(name))
    if wrong:
        raise PhotonError(f"A name cannot have {' '.join(wrong)} in it.", "Use letters, digits and spaces.")
    return name


def unknown_concept(name: str) -> PhotonError:
    """What to say when nothing of this name was taught."""
    return PhotonError(f"Photon knows no “{name}”.", "Select 3 to 10 photos that show it and teach it this name.")


def find_concept(library: Library, encoder: Encoding, name: str) -> RankableConcept | None:
    """What is known of a concept, learned now; ``ConceptMemory`` remembers. See there."""
    return ConceptMemory(encoder).find(library, name)


def _checked_kind(kind: str) -> str:
    return checked_name(kind) if kind.strip() else ""


def _in_library(library: Library, like: Like) -> Like:
    """The example as a photo of the library, with a region that lies within it.

    Raises:
        PhotonError: It is no photo of the library, or the region is none.
    """
    photo = like.photo or photos.at(library, str(Path(like.path).expanduser().resolve())) or 0
    if photo not in photos.paths(library, [photo]):
        what = like.path or "One of these photos"
        raise PhotonError(f"{what} is not in your photo library.", "Add its folder first, then teach the name.")
    if like.region is not None and not _is_inside(like.region):
        raise PhotonError(
            "A region does not lie within its photo.",
            "Give left, top, width and height as fractions from 0 to 1, for example: 0.2,0.1,0.5,0.5",
        )
    return Like(photo=photo, region=like.region)


def _is_inside(region: Region) -> bool:
    ends = ((region.x, region.width), (region.y, region.height))
    return all(0 <= start < 1 and length > 0 and start + length <= 1.0001 for start, length in ends)


def _restore(name: str, concept: Concept | None) -> Callable[[Library], Changes]:
    def write(library: Library) -> Changes:
        return concepts.drop(library, name)[0] if concept is None else concepts.store_concept(library, concept)[0]

    return write


def _seen(library: Library, encoder: Encoding, examples: Sequence[Like]) -> PhotoVectors:
    """Vectors of examples; regions are encoded, photos that are away or damaged left out."""
    whole = stored(library, encoder.id, [like.photo for like in examples if like.region is None])[1]
    previews = photos.previews(library, [like.photo for like in examples if like.region is not None])
    crops = [
        part
        for like in examples
        if like.region is not None and like.photo in previews and (part := _part(previews[like.photo], like.region))
    ]
    if not crops:
        return whole
    try:
        made = encoder.images(crops)
    except DamagedPreview:
        return whole
    if not len(whole.meanings):
        return PhotoVectors(made.meaning, made.look)
    return PhotoVectors(np.concatenate([whole.meanings, made.meaning]), np.concatenate([whole.looks, made.look]))


def _part(preview: bytes, region: Region) -> bytes | None:
    from photon.media import crop_preview  # PIL takes 30 ms, which a search by words does not need

    try:
        return crop_preview(preview, region)
    except (OSError, PhotonError):
        return None
