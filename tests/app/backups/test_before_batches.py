"""Each use case that changes many photos at once asks for a backup first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.export.naming import read_template
from tests.pictures import draw

COUNT = 3


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number in range(COUNT):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number, size=(16, 12))
    return tmp_path / "photos"


def tag(session: Session, name: str = "Rome") -> None:
    session.tags.mark(session.browsing.photos("name").result(), [("Places", name)], "confirmed").result()


def write(session: Session) -> None:
    session.writing.write(session.writing.plan(session.browsing.photos("name").result()).result()).result()


def undo(session: Session) -> None:
    session.decisions.steps.undo(session.decisions.steps.find_latest().result()).result()


def rename(session: Session) -> None:
    plan = session.bin.renaming.plan(
        session.browsing.photos("name").result(), RenameChoice(read_template("{number}x"))
    ).result()
    session.bin.renaming.rename(plan).result()


@pytest.mark.parametrize(
    "act",
    [
        lambda session: tag(session, "Milan"),
        write,
        undo,
        rename,
        lambda session: session.tags.delete(("Places",)).result(),
        lambda session: session.importing.import_photos(session.browsing.photos("name").result()).result(),
        lambda session: session.bin.move_to_bin(
            session.bin.plan(session.browsing.photos("name").result()).result()
        ).result(),
    ],
)
def test_a_backup_is_asked_for_before_many_photos_change(session: Session, act: Callable[[Session], object]) -> None:
    tag(session)
    asked: list[int] = []
    session.store.before_batch = asked.append
    act(session)
    assert max(asked) >= COUNT


def test_what_is_only_computed_needs_none(session: Session) -> None:
    asked: list[int] = []
    session.store.before_batch = asked.append
    photos = session.browsing.photos("name").result()
    session.importing.import_photos(photos, keep=False).result()
    session.bin.plan(photos).result()
    session.writing.plan(photos).result()
    assert asked == []
