"""The estimated size of an export."""

import io

import numpy as np
import pytest
from PIL import Image

from photon.domain.metadata.export_recipe import ExportPhoto, Reencode
from photon.export.sizes import drawn_size, estimated_bytes

PHOTO = ExportPhoto(1, "/photos/a.jpg", 1_234, 1, None, "", "JPEG", None, None, (4000, 3000))


def test_plain_copies_have_the_size_of_their_photos() -> None:
    assert estimated_bytes([PHOTO, PHOTO], None) == 2_468


def test_pictures_are_never_enlarged() -> None:
    assert drawn_size((4000, 3000), 2000) == (2000, 1500)
    assert drawn_size((3000, 4000), 2000) == (1500, 2000)
    assert drawn_size((400, 300), 2000) == drawn_size((400, 300), None) == (400, 300)


@pytest.mark.parametrize(("drawn", "quality"), [("jpeg", 90), ("jpeg", 75), ("webp", 75)])
def test_the_estimated_size_of_a_picture_is_plausible(drawn: str, quality: int) -> None:
    """It is correct within a factor of three, for a picture with as much detail as photos have."""
    random = np.random.default_rng(1)
    coarse = Image.fromarray(random.integers(0, 256, (60, 80, 3), dtype=np.uint8)).resize(
        (400, 300), Image.Resampling.BICUBIC
    )
    fine = random.normal(0, 9, (300, 400, 3))
    picture = Image.fromarray(np.clip(np.asarray(coarse) * 0.7 + 30 + fine, 0, 255).astype(np.uint8))
    made = io.BytesIO()
    picture.save(made, drawn, quality=quality)
    redrawn = Reencode(drawn, 400, quality)  # type: ignore[arg-type]
    assert made.tell() / 3 < estimated_bytes([PHOTO], redrawn) < made.tell() * 3
