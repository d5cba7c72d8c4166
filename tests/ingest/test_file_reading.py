"""Which files of a listing are gone, read, asked or checked: one condition at a time."""

import os
import time
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace

import pytest

from photon.domain import PhotonError, UnreadableFile
from photon.domain.photo.file_time import modified_ns
from photon.ingest import file_reading
from photon.ingest.file_reading import Batch, Differences, ask_files, compare, gone, read_files
from photon.ingest.listing import FolderListing
from photon.ingest.roots import identity, is_away, is_plain
from photon.library.photos.file_states import FileState
from photon.library.photos.found_files import Found

THERE = {"a.jpg": (1, 10), "in/b.jpg": (2, 20), "in/deep/c.jpg": (3, 30)}


def listing(**known: object) -> FolderListing:
    return FolderListing(**{"files": THERE, "changed": dict.fromkeys(THERE, 5)} | known)  # type: ignore[arg-type]


LOST = {"lost.jpg", "in/lost.jpg", "in/deep/lost.jpg", "in2/lost.jpg"}


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        ({}, LOST),
        ({"reachable": False}, set()),
        ({"closed": {""}}, set()),  # the watched folder itself could not be listed
        ({"closed": {"in"}}, {"lost.jpg", "in2/lost.jpg"}),
        ({"closed": {"in/deep"}}, LOST - {"in/deep/lost.jpg"}),
        ({"closed": {"in/deep", "in2"}}, {"lost.jpg", "in/lost.jpg"}),
        ({"inner": "in"}, {"in/lost.jpg", "in/deep/lost.jpg"}),
        ({"inner": "in", "closed": {"in"}}, set()),
        ({"deep": False}, LOST),
        ({"deep": False, "folders": {"in"}}, {"lost.jpg", "in2/lost.jpg"}),
        ({"deep": False, "inner": "in", "folders": {"in/deep"}}, {"in/lost.jpg"}),
        ({"deep": False, "inner": "in"}, {"in/lost.jpg", "in/deep/lost.jpg"}),
    ],
)
def test_only_what_was_looked_at_can_be_gone(known: dict[str, object], expected: set[str]) -> None:
    assert set(gone(listing(**known), LOST)) == expected


def differences(listed: FolderListing, **of_a: object) -> Differences:
    """Compare a listing with a catalogue that agrees with it, but for what it says of ``a.jpg``."""
    states = [FileState(name, *state, changed_ns=5, beside="", is_photo=True) for name, state in THERE.items()]
    return compare(1, listed, [states[0]._replace(**of_a), *states[1:]])  # type: ignore[arg-type]


def names(found: Sequence[Found]) -> list[str]:
    return [one.relative for one in found]


@pytest.mark.parametrize(("state", "is_read"), [((1, 10), False), ((2, 10), True), ((1, 11), True), ((None, 10), True)])
def test_a_file_is_read_again_if_its_size_or_its_time_changed(state: tuple[int | None, int], is_read: bool) -> None:
    seen = differences(listing(), size=state[0], mtime_ns=state[1])
    assert (names(seen.fresh), seen.unlisted) == (["a.jpg"] if is_read else [], [])
    assert not [*seen.suspects, *seen.stale, *seen.unnoted]


def test_new_names_are_read_before_changed_files() -> None:
    seen = compare(1, listing(), [FileState("in/deep/c.jpg", 0, 0, None, "", is_photo=True)])
    assert names(seen.fresh) == ["in/b.jpg", "a.jpg", "in/deep/c.jpg"]


def test_only_files_of_the_catalogue_can_be_missing() -> None:
    assert differences(listing(), relative="lost.jpg").unlisted == ["lost.jpg"]


def test_photos_do_not_wait_for_videos() -> None:
    """Those are read by one process, and would take the places of photos in the queue of the others."""
    files = {"new.mp4": (1, 30), "a.jpg": (1, 10), "old.MOV": (1, 5), "b.jpg": (1, 20)}
    assert names(compare(1, FolderListing(files=files), []).fresh) == ["b.jpg", "a.jpg", "new.mp4", "old.MOV"]


@pytest.mark.parametrize(
    ("state", "asked", "is_asked"),
    [
        ((1, 10), None, True),  # never read
        ((1, 10), "a.xmp:1:1", False),
        ((1, 10), "a.xmp:1:2", True),
        ((1, 10), "", True),
        ((1, 11), None, False),  # it is read as a whole
    ],
)
def test_metadata_is_asked_if_the_sidecars_changed(state: tuple[int, int], asked: object, is_asked: bool) -> None:
    listed = listing(sidecars={"a.xmp": (1, 1)})
    assert names(differences(listed, size=state[0], mtime_ns=state[1], beside=asked).stale) == ["a.jpg"] * is_asked
    assert not differences(listed, size=state[0], mtime_ns=state[1], beside=asked, is_photo=False).stale


@pytest.mark.parametrize(
    ("state", "noted", "suspects", "unnoted"),
    [
        ((1, 10), 5, [], {}),
        ((1, 10), 4, ["a.jpg"], {}),
        ((1, 10), None, [], {"a.jpg": 5}),
        ((1, 11), 4, [], {}),
    ],
)
def test_a_file_whose_status_changed_is_checked(
    state: tuple[int, int], noted: object, suspects: list[str], unnoted: dict[str, int]
) -> None:
    seen = differences(listing(), size=state[0], mtime_ns=state[1], changed_ns=noted)
    assert (names(seen.suspects), seen.unnoted) == (suspects, unnoted)
    seen = differences(listing(), size=state[0], mtime_ns=state[1], changed_ns=noted, is_photo=False)
    assert not [*seen.suspects, *seen.unnoted]


NOW = 1_700_000_000.0


class Decoder:
    """Reads files of one folder at once; what a test says happens to the next one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.error: Exception | None = None
        self.damage = ""
        self.touches = False

    def found(self, name: str, seconds: float = 3600) -> Found:
        path = self.folder / name
        path.write_bytes(b"x")
        os.utime(path, (NOW - seconds,) * 2)
        return Found(1, name, 1, modified_ns(path.stat()))

    def submit(self, path: str) -> Future[object]:
        job: Future[object] = Future()
        if self.touches:
            os.utime(path, (1, 1))
        if self.error:
            job.set_exception(self.error)
        else:
            job.set_result(type("Read", (), {"damage": self.damage})())
        return job

    def read(self, *found: Found) -> Batch:
        whole = Batch()
        for batch in read_files(f"{self.folder}/", found, self.submit, 2, lambda: False):  # type: ignore[arg-type]
            whole.readings += batch.readings
            whole.failures += batch.failures
            whole.again += batch.again
        return whole


@pytest.fixture
def decoder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Decoder:
    """The clock stands still, so that a busy computer makes no file older."""
    monkeypatch.setattr(file_reading, "time", SimpleNamespace(time=lambda: NOW, monotonic=time.monotonic))
    return Decoder(tmp_path)


def sizes(batch: Batch) -> tuple[int, int, int]:
    return len(batch.readings), len(batch.failures), len(batch.again)


@pytest.mark.usefixtures("real_delays")
@pytest.mark.parametrize(
    ("seconds", "error", "damage", "touches", "expected"),
    [
        (3600, None, "", False, (1, 0, 0)),
        (0.2, None, "", False, (0, 0, 1)),  # it may still be copied
        (-60, None, "", False, (1, 0, 0)),  # of the future
        (1.5, None, "", False, (1, 0, 0)),
        (3600, None, "", True, (0, 0, 1)),
        (1.5, None, "cut off", False, (0, 0, 1)),
        (3600, None, "cut off", False, (1, 0, 0)),
        (-60, None, "cut off", False, (1, 0, 0)),
        (3600, UnreadableFile("damaged", "It is broken."), "", False, (0, 1, 0)),
        (1.5, UnreadableFile("damaged", "It is broken."), "", False, (0, 0, 1)),
        (1.5, UnreadableFile("empty", "It is empty."), "", False, (0, 0, 1)),
        (1.5, UnreadableFile("unsupported", "It is odd."), "", False, (0, 0, 1)),
        (1.5, UnreadableFile("unreadable", "It is closed."), "", False, (0, 1, 0)),
        (-60, UnreadableFile("damaged", "It is broken."), "", False, (0, 1, 0)),
        (3600, UnreadableFile("vanished", "It is gone."), "", False, (0, 0, 0)),
        (3600, ValueError("a bug"), "", False, (0, 1, 0)),
    ],
)
def test_what_becomes_of_a_file(
    decoder: Decoder, seconds: float, error: Exception | None, damage: str, touches: bool,
    expected: tuple[int, int, int],
) -> None:  # fmt: skip
    decoder.error, decoder.damage, decoder.touches = error, damage, touches
    batch = decoder.read(decoder.found("a.jpg", seconds))
    assert sizes(batch) == expected
    assert all(failed.problem.path == str(decoder.folder / "a.jpg") for failed in batch.failures)


def test_a_fault_that_is_not_the_file_s_ends_the_reading(decoder: Decoder) -> None:
    decoder.error = PhotonError("The disk is full.")
    with pytest.raises(PhotonError, match="full"):
        decoder.read(decoder.found("a.jpg"))


def test_files_are_read_until_it_is_stopped_and_a_few_are_in_flight(decoder: Decoder) -> None:
    flying: list[Future[object]] = []
    begun: list[str] = []

    def submit(path: str) -> Future[object]:
        assert sum(not one.done() for one in flying) < 2
        begun.append(Path(path).name)
        if len(flying) == 1:
            for one in (*flying, job := Future[object]()):
                one.set_result(type("Read", (), {"damage": ""})())
        else:
            job = Future()
        flying.append(job)
        return job

    found = [decoder.found(f"{at}.jpg") for at in range(5)]
    batches = list(
        read_files(str(decoder.folder), found, submit, 2, lambda: len(begun) == 2)  # type: ignore[arg-type]
    )
    assert begun == ["0.jpg", "1.jpg"]
    assert sum(len(batch.readings) for batch in batches) == 2


def test_metadata_is_asked_in_batches(decoder: Decoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reading, "ASKED", 2)
    found = [decoder.found(f"{at}.jpg") for at in range(3)]
    asked = list(ask_files(f"{decoder.folder}/", found, decoder.submit, 2, lambda: False))  # type: ignore[arg-type]
    assert [[one.relative for one, _ in some] for some in asked] == [["0.jpg", "1.jpg"], ["2.jpg"]]
    decoder.error = UnreadableFile("damaged", "It is broken.")
    ((one,),) = ask_files(str(decoder.folder), found[:1], decoder.submit, 2, lambda: False)  # type: ignore[arg-type]
    assert one[1].problem is not None
    assert one[1].problem.path == str(decoder.folder / "0.jpg")
    (nothing,) = ask_files(str(decoder.folder), found, decoder.submit, 2, lambda: True)  # type: ignore[arg-type]
    assert nothing == []


MANY = {f"{at}.jpg" for at in range(20)}


@pytest.mark.parametrize(
    ("there", "others", "known", "expected"),
    [
        (0, 0, {}, True),
        (1, 0, {}, True),
        (2, 0, {}, False),  # a tenth is there
        (20, 0, {}, False),
        (0, 9, {}, True),
        (0, 10, {}, False),  # photos were moved on a drive with another number
        (0, 0, {"is_same": True}, False),  # they were deleted
        (0, 0, {"believed": set()}, False),
        (0, 0, {"closed": {""}}, False),
        (0, 0, {"closed": {"in"}}, True),
        (20, 0, {"reachable": False, "is_same": True}, True),
    ],
)
def test_a_nearly_empty_folder_is_offline(there: int, others: int, known: dict[str, object], expected: bool) -> None:
    names = [*sorted(MANY)[:there], *(f"other{at}.jpg" for at in range(others))]
    found = FolderListing(files=dict.fromkeys(names, (1, 1)))
    found.closed = known.get("closed", set())  # type: ignore[assignment]
    found.reachable = bool(known.get("reachable", True))
    believed = known.get("believed", MANY)
    assert is_away(found, lambda: believed, is_same=bool(known.get("is_same"))) is expected  # type: ignore[arg-type]


def test_a_folder_is_known_by_its_place_on_its_drive(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "file").touch()
    first = identity(str(tmp_path / "a"))
    assert first is not None
    (tmp_path / "a").rename(tmp_path / "c")
    assert identity(str(tmp_path / "c")) == first
    assert identity(str(tmp_path / "b")) not in {first, None}
    assert identity(str(tmp_path / "a")) is identity(str(tmp_path / "file")) is None


def test_a_part_behind_a_link_is_not_plain(tmp_path: Path) -> None:
    (tmp_path / "real" / "in").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    (tmp_path / "real" / "in" / "link").symlink_to(tmp_path)
    root = str(tmp_path)
    assert [is_plain(root, part) for part in ("", "real", "real/in", "real/gone")] == [True] * 4
    assert [is_plain(root, part) for part in ("link", "link/in", "real/in/link")] == [False] * 3
