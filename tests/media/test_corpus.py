"""The corpus of difficult real files: shown upright and in the right size, or refused with a message."""

import csv
import io
import multiprocessing
import sys
import tarfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from queue import SimpleQueue

import pytest
from PIL import Image

from photon.app.runtime.process_limits import ProcessLimits
from photon.app.runtime.worker_process import WorkerEnded, WorkerProcess, WorkerTooSlow
from photon.domain import Facts, UnreadableFile
from photon.media.file.decoder_process import begin_decoding
from photon.media.read.reading import read

pytestmark = pytest.mark.slow

PATIENCE = 30.0
MEMORY = 600 << 20
Row = dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """The result of a decoder process for one file."""

    facts: Facts | None = None
    look: int = 0
    refusal: str = ""
    broken: str = ""
    resident: int = 0


def dhash(preview: bytes) -> int:
    """Return the difference hash of the manifest: 64 bits, 9 × 8, by rows, set if the left pixel is brighter."""
    image = Image.open(io.BytesIO(preview)).convert("L").resize((9, 8), Image.Resampling.LANCZOS)
    pixels = image.tobytes()
    bits = [pixels[y * 9 + x] > pixels[y * 9 + x + 1] for y in range(8) for x in range(8)]
    return sum(bit << (63 - at) for at, bit in enumerate(bits))


def look_at(path: str) -> Outcome:
    """Read one file in a decoder process."""
    resident = 0
    try:
        reading = read(path)
        found = Outcome(facts=reading.facts, look=dhash(reading.preview))
    except UnreadableFile as error:
        found = Outcome(refusal=error.message)
    if sys.platform == "linux":
        # Not getrusage: its maximum is inherited from the process that started this one
        status = Path("/proc/self/status").read_text(encoding="ascii")
        resident = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    return Outcome(found.facts, found.look, found.refusal, "", resident)


def plain(field: str) -> str:
    """Return a field of the manifest without its escapes."""
    for escaped, char in (("\\t", "\t"), ("\\n", "\n"), ("\\r", "\r"), ("\\0", "\0"), ("\\\\", "\\")):
        field = field.replace(escaped, char)
    return field


@pytest.fixture(scope="module")
def rows(shared: Callable[[str], Path]) -> list[Row]:
    with shared("data/corpus/manifest.tsv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row for row in found if row["expect"] != "ignore"]


@pytest.fixture(scope="module")
def corpus(shared: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    with tarfile.open(shared("data/corpus/corpus.tar")) as tar:
        tar.extractall(folder, filter="data")
    return folder


@pytest.fixture(scope="module")
def outcomes(rows: list[Row], corpus: Path) -> dict[str, Outcome]:
    """Read every file with decoder processes like Photon's own: spawned, limited, two at a time."""
    big = multiprocessing.get_context("spawn").Lock()
    workers = [WorkerProcess(begin_decoding, big, limits=ProcessLimits(MEMORY, files=128)) for _ in range(2)]
    resting: SimpleQueue[WorkerProcess] = SimpleQueue()
    for worker in workers:
        resting.put(worker)

    def outcome(row: Row) -> Outcome:
        worker = resting.get()
        try:
            found: Outcome = worker.run(look_at, str(corpus / plain(row["file"])), seconds=PATIENCE)
            return found
        except (WorkerTooSlow, WorkerEnded) as error:
            return Outcome(broken=repr(error))
        finally:
            resting.put(worker)

    with ThreadPoolExecutor(len(workers)) as threads:
        found = dict(zip([row["file"] for row in rows], threads.map(outcome, rows), strict=True))
    for worker in workers:
        worker.stop()
    return found


def test_nothing_crashes_hangs_or_takes_too_much_memory(outcomes: dict[str, Outcome]) -> None:
    assert len(outcomes) > 500
    assert [(name, found.broken) for name, found in outcomes.items() if found.broken] == []
    largest = max(outcomes, key=lambda name: outcomes[name].resident)
    assert outcomes[largest].resident < 700 << 20, largest


def test_nearly_every_picture_is_shown_upright(rows: list[Row], outcomes: dict[str, Outcome]) -> None:
    strict = [row for row in rows if row["strict"] == "yes" and row["expect"] == "decode"]
    wrong = {row["file"]: fault for row in strict if (fault := _fault(row, outcomes[row["file"]]))}
    assert len(wrong) <= 0.03 * len(strict), wrong


def _fault(row: Row, found: Outcome) -> str:
    if found.facts is None:
        return f"refused: {found.refusal}"
    size = (found.facts.width, found.facts.height)
    if size != (int(row["display_width"]), int(row["display_height"])):
        return f"{size} pixels"
    if row["dhash"]:
        distance = (found.look ^ int(row["dhash"], 16)).bit_count()
        return f"looks different by {distance}" if distance > 10 else ""
    return ""


def test_every_broken_file_is_refused_with_a_message(rows: list[Row], outcomes: dict[str, Outcome]) -> None:
    strict = [row for row in rows if row["strict"] == "yes" and row["expect"] == "reject"]
    assert [row["file"] for row in strict if not outcomes[row["file"]].refusal.endswith(".")] == []


def test_capture_times_and_places_agree_with_exiftool(rows: list[Row], outcomes: dict[str, Outcome]) -> None:
    wrong = []
    asked = 0
    for row in rows:
        facts = outcomes[row["file"]].facts
        when = row["DateTimeOriginal"][:19]
        if facts is None or row["strict"] != "yes":
            continue
        if when[:4].strip("0 ") and not when.endswith(":60"):
            asked += 1
            taken = (facts.taken or "").replace("T", " ").replace("-", ":")[:19]
            wrong += [(row["file"], when, facts.taken)] if taken != when else []
        if row["gps_lat"] and abs(float(row["gps_lat"])) <= 90 and abs(float(row["gps_lon"])) <= 180:
            asked += 1
            place = (float(row["gps_lat"]), float(row["gps_lon"]))
            wrong += [(row["file"], place, facts.gps)] if facts.gps != pytest.approx(place, abs=1e-4) else []
    assert asked > 200
    assert len(wrong) <= 0.02 * asked, wrong


def test_no_file_was_changed(rows: list[Row], corpus: Path, outcomes: dict[str, Outcome]) -> None:
    assert outcomes
    paths = {row["file"]: corpus / plain(row["file"]) for row in rows}
    changed = [row["file"] for row in rows if sha256(paths[row["file"]].read_bytes()).hexdigest() != row["sha256"]]
    assert changed == []
