"""Films made from photos, so that it is known what is shown when: shots that move, cuts, fades, black, noise."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import av
import numpy as np
from PIL import Image

_BLACK = (0, 128, 128)
_NOISE = 4.0  # standard deviation, as of a phone indoors
_COVER = 1.25  # times the size of the film, within which a shot moves

Move = Callable[[Image.Image, tuple[int, int], float], Image.Image]
"""Draws a frame of a picture for a film of a size, at a share of the shot."""


@dataclass(frozen=True)
class FilmStyle:
    """How films are made.

    Attributes:
        size: Width and height.
        rate: Frames per second.
        codec: Name in FFmpeg.
        ending: Of the file, which chooses the container.
        moves: Chooses how a shot moves.
        joins: How often a shot is joined to the one before by a cut, a fade through black, black for 0.7 s, a
            dissolve, a wipe, and a cut after a flash of another photo for 0.4 s.
        options: Of the encoder.
    """

    size: tuple[int, int]
    rate: int
    codec: str
    ending: str
    moves: Callable[[np.random.Generator], Move]
    joins: tuple[float, float, float, float, float, float]
    options: dict[str, str] = field(default_factory=dict)


def glide(rng: np.random.Generator) -> Move:
    """Pan and zoom from one part of the picture to another."""
    ends = [(zoom, *rng.uniform(0, 1 - zoom, 2)) for zoom in rng.uniform(1 / _COVER, 1.0, 2)]

    def move(picture: Image.Image, size: tuple[int, int], share: float) -> Image.Image:
        zoom, left, top = ((1 - share) * one + share * other for one, other in zip(*ends, strict=True))
        wide, high = picture.size
        box = (left * wide, top * high, (left + zoom) * wide, (top + zoom) * high)
        return picture.resize(size, Image.Resampling.BILINEAR, box=box)

    return move


def shake(rng: np.random.Generator) -> Move:
    """Hold a camera by hand: it sways and turns a little, and comes nearer."""
    phases, speeds = rng.uniform(0, 6.3, 3), rng.uniform(6, 25, 3)

    def move(picture: Image.Image, size: tuple[int, int], share: float) -> Image.Image:
        sway = np.sin(phases + speeds * share)
        scale = 1.1 - 0.15 * share
        turn, (wide, high) = 0.03 * sway[2], picture.size
        cos, sin = scale * math.cos(turn), scale * math.sin(turn)
        across, down = wide / 2 + 0.05 * size[0] * sway[0], high / 2 + 0.05 * size[1] * sway[1]
        half = size[0] / 2, size[1] / 2
        begin = (across - cos * half[0] + sin * half[1], down - sin * half[0] - cos * half[1])
        numbers = (cos, -sin, begin[0], sin, cos, begin[1])
        return picture.transform(size, Image.Transform.AFFINE, numbers, Image.Resampling.BILINEAR)

    return move


def slide(rng: np.random.Generator) -> Move:
    """Pan by whole pixels, which is drawn quickly in large films."""
    ends = rng.uniform(0, 1, (2, 2))

    def move(picture: Image.Image, size: tuple[int, int], share: float) -> Image.Image:
        place = (1 - share) * ends[0] + share * ends[1]
        left, top = (int(at * (all_ - part)) for at, all_, part in zip(place, picture.size, size, strict=True))
        return picture.crop((left, top, left + size[0], top + size[1]))

    return move


def draw_film(
    path: Path, style: FilmStyle, pictures: Sequence[Image.Image], seconds: Sequence[float], rng: np.random.Generator
) -> list[float]:
    """Write a film with a shot of each picture.

    Args:
        path: The file.
        style: How it is made.
        pictures: What the shots show.
        seconds: How long each of them is.
        rng: Chooses movements and joints.

    Returns:
        When each shot begins, in seconds.
    """
    begins, at = list[float](), 0
    with av.open(str(path), "w") as film:
        stream: Any = film.add_stream(style.codec, rate=style.rate)
        stream.width, stream.height = style.size
        stream.pix_fmt, stream.options = "yuv420p", {"threads": "1", **style.options}
        last = Image.new("YCbCr", style.size, _BLACK)
        for picture, length in zip(pictures, seconds, strict=True):
            join = int(rng.choice(6, p=style.joins)) if begins else 0
            before: list[Image.Image] = []
            if join == 2:
                before = [Image.new("YCbCr", style.size, _BLACK)] * int(0.7 * style.rate)
            if join == 5:
                flash = _covering(pictures[int(rng.integers(len(pictures)))], style.size)
                before = [slide(rng)(flash, style.size, 0.5)] * int(0.4 * style.rate)
            begins.append((at + len(before)) / style.rate)
            for frame in (*before, *_shot(picture, style, round(length * style.rate), (join, last), rng)):
                film.mux(stream.encode(_noisy(frame, rng)))
                last, at = frame, at + 1
        film.mux(stream.encode())
    return begins


def _covering(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = _COVER * max(size[0] / picture.width, size[1] / picture.height)
    whole = (math.ceil(picture.width * scale), math.ceil(picture.height * scale))
    return picture.convert("YCbCr").resize(whole, Image.Resampling.BICUBIC)


def _shot(
    picture: Image.Image, style: FilmStyle, count: int, joint: tuple[int, Image.Image], rng: np.random.Generator
) -> Iterator[Image.Image]:
    join, last = joint
    whole, move, black = _covering(picture, style.size), style.moves(rng), Image.new("YCbCr", style.size, _BLACK)
    joined = 0.8 * style.rate
    for at in range(count):
        frame, share = move(whole, style.size, at / count), (at + 1) / joined
        if share < 1 and join in {1, 3}:
            frame = Image.blend(black if join == 1 else last, frame, share)
        elif share < 1 and join == 4:
            box = (int(share * style.size[0]), 0, *style.size)
            frame.paste(last.crop(box), box)
        yield frame


_GRAIN = np.random.default_rng(7).normal(16, _NOISE, (2400, 4000)).astype(np.float32)


def _noisy(frame: Image.Image, rng: np.random.Generator) -> av.VideoFrame:
    """Convert a frame to that of the encoder, with noise in its luma."""
    pixels = np.asarray(frame)
    (high, wide), (down, across) = pixels.shape[:2], rng.integers(0, 1000, 2)
    luma = pixels[..., 0] * np.float32(219 / 255) + _GRAIN[down : down + high, across : across + wide]
    colours = [pixels[::2, ::2, at].reshape(-1, wide) for at in (1, 2)]
    return av.VideoFrame.from_ndarray(np.vstack([np.clip(luma, 0, 255).astype(np.uint8), *colours]), "yuv420p")
