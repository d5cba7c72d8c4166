"""An import that a person asked for is one step: it is undone as a whole."""

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
    session.pause()
    photos = [photo_at(session, root / f"{name}.jpg") for name in "ab"]
    for name in "ab":
        (root / f"{name}.xmp").write_bytes(packet(bag("dc:subject", f"of {name}")))
    told: list[tuple[int, int]] = []
    assert session.importing.import_photos(photos, keep=False).result()
    assert all(tags_of(session, photo) == set() for photo in photos)
    session.importing.import_photos(photos, tell=lambda *so_far: told.append(so_far)).result()
    assert [tags_of(session, photo) for photo in photos] == [{("of a",)}, {("of b",)}]
    assert told[-1] == (2, 2)
    assert "2 photos" in str(session.undo().result())
    assert [tags_of(session, photo) for photo in photos] == [set(), set()]
    session.redo().result()
    assert [tags_of(session, photo) for photo in photos] == [{("of a",)}, {("of b",)}]
