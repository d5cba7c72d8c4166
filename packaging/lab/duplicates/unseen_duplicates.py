"""Create a set of copies, edits, bursts, brackets and look-alikes from photos, for ``duplicate_figures``.

It uses other photos, other tools and other strengths than the set on which settings were chosen. Half of the singles
are hard: of thousands of photos, they are those most similar in layout to another one, without being copies.

    PYTHONPATH=packaging .venv/bin/python -m lab.duplicates.unseen_duplicates PHOTOS FOLDER [--groups 60] [--seed 7]
"""

import argparse
import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

Random = np.random.Generator
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}


def main() -> None:
    """Parse the arguments, and write FOLDER with its table ``duplicates.csv``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("photos", type=Path, help="a folder of photos of different things")
    parser.add_argument("folder", type=Path, help="what is made; must not exist")
    parser.add_argument("--groups", type=int, default=60, help="photos from which copies are made")
    parser.add_argument("--bursts", type=int, default=15)
    parser.add_argument("--singles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    wish = parser.parse_args()
    files = sorted(path for path in wish.photos.rglob("*") if path.suffix.lower() in _ENDINGS)
    chance = np.random.default_rng(wish.seed)
    chance.shuffle(files)
    wish.folder.mkdir(parents=True)
    rows: list[tuple[str, str, str, str, str, str]] = []
    hard, rest = _most_alike(files, wish.singles // 2)
    for number in range(wish.groups):
        rows += _copies(rest.pop(), f"g{number:03}", wish.folder, chance)
    for number in range(wish.bursts):
        rows += _burst(rest.pop(), f"b{number:03}", wish.folder, chance)
        rows += _bracket(rest.pop(), f"e{number:03}", wish.folder)
    for number, file in enumerate([*hard, *rest[: wish.singles - len(hard)]]):
        name = f"s{number:03}.jpg"
        _opened(file).save(wish.folder / name, quality=92)
        rows.append((name, f"single-{number}", "single", "", "look-alike" if file in hard else "no partner", "yes"))
    with (wish.folder / "duplicates.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["file", "group", "relation", "best", "variant", "strict"])
        writer.writerows(rows)
    print(f"{len(rows)} files in {wish.folder}")


def _opened(file: Path) -> Image.Image:
    with Image.open(file) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


def _most_alike(files: list[Path], count: int) -> tuple[list[Path], list[Path]]:
    """Return the photos with the closest other photo, by 16 × 16 greys; copies in the source are excluded."""
    small = np.stack([np.asarray(_opened(file).convert("L").resize((16, 16)), np.float32).ravel() for file in files])
    small -= small.mean(axis=1, keepdims=True)
    small /= np.linalg.norm(small, axis=1, keepdims=True) + 1e-6
    alike = small @ small.T
    np.fill_diagonal(alike, -1)
    first = np.argsort(-alike.max(axis=1), kind="stable")
    copies = {int(row) for row in first if alike[row].max() > 0.985}
    hard = [int(row) for row in first if int(row) not in copies][:count]
    away = copies | set(hard)
    return [files[row] for row in hard], [file for row, file in enumerate(files) if row not in away]


def _exif(taken: str, part: str = "", exposure: tuple[int, int] | None = None) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Makers", "Lab 9"
    inner = exif.get_ifd(0x8769)
    inner[0x9003] = taken
    if part:
        inner[0x9291] = part
    if exposure:
        inner[0x829A], inner[0x829D], inner[0x8827] = exposure[0] / exposure[1], 4.0, 200
    return exif


def _copies(file: Path, group: str, folder: Path, chance: Random) -> list[tuple[str, str, str, str, str, str]]:
    picture = _opened(file)
    exif = _exif(f"2019:06:{1 + int(group[1:]) % 28:02} 1{int(group[1:]) % 10}:20:{int(group[1:]) % 60:02}")
    picture.save(folder / f"{group}_a.jpg", quality=95, exif=exif)
    rows = [(f"{group}_a.jpg", group, "same-picture", "1", "original", "yes")]
    for letter, place in zip("bcdefg", chance.permutation(len(_EDITS))[:6], strict=True):
        variant, is_poor, edit = _EDITS[place]
        changed, options = edit(picture, chance)
        ending = options.pop("ending", "jpg")
        if chance.random() < 0.3 and ending == "jpg" and not is_poor:
            options["exif"] = exif
        changed.save(folder / f"{group}_{letter}.{ending}", **options)
        rows.append((f"{group}_{letter}.{ending}", group, "same-picture", "0" if is_poor else "", variant, "yes"))
    return rows


def _resized(picture: Image.Image, share: float, way: Image.Resampling = Image.Resampling.LANCZOS) -> Image.Image:
    return picture.resize((max(8, round(picture.width * share)), max(8, round(picture.height * share))), way)


def _cropped(picture: Image.Image, chance: Random, most: float) -> Image.Image:
    """Crop up to a share of each side, at a random position."""
    width, height = (round(side * (1 - chance.uniform(0.01, most))) for side in picture.size)
    left, top = int(chance.integers(picture.width - width + 1)), int(chance.integers(picture.height - height + 1))
    return picture.crop((left, top, left + width, top + height))


def _warmed(picture: Image.Image, chance: Random) -> Image.Image:
    red, green, blue = picture.split()
    by = chance.uniform(0.06, 0.18) * chance.choice([-1, 1])
    return Image.merge("RGB", (red.point(lambda v: v * (1 + by)), green, blue.point(lambda v: v * (1 - by))))


def _toned(picture: Image.Image, chance: Random) -> Image.Image:
    bend = float(chance.choice([0.65, 0.8, 1.25, 1.5]))
    return picture.point([round(255 * (value / 255) ** bend) for value in range(256)] * 3)


def _faded(picture: Image.Image, _: Random) -> Image.Image:
    """Add a vignette, and raise the blacks."""
    y, x = np.mgrid[-1 : 1 : picture.height * 1j, -1 : 1 : picture.width * 1j]
    shade = (1 - 0.3 * (x**2 + y**2) / 2)[:, :, None]
    return Image.fromarray((np.asarray(picture, np.float32) * shade * 0.88 + 24).clip(0, 255).astype(np.uint8))


_Edit = Callable[[Image.Image, Random], tuple[Image.Image, dict[str, object]]]
_EDITS: list[tuple[str, bool, _Edit]] = [
    ("saved again", False, lambda p, c: (p, {"quality": int(c.integers(40, 85))})),
    ("poor quality", True, lambda p, c: (p, {"quality": int(c.integers(15, 30))})),
    ("smaller", True, lambda p, c: (_resized(p, c.uniform(0.35, 0.6), Image.Resampling.BILINEAR), {"quality": 88})),
    ("larger", False, lambda p, c: (_resized(p, c.uniform(1.3, 2), Image.Resampling.BICUBIC), {"quality": 90})),
    ("crop of at most 10%", False, lambda p, c: (_cropped(p, c, 0.1), {"quality": 90})),
    ("crop and saved small", True, lambda p, c: (_resized(_cropped(p, c, 0.08), 0.7), {"quality": 60})),
    ("messenger", True, lambda p, c: (_resized(p, 0.72), {"quality": int(c.integers(45, 70)), "subsampling": 2})),
    ("warmer or colder", False, lambda p, c: (_warmed(p, c), {"quality": 90})),
    ("other gamma", False, lambda p, c: (_toned(p, c), {"quality": 90})),
    ("grey", False, lambda p, _: (p.convert("L"), {"quality": 90})),
    ("colourful", False, lambda p, _: (ImageEnhance.Color(p).enhance(1.7), {"quality": 90})),
    ("contrast", False, lambda p, _: (ImageEnhance.Contrast(p).enhance(1.35), {"quality": 90})),
    ("vignette", False, lambda p, c: (_faded(p, c), {"quality": 90})),
    ("sharpened", False, lambda p, _: (p.filter(ImageFilter.UnsharpMask(2, 120)), {"quality": 90})),
    ("webp", False, lambda p, c: (p, {"ending": "webp", "quality": int(c.integers(40, 80))})),
    ("png", False, lambda p, _: (_resized(p, 0.8), {"ending": "png"})),
]


def _burst(file: Path, group: str, folder: Path, chance: Random) -> list[tuple[str, str, str, str, str, str]]:
    """Create five hand-held frames within two seconds: one at a random position is sharp."""
    picture = _resized(_opened(file), 2)
    rows, sharp = [], int(chance.integers(5))
    for frame in range(5):
        moved = _cropped(picture, chance, 0.05)
        if frame != sharp:
            moved = _spoiled(moved, chance)
        name = f"{group}_{frame}.jpg"
        exif = _exif(f"2021:03:{1 + int(group[1:]) % 28:02} 11:42:{30 + frame // 2:02}", f"{frame % 2 * 500:03}")
        moved.resize((picture.width * 9 // 10, picture.height * 9 // 10)).save(folder / name, quality=92, exif=exif)
        rows.append((name, group, "same-moment", "1" if frame == sharp else "0", "sharp or not", "yes"))
    return rows


def _spoiled(picture: Image.Image, chance: Random) -> Image.Image:
    kind = chance.integers(3)
    if kind == 0:
        return picture.filter(ImageFilter.GaussianBlur(float(chance.uniform(1.2, 4))))
    if kind == 1:
        length = int(chance.integers(3, 9))
        stack = [np.roll(np.asarray(picture, np.float32), step, axis=int(chance.integers(2))) for step in range(length)]
        return Image.fromarray(np.mean(stack, axis=0).astype(np.uint8))
    dark = np.asarray(picture, np.float32) * 0.45 + chance.normal(0, 9, (picture.height, picture.width, 3))
    return Image.fromarray(dark.clip(0, 255).astype(np.uint8))


def _bracket(file: Path, group: str, folder: Path) -> list[tuple[str, str, str, str, str, str]]:
    """Create three exposures from a tripod, two stops apart, within a second and without fractions of seconds."""
    picture = np.asarray(_opened(file), np.float32) / 255
    rows = []
    for frame, stops in enumerate((-2, 0, 2)):
        light = (np.clip(picture**2.2 * 2.0**stops, 0, 1) ** (1 / 2.2) * 255).astype(np.uint8)
        name = f"{group}_{frame}.jpg"
        exif = _exif(f"2022:08:{1 + int(group[1:]) % 28:02} 18:05:10", exposure=(2**frame * 2**frame, 500))
        Image.fromarray(light).save(folder / name, quality=92, exif=exif)
        rows.append((name, group, "trap", "", f"exposure bracket {frame + 1}/3", "yes"))
    return rows


if __name__ == "__main__":
    main()
