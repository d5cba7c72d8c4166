"""Text is read in the background by a process of its own; a photo that ends the reader costs only itself."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from photon.app.runtime.encoder_process import EncoderProcess
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.runtime.progress import Progress
from photon.app.text.text_stage import TextStage
from photon.domain import Activity, Changes, PhotonError, changed
from photon.library.db import settings
from photon.library.photos import files, folders, photos, problems
from photon.library.photos.found_files import Found
from photon.library.text import texts
from photon.library.text.text_settings import READ_TEXT
from photon.media.read.reading import read
from photon.vision.kit.text_reader import TextReader
from photon.vision.worker import WorkerSpec
from tests.decoders_here import DecodersHere
from tests.pictures import draw
from tests.vision.kit.fake_text_reader import TEXT_READER, WRITTEN


class ReaderHere:
    """The reader without a process; it notes what it was asked."""

    order = WorkerSpec(TEXT_READER, 1)

    def __init__(self) -> None:
        self._reader = TEXT_READER.open(1, None)
        self.asked: list[tuple[str, int]] = []

    def ask(self, capability: str, method: Callable[..., Any], pictures: Sequence[object]) -> Any:
        assert capability == "read"
        self.asked.append((method.__name__, len(pictures)))
        return getattr(self._reader, method.__name__)(pictures)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[LibraryThreads]:
    made = LibraryThreads(tmp_path / "library")
    yield made
    made.close()


def fill(store: LibraryThreads, place: Path, *colours: str) -> list[int]:
    """Add a photo of each colour; return their ids."""
    place.mkdir()
    folder = store.write(lambda library: folders.add(library, str(place))).result().id
    for number, colour in enumerate(colours):
        path = draw(place / f"{number}.png", colour, number)
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    return sorted(photos.in_order(store.here(), "newest"))


def run(stage: TextStage, most: int = 100) -> int:
    steps = 0
    while steps < most and stage.step():
        steps += 1
    return steps


def stage_of(store: LibraryThreads, reader: object) -> TextStage:
    return TextStage(store, DecodersHere(), lambda: None, reader)  # type: ignore[arg-type]


def test_photos_with_text_are_read_and_others_only_looked_at(store: LibraryThreads, tmp_path: Path) -> None:
    ids, reader = fill(store, tmp_path / "photos", "red", "blue", "green", "white", "yellow", "blue"), ReaderHere()
    run(stage_of(store, reader))
    found = texts.pages(store.here(), ids)
    assert found == {ids[0]: WRITTEN["red"], ids[2]: WRITTEN["green"], ids[4]: WRITTEN["yellow"]}
    assert [method for method, _ in reader.asked].count("read_text") == 3
    again = ReaderHere()
    assert (run(stage_of(store, again)), again.asked) == (0, [])


def test_text_is_read_as_soon_as_a_photo_has_some_and_work_goes_on_where_it_was(
    store: LibraryThreads, tmp_path: Path
) -> None:
    ids = fill(store, tmp_path / "photos", *("red",) * 6)
    first = ReaderHere()
    run(stage_of(store, first), most=2)  # it is then killed
    assert first.asked == [("find_text", 4), ("read_text", 1)]
    second = ReaderHere()
    stage = stage_of(store, second)
    run(stage)
    assert stage.idle
    assert [count for method, count in second.asked if method == "find_text"] == [2]
    assert list(texts.pages(store.here(), ids)) == ids


def test_a_picture_that_ends_the_process_and_one_that_fails_cost_only_themselves(
    store: LibraryThreads, tmp_path: Path
) -> None:
    ids = fill(store, tmp_path / "photos", "red", "purple", "orange", "green")
    process = EncoderProcess(WorkerSpec(TEXT_READER, 1))
    try:
        stage = stage_of(store, process)
        run(stage)
        assert stage.idle
        assert list(texts.pages(store.here(), ids)) == [ids[0], ids[3]]
        assert sorted(Path(one.path).stem for one in problems.all_problems(store.here())) == ["1", "2"]
        stage.notify()
        assert run(stage) == 0, "they are not tried again"
    finally:
        process.close()


def test_a_reader_that_cannot_be_opened_costs_no_photo(store: LibraryThreads, tmp_path: Path) -> None:
    fill(store, tmp_path / "photos", "red")

    class Closed(ReaderHere):
        def ask(self, *_: object) -> Any:
            self.asked.append(("opened", 1))
            raise PhotonError("The model can't be opened.")

    closed, notes = Closed(), list[str]()
    store.events.subscribe(lambda event: notes.append(event.note) if isinstance(event, Activity) else None)
    stage = TextStage(store, DecodersHere(), lambda: None, closed, Progress(store.events))  # type: ignore[arg-type]
    assert run(stage) == 1
    assert stage.idle, "other work goes on"
    assert (stage.notice, notes[-1]) == ("The model can't be opened.",) * 2
    assert (run(stage), len(closed.asked)) == (0, 1)
    stage.notify()
    assert (run(stage), len(closed.asked)) == (1, 2), "it may have been mended"
    assert problems.all_problems(store.here()) == []
    assert run(stage_of(store, ReaderHere())) == 2


def test_nothing_is_read_while_the_setting_is_off(store: LibraryThreads, tmp_path: Path) -> None:
    ids = fill(store, tmp_path / "photos", "red")
    store.write(lambda library: settings.store(library, READ_TEXT, value=False)).result()
    reader = ReaderHere()
    stage = stage_of(store, reader)
    assert (run(stage), stage.anything_left(store.here()), reader.asked) == (0, False, [])
    store.write(lambda library: settings.store(library, READ_TEXT, value=True)).result()
    stage.hear(frozenset({"vocabulary"}))
    assert stage.anything_left(store.here())
    assert run(stage) == 2
    assert list(texts.pages(store.here(), ids)) == ids


def test_a_photo_whose_file_is_away_waits_until_it_is_back(store: LibraryThreads, tmp_path: Path) -> None:
    ids = fill(store, tmp_path / "photos", "green")
    large = draw(tmp_path / "photos" / "large.png", "red", 1, (900, 700))
    folder = store.here().db.execute("SELECT id FROM folders").fetchone()[0]
    store.write(lambda lib: files.record(lib, [(Found(folder, large.name, 1, 1), read(str(large)))])).result()
    large.rename(tmp_path / "away.png")
    stage = stage_of(store, ReaderHere())
    run(stage)
    assert stage.idle
    assert list(texts.pages(store.here(), [*ids, ids[0] + 1])) == ids
    (tmp_path / "away.png").rename(large)
    stage.hear(frozenset({"folders"}))
    run(stage)
    assert list(texts.pages(store.here(), [*ids, ids[0] + 1])) == [ids[0], ids[0] + 1]


def test_each_photo_that_is_read_is_news_and_searches_hear_once_at_the_end(
    store: LibraryThreads, tmp_path: Path
) -> None:
    ids = fill(store, tmp_path / "photos", "red", "blue", "green", "red")
    heard = list[Changes]()
    store.events.subscribe(lambda event: heard.append(event) if isinstance(event, Changes) else None)
    stage = stage_of(store, ReaderHere())
    store.events.subscribe(lambda event: stage.hear(event.kinds) if isinstance(event, Changes) else None)
    run(stage)
    read = [changed("texts", photos=frozenset({ids[at]})) for at in (0, 2, 3)]
    assert heard[:1] == read[:1]
    assert [one for one in heard if one.kinds == {"texts"}] == read
    assert heard[-1] == changed("vectors", "facts")
    assert [one.kinds for one in heard].count({"vectors", "facts"}) <= 2
    heard.clear()
    store.events.send(changed("texts", photos=frozenset(ids)))  # facts were read in text, by other rules
    run(stage)
    assert heard[1:] == [changed("vectors", "facts")]


def test_long_strips_are_read_at_their_width_and_large_scans_smaller(store: LibraryThreads, tmp_path: Path) -> None:
    sizes = list[tuple[int, ...]]()

    class Measuring(ReaderHere):
        def ask(self, capability: str, method: Callable[..., Any], pictures: Sequence[Any]) -> Any:
            sizes.extend(picture.shape for picture in pictures if method is TextReader.read_text)
            return super().ask(capability, method, pictures)

    fill(store, tmp_path / "photos")
    folder = store.here().db.execute("SELECT id FROM folders").fetchone()[0]
    for number, size in enumerate(((300, 20_000), (5000, 4000))):
        path = draw(tmp_path / "photos" / f"{number}.jpg", "red", number, size)
        found = Found(folder, path.name, 1, 1)
        store.write(lambda lib, found=found, path=path: files.record(lib, [(found, read(str(path)))])).result()
    run(stage_of(store, Measuring()))
    assert sorted(sizes) == [(3160, 3950, 3), (20_000, 300, 3)]
