"""Classifiers of learned tags, per encoder: trained from photos and regions, and kept in memory only."""

import functools
import hashlib
from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from photon.annotate.tags.kind_families import KindFamilies
from photon.annotate.tags.occasions import occasions
from photon.annotate.tags.tag_name import TagName, read_name
from photon.annotate.tags.teaching import MOST, VERSION, TagClassifier, TeachingExamples
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.encoding.stored_vectors import contrast, stored, stored_kinds
from photon.app.search.query_composer import RankableTag
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Like, PhotonError, Region
from photon.domain.arrays import Doubles, Floats, Ids
from photon.domain.bounded_cache import BoundedCache
from photon.domain.encoders.photo_vectors import PhotoVectors, joined
from photon.domain.metadata.tag import TagPath, tag_key
from photon.library import Library
from photon.library.db.veil import lifted
from photon.library.photos import photos
from photon.library.tags import learned_tags
from photon.library.tags.learned_tags import TagDecisions
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search.evidence_channel import lookup_odds
from photon.vision.kit.encoder import DamagedPreview, ImageVectors

_KEPT_REGIONS = 256  # each takes some 15 ms to encode, and a tag is trained again after each answer
_Key = tuple[str, bytes, Region]
_Row = tuple[Floats, Floats, dict[int, float]]


class RegionVectors:
    """Computes vectors of regions; thread-safe."""

    def __init__(self) -> None:
        """Create an empty cache."""
        self._kept: BoundedCache[_Key, _Row] = BoundedCache(_KEPT_REGIONS)

    def find(
        self, library: Library, encoder: EncoderClient, likes: Sequence[Like], kinds: int
    ) -> tuple[Ids, PhotoVectors]:
        """Return vectors of regions, without those of photos that are offline or damaged.

        Args:
            library: Open for reading.
            encoder: The encoder to use.
            likes: Photos with regions.
            kinds: Number of the encoder's class labels, if they are wanted.

        Returns:
            The photos, int64 (n,), and the vectors of their regions in the same order.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        hashes = vectors.hashes_of(library, encoder.id, sorted({like.photo for like in likes}))
        keys = [
            (like.photo, (encoder.id, hashes[like.photo], like.region))
            for like in likes
            if like.region is not None and like.photo in hashes
        ]
        found = {key: row for _, key in keys if (row := self._kept.get(key)) is not None}
        missing = [(photo, key) for photo, key in keys if key not in found]
        for key, row in (_encode(library, encoder, missing) if missing else {}).items():
            self._kept.store(key, row)
            found[key] = row
        rows = [(photo, found[key]) for photo, key in keys if key in found]
        return np.array([photo for photo, _ in rows], np.int64), _stacked([row for _, row in rows], kinds)


def _encode(library: Library, encoder: EncoderClient, wanted: Sequence[tuple[int, _Key]]) -> dict[_Key, _Row]:
    previews = photos.previews(library, sorted({photo for photo, _ in wanted}))
    crops = [
        (key, crop)
        for photo, key in wanted
        if photo in previews and (crop := _cropped(previews[photo], key[2])) is not None
    ]
    if not crops:
        return {}
    try:
        made: ImageVectors = encoder.images([crop for _, crop in crops])
    except DamagedPreview:
        return {}
    kinds = made.kinds or ({},) * len(crops)
    return {key: row for (key, _), row in zip(crops, zip(made.meaning, made.look, kinds, strict=True), strict=True)}


def _cropped(preview: bytes, region: Region) -> bytes | None:
    from photon.media.read.region import crop_preview  # PIL takes 30 ms, which a search by words does not need

    try:
        return crop_preview(preview, region)
    except (OSError, PhotonError):
        return None


def _stacked(rows: Sequence[_Row], kinds: int) -> PhotoVectors:
    if not rows:
        return PhotoVectors(np.zeros((0, 0), np.float32), np.zeros((0, 0), np.float32))
    chances = np.zeros((len(rows), kinds), np.float32) if kinds else None
    if chances is not None:
        for at, (_, _, named) in enumerate(rows):
            chances[at, list(named)] = list(named.values())
    return PhotoVectors(np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows]), chances)


T = TypeVar("T")

_KEPT = 32


@dataclass(frozen=True, slots=True)
class _State:
    """What a classifier depends on."""

    encoder: str
    examples: tuple[Like, ...]
    no: tuple[int, ...]
    hashes: tuple[bytes, ...]
    doublings: int  # of the library: its sample changes as it grows
    word: str


class TagClassifierCache:
    """Trains classifiers on first use, and again when their photos change.

    Training takes some 50 ms for ten examples and half a second for hundreds.
    """

    def __init__(self) -> None:
        """Create an empty cache."""
        self._regions = RegionVectors()
        self._kept: BoundedCache[tuple[str, str], tuple[_State, TagClassifier]] = BoundedCache(_KEPT)

    def digest(self, library: Library) -> str:
        """Return a text that changes with the tags or their examples, so that suggestions are renewed."""
        state = hashlib.sha256(f"{VERSION}".encode())
        for one in learned_tags.all_learned(library):
            decided = learned_tags.decided(library, one.path)
            state.update(f"{one.path}{sorted(decided.yes)}{sorted(decided.no)}".encode())
            if decided.regions or one.kind:
                state.update(f"{one.kind}{sorted(decided.regions.items())}".encode())
        return state.hexdigest()[:16]

    def certainties(
        self, library: Library, encoder: EncoderClient, ids: Sequence[int], meanings: Floats, looks: Floats
    ) -> dict[TagPath, Floats]:
        """Return for each taught tag the probabilities that photos show it, float32 (n,), 0..1; ``ids`` ascend.

        A tag whose examples have no vectors is left out.
        """
        found = {}
        kinds: Floats | None = None
        for one in learned_tags.all_learned(library):
            score = self.find(library, encoder, one.path)
            if score is not None and len(meanings):
                if kinds is None:
                    kinds = stored_kinds(library, encoder.id, np.asarray(ids, np.int64), score.kinds)
                found[one.path] = score.certainties(PhotoVectors(meanings, looks, kinds))
        return found

    def find(self, library: Library, encoder: EncoderClient, path: TagPath) -> TagClassifier | None:
        """Return the classifier of a tag, or None if no photo that shows it has vectors.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        decided = learned_tags.decided(library, path)
        yes, no = evenly(decided.examples, MOST), evenly(list(decided.no), MOST)
        hashes = vectors.hashes_of(library, encoder.id, sorted({*(like.photo for like in yes), *no}))
        count, word = vectors.count(library, encoder.id), learned_tags.kind(library, path) or path[-1]
        state = _State(encoder.id, tuple(yes), tuple(no), tuple(hashes.values()), count.bit_length(), word)
        key = encoder.id, tag_key(path)
        kept = self._kept.get(key)
        if kept is not None and kept[0] == state:
            return kept[1]
        families = _families(encoder.kind_families())
        kinds = 0 if families is None else families.count
        likes = [*yes, *(Like(photo=photo) for photo in no)]
        seen = self._see(library, encoder, [like for like in likes if like.photo in hashes], kinds)
        examples = _examples(library, encoder, decided, seen)
        if examples is None:
            return None
        name = _name(library, encoder, word)
        score = TagClassifier(examples, contrast(library, encoder.id, kinds), name, count, families)
        self._kept.store(key, (state, score))
        return score

    def find_named(self, library: Library, encoder: EncoderClient, name: str) -> RankableTag | None:
        """Return what ranks photos for ``my:name``; None if no such tag can be learned from photos here.

        Hidden photos still count as examples, but a tag with only hidden examples is not found.

        Raises:
            PhotonError: The encoder cannot be used.
        """
        path = learned_tags.find_named(library, name)
        if path is None or not learned_tags.decided(library, path).yes:
            return None
        with lifted(library):
            score = self.find(library, encoder, path)
            word = learned_tags.kind(library, path) or path[-1]
        if score is None:
            return None

        def odds(lib: Library, photos: Ids) -> Doubles:
            found, seen = stored(lib, encoder.id, photos.tolist(), score.kinds)
            values = score.odds(score.z(seen)).astype(np.float64) if len(found) else np.zeros(0)
            return lookup_odds(found, values, np.nan)(photos)

        return RankableTag(name, word, score.direction, odds)

    def _see(
        self, library: Library, encoder: EncoderClient, likes: Sequence[Like], kinds: int
    ) -> tuple[Ids, PhotoVectors]:
        """Return photos int64 (n,) and the vectors of their examples; a photo with several regions is repeated."""
        ids, whole = stored(library, encoder.id, [like.photo for like in likes if like.region is None], kinds)
        owners, parts = self._regions.find(library, encoder, [like for like in likes if like.region is not None], kinds)
        if not len(owners):
            return ids, whole
        return np.concatenate([ids, owners]), joined(whole, parts) if len(ids) else parts


def evenly(some: Sequence[T], most: int) -> list[T]:
    """Return at most this many items, evenly spread over their order."""
    rows = np.linspace(0, len(some) - 1, min(len(some), most)).round().astype(int)
    return [some[row] for row in rows.tolist()]


@functools.lru_cache(maxsize=2)
def _families(known: tuple[tuple[int, ...], ...]) -> KindFamilies | None:
    return KindFamilies(known) if known else None


def _examples(
    library: Library, encoder: EncoderClient, decided: TagDecisions, found: tuple[Ids, PhotoVectors]
) -> TeachingExamples | None:
    owners, seen = found
    photos = owners.tolist()
    shows = np.array([photo in decided.yes for photo in photos], bool)
    if not shows.any():
        return None
    moments = learned_tags.moments(library, photos)
    when = np.array([moments.get(photo, np.nan) for photo in photos], np.float64)
    thought = np.array([(decided.yes if yes else decided.no)[photo] for photo, yes in zip(photos, shows, strict=True)])
    return TeachingExamples(
        seen, shows, _occasions(owners, when, seen.looks, encoder.nearly_same), thought.astype(np.float32)
    )


def _occasions(owners: Ids, when: Doubles, looks: Floats, nearly_same: float) -> Ids:
    """Return the occasions of examples, int64 (n,); regions of one photo belong to one occasion."""
    found = occasions(when, looks, nearly_same)
    _, first, occasion = np.unique(owners, return_index=True, return_inverse=True)
    return found[first][occasion]


def _name(library: Library, encoder: EncoderClient, name: str) -> TagName:
    def text_vector(text: str) -> Floats:
        kept = vectors.text_vectors(library, encoder.id, [text])
        return kept[text] if text in kept else encoder.texts([text])[0]

    return read_name(name, vocabulary_of(library), len(everyday()), text_vector)
