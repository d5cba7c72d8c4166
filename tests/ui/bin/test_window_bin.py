"""The bin in the window: what is asked, what is said, and the page with the way back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.app.bin.bin_plan import MoveScope
from photon.app.session import Session
from photon.domain import PhotonError, Query
from photon.domain.photo.file_move import BinnedPhoto
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.bin_rows import since_words
from photon.ui.bin.move_runner import MoveRunner
from photon.ui.window.main_window import MainWindow
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw
from tests.ui.driving import opened
from tests.ui.fake_bin import FakeBin
from tests.ui.fake_session import FakeSession
from tests.ui.held_back import HeldBack


@pytest.fixture
def held(session: FakeSession) -> FakeBin:
    return session.bin


def put(window: MainWindow, *photos: int) -> None:
    window.part(BinController).move_to_bin(photos)


def test_a_pair_is_asked_about(qtbot: QtBot, window: MainWindow, held: FakeBin) -> None:
    held.pairs = 1
    ids = list(window.grid.grid_model.ids)
    put(window, ids[0])
    qtbot.waitUntil(lambda: window.part(BinController).question is not None)
    question = window.part(BinController).question
    assert question is not None
    assert "1 photo" in question.words.text()
    assert question.pairs.isVisibleTo(question)
    assert question.pairs.isChecked()
    assert not question.copies.isVisibleTo(question)
    question.keep.click()
    assert window.part(BinController).question is None
    assert list(window.grid.grid_model.ids) == ids
    put(window, ids[0])
    qtbot.waitUntil(lambda: window.part(BinController).question is not None)
    question = window.part(BinController).question
    assert question is not None
    question.pairs.setChecked(False)
    question.go.click()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[1:])
    assert held.scopes[-1] == MoveScope(together=False)


def test_where_photon_cannot_bring_back_even_one_photo_is_asked_about(
    qtbot: QtBot, window: MainWindow, held: FakeBin
) -> None:
    held.gives_back = False
    ids = list(window.grid.grid_model.ids)
    put(window, ids[0])
    qtbot.waitUntil(lambda: window.part(BinController).question is not None)
    question = window.part(BinController).question
    assert question is not None
    assert "can't bring files back" in question.note
    assert "Ctrl+Z" not in question.note
    question.go.click()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[1:])


def test_a_second_press_waits_for_the_plan_of_the_first(
    qtbot: QtBot, window: MainWindow, held: FakeBin, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = list(window.grid.grid_model.ids)
    plans = HeldBack(monkeypatch, held, "plan")
    put(window, ids[0])
    put(window, ids[0])
    assert plans.asked == 1
    plans.let_go()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[1:])
    qtbot.waitUntil(lambda: not window.part(MoveRunner).is_busy)
    put(window, ids[1])
    assert plans.asked == 2
    plans.let_go()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[2:])


def test_a_photo_of_which_a_file_stays_is_shown_on(qtbot: QtBot, window: MainWindow, held: FakeBin) -> None:
    ids = list(window.grid.grid_model.ids)
    held.staying = {ids[0]: 2}
    put(window, ids[0], ids[1])
    qtbot.waitUntil(lambda: window.part(BinController).question is not None)
    question = window.part(BinController).question
    assert question is not None
    assert "2 other files" in question.copies.text()
    assert not question.copies.isChecked()
    question.copies.setChecked(True)
    question.go.click()
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids[2:])
    assert held.scopes[-1] == MoveScope(copies=True)


def test_what_is_refused_is_said(qtbot: QtBot, window: MainWindow, session: FakeSession, held: FakeBin) -> None:
    ids = list(window.grid.grid_model.ids)
    held.refusal = PhotonError("The drive has no bin.", "Nothing was moved.")
    put(window, *ids[:3])
    qtbot.waitUntil(window.notice.isVisible)
    assert window.notice.message.text() == "The drive has no bin."
    assert window.notice.hint.text() == "Nothing was moved. 2 other files were not moved either."
    assert list(window.grid.grid_model.ids) == ids
    session.bin.moving.on_refused([("a.jpg", PhotonError("a.jpg can't be restored.", "Rename the other file."))])
    qtbot.waitUntil(lambda: window.notice.message.text() == "a.jpg can't be restored.")


def test_the_page_lists_what_is_in_the_bin_and_puts_it_back(qtbot: QtBot, window: MainWindow) -> None:
    page, ids = window.part(BinController).page, list(window.grid.grid_model.ids)
    window.commands["bin"].trigger()
    assert window.pages.current is page
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    window.navigation.show_grid()
    put(window, *ids[:3])
    qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 21)
    window.commands["bin"].trigger()
    qtbot.waitUntil(lambda: len(page.rows.rows) == 3)
    assert page.head.summary.text() == "3 photos, last ones first"
    assert page.rows.card_of(page.rows.rows[0]) is not None
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.rows.rows) == 2)
    qtbot.waitUntil(lambda: window.toast.words.text() == "Restored 1 photo.")
    page.all.click()
    page.back.click()
    qtbot.waitUntil(lambda: page.pages.currentIndex() == 1)
    qtbot.waitUntil(lambda: list(window.grid.grid_model.ids) == ids)
    assert page.grab().width() > 0


def test_rows_tell_what_went_with_a_photo() -> None:
    row = BinnedPhoto(1, 1, "/photos/a.jpg", "2026-11-20T10:00:00Z", ("/photos/a.xmp",), 3_000_000, "", 1)
    assert since_words(row).endswith("3 MB · with 1 other file")


def test_true_files_go_from_an_answer_and_come_back(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number in range(6):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number)
    with Session.open(tmp_path / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        window = opened(qtbot, session)  # type: ignore[arg-type]
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 6)
        window.navigation.search(Query.build("red"))
        qtbot.waitUntil(lambda: window.gallery.asked.query is not None and len(window.gallery.hits) == 6)
        ids = list(window.grid.grid_model.ids)
        window.grid.go_to(ids[1])
        window.part(BinController).move_targets()
        qtbot.waitUntil(lambda: len(window.grid.grid_model.ids) == 5)
        assert window.grid.selected() == [ids[2]]
        qtbot.waitUntil(lambda: len(list((tmp_path / "photos").iterdir())) == 5)
        qtbot.waitUntil(lambda: window.toast.words.text() == "1 photo moved to the bin.")
        window.parts.undo()
        qtbot.waitUntil(lambda: sorted(window.grid.grid_model.ids) == sorted(ids))
        assert len(list((tmp_path / "photos").iterdir())) == 6
        window.close()
