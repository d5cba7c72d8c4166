"""The protocols of encoders: images and texts as vectors of one joint space, and captions of images."""

from collections.abc import Sequence
from typing import Protocol

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass

Window = tuple[float, float, float, float]
WHOLE: Window = (0.0, 0.0, 1.0, 1.0)
"""The whole image. A window is its left, top, right and bottom edge as fractions of width and height."""
UNREADABLE = (OSError, ValueError, SyntaxError)
"""What Pillow raises for damaged images."""


@dataclass(frozen=True, slots=True)
class ImageVectors:
    """Two vectors per image.

    Attributes:
        meaning: float32 (n, dimension), L2-normalised embeddings in the space shared with texts.
        look: float32 (n, look_dimension), L2-normalised visual features, comparable with each other only.
        kinds: Per image, the class labels that the encoder predicts by itself, with probabilities 0..1;
            empty for an encoder without a classifier.
    """

    meaning: Floats
    look: Floats
    kinds: tuple[dict[int, float], ...] = ()


class DamagedPreview(ValueError):  # noqa: N818 - named after the state of the preview
    """Some previews of a batch cannot be decoded; nothing of the batch was encoded.

    Attributes:
        positions: Their indices in the batch, so that the caller can skip them and retry.
    """

    def __init__(self, positions: tuple[int, ...]) -> None:
        """Store the indices; they survive pickling between processes.

        Args:
            positions: Indices in the batch.
        """
        super().__init__(positions)
        self.positions = positions


class DeviceLost(RuntimeError):  # noqa: N818 - named after the event
    """The GPU stopped responding. The process that used it must be restarted on the CPU."""


class Encoder(Protocol):
    """Maps images and texts to one joint space, in which an image is close to its descriptions: ``embed``."""

    @property
    def id(self) -> str:
        """Name and a hash of weights and preprocessing. Vectors with different ids must not be compared."""

    @property
    def dimension(self) -> int:
        """Length of a joint embedding."""

    @property
    def look_dimension(self) -> int:
        """Length of a visual feature vector."""

    @property
    def languages(self) -> frozenset[str]:
        """ISO 639-1 codes of the languages that it understands; empty means any."""

    def encode_images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode previews.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings, visual features and class probabilities, a row per preview.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
        """

    def encode_map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """Encode each place of a preview; None if the encoder has no dense map.

        The window fills the whole map, even where ``encode_images`` crops.

        Args:
            preview: An upright JPEG.
            window: The part to encode, as if it were the whole image.

        Returns:
            float32 (rows, columns, dimension), not normalised, rows from top to bottom. If the tower uses mean pooling
            (the starter, convolutional towers), the mean over all places equals the joint embedding before
            normalisation, so the dot products of the places with a text add up exactly to the photo's.

        Raises:
            DamagedPreview: The preview cannot be decoded.
        """

    def encode_details(self, preview: bytes) -> Floats | None:
        """Encode each place of a preview, seen larger than by ``encode_map``; None if the encoder has no dense map.

        Returns:
            float32 (rows, columns, dimension), not normalised.

        Raises:
            DamagedPreview: The preview cannot be decoded.
        """

    def encode_texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts.

        Args:
            texts: Queries or sentences, as typed.

        Returns:
            float32 (n, dimension), L2-normalised.
        """

    def count_parts(self, text: str) -> int:
        """Count the parts in which a text is encoded; 1 for all but very long texts.

        Args:
            text: The text, as typed.
        """


@dataclass(frozen=True, slots=True)
class EnglishReading:
    """What a text in another language says.

    Attributes:
        name: The one thing that it names, such as ``dog``; empty if none is near enough.
        phrase: About what it says, such as ``a dog on the beach``; empty if that is not sure.
    """

    name: str = ""
    phrase: str = ""


class Namer(Protocol):
    """Tells in English what texts in other languages say: the capability ``name``."""

    def put_in_english(self, text: str) -> EnglishReading:
        """Return what a text says.

        Args:
            text: The text, as typed.
        """


class Captioner(Protocol):
    """Writes captions of photos by itself: the capability ``caption``."""

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Generate captions; None if its files turn out to generate no text.

        Args:
            previews: Upright JPEGs.

        Returns:
            Per preview, sentences with their natural log-probabilities, best first.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
        """
