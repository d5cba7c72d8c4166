"""Run both towers on the training data once, and cache the vectors in a temporary folder."""

import hashlib
import io
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from photon.vision.kit.adapter import normalise
from photon.vision.starter.image_graph import SIDE
from photon.vision.starter.image_tower import StarterImageTower, squash
from photon.vision.starter.starter_install import IMAGE_FILE, prepare_starter
from photon.vision.starter.text_tower import StarterTextTower

FloatArray = npt.NDArray[np.float32]


VIEWS = 3
_SMALLEST_PART = 0.35  # minimum area of a crop


def _look(file: Path, random: np.random.Generator) -> Iterator[npt.NDArray[np.uint8]]:
    """Yield the views of an image, uint8 (260, 260, 3) each."""
    whole = squash(file.read_bytes())
    yield whole
    yield whole[:, ::-1]
    with Image.open(file) as image:
        picture = image.convert("RGB")
    for _ in range(VIEWS - 2):
        area, tilt = random.uniform(_SMALLEST_PART, 1.0), random.uniform(-0.2, 0.2)
        width, height = (min(1.0, area**0.5 * 2**sign) for sign in (tilt, -tilt))
        left, top = random.random() * (1 - width), random.random() * (1 - height)
        box = (left, top, left + width, top + height)
        scaled = [edge * side for edge, side in zip(box, picture.size * 2, strict=True)]
        part = np.asarray(picture.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=tuple(scaled)))
        yield part[:, ::-1] if random.random() < 0.5 else part


class Towers:
    """Pooled image features and sentence embeddings, cached by their inputs."""

    def __init__(self, threads: int) -> None:
        """Prepare the starter if necessary.

        Raises:
            PhotonError: That fails.
        """
        self._threads = threads
        self._folder = prepare_starter(lambda _share, _sentence: None)
        self._kept = Path(tempfile.gettempdir()) / "photon-training"
        self._kept.mkdir(exist_ok=True)

    def images(self, files: Sequence[Path]) -> FloatArray:
        """Compute features of several views of each image.

        The first view is the whole image, as Photon encodes it; the second is mirrored; the others are random crops,
        mirrored at random, as data augmentation.

        Args:
            files: Image files.

        Returns:
            float32 (VIEWS, n, 1280).
        """

        def compute() -> FloatArray:
            tower = StarterImageTower(self._folder / IMAGE_FILE, self._threads)
            random = np.random.default_rng(0)
            views = [[tower.encode_pixels(view) for view in _look(file, random)] for file in files]
            return np.array(views, np.float32).swapaxes(0, 1)

        return self._remembered([f"{VIEWS}", *(f"{file} {file.stat().st_size}" for file in files)], compute)

    def texts(self, texts: Sequence[str]) -> FloatArray:
        """Compute normalised sentence embeddings.

        Args:
            texts: The texts.

        Returns:
            float32 (n, 384).
        """

        def compute() -> FloatArray:
            return normalise(StarterTextTower(self._folder, self._threads).encode(texts))

        return self._remembered(texts, compute)

    def _remembered(self, inputs: Sequence[str], compute: Callable[[], FloatArray]) -> FloatArray:
        key = hashlib.sha256("\n".join([self._folder.name, *inputs]).encode()).hexdigest()[:16]
        path = self._kept / f"{key}.npy"
        if not path.exists():
            buffer = io.BytesIO()
            np.save(buffer, compute())
            path.write_bytes(buffer.getvalue())
        vectors: FloatArray = np.load(path)
        return vectors
