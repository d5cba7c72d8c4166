"""Ways to look at a photo: maps pooled over windows, and the table that compares ways."""

import io

import numpy as np
import pytest
from lab.quality.looking_table import Captions, change_words, plain_line
from lab.quality.looking_ways import CLOSE, WAYS, LookingEncoder, Looks, pooled
from PIL import Image

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.search.evaluation import Interval
from photon.vision.kit.adapter import normalise
from photon.vision.starter.image_tower import mean_direction

_EYE = np.eye(3, dtype=np.float32)


@pytest.fixture(scope="module")
def preview() -> bytes:
    noise = np.random.default_rng(3).integers(0, 255, (9, 12, 3), dtype=np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).resize((683, 512), Image.Resampling.BICUBIC).save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_window_counts_places_on_its_edge_in_part() -> None:
    places = np.tile(np.arange(9, dtype=np.float32)[None, :, None], (9, 1, 1))
    left = pooled(places, CLOSE[0])[0]  # six places and three quarters of the next
    assert left == pytest.approx((sum(range(6)) + 0.75 * 6) / 6.75)
    assert pooled(places, CLOSE[2])[0] == pytest.approx(8 - left)
    assert pooled(places.transpose(1, 0, 2), CLOSE[1])[0] == pytest.approx(8 - left)
    assert pooled(places)[0] == pytest.approx(4)


def test_directions_are_averaged_whatever_their_length() -> None:
    found = mean_direction([3 * _EYE[0], 100 * _EYE[1]])
    assert np.allclose(found, 3 * np.array([0.5, 0.5, 0]) ** 0.5)


def test_one_look_is_what_photon_does(preview: bytes) -> None:
    ours, theirs = LookingEncoder("one look").images([preview]), InProcessEncoder().images([preview])
    assert np.allclose(ours.look, theirs.look, atol=1e-4)
    assert np.allclose(ours.meaning, theirs.meaning, atol=1e-4)
    assert ours.kinds[0].keys() == theirs.kinds[0].keys()


def test_all_ways_see_about_the_same(preview: bytes) -> None:
    looks = Looks(preview)
    found = normalise(np.stack([mean_direction(way(looks)) for way in WAYS.values()]))
    assert (found @ found[0]).min() > 0.7
    assert (looks.whole.shape, looks.larger.shape) == ((9, 9, 1280), (12, 12, 1280))


def test_the_table_says_what_changes_for_captions() -> None:
    captions = Captions(_EYE[[0, 1, 2]], np.array([0, 1, 1]))
    found = captions.found(_EYE[:2])
    assert found.tolist() == [[True, True, True], [True, True, True], [True, True, True]]
    before = captions.found(_EYE[[1, 0]])
    assert before[:, 0].tolist() == [False, False, True]
    row = plain_line("looks twice", found, before, [0, 1, 1], 12.4)
    assert row.startswith("| looks twice | 1.000 / 1.000 / 1.000 | +.667 (+")
    assert row.endswith(" | 0 | 0 | 12 |")
    assert change_words(Interval(-0.0312, -0.05, 0.0044)) == "-.031 (-.050 to +.004)"
