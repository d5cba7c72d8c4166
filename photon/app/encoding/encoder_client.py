"""Encoders as used by the session, in processes of their own, or by a single command, in its process."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

from photon.app.encoding.encoder_info import EncoderInfo
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.bounded_cache import BoundedCache
from photon.domain.encoders.encoder_info import FALLBACK
from photon.library import Library, open_library
from photon.library.vectors.encoder_choice import chosen
from photon.vision import worker
from photon.vision.kit.encoder import WHOLE, Captioner, Encoder, EnglishReading, ImageVectors, Namer, Window
from photon.vision.kit.text_parts import is_short

_READINGS = 200  # texts in English: each page, rest and explanation of an answer reads the query again, for 12 ms


class EncoderClient(EncoderInfo, ABC):
    """An encoder that computes vectors on request. All methods with a result block."""

    @abstractmethod
    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode JPEG previews; blocks."""

    @abstractmethod
    def texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts to unit vectors, float32 (n, d); blocks."""

    @abstractmethod
    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """Encode each place of a part of a JPEG preview, float32 (rows, columns, d); None without maps; blocks."""

    @abstractmethod
    def map_details(self, preview: bytes) -> Floats | None:
        """Encode each place of a JPEG preview, seen larger, as ``map`` does; blocks."""

    @abstractmethod
    def count_parts(self, text: str) -> int:
        """Return in how many parts a text is encoded, 1 for all but very long ones; blocks."""

    @abstractmethod
    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Return sentences with log-probabilities for each preview; None if the encoder generates no text; blocks."""

    @abstractmethod
    def put_in_english(self, text: str) -> EnglishReading:
        """Return what a text in another language says, in English; needs the capability ``name``; blocks."""

    def rest(self, unused: float = 0.0) -> None:
        """Release the memory that was not used for ``unused`` seconds; the next task allocates it again."""

    def close(self) -> None:
        """Release all memory."""


class InProcessEncoder(EncoderClient):
    """An encoder in this process, for a single command in the terminal."""

    def __init__(self, name: str = FALLBACK) -> None:
        """Open the encoder; its towers are loaded on first use."""
        super().__init__(name)
        self._encoder = cast("Encoder", self.model.open(count_cpus(), None))

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode JPEG previews; blocks."""
        return self._encoder.encode_images(previews)

    def texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts to unit vectors, float32 (n, d); blocks."""
        return self._encoder.encode_texts(texts)

    def put_in_english(self, text: str) -> EnglishReading:
        """Return what a text in another language says, in English; blocks."""
        return cast("Namer", self._encoder).put_in_english(text)

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """Encode each place of a part of a preview, float32 (rows, columns, d); None without maps; blocks."""
        return self._encoder.encode_map(preview, window)

    def map_details(self, preview: bytes) -> Floats | None:
        """Encode each place of a preview, seen larger; blocks."""
        return self._encoder.encode_details(preview)

    def count_parts(self, text: str) -> int:
        """Return in how many parts a text is encoded; blocks."""
        return self._encoder.count_parts(text)

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Return sentences with log-probabilities for each preview; None if the encoder generates no text; blocks."""
        return cast("Captioner", self._encoder).sentences(previews) if "caption" in self.model.capabilities else None


class SubprocessEncoder(EncoderClient):
    """An encoder in two processes, one for images and one for texts, so that a typed query never waits for a batch.

    Each process loads only its own tower, on first use.
    """

    def __init__(self, name: str = FALLBACK) -> None:
        """Create the object; each process starts with its first task."""
        super().__init__(name)
        order = worker.WorkerSpec(self.model, count_cpus())
        self._pictures, self._words = EncoderProcess(order), EncoderProcess(order, niceness=0)
        self._readings = BoundedCache[str, EnglishReading](_READINGS)

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode JPEG previews; blocks."""
        return self._pictures.ask("embed", Encoder.encode_images, list(previews))

    def texts(self, texts: Sequence[str]) -> Floats:
        """Encode texts to unit vectors, float32 (n, d); blocks."""
        return self._words.ask("embed", Encoder.encode_texts, list(texts))

    def put_in_english(self, text: str) -> EnglishReading:
        """Return what a text in another language says, in English; blocks."""
        known = self._readings.get(text)
        if known is None:
            known = self._words.ask("name", Namer.put_in_english, text)
            self._readings.store(text, known)
        return known

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """Encode each place of a part of a preview, float32 (rows, columns, d); None without maps; blocks."""
        return self._pictures.ask("embed", Encoder.encode_map, preview, window)

    def map_details(self, preview: bytes) -> Floats | None:
        """Encode each place of a preview, seen larger; blocks."""
        return self._pictures.ask("embed", Encoder.encode_details, preview)

    def count_parts(self, text: str) -> int:
        """Return in how many parts a text is encoded; blocks."""
        return 1 if is_short(text) else self._words.ask("embed", Encoder.count_parts, text)

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Return sentences with log-probabilities for each preview; None if the encoder generates no text; blocks."""
        if "caption" not in self.model.capabilities:
            return None
        return self._pictures.ask("caption", Captioner.sentences, list(previews))

    def rest(self, unused: float = 0.0) -> None:
        """End the processes that had no task for ``unused`` seconds; the next task starts them again. Never waits."""
        self._pictures.rest(unused)
        self._words.rest(unused)

    def close(self) -> None:
        """End both processes."""
        self._pictures.close()
        self._words.close()


def answering_here(library: Library | None) -> InProcessEncoder:
    """Open the encoder chosen for a library in this process; the fallback if that one is not installed here."""
    name = chosen(library).answering if library else FALLBACK
    try:
        return InProcessEncoder(name)
    except PhotonError:
        return InProcessEncoder()


def encoders_here(
    names: Sequence[str], directory: Path | None, progress: Callable[[float, str], None]
) -> list[InProcessEncoder]:
    """Open encoders in this process by name or id, each once; without names, the one chosen for the library.

    Raises:
        PhotonError: There is no such encoder, or no library.
    """
    if names:
        found = [InProcessEncoder(name) for name in dict.fromkeys(EncoderInfo(name).name for name in names)]
    else:
        with open_library(directory or default_library(), writable=False) as library:
            found = [answering_here(library)]
    for encoder in found:
        encoder.prepare(progress)
    return found
