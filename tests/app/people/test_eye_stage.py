"""Eyes are measured after faces were found, and only in photos that others were taken close to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from photon.app.people.eye_stage import EyeStage
from photon.app.people.face_stage import FaceStage
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.library import Library
from photon.library.db import settings
from photon.library.people.people_settings import FIND_PEOPLE
from photon.vision.worker import WorkerSpec
from tests.app.people.test_face_stage import SMALL, fill, store  # noqa: F401 - fixture
from tests.decoders_here import DecodersHere
from tests.vision.people.fake_face_finder import FACE_FINDER


class Finding:
    """Finds faces, then measures eyes, in one process."""

    def __init__(self, store: LibraryThreads) -> None:  # noqa: F811
        self.store, self.process = store, EncoderProcess(WorkerSpec(FACE_FINDER, 1))
        parts = (store, DecodersHere(), lambda: None, self.process)
        self.faces = FaceStage(*parts)  # type: ignore[arg-type]
        self.eyes = EyeStage(*parts, self.faces)  # type: ignore[arg-type]

    def run(self) -> None:
        """Do all there is to do, the eyes first whenever they may."""
        for stage in (self.faces, self.eyes):
            stage.hear(frozenset({"photos"}))
        while self.eyes.step() or self.faces.step() or not self.eyes.idle:
            pass


@pytest.fixture
def finding(store: LibraryThreads) -> Iterator[Finding]:  # noqa: F811
    made = Finding(store)
    yield made
    made.process.close()


def take(finding: Finding, times: dict[int, str | None]) -> None:
    finding.store.write(_take, times).result()


def _take(library: Library, times: dict[int, str | None]) -> None:
    with library.transaction() as db:
        db.executemany("UPDATE photos SET taken = ? WHERE id = ?", [(time, photo) for photo, time in times.items()])


def eyes_in(finding: Finding) -> dict[int, float]:
    rows = finding.store.here().db.execute("SELECT photo_id, max(eyes) FROM face_details GROUP BY photo_id")
    return {photo: round(eyes, 4) for photo, eyes in rows}


DAY = "2024-05-01T"


def test_only_eyes_of_frames_in_a_row_are_measured(tmp_path: Path, finding: Finding) -> None:
    one, other, later, odd = fill(finding.store, tmp_path / "photos", *[("red", SMALL)] * 4)
    take(finding, {one: DAY + "10:00:00.5", other: DAY + "10:00:20+02:00", later: DAY + "10:00:41", odd: "some day"})
    finding.run()
    assert eyes_in(finding) == {one: 0.064, other: 0.064, later: 0, odd: 0}
    assert not finding.eyes.anything_left(finding.store.here())


def test_photos_without_a_time_are_frames_where_they_are_numbered_in_a_row(tmp_path: Path, finding: Finding) -> None:
    first, second, third = fill(finding.store, tmp_path / "photos", *[("red", SMALL)] * 3)
    (tmp_path / "photos" / "2.jpg").rename(tmp_path / "photos" / "9.jpg")
    finding.store.write(_rename, third).result()
    finding.run()
    assert eyes_in(finding) == {first: 0.064, second: 0.064, third: 0}


def _rename(library: Library, photo: int) -> None:
    with library.transaction() as db:
        db.execute("UPDATE files SET relative = '9.jpg' WHERE photo_id = ?", (photo,))


def test_a_frame_that_comes_later_has_the_first_one_measured_too(tmp_path: Path, finding: Finding) -> None:
    (first,) = fill(finding.store, tmp_path / "photos", ("red", SMALL))
    take(finding, {first: DAY + "10:00:00"})
    finding.run()
    assert eyes_in(finding) == {first: 0}
    _, second = fill(finding.store, tmp_path / "more", ("green", SMALL))
    take(finding, {second: DAY + "10:00:02"})
    finding.run()
    assert eyes_in(finding) == {first: 0.064, second: 0.064}


def test_eyes_of_small_faces_are_measured_in_the_photo_itself_once_it_is_there(
    tmp_path: Path, finding: Finding
) -> None:
    ids = fill(finding.store, tmp_path / "photos", ("yellow", (1200, 900)), ("yellow", (1200, 900)))
    take(finding, dict.fromkeys(ids, DAY + "10:00:00"))
    while finding.faces.step():
        pass
    (tmp_path / "photos").rename(tmp_path / "away")
    finding.run()
    assert eyes_in(finding) == dict.fromkeys(ids, 0)
    (tmp_path / "away").rename(tmp_path / "photos")
    finding.run()
    assert eyes_in(finding) == dict.fromkeys(ids, 0.12)


def test_nothing_is_measured_once_the_user_stopped_it(tmp_path: Path, finding: Finding) -> None:
    ids = fill(finding.store, tmp_path / "photos", *[("red", SMALL)] * 2)
    take(finding, dict.fromkeys(ids, DAY + "10:00:00"))
    while finding.faces.step():
        pass
    finding.store.write(settings.store, FIND_PEOPLE, value=False).result()
    finding.run()
    assert eyes_in(finding) == dict.fromkeys(ids, 0)
