"""Photos exported from the window, with real keys, clicks and files."""

import json
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenu
from pytestqt.qtbot import QtBot

from photon.media.read.metadata_reading import read_words
from photon.ui.export.export_controller import ExportController
from photon.ui.export.export_dialog import ExportDialog
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, Key, click, entries
from tests.ui.filed_session import FiledSession
from tests.ui.held_back import HeldBack


@pytest.fixture
def session(filed: FiledSession) -> FiledSession:
    return filed


@pytest.fixture
def window(filed_window: MainWindow) -> MainWindow:
    return filed_window


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def asked_for(qtbot: QtBot, window: MainWindow, out: Path) -> ExportDialog:
    """Open the dialog, with a plan."""
    window.activateWindow()
    QTest.keyClick(window, Key.Key_E, CTRL)
    dialog = window.part(ExportController).dialog
    assert dialog is not None
    assert dialog.isVisible()
    write(dialog.files.place.line, str(out))
    write(dialog.files.template, "{name}")
    qtbot.waitUntil(dialog.export_button.isEnabled)
    return dialog


def write(line: object, text: str) -> None:
    """Replace the text of a line."""
    QTest.keyClick(line, Key.Key_A, CTRL)  # type: ignore[call-overload]
    QTest.keyClicks(line, text)  # type: ignore[call-overload]


def press(button: QAbstractButton) -> None:
    QTest.mouseClick(button, LEFT)


def tick(box: QAbstractButton) -> None:
    box.setFocus()
    QTest.keyClick(box, Key.Key_Space)


def pick(box: QComboBox, value: str) -> None:
    box.setFocus()
    for _ in range(box.findData(value) - box.currentIndex()):
        QTest.keyClick(box, Key.Key_Down)
    assert box.currentData() == value


def test_text_in_photos_is_covered_if_wanted(
    qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path
) -> None:
    del session
    dialog = asked_for(qtbot, window, out)
    assert dialog.files.choice.carried.readable
    tick(dialog.files.cover)
    choice = dialog.files.choice
    assert choice.redrawn is not None
    assert (choice.carried.readable, choice.redrawn.format, choice.redrawn.long_side) == (False, "same", 3500)
    qtbot.waitUntil(lambda: "skipped" in dialog.summary.text())  # nothing was read
    assert "can't cover it" in dialog.summary.toolTip()


def test_faces_are_blurred_if_wanted(qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path) -> None:
    del session
    dialog = asked_for(qtbot, window, out)
    assert dialog.files.choice.carried.recognisable
    tick(dialog.files.blur)
    choice = dialog.files.choice
    assert choice.redrawn is not None
    assert (choice.carried.recognisable, choice.carried.readable, choice.redrawn.long_side) == (False, True, None)


def finished(qtbot: QtBot, dialog: ExportDialog) -> None:
    press(dialog.export_button)
    qtbot.waitUntil(lambda: dialog.state == "done")


def names(out: Path) -> list[str]:
    return sorted(str(one.relative_to(out)) for one in out.rglob("*") if one.is_file())


def test_all_photos_shown_are_copied(qtbot: QtBot, window: MainWindow, folder: str, out: Path) -> None:
    before = {one.name: one.read_bytes() for one in Path(folder).iterdir()}
    dialog = asked_for(qtbot, window, out)
    assert dialog.title.text() == "Export all 4 photos shown"
    qtbot.waitUntil(lambda: "4 files" in dialog.summary.text())
    assert not out.exists()
    finished(qtbot, dialog)
    assert (dialog.outcome.head.text(), dialog.outcome.about.text()) == ("Exported", f"4 files in {out}")
    assert dialog.outcome.show_button.hasFocus()
    assert dialog.outcome.list.isHidden()
    assert {one.name: one.read_bytes() for one in out.iterdir()} == before
    press(dialog.again_button)
    qtbot.waitUntil(lambda: dialog.summary.text() == "Nothing left to export · 4 already exported")
    assert not dialog.export_button.isEnabled()


def test_selected_photos_are_resized_with_metadata(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    click(window, 0)
    click(window, 1, CTRL)
    dialog = asked_for(qtbot, window, out)
    assert dialog.title.text() == "Export 2 selected photos"
    assert not dialog.files.side.isVisible()
    pick(dialog.files.copies, "draw")
    pick(dialog.files.format, "webp")
    write(dialog.files.side.lineEdit(), "32")
    tick(dialog.files.words)
    write(dialog.files.template, "{date:%Y}/{number}")
    qtbot.waitUntil(lambda: dialog.files.names.text().endswith("2.webp"))
    qtbot.waitUntil(dialog.export_button.isEnabled)
    finished(qtbot, dialog)
    (year,) = {one.name for one in out.iterdir()}
    assert names(out) == [f"{year}/1.webp", f"{year}/2.webp"]
    with Image.open(out / year / "1.webp") as image:
        assert image.size == (32, 24)
    words = read_words(str(out / year / "1.webp")).metadata
    assert words is not None
    assert (words.keywords, words.caption) == ((("Places", "Italy"),), "Am Meer")


def test_errors_are_shown_below_their_field(qtbot: QtBot, window: MainWindow, folder: str, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    write(dialog.files.template, "{nam}")
    assert dialog.files.names.text().startswith("There is no placeholder {nam}.")
    assert not dialog.export_button.isEnabled()
    QTest.keyClick(dialog, Key.Key_Return, CTRL)
    assert dialog.state == "choosing"
    write(dialog.files.template, "{name}")
    write(dialog.files.place.line, str(Path(folder, "0001.jpg")))
    qtbot.waitUntil(lambda: "is a file, not a folder" in dialog.files.place.note.text())
    assert not dialog.export_button.isEnabled()
    write(dialog.files.place.line, str(out))
    qtbot.waitUntil(dialog.export_button.isEnabled)
    assert dialog.files.place.note.isHidden()


def test_late_examples_do_not_hide_an_error(
    qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked_for(qtbot, window, out)
    examples = HeldBack(monkeypatch, session.exporting, "examples")
    write(dialog.files.template, "{number}")
    write(dialog.files.template, "{nam}")
    examples.let_go()
    assert dialog.files.names.text().startswith("There is no placeholder {nam}.")


def test_skipped_photos_are_listed(qtbot: QtBot, window: MainWindow, folder: str, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    Path(folder, "0002.jpg").unlink()
    tick(dialog.files.places)
    qtbot.waitUntil(lambda: "1 skipped" in dialog.summary.text())
    assert dialog.summary.toolTip() == "0002.jpg: The file no longer exists."
    finished(qtbot, dialog)
    assert dialog.outcome.left.text() == "Skipped 1 photo:"
    assert dialog.outcome.list.item(0).text() == "0002.jpg\nThe file no longer exists."
    assert len(names(out)) == 3


def test_an_export_is_stopped_and_resumed(qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    pick(dialog.files.copies, "draw")
    qtbot.waitUntil(dialog.export_button.isEnabled)
    session.decoders.held.clear()
    press(dialog.export_button)
    assert dialog.state == "exporting"
    assert dialog.busy.isVisible()
    assert not dialog.pages.isEnabled()
    QTest.keyClick(dialog, Key.Key_Escape)
    assert dialog.isVisible()
    session.decoders.held.set()
    qtbot.waitUntil(lambda: dialog.state == "done")
    assert not [name for name in names(out) if name.startswith(".")]
    press(dialog.again_button)
    qtbot.waitUntil(lambda: dialog.export_button.isEnabled() or "already exported" in dialog.summary.text())
    if dialog.export_button.isEnabled():
        finished(qtbot, dialog)
    assert names(out) == ["0001.jpg", "0002.jpg", "0003.jpg", "0004.jpg"]
    QTest.keyClick(dialog, Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_table_is_as_exact_about_places_as_chosen(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    press(dialog.kinds["table"])
    table = dialog.table
    assert (table.choice.location, table.choice.private) == ("exact", False)
    if not table.columns["gps"].isChecked():
        tick(table.columns["gps"])
    assert table.location.isEnabled()
    pick(table.location, "town")
    tick(table.private)
    assert (table.choice.location, table.choice.private) == ("town", True)


def test_exporting_a_table(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    press(dialog.kinds["table"])
    write(dialog.table.place.line, str(out / "list.csv"))
    pick(dialog.table.format, "jsonl")
    assert dialog.table.place.place == str(out / "list.jsonl")
    for name, box in dialog.table.columns.items():
        if box.isChecked() != (name in {"name", "keywords"}):
            tick(box)
    assert dialog.summary.text() == "4 rows with 2 columns"
    assert not dialog.table.location.isEnabled()
    finished(qtbot, dialog)
    assert dialog.outcome.about.text() == f"4 rows in {out / 'list.jsonl'}"
    rows = [json.loads(line) for line in (out / "list.jsonl").read_text().splitlines()]
    assert rows[0] == {"name": rows[0]["name"], "keywords": [["Places", "Italy"]]}
    assert len(rows) == 4
    press(dialog.again_button)
    assert "gets a number" in dialog.table.place.note.text()
    for box in dialog.table.columns.values():
        if box.isChecked():
            tick(box)
    assert not dialog.export_button.isEnabled()
    assert dialog.summary.text() == "Choose at least one column."


def test_exporting_a_training_set(qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path) -> None:
    session.captions.write([2], text="").result()
    session.tags.mark([2], [("Places", "Italy")], None).result()
    dialog = asked_for(qtbot, window, out)
    press(dialog.kinds["training"])
    form = dialog.training
    write(form.place.line, str(out))
    write(form.val.lineEdit(), "20")
    assert form.parts.text().startswith(
        "The percentages, 80 for training, 20 for validation and 10 for test, must add up to 100"
    )
    assert not dialog.export_button.isEnabled()
    write(form.val.lineEdit(), "0")
    write(form.test.lineEdit(), "20")
    write(form.licence, "CC0")
    qtbot.waitUntil(lambda: "1 skipped" in dialog.summary.text())
    assert dialog.summary.text().startswith("3 photos: ")
    qtbot.waitUntil(dialog.export_button.isEnabled)
    finished(qtbot, dialog)
    assert dialog.outcome.about.text() == f"3 photos in {out}"
    assert dialog.outcome.list.item(0).text() == "0002.jpg\nNo caption or tags."
    lines = [line for one in out.rglob("metadata.jsonl") for line in one.read_text().splitlines()]
    assert [(one["text"], one["licence"]) for one in map(json.loads, lines)] == [("Am Meer, Italy", "CC0")] * 3
    press(dialog.again_button)
    write(form.place.line, str(out.parent))
    qtbot.waitUntil(lambda: "an empty folder" in form.place.note.text())


def test_choices_are_stored(qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    pick(dialog.files.metadata, "strip")
    assert not dialog.files.places.isEnabled()
    write(dialog.files.template, "{number}")
    qtbot.waitUntil(dialog.export_button.isEnabled)
    finished(qtbot, dialog)
    dialog.close()
    later = ExportDialog(session, window.bridge, window)  # type: ignore[arg-type]
    qtbot.addWidget(later)
    assert (later.files.place.place, later.files.template.text()) == (str(out), "{number}")
    assert later.files.metadata.value == "strip"


def test_a_folder_is_exported_from_its_menu(qtbot: QtBot, window: MainWindow, folder: str) -> None:
    qtbot.waitUntil(lambda: window.sidebar.tree.node_at(window.sidebar.tree.model().index(0, 0)) is not None)
    node = window.sidebar.tree.node_at(window.sidebar.tree.model().index(0, 0))
    assert node is not None
    assert node.path == folder
    click(window, 0)
    next(one for one in window.sidebar.actions_for(node, window) if one.text() == "Export…").trigger()
    qtbot.waitUntil(lambda: window.part(ExportController).dialog is not None)
    dialog = window.part(ExportController).dialog
    assert dialog is not None
    assert dialog.title.text() == f"Export “{node.name}”"
    qtbot.waitUntil(lambda: "4 files" in dialog.summary.text())


def test_the_menus_contain_the_command(window: MainWindow) -> None:
    action = window.commands["export"]
    (file_menu,) = [action.menu() for action in window.top_bar.main_menu.actions() if action.text() == "File"]
    assert isinstance(file_menu, QMenu)
    assert action in file_menu.actions()
    assert action in entries(window.commands.photo_menu())


def test_without_photos_there_is_a_message(qtbot: QtBot, window: MainWindow) -> None:
    window.gallery.show_folder("/nowhere")
    qtbot.waitUntil(lambda: window.grid.grid_model.rowCount() == 0)
    window.part(ExportController).begin()
    assert window.part(ExportController).dialog is None
    assert window.toast.isVisible()


def test_keys_for_photos_do_nothing_behind_the_dialog(
    qtbot: QtBot, window: MainWindow, session: FiledSession, out: Path
) -> None:
    dialog = asked_for(qtbot, window, out)
    dialog.files.copies.setFocus()
    QTest.keyClick(dialog.files.copies, Qt.Key.Key_5)
    card = window.grid.grid_model.cards.find(1)
    assert card is not None
    assert card.rating == 0


def test_enter_in_a_field_exports_and_on_a_button_presses_it(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    dialog.kinds["table"].setFocus()
    QTest.keyClick(dialog.kinds["table"], Key.Key_Return)
    assert (dialog.kind, dialog.state) == ("table", "choosing")
    dialog.kinds["files"].setFocus()
    QTest.keyClick(dialog.kinds["files"], Key.Key_Return)
    qtbot.waitUntil(dialog.export_button.isEnabled)
    assert dialog.export_button.isDefault()
    dialog.files.place.line.setFocus()
    QTest.keyClick(dialog.files.place.line, Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.state == "done")
    assert len(names(out)) == 4


def test_enter_on_cancel_exports_nothing(qtbot: QtBot, window: MainWindow, out: Path) -> None:
    dialog = asked_for(qtbot, window, out)
    dialog.close_button.setFocus()
    QTest.keyClick(dialog.close_button, Key.Key_Return)
    assert (dialog.isVisible(), dialog.state, out.exists()) == (False, "choosing", False)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_table_for_excel_uses_the_separators_of_the_region(
    qtbot: QtBot, window: MainWindow, out: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    region = QLocale(language)
    monkeypatch.setattr(QLocale, "system", lambda: region)
    table = asked_for(qtbot, window, out).table
    if not table.mark.isChecked():
        table.mark.click()
    assert table.choice.decimal_comma == (language == "de")
    table.mark.click()
    assert not table.choice.decimal_comma
