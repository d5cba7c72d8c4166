"""Texts of the window that did not go through ``tr``; run by ``test_translated_window`` in the pseudo language.

In that language, every translated text is in ⟦brackets⟧; text outside of them is data, or was forgotten.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)
from pytestqt.qtbot import QtBot

from photon.domain.guide import help_topics
from photon.ui.export.export_controller import ExportController
from photon.ui.export.export_dialog import ExportDialog
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT

BRACKETED = re.compile(r"⟦[^⟦⟧]*⟧")
KEYS = re.compile(r"\b(Ctrl|Shift|Alt|Enter|Return|Esc|Space|Del|Back|Left|Right|Up|Down|Home|End|PgUp|PgDown|F\d+)\b")
DATA = re.compile(
    r"""
      \S*/[^⟦⟧]* | \S+\.(jpg|png|xmp|txt|csv|db) | \{\w+\} | https?://\S*     # paths, files, placeholders, addresses
    | \b(JPEG|PNG|HEIC|WebP|CSV|JSON(\ Lines)?|XMP|IPTC|EXIF|ISO|UTC|MP|GB|MB|kB|px|mm|GPU|CPU|RAM|GPS|sRGB|Hex)\b
    | Photon\ \d.* | ViT\S* | Photon | llava                      # versions, names
    | English | Deutsch | Português | Español | Français | Italiano | Nederlands | Polski
    | Apple\ Photos | Lightroom(\ Classic)? | digiKam | Immich | darktable | Google\ Photos
    | (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day | \d*\ ?(January|July)\ \d*            # dates are as the system has them
    """,
    re.VERBOSE,
)
TITLES = {topic.title for topic in help_topics()}
FAKES = ("EncoderPanel", "TemplateEditor")  # show cards of the session for tests, and examples that are English


def texts(widget: QWidget) -> Iterator[str]:
    """Return the texts of a part of the window, including its tooltip."""
    yield widget.toolTip()
    yield widget.accessibleName()
    match widget:
        case QLabel() | QAbstractButton():
            yield widget.text()
        case QGroupBox():
            yield widget.title()
        case QLineEdit() | QPlainTextEdit():
            yield widget.placeholderText()
        case QComboBox():
            yield from (widget.itemText(row) for row in range(widget.count()))
        case QListWidget():
            yield from (widget.item(row).text() for row in range(widget.count()))
        case QTreeWidget():
            yield from map(column_texts, items(widget))


def items(tree: QTreeWidget) -> Iterator[QTreeWidgetItem]:
    place = QTreeWidgetItemIterator(tree)
    while item := place.value():
        yield item
        place += 1


def column_texts(item: QTreeWidgetItem) -> str:
    return " ".join(item.text(column) for column in range(item.columnCount()))


def untranslated(root: QWidget) -> set[str]:
    """Return texts with words outside of brackets."""
    found = set()
    for widget in (root, *root.findChildren(QWidget)):
        for text in texts(widget):
            if type(widget.parentWidget()).__name__ in FAKES or text in TITLES:
                continue
            rest = re.sub(r"<[^>]+>|&(\w+;)?", "", text)
            while BRACKETED.search(rest):
                rest = BRACKETED.sub("", rest)
            rest = DATA.sub("", KEYS.sub("", rest))
            if re.search(r"[^\W\d_]{2}", rest):
                found.add(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}: {text}")
    return found


def commands(window: MainWindow) -> set[str]:
    """Return texts of commands outside of brackets; fields of a template have English examples."""
    names = {action.text() for action in window.findChildren(QAction)}
    return {name for name in names if re.search(r"\w", name) and "⟦" not in name and not name.startswith("{")}


def look(window: MainWindow, *names: str) -> set[str]:
    """Open pages by their commands, and read each."""
    found = untranslated(window)
    for name in names:
        window.commands[name].trigger()
        for _ in range(20):
            QCoreApplication.processEvents()
        found |= untranslated(window)
        window.navigation.show_grid()
    return found


def test_pages_about_photos_and_tags(qtbot: QtBot, window: MainWindow) -> None:
    window.grid.go_to(window.grid.grid_model.ids[0])
    qtbot.waitUntil(lambda: "jpg" in window.inspector.title.toPlainText())
    found = look(window, "loupe", "problems", "review", "guide")
    window.settings.open()
    for row in range(window.settings.list.count()):
        window.settings.list.setCurrentRow(row)
        found |= untranslated(window.settings)
    assert not (forgotten := found | commands(window)), "\n".join(sorted(forgotten))


def test_pages_about_files_and_captions(written_window: MainWindow) -> None:
    forgotten = look(written_window, "conflicts", "review-captions", "doubt-captions")
    assert not forgotten, "\n".join(sorted(forgotten))


def see_kinds(dialog: ExportDialog) -> set[str]:
    """Read the dialog with each kind of export."""
    found = set()
    for button in dialog.kinds.values():
        QTest.mouseClick(button, LEFT)
        for _ in range(20):
            QCoreApplication.processEvents()
        found |= untranslated(dialog)
    return found


def test_the_export_dialog(qtbot: QtBot, filed_window: MainWindow, tmp_path: Path) -> None:
    filed_window.commands["export"].trigger()
    dialog = filed_window.part(ExportController).dialog
    assert dialog is not None
    found = see_kinds(dialog)
    QTest.mouseClick(dialog.kinds["files"], LEFT)
    dialog.files.copies.setCurrentIndex(1)  # resized: size and quality
    dialog.files.template.setText("{unknown}")
    found |= untranslated(dialog)
    dialog.files.template.setText("{name}")
    dialog.files.place.line.setText(str(tmp_path / "out"))
    qtbot.waitUntil(dialog.export_button.isEnabled)
    found |= untranslated(dialog)
    QTest.mouseClick(dialog.export_button, LEFT)
    qtbot.waitUntil(lambda: dialog.state == "done")
    found |= untranslated(dialog)
    assert not found, "\n".join(sorted(found))


def test_the_first_run(empty: MainWindow) -> None:
    assert not (forgotten := untranslated(empty)), "\n".join(sorted(forgotten))
