"""Stills that are offered: the sharpest first, each once, and drawn at their full size."""

import io
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from photon.media.read.still_choice import draw_still, offer_stills
from tests.live_photos import micro_video, still

SHARP = range(20, 30)
pytestmark = pytest.mark.usefixtures("qapp")  # of which the player would make a smaller one


def filmed(pause: int = 60) -> bytes:
    """A film of two seconds that is in focus for a third of one, and moves until a frame."""
    pixels = np.random.default_rng(1).integers(0, 256, (30, 40, 3), np.uint8)
    whole = Image.fromarray(pixels).resize((320, 240), Image.Resampling.NEAREST)
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30, options={"preset": "ultrafast", "crf": "12"})
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for number in range(60):
            image = whole if number in SHARP else whole.filter(ImageFilter.GaussianBlur(3))
            image = ImageChops.offset(image, 2 * min(number, pause))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(image), format="rgb24")))
        container.mux(stream.encode())
    return out.getvalue()


@pytest.mark.qt_log_ignore("pipewire", "No RHI backend", "Couldn't", "decoder")
@pytest.mark.parametrize("is_inside", [False, True])
def test_the_sharpest_come_first_at_full_size(tmp_path: Path, is_inside: bool) -> None:
    path = tmp_path / ("a.jpg" if is_inside else "a.mp4")
    path.write_bytes(still(xmp=micro_video(1)) + filmed() if is_inside else filmed())
    found = offer_stills(str(path))
    times = sorted(one.seconds for one in found)
    assert times[0] == 0
    assert times[-1] > 1.8
    assert len(found) == len(set(times)) <= 20
    assert round(30 * found[0].seconds) in SHARP  # a busy machine may have skipped some of the others
    drawn = Image.open(io.BytesIO(draw_still(str(path), found[0].seconds)))
    assert drawn.size == (320, 240)
    assert Image.open(io.BytesIO(found[0].jpeg)).size == (320, 240)


@pytest.mark.qt_log_ignore("pipewire", "No RHI backend", "Couldn't", "decoder")
def test_stills_that_look_the_same_are_offered_once(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(filmed(0))
    sharp, blurred = offer_stills(str(path))
    assert round(30 * sharp.seconds) in SHARP
    assert round(30 * blurred.seconds) not in SHARP
