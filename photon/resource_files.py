"""Locate the data files that come with Photon."""

import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Path of a file under ``resources/``, for example ``resource("starter/adapter.safetensors")``.

    Works from a checkout (``resources/`` next to the package), from a wheel (packed as ``photon/resources``) and from a
    frozen app (next to the frozen package).

    Raises:
        FileNotFoundError: The installation is incomplete.
    """
    roots = [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        roots.insert(0, Path(frozen) / "photon" / "resources")
    for root in roots:
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(name)
