"""Copies in which faces are blurred: each is looked at again, and no face is left in any."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.export.covered_copies import CopyChecks
from photon.app.session import Session
from photon.domain import Region
from photon.domain.arrays import Pixels
from photon.domain.metadata.export_recipe import CopyContents, Exported, FileChoice, covering
from tests.pictures import age

CARRIED = CopyContents(recognisable=False)
CHOICE = FileChoice(redrawn=covering(None, CARRIED), carried=CARRIED)
FACES = [Region(0.1, 0.2, 0.2, 0.3), Region(0.6, 0.2, 0.2, 0.3)]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A photo whose faces are noise on a plain ground."""
    image = Image.new("RGB", (400, 300), (60, 120, 60))
    noise = np.random.default_rng(1).integers(0, 256, (90, 80, 3), np.uint8)
    for face in FACES:
        image.paste(Image.fromarray(noise), (round(face.x * 400), round(face.y * 300)))
    (tmp_path / "photos").mkdir()
    image.save(tmp_path / "photos" / "a.png")
    age(tmp_path / "photos" / "a.png")
    return tmp_path / "photos"


def noisy(pixels: Pixels) -> Sequence[Region]:
    """Find faces: where there is noise."""
    high, wide, _ = pixels.shape
    found = []
    for face in FACES:
        part = pixels[int((face.y + 0.1) * high) : int((face.y + 0.2) * high), int((face.x + 0.05) * wide) :]
        if np.abs(np.diff(part[:, : int(0.1 * wide)].astype(int), axis=1)).mean() > 20:
            found.append(face)
    return found


def export(session: Session, folder: Path) -> Exported:
    plan = session.exporting.plan_files(session.browsing.photos("name").result(), str(folder), CHOICE).result()
    return session.exporting.write_files(plan).result()


def test_faces_are_found_in_each_copy_and_blurred(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.exporting, "_checks", CopyChecks(find_faces=noisy))
    with Image.open(tmp_path / "photos" / "a.png") as image:
        assert list(noisy(np.asarray(image))) == FACES
    assert export(session, tmp_path / "out").made == ("a.png",)
    with Image.open(tmp_path / "out" / "a.png") as image:
        assert list(noisy(np.asarray(image))) == []
        assert image.getpixel((200, 10)) == (60, 120, 60)


def test_a_face_that_is_found_again_is_covered(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careful(pixels: Pixels) -> Sequence[Region]:
        """Find a face wherever it is not covered with the colour around it."""
        return [] if np.ptp(pixels[70:140, 50:110].reshape(-1, 3), axis=0).max() < 3 else FACES[:1]

    monkeypatch.setattr(session.exporting, "_checks", CopyChecks(find_faces=careful))
    assert export(session, tmp_path / "out").made == ("a.png",)


def test_a_photo_in_which_a_face_stays_is_not_exported(
    session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session.exporting, "_checks", CopyChecks(find_faces=lambda _: FACES[:1]))
    done = export(session, tmp_path / "never")
    assert (done.made, list((tmp_path / "never").iterdir())) == ((), [])
    assert [one.message for one in done.left_out] == [
        "Some of the faces in it could not be blurred, so it was not exported."
    ]
