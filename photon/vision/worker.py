"""The vision process: what a spawned ``ProcessPoolExecutor(1)`` runs. The encoder lives in the child."""

from collections.abc import Sequence

from photon.vision import starter
from photon.vision.encoder import WHOLE, Encoder, FloatArray, ImageVectors, Window

_threads = 1
_encoder: Encoder | None = None


def start(threads: int) -> None:
    """Sets how many threads the encoder of this process may use; the pool's initializer."""
    global _threads  # noqa: PLW0603 - a process has one encoder, and pools pass plain functions
    _threads = threads


def prepare() -> None:
    """Makes sure that the starter is converted, byte for byte.

    Raises:
        PhotonError: It cannot be.
    """
    starter.prepare(lambda _share, _sentence: None)


def encode_images(previews: Sequence[bytes]) -> ImageVectors:
    """Encodes upright JPEG previews.

    Raises:
        DamagedPreview: Some cannot be decoded.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_images(previews)


def encode_map(preview: bytes, window: Window = WHOLE) -> FloatArray | None:
    """What each place of an upright JPEG preview, or of a part of it, shows: float32 [rows, columns, d], or None.

    Raises:
        DamagedPreview: It cannot be decoded.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_map(preview, window)


def encode_texts(texts: Sequence[str]) -> FloatArray:
    """Encodes words, one row each: float32 [n, 384], L2-normalised.

    Raises:
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_texts(texts)


def count_parts(text: str) -> int:
    """In how many parts a text is read.

    Raises:
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().count_parts(text)


def _loaded() -> Encoder:
    global _encoder  # noqa: PLW0603 - see start
    if _encoder is None:
        _encoder = starter.load(_threads)
    return _encoder
