"""Try everything that Photon needs on this computer, on photos that are drawn for it.

A library, photos and settings of the user are neither read nor changed. Bug reports begin with the table.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np

from photon.app.software import damaged_files
from photon.domain import PhotonError, Query
from photon.language import tr
from photon.library.db import integrity
from photon.media import drawn_samples
from photon.quick_dataclass import dataclass

Outcome = Literal["works", "missing", "failed"]
DrawWindow = Callable[[Path], object]
"""Opens the window over the library in a folder, without showing it, and closes it."""

_LONGEST = 120.0  # seconds for three photos, with the first preparation of the starter
_TICK = 0.05
_MOST_NAMED = 10  # damaged files


@dataclass(frozen=True, slots=True)
class TrialResult:
    """What came of one trial.

    Attributes:
        name: What was tried.
        outcome: ``missing``: it is not installed and Photon works without it.
        seconds: How long it took.
        detail: A version, or what went wrong.
    """

    name: str
    outcome: Outcome
    seconds: float
    detail: str


class _Missing(Exception):  # noqa: N818 - no error: Photon works without it
    """Something optional is not installed; the message says what does not work without it."""


def run_self_test(draw_window: DrawWindow) -> Iterator[TrialResult]:
    """Run one trial after the other; one that fails costs only itself.

    Args:
        draw_window: The window, which the floors below cannot name.

    Yields:
        A result as soon as a trial has ended.
    """
    with tempfile.TemporaryDirectory(prefix="photon-self-test-", ignore_cleanup_errors=True) as folder:
        trials: list[tuple[str, Callable[[], str]]] = [
            (tr("Files of this installation"), _try_files),
            (tr("Database with full-text search"), integrity.try_full_text),
            *((name, partial(drawn_samples.round_trip, name)) for name in drawn_samples.FORMATS),
            (tr("Camera RAW"), drawn_samples.raw_version),
            (tr("Sidecars"), drawn_samples.xml_version),
            (tr("Nearest neighbours"), _try_index),
            (tr("Starter: words"), _try_words),
            (tr("Text in photos"), _try_reader),
            (tr("Faces in photos"), _try_faces),
            (tr("Videos"), partial(_try_film, Path(folder))),
            (tr("Index three photos, find one by words"), partial(_try_library, Path(folder))),
            (tr("Window"), partial(_try_window, Path(folder), draw_window)),
            ("ExifTool", _try_exiftool),
        ]
        for name, trial in trials:
            yield _run(name, trial)


def _run(name: str, trial: Callable[[], str]) -> TrialResult:
    begun = time.monotonic()
    outcome: Outcome = "failed"
    try:
        detail = trial()
        outcome = "works"
    except _Missing as missing:
        outcome, detail = "missing", str(missing)
    except PhotonError as error:
        detail = str(error)
    except Exception as error:  # noqa: BLE001 - what is broken can fail in any way, and that is the answer
        detail = f"{type(error).__name__}: {error}"
    return TrialResult(name, outcome, time.monotonic() - begun, " ".join(detail.split()))


def _try_files() -> str:
    damaged = damaged_files()
    _check(not damaged, tr("Missing or cut: {files}", files=", ".join(damaged[:_MOST_NAMED])))
    return ""


def _try_index() -> str:
    from photon.index import VectorIndex  # what is missing fails this check alone

    vectors = np.eye(8, dtype=np.float32)
    index = VectorIndex(8, exact_limit=0)
    index.add(list(range(8)), vectors)
    labels, _ = index.nearest(vectors[3], 1)
    _check(labels.tolist() == [3], tr("A stored vector was not found again."))
    return f"numpy {np.__version__}"


def _try_words() -> str:
    from photon.app.encoding.encoder_client import InProcessEncoder  # what is missing fails this check alone

    encoder = InProcessEncoder()
    encoder.prepare(lambda _share, _step: None)
    dog, puppy, invoice = encoder.texts(["a dog", "a puppy", "an invoice"])
    _check(bool(np.dot(dog, puppy) > np.dot(dog, invoice)), tr("A dog is not more like a puppy than like an invoice."))
    return f"ONNX Runtime {version('onnxruntime')}"


def _try_reader() -> str:
    from photon.vision.text.installed_reader import open_reader  # what is missing fails this check alone

    written = "PHOTON 2026"
    (page,) = open_reader(1).read_text([drawn_samples.draw_words(written)])
    read = " ".join(line.text for line in page.lines)
    _check(read == written, tr("“{written}” was read as “{read}”.", written=written, read=read))
    return ""


def _try_faces() -> str:
    from photon.vision.people.installed_faces import open_faces  # what is missing fails this check alone

    picture = drawn_samples.draw_words("PHOTON")
    (found,) = open_faces(1).find_faces([picture], [(picture.shape[1], picture.shape[0])])
    _check(not found, tr("A face was found where none is."))
    return ""


def _try_film(folder: Path) -> str:
    from photon.app.runtime.decoders import Decoders  # what is missing fails this check alone

    path = folder / "film.avi"
    drawn_samples.draw_film(path, "blue")
    decoders = Decoders(1)
    try:
        found = decoders.read(str(path)).result()
    finally:
        decoders.close()
    red, _, blue = found.colour.to_bytes(3)
    _check(blue > 2 * red and round(found.film.seconds or 0) == 1, tr("A video was shown wrongly."))
    return ""


def _try_library(folder: Path) -> str:
    from photon.app.session import Session  # what is missing fails this check alone

    photos = folder / "photos"
    photos.mkdir()
    for colour in drawn_samples.COLOURS:
        drawn_samples.draw_photo(photos / f"{len(colour)}.jpg", colour)  # a name that does not say what it shows
    until = time.monotonic() + _LONGEST
    with Session.open(folder / "library", background=False) as session:
        session.work.add_folder(str(photos)).result()
        session.start_work()
        while not session.work.up_to_date:
            _check(time.monotonic() < until, tr("Three photos were not indexed in time."))
            time.sleep(_TICK)
        first = session.searching.search(Query.build("blue", top=1)).result().hits[0]
    _check(Path(first.path).stem == str(len("blue")), tr("“blue” found another photo."))
    return tr("“blue” found the blue photo.")


def _try_window(folder: Path, draw: DrawWindow) -> str:
    before = os.environ.get("QT_QPA_PLATFORM")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        draw(folder / "library")
    finally:
        if before is None:
            del os.environ["QT_QPA_PLATFORM"]
        else:
            os.environ["QT_QPA_PLATFORM"] = before
    return "PySide6 " + version("pyside6-essentials")


def _try_exiftool() -> str:
    from photon.media.write import exiftool  # what is missing fails this check alone

    tool = exiftool.installed()
    if tool is None:
        raise _Missing(tr("Not installed. Without it Photon can't write metadata into HEIC and AVIF files."))
    return tool.run(["-ver"]).strip()


def _check(is_right: bool, otherwise: str) -> None:  # noqa: FBT001 - what is checked
    if not is_right:
        raise PhotonError(otherwise)
