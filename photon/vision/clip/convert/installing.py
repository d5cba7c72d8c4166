"""Install an encoder: convert it in a temporary folder, then move it into place in one step, or not at all."""

import json
import platform
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.vision.clip.convert.comparison import SECONDS
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.clip.shelf.agreement import PHOTOS
from photon.vision.clip.shelf.encoder_shelf import Installed
from photon.vision.clip.shelf.workroom import workroom
from photon.vision.kit.child_process import IsStopped, Progress, run_child
from photon.vision.knowledge.english_reading import example_sentences


def can_convert() -> bool:
    """Return whether this installation contains what converting encoders needs; the small app does not."""
    return all(find_spec(name) is not None for name in ("torch", "open_clip", "onnx"))


def check_converter() -> None:
    """Check that encoders can be converted here.

    Raises:
        PhotonError: They cannot.
    """
    if not can_convert():
        raise PhotonError(
            tr("This is the small app of Photon, which can't install other search models."),
            tr("Install Photon from its source code: packaging/run fetches what they need."),
        )


def free_memory() -> int | None:
    """Bytes of available memory; None if the system does not report it."""
    system = platform.system()  # not sys.platform: type checkers skip branches for other systems
    if system == "Linux":
        try:
            lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
            facts = dict(line.split(":", 1) for line in lines)
            return int(facts["MemAvailable"].split()[0]) * 1024
        except (OSError, KeyError, ValueError):
            return None
    return _free_on_windows() if system == "Windows" else None


def _free_on_windows() -> int | None:
    import ctypes

    class Status(ctypes.Structure):
        _fields_ = (
            ("length", ctypes.c_ulong),
            ("load", ctypes.c_ulong),
            *((name, ctypes.c_ulonglong) for name in ("whole", "free", "a", "b", "c", "d", "e")),
        )

    status = Status(length=ctypes.sizeof(Status))
    kernel = getattr(ctypes, "windll", None)
    if kernel is None or not kernel.kernel32.GlobalMemoryStatusEx(ctypes.byref(status)):
        return None
    return int(status.free)


_CHILD = "photon.vision.clip.convert.conversion_process"
SENTENCES = 3_000
"""English sentences by which an encoder of English learns to read other languages; 2,000 are as good as 8,000."""
_ROOM = 2.5  # disk space as a multiple of the weights, including temporary files
_MEMORY = 4.0  # memory as a multiple of the weights; measured: 2.9 GB for 605 MB
_BASE = 600_000_000  # bytes of memory for the libraries
_WEIGHTS = (".safetensors", ".pt", ".pth", ".bin", ".ckpt")


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """What to install.

    Attributes:
        card: Description for users. Its ``name`` becomes the folder name; its ``architecture`` is open_clip's name and
            may be empty for a folder with its own configuration; its ``weights`` is open_clip's tag.
        weights: A checkpoint, or an open_clip folder. Tokenizer files, if the architecture needs any, are beside it.
        pictures: Preview JPEGs of the library for comparing settings; synthetic ones are added if there are few.
        threads: Threads to use.
        exact: Use float32; do not try faster settings.
    """

    card: EncoderCard
    weights: Path
    pictures: Sequence[bytes]
    threads: int
    exact: bool = False


def install(order: InstallRequest, progress: Progress, is_stopped: IsStopped) -> Installed:
    """Convert an encoder, compare its settings and choose the fastest that finds the same photos.

    Args:
        order: What to install.
        progress: Called with a fraction 0..1 and the current step, in this thread.
        is_stopped: Polled ten times a second; once it returns True, the work is aborted and nothing is left behind.

    Returns:
        The encoder. An existing one of the same name is only replaced if it has the same weights.

    Raises:
        Stopped: ``is_stopped`` returned True.
        PhotonError: The weights cannot be used, another encoder has this name, or disk space or memory is insufficient.
    """
    check_name(order.card.name)
    with workroom() as room:
        _check_room(order, room)
        return _install(order, room, progress, is_stopped)


def check_name(name: str) -> None:
    """Check that an encoder can be installed under a name.

    Names that differ only in case would share a folder on many systems.

    Args:
        name: The name.

    Raises:
        PhotonError: The name is invalid or in use.
    """
    encoder_shelf.check_name(name)
    for other in encoder_shelf.all_installed():
        if other.card.name != name and other.card.name.casefold() == name.casefold():
            raise PhotonError(
                tr("Another model is already named “{name}”.", name=other.card.name), tr("Choose another name.")
            )


def _install(order: InstallRequest, room: Path, progress: Progress, is_stopped: IsStopped) -> Installed:
    fresh = room / "fresh"
    fresh.mkdir()
    progress(0.0, tr("Preparing"))
    drawn = _write_pictures(order.pictures, room / "pictures")
    known = encoder_shelf.find(order.card.name)
    asked = {
        "card": asdict(order.card),
        "weights": str(order.weights.resolve()),
        "threads": order.threads,
        "folder": str(fresh),
        "room": str(room),
        "pictures": str(room / "pictures"),
        "exact": order.exact,
        "sentences": example_sentences(SENTENCES) if order.card.languages == ("en",) else [],
        "seconds": SECONDS,
        "drawn": drawn,
        "known": "" if known is None else known.id,
    }
    (room / "order.json").write_text(json.dumps(asked), encoding="utf-8")
    run_child(_CHILD, room / "order.json", progress, is_stopped)
    try:
        encoder_shelf.read_facts(fresh)
    except ValueError as error:
        raise PhotonError(
            tr("The converted model is damaged: {reason}.", reason=error), tr("Check the disk and try again.")
        ) from error
    place = encoder_shelf.encoders_folder() / order.card.name
    if place.exists():  # of the same weights, or damaged
        place.rename(room / "old")
    fresh.rename(place)
    progress(1.0, tr("The model is ready"))
    return encoder_shelf.read_facts(place)


def _write_pictures(pictures: Sequence[bytes], folder: Path) -> int:
    """Write up to 200 images, filled up with synthetic ones; returns the number of synthetic ones."""
    folder.mkdir()
    step = max(len(pictures) / PHOTOS, 1)
    some = [pictures[int(at * step)] for at in range(min(len(pictures), PHOTOS))]
    drawn = PHOTOS - len(some)
    for place, picture in enumerate([*some, *drawings(drawn)]):
        (folder / f"{place:03}.jpg").write_bytes(picture)
    return drawn


def _check_room(order: InstallRequest, folder: Path) -> None:
    """Check disk space and memory before starting.

    Raises:
        PhotonError: One of them is insufficient.
    """
    size = _size(order.weights)
    free = shutil.disk_usage(folder).free
    if free < _ROOM * size:
        raise PhotonError(
            tr(
                "There is not enough space in {folder}: about {needed:.1f} GB are needed, {free:.1f} are free.",
                folder=folder.parent,
                needed=_ROOM * size / 1e9,
                free=free / 1e9,
            ),
            tr("Free some space, or choose another folder with the environment variable PHOTON_CACHE."),
        )
    memory = free_memory()
    if memory is not None and memory < _MEMORY * size + _BASE:
        raise PhotonError(
            tr(
                "There is not enough memory to convert this model: about {needed:.1f} GB are "
                "needed, {free:.1f} are free.",
                needed=(_MEMORY * size + _BASE) / 1e9,
                free=memory / 1e9,
            ),
            tr("Close other programs and try again, or choose a smaller model."),
        )


def _size(weights: Path) -> int:
    """Bytes of the weights, or of the largest file of a folder; 0 if there is none, which the child reports."""
    files = [path for path in weights.iterdir() if path.suffix in _WEIGHTS] if weights.is_dir() else [weights]
    return max((path.stat().st_size for path in files if path.is_file()), default=0)
