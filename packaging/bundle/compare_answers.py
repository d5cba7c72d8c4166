"""Compares the answers of two installations of Photon for the same photos.

python packaging/bundle/compare_answers.py ONE OTHER     exit code 1 if they differ

ONE and OTHER: JSON Lines of ``photon search --queries FILE --json`` and of ``photon tag --json``. Photos are
identified by their file names, because their numbers differ between libraries.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

NEAR = 1.1e-5
"""How much numbers may differ: 0.00001, and what rounding to six decimals adds."""
_OF_LIBRARY = {"photo", "copies"}


def compare_values(one: Any, other: Any, place: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield one line for each difference between two JSON values.

    Args:
        one: A value.
        other: The value at the same position of the other file.
        place: Name of the position.
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for key in sorted((one.keys() | other.keys()) - _OF_LIBRARY):
            yield from compare_values(_without_folder(key, one), _without_folder(key, other), f"{place} {key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for number, (left, right) in enumerate(zip(one, other, strict=True), 1):
            yield from compare_values(left, right, f"{place} {number}")
    elif not _is_near(one, other):
        yield f"{place.strip()}: {one} and {other}"


def _without_folder(key: str, answer: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
    value = answer.get(key)
    return Path(value).name if key == "path" and isinstance(value, str) else value


def _is_near(one: Any, other: Any) -> bool:  # noqa: ANN401 - JSON
    if isinstance(one, float) and isinstance(other, float):
        return abs(one - other) <= NEAR
    return bool(one == other)


def largest_difference(one: Any, other: Any) -> float:  # noqa: ANN401 - JSON
    """Return the largest difference between numbers at the same places of two JSON values."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = [(one[key], other[key]) for key in one.keys() & other.keys() - _OF_LIBRARY]
    elif isinstance(one, list) and isinstance(other, list):
        pairs = list(zip(one, other, strict=False))
    else:
        is_number = isinstance(one, float) and isinstance(other, float)
        return abs(one - other) if is_number else 0.0
    return max((largest_difference(*pair) for pair in pairs), default=0.0)


def read_lines(path: Path) -> list[Any]:
    """Read a file of JSON Lines.

    Args:
        path: The file.
    """
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def main(one: Path, other: Path) -> int:
    """Print the differences and how much was compared; return the exit code."""
    left, right = read_lines(one), read_lines(other)
    found = list(compare_values(left, right))
    print(*found[:10], sep="\n", end="\n" if found else "")
    most = largest_difference(left, right)
    print(f"{len(left)} answers, {len(found)} differences, numbers differ by {most:.6f} at most")
    return 1 if found or not left else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
