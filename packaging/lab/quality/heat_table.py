"""Compare maps of where a photo matches: what is shown, with plain products, and the middle of the photo.

    python -m lab.quality.heat_table PICTURES [--faces FOLDER] [--only tiles insets faces boxes]

The maximum of the map should be inside a known rectangle. Settings were chosen on the first three, and judged on boxes:

- *tiles*: two by two photos that no training saw (``quality_sources``), which are joined. Names of everyday things that
  two captions of one of them name, and none of the others': its quarter is right.
- *insets*: such a photo inside another one that shows none of it, at a random place, .05 to .36 of its area.
- *faces*: photos with one face, as ``faces.csv`` says (file, x, y, w, h, use): "face".
- *boxes*: the only box of its kind in a photo, as in ``quality_table``.
"""

import argparse
import csv
import io
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import mean_interval
from lab.quality.quality_sources import Source, judged_sources, unpack
from lab.quality.quality_table import figure
from lab.quality.quality_truth import SourceTruth, countable_things
from PIL import Image, ImageOps

from photon.annotate.tags.vocabulary_file import everyday
from photon.app.encoding.encoder_client import InProcessEncoder
from photon.app.search.explaining import Explaining
from photon.domain.bounded_cache import BoundedCache
from photon.vision.kit.encoder import WHOLE, ImageVectors, Window

FloatArray = npt.NDArray[np.float32]
Rectangle = tuple[float, float, float, float]
_SIDE = 512  # pixels
_REMEMBERED = 16  # maps and pictures
_ROUNDS = 3  # number of collages that each photo is in
_SEED = 5
_MIDDLE = (0.5, 0.5)
_SMALLEST, _LARGEST = 0.02, 0.40  # area of a rectangle


@dataclass(frozen=True)
class Pointing:
    """A question: where is it?

    Attributes:
        picture: A JPEG.
        words: What to point at.
        right: Left, top, width and height as shares of the picture.
        photo: Number of the photo that shows it.
    """

    picture: bytes
    words: str
    right: Rectangle
    photo: int

    def is_met(self, place: tuple[float, float]) -> bool:
        """Return whether a position, in shares of the picture, is inside the rectangle."""
        (x, y), (left, top, width, height) = place, self.right
        return left <= x < left + width and top <= y < top + height


class RememberingEncoder(InProcessEncoder):
    """The starter, which remembers the last maps: several questions are about the same picture."""

    def __init__(self) -> None:
        """Open the starter."""
        super().__init__()
        self._maps = BoundedCache[tuple[bytes, Window], FloatArray](_REMEMBERED)
        self._images = BoundedCache[bytes, ImageVectors](_REMEMBERED)

    def map(self, preview: bytes, window: Window = WHOLE) -> FloatArray | None:
        """Encode each place of a part of a preview, float32 (rows, columns, d); blocks."""
        found = self._maps.get((preview, window))
        if found is None and (found := super().map(preview, window)) is not None:
            self._maps.store((preview, window), found)
        return found

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        """Encode a JPEG preview; blocks."""
        found = self._images.get(previews[0])
        if found is None:
            found = super().images(previews)
            self._images.store(previews[0], found)
        return found


class PlainExplaining(Explaining):
    """The maps without the caption memory."""

    def _around(self, *_: object) -> None:
        """Know nothing else."""


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--faces", type=Path, help="folder with faces.csv")
    parser.add_argument("--only", nargs="+", choices=list(_MAKERS), default=list(_MAKERS))
    given = parser.parse_args()
    encoder = RememberingEncoder()
    ways = {"what is shown": Explaining(encoder), "products less everyday words": PlainExplaining(encoder)}
    print(f"| pictures | questions | {' | '.join(ways)} | middle | chance |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as place:
        for name in given.only:
            if name == "faces" and given.faces is None:
                continue
            asked = list(_MAKERS[name](given, Path(place).resolve()))
            peaks = [[_peak(way, one) for way in ways.values()] for one in asked]
            cells = [_cell(asked, places) for places in zip(*peaks, strict=True)]
            middle = _cell(asked, [_MIDDLE] * len(asked))
            chance = np.mean([one.right[2] * one.right[3] for one in asked])
            print(f"| {name} | {len(asked)} | {' | '.join(cells)} | {middle} | {chance:.3f} |", flush=True)


def _peak(explaining: Explaining, one: Pointing) -> tuple[float, float]:
    asked = one.words, explaining.vector(one.words)
    return explaining.preview(one.picture, asked, np.zeros((0, 0), np.float32)).peak


def _cell(asked: Sequence[Pointing], places: Sequence[tuple[float, float]]) -> str:
    met = [one.is_met(place) for one, place in zip(asked, places, strict=True)]
    return figure(mean_interval(met, [one.photo for one in asked]))


def _tiles(given: argparse.Namespace, place: Path) -> Iterator[Pointing]:
    source, photos = _photos(given, "flickr8k", place)
    names, shows, lacks = _things(source)
    random, half = np.random.default_rng(_SEED), _SIDE // 2
    for _ in range(_ROUNDS):
        order = random.permutation(len(photos))
        for four in order[: len(order) // 4 * 4].reshape(-1, 4).tolist():
            whole = Image.new("RGB", (_SIDE, _SIDE))
            for tile, photo in enumerate(four):
                whole.paste(photos[photo].resize((half, half)), (half * (tile % 2), half * (tile // 2)))
            picture = _jpeg(whole)
            for at, name in enumerate(names):
                for tile, photo in enumerate(four):
                    if shows[at, photo] and all(lacks[at, other] for other in four if other != photo):
                        yield Pointing(picture, name, (0.5 * (tile % 2), 0.5 * (tile // 2), 0.5, 0.5), photo)


def _insets(given: argparse.Namespace, place: Path) -> Iterator[Pointing]:
    source, photos = _photos(given, "flickr8k", place)
    names, shows, lacks = _things(source)
    random = np.random.default_rng(_SEED)
    for photo, inset in enumerate(photos):
        others = [at for at in range(len(photos)) if (shows[:, photo] & lacks[:, at]).any()]
        if not others:
            continue
        other = int(random.choice(others))
        side = int(_SIDE * random.uniform(0.22, 0.6))
        left, top = random.integers(_SIDE - side, size=2).tolist()
        whole = photos[other].resize((_SIDE, _SIDE))
        whole.paste(inset.resize((side, side)), (left, top))
        picture = _jpeg(whole)
        right = left / _SIDE, top / _SIDE, side / _SIDE, side / _SIDE
        for at in np.flatnonzero(shows[:, photo] & lacks[:, other]):
            yield Pointing(picture, names[at], right, photo)


def _faces(given: argparse.Namespace, _: Path) -> Iterator[Pointing]:
    rows = defaultdict(list)
    with (given.faces / "faces.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            rows[row["file"]].append(row)
    for number, (name, found) in enumerate(rows.items()):
        if len(found) == 1 and found[0]["use"] == "required" and not name.startswith("orientation"):
            left, top, width, height = (float(found[0][side]) for side in "xywh")
            if _SMALLEST <= width * height <= _LARGEST:
                picture = _jpeg(_opened(given.faces / name))
                yield Pointing(picture, "face", (left, top, width, height), number)


def _boxes(given: argparse.Namespace, place: Path) -> Iterator[Pointing]:
    source, photos = _photos(given, "coco_val", place)
    for box in SourceTruth(source, everyday()).only_boxes():
        right = box.left, box.top, box.width, box.height
        yield Pointing(_jpeg(photos[box.photo]), box.label, right, box.photo)


_MAKERS: dict[str, Callable[[argparse.Namespace, Path], Iterator[Pointing]]] = {
    "tiles": _tiles,
    "insets": _insets,
    "faces": _faces,
    "boxes": _boxes,
}


def _photos(given: argparse.Namespace, name: str, place: Path) -> tuple[Source, list[Image.Image]]:
    (source,) = judged_sources(given.pictures, [name])
    return source, [_opened(file) for file in unpack(given.pictures, source, place / name)]


def _things(source: Source) -> tuple[list[str], npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Return everyday things, and which photos show and lack them: bool (things, photos) each."""
    tables = SourceTruth(source, everyday()).tables(countable_things())
    return tables.names, tables.shows, tables.lacks


def _opened(file: Path) -> Image.Image:
    with Image.open(file) as image:
        found = ImageOps.exif_transpose(image).convert("RGB")
    found.thumbnail((2 * _SIDE, 2 * _SIDE))
    return found


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=90)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
