r"""Measure the speed of suggesting tags for 100,000 photos.

    python -m lab.tags.bench_tags [--photos 100000] [--library FOLDER]

Their quality is measured by ``train_tags.py`` and ``lab.quality.quality_table``.
"""

import argparse
from pathlib import Path

from lab.speed.tag_speed import measure


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=100_000)
    parser.add_argument("--library", type=Path)
    arguments = parser.parse_args()
    measure(arguments.photos, arguments.library)


if __name__ == "__main__":
    main()
