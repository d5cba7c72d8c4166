"""What every encoder offers: pictures and words as vectors of one space."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float32]
Window = tuple[float, float, float, float]
WHOLE: Window = (0.0, 0.0, 1.0, 1.0)
"""A part of a photo: left, top, right and bottom as shares of its width and height."""
UNREADABLE = (OSError, ValueError, SyntaxError)
"""What Pillow raises for damaged pictures."""


@dataclass(frozen=True, slots=True)
class ImageVectors:
    """Two vectors per picture, row by row.

    Attributes:
        meaning: float32 [n, dimension], L2-normalised, in the space shared with words.
        look: float32 [n, look_dimension], L2-normalised, of pictures only.
        kinds: For each picture, the kinds of things that the encoder names by itself, with their chances 0..1;
            empty for an encoder that names none.
    """

    meaning: FloatArray
    look: FloatArray
    kinds: tuple[dict[int, float], ...] = ()


class DamagedPreview(ValueError):  # noqa: N818 - it names the preview's state
    """Some previews of a batch cannot be decoded; nothing of the batch was encoded.

    Attributes:
        positions: Their places in the batch, so that the caller can leave them out and go on.
    """

    def __init__(self, positions: tuple[int, ...]) -> None:
        """Keep the positions; they survive pickling between processes."""
        super().__init__(positions)
        self.positions = positions


class DeviceLost(RuntimeError):  # noqa: N818 - it names what happened
    """The graphics card stopped answering; the process that used it has to begin anew, on the processor."""


class Encoder(Protocol):
    """Turns previews and words into vectors of one space, so that a photo's words lie near it."""

    @property
    def id(self) -> str:
        """Name and a hash of weights and preprocessing: vectors of different ids never meet."""

    @property
    def dimension(self) -> int:
        """Length of a meaning vector."""

    @property
    def look_dimension(self) -> int:
        """Length of a look vector."""

    @property
    def languages(self) -> frozenset[str]:
        """Codes (ISO 639-1) of the languages it reads; empty: any."""

    def encode_images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encodes upright JPEG previews.

        Raises:
            DamagedPreview: Some cannot be decoded.
        """

    def encode_map(self, preview: bytes, window: Window = WHOLE) -> FloatArray | None:
        """What each place of an upright JPEG preview shows, or None where the encoder has no map.

        The whole window is laid out over the map, whatever part of a photo ``encode_images`` looks at.

        Args:
            preview: The picture.
            window: The part of it that is looked at, as if it were all.

        Returns:
            float32 [rows, columns, dimension], not normalised, rows downward. Where the tower pools by a mean (the
            starter, convolutional towers), the mean over the places of the whole photo is its meaning vector before
            normalisation, so the places' products with words add up exactly to the photo's.

        Raises:
            DamagedPreview: It cannot be decoded.
        """

    def encode_texts(self, texts: Sequence[str]) -> FloatArray:
        """Encodes words, one vector each: float32 [n, dimension], L2-normalised."""

    def count_parts(self, text: str) -> int:
        """In how many parts a text is read; 1 for all but very long ones."""

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """For each preview, sentences about it with the logarithms of their chances, likeliest first.

        None where the encoder does not write.

        Raises:
            DamagedPreview: Some cannot be decoded.
        """
