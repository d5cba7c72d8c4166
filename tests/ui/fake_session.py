"""A fake library with drawn pictures, so that the window is tested without disk and models."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from PySide6.QtGui import QImage

from photon.app.explore.thing_paths import thing_paths
from photon.app.search.stack_folding import fold_dated
from photon.domain import (
    Activity,
    Card,
    Changes,
    Counts,
    Facts,
    Filter,
    Folder,
    Like,
    Order,
    Photo,
    PhotoFile,
    PhotonError,
    Problem,
    Query,
    changed,
)  # fmt: skip
from photon.domain.photo.date_span import DatedPhotos, Period
from photon.domain.photo.heat import Explanation
from photon.domain.photo.marks import Flag, Label
from photon.domain.query.query_suggestion import Suggestion
from photon.library.people.ages import faces_and_ages
from photon.library.people.faces import faces_of
from photon.media.read.picture import Picture
from tests.ui.fake_albums import FakeAlbums
from tests.ui.fake_answers import FakeAnswers, divided
from tests.ui.fake_bin import FakeBin
from tests.ui.fake_captions import FakeCaptions
from tests.ui.fake_encoders import FakeEncoders
from tests.ui.fake_explore import NothingToExplore
from tests.ui.fake_faces import FacesApi, FakeFaces
from tests.ui.fake_files import FakeImporting
from tests.ui.fake_pictures import COLOURS, SHAPES, drawn, preview
from tests.ui.fake_places import NoPlaces
from tests.ui.fake_searches import FakeJudging, FakeSearches
from tests.ui.fake_stacks import FakeStacks
from tests.ui.fake_tags import FakeHiding, FakeTags, FakeVocabularies
from tests.ui.fake_teaching import FakeTeaching
from tests.ui.fake_texts import FakeTexts
from tests.ui.fake_upkeep import FakeBackups, FakeCaptionServers, FakeDecisions, FakeHealth, FakeUpkeep, FakeWatched
from tests.ui.part_protocols import (
    AlbumsApi,
    CaptionsApi,
    CaptionServersApi,
    HidingApi,
    ImportingApi,
    SearchesApi,
    TagsApi,
    VocabulariesApi,
)

T = TypeVar("T")


class FakeSession(FakeAnswers):
    """Implements the interface of photon.app.Session; ``per_folder`` photos arrive with each folder.

    It is those of its parts that are not fakes of their own.
    """

    def __init__(self, directory: Path, per_folder: int = 24, proposed: Sequence[str] = ()) -> None:
        super().__init__()
        parts: Any = self
        self.store, self.history, self.decoders = parts, parts, parts
        self.browsing = self.searching = self.marking = self.undoing = self.events = self
        self.work = self.background = self.rendering = self
        self.directory = directory
        self.per_folder = per_folder
        self.activity = Activity()
        self.visible: list[int] = []
        self.rescans, self.expected, self.is_warm = 0, 0, False
        self._proposed = list(proposed)
        self._listeners: list[Callable[[Changes | Activity], None]] = []
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="fake")
        self._lock = threading.Lock()
        self._photos: dict[int, Photo] = {}
        self._words: dict[int, str] = {}
        self._folders: list[Folder] = []
        self._done: list[tuple[str, dict[int, Photo]]] = []
        self._undone: list[tuple[str, dict[int, Photo]]] = []
        self._problems: list[Problem] = []
        self.watched = FakeWatched(self._do, self.tell, self.lose)
        self.upkeep, self.health = FakeUpkeep(self._do, directory), FakeHealth(self._do)
        self.backups, self.decisions = FakeBackups(self._do, directory), FakeDecisions(self._do)
        self.caption_servers: CaptionServersApi = FakeCaptionServers(self._do)
        self.searches: SearchesApi = FakeSearches(self._do)
        self.teaching = FakeTeaching(self._do, lambda: list(self._photos), self.tell)
        self.captions: CaptionsApi = FakeCaptions(self._do)
        self.encoders = FakeEncoders(self)
        self.tags: TagsApi = FakeTags(self._do)
        self.albums: AlbumsApi = FakeAlbums(self._do)
        self.importing: ImportingApi = FakeImporting(self._do)
        self.vocabularies: VocabulariesApi = FakeVocabularies(self._do)
        self.hiding: HidingApi = FakeHiding()
        self.bin = FakeBin(self._do, self)
        self.stacks, self.texts = FakeStacks(self._do, self.tell), FakeTexts(self._do, self.tell)
        self.judging = FakeJudging(self._do, self.tell)
        self.people: FacesApi = FakeFaces()
        self.places: Any = NoPlaces()
        self.explore: Any = NothingToExplore()

    # -- for tests ---------------------------------------------------------------------------------

    def arrive(self, number: int, folder: str, *, first: int = 0) -> None:
        """Add this many photos to the library at once; even ones to a subfolder."""
        added = set()
        for step in range(number):
            photo = len(self._photos) + 1 + first
            word = list(COLOURS)[photo % len(COLOURS)]
            width, height = (200 * side for side in SHAPES[photo % len(SHAPES)])
            below = f"{folder}/trip" if photo % 2 == 0 else folder
            taken = f"2024-{1 + photo // 28 % 12:02}-{1 + photo % 28:02}T12:00:00"
            facts = Facts("JPEG", width, height, taken)
            file = PhotoFile(f"{below}/{word}-{photo:05}.jpg", 1000, float(step))
            self._photos[photo] = Photo(photo, facts, 0, False, (file,))
            self._words[photo] = word
            added.add(photo)
        self.tell(changed("photos", "vectors", photos=frozenset(added)))

    def fail(self, *problems: Problem) -> None:
        self._problems += problems
        self.tell(changed("problems"))

    def tell(self, event: Changes | Activity) -> None:
        if isinstance(event, Activity):
            self.activity = event
        for listener in list(self._listeners):
            listener(event)

    def take_offline(self, path: str) -> None:
        self._folders = [replace(f, offline=f.offline or f.path == path) for f in self._folders]
        self.tell(changed("folders"))

    def lose(self, folder: int, photos: int) -> Future[Changes]:
        """Make a number of photos of a folder missing."""

        def act() -> Changes:
            self._folders = [replace(f, missing=photos if f.id == folder else f.missing) for f in self._folders]
            self.tell(changed("folders"))
            return changed("folders")

        return self._do(act)

    # -- the interface -----------------------------------------------------------------------------

    def close(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def subscribe(self, listener: Callable[[Changes | Activity], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def read(self, question: Callable[..., object], *_: object) -> Future[Any]:
        """Answer questions of the window to a catalogue: nothing is in it."""
        assert question in {faces_of, faces_and_ages, thing_paths}, question
        return self._do(lambda: ({}, {}) if question is faces_and_ages else {})

    def people_names(self) -> Future[list[str]]:
        return self._do(list)

    def place_filters(self) -> Future[dict[str, tuple[Filter, ...]]]:
        return self._do(dict)

    def counts(self) -> Future[Counts]:
        return self._do(
            lambda: Counts(len(self._photos), round(self.searchable * len(self._photos)), len(self._problems), videos=0)
        )

    def folders(self) -> Future[list[Folder]]:
        return self._do(lambda: [replace(f, photos=self._below(f.path)) for f in self._folders])

    def add_folder(self, path: str) -> Future[Folder]:
        def add() -> Folder:
            if not Path(path).is_dir():
                raise PhotonError(f"There is no folder {path}.", "Check that the drive is connected.")
            folder = Folder(len(self._folders) + 1, path)
            self._folders.append(folder)
            self.tell(changed("folders"))
            self.arrive(self.per_folder, path)
            return folder

        return self._do(add)

    def remove_folder(self, folder: int) -> Future[Changes]:
        def remove() -> Changes:
            gone = next(f for f in self._folders if f.id == folder)
            self._folders.remove(gone)
            self._photos = {i: p for i, p in self._photos.items() if not p.path.startswith(gone.path + "/")}
            self.tell(gone_from := changed("photos", "folders"))
            return gone_from

        return self._do(remove)

    def rescan(self) -> Future[None]:
        self.rescans += 1
        return self._do(lambda: None)

    def photos(self, order: Order, folder: str | None = None) -> Future[list[int]]:
        return self._do(lambda: [photo.id for photo in self._in_order(order, folder)])

    def photos_by_date(
        self, order: Order, folder: str | None, period: Period, *, stacked: bool = False
    ) -> Future[DatedPhotos]:
        def ask() -> DatedPhotos:
            found = self._in_order(order, folder)
            listed = DatedPhotos([photo.id for photo in found], divided(found, order, period))
            return fold_dated(listed, self.stacks.known()) if stacked else listed

        return self._do(ask)

    def _in_order(self, order: Order, folder: str | None) -> list[Photo]:
        found = [p for p in self._photos.values() if folder is None or p.path.startswith(folder + "/")]
        if order == "name":
            return sorted(found, key=lambda p: (p.path.casefold(), p.id))
        return sorted(found, key=lambda p: (p.facts.taken or "", p.id), reverse=order == "newest")

    def subfolders(self) -> Future[list[Folder]]:
        def ask() -> list[Folder]:
            found: dict[str, Folder] = {}
            for photo in self._photos.values():
                path = photo.path.rpartition("/")[0]
                watched = next(f for f in self._folders if (path + "/").startswith(f.path + "/"))
                while (path + "/").startswith(watched.path + "/"):
                    found[path] = Folder(watched.id, path, found[path].photos + 1 if path in found else 1)
                    path = path.rpartition("/")[0]
            return list(found.values())

        return self._do(ask)

    def choose_paths(self, within: Iterable[str] = (), query: Query | None = None) -> None:
        self.chosen_by = (tuple(within), query)

    def cards(self, ids: Sequence[int]) -> Future[dict[int, Card]]:
        return self._do(lambda: {i: self._card(self._photos[i]) for i in ids if i in self._photos})

    def previews(self, ids: Sequence[int], _moments: Mapping[int, float] | None = None) -> Future[dict[int, bytes]]:
        return self._do(lambda: {i: self._preview(i) for i in ids if i in self._photos})

    def photo(self, photo: int) -> Future[Photo | None]:
        return self._do(lambda: self._photos.get(photo))

    def paths(self, ids: Sequence[int]) -> Future[dict[int, str]]:
        return self._do(lambda: {i: self._path(self._photos[i]) for i in ids if i in self._photos})

    def picture(self, photo: int, long_side: int | None, version: bytes = b"") -> Future[Picture]:  # noqa: ARG002
        def ask() -> Picture:
            if photo not in self._photos:
                raise PhotonError("The photo is gone.")
            image = self._draw(photo).scaled(300, 200)
            return Picture(300, 200, bytes(image.constBits()), 300, 200)

        return self._do(ask)

    def problems(self) -> Future[list[Problem]]:
        return self._do(lambda: list(self._problems))

    def example(self, like: Like) -> Future[bytes]:
        def look() -> bytes:
            if like.photo:
                return self._preview(like.photo)
            if not Path(like.path).read_bytes().startswith(b"\xff\xd8"):
                raise PhotonError(f"Photon can't search with “{Path(like.path).name}”. This is no picture.")
            return Path(like.path).read_bytes()

        return self._do(look)

    def suggestions(self, text: str, cursor: int) -> Future[list[Suggestion]]:  # noqa: ARG002
        return self._do(list)

    def explain(self, photo: int, query: Query, seconds: float | None = None) -> Future[Explanation]:  # noqa: ARG002
        def ask() -> Explanation:
            heat = np.zeros((2, 2), np.float32)
            heat[0, 0] = 1.0  # the upper left matches the query
            return Explanation(heat, 0.9 if self._words[photo] in query.words.split() else 0.1)

        return self._do(ask)

    def rate(self, ids: Sequence[int], stars: int) -> Future[Changes]:
        return self._do(lambda: self._mark("rated {}", ids, rating=stars))

    def favour(self, ids: Sequence[int], favourite: bool) -> Future[Changes]:
        name = "added {} to favourites" if favourite else "removed {} from favourites"
        return self._do(lambda: self._mark(name, ids, favourite=favourite))

    def label(self, ids: Sequence[int], label: Label) -> Future[Changes]:
        name = f"labelled {{}} {label}" if label else "removed the label of {}"
        return self._do(lambda: self._mark(name, ids, label=label))

    def flag(self, ids: Sequence[int], flag: Flag) -> Future[Changes]:
        name = {1: "picked {}", -1: "rejected {}", 0: "removed the flag of {}"}[flag]
        return self._do(lambda: self._mark(name, ids, flag=flag))

    def undo(self) -> Future[str | None]:
        return self._do(lambda: self.teaching.undo() or self._swap(self._done, self._undone))

    def redo(self) -> Future[str | None]:
        return self._do(lambda: self._swap(self._undone, self._done))

    def last_step(self) -> Future[int]:
        return self._do(lambda: len(self._done))

    @property
    def is_editing(self) -> bool:
        return False

    def stop(self) -> None: ...  # requests are never slow here

    def pause(self) -> None:
        self.tell(replace(self.activity, paused=True))

    def resume(self) -> None:
        self.tell(replace(self.activity, paused=False))

    def begin(self) -> Future[None]:
        return self._do(lambda: None)

    def warm_up(self) -> None:
        self.is_warm = True

    def expect_words(self) -> None:
        self.expected += 1

    def set_visible(self, ids: Sequence[int]) -> None:
        self.visible = list(ids)

    def count_photos(self, path: str) -> Future[int]:
        return self._do(lambda: len(list(Path(path).rglob("*.jpg"))))

    def proposed_folders(self) -> list[str]:
        return self._proposed

    # -- internals ---------------------------------------------------------------------------------

    def _do(self, work: Callable[[], T]) -> Future[T]:
        def locked() -> T:
            with self._lock:
                return work()

        return self._pool.submit(locked)

    def _path(self, photo: Photo) -> str:
        return next((file.path for file in photo.files if not file.offline), photo.path)

    def _below(self, path: str) -> int:
        return sum(p.path.startswith(path + "/") for p in self._photos.values())

    def _draw(self, photo: int) -> QImage:
        facts = self._photos[photo].facts
        return drawn(COLOURS[self._words[photo]], facts.width, facts.height)

    def _preview(self, photo: int) -> bytes:
        facts = self._photos[photo].facts
        return preview(COLOURS[self._words[photo]], facts.width, facts.height)

    def _card(self, photo: Photo) -> Card:
        name, colour, facts = photo.path.rpartition("/")[2], COLOURS[self._words[photo.id]], photo.facts
        return Card(
            photo.id, name, facts.width, facts.height, colour, photo.rating, photo.favourite, False, False, b"1",
            photo.label, photo.flag,
        )  # fmt: skip

    def _mark(self, name: str, photos: Sequence[int], **marks: object) -> Changes:
        """Mark photos; those that already have the mark, or do not exist, do not count."""
        before = {i: self._photos[i] for i in photos if i in self._photos}
        after = {i: replace(photo, **marks) for i, photo in before.items()}  # type: ignore[arg-type]
        before = {i: photo for i, photo in before.items() if after[i] != photo}
        if not before:
            return Changes()
        self._done.append((name.format(f"{len(before):,} photo{'s' if len(before) > 1 else ''}"), before))
        self._undone.clear()
        self._photos |= after
        self.tell(changes := changed("marks", photos=frozenset(before)))
        return changes

    def _swap(
        self, source: list[tuple[str, dict[int, Photo]]], target: list[tuple[str, dict[int, Photo]]]
    ) -> str | None:
        if not source:
            return None
        sentence, before = source.pop()
        target.append((sentence, {i: self._photos[i] for i in before if i in self._photos}))
        came = before.keys() - self._photos.keys()  # from the bin
        self._photos.update(before)
        self.tell(changed("marks", *(("photos", "bin") if came else ()), photos=frozenset(before)))
        return sentence
