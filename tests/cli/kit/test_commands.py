"""The command line: output, exit codes, and that it loads neither Qt nor torch."""

import contextlib
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from PIL import Image

from photon.cli import run
from photon.domain import PhotonError
from photon.library import open_library
from photon.library.photos import folders
from tests.pictures import draw

pytestmark = pytest.mark.usefixtures("colours")
ROOT = Path(__file__).parents[3]


def photon(library: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command in this process."""
    words, out, errors = [*arguments, "--library", str(library)], io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(errors):
        done = subprocess.CompletedProcess(words, run(words, lambda *_: 0))
    done.stdout, done.stderr = out.getvalue(), errors.getvalue()
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done


def photon_process(library: Path, *arguments: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """Run a command in a separate process."""
    done = subprocess.run(
        [sys.executable, "-m", "photon", *arguments, "--library", str(library)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with ten photos, a damaged file and a damaged video, indexed by colours."""
    return _indexed(tmp_path_factory.mktemp("terminal"), photon)


@pytest.fixture(scope="module")
def true_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, indexed by processes with the real starter encoder."""
    return _indexed(tmp_path_factory.mktemp("starter"), photon_process)


def _indexed(root: Path, photon: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    for number, colour in enumerate(("red", "green", "blue", "yellow", "white") * 2):
        draw(root / "photos" / f"{colour}{number}.jpg", colour, number, size=(160, 120))
    (root / "photos" / "empty.jpg").touch()
    (root / "photos" / "film.mov").write_bytes(b"film")
    done = photon(root / "library", "index", str(root / "photos"))
    assert done.stdout.startswith("10 photos, 10 searchable.")
    assert "2 files or folders with problems" in done.stdout
    assert done.stderr == ""
    return root


def test_a_library_without_its_catalogue_is_refused(tmp_path: Path) -> None:
    (tmp_path / "cache.db").write_bytes(b"x")
    for command in (["folders", "list"], ["index"]):
        done = photon(tmp_path, *command, code=1)
        assert "catalog.db, is gone" in done.stderr
    assert not (tmp_path / "catalog.db").exists()


def test_a_folder_that_cannot_be_added_is_skipped(tmp_path: Path) -> None:
    for name in ("one", "two"):
        draw(tmp_path / name / "a.jpg", seed=ord(name[0]))
    missing = tmp_path / "missing"
    done = photon(tmp_path / "library", "index", str(tmp_path / "one"), str(missing), str(tmp_path / "two"), code=1)
    assert done.stdout.startswith("2 photos, 2 searchable.")
    assert str(missing) in done.stderr
    assert photon(tmp_path / "library", "index", str(missing), code=1).stdout == ""


def test_search_prints_a_summary_and_paths(true_place: Path) -> None:
    lines = photon_process(true_place / "library", "search", "a", "blue", "wall", "--top", "3").stdout.splitlines()
    assert any(words in lines[0] for words in ("good match", "might show", "No clear match"))
    assert sum(line.endswith(".jpg") for line in lines) == 3


def test_json_output_is_a_single_array(place: Path) -> None:
    hits = json.loads(photon(place / "library", "search", "something red", "--json", "--top", "4").stdout)
    assert len(hits) == 4
    assert set(hits[0]) == {"path", "score", "strong", "why", "photo", "copies"}
    assert all(0 <= hit["score"] <= 1 and Path(hit["path"]).exists() for hit in hits)


def test_many_queries_are_answered_as_json_lines_and_a_bad_one_is_skipped(place: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a red wall\n\nthe sea\n", encoding="utf-8")
    lines = photon(place / "library", "search", "--queries", str(queries), "--top", "2").stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    assert [len(answer["hits"]) for answer in answers] == [2, 0, 2]
    assert "error" in answers[1]


def test_quoted_words_are_matched_exactly(place: Path, tmp_path: Path) -> None:
    lines = photon(place / "library", "search", '"green1"').stdout.splitlines()
    assert lines[0] == "1 photo has “green1” in its file name"
    assert lines[1].endswith("green1.jpg")
    queries = tmp_path / "queries.txt"
    queries.write_text('"green1.jpg"\n"nothing like it"\ngreen6\n', encoding="utf-8")
    lines = photon(place / "library", "search", "--queries", str(queries), "--top", "1").stdout.splitlines()
    answers = [json.loads(line) for line in lines]
    assert [answer["query"] for answer in answers] == ['"green1.jpg"', '"nothing like it"', "green6"]
    assert [Path(hit["path"]).name for answer in answers for hit in answer["hits"]] == ["green1.jpg", "green6.jpg"]
    assert answers[0]["hits"][0]["why"] == ["file name"]
    assert answers[1]["sentence"] == "No photo has “nothing like it” in its name, folder, date or camera."


def test_an_unknown_folder_is_reported_in_a_list_too(place: Path, tmp_path: Path) -> None:
    queries = tmp_path / "queries.txt"
    queries.write_text("a red wall\n", encoding="utf-8")
    arguments = ("search", "--queries", str(queries), "--folder", str(tmp_path))
    answer = json.loads(photon(place / "library", *arguments).stdout)
    assert answer["hits"] == []
    assert "There are no photos in" in answer["error"]


def test_similar_and_like_accept_files_outside_the_library(true_place: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.jpg"
    shutil.copy(true_place / "photos" / "yellow3.jpg", outside)
    hits = json.loads(photon_process(true_place / "library", "similar", str(outside), "--json", "--top", "2").stdout)
    assert Path(hits[0]["path"]).name == "yellow3.jpg"
    assert set(hits[0]) == {"path", "score", "strong", "why", "photo", "copies", "alike"}
    hits = json.loads(
        photon_process(true_place / "library", "search", "--like", str(outside), "--json", "--top", "2").stdout
    )
    assert len(hits) == 2


def test_near_duplicates_are_folded_into_one_line(tmp_path: Path) -> None:
    scene = draw(tmp_path / "photos" / "scene.jpg", "red", 1, size=(640, 480))
    with Image.open(scene) as picture:
        picture.save(tmp_path / "photos" / "sent.jpg", quality=60)
        picture.resize((560, 420)).save(tmp_path / "photos" / "small.jpg")
    draw(tmp_path / "photos" / "other.jpg", "blue", 2, size=(640, 480))
    library = tmp_path / "library"
    photon(library, "index", str(tmp_path / "photos"))
    outside = draw(tmp_path / "outside.jpg", "red", 1, size=(640, 480))
    lines = photon(library, "similar", str(outside)).stdout.splitlines()
    assert sum("scene.jpg (and 2 near-duplicates)" in line for line in lines) == 1  # the largest is in front
    assert not any("sent.jpg" in line or "small.jpg" in line for line in lines)
    hits = json.loads(photon(library, "similar", str(outside), "--json").stdout)
    assert [sorted(Path(path).name for path in hit["alike"]) for hit in hits] == [["sent.jpg", "small.jpg"], []]
    singles = json.loads(photon(library, "similar", str(outside), "--json", "--all").stdout)
    assert len(singles) == 4
    assert all(hit["alike"] == [] for hit in singles)


def test_everything_after_two_dashes_is_the_query(place: Path) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["--library", str(place / "library"), "search", "--json", "--", "--not", "red"], lambda *_: 0) == 0
    assert len(json.loads(out.getvalue())) == 10


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["search"], 1, "search is empty"),
        (["search", "   "], 1, "search is empty"),
        (["search", "--top", "0", "x"], 2, "top"),
        (["search", "x", "--like", "nowhere.jpg"], 0, "nowhere.jpg"),  # the words are answered
        (["search", "--like", "nowhere.jpg"], 1, "nowhere.jpg"),
        (["search", "x", "--folder", "/nowhere"], 1, "There are no photos in /nowhere"),
        (["similar", "nowhere.jpg"], 2, "nowhere.jpg"),
        (["nonsense"], 2, "nonsense"),
        (["folders", "remove", "/nowhere"], 1, "not a watched folder"),
        (["index", "/nowhere"], 1, "does not exist"),
    ],
)
def test_wrong_input_gets_a_message(place: Path, arguments: list[str], code: int, words: str) -> None:
    assert words in photon(place / "library", *arguments, code=code).stderr


def test_without_a_library_the_hint_explains_what_to_do(tmp_path: Path) -> None:
    assert "photon index" in photon(tmp_path / "none", "search", "x", code=1).stderr


@pytest.mark.slow
def test_indexing_again_writes_nothing(true_place: Path) -> None:
    photon_process(true_place / "library", "index")  # changes by searches are now in the files, not in the log
    before = {path.name: path.read_bytes() for path in (true_place / "library").glob("*.db")}
    photon_process(true_place / "library", "index", str(true_place / "photos"))
    assert {path.name: path.read_bytes() for path in (true_place / "library").glob("*.db")} == before


def test_doctor_lists_every_problem_with_its_reason(place: Path) -> None:
    text = photon(place / "library", "doctor").stdout
    assert all(f"{name} is intact." in text for name in ("catalog.db", "cache.db", "previews.db"))
    assert "empty.jpg: " in text
    rows = [json.loads(line) for line in photon(place / "library", "doctor", "--json").stdout.splitlines()]
    assert {row["kind"] for row in rows} == {"empty", "video"}
    assert all(row["message"] for row in rows)


def test_folders_are_listed_and_removed(tmp_path: Path) -> None:
    draw(tmp_path / "a" / "x.jpg")
    photon(tmp_path / "library", "index", str(tmp_path / "a"))
    assert str(tmp_path / "a") in photon(tmp_path / "library", "folders", "list").stdout
    rows = json.loads(photon(tmp_path / "library", "folders", "list", "--json").stdout)
    assert rows == [{"path": str(tmp_path / "a"), "photos": 1, "offline": False, "missing": 0, "off": False}]
    photon(tmp_path / "library", "folders", "remove", str(tmp_path / "a"))
    assert "No folder" in photon(tmp_path / "library", "folders", "list").stdout
    assert (tmp_path / "a" / "x.jpg").exists()


def test_encoders_are_listed(true_place: Path) -> None:
    assert photon_process(true_place / "library", "encoders", "list").stdout.startswith("starter ")


def _until_watched(library: Path) -> None:
    """Wait until a process that was just started has added its folder, which depends on the load of the computer."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with contextlib.suppress(PhotonError), open_library(library, writable=False) as opened:
            if folders.all_folders(opened):
                time.sleep(0.3)
                return
        time.sleep(0.05)
    pytest.fail("no folder was added")


@pytest.mark.slow
def test_ctrl_c_stops_cleanly_and_the_next_run_continues(tmp_path: Path) -> None:
    for number in range(40):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number, size=(640, 480))
    command = [
        sys.executable,
        "-m",
        "photon",
        "index",
        str(tmp_path / "photos"),
        "--library",
        str(tmp_path / "library"),
    ]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               start_new_session=True)  # fmt: skip
    _until_watched(tmp_path / "library")
    os.killpg(running.pid, signal.SIGINT)  # to the children as well, as a terminal does
    _, errors = running.communicate(timeout=120)
    assert running.returncode in (0, 130)
    assert "Traceback" not in errors
    assert photon_process(tmp_path / "library", "index").stdout.startswith("40 photos, 40 searchable")


@pytest.mark.slow
def test_watch_ends_at_sigterm_as_at_ctrl_c(true_place: Path) -> None:
    watching = subprocess.Popen(
        [sys.executable, "-m", "photon", "watch", "--library", str(true_place / "library")],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert watching.stderr is not None
    assert "Watching" in watching.stderr.readline()
    watching.terminate()
    _, errors = watching.communicate(timeout=120)
    assert watching.returncode == 130
    assert "Stopped" in errors
    assert "Traceback" not in errors


def test_a_large_loss_and_a_move_are_reported_and_the_loss_can_be_accepted(tmp_path: Path) -> None:
    for number in range(56):
        draw(tmp_path / "photos" / "in" / f"{number}.png", "red", number)
    library, photos = tmp_path / "library", tmp_path / "photos"
    photon(library, "index", str(photos))
    (photos / "in").rename(photos / "out")
    moved = photon(library, "index").stdout
    assert "matched by content" in moved
    assert f"{photos / 'in'} → {photos / 'out'}" in moved
    (photos / "out").rename(tmp_path / "away")
    assert f"missing from {photos}" in photon(library, "index").stdout
    assert "missing)" in photon(library, "folders", "list").stdout
    assert json.loads(photon(library, "folders", "list", "--json").stdout)[0]["missing"] > 50
    assert f"missing from {photos}" in photon(library, "doctor").stdout
    assert "no longer be reported" in photon(library, "folders", "forget-missing", str(photos)).stdout
    assert "missing" not in photon(library, "doctor").stdout


def test_pictures_without_an_extension_are_added_on_request(tmp_path: Path) -> None:
    draw(tmp_path / "photos" / "scan.png", "red").rename(tmp_path / "photos" / "scan")
    (tmp_path / "photos" / "notes").write_text("no picture")
    assert photon(tmp_path / "library", "index", str(tmp_path / "photos")).stdout.startswith("0 photos")
    photon(tmp_path / "library", "folders", "set", str(tmp_path / "photos"), "--without-ending", "on")
    assert photon(tmp_path / "library", "index").stdout.splitlines() == ["1 photo, 1 searchable."]


@pytest.mark.slow
def test_the_next_run_continues_after_a_kill_during_indexing(tmp_path: Path) -> None:
    for number in range(40):
        draw(tmp_path / "photos" / f"{number}.jpg", "blue", number, size=(640, 480))
    command = [
        sys.executable,
        "-m",
        "photon",
        "index",
        str(tmp_path / "photos"),
        "--library",
        str(tmp_path / "library"),
    ]
    for wait in (0.4, 0.8, 1.3):
        running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)  # fmt: skip
        _until_watched(tmp_path / "library")
        time.sleep(wait)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    assert photon_process(tmp_path / "library", "index").stdout.startswith("40 photos, 40 searchable")
    assert "intact" in photon_process(tmp_path / "library", "doctor").stdout


@pytest.mark.slow
@pytest.mark.parametrize("command", [["search", "a blue wall"], ["folders", "list"], ["index"]])
def test_neither_qt_nor_torch_is_loaded(true_place: Path, command: list[str]) -> None:
    code = (
        "import sys; from photon.cli import run; "
        f"code = run({[*command, '--library', str(true_place / 'library')]!r}, None); "
        "bad = {'PySide6', 'torch', 'transformers', 'sentence_transformers', 'open_clip', 'timm'} & set(sys.modules); "
        "print('loaded', sorted(bad), file=sys.stderr); sys.exit(code or bool(bad))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "loaded []" in done.stderr


@pytest.mark.slow
def test_a_second_process_reads_while_the_first_writes(true_place: Path, tmp_path: Path) -> None:
    for number in range(6):
        draw(tmp_path / "photos" / f"{number}.jpg", "green", number, size=(320, 240))
    library = tmp_path / "library"
    photon_process(library, "index", str(tmp_path / "photos"))
    for number in range(6, 46):
        draw(tmp_path / "photos" / f"{number}.jpg", "green", number, size=(640, 480))
    command = [sys.executable, "-m", "photon", "index", "--library", str(library)]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    asked = 0
    while running.poll() is None and asked < 3:
        photon_process(library, "search", "grass", "--top", "1")
        asked += 1
    _, errors = running.communicate()
    assert running.returncode == 0, errors
    assert photon_process(library, "index").stdout.startswith("46 photos, 46 searchable")


@pytest.mark.slow
def test_a_killed_photon_leaves_no_process_running(tmp_path: Path) -> None:
    for number in range(40):
        draw(tmp_path / "photos" / f"{number}.jpg", "red", number, size=(640, 480))
    command = [
        sys.executable,
        "-m",
        "photon",
        "index",
        str(tmp_path / "photos"),
        "--library",
        str(tmp_path / "library"),
    ]
    running = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    children: list[psutil.Process] = []
    end = time.monotonic() + 90
    while len(children) < 3 and time.monotonic() < end and running.poll() is None:
        children = psutil.Process(running.pid).children(recursive=True)
    running.kill()
    running.wait()
    assert len(children) >= 3
    _, alive = psutil.wait_procs(children, timeout=60)
    assert alive == []
