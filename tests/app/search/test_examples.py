"""Example pictures: read once, read again when they change, refused with a message."""

import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from photon.app.search.examples import ExamplePictures
from photon.app.session import Session
from photon.domain import Like, PhotonError, Reading, Region, UnreadableFile
from photon.library import Library, open_library
from photon.media.read.region import crop_file
from tests.app.conftest import settle
from tests.decoders_here import read_here
from tests.pictures import age, draw

Open = Callable[..., Session]


class Reader:
    """Reads files and counts calls."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, path: str) -> Future[Reading]:
        self.read.append(Path(path).name)
        return read_here(path)


def test_a_file_is_read_once_until_it_changes(tmp_path: Path) -> None:
    reader = Reader()
    examples = ExamplePictures(reader)
    path = draw(tmp_path / "a.jpg", "red")
    assert examples.read(str(path)).result() is examples.read(str(path)).result()
    draw(path, "blue", size=(90, 60))
    os.utime(path, ns=(1, 1))
    assert examples.read(str(path)).result().facts.width == 90
    assert reader.read == ["a.jpg", "a.jpg"]


def test_only_the_last_examples_are_kept_and_a_failure_is_retried(tmp_path: Path) -> None:
    reader = Reader()
    examples = ExamplePictures(reader)
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


def test_the_session_shows_examples_from_the_library_and_from_files(open_session: Open, tmp_path: Path) -> None:
    inside = draw(tmp_path / "photos" / "inside.jpg", "red")
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    (photo,) = session.browsing.photos("name").result()
    assert (
        session.searching.example(Like(photo=photo)).result()
        == session.searching.example(Like(path=str(inside))).result()
    )
    outside = draw(tmp_path / "outside.jpg", "blue")
    assert session.searching.example(Like(path=str(outside))).result().startswith(b"\xff\xd8")
    (tmp_path / "letter.txt").write_text("Dear all")
    with pytest.raises(PhotonError, match=r"can't search with “letter\.txt”"):
        session.searching.example(Like(path=str(tmp_path / "letter.txt"))).result()
    with pytest.raises(PhotonError, match="no photo number"):
        session.searching.example(Like(photo=photo + 1)).result()


def test_a_region_of_an_example_is_shown_alone(open_session: Open, tmp_path: Path) -> None:
    half = tmp_path / "photos" / "half.png"
    half.parent.mkdir()
    two = Image.new("RGB", (1600, 1200), (255, 0, 0))
    two.paste((0, 0, 255), (800, 0, 1600, 1200))
    two.save(half)
    age(half)
    session = open_session()
    session.work.add_folder(str(half.parent)).result()
    settle(session)
    (photo,) = session.browsing.photos("name").result()
    outside = tmp_path / "outside.png"
    outside.write_bytes(half.read_bytes())
    right, small = Region(0.5, 0, 0.5, 1), Region(0.8, 0.1, 0.1, 0.1)
    for like in (Like(photo=photo), Like(path=str(half)), Like(path=str(outside))):
        for region, size in ((right, (341, 512)), (small, (160, 120))):
            part = Image.open(io.BytesIO(session.searching.example(replace(like, region=region)).result()))
            assert part.size == size  # the small one is taken from the file: it has only 68 × 51 pixels in the preview
            assert part.getpixel((50, 50))[2] > 240
    with pytest.raises(PhotonError, match="outside the photo"):
        session.searching.example(Like(photo=photo, region=Region(1, 1, 1, 1))).result()
    half.unlink()
    away = Image.open(
        io.BytesIO(session.searching.example(Like(photo=photo, region=Region(0.7, 0.1, 0.1, 0.1))).result())
    )
    assert away.size == (85, 64)  # the preview still exists


def test_a_region_is_cropped_once_until_the_file_changes(
    library_with_photo: tuple[Library, Path], tmp_path: Path
) -> None:
    library, path = library_with_photo
    cut: list[Region] = []

    def crop(file: str, region: Region, turn: int) -> Future[bytes]:
        cut.append(region)
        future: Future[bytes] = Future()
        future.set_result(crop_file(file, region, turn))
        return future

    examples = ExamplePictures(read_here, crop)
    small, other = Region(0, 0, 0.1, 0.1), Region(0.5, 0, 0.1, 0.1)
    for region in (small, small, other, small):
        examples.preview(library, Like(path=str(path), region=region))
    assert cut == [small, other]
    os.utime(path, ns=(1, 1))
    examples.preview(library, Like(path=str(path), region=small))
    assert cut == [small, other, small]


@pytest.fixture
def library_with_photo(tmp_path: Path) -> Iterator[tuple[Library, Path]]:
    path = draw(tmp_path / "large.jpg", "green", size=(1600, 1200))
    with open_library(tmp_path / "library", writable=True) as library:
        yield library, path
