"""Lists of rows: what stays keeps its place, the cursor and the selection; what a row says is laid out and broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, QPoint, QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from photon.quick_dataclass import dataclass
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.photo_list import PhotoList
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.row_painting import PICTURE, _broken, _marks, _text_from, lay_out
from photon.ui.photos.row_spec import Line, RowPart, RowSpec
from photon.ui.photos.thumbnails import Thumbnails
from tests.examples import examples
from tests.ui.fake_session import FakeSession


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row that shows a name."""

    photo: int
    name: str = ""


SPEC = RowSpec[NamedRow](
    "Names",
    lambda row: (Line((RowPart("A title"),), act="title"), Line((RowPart(row.name),), most=3, gap=2, act="name")),
    tooltip=lambda row: row.name,
    spoken=lambda row, file: f"{file}: {row.name}",
    picture=QSize(40, 60),
    takes_many=True,
    buttons=lambda row: ((("check", "good"), "accept"), (("x", "danger"), "decline")) if row.name else (),
)
ROWS = st.lists(st.builds(NamedRow, st.integers(1, 9), st.sampled_from(["", "b"])), unique_by=lambda row: row.photo)


@pytest.fixture
def view(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> PhotoList:
    made = PhotoList(PhotoRows(session, bridge, SPEC), Thumbnails(session, bridge, bridge))
    qtbot.addWidget(made)
    return made


def test_rows_that_stay_keep_the_cursor_and_the_selection(view: PhotoList) -> None:
    model, resets = view.delegate._model, list[int]()
    model.modelReset.connect(lambda: resets.append(1))

    @settings(max_examples=examples(15))
    @given(ROWS, ROWS, st.sets(st.integers(1, 9)))
    def follows(old: list[NamedRow], new: list[NamedRow], marked: set[int]) -> None:
        model._reset_rows(list(old))
        resets.clear()
        for at, row in enumerate(old):
            if row.photo in marked:
                view.selectionModel().select(model.index(at), QItemSelectionModel.SelectionFlag.Select)
        places = {row.photo: QPersistentModelIndex(model.index(at)) for at, row in enumerate(old)}
        model.show_rows(new)
        assert list(model.rows) == new
        stay = [row.photo for row in new if row.photo in places]
        is_other = not stay or stay != [row.photo for row in old if row.photo in stay]
        assert not resets or is_other
        if not resets:
            assert all(places[photo].row() == model.place_of(NamedRow(photo)) for photo in stay)
            assert {model.photo_at(index.row()) for index in view.selectedIndexes()} == marked & set(stay)

    follows()


def test_a_click_is_about_the_part_at_its_place(view: PhotoList) -> None:
    rect, font = QRect(0, 100, 400, 80), QFont(view.font())
    where = lay_out(SPEC, NamedRow(1, "word " * 40), rect, font)
    (_, title), (_, name) = where.lines
    assert where.act_at(where.picture.center()) == PICTURE
    assert where.act_at(title.center()) == "title"
    assert where.act_at(name.center()) == "name"
    assert name.height() == 3 * QFontMetrics(font).lineSpacing()
    assert [where.act_at(place.center()) for _, place in where.buttons] == ["accept", "decline"]
    assert all(rect.contains(place) and not place.intersects(name) for _, place in where.buttons)
    assert where.act_at(QPoint(1, 101)) is None
    assert lay_out(SPEC, NamedRow(1), rect, font).words.width() > where.words.width()


def test_what_is_marked_is_found_in_the_text_as_it_is_shown(view: PhotoList) -> None:
    @given(st.text("a 🏔é\n", max_size=40), st.sampled_from(["dog", "🏔🏔", "two words"]), st.text("a 🏔", max_size=40))
    def is_found(before: str, marked: str, after: str) -> None:
        part = RowPart(f"{before} {marked} {after}", marked=(len(before) + 1, len(marked)))
        (found,) = _marks(part)
        text = _broken(part, view.font(), 10_000, 1).text().encode("utf-16-le")
        assert text[2 * found.start : 2 * (found.start + found.length)].decode("utf-16-le") == marked

    is_found()


def test_of_a_text_that_is_cut_nothing_before_the_cut_is_lost(view: PhotoList) -> None:
    text = "🏔 " * 40 + "the end of the world"
    layout = _broken(RowPart(text), view.font(), 200, 2)
    first = layout.lineAt(0).textLength() // 3 * 2  # an emoji counts twice in Qt
    assert layout.lineCount() == 2
    assert _text_from(layout, 1) == text[first:]


def test_nothing_of_a_hidden_photo_stays(view: PhotoList) -> None:
    model = view.delegate._model
    model._reset_rows([NamedRow(1, "hidden"), NamedRow(2, "seen")])
    model.last = model.rows[0]
    model.forget(frozenset({1}))
    assert (list(model.rows), model.last) == ([NamedRow(2, "seen")], None)
