"""Films for tests, drawn and encoded with PyAV, whose codecs are never shipped."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageColor

Draw = Callable[[float], Image.Image]
"""Draws the frame of a moment, in seconds."""
_KEPT: list[Any] = []


def make_film(
    path: Path,
    draw: Draw | None = None,
    *,
    seconds: float = 3.0,
    size: tuple[int, int] = (160, 90),
    codec: str = "libx264",
    pixels: str = "yuv420p",
    turn: int = 0,
    rate: int = 10,
    keys: int = 10,
    metadata: Mapping[str, str] | None = None,
    own_tags: bool = True,
    options: Mapping[str, str] | None = None,
    change: Callable[[Any, Any], None] | None = None,
) -> Path:
    """Write a film.

    Args:
        path: File; its ending chooses the container.
        draw: Draws each frame; None: ``scenes()``.
        turn: Degrees clockwise by which players turn it.
        keys: Frames from one key frame to the next.
        metadata: Of the container, such as ``creation_time``.
        own_tags: Whether MP4 and MOV have metadata of any name, as those of Apple do.
        options: Of the container.
        change: Called with the container and the stream before anything is encoded.
    """
    import av
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:  # the player needs one, and would make one without windows for all tests
        _KEPT.append(QApplication([]))
    draw = draw or scenes(size=size)
    tags = {"movflags": "use_metadata_tags"} if own_tags and path.suffix in {".mp4", ".mov"} else {}
    with av.open(str(path), "w", options=dict(options or tags)) as film:
        film.metadata.update(metadata or {})
        stream: Any = film.add_stream(codec, rate=rate)
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        stream.codec_context.gop_size = keys
        stream.options = {"preset": "ultrafast", "x265-params": f"log-level=none:keyint={keys}"}
        if turn:
            stream.set_display_rotation(-turn)
        if change is not None:
            change(film, stream)
        for at in range(round(seconds * rate)):
            frame = av.VideoFrame.from_ndarray(np.asarray(draw(at / rate).convert("RGB")), "rgb24")
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
    return path


def scenes(*colours: str, each: float = 1.0, size: tuple[int, int] = (160, 90)) -> Draw:
    """Return a drawing with cuts: each colour for ``each`` seconds, with a white corner at the top left, and a bar.

    Args:
        colours: Names of colours; none: red, green, blue.
    """
    names = colours or ("red", "green", "blue")
    wide, high = size

    def draw(seconds: float) -> Image.Image:
        image = Image.new("RGB", size, ImageColor.getrgb(names[int(seconds / each) % len(names)]))
        image.paste((255, 255, 255), (0, 0, wide // 4, high // 4))
        bar = int(seconds * 20) % max(1, wide - 8)
        image.paste((0, 0, 0), (bar, high // 2, bar + 8, high // 2 + high // 8))
        return image

    return draw
