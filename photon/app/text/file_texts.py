"""The use case of reading what is written in pictures, whether they are in the library or not."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Future

from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.named_files import named
from photon.domain import PhotonError, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.photo.page_text import PageText
from photon.domain.photo.problem import Problem
from photon.media.read.picture import READING, Picture, render_fit
from photon.quick_dataclass import dataclass
from photon.vision.kit.text_reader import TextReader
from photon.vision.text.installed_reader import text_reader
from photon.vision.worker import WorkerSpec

_AHEAD = 1  # pictures that are decoded while one is read; each takes up to 36 MB


@dataclass(frozen=True, slots=True)
class FileText:
    """What is written in a file.

    Attributes:
        path: The file.
        page: The text.
        problem: Why it could not be read; None if it could.
    """

    path: str
    page: PageText = PageText()
    problem: Problem | None = None


def texts_of(paths: Iterable[str]) -> Iterator[FileText]:
    """Yield what is written in each file, in the given order; files are only read, and a bad file costs only itself.

    Args:
        paths: The files.

    Yields:
        One result per path.
    """
    decoders, reader = Decoders(1), EncoderProcess(WorkerSpec(text_reader(), count_cpus()))
    begun = ((path, decoders.run(render_fit, path, READING)) for path in paths)
    try:
        for path, picture in look_ahead(begun, _AHEAD):
            yield _read(reader, path, picture)
    finally:
        decoders.close()
        reader.close()


def _read(reader: EncoderProcess, path: str, coming: Future[Picture]) -> FileText:
    try:
        return FileText(path, reader.ask("read", TextReader.read_text, [coming.result().pixels])[0])
    except UnreadableFile as error:
        return FileText(path, problem=named(error.at(path), path))
    except PhotonError as error:
        return FileText(path, problem=Problem(path, "failed", error.message, error.hint))
