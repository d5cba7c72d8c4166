"""An import that a person asked for is one step: it is undone as a whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from photon.app.session import Session
from tests.app.bin.test_photo_bin import photo_at, tags_of
from tests.media.packets import bag, packet
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number, name in enumerate("ab"):
        draw(tmp_path / "photos" / f"{name}.jpg", seed=number, size=(16, 12))
    return tmp_path / "photos"


def test_an_import_is_undone_and_redone(session: Session, root: Path) -> None:
    session.work.background.pause()
    photos = [photo_at(session, root / f"{name}.jpg") for name in "ab"]
    for name in "ab":
        (root / f"{name}.xmp").write_bytes(packet(bag("dc:subject", f"of {name}")))
    told: list[tuple[int, int]] = []
    assert session.importing.import_photos(photos, keep=False).result()
    assert all(tags_of(session, photo) == set() for photo in photos)
    session.importing.import_photos(photos, tell=lambda *so_far: told.append(so_far)).result()
    assert [tags_of(session, photo) for photo in photos] == [{("of a",)}, {("of b",)}]
    assert told[-1] == (2, 2)
    assert "2 photos" in str(session.undoing.undo().result())
    assert [tags_of(session, photo) for photo in photos] == [set(), set()]
    session.undoing.redo().result()
    assert [tags_of(session, photo) for photo in photos] == [{("of a",)}, {("of b",)}]


def test_an_import_is_undone_after_a_restart(
    session: Session, root: Path, open_session: Callable[..., Session]
) -> None:
    session.work.background.pause()
    photos = [photo_at(session, root / f"{name}.jpg") for name in "ab"]
    for name in "ab":
        (root / f"{name}.xmp").write_bytes(packet(bag("dc:subject", f"of {name}")))
    session.importing.import_photos(photos).result()
    session.marking.rate(photos[:1], 3).result()
    session.close()
    later = open_session(background=False)
    assert later.undoing.undo().result() == "rated 1 photo"
    name = later.undoing.undo().result()
    assert name == "imported metadata from the files of 2 photos"
    assert [tags_of(later, photo) for photo in photos] == [set(), set()]
    assert [later.undoing.redo().result() for _ in range(2)] == [name, "rated 1 photo"]
    assert [tags_of(later, photo) for photo in photos] == [{("of a",)}, {("of b",)}]
    run = later.decisions.runs.all_runs().result()[0]
    later.decisions.runs.undo(run.id).result()
    assert [tags_of(later, photo) for photo in photos] == [set(), set()]
    later.close()
    last = open_session(background=False)
    assert last.undoing.undo().result() == "reversed import from 2 files"
    assert [tags_of(last, photo) for photo in photos] == [{("of a",)}, {("of b",)}]
