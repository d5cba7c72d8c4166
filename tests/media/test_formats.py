"""Every format that can be written here is read again: upright, with the right size and colours."""

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pillow_heif
import pillow_jxl  # registers JPEG XL with Pillow, for writing
import pytest
from PIL import Image, ImageCms

from photon.media.read.picture import render
from photon.media.read.reading import read
from tests.media.drawn import UPRIGHT, corners, drawn

pillow_heif.register_heif_opener()
assert pillow_jxl
Save = Callable[..., str]

FORMATS = {
    "a.jpg": ("JPEG", {}),
    "p.jpg": ("JPEG", {"progressive": True}),
    "a.png": ("PNG", {}),
    "a.webp": ("WebP", {"quality": 95}),
    "l.webp": ("WebP", {"lossless": True}),
    "a.tif": ("TIFF", {}),
    "z.tif": ("TIFF", {"compression": "tiff_lzw"}),
    "a.gif": ("GIF", {}),
    "a.bmp": ("BMP", {}),
    "a.heic": ("HEIC", {"quality": 95}),
    "a.avif": ("AVIF", {"quality": 95}),
    "a.jxl": ("JPEG XL", {"quality": 95}),
    "l.jxl": ("JPEG XL", {"lossless": True}),
}


def preview(path: str) -> Image.Image:
    return Image.open(io.BytesIO(read(path).preview))


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_shown_as_drawn(save: Save, name: str) -> None:
    kind, options = FORMATS[name]
    reading = read(save(drawn(), name, **options))
    shown = Image.open(io.BytesIO(reading.preview))
    assert (reading.facts.format, reading.facts.width, reading.facts.height) == (kind, 120, 80)
    assert (shown.format, shown.mode, shown.size) == ("JPEG", "RGB", (120, 80))
    assert corners(shown) == UPRIGHT
    assert reading.damage is None


@pytest.mark.parametrize("name", FORMATS)
def test_the_content_decides_not_the_extension(save: Save, name: str, tmp_path: Path) -> None:
    kind, options = FORMATS[name]
    lying = tmp_path / ("lying.png" if kind != "PNG" else "lying.jpg")
    shutil.copy(save(drawn(), name, **options), lying)
    assert read(str(lying)).facts.format == kind


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_all_eight_orientations_are_upright(save: Save, name: str, orientation: int) -> None:
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = drawn()
    if orientation in undo:
        stored = stored.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    path = save(stored, name, exif=exif)
    reading = read(path)
    assert (reading.facts.width, reading.facts.height) == (120, 80)
    assert corners(Image.open(io.BytesIO(reading.preview))) == UPRIGHT
    picture = render(path, None)
    assert corners(Image.frombytes("RGB", (picture.width, picture.height), picture.rgb)) == UPRIGHT


def test_the_rotation_of_the_container_is_applied_once(save: Save) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the writer converts it to a rotation of the container
    reading = read(save(drawn().transpose(Image.Transpose.ROTATE_90), "a.avif", exif=exif, quality=95))
    assert (reading.facts.width, reading.facts.height) == (120, 80)
    assert corners(Image.open(io.BytesIO(reading.preview))) == UPRIGHT


def test_the_exif_rotation_of_heic_is_ignored(save: Save) -> None:
    """Only the container's own rotation counts; phones write both, and applying both is a common bug."""
    exif = Image.Exif()
    exif[0x0112] = 6
    reading = read(save(drawn(), "a.heic", exif=exif, quality=95))
    assert (reading.facts.width, reading.facts.height) == (120, 80)
    assert corners(Image.open(io.BytesIO(reading.preview))) == UPRIGHT


@pytest.mark.parametrize(
    ("mode", "name"),
    [
        ("L", "grey.jpg"), ("CMYK", "cmyk.jpg"), ("P", "palette.png"), ("1", "line.png"), ("1", "line.tif"),
        ("CMYK", "cmyk.tif"), ("LAB", "lab.tif"), ("I;16", "deep.png"), ("I;16", "deep.tif"), ("F", "float.tif"),
        ("L", "grey.webp"), ("RGBA", "clear.png"), ("LA", "clear.webp"),
    ],
)  # fmt: skip
def test_unusual_modes_keep_their_brightness(save: Save, mode: str, name: str) -> None:
    grey = Image.linear_gradient("L")  # black at the top, white at the bottom
    if mode == "I;16":
        image = Image.fromarray(np.asarray(grey).astype(np.uint16) * 257)
    elif mode == "LAB":
        image = ImageCms.profileToProfile(
            grey.convert("RGB"), ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), outputMode="LAB"
        )
    else:
        image = grey.convert(mode)
    shown = np.asarray(preview(save(image, name)).convert("L"), np.float32)
    assert shown.shape == (256, 256)
    assert shown[:40].mean() < 60
    assert 90 < shown[120:136].mean() < 165
    assert shown[-40:].mean() > 195


@pytest.mark.parametrize("size", [(40, 30), (2600, 2600)])  # at once, and in bands
def test_transparency_is_white(save: Save, size: tuple[int, int]) -> None:
    image = Image.new("RGBA", size, (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (0, 0, size[0] // 2, size[1]))
    shown = preview(save(image, "logo.png", compress_level=1)).convert("L")
    assert shown.getpixel((shown.width // 4, shown.height // 2)) == 0
    assert shown.getpixel((shown.width * 3 // 4, shown.height // 2)) == 255
    assert max(shown.size) == min(512, size[0])


def test_palette_with_a_transparent_colour(save: Save) -> None:
    image = drawn().quantize(8)
    clear = image.getpixel((5, 5))
    shown = preview(save(image, "a.gif", transparency=clear))
    assert shown.getpixel((20, 20)) == (255, 255, 255)


def test_a_wide_gamut_profile_is_converted_to_srgb(save: Save, tmp_path: Path) -> None:
    """Swapped primaries make the profile's effect obvious; a profile that does not match is ignored."""
    grey = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert corners(preview(save(drawn(), "wrong.jpg", icc_profile=grey, quality=95))) == UPRIGHT
    assert corners(preview(save(drawn(), "rubbish.jpg", icc_profile=b"no profile", quality=95))) == UPRIGHT
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"tXYZ").replace(b"bXYZ", b"rXYZ").replace(b"tXYZ", b"bXYZ")
    swapped = swapped.replace(b"s\0R\0G\0B", b"o\0d\0d\0!").replace(b"sRGB", b"odd!")
    shown = preview(save(drawn(), "swapped.jpg", icc_profile=swapped, quality=95, subsampling=0))
    red, _, blue = shown.getpixel((30, 20))
    assert red < 60
    assert blue > 180


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((300, 200), (300, 200)), ((2000, 1500), (683, 512)), ((1500, 2000), (512, 683)),
        ((6000, 600), (2048, 205)), ((3000, 1), (2048, 1)), ((1, 1), (1, 1)),
    ],
)  # fmt: skip
def test_a_preview_has_a_short_side_of_512_and_is_never_enlarged(
    save: Save, size: tuple[int, int], expected: tuple[int, int]
) -> None:
    path = save(Image.new("RGB", size, (9, 99, 199)), "a.jpg")
    assert preview(path).size == expected
    assert read(path).colour in range(0x076100, 0x0C6600)


def test_rendering_fits_and_reports_the_full_size(save: Save) -> None:
    path = save(drawn(400, 300), "a.jpg")
    small, full = render(path, 100), render(path, None)
    assert (small.width, small.height, len(small.rgb)) == (100, 75, 100 * 75 * 3)
    assert (full.width, full.height, len(full.rgb)) == (400, 300, 400 * 300 * 3)
    assert (small.full_width, small.full_height) == (400, 300)
    assert render(path, 5000).width == 400


def test_the_first_of_several_pictures_is_shown(save: Save) -> None:
    frames = [drawn(), Image.new("RGB", (120, 80)), Image.new("RGB", (120, 80), "white")]
    for name in ("a.gif", "a.png", "a.webp", "a.tif", "a.avif"):
        path = save(frames[0], name, save_all=True, append_images=frames[1:])
        assert corners(preview(path)) == UPRIGHT, name
    assert corners(preview(save(frames[0], "a.mpo", format="MPO", save_all=True, append_images=frames[1:]))) == UPRIGHT


def test_a_large_picture_is_converted_in_bands(save: Save) -> None:
    image = drawn(3000, 2000).quantize(16)
    assert corners(preview(save(image, "a.png", compress_level=1))) == UPRIGHT


def test_a_jpeg_recompressed_as_jpeg_xl_is_rotated_by_its_exif(save: Save, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    jpeg = save(drawn().transpose(Image.Transpose.ROTATE_90), "a.jpg", exif=exif, quality=95)
    packed = tmp_path / "packed.jxl"
    packed.write_bytes(
        pillow_jxl.Encoder(mode="RGB", lossless=True)(Path(jpeg).read_bytes(), 80, 120, jpeg_encode=True)
    )
    reading = read(str(packed))
    assert (reading.facts.format, reading.facts.width, reading.facts.height) == ("JPEG XL", 120, 80)
    assert corners(Image.open(io.BytesIO(reading.preview))) == UPRIGHT
