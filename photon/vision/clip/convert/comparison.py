"""Tries the ways to run an image tower and tells how fast each is and what it finds."""

import copy
import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from photon.domain import PhotonError
from photon.vision.clip.runtime.image_towers import ClipImageTower
from photon.vision.clip.shelf.agreement import PHOTOS, compare
from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.clip.shelf.run_settings import candidates
from photon.vision.kit.encoder import DeviceLost, FloatArray

if TYPE_CHECKING:
    from photon.vision.clip.network.network import Network

SECONDS = 2.0  # that each setting is measured
_CALL = 0.5  # seconds that one call should take on a processor: shorter ones make threads wait for each other
_LARGEST_HERE = 64  # photos at once on a processor
_LARGEST = 256  # photos at once on a graphics card
_GAIN = 1.05  # a larger batch has to be this much faster
_LONGEST = 30.0  # seconds for the vectors of 32-bit numbers; where they are slow, fewer photos are compared
_FEWEST = 50

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried.

    Attributes:
        network: The encoder, in 32-bit numbers on the processor; it is not changed.
        folder: Where graphs are written.
        threads: How many a tower may use.
        seconds: That each setting is measured.
        exact: Only the reference.
    """

    network: "Network"
    folder: Path
    threads: int
    seconds: float = SECONDS
    exact: bool = False

    def graph(self, setting: Setting) -> Path:
        """Where the graph of a setting is."""
        return self.folder / f"image-{setting.precision}.onnx"

    def for_seconds(self, seconds: float) -> "Trial":
        """The same, measured for so long."""
        return replace(self, seconds=seconds)

    def settings(self) -> Iterator[Setting]:
        """What is worth trying with this tower, the 32-bit reference first; graphs are written on the way."""
        for setting in candidates()[: 1 if self.exact else None]:
            if setting.runtime == "torch":
                yield setting
                continue
            try:
                if self._write(setting):
                    yield setting
            except PhotonError:  # larger than one graph may be, or with parts that no graph has
                if setting.precision == "fp32":
                    yield Setting("torch", "cpu", "fp32")

    def open(self, setting: Setting) -> ClipImageTower:
        """The tower in a setting.

        Raises:
            PhotonError: There is not enough memory.
            DeviceLost: The graphics card does not answer.
        """
        preprocessing = self.network.preprocessing
        if setting.runtime == "onnx":
            from photon.vision.clip.runtime.onnx_images import OnnxImages

            return OnnxImages(self.graph(setting), preprocessing, self.threads)
        from photon.vision.clip.network.image_modules import image_module
        from photon.vision.clip.runtime.torch_images import TorchImages

        # A copy: rounding a second time what was rounded before would cost what the next setting is measured by.
        return TorchImages(copy.deepcopy(image_module(self.network)), preprocessing, setting, self.threads)

    def _write(self, setting: Setting) -> bool:
        """Writes the graph of a setting; tells whether there is one."""
        from photon.vision.clip.convert.conversion import write_image_graph, write_small_image_graph

        if setting.precision == "fp32":
            write_image_graph(self.network, self.graph(setting))
            return True
        whole = self.graph(replace(setting, precision="fp32"))
        return whole.is_file() and write_small_image_graph(whole, self.graph(setting)) > 0


def try_all(trial: Trial, previews: Sequence[bytes], queries: FloatArray, tell: Tell) -> tuple[Setting, ...]:
    """Measures every setting and compares what it finds with what 32-bit numbers find.

    Args:
        trial: What is tried.
        previews: JPEGs, up to 200 of them.
        queries: float32 (queries, d), words of the same encoder.
        tell: Called with a share 0..1 and what is being done.

    Returns:
        All that could be tried, the reference first, with their figures.

    Raises:
        PhotonError: Not even the reference runs here.
    """
    tried: list[Setting] = []
    reference: FloatArray | None = None
    for place, setting in enumerate(trial.settings()):
        tell(min(place / 3, 0.9), f"Trying {setting.words()}")
        try:
            tower = trial.open(setting)
            measured = measure(tower, setting, previews, trial)
            if reference is None:
                previews = previews[: max(_FEWEST, min(PHOTOS, int(measured.per_second * _LONGEST)))]
            meanings, speed = _meanings(tower, previews, measured.batch)
        except (PhotonError, DeviceLost):
            if reference is None:
                raise
            continue  # this one does not run here; another does
        del tower  # before the next one takes memory
        reference = meanings if reference is None else reference
        # Other work on the computer, the disk's among it, only ever slows down: the faster figure is the truer one.
        measured = replace(measured, per_second=max(measured.per_second, speed))
        tried.append(compare(reference, meanings, queries).write_on(measured))
    return tuple(tried)


def measure(tower: ClipImageTower, setting: Setting, previews: Sequence[bytes], trial: Trial) -> Setting:
    """How many photos per second go through, decoding of previews included, and how many at once are best.

    Raises:
        PhotonError: There is not enough memory for one photo.
        DeviceLost: The graphics card stopped answering.
    """
    around = itertools.cycle(previews)
    least = 2 * trial.threads
    if setting.device == "cpu":
        speed = _speed(tower, around, least, 0.0)  # the first call also opens what is opened late
        speed = _speed(tower, around, least, trial.seconds / 4)
        batch = max(least, min(round(_CALL * speed), _LARGEST_HERE))
        _set_batch(tower, batch)
        speed = _speed(tower, around, batch, trial.seconds)
    else:
        batch, speed = _best_batch(tower, around, trial.seconds)
    return replace(setting, per_second=round(speed, 2), batch=_batch(tower, batch))


def _best_batch(tower: ClipImageTower, around: Iterator[bytes], seconds: float) -> tuple[int, float]:
    """The batch from which on a graphics card gets no faster, found by doubling."""
    tries = int(math.log2(_LARGEST)) - 2
    best, speed = 1, 0.0
    for doubling in range(3, int(math.log2(_LARGEST)) + 1):
        batch = 2**doubling
        _set_batch(tower, batch)
        _speed(tower, around, batch, 0.0)
        now = _speed(tower, around, batch, seconds / tries)
        if _batch(tower, batch) < batch:  # memory ran out
            return _batch(tower, batch), max(now, speed)
        if now < _GAIN * speed:
            break
        best, speed = batch, now
    _set_batch(tower, best)
    return best, speed


def _speed(tower: ClipImageTower, around: Iterator[bytes], batch: int, seconds: float) -> float:
    """Photos per second over at least one call."""
    began, done = time.perf_counter(), 0
    while True:
        tower.encode(list(itertools.islice(around, batch)))
        done += batch
        took = time.perf_counter() - began
        if took >= seconds:
            return done / took


def _set_batch(tower: Any, batch: int) -> None:  # noqa: ANN401 - only towers in torch have batches
    if hasattr(tower, "batch"):
        tower.batch = batch


def _batch(tower: Any, batch: int) -> int:  # noqa: ANN401 - see above
    return min(int(getattr(tower, "batch", batch)), batch)


def _meanings(tower: ClipImageTower, previews: Sequence[bytes], batch: int) -> tuple[FloatArray, float]:
    """Meaning vectors of all previews, handed over in batches so that memory stays small, and photos per second."""
    began = time.perf_counter()
    some = [tower.encode(previews[at : at + batch])[0] for at in range(0, len(previews), batch)]
    return np.concatenate(some), round(len(previews) / (time.perf_counter() - began), 2)
