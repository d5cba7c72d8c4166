"""What a window tells of the marked photo: in widgets, models, on the screen, on the clipboard, in memory."""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from photon.ui.window.main_window import MainWindow
from tests import marked

TEXTS = (
    "text", "toPlainText", "toolTip", "accessibleName", "accessibleDescription", "statusTip", "whatsThis",
    "windowTitle", "placeholderText", "title",
)  # fmt: skip
ROLES = [Qt.ItemDataRole(role) for role in (0, 3, 11, 12)] + [int(Qt.ItemDataRole.UserRole) + more for more in range(6)]


def told_by(window: MainWindow) -> dict[str, set[str]]:
    """Return which marks are found, and where: in widgets, models, the screen, the clipboard, memory."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found: dict[str, set[str]] = {}
    screen = ("screen", pictured(window.grab().toImage()))
    for where, marks in (*in_widgets(), *in_models(window), screen, *on_clipboard(), *in_memory(window)):
        if marks:
            found.setdefault(where, set()).update(marks)
    return found


def in_widgets() -> Iterator[tuple[str, set[str]]]:
    for widget in QApplication.allWidgets():
        yield type(widget).__name__, words_of(widget)


def in_models(window: MainWindow) -> Iterator[tuple[str, set[str]]]:
    for one in [window, *window.findChildren(QObject)]:
        if isinstance(one, QAbstractItemModel):
            yield type(one).__name__, set().union(*map(marked.words_in, items_of(one)))
        if isinstance(one, QAction):
            yield "QAction", marked.words_in(f"{one.text()} {one.toolTip()}")


def on_clipboard() -> Iterator[tuple[str, set[str]]]:
    held = QGuiApplication.clipboard().mimeData()
    if held is not None:
        yield "clipboard", marked.words_in(" ".join([held.text(), *(url.toString() for url in held.urls())]))
    yield "clipboard", pictures_on_the_clipboard()


def words_of(widget: QWidget) -> set[str]:
    found: set[str] = set()
    for name in TEXTS:
        read = getattr(widget, name, None)
        if callable(read):
            try:
                said = read()
            except TypeError:
                continue
            found |= marked.words_in(said) if isinstance(said, str) else set()
    return found


def items_of(items: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[str]:
    parent = parent or QModelIndex()
    for row in range(items.rowCount(parent)):
        index = items.index(row, 0, parent)
        yield from (str(items.data(index, role)) for role in ROLES)
        yield from items_of(items, index)


def pictured(image: QImage) -> set[str]:
    if image.isNull():
        return set()
    pixels = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(pixels.constBits(), np.uint8).reshape(pixels.height(), pixels.bytesPerLine())
    return {marked.COLOUR} if has_colour(rows[:, : 3 * pixels.width()].reshape(pixels.height(), -1, 3)) else set()


def has_colour(pixels: np.ndarray) -> bool:
    """Return whether the marked colour is visible, even in a small cell of a large window."""
    some = pixels[::3, ::3].astype(np.int16)
    return bool((np.abs(some - np.array(marked.PURPLE, np.int16)).max(axis=2) < 45).sum() > 25)


def in_memory(window: MainWindow) -> Iterator[tuple[str, set[str]]]:
    """Yield the content of attributes of the window's objects, at any depth; the session is excluded."""
    waiting: deque[tuple[str, object]] = deque(
        (type(one).__name__, one) for one in [window, *window.findChildren(QObject)]
    )
    seen: set[int] = set()
    while waiting:
        where, one = waiting.popleft()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, QPixmap):
            one = one.toImage()
        if isinstance(one, QImage):
            yield where, pictured(one)
        elif isinstance(one, str | bytes):
            yield where, marked.found_in(one)
        else:
            waiting.extend((f"{where}", inner) for inner in inside(one))


def inside(one: object) -> list[object]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, list | tuple | set | frozenset | deque):
        return list(one)
    if is_dataclass(one) and not isinstance(one, type):
        return [getattr(one, field.name) for field in fields(one)]
    if type(one).__module__.startswith("photon.ui"):
        slots = [name for kind in type(one).__mro__ for name in getattr(kind, "__slots__", ())]
        return [*vars(one).values()] if hasattr(one, "__dict__") else [getattr(one, name, None) for name in slots]
    return []


def pictures_on_the_clipboard() -> set[str]:
    held = QGuiApplication.clipboard().mimeData()
    return pictured(held.imageData()) if held is not None and held.hasImage() else set()
