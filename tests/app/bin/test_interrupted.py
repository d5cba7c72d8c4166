"""Photon ends at any moment while it moves files: the next start finishes what was begun, or takes it back."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from photon.app.bin import file_moving
from photon.app.bin.rename_plan import RenameChoice
from photon.app.session import Session
from photon.export.naming import read_template
from photon.library.bin import file_moves
from photon.library.files.missing_photos import missing_photos
from photon.media.trash import bin as any_bin
from photon.media.trash import freedesktop_bin
from tests.app.conftest import settle
from tests.pictures import draw

PLACES: dict[str, tuple[Any, str]] = {
    "journal": (file_moves, "begin"),
    "way back in the journal": (file_moves, "turn_back"),
    "info": (freedesktop_bin, "write_info"),
    "rename": (any_bin, "rename_freely"),
    "info away": (freedesktop_bin, "drop_info"),
    "flush": (file_moving, "flush_moves"),
    "where they are": (file_moves, "settle"),
}


class Killed(BaseException):
    """The process is gone: nothing after this happens."""


def kill_at(monkeypatch: pytest.MonkeyPatch, place: str, when: int, *, after: bool) -> None:
    """End everything at the ``when``-th call of a function: before it does anything, or when all is done."""
    module, name = PLACES[place]
    act = getattr(module, name)
    calls = []

    def dying(*arguments: object, **named: object) -> object:
        calls.append(1)
        if len(calls) == when and not after:
            raise Killed
        result = act(*arguments, **named)
        if len(calls) == when:
            raise Killed
        return result

    monkeypatch.setattr(module, name, dying)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg")):
        draw(tmp_path / "photos" / name, seed=number, size=(16, 12))
        (tmp_path / "photos" / f"{name}.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    return tmp_path / "photos"


def held(place: Path) -> dict[bytes, int]:
    """How often each content is there, in the folder and in the bin."""
    found: dict[bytes, int] = {}
    for folder in (place / "photos", place / "data" / "Trash" / "files"):
        for path in folder.rglob("*"):
            if path.is_file():
                found[path.read_bytes()] = found.get(path.read_bytes(), 0) + 1
    return found


def check(session: Session, place: Path, before: dict[bytes, int], stars: dict[int, int]) -> None:
    """Nothing is lost or doubled, in the bin is what the bin says, and all else is shown."""
    assert held(place) == before
    settle(session)
    listed = session.bin.listed().result()
    shown = session.browsing.photos("name").result()
    assert sorted([*shown, *(one.photo for one in listed)]) == sorted(stars)
    assert session.store.read(missing_photos).result() == []
    for one in listed:
        assert not Path(one.path).exists()
        assert Path(one.target).exists()
        assert len(one.others) == 1
    infos = {path.name for path in (place / "data" / "Trash" / "info").glob("*")}
    files = {f"{path.name}.trashinfo" for path in (place / "data" / "Trash" / "files").glob("*")}
    assert infos == files
    if listed:
        session.bin.put_back([one.id for one in listed]).result()
    settle(session)
    assert sorted(session.browsing.photos("name").result()) == sorted(stars)
    for photo, given in stars.items():
        assert session.browsing.photo(photo).result().rating == given  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("place", "after", "way"),
    [
        pytest.param(place, after, way, marks=() if (place, after) == ("rename", True) else pytest.mark.slow)
        for place in PLACES
        for after in (False, True)
        for way in ("there", "back", "rename", "rename back")
    ],
)
def test_killed_at_any_point(
    root: Path, tmp_path: Path, open_session: Callable[..., Session], place: str, after: bool, way: str
) -> None:
    session = open_session(background=False)
    session.work.add_folder(str(root)).result()
    session.start_work()
    settle(session)
    photos = session.browsing.photos("name").result()
    stars = {photo: number for number, photo in enumerate(photos, 1)}
    for photo, given in stars.items():
        session.marking.rate([photo], given).result()
    before = held(tmp_path)
    batch = 0
    if way == "back":
        batch = session.bin.move_to_bin(session.bin.plan(photos[:2]).result()).result().batch
    elif way.startswith("rename"):
        plan = session.bin.renaming.plan(photos[:2], RenameChoice(read_template("new/{name}-{number}"))).result()
        batch = session.bin.renaming.rename(plan).result().batch if way == "rename back" else 0
    with pytest.MonkeyPatch.context() as patch:
        kill_at(patch, place, 1 if place in {"journal", "way back in the journal", "flush", "where they are"} else 3,
                after=after)  # fmt: skip
        try:
            if way == "there":
                session.bin.move_to_bin(session.bin.plan(photos[:2]).result()).result()
            elif way == "back":
                session.bin.put_back_batch(batch).result()
            elif way == "rename":
                session.bin.renaming.rename(plan).result()
            else:
                session.bin.renaming.undo(batch).result()
        except Killed:
            pass
        session.close()
    later = open_session()
    settle(later)
    check(later, tmp_path, before, stars)
