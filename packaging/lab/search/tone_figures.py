"""Measure searches for the same subject in another look, and for another subject in the same look.

    python -m lab.search.tone_figures first|second PHOTOS [COUNT]

Each photo is given four looks, and each of these is there twice, as shots of one moment are. All are indexed with the
starter, and both searches are made from each look of every third photo: ``like:#1 -style:#1`` is right if the first
photo is the same one in another look, ``style:#1 -like:#1`` if it is another one in the same look. Beside them stands
what each example finds alone.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.style_pictures import Picture, decoded
from PIL import Image, ImageEnhance, ImageOps

from photon.app.session import Session
from photon.media.file.file_kinds import is_photo
from photon.media.read.reading import read
from photon.search.query_language import parse

Floats = npt.NDArray[np.float64]
Look = Callable[[Picture], Picture]


def main() -> None:
    """Parse the arguments and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("looks", choices=LOOKS)
    parser.add_argument("photos", type=Path)
    parser.add_argument("count", type=int, nargs="?", default=150)
    arguments = parser.parse_args()
    files = sorted(file for file in arguments.photos.rglob("*") if is_photo(file.name))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "photos"
        root.mkdir()
        for number, file in enumerate(files[:: max(1, len(files) // arguments.count)][: arguments.count]):
            picture = decoded(read(str(file)).preview)
            for name, look in LOOKS[arguments.looks].items():
                made = look(picture)
                made.save(root / f"{number:04}-{name}-1.jpg", quality=88)
                edge = min(made.size) // 25  # another shot of the moment: nearer, in the same look
                made.crop((edge, 0, made.width, made.height - edge)).save(
                    root / f"{number:04}-{name}-2.jpg", quality=88
                )
        with Session.open(Path(folder) / "library") as session:
            session.work.add_folder(str(root)).result()
            while not session.work.up_to_date:
                time.sleep(0.2)
            _measure(session)


def _measure(session: Session) -> None:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    names = {photo: tuple(Path(path).stem.split("-")[:2]) for photo, path in paths.items()}
    asked = [photo for photo, (number, _) in names.items() if int(number) % 3 == 0]
    for title, text, is_same in (
        ("same subject, other look", "like:#{0} -style:#{0}", True),
        ("same subject, other look: like alone", "like:#{0}", True),
        ("other subject, same look", "style:#{0} -like:#{0}", False),
        ("other subject, same look: style alone", "style:#{0}", False),
    ):
        right = [
            _is_right(names[photo], names[session.searching.search(query).result().hits[0].photo], is_same=is_same)
            for photo in asked
            for query in [parse(text.format(photo)).query]
        ]
        print(f"{title}: {np.mean(right):.3f} of {len(right)}")


def _is_right(asked: tuple[str, ...], found: tuple[str, ...], *, is_same: bool) -> bool:
    return (asked[0] == found[0]) == is_same and (asked[1] == found[1]) != is_same


def _curved(gamma: float) -> Look:
    return lambda picture: picture.point([round(255 * (value / 255) ** gamma) for value in range(256)] * 3)


def _tinted(*factors: float) -> Look:
    tables = [min(255, round(value * factor)) for factor in factors for value in range(256)]
    return lambda picture: picture.point(tables)


def _faded(picture: Picture) -> Picture:
    flat = ImageEnhance.Contrast(ImageEnhance.Color(picture).enhance(0.6)).enhance(0.65)
    return flat.point([min(255, round(0.85 * value + 45)) for value in range(256)] * 3)


def _grainy(picture: Picture) -> Picture:
    grain = np.random.default_rng(picture.width).normal(0, 22, (picture.height, picture.width, 1))
    pixels: Floats = np.clip(np.asarray(picture) + grain, 0, 255)
    return ImageEnhance.Contrast(Image.fromarray(pixels.astype(np.uint8))).enhance(1.5)


LOOKS: dict[str, dict[str, Look]] = {
    "first": {
        "grey": lambda picture: picture.convert("L").convert("RGB"),
        "warm": _tinted(1.2, 1.0, 0.72),
        "dark": _curved(2.2),
        "faded": _faded,
    },
    "second": {
        "sepia": lambda picture: ImageOps.colorize(picture.convert("L"), "#1a0d00", "#fff0d0", "#8a6a42"),
        "cold": _tinted(0.78, 0.98, 1.2),
        "bright": _curved(0.5),
        "grainy": _grainy,
    },
}
"""Looks by generator: the odds of tones were fitted on both, with other photos."""


if __name__ == "__main__":
    main()
