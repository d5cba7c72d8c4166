"""Evaluate what Photon says changed from one copy of a picture to another.

    PYTHONPATH=packaging .venv/bin/python -m lab.duplicates.change_figures PHOTOS [--table FOLDER] [--seed 3] [--lists]

Each photo of PHOTOS is edited at random strengths. FOLDER contains ``duplicates.csv`` (see ``duplicate_figures``): its
copies are compared with the best of their group. Thresholds were chosen on FOLDER; judge them on PHOTOS.

For each kind of edit, in percent of its pairs:

* main: the main difference is named; first: it is named first.
* wrong: something is said that the edit did not do.
* size: larger, smaller or nothing, which is all that the numbers of pixels tell, names the main difference.
* same: "no visible difference", said of everything, is right.

What follows from an edit in some pictures is not wrong: more contrast takes colours along, a warm filter adds light.
"""

import argparse
import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from photon.domain import UnreadableFile
from photon.duplicates.picture_changes import Change, PictureChange, name_changes
from photon.media.read.preview_comparison import compare_pictures
from photon.media.read.reading import read

Random = np.random.Generator
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
_SHORT = 512  # pixels of the short side of a preview


class Truth(NamedTuple):
    """What is right to say of an edit.

    Attributes:
        main: Changes of which any one names the main difference.
        also: Changes that are not wrong.
        resized: 1 if the edit made the picture larger, -1 smaller; then that is the main difference.
    """

    main: frozenset[Change]
    also: frozenset[Change] = frozenset()
    resized: int = 0


class Pair(NamedTuple):
    """A picture to compare with the best one.

    Attributes:
        kind: The edit.
        best: An upright preview.
        picture: Another one.
        truth: What is right to say of it.
    """

    kind: str
    best: bytes
    picture: bytes
    truth: Truth


def _true(*main: Change, also: tuple[Change, ...] = (), resized: int = 0) -> Truth:
    return Truth(frozenset(main), frozenset(also), resized)


_SAME = _true(Change.NO_DIFFERENCE)
_C = Change
_LESS = _true(_C.SHOWS_LESS)
_TABLE: tuple[tuple[str, Truth], ...] = (
    ("rotated 2 deg", _true(_C.TILTED, also=(_C.SHOWS_LESS,))),
    ("pixels mirrored", _true(_C.MIRRORED)),
    ("flip", _true(_C.MIRRORED, _C.TURNED_LEFT, _C.TURNED_RIGHT)),
    ("pixels rotated", _true(_C.TURNED_LEFT, _C.TURNED_RIGHT)),
    ("rotate-180", _true(_C.TURNED_OVER)),
    ("rotate", _true(_C.TURNED_LEFT, _C.TURNED_RIGHT)),
    ("crop", _LESS),
    ("screenshot", _true(_C.WITH_BORDER)),
    ("warm", _true(_C.WARMER, also=(_C.BRIGHTER, _C.MORE_COLOURFUL))),
    ("grey", _true(_C.GREY)),
    ("brighter", _true(_C.BRIGHTER)),
    ("darker, contrast", _true(_C.DARKER, _C.MORE_CONTRAST, also=(_C.MORE_COLOURFUL,))),
    ("high-contrast", _true(_C.MORE_CONTRAST, also=(_C.MORE_COLOURFUL, _C.BRIGHTER, _C.DARKER))),
    ("high-saturation", _true(_C.MORE_COLOURFUL, also=(_C.WARMER, _C.COOLER))),
    ("text", _true(_C.PARTLY_DIFFERENT)),
    ("blur", _true(_C.SOFTER)),
    ("sharpen", _true(_C.SHARPER, also=(_C.MORE_CONTRAST,))),
    ("square", _true(_C.OTHER_SHAPE)),
    ("half size", _true(_C.NO_DIFFERENCE, resized=-1)),
    ("messenger", _true(_C.NO_DIFFERENCE, resized=-1)),
    ("shrink", _true(_C.NO_DIFFERENCE, resized=-1)),
    ("png", _true(_C.NO_DIFFERENCE, resized=-1)),
    ("150%", _true(_C.NO_DIFFERENCE, resized=1)),
    ("", _SAME),
)
"""What is right by the beginning of a variant in the table."""


def main() -> None:
    """Parse the arguments, and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("photos", type=Path, help="a folder of photos of different things")
    parser.add_argument("--table", type=Path, help="a folder with duplicates.csv")
    parser.add_argument("--most", type=int, default=60, help="photos that are edited")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--lists", action="store_true", help="print what is wrong or missing, too")
    wish = parser.parse_args()
    if wish.table is not None:
        print(f"\nThe table of {wish.table}")
        report(table_pairs(wish.table), lists=wish.lists)
    print(f"\nEdits of {wish.photos}")
    report(edited_pairs(wish.photos, wish.most, wish.seed), lists=wish.lists)


def report(pairs: Iterator[Pair], *, lists: bool) -> None:
    """Print a row for each kind of edit.

    Args:
        pairs: The pairs to judge.
        lists: Whether to print what is wrong or missing, too.
    """
    counts: dict[str, list[tuple[bool, ...]]] = defaultdict(list)
    missed: list[str] = []
    for pair in pairs:
        found = changes_of(pair)
        result = judge(pair, found)
        counts[pair.kind].append(result)
        if lists and (result[2] or not result[0]):
            missed.append(f"{pair.kind}: {', '.join(one.change.value for one in found) or 'nothing'}")
    print(f"{'edit':28} pairs main first wrong size same")
    every = [row for rows in counts.values() for row in rows]
    for kind, rows in [*sorted(counts.items()), ("all", every)]:
        shares = (100 * np.array(rows, float).mean(axis=0)).round().astype(int)
        print(f"{kind[:28]:28} {len(rows):5}", " ".join(f"{share:4}" for share in shares))
    print(*missed, sep="\n")


def changes_of(pair: Pair) -> tuple[PictureChange, ...]:
    """Return what Photon says of a pair.

    Args:
        pair: The pair.
    """
    found = compare_pictures(pair.best, [pair.picture])[0]
    return () if found is None else name_changes(found)


def judge(pair: Pair, found: tuple[PictureChange, ...]) -> tuple[bool, ...]:
    """Return whether the main difference is named, and first; whether anything is wrong; and two simpler ways.

    Args:
        pair: The pair.
        found: What Photon says of it, from ``changes_of``.
    """
    names, truth = [one.change for one in found], pair.truth
    allowed = truth.main | truth.also
    named = [name in truth.main for name in names]
    wrong = any(name not in allowed for name in names)
    return any(named), bool(named) and named[0], wrong, truth.resized != 0, Change.NO_DIFFERENCE in truth.main


# -- pairs ---------------------------------------------------------------------------------------------


def table_pairs(folder: Path) -> Iterator[Pair]:
    """Yield the copies of a table, each with the best of its group.

    Args:
        folder: Contains ``duplicates.csv``.
    """
    with (folder / "duplicates.csv").open(newline="") as table:
        rows = [row for row in csv.DictReader(table) if row["relation"] == "same-picture"]
    best = {row["group"]: row for row in rows if row["best"] == "1"}
    for row in rows:
        kept = best.get(row["group"])
        if kept is None or kept is row or not row["file"].startswith(("derived/", "pdq_bridge/")):
            continue
        truth = next(truth for start, truth in _TABLE if row["variant"].startswith(start))
        yield Pair(row["variant"], _preview(folder / kept["file"]), _preview(folder / row["file"]), truth)


def edited_pairs(folder: Path, most: int, seed: int) -> Iterator[Pair]:
    """Yield photos of a folder with an edit of each kind.

    Args:
        folder: The photos.
        most: Number of photos.
        seed: Of the strengths.
    """
    chance = np.random.default_rng(seed)
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS)
    chance.shuffle(files)
    for file in files[:most]:
        with Image.open(file) as opened:
            picture = ImageOps.exif_transpose(opened).convert("RGB")
        best = _packed(picture, 95)
        for kind, truth, edit in EDITS:
            if kind == "grey" and _is_grey(picture):
                continue
            yield Pair(kind, best, _packed(edit(picture, chance), int(chance.integers(80, 93))), truth)


def _preview(file: Path) -> bytes:
    try:
        return read(str(file)).preview
    except UnreadableFile:
        return b""


def _packed(picture: Image.Image, quality: int) -> bytes:
    """Save a picture as a file of this quality, and return the preview that Photon makes of it."""
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    with Image.open(file) as saved:
        small = saved.convert("RGB")
    factor = _SHORT / min(small.size)
    if factor < 1:
        small = small.resize((round(small.width * factor), round(small.height * factor)), Image.Resampling.LANCZOS)
    preview = io.BytesIO()
    small.save(preview, "JPEG", quality=88)
    return preview.getvalue()


def _is_grey(picture: Image.Image) -> bool:
    return float(np.asarray(picture.convert("YCbCr"), np.float32)[:, :, 1:].std()) < 5


# -- edits ---------------------------------------------------------------------------------------------


def _crop(picture: Image.Image, chance: Random, low: float, high: float) -> Image.Image:
    """Cut off this share of both sides, at a random place."""
    share = chance.uniform(low, high)
    width, height = (round(side * (1 - share)) for side in picture.size)
    left, top = (int(chance.integers(rest + 1)) for rest in (picture.width - width, picture.height - height))
    return picture.crop((left, top, left + width, top + height))


def _one_of(chance: Random, *ranges: tuple[float, float]) -> float:
    return float(chance.uniform(*ranges[int(chance.integers(len(ranges)))]))


def _warm(picture: Image.Image, by: float) -> Image.Image:
    red, green, blue = picture.split()
    return Image.merge("RGB", (red.point(lambda v: v * (1 + by)), green, blue.point(lambda v: v * (1 - by))))


def _bend(picture: Image.Image, power: float) -> Image.Image:
    return picture.point([round(255 * (value / 255) ** power) for value in range(256)] * 3)


def _resize(picture: Image.Image, factor: float) -> Image.Image:
    return picture.resize((round(picture.width * factor), round(picture.height * factor)), Image.Resampling.LANCZOS)


def _bordered(picture: Image.Image, chance: Random) -> Image.Image:
    wide = round(min(picture.size) * chance.uniform(0.05, 0.15))
    return ImageOps.expand(picture, wide, fill=("white", "black", "navy")[int(chance.integers(3))])


def _tilt(picture: Image.Image, chance: Random) -> Image.Image:
    turned = picture.rotate(_one_of(chance, (-3, -1.5), (1.5, 3)), Image.Resampling.BICUBIC)
    margin = [round(side * 0.07) for side in picture.size]
    return turned.crop((margin[0], margin[1], picture.width - margin[0], picture.height - margin[1]))


def _marked(picture: Image.Image, chance: Random) -> Image.Image:
    """Paint a disc of a colour that stands out, or an object that was not there."""
    made = picture.copy()
    size = min(picture.size) * chance.uniform(0.12, 0.25)
    x, y = (chance.uniform(0, side - size) for side in picture.size)
    ImageDraw.Draw(made).ellipse((x, y, x + size, y + size), fill=("red", "white", "black")[int(chance.integers(3))])
    return made


def _noise(picture: Image.Image, chance: Random) -> Image.Image:
    pixels = np.asarray(picture, np.float32) + chance.normal(0, 8, (picture.height, picture.width, 1))
    return Image.fromarray(pixels.clip(0, 255).astype(np.uint8))


def _again(picture: Image.Image, quality: int) -> Image.Image:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=quality)
    with Image.open(file) as saved:
        return saved.convert("RGB")


_TONES = (_C.BRIGHTER, _C.DARKER)
_Edit = Callable[[Image.Image, Random], Image.Image]
EDITS: tuple[tuple[str, Truth, _Edit], ...] = (
    ("saved again", _SAME, lambda p, c: _again(p, int(c.integers(40, 90)))),
    ("poor quality", _SAME, lambda p, c: _again(p, int(c.integers(15, 35)))),
    ("smaller", _true(_C.NO_DIFFERENCE, resized=-1), lambda p, c: _resize(p, c.uniform(0.4, 0.8))),
    ("larger", _true(_C.NO_DIFFERENCE, resized=1), lambda p, c: _resize(p, c.uniform(1.3, 1.8))),
    ("crop 3-10%", _LESS, lambda p, c: _crop(p, c, 0.03, 0.1)),
    ("crop 10-20%", _LESS, lambda p, c: _crop(p, c, 0.1, 0.2)),
    ("crop 20-30%", _LESS, lambda p, c: _crop(p, c, 0.2, 0.3)),
    ("crop, smaller", _LESS, lambda p, c: _resize(_crop(p, c, 0.04, 0.12), 0.6)),
    ("brightness +", _true(_C.BRIGHTER), lambda p, c: ImageEnhance.Brightness(p).enhance(c.uniform(1.15, 1.5))),
    ("brightness -", _true(_C.DARKER), lambda p, c: ImageEnhance.Brightness(p).enhance(c.uniform(0.5, 0.85))),
    (
        "gamma bright",
        _true(_C.BRIGHTER, also=(_C.LESS_COLOURFUL, _C.LESS_CONTRAST)),
        lambda p, c: _bend(p, c.uniform(0.5, 0.8)),
    ),
    (
        "gamma dark",
        _true(_C.DARKER, also=(_C.MORE_COLOURFUL, _C.MORE_CONTRAST)),
        lambda p, c: _bend(p, c.uniform(1.3, 2)),
    ),
    (
        "contrast +",
        _true(_C.MORE_CONTRAST, also=(_C.MORE_COLOURFUL, *_TONES)),
        lambda p, c: ImageEnhance.Contrast(p).enhance(c.uniform(1.2, 1.7)),
    ),
    (
        "contrast -",
        _true(_C.LESS_CONTRAST, also=(_C.LESS_COLOURFUL, *_TONES)),
        lambda p, c: ImageEnhance.Contrast(p).enhance(c.uniform(0.5, 0.8)),
    ),
    ("colour +", _true(_C.MORE_COLOURFUL), lambda p, c: ImageEnhance.Color(p).enhance(c.uniform(1.4, 2))),
    ("colour -", _true(_C.LESS_COLOURFUL), lambda p, c: ImageEnhance.Color(p).enhance(c.uniform(0.3, 0.7))),
    ("warm", _true(_C.WARMER, also=(_C.MORE_COLOURFUL,)), lambda p, c: _warm(p, c.uniform(0.06, 0.18))),
    ("cool", _true(_C.COOLER, also=(_C.MORE_COLOURFUL,)), lambda p, c: _warm(p, -c.uniform(0.06, 0.18))),
    ("grey", _true(_C.GREY), lambda p, _: p.convert("L").convert("RGB")),
    ("mirrored", _true(_C.MIRRORED), lambda p, _: ImageOps.mirror(p)),
    ("turned left", _true(_C.TURNED_LEFT), lambda p, _: p.transpose(Image.Transpose.ROTATE_90)),
    ("blur", _true(_C.SOFTER), lambda p, c: p.filter(ImageFilter.GaussianBlur(c.uniform(1, 3)))),
    (
        "sharpened",
        _true(_C.SHARPER, also=(_C.MORE_CONTRAST,)),
        lambda p, c: p.filter(ImageFilter.UnsharpMask(2, int(c.integers(80, 180)))),
    ),
    ("border", _true(_C.WITH_BORDER), _bordered),
    ("tilted, cropped", _true(_C.TILTED, also=(_C.SHOWS_LESS,)), _tilt),
    ("disc painted", _true(_C.PARTLY_DIFFERENT), _marked),
    ("noise", _SAME, _noise),
    ("squeezed", _true(_C.OTHER_SHAPE), lambda p, c: p.resize((round(p.width * c.uniform(0.7, 0.88)), p.height))),
)
"""Kind, what is right to say, and the edit."""


if __name__ == "__main__":
    main()
