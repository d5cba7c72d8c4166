"""A real session over real files, with an encoder for colours."""

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import Like
from tests.app.scenes import KINDS, SceneEncoding, draw_scene, id_of, plain
from tests.fakes import ColourEncoding


@pytest.fixture
def encoder() -> ColourEncoding:
    return ColourEncoding()


@pytest.fixture
def open_session(tmp_path: Path, encoder: ColourEncoding) -> Iterator[Callable[..., Session]]:
    before = set(threading.enumerate())
    opened: list[Session] = []

    def open_one(*, background: bool = True, directory: Path | None = None) -> Session:
        session = Session.open(directory or tmp_path / "library", background=background, encoder=encoder)
        opened.append(session)
        return session

    yield open_one
    for session in opened:
        session.close()
    until(lambda: not [t for t in threading.enumerate() if t not in before and not t.daemon])


def until(condition: Callable[[], object], seconds: float = 60) -> None:
    """Wait until a condition is true, or fail."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not come true in time"
        time.sleep(0.02)


def settle(session: Session) -> None:
    """Wait until the session is idle."""
    until(lambda: session.work.up_to_date, 120)


@pytest.fixture
def session(open_session: Callable[..., Session], root: Path) -> Session:
    """A session with all photos below ``root``, a fixture of the module."""
    opened = open_session()
    opened.work.add_folder(str(root)).result()
    settle(opened)
    return opened


@pytest.fixture(scope="module")
def scenes_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Create six photos of each kind in one folder, one of each in Lisbon, and four of the first kind in grey."""
    place = tmp_path_factory.mktemp("composing")
    for letter, (name, kind) in enumerate(KINDS.items()):
        for number in range(6):
            draw_scene(place / "photos" / "plain" / f"{name}{number}.jpg", kind, 10 * letter + number)
        draw_scene(place / "photos" / "lisbon" / f"{name}9.jpg", kind, 100 + letter)
    for number in range(4):
        draw_scene(place / "photos" / "old" / f"ga{number}.jpg", KINDS["qa"], number, "L")
    draw_scene(place / "outside.jpg", KINDS["qa"], 999)
    return place


@pytest.fixture(scope="module")
def scenes(scenes_place: Path) -> Iterator[Session]:
    before = set(threading.enumerate())
    with Session.open(scenes_place / "library", encoder=SceneEncoding()) as session:
        session.work.add_folder(str(scenes_place / "photos")).result()
        settle(session)
        session.teaching.teach(
            ("Rex",), [Like(str(plain(scenes_place, f"qa{n}"))) for n in range(3)], kind="dog"
        ).result()
        session.marking.rate([id_of(session, scenes_place, f"{name}{n}") for name in KINDS for n in (1, 3)], 4).result()
        yield session
    for thread in set(threading.enumerate()) - before:
        thread.join(20)
