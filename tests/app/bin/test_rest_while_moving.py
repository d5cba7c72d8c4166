"""The work in the background waits while files move, and goes on afterwards."""

from pathlib import Path
from threading import Event, current_thread

import pytest

from photon.app.bin import file_moving
from photon.app.session import Session
from tests.app.conftest import until
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    draw(tmp_path / "photos" / "a.jpg")
    return tmp_path / "photos"


class SeenRest(Event):
    """Notes which threads wait for it in vain."""

    def __init__(self) -> None:
        super().__init__()
        self.set()
        self.waiting: set[str] = set()

    def wait(self, timeout: float | None = None) -> bool:
        is_set = super().wait(timeout)
        self.waiting |= set() if is_set else {current_thread().name}
        return is_set


def test_a_move_that_hangs_does_not_hold_up_the_work_for_ever(
    session: Session, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_moving, "_LONGEST_WAIT", 0.05)
    seen: list[set[int]] = []
    (photo,) = session.browsing.photos("name").result()

    def fresh() -> set[int]:
        return set(session.browsing.photos("name").result()) - {photo}

    def hang(*_: object) -> None:
        draw(root / "new" / "b.jpg", "blue", 1)
        session.work.rescan().result()
        until(fresh)
        seen.append(fresh())

    session.bin.move_to_bin(session.bin.plan([photo]).result(), hang).result()
    assert len(seen) == 1
    assert session.store.at_rest.is_set()


def test_the_work_in_the_background_waits_while_files_move(session: Session) -> None:
    rest = session.store.at_rest = SeenRest()
    seen: list[bool] = []

    def look(*_: object) -> None:
        seen.append(rest.is_set())
        until(lambda: rest.waiting >= {"photon-gathering", "photon-embedding"})

    plan = session.bin.plan(session.browsing.photos("name").result()).result()
    session.bin.move_to_bin(plan, look).result()
    assert rest.is_set()
    rest.waiting.clear()
    (one,) = session.bin.listed().result()
    session.bin.put_back([one.id], look).result()
    assert seen == [False, False]
    assert rest.is_set()
