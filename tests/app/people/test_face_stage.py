"""Faces are found in the background by a process of its own, in copies as large as they need."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from photon.app.people.face_stage import FaceStage
from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain import Activity, PhotonError
from photon.domain.people.face import box_text
from photon.library.db import settings
from photon.library.people import faces
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.media.read.reading import read
from photon.vision.worker import WorkerSpec
from tests.decoders_here import DecodersHere
from tests.fakes import COLOURS
from tests.vision.people.fake_face_finder import BOXES, DAMAGED_FINDER, FACE_FINDER


class FinderHere:
    """The model without a process; it notes the sizes of the pictures that it sees."""

    order = WorkerSpec(FACE_FINDER, 1)

    def __init__(self) -> None:
        self._finder = FACE_FINDER.open(1, None)
        self.seen: list[tuple[int, ...]] = []

    def ask(self, capability: str, method: Callable[..., Any], pictures: Sequence[Any], sizes: Sequence[Any]) -> Any:
        assert capability == "detect"
        self.seen.extend(picture.shape[1::-1] for picture in pictures)
        return getattr(self._finder, method.__name__)(pictures, sizes)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    made.write(settings.store, FIND_PEOPLE, value=True).result()
    yield made
    made.close()


def fill(store: LibraryThreads, place: Path, *pictures: tuple[str, tuple[int, int]], turn: int = 1) -> list[int]:
    """Add a photo of each colour and size, with an orientation; return their ids."""
    place.mkdir()
    folder = store.write(lambda library: folders.add(library, str(place))).result().id
    for number, (colour, size) in enumerate(pictures):
        picture, exif = Image.new("RGB", size, COLOURS[colour]), Image.Exif()
        picture.paste((20 * number, 0, 0), (0, 0, 20, 20))  # no two are identical
        exif[0x0112] = turn
        path = place / f"{number}.jpg"
        picture.save(path, exif=exif)
        added = [(Found(folder, path.name, 1, 1), read(str(path)))]
        store.write(files.record, added).result()
    return sorted(photos.in_order(store.here(), "newest"))


def run(stage: FaceStage, most: int = 100) -> int:
    steps = 0
    while steps < most and stage.step():
        steps += 1
    return steps


def stage_of(store: LibraryThreads, finder: object) -> FaceStage:
    return FaceStage(store, DecodersHere(), lambda: None, finder)  # type: ignore[arg-type]


def boxes_in(store: LibraryThreads, photo: int) -> list[str]:
    return sorted(face.key.box for face in faces.faces_of(store.here(), [photo]).get(photo, []))


SMALL = (640, 480)


def test_photos_are_looked_at_once(store: LibraryThreads, tmp_path: Path) -> None:
    ids, finder = fill(store, tmp_path / "photos", ("red", SMALL), ("blue", SMALL), ("green", SMALL)), FinderHere()
    assert stage_of(store, finder).anything_left(store.here())
    run(stage_of(store, finder))
    assert [boxes_in(store, photo) for photo in ids] == [
        sorted(box_text(box) for box in BOXES.get(colour, ())) for colour in ("red", "blue", "green")
    ]
    assert finder.seen == [SMALL] * 3
    again = FinderHere()
    assert (run(stage_of(store, again)), again.seen) == (0, [])
    assert not stage_of(store, again).anything_left(store.here())


def test_work_goes_on_where_it_was(store: LibraryThreads, tmp_path: Path) -> None:
    ids, first, second = fill(store, tmp_path / "photos", *[("red", SMALL)] * 4), FinderHere(), FinderHere()
    run(stage_of(store, first), most=1)  # it is then killed
    run(stage_of(store, second))
    assert len(first.seen) < 4
    assert len(first.seen) + len(second.seen) == 4
    assert all(boxes_in(store, photo) for photo in ids)


def test_nothing_is_looked_at_until_the_user_starts_it(store: LibraryThreads, tmp_path: Path) -> None:
    assert FIND_PEOPLE.usual is False
    fill(store, tmp_path / "photos", ("red", SMALL))
    store.write(settings.store, FIND_PEOPLE, value=False).result()
    finder = FinderHere()
    stage = stage_of(store, finder)
    assert (run(stage), stage.anything_left(store.here()), finder.seen) == (0, False, [])
    store.write(settings.store, FIND_PEOPLE, value=True).result()
    stage.hear(frozenset({"vocabulary"}))
    assert (run(stage), len(finder.seen)) == (1, 1)


def test_a_preview_suffices_unless_small_faces_could_be_missed(store: LibraryThreads, tmp_path: Path) -> None:
    fill(store, tmp_path / "photos", ("blue", (1600, 1200)), ("blue", (2000, 1500)), ("blue", (8000, 200)))
    finder = FinderHere()
    run(stage_of(store, finder))
    assert finder.seen == [(683, 512), (750, 562), (3000, 75)]


def test_small_faces_are_looked_at_in_the_photo_itself(store: LibraryThreads, tmp_path: Path) -> None:
    ids = fill(store, tmp_path / "photos", ("red", (2000, 1500)), ("yellow", (1200, 900)), ("yellow", (1280, 1280)))
    finder = FinderHere()
    run(stage_of(store, finder))
    assert finder.seen == [(750, 562), (683, 512), (1200, 900), (512, 512), (1280, 1280)]
    assert all(len(boxes_in(store, photo)) == 1 for photo in ids)


def test_a_photo_whose_file_is_away_waits_until_it_is_back(store: LibraryThreads, tmp_path: Path) -> None:
    ids = fill(store, tmp_path / "photos", ("red", (2000, 1500)), ("yellow", (1200, 900)), ("red", SMALL))
    (tmp_path / "photos").rename(tmp_path / "away")
    finder = FinderHere()
    stage = stage_of(store, finder)
    run(stage)
    assert stage.idle
    assert [len(boxes_in(store, photo)) for photo in ids] == [0, 0, 1], "its preview suffices"
    assert stage.anything_left(store.here())
    (tmp_path / "away").rename(tmp_path / "photos")
    stage.hear(frozenset({"folders"}))
    run(stage)
    assert [len(boxes_in(store, photo)) for photo in ids] == [1, 1, 1]


def test_a_picture_that_ends_the_process_and_one_that_fails_cost_only_themselves(
    store: LibraryThreads, tmp_path: Path
) -> None:
    colours = ("red", "purple", "orange", "green")
    ids = fill(store, tmp_path / "photos", *((colour, SMALL) for colour in colours))
    process = EncoderProcess(WorkerSpec(FACE_FINDER, 1))
    try:
        stage = stage_of(store, process)
        run(stage)
        assert stage.idle
        assert [len(boxes_in(store, photo)) for photo in ids] == [1, 0, 0, 2]
        assert sorted(Path(one.path).stem for one in problems.all_problems(store.here())) == ["1", "2"]
        stage.notify()
        assert run(stage) == 0, "they are not tried again"
    finally:
        process.close()


def test_a_model_that_cannot_be_opened_costs_no_photo(store: LibraryThreads, tmp_path: Path) -> None:
    (photo,) = fill(store, tmp_path / "photos", ("red", SMALL))
    process, notes = EncoderProcess(WorkerSpec(DAMAGED_FINDER, 1)), list[str]()
    store.events.subscribe(lambda event: notes.append(event.note) if isinstance(event, Activity) else None)
    try:
        stage = FaceStage(store, DecodersHere(), lambda: None, process, Progress(store.events))  # type: ignore[arg-type]
        assert run(stage) == 1
        assert stage.idle, "other work goes on"
        sentence = str(PhotonError("The files of the model of faces are damaged.", "Install Photon again."))
        assert (stage.notice, notes[-1]) == (sentence, sentence)
        stage.notify()
        assert run(stage) == 1, "it may have been mended"
    finally:
        process.close()
    assert problems.all_problems(store.here()) == []
    run(stage_of(store, FinderHere()))
    assert len(boxes_in(store, photo)) == 1


def test_a_turned_photo_is_looked_at_as_it_is_shown(store: LibraryThreads, tmp_path: Path) -> None:
    fill(store, tmp_path / "photos", ("blue", (2000, 1500)), turn=6)
    finder = FinderHere()
    run(stage_of(store, finder))
    assert finder.seen == [(562, 750)]
