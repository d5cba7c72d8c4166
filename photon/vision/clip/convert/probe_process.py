"""Measure an architecture with random weights; a child process started by ``probe``."""

import json
import sys
import time
from pathlib import Path

from photon.domain import PhotonError
from photon.language import tr
from photon.vision.clip.convert.comparison import Trial, measure
from photon.vision.clip.convert.drawings import drawings
from photon.vision.clip.network.network import build
from photon.vision.kit.child_process import report_progress, serve
from photon.vision.kit.encoder import DeviceLost

_SETTINGS = 3  # maximum number of settings to try
_LEAST = 0.5  # minimum seconds per setting, if building took all the time


def probe(order_file: Path) -> float:
    """Measure images per second of the fastest setting.

    Args:
        order_file: JSON file with the order.

    Returns:
        Images per second.

    Raises:
        PhotonError: The architecture is unknown, or runs in no setting.
    """
    began = time.monotonic()
    order = json.loads(order_file.read_text(encoding="utf-8"))
    report_progress(0.05, tr("Building the model with random weights"))
    network = build(order["architecture"], seed=0)
    trial = Trial(network, Path(order["room"]), int(order["threads"]))
    pictures = list(drawings(24))
    speeds: list[float] = []
    for place, setting in enumerate(trial.settings()):
        left = (order["seconds"] - (time.monotonic() - began)) / max(_SETTINGS - place, 1)
        if left <= 0 and len(speeds) > 1:
            break  # float32 and int8 graphs are always measured, however long writing them takes
        report_progress(min(0.3 + 0.25 * place, 0.95), tr("Measuring {setting}", setting=setting.words()))
        try:
            tower = trial.open(setting)
            speeds.append(measure(tower, setting, pictures, trial.for_seconds(max(left, _LEAST))).per_second)
        except (PhotonError, DeviceLost):
            continue  # this setting does not run here
    if not speeds:
        raise PhotonError(
            tr("{architecture} does not run on this computer.", architecture=order["architecture"]),
            tr("Choose a smaller model, or close other programs."),
        )
    return max(speeds)


def main() -> int:
    """Carry out the order given as first argument."""
    return serve(probe)


if __name__ == "__main__":
    sys.exit(main())
