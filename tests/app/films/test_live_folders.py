"""Folders with live photos, as phones leave them, from disk to list: read by real processes, moved, and deleted."""

import shutil
from pathlib import Path

import pytest

from photon.app.indexing import folder_scanner
from photon.app.session import Session
from photon.ingest.listing import Kinds
from photon.library.photos.photos import count
from photon.media.file.file_kinds import is_other_picture, is_photo, is_video
from tests.app.bin.test_photo_bin import names, photo_at, rescan, tags_of
from tests.live_photos import film, micro_video, still
from tests.pictures import age

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("processes")]
COUNT = 6  # live photos of each kind


def identifier(number: int) -> str:
    return f"5F1C9A3E-0D5B-4B6E-9C55-{number:012}"


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    age(path)


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Live photos of both formats; one with an edited copy; films that belong to none of them; a motion photo."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    kinds = Kinds(lambda name: is_photo(name) or is_video(name), lambda _: False, is_other_picture)
    monkeypatch.setattr(folder_scanner, "KINDS", kinds)
    folder = tmp_path / "photos"
    for number in range(2 * COUNT):
        kind, ending = ("HEIF", "heic") if number % 2 else ("JPEG", "jpg")
        put(folder / f"live_{number}.{ending}", still(kind, identifier(number), seed=number))
        put(folder / f"live_{number}.mov", film(0.5, identifier(number)))
    put(folder / "live_E0.jpg", still("JPEG", identifier(0), seed=50))
    put(folder / "other.jpg", still("JPEG", identifier(90), seed=90))
    put(folder / "other.mov", film(0.5, identifier(91)))  # of the same name, but of another photo
    put(folder / "plain.jpg", still(seed=92))
    put(folder / "plain.mp4", film(0.6))
    put(folder / "away.jpg", still("JPEG", identifier(93), seed=93))
    put(folder / "sub" / "away.mov", film(0.5, identifier(93)))
    put(folder / "motion.jpg", still(xmp=micro_video(1), seed=94) + film(0.7))
    return folder


LIVE = {f"live_{number}.{'heic' if number % 2 else 'jpg'}" for number in range(2 * COUNT)} | {"live_E0.jpg"}
ALONE = {"other.jpg", "other.mov", "plain.jpg", "plain.mp4", "away.jpg", "away.mov", "motion.jpg"}


def test_every_pair_is_one_and_nothing_else_is(session: Session, root: Path) -> None:
    assert set(names(session)) == LIVE | ALONE
    assert session.store.read(count).result() == len(LIVE | ALONE)
    cards = session.browsing.cards(session.browsing.photos("name").result()).result()
    assert {card.name for card in cards.values() if card.is_live} == LIVE | {"motion.jpg"}
    photo = photo_at(session, root / "live_1.heic")
    session.tags.mark([photo], [("Beach",)], "confirmed").result()
    (root / "moved").mkdir()
    for name in ("live_1.heic", "live_1.mov"):
        shutil.move(root / name, root / "moved" / name)
    (root / "live_3.heic").unlink()
    rescan(session)
    assert set(names(session)) == (LIVE | ALONE | {"live_3.mov"}) - {"live_3.heic"}
    assert photo_at(session, root / "moved" / "live_1.heic") == photo
    assert tags_of(session, photo) == {("Beach",)}
    put(root / "live_3.heic", still("HEIF", identifier(3), seed=3))
    rescan(session)
    assert set(names(session)) == LIVE | ALONE
