"""Vectors in a file: answers are those of the vectors in memory, and a file that is not whole is not used."""

import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from photon.index import VectorIndex
from photon.index.kept_rows import keep_rows
from photon.index.rows import VectorMatrix
from photon.index.stored_rows import StoredLayout, find_damage, read_rows

D, COUNT, PORTION = 100, 300, 128


def _unit(count: int, seed: int = 0) -> np.ndarray:
    vectors = np.random.default_rng(seed).normal(size=(count, D)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


VECTORS = _unit(2000, 3)


@pytest.fixture(autouse=True)
def _are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("photon.index.vector_index.WIDE_LIMIT", 100)


def made_index() -> VectorIndex:
    index = VectorIndex(D)
    index.add(np.arange(COUNT) - 20, VECTORS[:COUNT])
    with index.held() as rows:
        rows.mark(np.arange(COUNT) - 20, np.arange(2 * COUNT, dtype=np.uint64).reshape(-1, 2))
    return index


def finish(index: VectorIndex, path: Path) -> int:
    work = keep_rows(index, path, "maker", PORTION)
    while True:
        try:
            next(work)
        except StopIteration as end:
            return int(end.value)


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    assert finish(made_index(), tmp_path / "kept.rows") == COUNT
    return tmp_path / "kept.rows"


def test_vectors_from_a_file_answer_like_those_in_memory(kept: Path) -> None:
    index, stored = made_index(), read_rows(kept, "maker", D)
    assert stored is not None
    again = VectorIndex(D, stored)
    assert again.labels().tolist() == index.labels().tolist()
    for query in VECTORS[COUNT : COUNT + 5]:
        for one, other in zip(again.nearest(query, 30), index.nearest(query, 30), strict=True):
            np.testing.assert_array_equal(one, other)
    with again.held() as rows, index.held() as others:
        np.testing.assert_array_equal(rows.marks(rows.labels()), others.marks(rows.labels()))
        assert others.marks(rows.labels())[:, 1].tolist() == [*range(1, 2 * COUNT, 2)]
    assert not any(find_damage(kept, "maker", D))
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_file_of_another_maker_length_or_version_is_not_used(kept: Path) -> None:
    assert read_rows(kept, "other", D) is None
    assert read_rows(kept, "maker", D - 1) is None
    kept.write_bytes(kept.read_bytes().replace(b"Photon vectors 1", b"Photon vectors 2", 1))
    assert read_rows(kept, "maker", D) is None
    assert read_rows(kept.with_name("none"), "maker", D) is None


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes with names")
def test_a_pipe_in_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(path := tmp_path / "kept.rows")
    with ThreadPoolExecutor(2) as pool:
        read, damage = pool.submit(read_rows, path, "maker", D), pool.submit(lambda: [*find_damage(path, "maker", D)])
        try:
            assert read.result(timeout=5) is None
            assert damage.result(timeout=5) == [True]
        finally:
            os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))  # whoever waits goes on


def boundaries() -> list[int]:
    layout = StoredLayout("maker", D, 64, COUNT, COUNT + COUNT // 4, PORTION)
    ends = [0, 1 << 16, layout.size, *(at for at, _ in layout.columns())]
    return sorted({max(0, at + more) for at in ends for more in (-1, 0, 1)} - {layout.size})


def test_a_file_that_is_cut_or_too_long_is_not_used(kept: Path) -> None:
    whole = kept.read_bytes()
    assert len(whole) in {at - 1 for at in boundaries()}
    for at in boundaries():
        kept.write_bytes(whole[:at].ljust(at, b"\0"))
        assert read_rows(kept, "maker", D) is None, at
        assert True in find_damage(kept, "maker", D), at


def test_flipped_bytes_are_found(kept: Path) -> None:
    whole, layout = kept.read_bytes(), StoredLayout("maker", D, 64, COUNT, COUNT + COUNT // 4, PORTION)
    starts = [at for at, _ in layout.columns()]
    for at in (0, 20, 40, 300, (1 << 16) + 5, starts[0], starts[1] - 1, starts[1], starts[2] - 1):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert read_rows(kept, "maker", D) is None, at
    for at, portion in ((starts[2], 0), (starts[2] + 4 * 64 * COUNT - 1, 2), (starts[3] + 2 * D * PORTION, 1)):
        kept.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert [*find_damage(kept, "maker", D)] == [number == portion for number in range(3)], at


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from("ppt"), st.sampled_from([-50, -20, -1, 0, 7, 279, 280, 4000])), max_size=120))
def test_rows_from_a_file_behave_like_a_dictionary_and_never_change_it(
    kept: Path, steps: list[tuple[str, int]]
) -> None:
    before, stored = kept.read_bytes(), read_rows(kept, "maker", D)
    assert stored is not None
    rows, truth = VectorMatrix(D, 0, stored), {label - 20: VECTORS[label] for label in range(COUNT)}
    steps = [*steps, *(("p", label) for label in range(5000, 5000 + len(steps)))]  # more than there is room for
    for at, (action, label) in enumerate(steps, COUNT):
        if action == "p":
            rows.upsert(label, VECTORS[at])
            truth[label] = VECTORS[at]
        elif label in truth:
            rows.take_away(label)
            del truth[label]
    labels = np.array(sorted(truth), np.int64)
    assert sorted(rows.labels().tolist()) == labels.tolist()
    np.testing.assert_allclose(rows.vectors(labels), [truth[label] for label in labels.tolist()], atol=1e-3)
    query = _unit(1, 9)[0]
    np.testing.assert_allclose(rows.products_of(query, labels), rows.vectors(labels) @ query, atol=1e-5)
    assert kept.read_bytes() == before


def test_vectors_that_come_while_the_file_is_written_stay_in_memory(tmp_path: Path) -> None:
    index = made_index()
    work = keep_rows(index, tmp_path / "kept.rows", "maker", PORTION)
    next(work)
    index.add([5000, 5001], VECTORS[COUNT : COUNT + 2])
    assert [*work] == [None, None]
    assert len(index) == COUNT + 2
    assert index.nearest(VECTORS[COUNT + 1], 1)[0].tolist() == [5001]
    for more in range(COUNT):  # until there is no room behind the rows of the file
        index.add([6000 + more], VECTORS[1000 + more : 1001 + more])
    assert index.nearest(VECTORS[1000 + COUNT - 1], 1)[0].tolist() == [6000 + COUNT - 1]
    assert index.nearest(VECTORS[7], 1)[0].tolist() == [7 - 20]
    stored = read_rows(tmp_path / "kept.rows", "maker", D)
    assert stored is not None
    assert len(stored.labels) == COUNT


@pytest.mark.parametrize("change", ["replaced", "removed"])
def test_vectors_that_change_while_the_file_is_written_are_not_written(kept: Path, change: str) -> None:
    before, index = kept.read_bytes(), made_index()
    work = keep_rows(index, kept, "maker", PORTION)
    next(work)
    if change == "replaced":
        index.add([0], VECTORS[-1:])
    else:
        index.remove([0])
    assert [*work] == []
    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == ["kept.rows"]


@pytest.mark.parametrize("fails", ["write", "fsync", "replace"])
def test_a_disk_that_fills_leaves_the_former_file(kept: Path, monkeypatch: pytest.MonkeyPatch, fails: str) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    class FilledDisk(io.BufferedRandom):
        def flush(self) -> None:
            refuse()

    if fails == "write":
        monkeypatch.setattr(os, "fdopen", lambda handle, _: FilledDisk(io.FileIO(handle, "w+")))
    else:
        monkeypatch.setattr(os if fails == "fsync" else Path, fails, refuse)
    before, index = kept.read_bytes(), made_index()
    with pytest.raises(OSError, match="No space"):
        finish(index, kept)
    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == ["kept.rows"]
    assert index.nearest(VECTORS[7], 1)[0].tolist() == [7 - 20]


def test_of_two_writers_of_a_file_one_gives_up_and_both_answer_on(tmp_path: Path) -> None:
    path, first, second = tmp_path / "kept.rows", made_index(), made_index()
    second.remove([0])  # its last row is elsewhere now
    work = keep_rows(first, path, "maker", PORTION)
    next(work)
    assert finish(second, path) == COUNT - 1
    with pytest.raises(FileNotFoundError):
        list(work)
    assert [one.name for one in tmp_path.iterdir()] == ["kept.rows"]
    stored = read_rows(path, "maker", D)
    assert stored is not None
    assert not any(find_damage(path, "maker", D))
    for index in (first, second, VectorIndex(D, stored)):
        labels = index.labels()
        with index.held() as rows:
            np.testing.assert_allclose(rows.vectors(labels), VECTORS[labels + 20], atol=1e-3)
            assert rows.nearest(VECTORS[7], 1, labels)[1].max() > 0.99


def test_what_is_mapped_is_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, index, replace = tmp_path / "kept.rows", made_index(), Path.replace

    def be_late(self: Path, to: Path) -> None:
        replace(self, to)
        to.unlink()
        to.write_bytes(bytes(1 << 20))  # by another process

    monkeypatch.setattr(Path, "replace", be_late)
    assert finish(index, path) == COUNT
    with index.held() as rows:
        np.testing.assert_allclose(rows.vectors(np.arange(COUNT) - 20), VECTORS[:COUNT], atol=1e-3)
