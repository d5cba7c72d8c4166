"""Create bursts, brackets, focus series, panoramas and documents from photos, for ``duplicate_figures``.

They are what must never be taken for copies, beside copies that look much like them: edits of one size without EXIF,
copies with equal pixels whose names a camera could have given, and copies that are turned, framed or captioned. Photos
of 150 pixels and more do; they are enlarged.

    PYTHONPATH=packaging .venv/bin/python -m lab.duplicates.unseen_series PHOTOS FOLDER [--groups 8] [--seed 9]
"""

import argparse
import csv
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
from lab.duplicates.drawn_pages import draw_chat, draw_letter, draw_page, draw_skies, draw_slide
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

Random = np.random.Generator
Made = tuple[str, str, str, str, str]
"""File, relation, best, variant and strict, as in the table."""
Row = tuple[str, str, str, str, str, str]
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}
_SHORT = 700  # pixels of the short side of a scene
_FEWEST = 150


def main() -> None:
    """Parse the arguments, and write FOLDER with its table ``duplicates.csv``."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("photos", type=Path, help="a folder of photos of different things")
    parser.add_argument("folder", type=Path, help="what is made; must not exist")
    parser.add_argument("--groups", type=int, default=8, help="groups of each kind")
    parser.add_argument("--seed", type=int, default=9)
    wish = parser.parse_args()
    chance = np.random.default_rng(wish.seed)
    files = sorted(path for path in wish.photos.rglob("*") if path.suffix.lower() in _ENDINGS)
    chance.shuffle(files)
    scenes = _scenes(files, chance)
    wish.folder.mkdir(parents=True)
    rows: list[Row] = []
    for number in range(wish.groups):
        for kind, make in _KINDS.items():
            group = f"{kind}-{number}"
            (wish.folder / group).mkdir()
            for name, *about in make(next(scenes), wish.folder / group, chance):
                relation, best, variant, strict = about
                rows.append((f"{group}/{name}", group, relation, best, variant, strict))
    for number in range(wish.groups // 2):
        for kind, draw in (("page", draw_page), ("letter", draw_letter), ("chat", draw_chat), ("slide", draw_slide),
                           ("sky", draw_skies)):  # fmt: skip
            folder = wish.folder / f"{kind}-{number}"
            folder.mkdir()
            for at, picture in enumerate(draw(6, chance)):
                name = f"{kind}_{at + 1:03}.{'png' if kind in {'chat', 'slide'} else 'jpg'}"
                picture.save(folder / name, quality=88)
                rows.append((f"{folder.name}/{name}", f"{folder.name}-{at}", "single", "", f"undated {kind}", "yes"))
    with (wish.folder / "duplicates.csv").open("w", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["file", "group", "relation", "best", "variant", "strict"])
        writer.writerows(rows)
    print(f"{len(rows)} files in {wish.folder}")


def _scenes(files: Sequence[Path], chance: Random) -> Iterator[Image.Image]:
    """Yield photos as scenes: enlarged, with detail that an enlargement lacks."""
    for file in files:
        with Image.open(file) as image:
            picture = ImageOps.exif_transpose(image).convert("RGB")
        if min(picture.size) < _FEWEST or np.asarray(picture.convert("L"), np.float32).std() < 25:
            continue
        factor = _SHORT / min(picture.size)
        picture = picture.resize((round(picture.width * factor), round(picture.height * factor)), _BICUBIC)
        yield _with_texture(picture, chance)


_BICUBIC = Image.Resampling.BICUBIC


def _with_texture(picture: Image.Image, chance: Random) -> Image.Image:
    """Add fine detail where the picture is not plain, so that sharpness and focus mean something."""
    pixels = np.asarray(picture, np.float32)
    grain = chance.normal(0, 1, pixels.shape[:2])
    fine = (grain + np.roll(grain, 1, 0) + np.roll(grain, 1, 1)) / 2
    rough = np.asarray(picture.convert("L").filter(ImageFilter.GaussianBlur(6)), np.float32)
    strength = np.clip(np.abs(pixels.mean(axis=2) - rough) - 5, 0, 12)  # calm areas stay calm, as in photos
    return _clipped((pixels + (fine * strength)[:, :, None]).astype(np.float32))


def _clipped(pixels: "np.typing.NDArray[np.float32]") -> Image.Image:
    return Image.fromarray(np.round(pixels).clip(0, 255).astype(np.uint8))


def _noisy(picture: Image.Image, chance: Random, strength: float) -> Image.Image:
    """Add the noise of a sensor: a little coarser than pixels, as cameras leave it."""
    pixels = np.asarray(picture, np.float32)
    grain = chance.normal(0, 1, pixels.shape)
    grain = (grain + np.roll(grain, 1, 0) + np.roll(grain, 1, 1) + np.roll(grain, (1, 1), (0, 1))) / 2
    return _clipped((pixels + strength * grain).astype(np.float32))


def _seen(scene: Image.Image, chance: Random, *, by_hand: bool = True) -> Image.Image:
    """Return what a camera sees of a scene: by hand, each time from a little elsewhere."""
    edge = 30
    x, y = chance.integers(-16, 17, 2).tolist() if by_hand else (0, 0)
    box = (edge + x, edge + y, scene.width - edge + x, scene.height - edge + y)
    return scene.crop(box)


def _exif(taken: str, software: str = "") -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Makers", "Lab 12"
    if software:
        exif[0x0131] = software
    exif.get_ifd(0x8769)[0x9003] = taken
    return exif


def _day(chance: Random) -> str:
    return f"2020:{chance.integers(1, 13):02}:{chance.integers(1, 28):02} {chance.integers(8, 19):02}"


def _save(picture: Image.Image, folder: Path, name: str, quality: int = 90, exif: Image.Exif | None = None) -> None:
    picture.save(folder / name, quality=quality, exif=exif or Image.Exif())


_BURST_NAMES: tuple[Callable[[int], str], ...] = (
    lambda at: f"20200111_152030({at}).jpg",
    lambda at: f"IMG_1_Burst{at + 1:02}.jpg",
    lambda at: f"DSC{4311 + at:05}.jpg",
    lambda at: f"00000IMG_00000_BURST2020_{at:03}.jpg",
    lambda at: "qwertz"[at] + ".jpg",
)


def _burst(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Frames of one second by hand or from a tripod; one is sharp."""
    taken = f"{_day(chance)}:31:{chance.integers(60):02}"
    name_of = _BURST_NAMES[int(chance.integers(len(_BURST_NAMES)))]
    has_data = bool(chance.integers(4))
    if not has_data:  # then only names can tell
        name_of = _BURST_NAMES[int(chance.integers(4))]
    by_hand, sharp, count = bool(chance.integers(3)), int(chance.integers(3)), int(chance.integers(3, 6))
    for at in range(count):
        frame = _seen(scene, chance, by_hand=by_hand)
        if at != sharp:
            frame = frame.filter(ImageFilter.GaussianBlur(float(chance.uniform(0.6, 3))))
        _save(_noisy(frame, chance, 2.0), folder, name_of(at), exif=_exif(taken) if has_data else None)
        kind = f"{'by hand' if by_hand else 'tripod'}, {'one second' if has_data else 'no data'}"
        yield name_of(at), "same-moment", "1" if at == sharp else "0", kind, "yes"


def _bracket(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Three exposures without EXIF, from a tripod or by hand."""
    by_hand = bool(chance.integers(2))
    light = float(chance.uniform(0.7, 2))
    for at, stops in enumerate((-light, 0, light)):
        pixels = np.asarray(_seen(scene, chance, by_hand=by_hand), np.float32) / 255
        exposed = _clipped((np.clip(pixels**2.2 * 2.0**stops, 0, 1) ** (1 / 2.2) * 255).astype(np.float32))
        _save(_noisy(exposed, chance, 1.6), folder, f"hdr {'abc'[at]}.jpg", quality=92)
        yield f"hdr {'abc'[at]}.jpg", "trap", "", f"bracket without data, {by_hand=}", "yes"


def _focused(scene: Image.Image, at: int, count: int, chance: Random) -> Image.Image:
    """Return a frame that is sharp in one band; the field of view breathes."""
    frame = _seen(scene, chance, by_hand=False)
    breath = 1 - 0.004 * at
    wide, high = frame.size
    left, top = wide * (1 - breath) / 2, high * (1 - breath) / 2
    frame = frame.resize((wide, high), _BICUBIC, box=(left, top, wide - left, high - top))
    band = np.exp(-0.5 * ((np.arange(high) / high - (at + 0.5) / count) * count / 0.7) ** 2)
    mask = Image.fromarray(np.repeat((band * 255).astype(np.uint8)[:, None], wide, 1))
    return _noisy(Image.composite(frame, frame.filter(ImageFilter.GaussianBlur(3.5)), mask), chance, 1.6)


def _focus(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return a focus series without EXIF, unnumbered."""
    for at in range(4):
        name = f"macro {'dacb'[at]}.jpg"
        _save(_focused(scene, at, 4, chance), folder, name, quality=92)
        yield name, "trap", "", "focus series without data", "yes"


def _stack(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return a focus stack whose frames are up to half a minute apart."""
    day, second = _day(chance), 0
    for at in range(4):
        taken = f"{day}:{second // 60:02}:{second % 60:02}"
        second += int(chance.integers(8, 20))
        _save(_focused(scene, at, 4, chance), folder, f"P10{at:02}.jpg", quality=92, exif=_exif(taken))
        yield f"P10{at:02}.jpg", "trap", "", "focus stack", "yes"


def _panorama(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return three or four views that overlap by a third to a half, seconds apart."""
    day, count = _day(chance), int(chance.integers(3, 5))
    step = float(chance.uniform(0.5, 0.68))
    share = 1 / (1 + (count - 1) * step)
    wide = round(scene.width * share)
    for at in range(count):
        left = round(at * step * wide)
        top = int(chance.integers(0, 9))
        view = scene.crop((left, top, min(scene.width, left + wide), scene.height - 10 + top))
        view = view.rotate(float(chance.uniform(-0.8, 0.8)), _BICUBIC)
        view = view.crop((8, 8, view.width - 8, view.height - 8))
        view = ImageEnhance.Brightness(view).enhance(float(chance.uniform(0.92, 1.08)))
        view = view.resize((view.width * 2, view.height * 2), _BICUBIC)
        _save(_noisy(view, chance, 1.6), folder, f"R{at}.jpg", exif=_exif(f"{day}:10:{10 + 3 * at:02}"))
        yield f"R{at}.jpg", "trap", "", "panorama", "yes"


def _film(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return undated, numbered frames of one moment in which something moves."""
    patch = scene.resize((110, 110), _BICUBIC, box=(0, 0, 220, 220)).transpose(Image.Transpose.ROTATE_90)
    for at in range(4):
        frame = _seen(scene, chance)
        frame.paste(patch, (60 + 90 * at, 200 + 30 * at))
        _save(_noisy(frame, chance, 2.0), folder, f"frame_{at + 1:04}.jpg")
        yield f"frame_{at + 1:04}.jpg", "same-moment", "", "undated frames", "yes"


def _edits(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return edits of one size without EXIF, which look like a bracket and share the noise."""
    shot = _noisy(_seen(scene, chance), chance, 2.0)
    some: list[tuple[str, Image.Image, int]] = [
        ("original", shot, 94),
        ("brighter", shot.point([round(255 * (v / 255) ** 0.75) for v in range(256)] * 3), 90),
        ("darker", shot.point([round(255 * (v / 255) ** 1.35) for v in range(256)] * 3), 90),
        ("softened", shot.filter(ImageFilter.GaussianBlur(1.2)), 90),
        ("saved again", shot, int(chance.integers(50, 85))),
    ]
    for variant, picture, quality in some:
        _save(picture, folder, f"{variant}.jpg", quality=quality)
        yield f"{variant}.jpg", "same-picture", "1" if variant == "original" else "", f"{variant}, no data", "yes"


def _copies(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return copies that kept the second in which they were taken, with names that a camera could have given."""
    shot, taken = _noisy(_seen(scene, chance), chance, 2.0), f"{_day(chance)}:40:12"
    _save(shot, folder, "IMG_1.jpg", quality=95, exif=_exif(taken))
    data = (folder / "IMG_1.jpg").read_bytes()
    (folder / "IMG_1(1).jpg").write_bytes(data + b"\0" * 16)  # equal pixels, another file
    _save(shot, folder, "IMG_1(2).jpg", quality=int(chance.integers(50, 80)), exif=_exif(taken))
    warm = ImageEnhance.Color(shot).enhance(1.5)
    _save(warm, folder, "IMG_1-edited.jpg", quality=95, exif=_exif(taken, "Darkroom 3"))
    _save(_smaller(shot, 0.6), folder, "IMG_1_002.jpg", exif=_exif(taken))
    _save(shot.convert("L"), folder, "grey.jpg", quality=88, exif=_exif(taken))
    _save(_smaller(shot, 0.7), folder, "sent.jpg", quality=60)
    for name, variant in (("IMG_1.jpg", "original"), ("IMG_1(1).jpg", "equal pixels"), ("IMG_1(2).jpg", "compressed"),
                          ("IMG_1-edited.jpg", "edited, software"), ("IMG_1_002.jpg", "small"), ("grey.jpg", "grey"),
                          ("sent.jpg", "messenger")):  # fmt: skip
        best = "1" if variant in {"original", "equal pixels"} else "0" if variant in {"small", "messenger"} else ""
        yield name, "same-picture", best, variant, "yes"


def _smaller(picture: Image.Image, share: float) -> Image.Image:
    return picture.resize((round(picture.width * share), round(picture.height * share)), _BICUBIC)


def _others(scene: Image.Image, folder: Path, chance: Random) -> Iterator[Made]:
    """Return copies that show the picture turned, framed, captioned or on a screen; not to be offered."""
    shot = _noisy(_seen(scene, chance), chance, 2.0)
    colour = tuple(int(value) for value in chance.integers(0, 256, 3))
    way = (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[int(chance.integers(3))]
    made = {
        "original": shot,
        "pixels mirrored": shot.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "pixels turned": shot.transpose(way),
        "with a border": ImageOps.expand(shot, round(min(shot.size) * float(chance.uniform(0.03, 0.12))), colour),
        "screenshot": _on_screen(shot, chance),
        "captioned": _captioned(shot),
        "captioned below": _captioned(ImageOps.expand(shot, (0, 0, 0, 130), "white")),
    }
    for variant, picture in made.items():
        name = variant.replace(" ", "-") + ".jpg"
        _save(picture, folder, name)
        yield name, "same-picture", "", variant, "yes" if variant == "original" else "soft"


def _on_screen(shot: Image.Image, chance: Random) -> Image.Image:
    """Return a picture as a phone shows it: bars, a clock, and buttons."""
    wide = 720
    shown = shot.resize((wide, round(wide * shot.height / shot.width)))
    screen = Image.new("RGB", (wide, max(shown.height + 320, 1280)), "black" if chance.integers(2) else "white")
    ink = "white" if screen.getpixel((0, 0)) == (0, 0, 0) else "black"
    draw = ImageDraw.Draw(screen)
    draw.text((24, 16), "12:41", ink, font_size=26)
    draw.text((wide - 110, 16), "LTE 83", ink, font_size=24)
    for at in range(4):
        draw.ellipse((60 + 180 * at, screen.height - 90, 100 + 180 * at, screen.height - 50), outline=ink, width=4)
    screen.paste(shown, (0, (screen.height - shown.height) // 2))
    return screen


def _captioned(picture: Image.Image) -> Image.Image:
    found = picture.copy()
    draw = ImageDraw.Draw(found)
    place = (picture.width // 2, picture.height - 60)
    draw.text(place, "When it is Monday again", "white", font_size=58, anchor="mm", stroke_width=4, stroke_fill="black")
    return found


_KINDS: dict[str, Callable[[Image.Image, Path, Random], Iterator[Made]]] = {
    "burst": _burst, "bracket": _bracket, "focus": _focus, "stack": _stack, "panorama": _panorama, "film": _film,
    "edits": _edits, "copies": _copies, "others": _others,
}  # fmt: skip


if __name__ == "__main__":
    main()
