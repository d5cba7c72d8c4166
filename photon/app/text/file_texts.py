"""The use case of reading what is written in pictures, whether they are in the library or not."""

from collections.abc import Iterable, Iterator

from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.file_looks import look_at_files
from photon.domain.photo.page_text import PageText
from photon.domain.photo.problem import Problem
from photon.media.read.picture import Picture
from photon.quick_dataclass import dataclass
from photon.vision.kit.text_reader import TextReader
from photon.vision.text.installed_reader import text_reader


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
    paths = list(paths)
    for path, found in zip(paths, look_at_files(text_reader(), paths, _read), strict=True):
        yield FileText(path, problem=found) if isinstance(found, Problem) else FileText(path, found)


def _read(reader: EncoderProcess, picture: Picture) -> PageText:
    return reader.ask("read", TextReader.read_text, [picture.pixels])[0]
