"""Removes the records of incomplete packages from an environment, so that pip installs these packages again.

An interrupted installation can leave a package that pip considers complete. Run the script with the
environment's own Python; it needs only the standard library. It prints one name per line.
"""

import csv
import shutil
import sysconfig
from pathlib import Path


def remove_broken(packages: Path) -> list[str]:
    """Remove the record (``*.dist-info``) of every broken package below ``packages``, and pip's leftovers (``~name``).

    Returns:
        Name and version of each package whose record was removed, such as ``torch-2.13.0``.
    """
    for leftover in packages.glob("~*"):
        shutil.rmtree(leftover, ignore_errors=True)
    broken = [record for record in sorted(packages.glob("*.dist-info")) if not _is_whole(record)]
    for record in broken:
        shutil.rmtree(record)
    return [record.name.removesuffix(".dist-info") for record in broken]


def _is_whole(record: Path) -> bool:
    """Return whether every file in the package's own list exists with the size given there."""
    try:
        # importlib.metadata does not help: from Python 3.12 on, it omits files that do not exist
        rows = list(csv.reader((record / "RECORD").read_text(encoding="utf-8").splitlines()))
    except OSError:
        return False
    return (record / "METADATA").is_file() and all(
        _is_there(record.parent / row[0], row[2]) for row in rows if row and not row[0].endswith(".pyc")
    )


def _is_there(path: Path, size: str) -> bool:
    return path.is_file() and size in ("", str(path.stat().st_size))


if __name__ == "__main__":
    for name in remove_broken(Path(sysconfig.get_path("purelib"))):
        print(name)
