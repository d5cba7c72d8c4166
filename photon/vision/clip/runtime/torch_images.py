"""The image tower in torch: on GPUs, and on CPUs with fast bfloat16."""

import itertools
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from photon.domain import PhotonError
from photon.domain.arrays import Floats, Pixels
from photon.language import tr
from photon.vision.clip.runtime.pixels import look_at, squash
from photon.vision.clip.shelf.encoder_shelf import Setting
from photon.vision.clip.shelf.preprocessing import Preprocessing
from photon.vision.kit.encoder import WHOLE, DeviceLost, Window
from photon.vision.kit.previews import decode_ahead, for_each

if TYPE_CHECKING:
    import torch

_NO_MEMORY = ("out of memory", "can't allocate memory", "not enough memory")
_DEVICE = ("cuda", "cudnn", "cublas", "mps", "metal", "device", "driver", "accelerator", "nvml")

_log = logging.getLogger(__name__)


class TorchImages:
    """An image tower in torch, in batches. If memory runs out, batches are smaller from then on."""

    def __init__(self, module: Any, preprocessing: Preprocessing, setting: Setting, threads: int) -> None:  # noqa: ANN401 - a torch module with ``places``
        """Move the module to the device of ``setting``.

        Args:
            module: An ``ImageModule``.
            preprocessing: How images are prepared.
            setting: Device, precision and batch size.
            threads: Threads for decoding and, on a CPU, for computing.

        Raises:
            DeviceLost: The GPU does not respond.
            PhotonError: There is not enough memory.
        """
        import torch

        kind = {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[setting.precision]
        self.batch = max(setting.batch, 1)
        self._device = setting.device
        self._preprocessing = preprocessing
        self._pool = ThreadPoolExecutor(threads)
        if setting.device == "cpu":
            torch.set_num_threads(threads)
        try:
            self._module = module.eval().requires_grad_(requires_grad=False).to(device=setting.device, dtype=kind)
        except (RuntimeError, MemoryError) as error:
            if is_out_of_memory(error):
                raise _too_small(self._device) from error
            self._raise_if_lost(error)
            raise

    def encode(self, previews: Sequence[bytes]) -> tuple[Floats, Floats]:
        """Encode previews.

        Args:
            previews: Upright JPEGs.

        Returns:
            Joint embeddings float32 (n, dimension) and visual features float32 (n, look_dimension), not normalised.

        Raises:
            DamagedPreview: Some previews cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory for one image.
        """
        # Decode ahead, so that the GPU need not wait.
        decoded = decode_ahead(lambda one: look_at(one, self._preprocessing), previews, self._pool)
        vectors = list(self._in_batches(decoded))
        return np.concatenate([one for one, _ in vectors]), np.concatenate([other for _, other in vectors])

    def encode_places(self, preview: bytes, window: Window = WHOLE) -> Floats:
        """Encode each place of a window.

        Args:
            preview: An upright JPEG.
            window: The part of the image to encode.

        Returns:
            float32 (rows, columns, dimension), not normalised.

        Raises:
            DamagedPreview: The preview cannot be decoded.
            DeviceLost: The GPU stopped responding.
            PhotonError: There is not enough memory.
        """
        (pixels,) = for_each(lambda one: squash(one, self._preprocessing, window), [preview], self._pool)
        try:
            (places,) = self._run([pixels], lambda batch: (self._module.places(batch),))
        except (RuntimeError, MemoryError) as error:
            if is_out_of_memory(error):
                raise _too_small(self._device) from error
            raise
        return np.ascontiguousarray(places[0])

    def _in_batches(self, decoded: Iterator[Pixels]) -> Iterator[tuple[Floats, Floats]]:
        """Vectors float32 (batch, d) of decoded images, uint8 (side, side, 3), in batches that fit into memory."""
        squares = list(itertools.islice(decoded, self.batch))
        while squares:
            try:
                meaning, look = self._run(squares[: self.batch], self._module)
            except (RuntimeError, MemoryError) as error:
                if not is_out_of_memory(error):
                    raise
                self._take_less(error)
                continue
            yield meaning, look
            del squares[: len(meaning)]
            squares += itertools.islice(decoded, max(self.batch - len(squares), 0))

    def _take_less(self, error: Exception) -> None:
        """Halve the batch size for the rest of this process.

        Raises:
            PhotonError: The batch is a single image already.
        """
        if self.batch == 1:
            raise _too_small(self._device) from error
        self.batch //= 2
        _log.warning("Low memory: now processing %d photos at a time", self.batch)
        if self._device == "cuda":
            import torch

            torch.cuda.empty_cache()

    def _run(self, squares: list[Pixels], work: "Callable[[torch.Tensor], Sequence[torch.Tensor]]") -> list[Floats]:
        """Run a batch through the tower: images uint8 (side, side, 3) to float32 (batch, …) arrays.

        Raises:
            DeviceLost: The GPU stopped responding.
            RuntimeError: Any other error, including out of memory.
        """
        import torch

        try:
            with torch.inference_mode():
                pixels = torch.from_numpy(np.stack(squares)).to(self._device)
                return [vectors.float().cpu().numpy() for vectors in work(pixels)]
        except RuntimeError as error:
            if not is_out_of_memory(error):
                self._raise_if_lost(error)
            raise

    def _raise_if_lost(self, error: BaseException) -> None:
        """Raise DeviceLost if an error is about the GPU."""
        import torch

        kind = getattr(torch, "AcceleratorError", None)  # since 2.8
        spoken_of = (kind is not None and isinstance(error, kind)) or any(
            word in str(error).lower() for word in _DEVICE
        )
        if self._device != "cpu" and spoken_of:
            raise DeviceLost(tr("The graphics card stopped responding: {reason}", reason=error)) from error


def is_out_of_memory(error: BaseException) -> bool:
    """Whether an error of torch means out of memory; torch has several messages for it.

    Args:
        error: The error.
    """
    return isinstance(error, MemoryError) or any(words in str(error).lower() for words in _NO_MEMORY)


def _too_small(device: str) -> PhotonError:
    return PhotonError(
        tr("There is not enough memory for this model, even for one photo at a time.")
        if device == "cpu"
        else tr("There is not enough memory on the graphics card for this model, even for one photo at a time."),
        tr("Close other programs and try again, or use a smaller model."),
    )
