"""Installs an encoder: converted beside the shelf, put in its place in one step, or not at all."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from photon.domain import PhotonError
from photon.domain.encoders.encoder_info import EncoderCard
from photon.vision.clip.convert.comparison import SECONDS
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.shelf import encoder_shelf
from photon.vision.clip.shelf.agreement import PHOTOS
from photon.vision.clip.shelf.encoder_shelf import Installed
from photon.vision.clip.shelf.free_memory import free_memory
from photon.vision.clip.shelf.workroom import workroom
from photon.vision.kit.child_process import IsStopped, Progress, run_child

_CHILD = "photon.vision.clip.convert.conversion_process"
_ROOM = 2.5  # times the weights: what is kept and what is written on the way
_MEMORY = 4.0  # times the weights; measured: 2.9 GB for 605 MB
_BASE = 600_000_000  # bytes that the libraries take
_WEIGHTS = (".safetensors", ".pt", ".pth", ".bin", ".ckpt")


@dataclass(frozen=True, slots=True)
class InstallRequest:
    """What to install.

    Attributes:
        card: What people are told of it; its ``name`` is also the folder's, its ``architecture`` open_clip's name,
            which may be empty for a folder that describes itself, its ``weights`` open_clip's tag.
        weights: A checkpoint, or an open_clip folder. Files that take words apart, where the architecture needs
            some, lie beside it.
        pictures: Preview JPEGs of the library for comparing settings; where they are few, drawn ones are added.
        threads: How many may be used.
        exact: Only 32-bit numbers; the faster settings are not tried.
    """

    card: EncoderCard
    weights: Path
    pictures: Sequence[bytes]
    threads: int
    exact: bool = False


def install(order: InstallRequest, progress: Progress, is_stopped: IsStopped) -> Installed:
    """Converts an encoder, compares the ways to run it here and keeps the fastest that finds the same photos.

    Args:
        order: What.
        progress: Called with a share 0..1 and what is being done, in this thread.
        is_stopped: Asked ten times a second; when it turns true the work is ended and nothing is left.

    Returns:
        The encoder; it replaces one of the same name only where that has the same weights.

    Raises:
        Stopped: ``is_stopped`` turned true.
        PhotonError: The weights cannot be used, another encoder has the name, or disk or memory are too small.
    """
    check_name(order.card.name)
    with workroom() as room:
        _check_room(order, room)
        return _install(order, room, progress, is_stopped)


def check_name(name: str) -> None:
    """Sees to it that an encoder can be installed under a name.

    Names that differ in capitals only would be one folder on many systems.

    Raises:
        PhotonError: The name cannot be taken.
    """
    encoder_shelf.check_name(name)
    for other in encoder_shelf.all_installed():
        if other.card.name != name and other.card.name.casefold() == name.casefold():
            raise PhotonError(f"Another encoder is called “{other.card.name}” already.", "Give this one another name.")


def _install(order: InstallRequest, room: Path, progress: Progress, is_stopped: IsStopped) -> Installed:
    fresh = room / "fresh"
    fresh.mkdir()
    progress(0.0, "Preparing")
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
        "seconds": SECONDS,
        "drawn": drawn,
        "known": "" if known is None else known.id,
    }
    (room / "order.json").write_text(json.dumps(asked), encoding="utf-8")
    run_child(_CHILD, room / "order.json", progress, is_stopped)
    try:
        encoder_shelf.read_facts(fresh)
    except ValueError as error:
        raise PhotonError(f"The converted encoder is damaged: {error}.", "Check the disk and try again.") from error
    place = encoder_shelf.encoders_folder() / order.card.name
    if place.exists():  # of the same weights, or damaged
        place.rename(room / "old")
    fresh.rename(place)
    progress(1.0, "The encoder is ready")
    return encoder_shelf.read_facts(place)


def _write_pictures(pictures: Sequence[bytes], folder: Path) -> int:
    """Up to 200 pictures, evenly from those that were given, filled up with drawn ones; tells how many were drawn."""
    folder.mkdir()
    step = max(len(pictures) / PHOTOS, 1)
    some = [pictures[int(at * step)] for at in range(min(len(pictures), PHOTOS))]
    drawn = PHOTOS - len(some)
    for place, picture in enumerate([*some, *drawings(drawn)]):
        (folder / f"{place:03}.jpg").write_bytes(picture)
    return drawn


def _check_room(order: InstallRequest, folder: Path) -> None:
    """Asks disk and memory before anything is begun.

    Raises:
        PhotonError: One of them is too small.
    """
    size = _size(order.weights)
    free = shutil.disk_usage(folder).free
    if free < _ROOM * size:
        raise PhotonError(
            f"There is not enough room in {folder.parent}: about {_ROOM * size / 1e9:.1f} GB are needed, "
            f"{free / 1e9:.1f} are free.",
            "Free some, or name another folder in the environment variable PHOTON_CACHE.",
        )
    memory = free_memory()
    if memory is not None and memory < _MEMORY * size + _BASE:
        raise PhotonError(
            f"There is not enough memory to convert this encoder: about {(_MEMORY * size + _BASE) / 1e9:.1f} GB are "
            f"needed, {memory / 1e9:.1f} are free.",
            "Close other programs and try again, or choose a smaller encoder.",
        )


def _size(weights: Path) -> int:
    """Bytes of the weights, or of the largest file of a folder; 0 where there is none, which the child tells."""
    files = [path for path in weights.iterdir() if path.suffix in _WEIGHTS] if weights.is_dir() else [weights]
    return max((path.stat().st_size for path in files if path.is_file()), default=0)
