"""The linear adapter that maps the features of both towers of the starter into one joint space."""

from pathlib import Path

import numpy as np

from photon.domain.arrays import Floats
from photon.quick_dataclass import dataclass
from photon.vision.kit.arrays import read_arrays

LOOK_SCALE = np.float32(13.6)
"""Mean length of the features of the starter's image tower.

Photos are mapped as if their features had this length: then the stored unit vector alone gives the embedding, and no
photo has to be decoded again for another adapter. Caption → photo R@1, 5, 10 with true lengths .487 .853 .939 (152
photos of COCO), .400 .750 .861 (240 of Flickr8k); with this one .496 .851 .941, .399 .756 .864; with a length of 1e9,
which drops the shift, .451 .859 .930, .373 .728 .856."""


def normalise(vectors: Floats) -> Floats:
    """L2-normalise rows; a row of zeros stays zero.

    Args:
        vectors: float32 (..., d).

    Returns:
        float32 (..., d), of length 1 along the last axis.
    """
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


@dataclass(frozen=True, slots=True)
class Adapter:
    """Two affine maps into the joint space, and the mean embedding of photos and captions in it.

    Attributes:
        image: float32 (1280, 384), applied to pooled features. It is linear, so the mean over the places of a photo
            equals the photo's embedding before normalisation.
        image_shift: float32 (384,).
        text: float32 (384, 384), applied to normalised sentence embeddings.
        text_shift: float32 (384,).
        centre_image: float32 (384,), mean of normalised photo embeddings.
        centre_text: float32 (384,), mean of normalised caption embeddings.
    """

    image: Floats
    image_shift: Floats
    text: Floats
    text_shift: Floats
    centre_image: Floats
    centre_text: Floats

    def join_looks(self, looks: Floats) -> Floats:
        """Map visual features to the joint space.

        Args:
            looks: float32 (n, 1280), L2-normalised.

        Returns:
            float32 (n, 384), L2-normalised.
        """
        return self.join_images(looks * LOOK_SCALE)

    def join_images(self, pooled: Floats) -> Floats:
        """Map pooled features to the joint space.

        Args:
            pooled: float32 (n, 1280), as pooled by the image tower.

        Returns:
            float32 (n, 384), L2-normalised.
        """
        return normalise(pooled @ self.image + self.image_shift)

    def join_places(self, places: Floats) -> Floats:
        """Map the features of places to the joint space. The map is affine, so it preserves means.

        Args:
            places: float32 (h, w, 1280).

        Returns:
            float32 (h, w, 384), not normalised.
        """
        # One matrix product: a product per row would wake the BLAS threads nine times.
        flat = places.reshape(-1, places.shape[-1]) @ self.image + self.image_shift
        return flat.reshape(*places.shape[:-1], -1)

    def join_texts(self, sentences: Floats) -> Floats:
        """Map sentence embeddings to the joint space.

        Args:
            sentences: float32 (n, 384), of any length.

        Returns:
            float32 (n, 384), L2-normalised.
        """
        return normalise(normalise(sentences) @ self.text + self.text_shift)


def read_adapter(path: Path) -> Adapter:
    """Read an adapter from a safetensors file. float16 arrays become float32.

    Args:
        path: The file.

    Returns:
        The adapter.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: An array is missing.
    """
    return Adapter(**read_arrays(path, Adapter.__slots__))
