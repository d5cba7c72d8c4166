"""A vision process: what a spawned ``ProcessPoolExecutor(1)`` runs. The encoder lives in the child."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from photon.vision import encoders
from photon.vision.kit.encoder import WHOLE, Encoder, FloatArray, ImageVectors, Window
from photon.vision.starter.caption_scoring import CaptionCandidates
from photon.vision.starter.starter import Starter


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """Which encoder a process opens.

    Attributes:
        name: Of the encoder.
        threads: How many it may use.
        device: Where it runs; None: where its installation found it fastest.
    """

    name: str
    threads: int
    device: str | None = None


_order: WorkerSpec | None = None
_encoder: Encoder | None = None


def start(order: WorkerSpec) -> None:
    """Sets which encoder this process opens when it is first asked; the pool's initializer."""
    global _order  # noqa: PLW0603 - a process has one encoder, and pools pass plain functions
    _order = order


def encode_images(previews: Sequence[bytes]) -> ImageVectors:
    """Encodes upright JPEG previews.

    Raises:
        DamagedPreview: Some cannot be decoded.
        DeviceLost: The graphics card stopped answering; this process is of no more use.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_images(previews)


def encode_map(preview: bytes, window: Window = WHOLE) -> FloatArray | None:
    """What each place of an upright JPEG preview, or of a part of it, shows: float32 [rows, columns, d], or None.

    Raises:
        DamagedPreview: It cannot be decoded.
        DeviceLost: The graphics card stopped answering; this process is of no more use.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_map(preview, window)


def encode_texts(texts: Sequence[str]) -> FloatArray:
    """Encodes words, one row each: float32 [n, d], L2-normalised.

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


def sentences(previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
    """For each preview, sentences about it with the logarithms of their chances; None where the encoder does not write.

    Raises:
        DamagedPreview: Some cannot be decoded.
        DeviceLost: The graphics card stopped answering; this process is of no more use.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().sentences(previews)


def write(looks: FloatArray, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
    """Sentences about photos, by their looks: see Describer. For a process of the starter.

    Raises:
        PhotonError: The starter cannot be opened.
    """
    return _starter().describer.write(looks, known)


def weigh(
    looks: FloatArray, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
) -> list[CaptionCandidates]:
    """The same for sentences from elsewhere.

    Raises:
        PhotonError: The starter cannot be opened.
    """
    return _starter().describer.weigh(looks, known, sentences)


def _starter() -> Starter:
    encoder = _loaded()
    if not isinstance(encoder, Starter):
        raise TypeError("only a process of the starter writes")
    return encoder


def _loaded() -> Encoder:
    global _encoder  # noqa: PLW0603 - see start
    if _encoder is None:
        if _order is None:
            raise RuntimeError("the vision process was started without an order")
        _encoder = encoders.load(_order.name, _order.threads, _order.device)
    return _encoder
