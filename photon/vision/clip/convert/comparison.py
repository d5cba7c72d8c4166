"""Measure the speed and the agreement of all settings in which an image tower can run."""

import copy
import itertools
import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.convert.conversion import write_image_graph, write_small_image_graph
from photon.vision.clip.network.network import Network
from photon.vision.clip.runtime.image_towers import ClipImageTower
from photon.vision.clip.runtime.onnx_images import OnnxImages
from photon.vision.clip.runtime.torch_images import TorchImages
from photon.vision.clip.shelf.agreement import PHOTOS, compare
from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.clip.shelf.run_settings import candidates
from photon.vision.kit.encoder import DeviceLost

SECONDS = 2.0  # duration of each measurement
_CALL = 0.5  # minimum seconds per call on a CPU: in shorter ones threads wait for each other
_LARGEST_HERE = 64  # maximum batch size on a CPU
_LARGEST = 256  # maximum batch size on a GPU
_GAIN = 1.05  # minimum speed-up that justifies a larger batch
_LONGEST = 30.0  # seconds for the float32 vectors; if they are slow, fewer images are compared
_FEWEST = 50

Tell = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Trial:
    """What is measured.

    Attributes:
        network: The encoder, in float32 on the CPU; it is not modified.
        folder: Folder for graphs.
        threads: Threads per tower.
        seconds: Duration of each measurement.
        exact: Measure only the float32 reference.
    """

    network: Network
    folder: Path
    threads: int
    seconds: float = SECONDS
    exact: bool = False

    def graph(self, setting: Setting) -> Path:
        """File of the graph of a setting.

        Args:
            setting: The setting.
        """
        return self.folder / f"image-{setting.precision}.onnx"

    def for_seconds(self, seconds: float) -> "Trial":
        """A copy with another duration.

        Args:
            seconds: Duration of each measurement.
        """
        return replace(self, seconds=seconds)

    def settings(self) -> Iterator[Setting]:
        """Settings worth trying with this tower, the float32 reference first. Graphs are written along the way.

        Yields:
            The settings.
        """
        for setting in candidates()[: 1 if self.exact else None]:
            if setting.runtime == "torch":
                yield setting
                continue
            try:
                if self._write(setting):
                    yield setting
            except PhotonError:  # too large for a graph, or with unsupported operators
                if setting.precision == "fp32":
                    yield Setting("torch", "cpu", "fp32")

    def open(self, setting: Setting) -> ClipImageTower:
        """Open the tower in a setting.

        Args:
            setting: The setting.

        Returns:
            The tower.

        Raises:
            PhotonError: There is not enough memory.
            DeviceLost: The GPU does not respond.
        """
        preprocessing = self.network.preprocessing
        if setting.runtime == "onnx":
            return OnnxImages(self.graph(setting), preprocessing, self.threads)
        from photon.vision.clip.network.image_modules import image_module  # torch

        # A copy, because rounding twice would distort the next measurement.
        return TorchImages(copy.deepcopy(image_module(self.network)), preprocessing, setting, self.threads)

    def _write(self, setting: Setting) -> bool:
        """Write the graph of a setting; False if it cannot be written."""
        if setting.precision == "fp32":
            write_image_graph(self.network, self.graph(setting))
            return True
        whole = self.graph(replace(setting, precision="fp32"))
        return whole.is_file() and write_small_image_graph(whole, self.graph(setting)) > 0


def try_all(trial: Trial, previews: Sequence[bytes], queries: Floats, tell: Tell) -> tuple[Setting, ...]:
    """Measure every setting and compare its results with those of float32.

    Args:
        trial: What is measured.
        previews: JPEGs, up to 200 of them.
        queries: float32 (q, d), encoded queries of the same encoder.
        tell: Called with a fraction 0..1 and the current step.

    Returns:
        All settings that run, the reference first, with their measurements.

    Raises:
        PhotonError: Not even the reference runs on this computer.
    """
    tried: list[Setting] = []
    reference: Floats | None = None
    for place, setting in enumerate(trial.settings()):
        tell(min(place / 3, 0.9), tr("Trying {setting}", setting=setting.words()))
        try:
            tower = trial.open(setting)
            measured = measure(tower, setting, previews, trial)
            if reference is None:
                previews = previews[: max(_FEWEST, min(PHOTOS, int(measured.per_second * _LONGEST)))]
            meanings, speed = _meanings(tower, previews, measured.batch)
        except (PhotonError, DeviceLost):
            if reference is None:
                raise
            continue  # this setting does not run here
        del tower  # free its memory before opening the next
        reference = meanings if reference is None else reference
        # Other load only ever slows a measurement down, so the faster figure is the better estimate.
        measured = replace(measured, per_second=max(measured.per_second, speed))
        tried.append(compare(measured, reference, meanings, queries))
    return tuple(tried)


def measure(tower: ClipImageTower, setting: Setting, previews: Sequence[bytes], trial: Trial) -> Setting:
    """Measure images per second, including decoding of previews, and the best batch size.

    Args:
        tower: The tower.
        setting: Its setting.
        previews: JPEGs.
        trial: What is measured.

    Returns:
        The setting with ``per_second`` and ``batch``.

    Raises:
        PhotonError: There is not enough memory for one image.
        DeviceLost: The GPU stopped responding.
    """
    around = itertools.cycle(previews)
    least = 2 * trial.threads
    if setting.device == "cpu":
        speed = _speed(tower, around, least, 0.0)  # the first call includes lazy initialisation
        speed = _speed(tower, around, least, trial.seconds / 4)
        batch = max(least, min(round(_CALL * speed), _LARGEST_HERE))
        _set_batch(tower, batch)
        speed = _speed(tower, around, batch, trial.seconds)
    else:
        batch, speed = _best_batch(tower, around, trial.seconds)
    return replace(setting, per_second=round(speed, 2), batch=_batch(tower, batch))


def _best_batch(tower: ClipImageTower, around: Iterator[bytes], seconds: float) -> tuple[int, float]:
    """The batch size beyond which a GPU gets no faster, found by doubling."""
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
    """Images per second over at least one call."""
    began, done = time.perf_counter(), 0
    while True:
        tower.encode(list(itertools.islice(around, batch)))
        done += batch
        took = time.perf_counter() - began
        if took >= seconds:
            return done / took


def _set_batch(tower: Any, batch: int) -> None:  # noqa: ANN401 - only towers in torch have a batch size
    if hasattr(tower, "batch"):
        tower.batch = batch


def _batch(tower: Any, batch: int) -> int:  # noqa: ANN401 - only towers in torch have a batch size
    return min(int(getattr(tower, "batch", batch)), batch)


def _meanings(tower: ClipImageTower, previews: Sequence[bytes], batch: int) -> tuple[Floats, float]:
    """Joint embeddings of all previews, float32 (n, d), computed in batches to save memory, and images per second."""
    began = time.perf_counter()
    some = [tower.encode(previews[at : at + batch])[0] for at in range(0, len(previews), batch)]
    return np.concatenate(some), round(len(previews) / (time.perf_counter() - began), 2)
