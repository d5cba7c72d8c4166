"""Asks a model about files, whether they are in the library or not."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import TypeVar

from photon.app.runtime.cpu_count import count_cpus
from photon.app.runtime.decoders import Decoders
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.named_files import named
from photon.domain import PhotonError, UnreadableFile
from photon.domain.look_ahead import look_ahead
from photon.domain.photo.problem import Problem
from photon.media.read.picture import READING, Picture, render_fit
from photon.vision.kit.installed_model import InstalledModel
from photon.vision.worker import WorkerSpec

R = TypeVar("R")
_AHEAD = 1  # pictures that are decoded while one is looked at; each takes up to 36 MB


def look_at_files(
    model: InstalledModel, files: Iterable[str], ask: Callable[[EncoderProcess, Picture], R]
) -> Iterator[R | Problem]:
    """Yield what a model says of each file, in the given order, or why it could not be read.

    Files are only read, and a bad one costs only itself.

    Args:
        model: The model, which gets a process of its own meanwhile.
        files: The files.
        ask: Asks the model about a picture; may raise PhotonError.
    """
    decoders, process = Decoders(1), EncoderProcess(WorkerSpec(model, count_cpus()))
    begun = ((file, decoders.run(render_fit, file, READING)) for file in files)
    try:
        for file, picture in look_ahead(begun, _AHEAD):
            yield _ask(process, file, picture, ask)
    finally:
        decoders.close()
        process.close()


def _ask(
    process: EncoderProcess, file: str, coming: Future[Picture], ask: Callable[[EncoderProcess, Picture], R]
) -> R | Problem:
    try:
        return ask(process, coming.result())
    except UnreadableFile as error:
        return named(error.at(file), file)
    except PhotonError as error:
        return Problem(file, "failed", error.message, error.hint)
