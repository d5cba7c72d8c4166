r"""Measure whether a shot planted in one of many films is found by words, and when in the film, with the starter.

    python -m lab.films.moment_figures LABELLED FILMS [--generator first|second] [--count 200] [--ways "poster chosen"]

LABELLED is a folder with ``labels.csv`` and ``images``. Each film has one photo that a query is about, and others.
Queries are labels by which the planted photos themselves are found first among all photos of all films, so that what
is measured is what is lost by films. Photos with the same label are equally right: any film with one of them may come
first. FILMS is where the films are kept for the next run. A time is right within two seconds of such a shot, in the
film that has the planted one. Ways to choose frames:

- poster: the picture that stands for the film, and nothing else
- uniform: a frame every five seconds
- dense: two frames a second, which stands for all frames
- chosen: as Photon does
"""

import argparse
import csv
import io
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lab.films.film_drawing import FilmStyle, draw_film, glide, shake
from PIL import Image

from photon.domain.arrays import Floats, Truth
from photon.domain.films.film import Frame
from photon.media.films.film_player import open_film
from photon.media.read.film_reading import read_film
from photon.media.read.frame_choice import choose_frames
from photon.media.read.reading import encode
from photon.vision.kit.encoder import Encoder
from photon.vision.starter import starter

_SLACK = 2.0  # seconds
_BATCH = 24
_FIRST = (0.7, 0.12, 0.1, 0.08, 0.0, 0.0)
_SECOND = (0.4, 0.0, 0.1, 0.2, 0.15, 0.15)
_RARE = {"g": "240", "keyint_min": "240", "sc_threshold": "0"}
_H265 = {"preset": "ultrafast", "x265-params": "log-level=none:pools=1"}
_VP9 = {"deadline": "realtime", "cpu-used": "8", "b": "400k"}
STYLES = {
    "first": (
        FilmStyle((424, 240), 10, "libx264", ".mp4", glide, _FIRST, {"preset": "veryfast"}),
        FilmStyle((320, 180), 10, "libx265", ".mov", glide, _FIRST, _H265),
    ),
    "second": (
        FilmStyle((424, 240), 12, "libvpx-vp9", ".webm", shake, _SECOND, _VP9),
        FilmStyle((240, 320), 12, "mpeg4", ".avi", shake, _SECOND, {"b": "600k", "g": "100"}),
        FilmStyle((424, 240), 12, "libx264", ".mp4", shake, _SECOND, {"preset": "veryfast", **_RARE}),
    ),
}
"""Films of each generator, in turns."""


@dataclass(frozen=True)
class PlantedFilm:
    """A film, the text that its planted shot is found by, and the label, begin and end of each shot."""

    path: Path
    text: str
    shots: list[tuple[str, float, float]]

    def shows(self, text: str, seconds: float | None = None) -> bool:
        """Return whether a shot has a label, anywhere or about at a time."""
        return any(
            label == text and (seconds is None or begin - _SLACK <= seconds <= end + _SLACK)
            for label, begin, end in self.shots
        )


class _Seen(NamedTuple):
    """Frames of a film: when, float64 (n,), and their vectors, float32 (n, d)."""

    seconds: Floats
    meaning: Floats


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = film_parser(__doc__)
    parser.add_argument("--ways", default="poster uniform chosen dense")
    arguments = parser.parse_args()
    encoder = starter.load(1)
    films = make_films(encoder, arguments.labelled, arguments.films / arguments.generator, arguments)
    texts = encoder.encode_texts([film.text for film in films])
    length = 0.0
    seen: dict[str, list[_Seen]] = {way: [] for way in arguments.ways.split()}
    spent = dict.fromkeys(seen, 0.0)
    for film in films:
        for way, found in seen.items():
            began = time.process_time()
            frames, length_of = look(film.path, way)
            found.append(_embedded(encoder, frames))
            spent[way] += time.process_time() - began
        length += length_of
    print(f"{len(films)} films, {length / 60:.0f} minutes")
    for way, found in seen.items():
        print(f"{way:8}{judge(films, texts, found)}, {60 * spent[way] / length:.2f} s of a processor a minute")


def film_parser(text: str) -> argparse.ArgumentParser:
    """Return a parser for a script that makes films; its first line of ``text`` describes it."""
    parser = argparse.ArgumentParser(description=text.splitlines()[0])
    parser.add_argument("labelled", type=Path)
    parser.add_argument("films", type=Path)
    parser.add_argument("--generator", choices=STYLES, default="first")
    parser.add_argument("--count", type=int, default=200)
    return parser


def make_films(encoder: Encoder, labelled: Path, place: Path, arguments: argparse.Namespace) -> list[PlantedFilm]:
    """Make the films, or those that an earlier run left out."""
    with (labelled / "labels.csv").open(encoding="utf-8") as table:
        rows = list(csv.DictReader(table))
    jpegs = [encode(_opened(labelled / "images" / row["image"])) for row in rows]
    kept = place.parent / "photos.npy"
    if not kept.exists():
        place.mkdir(parents=True, exist_ok=True)
        np.save(kept, _embedded(encoder, [Frame(0.0, jpeg) for jpeg in jpegs]).meaning)
    pictures = np.load(kept)
    texts = encoder.encode_texts([row["label"] for row in rows])
    is_first = (texts @ pictures.T).argmax(1) == np.arange(len(rows))
    rng = np.random.default_rng(list(STYLES).index(arguments.generator))
    order = rng.permutation(len(rows))
    planted = order[is_first[order]][: arguments.count]
    others = np.setdiff1d(order, planted)
    print(f"{is_first.mean():.2f} of all labels find their photo first among {len(rows)} photos")
    place.mkdir(parents=True, exist_ok=True)
    styles, films = STYLES[arguments.generator], []
    for number, row in enumerate(planted.tolist()):
        style, chance = styles[number % len(styles)], np.random.default_rng(number)
        path, lengths = place / f"{number}{style.ending}", chance.uniform(1.5, 5.0, chance.integers(4, 8)).round(1)
        shots, at = chance.choice(others, len(lengths), replace=False), int(chance.integers(len(lengths)))
        shots[at] = row
        times = path.with_suffix(".npy")
        if not times.exists():
            shown = [_opened(io.BytesIO(jpegs[shot])) for shot in shots]
            np.save(times, draw_film(path, style, shown, lengths.tolist(), chance))
        begins = np.load(times)
        truth = zip([rows[shot]["label"] for shot in shots], begins.tolist(), (begins + lengths).tolist(), strict=True)
        films.append(PlantedFilm(path, rows[row]["label"], list(truth)))
    return films


def look(path: Path, way: str) -> tuple[list[Frame], float]:
    """Return the frames of a film that one of the ways chooses, and how long the film is."""
    if way == "poster":
        reading = read_film(str(path))
        return [Frame(0.0, reading.preview)], 0.0
    with open_film(str(path)) as film:
        length, frames = film.seconds, list[Frame]()
        if way != "chosen":
            for at in np.arange(0, length - 0.1, 5.0 if way == "uniform" else 0.5).tolist():
                if film.frame_at(at) is not None:
                    frames.append(Frame(at, encode(film.picture(384, 1536))))
            return frames, length
    at = 0.0
    while at < length:
        choice = choose_frames(str(path), length, at)
        frames, at = [*frames, *choice.frames], choice.until
    return frames, length


def judge(films: Sequence[PlantedFilm], texts: Floats, seen: Sequence[_Seen]) -> str:
    """Say in which share of queries the film with the shot comes first, and its time is right.

    Args:
        films: The films.
        texts: Their queries, float32 (films, d).
        seen: The frames of each.
    """
    best = np.array([[(one.meaning @ text).max(initial=-1) for one in seen] for text in texts])
    is_first = np.array([films[at].shows(film.text) for film, at in zip(films, best.argmax(1), strict=True)])
    is_right = np.array([
        len(one.seconds) > 0 and film.shows(film.text, one.seconds[(one.meaning @ text).argmax()])
        for film, one, text in zip(films, seen, texts, strict=True)
    ])  # fmt: skip
    frames = np.mean([len(one.seconds) for one in seen])
    return f"first {interval(is_first)}, time right {interval(is_right)}, {frames:.1f} frames a film"


def interval(is_right: Sequence[bool] | Truth) -> str:
    """Return a share with its 95% interval, from bootstrap draws of queries, and their number."""
    low, high = np.percentile(np.random.default_rng(7).choice(is_right, (1000, len(is_right))).mean(1), (2.5, 97.5))
    return f"{np.mean(is_right):.3f} ({low:.3f}-{high:.3f} of {len(is_right)})"


def _embedded(encoder: Encoder, frames: Sequence[Frame]) -> _Seen:
    parts = [
        encoder.encode_images([frame.jpeg for frame in frames[at : at + _BATCH]]).meaning
        for at in range(0, len(frames), _BATCH)
    ]
    meaning = np.concatenate(parts) if parts else np.zeros((0, encoder.dimension), np.float32)
    return _Seen(np.array([frame.seconds for frame in frames]), meaning)


def _opened(source: Path | io.BytesIO) -> Image.Image:
    with Image.open(source) as picture:
        return picture.convert("RGB")


if __name__ == "__main__":
    main()
