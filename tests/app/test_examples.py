"""Example pictures: read once, read anew when they change, refused with a sentence."""

import os
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest

from photon.app.examples import Examples
from photon.app.quick import read_here
from photon.app.session import Session
from photon.domain import Like, PhotonError, Reading, UnreadableFile
from tests.app.conftest import settle
from tests.pictures import draw

Open = Callable[..., Session]


class Reader:
    """Reads for true and counts."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: str) -> Future[Reading]:
        self.read.append(Path(path).name)
        return read_here(path)


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    reader = Reader()
    examples = Examples(reader)
    path = draw(tmp_path / "a.jpg", "red")
    assert examples.read(str(path)).result() is examples.read(str(path)).result()
    draw(path, "blue", size=(90, 60))
    os.utime(path, ns=(1, 1))
    assert examples.read(str(path)).result().facts.width == 90
    assert reader.read == ["a.jpg", "a.jpg"]


def test_only_the_last_few_are_kept_and_a_failure_is_tried_again(tmp_path: Path) -> None:
    reader = Reader()
    examples = Examples(reader)
    (tmp_path / "bad.jpg").write_text("no picture")
    for _ in range(2):
        with pytest.raises(UnreadableFile):
            examples.read(str(tmp_path / "bad.jpg")).result()
    with pytest.raises(UnreadableFile):
        examples.read(str(tmp_path / "gone.jpg")).result()
    paths = [str(draw(tmp_path / f"{number}.jpg", seed=number)) for number in range(9)]
    for path in (*paths, paths[-1], paths[0]):
        examples.read(path).result()
    assert reader.read == ["bad.jpg", "bad.jpg", "gone.jpg", *(f"{number}.jpg" for number in range(9)), "0.jpg"]


def test_the_session_shows_examples_from_the_library_and_from_outside(open_session: Open, tmp_path: Path) -> None:
    inside = draw(tmp_path / "photos" / "inside.jpg", "red")
    session = open_session()
    session.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    (photo,) = session.photos("name").result()
    assert session.example(Like(photo=photo)).result() == session.example(Like(path=str(inside))).result()
    outside = draw(tmp_path / "outside.jpg", "blue")
    assert session.example(Like(path=str(outside))).result().startswith(b"\xff\xd8")
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(PhotonError, match=r"cannot search by “letter\.txt”"):
        session.example(Like(path=str(tmp_path / "letter.txt"))).result()
    with pytest.raises(PhotonError, match="no longer there"):
        session.example(Like(photo=photo + 1)).result()
