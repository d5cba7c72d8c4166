"""Photos that represent the library."""

from collections.abc import Callable

import numpy as np

from photon.domain import Reading
from photon.library import Library
from photon.library.photos import files
from photon.library.photos.files import Found
from photon.library.vectors import vectors
from photon.library.vectors.vectors import Embedded


def test_the_sample_is_the_same_each_time(
    library: Library, at: Callable[[str], Found], reading: Callable[..., Reading]
) -> None:
    shots = sorted(files.record(library, [(at(f"{n}.jpg"), reading(str(n))) for n in range(4)]).photos)
    vector = np.ones(4, np.float32)
    rows = [Embedded(item.photo, item.image_hash, vector, vector) for item in vectors.pending(library, "e", 99)]
    assert len(rows) == len(shots)
    vectors.store(library, "e", rows)
    some = vectors.sample_photos(library, "e", 2)
    assert len(set(some)) == 2
    assert vectors.sample_photos(library, "e", 2) == some
    assert sorted(vectors.sample_photos(library, "e", 99)) == shots
