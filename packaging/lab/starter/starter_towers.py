"""Runs the two towers over the training data once and keeps the vectors in a temporary folder."""

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


VIEWS = 6
_SMALLEST_PART = 0.35  # of the area


def _look(file: Path, random: np.random.Generator) -> Iterator[npt.NDArray[np.uint8]]:
    """The views of a picture, uint8 [260, 260, 3] each."""
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
    """Pooled features of pictures and sentence vectors, computed once per set of inputs."""

    def __init__(self, threads: int) -> None:
        """Prepares the starter if need be.

        Raises:
            PhotonError: It cannot be.
        """
        self._threads = threads
        self._folder = prepare_starter(lambda _share, _sentence: None)
        self._kept = Path(tempfile.gettempdir()) / "photon-training"
        self._kept.mkdir(exist_ok=True)

    def images(self, files: Sequence[Path]) -> FloatArray:
        """Features of several views of each picture: float32 [VIEWS, n, 1280].

        The first view is the whole picture, as Photon sees it; the second is mirrored; the others are parts,
        mirrored by chance, so that the adapter learns from more than a thousand compositions.
        """

        def compute() -> FloatArray:
            tower = StarterImageTower(self._folder / IMAGE_FILE, self._threads)
            random = np.random.default_rng(0)
            views = [[tower.encode_pixels(view) for view in _look(file, random)] for file in files]
            return np.array(views, np.float32).swapaxes(0, 1)

        return self._remembered([f"{VIEWS}", *(f"{file} {file.stat().st_size}" for file in files)], compute)

    def texts(self, texts: Sequence[str]) -> FloatArray:
        """Normalised sentence vectors: float32 [n, 384]."""

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
