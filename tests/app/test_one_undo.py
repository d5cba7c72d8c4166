"""Undo takes back edits in any order, redo does them again, each exactly, also after a restart and a new version."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from photon.app.albums.albums import AlbumEditor
from photon.app.captions.captions import Captions
from photon.app.dates.dating import PhotoDating
from photon.app.decisions.decisions import Decisions
from photon.app.decisions.runs import Runs
from photon.app.judging import AnswerJudging
from photon.app.marking import PhotoMarking
from photon.app.runtime.history import History
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.search.saved_searches import SavedSearches
from photon.app.stacks.stack_editor import StackEditor
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.app.tags.tags import TagEditor
from photon.app.tags.teaching import Teaching
from photon.app.tags.vocabularies import Vocabularies, vocabulary_of
from photon.app.text.photo_facts import PhotoFacts
from photon.app.turns.turning import PhotoTurning
from photon.domain import Changes, Like, PhotonError
from photon.domain.decisions.judging import RIGHT, WRONG
from photon.domain.decisions.recall import NOT_RECALLED
from photon.domain.metadata.caption import CaptionDraft
from photon.domain.people.face import FaceKey
from photon.domain.photo.date_change import DateReset
from photon.domain.photo.marks import LABELS
from photon.domain.photo.region import CENTRE
from photon.library import Library, open_library
from photon.library.captions import captions
from photon.library.captions.captions import Drafted
from photon.library.people import people
from photon.library.searches import judging
from photon.library.tags import runs, tag_suggestions
from photon.library.tags.tag_suggestions import SuggestionOrigin
from tests.examples import examples
from tests.library.people.drawn_faces import face_at, key_at, store
from tests.new_library_photos import add_photos
from tests.smart_asks import PlainSmartAlbums

PHOTOS = 4
PATHS = [("a",), ("a", "b"), ("A",), ("c",), ("c", "b", "a")]
ALBUMS = ["Trips", "trips/Italy", "Home"]
TABLES = (
    "photo_tags", "rejected_tags", "tag_examples", "captions", "confirmed_captions", "declined_drafts", "kept_apart",
    "tags", "albums", "album_photos", "album_vetoes", "stack_photos", "vocabulary", "saved_searches", "suggested_tags",
    "judged_answers", "not_recalled", "not_highlighted", "document_facts", "people", "face_people", "face_rejections",
)  # fmt: skip
DERIVED = (
    "SELECT id, rating, favourite, label, flag, dated, taken, turned, image_hash, width FROM photos",
    "SELECT rowid, tag, caption FROM words",
    "SELECT id, undone <> '' FROM runs WHERE kind = 'draft'",
    "SELECT d.item, d.matched, i.x FROM face_details d JOIN items i ON i.id = d.item JOIN photos p ON p.id = d.photo_id"
    " AND p.image_hash = i.image_hash",
)


class Desk:
    """An open library with everything that can be edited, and undo."""

    def __init__(self, place: Path) -> None:
        self.store, self.history = LibraryThreads(place), History()
        parts: tuple[LibraryThreads, History] = (self.store, self.history)
        self.marks, self.dates, self.turns = PhotoMarking(*parts), PhotoDating(*parts), PhotoTurning(*parts)
        self.tags = TagEditor(*parts, lambda *_: {}, SensitiveFilter(self.store, vocabulary_of))
        self.captions, self.searches, self.words = (
            Captions(*parts, list, list),
            SavedSearches(*parts),
            Vocabularies(*parts),
        )
        self.albums = AlbumEditor(*parts, PlainSmartAlbums(self.store))
        nothing: Any = None
        self.stacks, self.runs = StackEditor(*parts, nothing), Runs(*parts)
        self.judging, self.decisions = AnswerJudging(*parts, nothing), Decisions(*parts, nothing)
        self.teaching, self.facts = Teaching(self.store, nothing, self.history, nothing), PhotoFacts(*parts)

    def step(self, *, back: bool) -> str | None:
        act = self.history.undo if back else self.history.redo
        done = self.history.edit(self.store, act).result()
        return done and done.name

    def state(self) -> list[object]:
        def ask(library: Library) -> list[object]:
            queries = (*(f"SELECT * FROM {table}" for table in TABLES), *DERIVED)
            return [sorted(map(repr, library.db.execute(query))) for query in queries]

        return self.store.read(ask).result()


Act = Callable[[Desk, Random], Future[Any]]


def judge(library: Library, words: str, verdict: str, photos: list[int]) -> Changes:
    changes = judging.judge(library, words, verdict, dict.fromkeys(photos), "")
    library.journal.name_step("judged")
    return changes


def decide_faces(library: Library, decide: Callable[..., Changes], *values: object) -> Changes:
    changes = decide(library, *values)
    library.journal.name_step("faces")
    return changes


def faces(random: Random) -> list[FaceKey]:
    """Choose faces, half of them as they were found, the others as a person drew them."""
    return [key_at(photo, random.randint(0, 1), random.choice([0, 0.004])) for photo in some(random)]


def someone(random: Random) -> str:
    return random.choice("ab") * 16


def edit_faces(desk: Desk, decide: Callable[..., Changes], *values: object) -> Future[Any]:
    return desk.history.edit(desk.store, decide_faces, decide, *values)


def some(random: Random) -> list[int]:
    return random.sample(range(1, PHOTOS + 1), random.randint(1, PHOTOS))


def type_text(desk: Desk, text: str) -> Future[Any]:
    """Write the caption of a photo with a pause, which makes one step, or none if the text is the former one."""
    desk.captions.write([1], text="Half a sen", is_unfinished=True).result()
    return desk.captions.write([1], text=text)


ACTS: dict[str, Act] = {
    "rate": lambda d, r: d.marks.rate(some(r), r.randint(0, 5)),
    "favour": lambda d, r: d.marks.favour(some(r), r.random() < 0.7),
    "label": lambda d, r: d.marks.label(some(r), r.choice(LABELS)),
    "mark": lambda d, r: d.marks.mark(some(r), r.randint(0, 5), "", r.choice([1, 0, -1])),
    "date": lambda d, r: d.dates.correct(some(r), DateReset()),
    "turn": lambda d, r: d.history.edit(
        d.store, lambda lib: d.turns._act(lib, some(r), r.choice(["left", "right", "flip", "reset"]), {})
    ),
    "tag": lambda d, r: d.tags.mark(some(r), r.sample(PATHS, 2), r.choice(["confirmed", "rejected", None])),
    "confirm": lambda d, _: d.tags.confirm_above(0.5),
    "rename": lambda d, r: d.tags.rename(r.choice(PATHS), r.choice(PATHS)),
    "delete": lambda d, r: d.tags.delete(r.choice(PATHS)),
    "teach": lambda d, r: d.teaching.teach(r.choice(PATHS), some(r)[:1], kind=r.choice([None, "dog"])),
    "region": lambda d, r: d.teaching.teach(r.choice(PATHS), [Like(photo=some(r)[0], region=CENTRE)]),
    "forget": lambda d, r: d.teaching.forget(r.choice(PATHS)),
    "write": lambda d, r: d.captions.write(some(r), text=r.choice(["", "A boat", "A tram"])),
    "type": lambda d, r: type_text(d, r.choice(["", "A", "Abc", "A boat"])),
    "accept": lambda d, r: d.captions.accept(dict.fromkeys(some(r), "A drafted dog")),
    "decline": lambda d, r: d.captions.decline(some(r)[0], "A drafted dog"),
    "vouch": lambda d, r: d.captions.vouch(dict.fromkeys(some(r), "A boat")),
    "search": lambda d, r: d.searches.save(r.choice("xy"), r.choice(["dog", "cat"])),
    "rename search": lambda d, r: d.searches.rename(r.randint(1, 2), r.choice("xyz")),
    "forget search": lambda d, r: d.searches.remove(r.randint(1, 2)),
    "words": lambda d, r: d.words.add(r.choice(["tram", "tram\nboat"])),
    "switch": lambda d, r: d.words.switch([r.choice([("tram",), ("boat",)])], r.random() < 0.5),
    "forget word": lambda d, _: d.words.remove([("tram",)]),
    "album": lambda d, r: d.albums.make(r.choice(ALBUMS), some(r)),
    "fill": lambda d, r: d.albums.add(r.choice(ALBUMS), some(r), make=True),
    "empty": lambda d, r: d.albums.remove(r.choice(ALBUMS), some(r)),
    "move album": lambda d, r: d.albums.move(r.choice(ALBUMS), r.choice(["Far/Away", *ALBUMS])),
    "smart": lambda d, _: d.albums.make_smart("Smart", "rating:5"),
    "no album": lambda d, r: d.albums.delete(r.choice(ALBUMS)),
    "stack": lambda d, r: d.stacks.make(some(r)),
    "on top": lambda d, r: d.stacks.put_on_top(some(r)[0]),
    "no stack": lambda d, r: d.stacks.dissolve(some(r)),
    "judge": lambda d, r: d.history.edit(d.store, judge, r.choice(["dog", "cat"]), r.choice([RIGHT, WRONG]), some(r)),
    "forget judged": lambda d, _: d.judging.forget(),
    "not recalled": lambda d, r: d.decisions.decide(NOT_RECALLED, some(r), str, on=r.random() < 0.7),
    "fact": lambda d, r: d.facts.confirm(some(r)[0], r.choice(["total", "shop"]), r.choice(["9.00", "1.50 EUR"])),
    "no fact": lambda d, r: d.facts.dismiss(some(r)[0], r.choice(["total", "shop"])),
    "name": lambda d, r: edit_faces(d, people.confirm_faces, faces(r), someone(r)),
    "not a person": lambda d, r: edit_faces(d, people.reject_faces, faces(r), someone(r)),
    "no face": lambda d, r: edit_faces(d, people.mark_no_faces, faces(r)),
    "no name": lambda d, r: edit_faces(d, people.withdraw, faces(r)),
    "one person": lambda d, r: edit_faces(d, people.merge_people, "a" * 16, [someone(r)]),
    "no person": lambda d, r: edit_faces(d, people.forget_person, someone(r)),
    "no run": lambda d, r: d.runs.undo(r.randint(2, 4)),
}  # fmt: skip


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    with TemporaryDirectory() as place:
        with open_library(Path(place, "library"), writable=True) as library:
            add_photos(library, Path(place, "photos"), PHOTOS)
            run = runs.begin(library, "suggest", "colours", "1", "suggested")
            found = {photo: [(("a",), 0.9), (("c", "b"), 0.4)] for photo in range(1, PHOTOS + 1)}
            tag_suggestions.store(library, SuggestionOrigin("colours", "1", run), found)
            hashes = library.db.execute("SELECT id, image_hash FROM photos").fetchall()
            draft = CaptionDraft("A drafted dog", 0.9, run=runs.begin(library, "draft", "colours", "1", "drafted"))
            store(library, {photo: [face_at(0), face_at(1)] for photo in range(1, PHOTOS + 1)})
            named = [("a" * 16, "Anna"), ("b" * 16, "Ben")]
            library.db.executemany("INSERT INTO people (person, name) VALUES (?, ?)", named)
            captions.store_drafts(library, "1", [Drafted(photo, image, draft) for photo, image in hashes])
        yield Path(place, "library")


@given(
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 1 << 30)), min_size=1, max_size=9),
    restarts=st.sets(st.integers(0, 18), max_size=2),
)
@settings(max_examples=examples(60), phases=[Phase.generate])
def test_each_step_is_undone_and_redone_exactly(
    template: Path, acts: list[tuple[str, int]], restarts: set[int]
) -> None:
    with TemporaryDirectory() as place:
        directory = Path(shutil.copytree(template, Path(place, "library")))
        desk, moment = Desk(directory), 0

        def pass_time() -> bool:
            """Start a new session at the chosen moments."""
            nonlocal desk, moment
            moment += 1
            if moment not in restarts:
                return False
            desk.store.close()
            desk = Desk(directory)
            return True

        try:
            states = [desk.state()]
            for name, seed in acts:
                pass_time()
                before = len(desk.history.done)
                with suppress(PhotonError):  # there is no such tag, album, stack, …
                    ACTS[name](desk, Random(seed)).result()  # noqa: S311 - no secret
                if len(desk.history.done) == before:
                    assert desk.state() == states[-1]
                else:
                    states.append(desk.state())
            check(states, lambda: desk, pass_time)
        finally:
            desk.store.close()


def check(states: list[list[object]], desk: Callable[[], Desk], pass_time: Callable[[], bool]) -> None:
    """Undo all, redo what this session undid, and undo that again."""
    undone = 0
    for state in states[-2::-1]:
        undone = 1 if pass_time() else undone + 1
        assert desk().step(back=True)
        assert desk().state() == state
    for state in states[1 : undone + 1]:
        assert desk().step(back=False)
        assert desk().state() == state
    for state in states[:undone][::-1]:
        assert desk().step(back=True)
        assert desk().state() == state
