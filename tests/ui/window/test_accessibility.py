"""Names for screen readers: every part that accepts keys or clicks has a name and a role."""

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QComboBox, QScrollBar, QWidget
from pytestqt.qtbot import QtBot

from photon.language import tr
from photon.ui.window.main_window import MainWindow

KEY_IN_NAME = re.compile(r"\((Ctrl|Shift|Alt|Space|Enter|Esc|F\d|[A-Z])\b")


def parts(root: QWidget) -> Iterator[tuple[QWidget, str, QAccessible.Role]]:
    """Return the visible usable parts, with the name and the role for a screen reader."""
    for widget in root.findChildren(QWidget):
        is_used = widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton)
        if widget.isVisible() and is_used and not isinstance(widget, QScrollBar):
            found = QAccessible.queryAccessibleInterface(widget)
            yield widget, found.text(QAccessible.Text.Name).strip(), found.role()


def faults(root: QWidget) -> list[str]:
    found = []
    for widget, name, role in parts(root):
        kind = f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}"
        if not name:
            found.append(f"{kind} has no name")
        if KEY_IN_NAME.search(name):
            found.append(f"{kind} says its key: {name}")
        if (
            isinstance(widget, QComboBox) and not widget.accessibleName()
        ):  # the accessible name would be the chosen value
            found.append(f"{kind} does not say what for: {name}")
        if role == QAccessible.Role.NoRole:
            found.append(f"{kind} has no role")
    return found


def assert_named(window: MainWindow, command: str) -> None:
    """Open a page and check all of it."""
    window.commands[command].trigger()
    assert window.pages.current is not window.results, command
    assert faults(window) == [], command
    window.navigation.show_grid()


def test_every_part_of_every_page_has_a_name(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.go_to(window.grid.grid_model.ids[0])
    qtbot.waitUntil(lambda: "jpg" in window.inspector.title.toPlainText())
    assert len(list(parts(window))) > 20
    assert faults(window) == []
    for name in ("loupe", "problems", "review"):
        assert_named(window, name)


def test_every_part_of_the_pages_about_files_and_captions_has_a_name(written_window: MainWindow) -> None:
    for name in ("conflicts", "review-captions", "doubt-captions"):
        assert_named(written_window, name)


def test_every_page_of_the_preferences_has_names(window: MainWindow) -> None:
    window.settings.open()
    for row in range(window.settings.list.count()):
        window.settings.list.setCurrentRow(row)
        assert faults(window.settings) == [], window.settings.list.item(row).text()


def test_the_first_run_and_the_guide_have_names(window: MainWindow) -> None:
    window.parts.outer.setCurrentWidget(window.first_run)
    assert faults(window.first_run) == []
    window.commands["guide"].trigger()
    assert faults(window) == []


def test_a_section_announces_whether_it_is_open(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.go_to(window.grid.grid_model.ids[0])
    qtbot.waitUntil(lambda: "jpg" in window.inspector.title.toPlainText())
    section = window.inspector.facts_section
    names = [name for widget, name, _ in parts(section) if widget is section.head]
    section.toggle()
    names += [name for widget, name, _ in parts(section) if widget is section.head]
    section.toggle()
    title = tr("Facts")
    assert names == [tr("{title}, expanded", title=title), tr("{title}, collapsed", title=title)]
