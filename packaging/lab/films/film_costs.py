r"""Measure what indexing an hour of 1080p in H.264 costs with the starter, in seconds of one core.

    python -m lab.films.film_costs PHOTOS FILMS [--minutes 3]

PHOTOS is a folder of photos, of which films are made in FILMS (kept for the next run): shots of 2 to 12 seconds with
noise, and key frames where the encoder puts them by itself (at cuts, and every 250 frames), every second, and every 8
seconds without regard to cuts. Each film is treated as a part of an hour, and the seconds are extrapolated to one. The
baseline decodes all frames and embeds every second one, which takes each as long as a chosen one.
"""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from lab.films.film_drawing import FilmStyle, draw_film, slide
from PIL import Image

from photon.media.films.film_player import open_film
from photon.media.films.frame_times import frame_times
from photon.media.read.frame_choice import choose_of
from photon.media.read.reading import encode
from photon.vision.kit.encoder import Encoder
from photon.vision.starter import starter

_KEYS = {
    "as the encoder likes": {"preset": "superfast"},
    "every second": {"preset": "superfast", "g": "30"},
    "every 8 s": {"preset": "superfast", "g": "240", "keyint_min": "240", "sc_threshold": "0"},
}
_HOUR, _BATCH = 3600.0, 24


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("films", type=Path)
    parser.add_argument("--minutes", type=float, default=3.0)
    arguments = parser.parse_args()
    arguments.films.mkdir(parents=True, exist_ok=True)
    encoder, photos = starter.load(1), sorted(arguments.photos.iterdir())
    encoder.encode_images([encode(Image.new("RGB", (384, 384)))])  # loads it
    for name, options in _KEYS.items():
        path = arguments.films / f"{name}.mp4"
        if not path.exists():
            _make(path, options, photos, 60 * arguments.minutes)
        choosing, embedding, frames, length = _choose(encoder, path)
        decoding, count = _decode_all(path)
        whole = decoding + count / 2 * embedding / frames
        print(
            f"key frames {name}: {_HOUR / length * (choosing + embedding):.0f} s an hour"
            f" ({_HOUR / length * choosing:.0f} choosing, {_HOUR / length * frames:.0f} frames),"
            f" every second frame {_HOUR * 30 / count * whole:.0f} s ({_HOUR * 30 / count * decoding:.0f} decoding)"
        )


def _make(path: Path, options: dict[str, str], photos: Sequence[Path], seconds: float) -> None:
    rng = np.random.default_rng(1)
    lengths: list[float] = []
    while sum(lengths) < seconds:
        lengths.append(float(rng.integers(2, 13)))
    pictures = [Image.open(photo).convert("RGB") for photo in rng.choice(np.array(photos), len(lengths))]
    style = FilmStyle((1920, 1080), 30, "libx264", ".mp4", slide, (0.8, 0.1, 0.1, 0, 0, 0), options)
    draw_film(path, style, pictures, lengths, rng)


def _choose(encoder: Encoder, path: Path) -> tuple[float, float, int, float]:
    """Return seconds of choosing and of embedding, how many frames, and the length of the film."""
    jpegs: list[bytes] = []
    began, at = time.process_time(), 0.0
    with open_film(str(path)) as film:
        times, length = frame_times(str(path)), film.seconds
        while at < length - 60:
            choice = choose_of(film, times, _HOUR, at)
            jpegs, at = [*jpegs, *(frame.jpeg for frame in choice.frames)], choice.until
    chosen = time.process_time()
    for some in range(0, len(jpegs), _BATCH):
        encoder.encode_images(jpegs[some : some + _BATCH])
    return chosen - began, time.process_time() - chosen, len(jpegs), at


def _decode_all(path: Path) -> tuple[float, int]:
    """Return seconds of decoding all frames, and how many there are."""
    began = time.process_time()
    with av.open(str(path)) as film:
        film.streams.video[0].thread_type = "NONE"
        count = sum(1 for _ in film.decode(video=0))
    return time.process_time() - began, count


if __name__ == "__main__":
    main()
