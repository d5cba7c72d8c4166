"""A file is moved only as Photon last read it: size and time, each on its own."""

import os
from pathlib import Path

import pytest

from photon.app.bin.bin_plan import obstacle_of
from photon.app.session import Session
from photon.domain import PhotonError
from photon.library.bin.photo_files import CataloguedFile
from tests.app.bin.test_photo_bin import ALONE, SHOTS, photo_at, put
from tests.media.negative import negative
from tests.pictures import age, draw

SAME = 1_600_000_000_123_456_789


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A photo, another one, and a RAW file of the first shot."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = tmp_path / "photos"
    for number, name in enumerate(("a.jpg", "b.jpg")):
        draw(folder / name, seed=number)
    (folder / "a.dng").write_bytes(negative())
    age(folder / "a.dng")
    return folder


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.jpg"
    path.write_bytes(b"a lake")
    os.utime(path, ns=(SAME, SAME))
    return path


@pytest.mark.parametrize(
    ("size", "time", "is_offline", "said"),
    [
        (6, SAME, False, ""),
        (7, SAME, False, "changed or went"),
        (6, SAME + 1_000_000, False, "changed or went"),
        (6, SAME, True, "drive isn't connected"),
    ],
)
def test_each_difference_alone_keeps_a_file(file: Path, size: int, time: int, is_offline: bool, said: str) -> None:
    error = obstacle_of(str(file), CataloguedFile(1, size, time, is_offline))
    assert said in str(error) if said else error is None


@pytest.mark.parametrize("path", ["gone.jpg", "a.jpg/below", "a\0.jpg"])
def test_a_file_that_is_not_there_is_an_obstacle(file: Path, path: str) -> None:
    assert isinstance(obstacle_of(str(file.parent / path), CataloguedFile(1, 6, SAME, False)), PhotonError)


def test_a_photo_that_was_replaced_by_one_of_the_same_size_stays(session: Session, root: Path) -> None:
    session.work.background.pause()
    path = root / "a.jpg"
    photo, content = photo_at(session, path), path.read_bytes()
    path.write_bytes(content[:-9] + b"x" * 9)
    for scope in (SHOTS, ALONE):
        outcome = put(session, path, scope=scope)
        assert (outcome.photos, [Path(at).name for at, _ in outcome.obstacles]) == (0, [path.name])
    assert path.read_bytes()[-9:] == b"x" * 9
    assert photo_at(session, path) == photo
    assert session.bin.listed().result() == []


def test_another_photo_of_the_shot_that_changed_keeps_all_of_it(session: Session, root: Path) -> None:
    session.work.background.pause()
    photo, raw = photo_at(session, root / "a.jpg"), root / "a.dng"
    (unit,) = session.bin.plan([photo]).result().units
    assert [(Path(one.source).name, one.photo) for one in unit] == [
        ("a.jpg", photo), ("a.dng", photo_at(session, raw))
    ]  # fmt: skip
    raw.write_bytes(raw.read_bytes() + b"edited")
    outcome = put(session, root / "a.jpg")
    assert (outcome.photos, len(outcome.obstacles)) == (0, 1)
    assert put(session, root / "a.jpg", scope=ALONE).photos == 1
    assert {path.name for path in root.iterdir()} == {"a.dng", "b.jpg"}
