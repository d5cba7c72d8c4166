"""Make a synthetic library, without images: ``python -m lab.speed.made_up_library PHOTOS DIRECTORY``.

``packaging/prove_bundle`` starts the built app with it.
"""

import argparse
import tempfile
from pathlib import Path

from lab.speed.bench_filters import make

from photon.library import open_library


def main() -> None:
    """Make the library; the folder of its photos is offline, so that they stay."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=int)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as place,
        open_library(arguments.directory, writable=True) as library,
    ):
        make(library, Path(place) / "photos", arguments.photos)


if __name__ == "__main__":
    main()
