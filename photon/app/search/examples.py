"""Example pictures and regions of them: read once, and cached while words are typed beside them."""

import hashlib
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from pathlib import Path
from typing import Generic, TypeVar

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.domain import Ignored, Like, PhotonError, Reading, Region, UnreadableFile
from photon.domain.arrays import Floats
from photon.domain.bounded_cache import BoundedCache
from photon.domain.films.play_time import play_time
from photon.index import VectorIndex
from photon.language import tr
from photon.library import Library
from photon.library.films.frames import frame_near
from photon.library.photos import photo_turns, photos
from photon.library.vectors import styles, vectors
from photon.media.file.file_kinds import is_video
from photon.search.evidence.style_evidence import ExampleVectors
from photon.vision.kit.encoder import DamagedPreview

T = TypeVar("T")
_LONGEST = 120  # characters of a path in a message
_LATE = 1.0  # seconds after the end of a video that are still its last moment: lengths in headers are rounded
_KEPT = 8  # cached readings, some 100 kB each; and as many regions


class _FileCache(Generic[T]):
    """The last few results about files, valid while the files do not change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: BoundedCache[tuple[object, ...], Future[T]] = BoundedCache(_KEPT)

    def get(self, path: str, what: object, make: Callable[[], Future[T]]) -> Future[T]:
        try:
            status = Path(path).stat()
        except (OSError, ValueError):
            return make()  # the reader reports the error
        key = (path, what, status.st_mtime_ns, status.st_size)
        with self._lock:  # a file is read once, even if several threads ask for it
            made = self._kept.get(key)
            if made is None or (made.done() and made.exception() is not None):
                made = make()
                self._kept.store(key, made)
        return made


class ExamplePictures:
    """Reads example pictures; the last few are cached while their files do not change."""

    def __init__(
        self, read: Callable[[str], Future[Reading]], crop: Callable[[str, Region, int], Future[bytes]] | None = None
    ) -> None:
        """Create it from functions that read a picture file and cut a region out of one that is turned, 1..8.

        Without the latter, regions are cut out of previews, even if they are small there.
        """
        self._read = read
        self._crop = crop
        self._readings: _FileCache[Reading] = _FileCache()
        self._parts: _FileCache[bytes] = _FileCache()

    def read(self, path: str) -> Future[Reading]:
        """Read a file; the Future may raise UnreadableFile."""
        return self._readings.get(path, None, lambda: self._read(path))

    def preview(self, library: Library, like: Like) -> bytes:
        """Return the upright JPEG of an example, its region or moment; blocks.

        It comes from the library if possible, but a small region of a large photo comes from its file.

        Raises:
            PhotonError: The picture is unreadable, gone or hidden; the region is outside or too small; or there is no
                picture of the moment.
        """
        if photos.is_veiled(library, like.photo, whole_path(like.path)):
            raise PhotonError(tr("That photo is hidden."), tr("Show hidden photos first, then search with it."))
        whole = self._whole(library, like) if like.seconds is None else _frame(library, like, like.seconds)
        if like.region is None:
            return whole
        # imported here: PIL takes 30 ms, which a search by words does not need
        from photon.media.read.region import crop_preview, has_enough_pixels

        if self._crop is not None and like.seconds is None and not has_enough_pixels(whole, like.region):
            detail = self._from_file(library, like, like.region)
            if detail is not None:
                return detail
        return crop_preview(whole, like.region)

    def _whole(self, library: Library, like: Like) -> bytes:
        path = whole_path(like.path)
        photo = like.photo or photos.at(library, path) or 0
        known = photos.previews(library, [photo]).get(photo) if photo else None
        if known is not None:
            return known
        if not like.path:
            raise _unknown(library, like.photo)
        if not _exists(path):
            shown = like.path if len(like.path) <= _LONGEST else f"…{like.path[-_LONGEST:]}"
            raise PhotonError(
                tr("“{path}” doesn't exist.", path=shown),
                tr("Check the path. In the window, you can also drop the photo on the search bar."),
            )
        try:
            return self.read(path).result().preview
        except UnreadableFile as error:
            name = Path(like.path).name
            raise PhotonError(
                tr("Photon can't search with “{name}”. {reason}", name=name, reason=error.message), error.hint
            ) from error

    def _from_file(self, library: Library, like: Like, region: Region) -> bytes | None:
        """Return the region from the file, or None if the file is offline, unreadable or a video."""
        path = whole_path(like.path) or photos.paths(library, [like.photo]).get(like.photo, "")
        photo, crop = photo_of(library, like), self._crop
        if not path or crop is None or is_video(path):
            return None
        try:
            turn = photo_turns.turn_shown(library, photo)
            return self._parts.get(path, (region, turn), lambda: crop(path, region, turn)).result()
        except UnreadableFile:
            return None


def _frame(library: Library, like: Like, seconds: float) -> bytes:
    photo = photo_of(library, like)
    frame, film = frame_near(library, photo, seconds), photos.find_photo(library, photo)
    if frame is not None and film is not None and film.seconds is not None and seconds > film.seconds + _LATE:
        raise PhotonError(
            tr(
                "This video ends at {end}; it has no moment at {time}.",
                end=play_time(film.seconds),
                time=play_time(seconds),
            ),
            tr("Choose an earlier moment, or leave out “#t=” to use the whole video."),
        )
    if frame is None:
        raise PhotonError(
            tr("Photon has no picture of that moment."),
            tr("It looks for moments of videos in the library. Leave out “#t=” to use the whole video."),
        )
    return frame.jpeg


def _unknown(library: Library, photo: int) -> PhotonError:
    if photos.find_photo(library, photo) is None:
        return PhotonError(
            tr("There is no photo number {photo} in this library.", photo=photo),
            tr("Numbers differ between libraries; use the file name instead."),
        )
    return PhotonError(tr("That photo no longer exists."))


def whole_path(path: str) -> str:
    """Return the absolute path that the user means; unchanged if it cannot be a path, and empty if it is empty."""
    try:
        return str(Path(path).expanduser().resolve()) if path else ""
    except (RuntimeError, ValueError):  # ~ of an unknown user, characters that no path has
        return path


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):  # longer than any path, or characters that none has
        return False


_REMEMBERED = 32  # cached pictures: a slider requests the same ones repeatedly, and each takes some 15 ms to encode
_NEAREST = 300  # photos by meaning, among which its copies are looked for


class ExampleEncoder:
    """Computes vectors of examples."""

    def __init__(self, encoder: EncoderClient, examples: ExamplePictures) -> None:
        """Create it from its dependencies."""
        self._encoder, self._examples = encoder, examples
        self._remembered: BoundedCache[bytes, ExampleVectors] = BoundedCache(_REMEMBERED)

    def at(self, library: Library, like: Like) -> ExampleVectors:
        """Return meaning and look of an example.

        Raises:
            PhotonError: The photo does not exist or is unreadable, or the region is outside or too small.
        """
        known = photo_of(library, like)
        if known and like.region is None and like.seconds is None:
            _, meaning = vectors.meanings_of(library, self._encoder.id, [known], with_missing=True)
            _, look = vectors.looks_of(library, self._encoder.id, [known], with_missing=True)
            if len(meaning) and len(look):
                return ExampleVectors(meaning[0], look[0])
        return self._encoded(self._examples.preview(library, like))

    def together(self, library: Library, likes: Iterable[Like]) -> tuple[ExampleVectors | None, list[Ignored]]:
        """Return the weighted mean of examples (None if none can be used), and those that cannot be used."""
        looked, ignored = [], []
        for like in likes:
            try:
                looked.append((self.at(library, like), like.weight))
            except PhotonError as error:
                ignored.append(Ignored(like, error.message, error.hint))
        return (_mean(looked) if looked else None), ignored

    def tones(self, library: Library, likes: Iterable[Like]) -> tuple[Floats | None, list[Ignored]]:
        """Return the weighted mean of examples' tones, float32 (t,), and those that cannot be used; None for none."""
        measured, ignored = [], []
        for like in likes:
            try:
                measured.append((self._tones_at(library, like), like.weight))
            except PhotonError as error:
                ignored.append(Ignored(like, error.message, error.hint))
        if not measured:
            return None, ignored
        return np.average([tones for tones, _ in measured], 0, [weight for _, weight in measured]), ignored

    def _tones_at(self, library: Library, like: Like) -> Floats:
        known = photo_of(library, like)
        if known and like.region is None and like.seconds is None:
            stored = styles.tones_of(library, known)
            if stored is not None:
                return stored
        from photon.media.read.preview_measuring import measure_previews  # PIL, as above

        (found,) = measure_previews([self._examples.preview(library, like)])
        if found is None:
            raise _damaged()
        return found.tones

    def near_copies(self, library: Library, index: VectorIndex, example: ExampleVectors) -> list[int]:
        """Return the photos that are nearly the same picture as an example: copies, and other shots of its moment."""
        near, _ = index.nearest(example.meaning, _NEAREST)
        ids, looks = vectors.looks_of(library, self._encoder.id, near[near > 0].tolist())  # no moments of videos
        return ids[looks @ example.look >= self._encoder.nearly_same].tolist() if len(ids) else []

    def _encoded(self, preview: bytes) -> ExampleVectors:
        key = hashlib.blake2b(preview, digest_size=16).digest()
        known = self._remembered.get(key)
        if known is not None:
            return known
        try:
            made = self._encoder.images([preview])
        except DamagedPreview as error:
            raise _damaged() from error
        looked = ExampleVectors(made.meaning[0], made.look[0])
        self._remembered.store(key, looked)
        return looked


def _damaged() -> PhotonError:
    return PhotonError(tr("The preview of that photo is damaged."), tr("Rescan folders."))


def photo_of(library: Library, like: Like) -> int:
    """Return the photo of the library that an example is, or 0."""
    return like.photo or photos.at(library, whole_path(like.path)) or 0


def own_photos(library: Library, likes: Iterable[Like]) -> list[int]:
    """Return the photos that examples are; for a region, the whole photo may be in the answer."""
    return [photo_of(library, like) for like in likes if like.region is None]


def _mean(looked: list[tuple[ExampleVectors, float]]) -> ExampleVectors:
    total = [sum(weight * one[at] for one, weight in looked) for at in (0, 1)]
    return ExampleVectors(
        *(np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-6), np.float32) for vector in total)
    )
