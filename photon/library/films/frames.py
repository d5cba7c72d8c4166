"""Frames of films, and how far they were chosen and embedded; can be rebuilt, keyed by image hash.

A film is worked through in parts, so that its time limits, and what waits for it, do not depend on its length.
``framed.until`` is the second up to which its frames are stored, ``moment_films.until`` that up to which they have
vectors: each is an item of the kind ``moment``.
"""

from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from photon.domain import Changes, changed
from photon.domain.films.film import Frame
from photon.library.db import stage_failures
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.stage_failures import FailedStage
from photon.library.vectors import items
from photon.library.vectors.items import EmbeddedPart
from photon.quick_dataclass import dataclass

KIND = "moment"
_FILMS = "FROM photos p LEFT JOIN framed d ON d.photo_id = p.id AND d.image_hash = p.image_hash"
_UNFRAMED = (
    f"{_FILMS} WHERE p.seconds IS NOT NULL AND +p.present = 1 AND ifnull(d.until, 0) < p.seconds"
    f" AND {stage_failures.none_of('frames')}"
)
_UNSEEN = (
    f"{_FILMS} LEFT JOIN moment_films m ON m.encoder = ? AND m.photo_id = p.id AND m.image_hash = p.image_hash"
    " WHERE p.seconds IS NOT NULL AND +p.present = 1 AND ifnull(m.until, 0) < d.until"
    f" AND {stage_failures.none_of('moments')}"
)
_UNLOOKED = (
    f"{_FILMS} LEFT JOIN {{table}} m ON m.photo_id = p.id AND m.image_hash = p.image_hash AND m.model = ?1"
    " WHERE p.seconds IS NOT NULL AND +p.present = 1 AND d.until >= p.seconds AND m.photo_id IS NULL"
)
_OF_PHOTO = "FROM photos p JOIN frames f ON f.photo_id = p.id AND f.image_hash = p.image_hash WHERE p.id = ?"


@dataclass(frozen=True, slots=True)
class FilmPart:
    """A film some of which is still to be worked through.

    Attributes:
        photo: Id of the film.
        image_hash: Hash of the film.
        seconds: Its length.
        start: The second from which on there is work.
        until: The second up to which there is.
    """

    photo: int
    image_hash: bytes
    seconds: float
    start: float
    until: float


def unframed(library: Library, limit: int, after: int = 0) -> list[FilmPart]:
    """List films whose frames are still to be chosen, by id from ``after`` on, exclusive."""
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, p.seconds, ifnull(d.until, 0), p.seconds {_UNFRAMED} AND +p.id > ?"
        " ORDER BY +p.id LIMIT ?",
        (after, limit),
    )
    return [FilmPart(photo, bytes(image), *times) for photo, image, *times in rows]


def count_unframed(library: Library) -> int:
    """Count these films."""
    return int(library.db.execute(f"SELECT count(*) {_UNFRAMED}").fetchone()[0])


def store_frames(library: Library, part: FilmPart, until: float, frames: Sequence[Frame]) -> Changes:
    """Store the frames of a film from ``part.start`` to ``until``; the first ones replace those of an earlier film.

    Args:
        library: Open for writing.
        part: The film, as it was when it was looked at.
        until: The second up to which it was looked at.
        frames: What was chosen.
    """
    photo = part.photo
    with library.transaction() as db:
        if part.start == 0:
            db.execute("DELETE FROM frames WHERE photo_id = ?", (photo,))
            for table in ("moment_films", "face_films", "text_films"):
                db.execute(f"DELETE FROM {table} WHERE photo_id = ?", (photo,))
            items.forget(library, KIND, photo)
        db.executemany(
            "INSERT INTO frames (photo_id, image_hash, seconds, jpeg) VALUES (?, ?, ?, ?)",
            [(photo, part.image_hash, frame.seconds, frame.jpeg) for frame in frames],
        )
        db.execute("INSERT OR REPLACE INTO framed VALUES (?, ?, ?)", (photo, part.image_hash, until))
    return changed("frames", photos=frozenset({photo}))


def unembedded(library: Library, encoder: str, limit: int, after: int = 0) -> list[FilmPart]:
    """List films of which ``encoder`` has not seen all frames that were chosen, by id from ``after`` on, exclusive."""
    rows = library.db.execute(
        f"SELECT p.id, p.image_hash, p.seconds, ifnull(m.until, 0), d.until {_UNSEEN} AND +p.id > ?"
        " ORDER BY +p.id LIMIT ?",
        (encoder, after, limit),
    )
    return [FilmPart(photo, bytes(image), *times) for photo, image, *times in rows]


def store_moments(
    library: Library, encoder: str, part: FilmPart, until: float, embedded: Sequence[EmbeddedPart]
) -> Changes:
    """Store the vectors of a film's frames from ``part.start`` to ``until``; the first ones replace those before.

    Args:
        library: Open for writing.
        encoder: Id of the encoder that made the vectors.
        part: The film, as it was when its frames were read.
        until: The second up to which the encoder has seen it.
        embedded: The moments.
    """
    row = (encoder, part.photo, part.image_hash, until)
    with library.transaction() as db:
        items.store(library, encoder, KIND, (part.photo,) if part.start == 0 else (), embedded)
        db.execute("INSERT OR REPLACE INTO moment_films VALUES (?, ?, ?, ?)", row)
    return changed("vectors", photos=frozenset({part.photo}))


@dataclass(frozen=True, slots=True)
class FrameLooks:
    """Which films a model has looked through, whose frames are all chosen.

    Attributes:
        table: Where that is noted: the columns ``photo_id``, ``image_hash`` and ``model``.
        stage: The stage that looks; films on which it failed are left out.
        previewed: SQL condition that the model ``?1`` has looked at the preview of the film ``p``, which comes first.
    """

    table: str
    stage: FailedStage
    previewed: str

    @property
    def _unlooked(self) -> str:
        return f"{_UNLOOKED.format(table=self.table)} AND {stage_failures.none_of(self.stage)} AND {self.previewed}"

    def count(self, library: Library, model: str) -> int:
        """Count the films that a model has not looked through."""
        return int(library.db.execute(f"SELECT count(*) {self._unlooked}", (model,)).fetchone()[0])

    def list(self, library: Library, model: str, limit: int, after: int = 0) -> list[FilmPart]:
        """List these films by id from ``after`` on, exclusive."""
        asked = f"SELECT p.id, p.image_hash, p.seconds, 0, p.seconds {self._unlooked} AND +p.id > ?2 ORDER BY +p.id"
        rows = library.db.execute(f"{asked} LIMIT ?3", (model, after, limit))
        return [FilmPart(photo, bytes(image), *times) for photo, image, *times in rows]


def frames_of(
    library: Library, photo: int, start: float = 0.0, until: float = float("inf"), limit: int = -1
) -> list[Frame]:
    """Return the frames of a film in order: the first ``limit`` from ``start`` to ``until``, exclusive; -1: all."""
    rows = library.db.execute(
        f"SELECT f.seconds, f.jpeg {_OF_PHOTO} AND f.seconds >= ? AND f.seconds < ? ORDER BY f.seconds LIMIT ?",
        (photo, start, until, limit),
    )
    return [Frame(seconds, bytes(jpeg)) for seconds, jpeg in rows]


def times_of(library: Library, photos: Sequence[int]) -> dict[int, tuple[float, ...]]:
    """Return when in films their frames are, ascending; photos without frames are left out."""
    rows = library.db.execute(
        "SELECT p.id, f.seconds FROM photos p JOIN frames f ON f.photo_id = p.id AND f.image_hash = p.image_hash"
        f" WHERE p.id {IN_LIST} AND p.seconds IS NOT NULL ORDER BY p.id, f.seconds",
        (id_list(photos),),
    )
    return {photo: tuple(row[1] for row in some) for photo, some in groupby(rows, itemgetter(0))}


def frame_near(library: Library, photo: int, seconds: float) -> Frame | None:
    """Return the frame of a film that is nearest to a moment; None if it has none."""
    # sorting pictures instead of ids takes 7 ms for 600 frames, and a screen of the grid may ask for 60
    nearest = f"SELECT f.id {_OF_PHOTO} ORDER BY abs(f.seconds - ?) LIMIT 1"
    row = library.db.execute(f"SELECT seconds, jpeg FROM frames WHERE id = ({nearest})", (photo, seconds)).fetchone()
    return row and Frame(row[0], bytes(row[1]))
