"""Measure how fast an architecture runs on this computer, before anything is downloaded."""

import json
from pathlib import Path

from photon.vision.clip.shelf.encoder_shelf import encoders_folder
from photon.vision.clip.shelf.workroom import workroom
from photon.vision.kit.child_process import IsStopped, Progress, run_child

_CHILD = "photon.vision.clip.convert.probe_process"
_SPEEDS = "speeds.json"


def measure(architecture: str, progress: Progress, is_stopped: IsStopped, threads: int, seconds: float = 10.0) -> float:
    """Measure an open_clip architecture with random weights, in the settings that an installation would try.

    Args:
        architecture: open_clip's name.
        progress: Called with a fraction 0..1 and the current step.
        is_stopped: Polled ten times a second.
        threads: Threads to use.
        seconds: Approximate duration; building and converting large ones takes longer.

    Returns:
        Images per second of the fastest setting, including decoding of previews. Whether it agrees with float32 can
        only be measured with real weights. The result is stored for ``known_speed``.

    Raises:
        Stopped: ``is_stopped`` returned True.
        PhotonError: The architecture is unknown or does not run here.
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
    """Images per second that were measured on this computer; 0 if not measured.

    Args:
        architecture: open_clip's name.
    """
    return _speeds().get(architecture, 0.0)


def _speeds() -> dict[str, float]:
    path: Path = encoders_folder() / _SPEEDS
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return {str(name): float(speed) for name, speed in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}
