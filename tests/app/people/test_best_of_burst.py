"""The best of a burst in a library: faces decide once all of its frames were looked at."""

from dataclasses import replace

import numpy as np

from photon.app.duplicates.duplicates import FoundSet, find_sets
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded
from tests.library.conftest import folder, library  # noqa: F401 - fixtures
from tests.library.decisions.decided import add
from tests.library.people.drawn_faces import face_at, store

MODEL = "encoder-1"


def burst_of(library: Library) -> FoundSet:  # noqa: F811
    (found,) = find_sets(library, MODEL).sets
    return found


def face(eyes: float) -> list[FoundFace]:
    one = face_at(1)
    return [replace(one, quality=replace(one.quality, eyes=eyes))]


def test_the_frame_comes_first_in_which_nobody_blinks(library: Library, folder: int) -> None:  # noqa: F811
    add(library, folder, [1, 2, 3])
    with library.transaction() as db:
        db.execute("UPDATE photos SET camera = 'C', taken = '2024-05-01T10:00:00.' || id")
    hashes = dict(library.db.execute("SELECT id, image_hash FROM photos").fetchall())
    look = np.full(8, 8**-0.5, np.float32)
    vectors.store(library, MODEL, [Embedded(photo, bytes(key), look, look) for photo, key in hashes.items()])
    assert burst_of(library).photos == (1, 2, 3)
    store(library, {1: face(0.1), 2: face(0.3)})
    assert burst_of(library).photos == (1, 2, 3), "nobody looked at the third one"
    store(library, {3: face(0.12)})
    assert (burst_of(library).photos[0], burst_of(library).reasons) == (2, ("nobody blinks",))
