"""How fast an architecture would run on this computer, told before anything of it is downloaded."""

import json
from pathlib import Path

from photon.vision.clip.shelf.encoder_shelf import encoders_folder
from photon.vision.clip.shelf.workroom import workroom
from photon.vision.kit.child_process import IsStopped, Progress, run_child

_CHILD = "photon.vision.clip.convert.probe_process"
_SPEEDS = "speeds.json"


def _ignore(share: float, sentence: str) -> None:
    del share, sentence


def measure(
    architecture: str,
    seconds: float = 10.0,
    progress: Progress = _ignore,
    is_stopped: IsStopped = bool,
    threads: int = 2,
) -> float:
    """Measures an architecture of open_clip with random weights, in the settings that an installation would try.

    Args:
        architecture: open_clip's name.
        seconds: About how long it takes; building and converting large ones takes longer than that.
        progress: Called with a share 0..1 and what is being done.
        is_stopped: Asked ten times a second.
        threads: How many may be used.

    Returns:
        Photos per second of the fastest setting, decoding of previews included. Whether it would find the same
        photos as the exact one can only be told with the real weights. It is remembered: see ``known_speed``.

    Raises:
        Stopped: ``is_stopped`` turned true.
        PhotonError: The architecture is unknown or cannot be run here.
    """
    with workroom() as room:
        order = {"architecture": architecture, "seconds": seconds, "threads": threads, "room": str(room)}
        (room / "order.json").write_text(json.dumps(order), encoding="utf-8")
        speed = float(run_child(_CHILD, room / "order.json", progress, is_stopped))
        fresh = room / _SPEEDS
        fresh.write_text(json.dumps({**_speeds(), architecture: speed}, indent=1), encoding="utf-8")
        fresh.replace(encoders_folder() / _SPEEDS)
    return speed


def known_speed(architecture: str) -> float:
    """Photos per second that were measured here; 0 where they were not."""
    return _speeds().get(architecture, 0.0)


def _speeds() -> dict[str, float]:
    path: Path = encoders_folder() / _SPEEDS
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(speed) for name, speed in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
