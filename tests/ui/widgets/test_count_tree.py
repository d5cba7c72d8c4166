"""Trees of thousands of lines: only visible lines are requested, and expanded lines stay expanded."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from photon.ui.kit.theme import theme
from photon.ui.widgets.count_delegate import CountDelegate
from photon.ui.widgets.count_tree import CountTree
from photon.ui.widgets.line_model import Lines


class Names(CountTree[str]):
    def __init__(self) -> None:
        super().__init__("Names")
        self.asked: set[str] = set()
        self.setItemDelegate(CountDelegate("tag", self))

    def describe(self, thing: str, role: int) -> Any:
        self.asked.add(thing)
        return thing if role == Qt.ItemDataRole.DisplayRole else None


def names(groups: int, each: int, first: str = "") -> Lines[str]:
    lines = [(f"g{group}", None, f"group {group}") for group in range(groups)]
    below = [(f"g{n % groups}/{n}", f"g{n % groups}", f"name {n}") for n in range(groups * each)]
    made = Lines.build([*lines, *below])
    return made.with_first("first", first) if first else made


@pytest.fixture
def tree(qtbot: QtBot) -> Names:
    theme()
    made = Names()
    qtbot.addWidget(made)
    made.resize(240, 300)
    made.show()
    return made


def test_only_lines_on_the_screen_are_requested(tree: Names) -> None:
    tree.show_lines(names(10_000, 0))
    tree.grab()
    assert "group 0" in tree.asked
    assert len(tree.asked) < 50
    tree.show_lines(names(100, 100))
    tree.expandAll()
    tree.grab()
    assert len(tree.asked) < 100


def test_expanded_lines_and_the_cursor_are_kept(tree: Names) -> None:
    tree.show_lines(names(50, 20))
    tree.expand(tree.lines.index_of("g7"))
    tree.setCurrentIndex(tree.lines.index_of("g7/107"))
    assert tree.show_lines(names(60, 20, first="new"))
    assert tree.thing_at(tree.lines.index(0, 0)) == "new"
    assert tree.isExpanded(tree.lines.index_of("g7"))
    assert not tree.isExpanded(tree.lines.index_of("g8"))
    assert not tree.currentIndex().isValid()  # the line was removed
    tree.setCurrentIndex(tree.lines.index_of("g7/127"))
    assert tree.show_lines(names(60, 30))
    assert tree.thing_at(tree.currentIndex()) == "name 127"
    assert not tree.show_lines(names(60, 30))  # the same lines


def test_the_scroll_position_is_kept(tree: Names) -> None:
    tree.show_lines(names(500, 0))
    tree.doItemsLayout()
    tree.verticalScrollBar().setValue(200)
    tree.show_lines(names(501, 0))
    assert tree.verticalScrollBar().value() == 200


def test_without_a_current_line_none_becomes_current(tree: Names) -> None:
    tree.show_lines(Lines.build([("", None, "the key is empty"), ("a", None, "a")]))
    tree.show_lines(Lines.build([("", None, "the key is empty"), ("b", None, "b")]))
    assert not tree.currentIndex().isValid()


def test_a_line_with_a_missing_parent_is_at_the_top_level() -> None:
    lines = Lines.build([("a/b", "a", "b"), ("c", None, "c"), ("c/d", "c", "d")])
    assert [lines.keys[place] for place in lines.below[-1]] == ["a/b", "c"]
    assert [lines.keys[place] for place in lines.below[lines.places["c"]]] == ["c/d"]
