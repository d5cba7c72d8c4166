r"""Measure how text in photos is read: word recall, false text, receipts, time and memory.

    python -m lab.text.text_figures TEXT [--labelled-photos FOLDER] [--only given,rendered,false,receipts,cost]

TEXT is a folder with `text.csv` (file, language, text, kind, truth, complete, fields). Recall is the share of words
that were read, whatever their order, without punctuation and capitals; of plates, of whole plates, where O is 0 and I
is 1; of languages without blanks, of characters. Precision is given where the truth is complete. `--labelled-photos`
has the photos of `no_text.txt`, in which anything that is read is false.
"""

import argparse
import csv
import json
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import psutil
from lab.text.page_drawing import LANGUAGES, draw_pages
from lab.text.receipt_drawing import draw_receipts
from PIL import Image, ImageOps

from photon.annotate.text.document_fields import DocumentField, fields_of
from photon.annotate.text.written_dates import dates_in
from photon.app.runtime.encoder_process import EncoderProcess
from photon.domain.arrays import Pixels
from photon.domain.photo.page_text import PageText
from photon.media.read.picture import READING, render_fit
from photon.vision.kit.text_reader import TextReader
from photon.vision.text.installed_reader import open_reader, text_reader
from photon.vision.worker import WorkerSpec

csv.field_size_limit(sys.maxsize)
_SEED, _JUDGED_SEED = 36, 7036
_SIGNS = (
    "sign",
    "poster",
    "document",
    "document (small print)",
    "book",
    "receipt",
    "business card",
    "screenshot",
    "scene",
)
_PREVIEW = 512
_SINGLE = ("zh", "ja", "ko", "th")


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("text", type=Path)
    parser.add_argument("--labelled-photos", type=Path)
    parser.add_argument("--only", default="given,rendered,false,receipts,cost")
    parser.add_argument("--pages", type=int, default=4, help="rendered pages for each language")
    parser.add_argument("--receipts", type=int, default=48, help="drawn receipts of each kind")
    parser.add_argument("--kinds", help="only these kinds of given photos, with commas between them")
    parser.add_argument("--show", action="store_true", help="print what is missing")
    arguments = parser.parse_args()
    wanted, reader = arguments.only.split(","), open_reader(1)
    with (arguments.text / "text.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    if "given" in wanted:
        kinds = (arguments.kinds or ",".join(row["kind"] for row in rows)).split(",")
        judge_given(reader, arguments.text, [row for row in rows if row["kind"] in kinds], show=arguments.show)
    if "rendered" in wanted:
        judge_rendered(reader, arguments.pages, show=arguments.show)
    if "false" in wanted:
        count_false(reader, arguments.text, rows, arguments.labelled_photos)
    if "receipts" in wanted:
        judge_receipts(reader, arguments.text, rows, arguments.receipts)
    if "cost" in wanted:
        measure_costs(arguments.text)


def judge_given(reader: TextReader, folder: Path, rows: Iterable[Mapping[str, str]], *, show: bool) -> None:
    """Print recall and precision by kind, and over Latin photos of signs and documents."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        if row["kind"] == "no text":
            continue
        page, sure = read_file(reader, folder / row["file"])
        read = "\n".join(line.text for line in page.lines)
        wanted, found = terms(row["text"], row), terms(read, row)
        if row["kind"] == "plate":
            found = Counter({plate: 1 for plate in wanted if plate in "".join(_squeezed(read).split())})
        hits = (wanted & found).total()
        is_latin = not row["language"].startswith(_SINGLE) and row["kind"] != "script"
        kinds = [row["kind"], "scripts" if row["kind"] == "script" else "latin" if is_latin else "cjk and thai"]
        kinds += ["signs and documents (latin)"] if row["kind"] in _SIGNS and is_latin else []
        for kind in kinds:
            sums[kind].update(files=1, wanted=wanted.total(), hits=hits, gated=sure < 0.5, unreadable=page.unreadable)
            if row["complete"] == "yes":
                sums[kind].update(read=found.total(), right=hits)
        if show:
            lost = " ".join((wanted - found).elements())
            print(f"  {row['file']}: {hits}/{wanted.total()} p={sure:.2f} ?{page.unreadable} lost: {lost[:300]}")
            print(f"      more: {' '.join((found - wanted).elements())[:200]}")
    print(f"{'kind':34}{'files':>6}{'words':>7}{'recall':>8}{'precision':>10}{'gated':>6}{'unreadable':>11}")
    for kind, one in sorted(sums.items()):
        precision = f"{one['right'] / one['read']:.3f}" if one["read"] else "-"
        recall = one["hits"] / max(one["wanted"], 1)
        print(
            f"{kind:34}{one['files']:>6}{one['wanted']:>7}{recall:>8.3f}{precision:>10}{one['gated']:>6}{one['unreadable']:>11}"
        )


def judge_rendered(reader: TextReader, pages: int, *, show: bool) -> None:
    """Print the recall of words on rendered pages by language."""
    together: Counter[str] = Counter()
    for language in LANGUAGES:
        own: Counter[str] = Counter()
        for drawn in draw_pages(language, pages, np.random.default_rng([_SEED, LANGUAGES.index(language)])):
            read = reader.read_text([np.asarray(drawn.picture)])[0]
            wanted = terms(drawn.text, {})
            found = terms("\n".join(line.text for line in read.lines), {})
            own.update(wanted=wanted.total(), hits=(wanted & found).total(), read=found.total())
            if show:
                print("  lost:", " ".join((wanted - found).elements())[:300])
                print("  more:", " ".join((found - wanted).elements())[:300])
        together.update(own)
        print(
            f"rendered {language}: recall {own['hits'] / own['wanted']:.3f} precision {own['hits'] / own['read']:.3f}",
            flush=True,
        )
    print(f"rendered, all: recall {together['hits'] / together['wanted']:.3f} of {together['wanted']} words")


def count_false(reader: TextReader, folder: Path, rows: Iterable[Mapping[str, str]], labelled: Path | None) -> None:
    """Print in how many photos without text something was read."""
    files = [folder / row["file"] for row in rows if row["kind"] == "no text"]
    if labelled is not None:
        names = (Path(__file__).parent / "no_text.txt").read_text("utf-8").split("\n", 1)[1].split()
        files += [labelled / name for name in names]
    false, gate, unreadable, chances = 0, 0, 0, []
    for file in files:
        page, sure = read_file(reader, file)
        chances.append(sure)
        gate += sure >= 0.5
        unreadable += bool(page.unreadable)
        false += bool(page.lines)
        if page.lines or page.unreadable:
            read = [(line.text, round(line.confidence, 2)) for line in page.lines]
            print(f"  {file.name}: {read} unreadable {page.unreadable} p={sure:.2f}")
    print(f"false text in {false} of {len(files)}; through the gate {gate}; unreadable said of {unreadable}")
    print("chances, deciles:", np.quantile(chances, np.linspace(0, 1, 11)).round(3).tolist())


def judge_receipts(reader: TextReader, folder: Path, rows: Iterable[Mapping[str, str]], count: int) -> None:
    """Print on how many receipts date and total are right."""
    right: Counter[str] = Counter()
    for row in rows:
        if row["kind"] != "receipt":
            continue
        truth = json.loads(row["fields"])
        found = fields_of(read_file(reader, folder / row["file"])[0])
        days = {str(way) for one in dates_in(truth["date"]) for way in (one.day, one.other) if way}
        total = truth["total"].replace(",", ".").lstrip("RM$ ")
        day_right, total_right = _value(found, "date") in days, _value(found, "total") == total
        right.update(files=1, date=day_right, total=total_right, both=day_right and total_right)
        if not (day_right and total_right):
            print(f"  {row['file']}: {_value(found, 'date')} of {truth['date']}, {_value(found, 'total')} of {total}")
    print(f"given receipts: {dict(right)}")
    for is_judged in (False, True):
        right = Counter()
        chance = np.random.default_rng(_JUDGED_SEED if is_judged else _SEED)
        for number, drawn in enumerate(draw_receipts(count, chance, is_judged=is_judged)):
            found = fields_of(reader.read_text([np.asarray(drawn.picture)])[0])
            got = _value(found, "date"), _value(found, "total")
            if drawn.day and drawn.total:
                right.update(
                    files=1, date=got[0] == drawn.day, total=got[1] == drawn.total, both=got == (drawn.day, drawn.total)
                )
            else:
                right.update(lacking=1, made_up=got != (drawn.day, drawn.total))
            if got != (drawn.day, drawn.total):
                print(f"  {number}: {got} of {(drawn.day, drawn.total)}")
        print(f"{'judged' if is_judged else 'tuned'} layouts: {dict(right)}", flush=True)


def measure_costs(folder: Path) -> None:
    """Print times and memory of a reader in its process, with one thread."""
    process = EncoderProcess(WorkerSpec(text_reader(), 1))
    page = next(draw_pages("en", 1, np.random.default_rng(_SEED)))
    pictures: dict[str, Path | Pixels] = {
        "photo without text": folder / "negative/000009.jpg",
        "sign": folder / "rendered/sign_1.jpg",
        "receipt": folder / "sroie/003.jpg",
        "drawn A4 page": np.asarray(page.picture),
    }
    preview = preview_of(folder / "negative/000009.jpg")
    process.ask("read", TextReader.find_text, [preview])
    began = _worked()
    process.ask("read", TextReader.find_text, [preview] * 10)
    print(f"find_text: {(_worked() - began) / 10:.3f} s, memory {_memory()}")
    for name, picture in pictures.items():
        pixels = pixels_of(picture) if isinstance(picture, Path) else picture
        process.ask("read", TextReader.read_text, [pixels])
        began = _worked()
        found = process.ask("read", TextReader.read_text, [pixels])[0]
        size = f"{pixels.shape[1]} x {pixels.shape[0]}"
        print(f"{name}: {_worked() - began:.2f} s, {len(found.lines)} lines, {size}, memory {_memory()}", flush=True)
    process.close()


def _child() -> psutil.Process:
    return max(psutil.Process().children(), key=lambda one: one.memory_info().rss)


def _worked() -> float:
    """Return the seconds of a processor that the reader took; other work makes them up to three times as many."""
    times = _child().cpu_times()
    return times.user + times.system


def _memory() -> str:
    status = Path(f"/proc/{_child().pid}/status").read_text("utf-8")
    found = dict(re.findall(r"(VmRSS|VmHWM):\s+(\d+)", status))
    return f"{int(found['VmRSS']) // 1000} MB, at most {int(found['VmHWM']) // 1000} MB"


def read_file(reader: TextReader, file: Path) -> tuple[PageText, float]:
    """Return the text of a file, and how likely its preview has text."""
    return reader.read_text([pixels_of(file)])[0], reader.find_text([preview_of(file)])[0]


def pixels_of(file: Path) -> Pixels:
    """Return the pixels that Photon reads text from."""
    picture = render_fit(str(file), READING)
    return np.frombuffer(picture.rgb, np.uint8).reshape(picture.height, picture.width, 3)


def preview_of(file: Path) -> bytes:
    """Return a preview as Photon stores it."""
    from io import BytesIO

    with Image.open(file) as image:
        upright = ImageOps.exif_transpose(image).convert("RGB")
    scale = min(1.0, _PREVIEW / min(upright.size))
    written = BytesIO()
    upright.resize([max(1, round(side * scale)) for side in upright.size]).save(written, "JPEG", quality=85)
    return written.getvalue()


def terms(text: str, row: Mapping[str, str]) -> Counter[str]:
    """Return what counts in a text: words, characters, or the whole plate."""
    if row.get("kind") == "plate":
        return Counter(_squeezed(line) for line in text.split("\n"))
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.findall(r"\w+", plain)
    return (
        Counter(words)
        if not row.get("language", "").startswith(_SINGLE)
        else Counter(letter for word in words for letter in word)
    )


def _squeezed(text: str) -> str:
    return re.sub(r"[^A-Z0-9\n]", "", text.upper()).replace("O", "0").replace("I", "1")


def _value(found: Mapping[str, DocumentField], name: str) -> str:
    return found[name].value if name in found else ""


if __name__ == "__main__":
    main()
