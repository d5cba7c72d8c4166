"""The user's tags in the left panel, as a tree with counts: search, rename, delete, drop photos on a tag."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QKeyEvent,
)
from PySide6.QtWidgets import QWidget

from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import counted, number, tr, tr_n
from photon.quick_dataclass import dataclass
from photon.ui.keys.key_texts import KeyedText, with_key
from photon.ui.kit.item_views import AnyIndex
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.photos.drop_tree import PhotoDropTree
from photon.ui.tags.tag_labels import typed_path
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.widgets.line_model import Lines

REVIEW = ""
"""The key of the line of suggested tags."""
_SEPARATES = re.compile(r"(?<!\\)([,;])")


@dataclass(frozen=True, slots=True)
class TagLine:
    """A line of the tree.

    Attributes:
        path: The tag; empty for the line of suggested tags.
        photos: Number of photos with the tag or a sub-tag; for the line of suggested tags, number of suggested tags.
    """

    path: TagPath
    photos: int


def lines_of_tags(tags: Iterable[tuple[TagPath, int]]) -> Lines[TagLine]:
    """Return the tree of tags with their numbers of photos, by key."""
    keyed = sorted(((tag_key(path), TagLine(path, photos)) for path, photos in tags), key=lambda each: each[0])
    return Lines.build((key, tag_key(line.path[:-1]) if len(line.path) > 1 else None, line) for key, line in keyed)


def ambiguous_names(lines: Lines[TagLine]) -> frozenset[str]:
    """Return the keys of last names that several tags share."""
    counts = Counter(key.rpartition("\x1f")[2] for key in lines.keys)
    return frozenset(name for name, count in counts.items() if count > 1)


class TagTree(PhotoDropTree[TagLine]):
    """A tree view of tags.

    Signals:
        search_wanted: Brings a TagPath.
        review_wanted: Brings a TagPath whose suggestions are to be reviewed, or None for all.
        renamed: Brings a TagPath and the new one.
        refused: Brings a PhotonError: the typed text cannot be the name of a tag.
        remove_wanted: Brings a TagPath.
        teach_wanted: Brings a TagPath to learn from the photos that have it.
        photos_dropped: Brings a TagPath and the photos that were dropped on it.
    """

    search_wanted = Signal(object)
    review_wanted = Signal(object)
    renamed = Signal(object, object)
    refused = Signal(object)
    remove_wanted = Signal(object)
    teach_wanted = Signal(object)
    photos_dropped = Signal(object, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Tags"), "tag", parent)
        self.suggested: frozenset[str] = frozenset()
        self._tags: Lines[TagLine] = Lines()
        self._waiting = 0
        self.clicked.connect(self._run)
        self.customContextMenuRequested.connect(self._show_menu)

    # -- display -------------------------------------------------------------------------------

    @property
    def paths(self) -> list[TagPath]:
        """The tags, in order."""
        return [line.path for line in self._tags.things]

    def show_tags(self, tags: Lines[TagLine]) -> None:
        """Show these tags, keeping expanded lines and the cursor."""
        if self.state() != self.State.EditingState:
            self._tags = tags
            self._show()

    def show_waiting(self, waiting: int) -> None:
        """Show how many tags have undecided suggestions."""
        if waiting != self._waiting:
            self._waiting = waiting
            self._show()

    def _show(self) -> None:
        waiting = TagLine((), self._waiting)
        self.show_lines(self._tags.with_first(REVIEW, waiting) if self._waiting else self._tags)

    def describe(self, thing: TagLine, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return an item's data for a role of Qt."""
        words = (_TAG_WORDS if thing.path else _REVIEW_WORDS).get(role)
        return words(thing) if words is not None else None

    def tag_at(self, index: AnyIndex) -> TagPath | None:
        """Return the tag of a line; None for the line of suggested tags."""
        line = self.thing_at(index)
        return line.path if line is not None and line.path else None

    def index_of(self, path: TagPath) -> QModelIndex:
        """Return the index of a tag."""
        return self.lines.index_of(tag_key(path))

    def unfold(self, path: TagPath) -> bool:
        """Expand the parents of a tag; return whether the tag exists."""
        index = self.index_of(path)
        self.unfold_to(index)
        return index.isValid()

    # -- actions ----------------------------------------------------------------------------

    def _run(self, index: QModelIndex) -> None:
        path = self.tag_at(index)
        if path is not None:
            self.search_wanted.emit(path)
        elif index.isValid():
            self.review_wanted.emit(None)

    def take_name(self, thing: TagLine, name: str) -> None:
        """Request another name for a tag."""
        path, text = thing.path, name
        if not path or text == path[-1]:
            return
        try:
            # The text is a single tag; only the slash separates levels.
            named = typed_path(_SEPARATES.sub(r"\\\1", text))
        except PhotonError as error:
            self.refused.emit(error)
            return
        if named and (*path[:-1], *named) != path:
            self.renamed.emit(path, (*path[:-1], *named))

    def actions_for(self, path: TagPath, parent: QWidget) -> list[QAction]:
        """Return the actions for a tag."""
        rows = [
            (tr("Search"), "magnifying-glass", lambda: self.search_wanted.emit(path)),
            (tr("Rename…\tF2"), "pencil-simple", lambda: self.edit(self.index_of(path))),
            (tr("Delete\tDel"), "trash", lambda: self.remove_wanted.emit(path)),
            (tr("Teach from these photos"), "graduation-cap", lambda: self.teach_wanted.emit(path)),
        ]
        if tag_key(path) in self.suggested:
            rows.insert(1, (tr("Review suggestions"), "checks", lambda: self.review_wanted.emit(path)))
        return make_actions(parent, rows)

    def _show_menu(self, place: QPoint) -> None:
        path = self.tag_at(self.indexAt(place))
        if path is not None:
            self.setCurrentIndex(self.index_of(path))
            open_menu(self, self.viewport().mapToGlobal(place), partial(self.actions_for, path))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Handle Enter (search), F2 (rename) and Del (delete)."""
        keys, index = Qt.Key, self.currentIndex()
        path = self.tag_at(index)
        if event.key() in (keys.Key_Return, keys.Key_Enter):
            self._run(index)
        elif path is not None and event.key() == keys.Key_F2:
            self.edit(index)
        elif path is not None and event.key() == keys.Key_Delete:
            self.remove_wanted.emit(path)
        else:
            super().keyPressEvent(event)

    def takes_photos(self, index: QModelIndex) -> bool:
        """Return whether a line is a tag."""
        return self.tag_at(index) is not None

    def take_photos(self, index: QModelIndex, photos: list[int]) -> None:
        """Add the tag of a line to photos."""
        self.photos_dropped.emit(self.tag_at(index), photos)


def _tip(line: TagLine) -> str:
    return f"{tag_text(line.path)}\n{counted(line.photos, 'photo')}"


_TAG_WORDS: dict[int, Callable[[TagLine], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda line: line.path[-1],
    Qt.ItemDataRole.EditRole: lambda line: line.path[-1],
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: lambda line: _tip(line).replace("\n", ", "),
    CountRole.COUNT: lambda line: number(line.photos),
}
_REVIEW_WORDS: dict[int, Callable[[TagLine], object]] = {
    # Not on the right, where numbers count photos.
    Qt.ItemDataRole.DisplayRole: lambda line: counted(line.photos, "suggestion"),
    Qt.ItemDataRole.ToolTipRole: lambda line: with_key(
        KeyedText(tr_n("{count:,} tag to review", "{count:,} tags to review", line.photos), "review")
    ),
    CountRole.ICON: lambda _: "checks",
}
