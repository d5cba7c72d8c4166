"""Faces in frames of videos: one of each person, named as faces of photos are, and shown by their frame."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from photon.app.films.frame_stage import FrameStage
from photon.app.indexing.scan_requests import ScanRequests
from photon.app.people import people as people_part
from photon.app.people.face_frames import face_frames
from photon.app.people.face_stage import FaceStage
from photon.app.people.frame_face_stage import FrameFaceStage
from photon.app.people.people import People
from photon.app.people.person_edits import name_faces, split_faces
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.domain.people.face import PhotoFace
from photon.domain.people.found_face import FoundFace
from photon.library import Library
from photon.library.db import settings
from photon.library.files.library_metadata import library_metadata
from photon.library.people import faces
from photon.library.people.people_filters import person_condition
from photon.library.people.people_settings import FIND_PEOPLE
from photon.library.photos import files, folders, problems
from photon.library.photos.found_files import Found
from photon.media.read.film_reading import read_film
from photon.vision.worker import WorkerSpec
from tests.app.stage_runs import run
from tests.decoders_here import DecodersHere
from tests.fakes import COLOURS
from tests.films import make_film, scenes
from tests.vision.people.fake_face_finder import BOXES, FACE_FINDER

FILM, OTHER = 1, 2
WHO = {"red": (0,), "green": (0, 1), "yellow": (2,)}
"""The people in pictures of a colour, from left to right."""


class Finder:
    """Finds faces of the people of a colour; it notes the colours that it saw."""

    order = WorkerSpec(FACE_FINDER, 1)

    def __init__(self) -> None:
        self._finder: Any = FACE_FINDER.open(1, None)
        self.seen: list[str] = []

    def ask(self, capability: str, method: Callable[..., Any], pictures: Sequence[Any], sizes: Sequence[Any]) -> Any:
        assert (capability, method.__name__) == ("detect", "find_faces")
        self.seen += [colour_of(picture) for picture in pictures]
        return [
            [described(face, who) for face, who in zip(faces, WHO[colour_of(picture)], strict=True)] if faces else []
            for picture, faces in zip(pictures, self._finder.find_faces(pictures, sizes), strict=True)
        ]


def described(face: FoundFace, who: int) -> FoundFace:
    return replace(face, embedding=np.eye(128, dtype=np.float32)[who], quality=replace(face.quality, size=90.0))


def colour_of(pixels: Any) -> str:
    mean = np.asarray(pixels).reshape(-1, 3).mean(axis=0)
    return min(COLOURS, key=lambda name: float(np.abs(mean - COLOURS[name]).sum()))


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film whose preview is blue, with one person in red scenes and two in a green one; and one in blue."""
    place = tmp_path_factory.mktemp("clips")
    plain = scenes("blue", "blue", "blue", "red", "blue", "red", "lime", "blue", each=2.0, size=(320, 180))
    make_film(place / "a.mp4", lambda at: without_bar(plain(at)), seconds=16, size=(320, 180))
    make_film(place / "b.mp4", scenes("blue"), seconds=3)
    return place


def without_bar(image: Image.Image) -> Image.Image:
    """Return a scene with less in it, so that its colour is plain."""
    colour: Any = image.getpixel((319, 179))
    image.paste(colour, (0, 40, 320, 180))
    image.paste((0, 0, 0), (300, 160, 318, 178))
    return image


@pytest.fixture
def store(tmp_path: Path, clips: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LibraryThreads]:
    monkeypatch.setattr(people_part, "face_model", lambda: FACE_FINDER)
    made = LibraryThreads(tmp_path / "library")
    made.write(settings.store, FIND_PEOPLE, value=True).result()
    folder = made.write(folders.add, str(clips)).result().id
    found = [(Found(folder, name, 1, 1), read_film(str(clips / name))) for name in ("a.mp4", "b.mp4")]
    made.write(files.record, found).result()
    yield made
    made.close()


def look(store: LibraryThreads, finder: Finder) -> FrameFaceStage:
    """Choose frames, and look at previews and frames."""
    decoders: Any = DecodersHere()
    asked: Any = finder
    framing = FrameStage(store, decoders, ScanRequests(), Progress(store.events))
    finding = FaceStage(store, decoders, lambda: None, asked)
    frame_stage = FrameFaceStage(store, decoders, lambda: None, asked, finding)
    run(framing)
    run(finding, frame_stage)
    return frame_stage


def faces_in(store: LibraryThreads, film: int = FILM) -> list[PhotoFace]:
    return faces.faces_of(store.here(), [film]).get(film, [])


def colours_at(store: LibraryThreads, some: Sequence[PhotoFace]) -> list[str]:
    """Return the colours of the pictures that show faces."""
    found = face_frames(store.here(), [face.key for face in some])
    jpegs = [found[face.key.photo, face.key.region.seconds] for face in some]
    return [colour_of(Image.open(io.BytesIO(jpeg)).convert("RGB")) for jpeg in jpegs]


def test_each_person_is_found_once(store: LibraryThreads) -> None:
    finder = Finder()
    stage = look(store, finder)
    assert finder.seen.count("red") >= 2
    found = faces_in(store)
    assert len(found) == 2, "one person is in three scenes"
    assert set(colours_at(store, found)) <= {"red", "green"}
    assert all(face.key.region.seconds > 5 for face in found)
    assert faces_in(store, OTHER) == []
    assert not stage.anything_left(store.here())
    before, count = store.here().stamp(), len(finder.seen)
    run(stage)
    assert (store.here().stamp(), len(finder.seen)) == (before, count)


def name(people: People, who: str, *some: PhotoFace) -> str:
    person = people.edit(name_faces, [face.key for face in some], who).result()
    people.regroup().result()
    return person


@pytest.fixture
def people(store: LibraryThreads) -> Iterator[People]:
    look(store, Finder())
    made = People(store, History())
    made.regroup().result()
    yield made
    made.close()


def test_a_person_in_a_frame_is_named_found_and_undone(people: People, store: LibraryThreads) -> None:
    anna, ben = sorted(faces_in(store), key=lambda face: face.group)
    name(people, "Anna", anna)
    condition, values = person_condition(store.here(), "Anna")
    assert store.here().column(f"SELECT p.id FROM photos p WHERE {condition}", values) == [FILM]
    states = {face.key: (face.state, face.name) for face in faces_in(store)}
    assert states == {anna.key: ("confirmed", "Anna"), ben.key: ("unknown", "")}
    (counted,) = people.people().result()
    assert (counted.photos, counted.cover) == (1, anna.key)
    people.edit(split_faces, [anna.key], "Carla").result()
    assert {face.name for face in faces_in(store)} == {"Carla", ""}


def test_no_file_says_where_in_a_frame_somebody_is(people: People, store: LibraryThreads) -> None:
    name(people, "Anna", faces_in(store)[0])
    known = library_metadata(store.here(), [FILM])
    assert [(one.name, one.box) for one in known.metadata[FILM].people] == [("Anna", "")]


def test_faces_of_the_preview_count_and_stay(store: LibraryThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WHO, "blue", (1,))
    monkeypatch.setitem(BOXES, "blue", BOXES["red"])
    look(store, Finder())
    times = sorted(face.key.region.seconds for face in faces_in(store))
    assert times[0] == 0, "it was found in the preview"
    assert len(times) == 2, "and is in frames, too"
    assert [face.key.region.seconds for face in faces_in(store, OTHER)] == [0]


def forget_frames(library: Library) -> None:
    library.db.execute("DELETE FROM framed")


def test_other_frames_and_deleted_faces_are_looked_at_again(people: People, store: LibraryThreads) -> None:
    name(people, "Anna", faces_in(store)[0])
    store.write(forget_frames).result()
    look(store, Finder())
    assert len(faces_in(store)) == 2
    people.delete_all().result()
    assert [face.state for face in faces_in(store)] == ["confirmed"], "the name stays"
    people.start().result()
    look(store, Finder())
    assert sorted(face.name for face in faces_in(store)) == ["", "Anna"]


def test_a_frame_that_the_model_fails_on_costs_its_film(store: LibraryThreads, monkeypatch: pytest.MonkeyPatch) -> None:
    finder = Finder()
    monkeypatch.setitem(WHO, "red", ())  # nobody is known for the face in a red frame: an error
    stage = look(store, finder)
    assert faces_in(store) == []
    assert [Path(one.path).name for one in problems.all_problems(store.here())] == ["a.mp4"]
    assert not stage.anything_left(store.here())


def test_videos_wait_for_photos_and_for_consent(store: LibraryThreads) -> None:
    finder, decoders = Finder(), DecodersHere()
    asked: Any = finder
    finding = FaceStage(store, decoders, lambda: None, asked)  # type: ignore[arg-type]
    stage = FrameFaceStage(store, decoders, lambda: None, asked, finding)  # type: ignore[arg-type]
    assert not stage.step()
    assert (stage.idle, finder.seen) == (False, [])
    store.write(settings.store, FIND_PEOPLE, value=False).result()
    run(finding, stage)
    assert (stage.idle, finder.seen) == (True, [])
