"""Every item model obeys Qt's rules while its rows are added, changed and removed."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QListView
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

import photon.ui
from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.app.duplicates.duplicates import FoundSet
from photon.domain import Filter, PhotonError, Problem
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.domain.metadata.conflict import Conflict
from photon.domain.photo.file_move import BinnedPhoto
from photon.domain.photo.missing_photo import MissingPhoto
from photon.domain.query.filter_choice import FilterChoice
from photon.library.duplicates.set_notes import SetNote
from photon.ui.bin.bin_rows import BIN
from photon.ui.captions.draft_list import DraftList
from photon.ui.captions.mismatch_list import MismatchList
from photon.ui.duplicates.set_rows import FileList, SetList
from photon.ui.duplicates.set_specs import FILES, SETS
from photon.ui.explore.card_list import CardRows
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit.bridge import Bridge
from photon.ui.metadata.conflict_list import ConflictList
from photon.ui.metadata.problem_rows import ProblemRows
from photon.ui.metadata.write_list import WriteList
from photon.ui.people.tiles import Tile, TileRows, tile_spec
from photon.ui.photos.photo_rows import DecisionRows, PhotoRows
from photon.ui.preferences.missing_dialog import MissingModel
from photon.ui.search.filter_list import FilterModel, lines_of_choices
from photon.ui.tags.vocabulary_lines import lines_of
from photon.ui.tags.vocabulary_tree import VocabularyModel
from photon.ui.widgets.line_model import LineModel, Lines
from tests.ui.written_session import WrittenSession


@pytest.fixture
def session(written: WrittenSession, folder: str) -> WrittenSession:
    written.arrive(6, folder)
    return written


@pytest.fixture
def own_bridge(qtbot: QtBot, session: WrittenSession) -> Iterator[Bridge]:
    made = Bridge(session)  # type: ignore[arg-type]
    yield made
    for grid_model in made.findChildren(PhotoGridModel):
        grid_model.close()
    made.close()


def photo_grid(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = PhotoGridModel(session, bridge, bridge)  # type: ignore[arg-type]
    yield made
    for ids in (range(1, 7), [3, 1, 2, 6], [1, 2], [], [5]):
        made.show_photos(list(ids))
        yield made


def drafts(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    session.draft({photo: f"A dog on beach {photo}" for photo in range(1, 5)})
    made = DraftList(session, bridge)  # type: ignore[arg-type]
    made.begin(None)
    made._take_waiting(session.captions.waiting().result())
    yield made
    made.forget({1, 2})
    yield made


def doubts(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = MismatchList(session, bridge)  # type: ignore[arg-type]
    made.show_doubts([CaptionMismatch(photo, "A red wall", 0.9, 0, 5, 0.4, 0.9) for photo in range(1, 5)])
    yield made
    made.show_doubts([])
    yield made


def conflicts(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = ConflictList(session, bridge)  # type: ignore[arg-type]
    some = [Conflict(photo, f"/{photo}.jpg", "caption", "At sea", "Boats") for photo in range(1, 5)]
    for found in (some[:2], some, some[1:3], []):
        made._merge_found(None, found)
        yield made


def writes(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = WriteList(session, bridge)  # type: ignore[arg-type]
    yield made
    made.show((), [(f"/{name}.jpg", PhotonError("The file is read-only.")) for name in "abc"])
    yield made
    made.show_fields(True)
    yield made


def problems(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = ProblemRows(session, bridge)  # type: ignore[arg-type]
    yield made
    made.show_problems([Problem(f"/{name}", kind, "It is empty.") for kind in ("empty", "video") for name in "abc"])  # type: ignore[arg-type]
    yield made
    made.fold("video", False)
    yield made
    made.show_problems([])
    yield made


def vocabulary(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = VocabularyModel(bridge)
    yield made
    for words in (("dog", "cat", "sea"), ("dog",), ()):
        made.show_lines(lines_of(TagVocabulary(tuple(VocabularyEntry(("things", word)) for word in words)), []))
        yield made


def lines(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made: LineModel[str] = LineModel(lambda name, role: name if role == Qt.ItemDataRole.DisplayRole else None, bridge)
    yield made
    below = [("a", None, "a"), ("a/b", "a", "b"), ("a/c", "a", "c"), ("d", None, "d"), ("d/e", "d", "e")]
    for some in (below, [*below, ("a/b/f", "a/b", "f")], below[3:], []):
        made.show_lines(Lines.build(some))
        yield made
        made.show_lines(Lines.build(some).with_first("", "first"))
        yield made


def filters(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = FilterModel(bridge)
    yield made
    made.show_lines(lines_of_choices(FilterChoice(Filter("tag", name), 3) for name in ("beach", "boat", "dog")), ())
    for text in ("b", "bea", "x", ""):
        made.find(text)
        yield made


def missing(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = MissingModel()
    yield made
    some = [MissingPhoto(photo, f"/photos/{photo}.jpg", "2026-11-20T10:00:00Z", tags=photo) for photo in range(1, 5)]
    for photos in (some[:2], some, []):
        made.show(photos)
        yield made


def binned(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = PhotoRows(session, bridge, BIN)  # type: ignore[arg-type]
    yield made
    some = [BinnedPhoto(n, n, f"/photos/{n}.jpg", "2026-11-20T10:00:00Z", (), 10, "", 1) for n in range(1, 5)]
    for rows in (some[:2], some, some[1:3], []):
        made.show_rows(rows)
        yield made


def tiles(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = TileRows(session, bridge, tile_spec("Faces", "", "faces"))  # type: ignore[arg-type]
    yield made
    some = [Tile(number, "line" if number == 2 else "tile", name=f"{number}") for number in range(1, 5)]
    for rows in (some[:2], some, some[1:3], []):
        made.show_rows(rows)
        yield made


def cards(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    view = QListView()
    made = CardRows(view)
    yield made
    some = [ShelfCard(f"{number}", "", number, number, "") for number in range(1, 5)]
    for rows in (some[:2], some, some[1:3], []):
        made.show_cards(rows)
        yield made


def duplicate_sets(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = SetList(session, bridge, SETS)  # type: ignore[arg-type]
    yield made
    for numbers in (range(1, 4), range(2, 6), [1, 5], [], [3]):
        made.show_sets([found_set(number) for number in numbers])
        yield made


def set_files(session: WrittenSession, bridge: Bridge) -> Iterator[QAbstractItemModel]:
    made = FileList(session, bridge, FILES)  # type: ignore[arg-type]
    yield made
    made.show_set(found_set(1))
    made.note({1: SetNote(4, 3, "JPEG", "", 0, False, 0, False, 0)})
    made.toggle(1)
    yield made
    made.show_set(None)
    yield made


def found_set(number: int) -> FoundSet:
    paths = (f"/photos/{number}.jpg", f"/photos/{number}b.jpg")
    return FoundSet("same-picture", paths, ("larger",), number != 3, (number, 100 + number), (10, 9))


Steps = Callable[[WrittenSession, Bridge], Iterator[QAbstractItemModel]]
STEPS: dict[type[QAbstractItemModel], Steps] = {
    PhotoGridModel: photo_grid,
    DraftList: drafts,
    MismatchList: doubts,
    ConflictList: conflicts,
    WriteList: writes,
    ProblemRows: problems,
    VocabularyModel: vocabulary,
    LineModel: lines,
    FilterModel: filters,
    MissingModel: missing,
    PhotoRows: binned,
    TileRows: tiles,
    CardRows: cards,
    SetList: duplicate_sets,
    FileList: set_files,
}


def test_every_item_model_of_the_window_is_tested() -> None:
    for module in pkgutil.walk_packages(photon.ui.__path__, "photon.ui."):
        importlib.import_module(module.name)
    found = {one for one in _below(QAbstractItemModel) if one.__module__.startswith("photon.ui.")}
    assert found - {DecisionRows} == set(STEPS)


def _below(model: type) -> Iterator[type]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


@pytest.mark.parametrize("model", STEPS, ids=lambda one: one.__name__)
def test_it_is_a_valid_model(
    model: type[QAbstractItemModel], session: WrittenSession, own_bridge: Bridge, qtmodeltester: ModelTester
) -> None:
    for made in STEPS[model](session, own_bridge):
        assert type(made) is model
        qtmodeltester.check(made)
