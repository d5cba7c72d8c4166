"""Missing photos in a session: which count as lost since its start, and links that are undone."""

from collections.abc import Callable
from pathlib import Path

from photon.app.session import Session
from photon.library import open_library
from photon.library.photos import files
from photon.library.photos.folders import all_folders
from tests.app.conftest import settle
from tests.pictures import draw

Open = Callable[..., Session]


def lose(place: Path, *names: str) -> None:
    """Make files missing, as another process would notice."""
    with open_library(place / "library", writable=True) as library:
        (folder,) = all_folders(library)
        files.forget(library, folder.id, names)


def filled(open_session: Open, place: Path) -> None:
    """Index three photos, and rate the first one."""
    for number, name in enumerate("abc"):
        draw(place / "photos" / f"{name}.png", "red", number)
    with open_session() as session:
        session.work.add_folder(str(place / "photos")).result()
        settle(session)
        session.marking.rate([1], 4).result()


def test_photos_missing_before_the_session_are_not_lost_in_it(open_session: Open, tmp_path: Path) -> None:
    filled(open_session, tmp_path)
    lose(tmp_path, "a.png")
    session = open_session(background=False)  # usually within the same second
    assert session.watched.count_missing().result() == 0
    lose(tmp_path, "b.png")
    assert session.watched.count_missing().result() == 1


def test_a_link_is_undone_after_a_restart(open_session: Open, tmp_path: Path) -> None:
    filled(open_session, tmp_path)
    lose(tmp_path, "a.png")
    session = open_session(background=False)
    (lost,) = session.watched.missing().result()
    session.watched.link_missing(lost.photo, str(tmp_path / "photos" / "b.png")).result()
    assert session.watched.missing().result() == []
    assert session.undoing.undo().result() == "linked a missing photo to b.png"
    assert session.watched.missing().result() == [lost]
    assert session.undoing.redo().result() == "linked a missing photo to b.png"
    assert session.watched.missing().result() == []
    session.close()
    later = open_session(background=False)
    assert later.undoing.undo().result() == "linked a missing photo to b.png"
    assert later.watched.missing().result() == [lost]
