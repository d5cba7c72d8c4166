"""Videos in watched folders: found, listed if they can't be played, and read again once they are complete."""

import os
import time
from collections.abc import Callable
from pathlib import Path

from photon.app.session import Session
from photon.library.photos import problems
from tests.app.conftest import settle, until
from tests.films import make_film
from tests.pictures import age, draw


def _open(open_session: Callable[..., Session], root: Path) -> Session:
    session = open_session()
    session.work.add_folder(str(root)).result()
    settle(session)
    return session


def test_videos_are_shown_among_photos_and_others_are_listed(
    tmp_path: Path, open_session: Callable[..., Session]
) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg")
    for name in ("b.mp4", "c.mov", "cut.mp4"):
        make_film(root / name, seconds=1)
    (root / "cut.mp4").write_bytes((root / "cut.mp4").read_bytes()[:1000])
    (root / "d.mkv").write_bytes((root / "b.mp4").read_bytes())  # another name of the same film
    for path in root.iterdir():
        age(path)
    session = _open(open_session, root)
    assert len(session.browsing.photos("name").result()) == 3
    listed = session.store.read(problems.all_problems).result()
    assert [(Path(one.path).name, one.kind) for one in listed] == [("cut.mp4", "video")]
    assert "can't be played here" in listed[0].message
    counts = session.searching.counts().result()
    assert (counts.videos, counts.problems) == (2, 1)


def test_a_video_that_grows_while_it_is_copied(tmp_path: Path, open_session: Callable[..., Session]) -> None:
    root = tmp_path / "photos"
    draw(root / "a.jpg")
    content = make_film(tmp_path / "film.mp4", seconds=1).read_bytes()  # its index comes last
    session = _open(open_session, root)
    with (root / "film.mp4").open("wb") as file:
        for at in range(0, len(content), len(content) // 4 + 1):
            file.write(content[at : at + len(content) // 4 + 1])
            file.flush()
            session.work.rescan().result()
            time.sleep(0.15)
    os.utime(root / "film.mp4")
    session.work.rescan().result()
    until(lambda: len(session.browsing.photos("name").result()) == 2)
    settle(session)
    assert session.store.read(problems.all_problems).result() == []
