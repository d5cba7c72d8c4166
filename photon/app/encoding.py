"""The encoder as the session sees it: in a process of its own, or in this one for a single command."""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from photon.app.children import end_with_parent, held_back
from photon.app.cores import cores
from photon.domain import PhotonError
from photon.search import Yardstick
from photon.vision import starter, worker
from photon.vision.encoder import WHOLE, ImageVectors, Window
from photon.vision.kinds import NamedKind
from photon.vision.painting import painting_chances
from photon.vision.text_parts import is_short

Floats = npt.NDArray[np.float32]


class Encoding(Protocol):
    """What finding and indexing need of an encoder."""

    @property
    def id(self) -> str:
        """The encoder's id: vectors of two ids never meet."""

    @property
    def dimension(self) -> int:
        """Length of a meaning vector."""

    @property
    def languages(self) -> frozenset[str]:
        """Codes (ISO 639-1) of the languages it reads; empty: any."""

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """Make ready once per machine; told a share 0..1 and what is being done; waits."""

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Vectors of JPEG previews; waits."""

    def texts(self, texts: Sequence[str]) -> Floats:
        """Unit vectors float32 (n, d) of words; waits."""

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """What each place of a part of a JPEG preview shows, float32 (rows, columns, d); None without maps; waits."""

    def count_parts(self, text: str) -> int:
        """In how many parts a text is read, 1 for all but very long ones; waits."""

    @property
    def yardstick(self) -> Yardstick | None:
        """What its scores are worth, or None where that was not measured."""

    def is_sentence(self, words: str) -> bool:
        """Whether words say more than the name of a thing."""

    def kind_of(self, words: str) -> NamedKind | None:
        """The kind of thing, of those that the encoder names by itself, that words as a whole name."""

    def paintings(self, looks: Floats) -> Floats | None:
        """The chance 0..1 of each look vector, (n, e), to be of a painting: float32 (n,); None where it cannot tell."""

    def close(self) -> None:
        """Give the memory back."""


class _Starter:
    """What is known of the starter without opening its networks."""

    languages = starter.LANGUAGES

    @cached_property
    def yardstick(self) -> Yardstick | None:
        """See Encoding."""
        return Yardstick(starter.calibration())

    def is_sentence(self, words: str) -> bool:
        """See Encoding."""
        return starter.is_sentence(words)

    def kind_of(self, words: str) -> NamedKind | None:
        """See Encoding."""
        return starter.kind_names().find(words)

    def paintings(self, looks: Floats) -> Floats | None:
        """See Encoding."""
        return painting_chances(looks)


class EncodingHere(_Starter):
    """In this process: for one command in the terminal."""

    def __init__(self) -> None:
        """Load nothing yet."""
        self.id = starter.encoder_id()
        self._encoder = starter.load(cores())
        self.dimension = self._encoder.dimension

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """See Encoding."""
        return self._encoder.encode_images(previews)

    def texts(self, texts: Sequence[str]) -> Floats:
        """See Encoding."""
        return self._encoder.encode_texts(texts)

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """See Encoding."""
        return self._encoder.encode_map(preview, window)

    def count_parts(self, text: str) -> int:
        """See Encoding."""
        return self._encoder.count_parts(text)

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """See Encoding."""
        prepare(progress)

    def close(self) -> None:
        """Nothing to end."""


class EncodingWorker(_Starter):
    """In a process of its own: a crash or lack of memory costs one batch, and ending it gives the memory back."""

    dimension = 384  # the starter's; the process is not started to ask

    def __init__(self) -> None:
        """Start nothing yet."""
        self.id = starter.encoder_id()
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None
        self._closed = False

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """See Encoding."""
        result: ImageVectors = self._run(worker.encode_images, list(previews))
        return result

    def texts(self, texts: Sequence[str]) -> Floats:
        """See Encoding."""
        result: Floats = self._run(worker.encode_texts, list(texts))
        return result

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """See Encoding."""
        result: Floats | None = self._run(worker.encode_map, preview, window)
        return result

    def count_parts(self, text: str) -> int:
        """See Encoding."""
        return 1 if is_short(text) else int(self._run(worker.count_parts, text))

    def prepare(self, progress: Callable[[float, str], None]) -> None:
        """See Encoding."""
        prepare(progress)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, function: Callable[..., Any], *arguments: Any) -> Any:  # noqa: ANN401 - two kinds of result
        pool, future = self._submit(function, *arguments)
        try:
            return future.result()
        except BrokenProcessPool:  # it was killed or ran out of memory: once more in a fresh one
            with self._lock:
                if self._pool is pool:  # another thread may have replaced it already
                    self._pool = None
            pool.shutdown(wait=False)
            return self._submit(function, *arguments)[1].result()

    def _submit(self, function: Callable[..., Any], *arguments: Any) -> tuple[ProcessPoolExecutor, Future[Any]]:  # noqa: ANN401
        with self._lock:
            if self._closed:
                raise PhotonError("Photon is being closed.")
            if self._pool is None:
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(1, context, initializer=_begin, initargs=(cores(),))
            with held_back():
                return self._pool, self._pool.submit(function, *arguments)


def _begin(threads: int) -> None:
    """Start of the vision process."""
    end_with_parent()
    worker.start(threads)


def prepare(progress: Callable[[float, str], None]) -> None:
    """Convert the starter once per machine (under a minute); costs nothing afterwards."""
    if not starter.is_prepared():
        starter.prepare(progress)


def encoders_here(names: Sequence[str], progress: Callable[[float, str], None]) -> list[EncodingHere]:
    """Encoders in this process by id or by the name before its hash, each once; none named: the starter.

    Raises:
        PhotonError: There is no such encoder.
    """
    id_ = starter.encoder_id()
    for name in names:
        if name not in {id_, id_.partition("-")[0]}:
            raise PhotonError(f"There is no encoder “{name}”.", "See: photon encoders list")
    prepare(progress)
    return [EncodingHere()]
