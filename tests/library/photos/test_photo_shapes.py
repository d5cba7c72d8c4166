"""Shapes of photos: width / height of the upright picture."""

import numpy as np
import pytest

from photon.library import Library
from photon.library.photos.photos import shapes


def test_shapes_of_some_or_all_photos(library: Library) -> None:
    library.db.executemany(
        "INSERT INTO photos (id, file_hash, image_hash, format, width, height, colour, shown, added)"
        " VALUES (?, ?, ?, 'JPEG', ?, ?, 0, '2020-01-01T00:00:00', '2020-01-01T00:00:00Z')",
        [(photo, bytes([photo]) * 32, bytes([photo]) * 16, *size) for photo, size in SIZES.items()],
    )
    ids, ratios = shapes(library, [3, 1, 99])
    assert (ids.dtype, ratios.dtype) == (np.int64, np.float32)
    assert dict(zip(ids.tolist(), ratios.tolist(), strict=True)) == pytest.approx({1: 1.5, 3: 0.5})
    assert sorted(shapes(library, None)[0].tolist()) == [1, 2, 3]
    assert len(shapes(library, [])[0]) == 0


SIZES = {1: (300, 200), 2: (100, 100), 3: (50, 100)}
