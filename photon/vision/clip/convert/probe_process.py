"""Measures an architecture with random weights; a process of its own, run by ``probe``."""

import json
import sys
import time
from pathlib import Path

from photon.domain import PhotonError
from photon.vision.clip.convert.comparison import Trial, measure
from photon.vision.clip.convert.drawings import drawings
from photon.vision.kit.child_process import report_progress, serve
from photon.vision.kit.encoder import DeviceLost

_SETTINGS = 3  # that are tried at most
_LEAST = 0.5  # seconds for each, when building took all the time


def probe(order_file: Path) -> float:
    """Photos per second of the fastest setting.

    Raises:
        PhotonError: The architecture is unknown, or it does not run here in any setting.
    """
    from photon.vision.clip.network.network import build

    began = time.monotonic()
    order = json.loads(order_file.read_text(encoding="utf-8"))
    report_progress(0.05, "Building the encoder with random weights")
    network = build(order["architecture"], seed=0)
    trial = Trial(network, Path(order["room"]), int(order["threads"]))
    pictures = list(drawings(24))
    speeds: list[float] = []
    for place, setting in enumerate(trial.settings()):
        left = (order["seconds"] - (time.monotonic() - began)) / max(_SETTINGS - place, 1)
        if left <= 0 and len(speeds) > 1:
            break  # graphs in 32-bit and 8-bit numbers are measured however long it takes to write them
        report_progress(min(0.3 + 0.25 * place, 0.95), f"Measuring {setting.words()}")
        try:
            tower = trial.open(setting)
            speeds.append(measure(tower, setting, pictures, trial.for_seconds(max(left, _LEAST))).per_second)
        except (PhotonError, DeviceLost):
            continue  # this one does not run here
    if not speeds:
        raise PhotonError(
            f"{order['architecture']} does not run on this computer.",
            "Choose a smaller encoder, or close other programs.",
        )
    return max(speeds)


def main() -> int:
    """Measures what the order named by the first argument says."""
    return serve(probe)


if __name__ == "__main__":
    sys.exit(main())
