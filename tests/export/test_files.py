"""Carrying out a plan: nothing is overwritten or incomplete, and it can be resumed."""

import errno
import json
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain import UnreadableFile
from photon.domain.metadata.export_recipe import Copied, Exported, ExportPhoto, ExportPlan, FileChoice, Target
from photon.domain.metadata.writing import UnsafeToEmbed
from photon.export.files import ENDING, Tools, carry_out, skipped_by_system
from photon.export.journal import ExportedFile, Journal, read_journal
from photon.export.plan import Found, PlanContext, plan_files
from photon.media.file.atomic_replace import appear


def photos(count: int = 5) -> list[ExportPhoto]:
    return [ExportPhoto(at, f"/photos/{at}.jpg", 1, at, None, "", "JPEG") for at in range(count)]


def content(target: Target) -> bytes:
    return f"picture of {target.outgoing.path}".encode()


class Bench:
    """An export of made-up photos into a real folder."""

    def __init__(self, root: Path) -> None:
        self.folder, self.place = root / "out", root / "journal.jsonl"
        self.fails: dict[int, Exception] = {}
        self.beside = False
        self.begun: list[int] = []

    def plan(self, some: list[ExportPhoto]) -> ExportPlan:
        ground = PlanContext(lambda name: not (self.folder / name).exists(), read_journal(self.place), self.found)
        targets, left_out = plan_files(some, FileChoice("{number}/{name}"), ground)
        return ExportPlan(str(self.folder), FileChoice(), targets, left_out)

    def found(self, made: ExportedFile) -> Found:
        place = self.folder / made.name
        if place.is_file() and place.stat().st_size == made.bytes:
            return "whole"
        return "begun" if made.beside and place.with_name(made.beside).exists() else "gone"

    def make(self, target: Target, passing: Path) -> Future[Copied]:
        self.begun.append(target.outgoing.photo)
        job: Future[Copied] = Future()
        if target.outgoing.photo in self.fails:
            passing.write_bytes(b"half")
            job.set_exception(self.fails[target.outgoing.photo])
        else:
            passing.write_bytes(content(target))
            job.set_result(Copied(len(content(target)), b"words" if self.beside else None))
        return job

    def run(self, some: list[ExportPhoto], stop: Event | None = None, **tools: object) -> Exported:
        self.begun.clear()
        with Journal(self.place) as journal:
            chosen = replace(Tools(self.make, appear), **tools)  # type: ignore[arg-type]
            return carry_out(self.plan(some), chosen, journal, lambda *_: None, (stop or Event()).is_set)

    def files(self) -> dict[str, bytes]:
        return {str(one.relative_to(self.folder)): one.read_bytes() for one in self.folder.rglob("*") if one.is_file()}


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


WANTED = {f"{at + 1}/{at}.jpg": f"picture of /photos/{at}.jpg".encode() for at in range(5)}


def test_all_files_are_made_once(bench: Bench) -> None:
    assert len(bench.run(photos()).made) == 5
    assert bench.files() == WANTED
    again = bench.run(photos())
    assert (again.made, again.there, again.is_whole, bench.begun) == ((), 5, True, [])


def test_missing_or_truncated_files_are_made_again_without_overwriting(bench: Bench) -> None:
    bench.run(photos())
    (bench.folder / "1/0.jpg").unlink()
    (bench.folder / "2/1.jpg").write_bytes(b"mine")
    assert bench.run(photos()).made == ("1/0.jpg", "2/1 (2).jpg")
    assert bench.files() == WANTED | {"2/1.jpg": b"mine", "2/1 (2).jpg": WANTED["2/1.jpg"]}


def test_a_file_created_by_another_program_is_kept(bench: Bench) -> None:
    def make(target: Target, passing: Path) -> Future[Copied]:
        (bench.folder / target.name).write_bytes(b"theirs")
        return bench.make(target, passing)

    assert bench.run(photos(1), make=make).made == ("1/0 (2).jpg",)
    assert bench.files() == {"1/0.jpg": b"theirs", "1/0 (2).jpg": WANTED["1/0.jpg"]}


def test_a_bad_photo_affects_no_other_and_leaves_nothing_incomplete(bench: Bench) -> None:
    bench.fails = {
        1: UnreadableFile("damaged", "It is broken."),
        2: UnsafeToEmbed("it is odd"),
        3: FileNotFoundError(errno.ENOENT, "gone", "/photos/3.jpg"),
    }
    done = bench.run(photos())
    assert [(one.path, one.reason) for one in done.left_out] == [
        ("/photos/1.jpg", "damaged"), ("/photos/2.jpg", "metadata"), ("/photos/3.jpg", "missing"),
    ]  # fmt: skip
    assert set(bench.files()) == {"1/0.jpg", "5/4.jpg"}
    bench.fails = {}
    assert len(bench.run(photos()).made) == 3
    assert bench.files() == WANTED


def test_a_full_disk_ends_the_export_with_a_reason_for_each_remaining_photo(bench: Bench) -> None:
    bench.fails = {1: OSError(errno.ENOSPC, "no space", str(bench.folder / "x"))}
    done = bench.run(photos(), at_once=1)
    assert (done.made, done.is_whole) == (("1/0.jpg",), False)
    assert [one.reason for one in done.left_out] == ["full"] * 4
    assert bench.begun == [0, 1]


def test_a_photo_without_permission_does_not_end_the_export(bench: Bench) -> None:
    bench.fails = {1: PermissionError(errno.EACCES, "no", "/photos/1.jpg")}
    done = bench.run(photos(), at_once=1)
    assert (len(done.made), [one.reason for one in done.left_out]) == (4, ["not-allowed"])


def test_a_stopped_export_is_resumed(bench: Bench) -> None:
    stop = Event()

    def make(target: Target, passing: Path) -> Future[Copied]:
        if target.outgoing.photo == 2:
            stop.set()
        return bench.make(target, passing)

    done = bench.run(photos(), stop, make=make, at_once=1)
    assert (len(done.made), done.is_whole, {one.reason for one in done.left_out}) == (3, False, {"stopped"})
    assert len(bench.run(photos()).made) == 2
    assert bench.files() == WANTED


class Killed(BaseException):
    """An exception that nothing catches, like the end of a killed process."""


@settings(max_examples=60)
@given(at=st.integers(0, 60), beside=st.booleans())
def test_killed_at_any_step_nothing_is_incomplete_and_the_rest_follows(
    tmp_path_factory: pytest.TempPathFactory, at: int, beside: bool
) -> None:
    bench = Bench(tmp_path_factory.mktemp("killed"))
    bench.beside = beside
    steps = iter(range(10_000))

    def die_at(act: Callable[..., object]) -> Callable[..., object]:
        def step(*given_: object) -> object:
            if next(steps) >= at:
                raise Killed
            return act(*given_)

        return step

    class Fragile(Journal):
        def note(self, made: ExportedFile) -> None:
            die_at(super().note)(made)

    try:
        with Fragile(bench.place) as journal:
            tools = Tools(die_at(bench.make), die_at(appear))  # type: ignore[arg-type]
            carry_out(bench.plan(photos()), tools, journal, lambda *_: None, lambda: False)
    except Killed:
        pass
    wanted = WANTED | ({f"{name}.xmp": b"words" for name in WANTED} if beside else {})
    for name, there in bench.files().items():
        assert name.endswith(ENDING) or wanted[name] == there
    done = bench.run(photos())
    assert len(done.made) + done.there == 5
    assert bench.files() == wanted


def test_an_incomplete_line_counts_as_not_written(tmp_path: Path) -> None:
    place = tmp_path / "journal"
    with Journal(place) as journal:
        journal.note(ExportedFile("/a", 1, 2, "a", 3))
        journal.note(ExportedFile("/b", 1, 2, "b", 3))
    place.write_bytes(place.read_bytes()[:-9])
    with Journal(place) as journal:
        journal.note(ExportedFile("/c", 1, 2, "c", 3))
    assert set(read_journal(place)) == {"/a", "/c"}
    assert json.loads(place.read_text().splitlines()[0])["name"] == "a"


def test_temporary_files_of_a_killed_export_are_deleted(bench: Bench) -> None:
    (bench.folder / "1").mkdir(parents=True)
    (bench.folder / "1" / f".abc-1{ENDING}").write_bytes(b"half")
    bench.run(photos())
    assert bench.files() == WANTED


def with_sidecars(bench: Bench, names: dict[int, str], is_short: bool) -> Exported:
    """Export photos 0, 1, …, each with a sidecar that names it, in one folder."""

    def make(target: Target, passing: Path) -> Future[Copied]:
        passing.write_bytes(content(target))
        job: Future[Copied] = Future()
        job.set_result(Copied(len(content(target)), f"words of {target.outgoing.photo}".encode(), is_short))
        return job

    some = [ExportPhoto(at, f"/photos/{name}", 1, at, None, "", "JPEG") for at, name in names.items()]
    ground = PlanContext(lambda name: not (bench.folder / name).exists(), read_journal(bench.place), bench.found)
    targets, left_out = plan_files(some, FileChoice(), ground)
    with Journal(bench.place) as journal:
        plan = ExportPlan(str(bench.folder), FileChoice(), targets, left_out)
        return carry_out(plan, Tools(make, appear), journal, lambda *_: None, lambda: False)


@pytest.mark.parametrize(
    ("is_short", "there", "expected"),
    [
        (False, {}, {"a.jpg.xmp": b"words of 0"}),
        (True, {}, {"a.xmp": b"words of 0"}),
        (True, {"a.xmp": b"mine"}, {"a.xmp": b"mine", "a.jpg.xmp": b"words of 0"}),
        (True, {"a.xmp": b"words of 0"}, {"a.xmp": b"words of 0"}),  # of a run that was killed
    ],
)
def test_a_short_sidecar_name_that_is_taken_is_not_used(
    bench: Bench, is_short: bool, there: dict[str, bytes], expected: dict[str, bytes]
) -> None:
    bench.folder.mkdir()
    for name, known in there.items():
        (bench.folder / name).write_bytes(known)
    with_sidecars(bench, {0: "a.jpg"}, is_short)
    assert bench.files() == {"a.jpg": b"picture of /photos/a.jpg"} | expected
    (noted,) = read_journal(bench.place).values()
    assert {noted.beside} == set(expected) - set(there) or there == expected


def test_two_photos_of_one_stem_have_a_sidecar_each(bench: Bench) -> None:
    assert with_sidecars(bench, {0: "a.jpg", 1: "a.png"}, is_short=True).made == ("a.jpg", "a.png")
    assert {name: known for name, known in bench.files().items() if name.endswith(".xmp")} == {
        "a.xmp": b"words of 0", "a.png.xmp": b"words of 1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("error", "reason", "ends"),
    [
        (OSError(errno.ENOSPC, "full"), "full", True),
        (OSError(errno.EDQUOT, "full", "/photos/1.jpg"), "full", True),
        (PermissionError(errno.EACCES, "no"), "not-allowed", True),  # nothing says that it was the photo
        (PermissionError(errno.EACCES, "no", "/photos/1.jpg"), "not-allowed", False),
        (PermissionError(errno.EPERM, "no", "/photos/1.jpg"), "not-allowed", False),
        (OSError(errno.EIO, "broken", "/photos/1.jpg"), "failed", False),
        (FileNotFoundError(errno.ENOENT, "gone"), "missing", False),
        (UnreadableFile("vanished", "It is gone."), "missing", False),
        (UnreadableFile("damaged", "It is broken."), "damaged", False),
        (UnreadableFile("unreadable", "It is closed."), "failed", False),
        (UnsafeToEmbed("it is odd"), "metadata", False),
    ],
)
def test_what_ends_an_export_and_what_costs_one_photo(bench: Bench, error: Exception, reason: str, ends: bool) -> None:
    bench.fails = {1: error}
    done = bench.run(photos(3), at_once=1)
    assert [one.reason for one in done.left_out] == [reason] * (2 if ends else 1)
    assert done.is_whole is not ends
    assert not [name for name in bench.files() if name.endswith(ENDING)]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (OSError(errno.EIO, "I/O error"), "(I/O error)"),
        (OSError("odd"), "(OSError)"),
        (ValueError("odd"), "(ValueError)"),
    ],
)
def test_an_unusual_error_is_named(error: Exception, sentence: str) -> None:
    assert sentence in skipped_by_system("/p/a.jpg", error).message
