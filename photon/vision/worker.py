"""Functions that run in an encoder process, a spawned process that holds the open encoder."""

from collections.abc import Mapping, Sequence

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision import encoders
from photon.vision.kit.encoder import WHOLE, Encoder, ImageVectors, Window
from photon.vision.starter.caption_scoring import CaptionCandidates
from photon.vision.starter.starter import Starter


@dataclass(frozen=True, slots=True)
class WorkerSpec:
    """The encoder that a process opens.

    Attributes:
        name: Name of the encoder.
        threads: Threads that it may use.
        device: Device to run on; None for the one that was fastest at installation.
    """

    name: str
    threads: int
    device: str | None = None


_order: WorkerSpec | None = None
_encoder: Encoder | None = None


def start(order: WorkerSpec) -> None:
    """Set which encoder this process opens on first use. The process calls this once, at its start.

    Args:
        order: The encoder.
    """
    global _order  # noqa: PLW0603 - one encoder per process; only plain functions can be sent to a process
    _order = order


def encode_images(previews: Sequence[bytes]) -> ImageVectors:
    """Encode previews.

    Args:
        previews: Upright JPEGs.

    Returns:
        Joint embeddings, visual features and class probabilities, a row per preview.

    Raises:
        DamagedPreview: Some previews cannot be decoded.
        DeviceLost: The GPU stopped responding. This process must not be used again.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_images(previews)


def encode_map(preview: bytes, window: Window = WHOLE) -> Floats | None:
    """Encode each place of a preview, or of a window of it.

    Args:
        preview: An upright JPEG.
        window: Left, top, right and bottom edge as fractions of the image.

    Returns:
        float32 (rows, columns, d) in the joint space, not normalised; None if the encoder has no dense map.

    Raises:
        DamagedPreview: The preview cannot be decoded.
        DeviceLost: The GPU stopped responding. This process must not be used again.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_map(preview, window)


def encode_texts(texts: Sequence[str]) -> Floats:
    """Encode texts.

    Args:
        texts: Queries or sentences, as typed.

    Returns:
        float32 (n, d), L2-normalised.

    Raises:
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().encode_texts(texts)


def count_parts(text: str) -> int:
    """Count the parts in which a text is encoded: 1, or more if it exceeds the context of the text tower.

    Args:
        text: The text, as typed.

    Raises:
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().count_parts(text)


def sentences(previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
    """Generate captions with the encoder itself.

    Args:
        previews: Upright JPEGs.

    Returns:
        Per preview, sentences with their natural log-probabilities; None if the encoder generates no text.

    Raises:
        DamagedPreview: Some previews cannot be decoded.
        DeviceLost: The GPU stopped responding. This process must not be used again.
        PhotonError: The encoder cannot be opened.
    """
    return _loaded().sentences(previews)


def write(looks: Floats, known: Sequence[Mapping[str, float]]) -> list[CaptionCandidates]:
    """Generate caption candidates from visual features. Only in a process of the starter.

    Args:
        looks: float32 (n, 1280), L2-normalised visual features.
        known: Per photo, objects known from its tags, with probabilities 0..1.

    Returns:
        Per photo, its candidates.

    Raises:
        PhotonError: The starter cannot be opened.
        TypeError: This process runs another encoder.
    """
    return _starter().describer.write(looks, known)


def weigh(
    looks: Floats, known: Sequence[Mapping[str, float]], sentences: Sequence[Mapping[str, float]]
) -> list[CaptionCandidates]:
    """Score sentences from another source as captions. Only in a process of the starter.

    Args:
        looks: float32 (n, 1280), L2-normalised visual features.
        known: Per photo, objects known from its tags, with probabilities 0..1.
        sentences: Per photo, sentences with their natural log-probabilities.

    Returns:
        Per photo, the scored sentences.

    Raises:
        PhotonError: The starter cannot be opened.
        TypeError: This process runs another encoder.
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
