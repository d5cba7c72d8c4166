"""The linear adapter that joins the image tower and the text tower."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from photon.vision.kit.arrays import read_arrays
from photon.vision.kit.encoder import FloatArray


def normalise(vectors: FloatArray) -> FloatArray:
    """Rows at length 1; a row of zeros stays zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-12), np.float32)


@dataclass(frozen=True, slots=True)
class Adapter:
    """Two affine maps into one space, and where everyday photos and captions lie in it.

    Attributes:
        image: float32 [1280, 384], applied to pooled features. Linear, so that the mean over a photo's
            places is exactly the photo's vector before normalisation.
        image_shift: float32 [384].
        text: float32 [384, 384], applied to normalised sentence vectors.
        text_shift: float32 [384].
        centre_image: float32 [384], mean of normalised photo vectors.
        centre_text: float32 [384], mean of normalised caption vectors.
    """

    image: FloatArray
    image_shift: FloatArray
    text: FloatArray
    text_shift: FloatArray
    centre_image: FloatArray
    centre_text: FloatArray

    def join_images(self, pooled: FloatArray) -> FloatArray:
        """Pooled features [n, 1280] to meaning vectors [n, 384], L2-normalised."""
        return normalise(pooled @ self.image + self.image_shift)

    def join_places(self, places: FloatArray) -> FloatArray:
        """Features of places [h, w, 1280] to float32 [h, w, 384], not normalised: affine, so means go to means."""
        # As one product: a product for each row would wake the threads of the matrix library nine times.
        flat = places.reshape(-1, places.shape[-1]) @ self.image + self.image_shift
        return flat.reshape(*places.shape[:-1], -1)

    def join_texts(self, sentences: FloatArray) -> FloatArray:
        """Sentence vectors [n, 384] to meaning vectors [n, 384], L2-normalised."""
        return normalise(normalise(sentences) @ self.text + self.text_shift)


def read_adapter(path: Path) -> Adapter:
    """Reads an adapter from a safetensors file; float16 inside becomes float32.

    Raises:
        OSError: The file is missing or damaged.
        KeyError: It is no adapter.
    """
    return Adapter(**read_arrays(path, Adapter.__slots__))


def write_adapter(adapter: Adapter, path: Path) -> None:
    """Writes an adapter as float16, which ranks the same at half the size."""
    from safetensors.numpy import save

    # In C order: safetensors stores the memory as it lies, and a turned matrix would come back scrambled.
    arrays = {name: getattr(adapter, name).astype(np.float16, order="C") for name in Adapter.__slots__}
    path.write_bytes(save(arrays))
