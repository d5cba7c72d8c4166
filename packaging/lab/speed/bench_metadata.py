"""Compare the output of ``photon facts`` for difficult files with that of an independent reader.

    python -m lab.speed.bench_metadata CORPUS

The corpus is a folder with ``manifest.tsv`` and ``oracle.json`` (ExifTool's output) and either the files or
``corpus.tar`` with them. Only rows that the manifest marks as strict count. Expected times, locations and sizes are
those of the manifest; keywords, caption, title and rating are derived here from ExifTool's output alone, by the
precedence documented in ``photon.media``, without using Photon's code.
"""

import argparse
import contextlib
import csv
import io
import json
import re
import sys
import tarfile
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from photon.cli import run

Row = dict[str, str]
Told = dict[str, Any]
Agreement = tuple[int, list[tuple[str, Any, Any]]]
NEAR = 1e-5  # degrees
FLAT = ("XMP-dc:Subject", "IPTC:Keywords", "IPTC2:Keywords", "IPTC3:Keywords")
PATHS = {
    "XMP-lr:HierarchicalSubject": "|", "XMP-mediapro:CatalogSets": "|", "XMP-digiKam:TagsList": "/",
    "XMP-microsoft:LastKeywordXMP": "/",
}  # fmt: skip
CAPTIONS = (
    "XMP-dc:Description",
    "IPTC:Caption-Abstract",
    "IPTC2:Caption-Abstract",
    "IFD0:ImageDescription",
    "ExifIFD:UserComment",
)
TITLES = ("XMP-dc:Title", "IPTC:ObjectName", "IPTC2:ObjectName")
PLACEHOLDER = re.compile(r"(?i).*\bdigital camera\s*|sony dsc|samsung\s*|<digimax.*|gc-x1e image|dcim\\.*")
STARS = {0: 0, 1: 1, 25: 2, 50: 3, 75: 4, 99: 5}


def main() -> None:
    """Print agreement per field, and every disagreement on stderr."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder with manifest.tsv, oracle.json and the files or corpus.tar")
    for name, (asked, wrong) in compare(parser.parse_args().corpus, lambda _: True).items():
        print(f"{name:<24}{asked - len(wrong):>5} of {asked:>4}  {1 - len(wrong) / max(1, asked):.1%}")
        for file, want, got in wrong:
            print(f"  {file}: {got!r} instead of {want!r}", file=sys.stderr)


def compare(corpus: Path, chosen: Callable[[Row], bool]) -> dict[str, Agreement]:
    """Run Photon on a corpus.

    Args:
        corpus: Its folder.
        chosen: Selects rows of the manifest.

    Returns:
        By field, the number of files compared, and the disagreements.
    """
    with (corpus / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        rows = [
            {key: _plain(value) for key, value in row.items()}
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    entries = json.loads((corpus / "oracle.json").read_text(encoding="utf-8"))
    oracle = {entry["SourceFile"].removeprefix("./"): entry for entry in entries}
    asked = [row for row in rows if row["expect"] in {"decode", "reject"} and chosen(row)]
    with _files(corpus) as root:
        start = time.perf_counter()
        told = _facts([str(root / row["file"]) for row in asked])
        seconds = time.perf_counter() - start
    print(f"{len(asked)} files in {seconds:.1f} s, {1000 * seconds / len(asked):.1f} ms each")
    strict = [(row, one) for row, one in zip(asked, told, strict=True) if row["strict"] == "yes"]
    return _compare([(row, one, oracle[row["file"]]) for row, one in strict])


def _plain(field: str) -> str:
    signs = {"t": "\t", "n": "\n", "r": "\r", "0": "\0", "\\": "\\"}
    return re.sub(r"\\(.)", lambda found: signs[found[1]], field, flags=re.DOTALL)


@contextlib.contextmanager
def _files(folder: Path) -> Iterator[Path]:
    if not (folder / "corpus.tar").exists():
        yield folder
        return
    with tempfile.TemporaryDirectory() as place:
        with tarfile.open(folder / "corpus.tar") as tar:
            tar.extractall(place, filter="data")
        yield Path(place)


def _facts(paths: list[str]) -> list[Told]:
    """Return the output of the command."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        code = run(["facts", "--json", "--no-sidecar", "--", *paths], lambda _library, _folder: 0)
    told = [json.loads(line) for line in printed.getvalue().splitlines()]
    if code > 1 or len(told) != len(paths):  # 1: some files could not be read, which is reported
        sys.exit(f"photon facts ended with {code}")
    return told


def _compare(rows: list[tuple[Row, Told, Told]]) -> dict[str, Agreement]:
    refused = [(row, one) for row, one, _ in rows if row["expect"] == "reject"]
    accepted = [(row["file"], "rejected", "accepted") for row, one in refused if not one["error"]]
    found = {"rejected with a reason": (len(refused), accepted)}
    shown = [(row, one, truth) for row, one, truth in rows if row["expect"] == "decode"]
    for name, want, got, agrees in FIELDS:
        said = [(row["file"], want(row, truth), got(one)) for row, one, truth in shown]
        asked = [item for item in said if item[1] not in (None, set())]
        found[name] = len(asked), [item for item in asked if not agrees(item[1], item[2])]
        if name not in {"time", "place", "upright size"}:
            silent = [item for item in said if item[1] in (None, set())]
            found[f"{name}: none"] = len(silent), [item for item in silent if item[2] not in (None, set(), 0)]
    return found


def _want_time(row: Row, _: Told) -> str | None:
    when = row["DateTimeOriginal"][:19]
    return when if re.match(r"(?!0000)\d{4}:\d\d:\d\d \d\d:\d\d:\d\d", when) and not when.endswith(":60") else None


def _got_time(one: Told) -> str | None:
    return str(one["taken"] or "")[:19].replace("T", " ").replace("-", ":") or None


def _want_place(row: Row, _: Told) -> tuple[float, float] | None:
    if not row["gps_lat"] or abs(float(row["gps_lat"])) > 90 or abs(float(row["gps_lon"])) > 180:
        return None
    return float(row["gps_lat"]), float(row["gps_lon"])


def _near(want: tuple[float, float], got: list[float] | None) -> bool:
    return got is not None and all(abs(a - b) <= NEAR for a, b in zip(want, got, strict=True))


def _list(value: Any) -> list[str]:  # noqa: ANN401 - JSON
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _want_keywords(_: Row, truth: Told) -> set[str]:
    """Return the case-folded leaves of the union; ancestors of a leaf are not leaves."""
    paths = [text.split(mark) for key, mark in PATHS.items() for text in _list(truth.get(key, []))]
    flat = [text for key in FLAT for text in _list(truth.get(key, []))]
    flat += [text for key in ("IFD0:XPKeywords",) for text in ";".join(_list(truth.get(key, []))).split(";")]
    above = {_folded(name) for path in paths for name in path[:-1]}
    leaves = {_folded(path[-1]) for path in paths} | {name for name in map(_folded, flat) if name not in above}
    return leaves - {""}


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def _text(truth: Told, keys: tuple[str, ...]) -> str | None:
    for key in keys:
        text = str(truth.get(key, "")).replace("\r\n", "\n").replace("\r", "\n").strip()
        if text.strip("\0 ") and not PLACEHOLDER.fullmatch(text):
            return text
    return None


def _want_rating(_: Row, truth: Told) -> float | None:
    for key in ("XMP-xmp:Rating", "XMP-acdsee:Rating"):
        if key in truth:
            return max(-1.0, min(5.0, float(truth[key])))
    for key in ("XMP-microsoft:RatingPercent", "IFD0:Rating", "IFD0:RatingPercent"):
        if key in truth:
            return STARS.get(truth[key], truth[key]) if "Percent" in key else truth[key]
    return None


def _same_text(want: str, got: str | None) -> bool:
    """Return whether two texts agree; ExifTool prints a question mark for a byte that is not UTF-8."""
    return got is not None and len(want) == len(got) and all(a in (b, "?") for a, b in zip(want, got, strict=True))


def _same_words(want: str, got: str | None) -> bool:
    return want.split() == (got or "").split()


FIELDS: tuple[tuple[str, Callable[[Row, Told], Any], Callable[[Told], Any], Callable[[Any, Any], bool]], ...] = (
    ("upright size", lambda row, _: (int(row["display_width"]), int(row["display_height"])),
     lambda one: (one["width"], one["height"]), lambda a, b: a == b),
    ("time", _want_time, _got_time, lambda a, b: a == b),
    ("place", _want_place, lambda one: one["gps"], _near),
    ("keywords", _want_keywords, lambda one: {_folded(path[-1]) for path in one["keywords"]}, lambda a, b: a == b),
    ("caption", lambda _, truth: _text(truth, CAPTIONS), lambda one: one["caption"], _same_text),
    ("title", lambda _, truth: _text(truth, TITLES), lambda one: one["title"], _same_words),
    ("rating", _want_rating, lambda one: one["rating"], lambda a, b: a == b),
)  # fmt: skip


if __name__ == "__main__":
    main()
