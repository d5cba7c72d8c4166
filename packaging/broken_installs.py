"""Takes the records of half-installed packages out of an environment, so that pip installs them again.

An installation that was killed can leave a package that pip believes to be complete. Run it with the
environment's own Python; it needs the standard library only. Prints one name per line.
"""

import shutil
import sysconfig
from importlib.metadata import Distribution
from pathlib import Path


def is_whole(distribution: Distribution) -> bool:
    """Whether every file that the package's record names is there, in its size where the record gives one."""
    files = distribution.files
    if files is None or distribution.read_text("METADATA") is None:
        return False
    return all(_is_there(Path(str(file.locate())), file.size) for file in files if file.suffix != ".pyc")


def _is_there(path: Path, size: int | None) -> bool:
    return path.is_file() and size in (None, path.stat().st_size)


def main() -> None:
    """Remove the record folders (``*.dist-info``) of broken packages and pip's own leftovers (``~name``)."""
    packages = Path(sysconfig.get_path("purelib"))
    for leftover in packages.glob("~*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for record in sorted(packages.glob("*.dist-info")):
        if not is_whole(Distribution.at(record)):
            print(record.name.removesuffix(".dist-info"))
            shutil.rmtree(record)


if __name__ == "__main__":
    main()
