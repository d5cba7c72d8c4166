"""An encoder as the session sees it: in processes of its own, or in this one for a single command."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from pathlib import Path

from photon.app.encoding.encoder_info import EncoderInfo
from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.default_paths import default_library
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.encoders.encoder_info import STARTER
from photon.library import Library, open_library
from photon.library.vectors.encoder_choice import chosen
from photon.vision import encoders, worker
from photon.vision.kit.encoder import WHOLE, ImageVectors, Window
from photon.vision.kit.text_parts import is_short


class EncoderClient(EncoderInfo, ABC):
    """An encoder that can be asked for vectors."""

    @abstractmethod
    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Vectors of JPEG previews; waits."""

    @abstractmethod
    def texts(self, texts: Sequence[str]) -> Floats:
        """Unit vectors float32 (n, d) of words; waits."""

    @abstractmethod
    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """What each place of a part of a JPEG preview shows, float32 (rows, columns, d); None without maps; waits."""

    @abstractmethod
    def count_parts(self, text: str) -> int:
        """In how many parts a text is read, 1 for all but very long ones; waits."""

    @abstractmethod
    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """For each preview, sentences about it with logarithms of their chances; None: it does not write; waits."""

    def rest(self, unused: float = 0.0) -> None:
        """Give back the memory that only looking at pictures needs, where none was for so many seconds.

        The next picture takes it again.
        """

    def close(self) -> None:
        """Give all memory back."""


class InProcessEncoder(EncoderClient):
    """In this process: for one command in the terminal."""

    def __init__(self, name: str = STARTER) -> None:
        """Load nothing yet."""
        super().__init__(name)
        self._encoder = encoders.load(self.name, count_cpus())

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Vectors of JPEG previews; waits."""
        return self._encoder.encode_images(previews)

    def texts(self, texts: Sequence[str]) -> Floats:
        """Unit vectors float32 (n, d) of texts; waits."""
        return self._encoder.encode_texts(texts)

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """The map of a part of a preview, float32 (rows, columns, d), or None without maps; waits."""
        return self._encoder.encode_map(preview, window)

    def count_parts(self, text: str) -> int:
        """In how many parts a text is encoded; waits."""
        return self._encoder.count_parts(text)

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Sentences for each preview with log-probabilities, or None if the encoder generates no text; waits."""
        return self._encoder.sentences(previews)


class SubprocessEncoder(EncoderClient):
    """In two processes, one for pictures and one for words: typed words never wait behind a batch of pictures.

    Each opens only its own tower, when it is first asked.
    """

    def __init__(self, name: str = STARTER) -> None:
        """Start nothing yet."""
        super().__init__(name)
        order = worker.WorkerSpec(self.name, count_cpus())
        self._pictures, self._words = EncoderProcess(order), EncoderProcess(order)

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Vectors of JPEG previews; waits."""
        result: ImageVectors = self._pictures.run(worker.encode_images, list(previews))
        return result

    def texts(self, texts: Sequence[str]) -> Floats:
        """Unit vectors float32 (n, d) of texts; waits."""
        result: Floats = self._words.run(worker.encode_texts, list(texts))
        return result

    def map(self, preview: bytes, window: Window = WHOLE) -> Floats | None:
        """The map of a part of a preview, float32 (rows, columns, d), or None without maps; waits."""
        result: Floats | None = self._pictures.run(worker.encode_map, preview, window)
        return result

    def count_parts(self, text: str) -> int:
        """In how many parts a text is encoded; waits."""
        return 1 if is_short(text) else int(self._words.run(worker.count_parts, text))

    def sentences(self, previews: Sequence[bytes]) -> list[list[tuple[str, float]]] | None:
        """Sentences for each preview with log-probabilities, or None if the encoder generates no text; waits."""
        result: list[list[tuple[str, float]]] | None = self._pictures.run(worker.sentences, list(previews))
        return result

    def rest(self, unused: float = 0.0) -> None:
        """Give back the memory of the image tower if no picture came for so many seconds."""
        self._pictures.rest(unused)

    def close(self) -> None:
        """End both processes."""
        self._pictures.close()
        self._words.close()


def answering_here(library: Library | None) -> InProcessEncoder:
    """The encoder that was chosen for a library, in this process; the starter where that one is not here."""
    name = chosen(library).answering if library else STARTER
    try:
        return InProcessEncoder(name)
    except PhotonError:
        return InProcessEncoder()


def encoders_here(
    names: Sequence[str], directory: Path | None, progress: Callable[[float, str], None]
) -> list[InProcessEncoder]:
    """Encoders in this process by name or id, each once; none named: the one that was chosen for the library.

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
