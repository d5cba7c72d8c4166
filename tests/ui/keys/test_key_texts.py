"""Texts name the keys in use."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

import photon
from photon.ui.keys.current_keys import current_keys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.key_texts import (
    KeyedText,
    key_line,
    key_of,
    show_tip,
    show_with_keys,
    way_to,
    with_key,
    with_menu_key,
    with_way,
)
from photon.ui.kit.buttons import make_icon_button
from tests.test_english import texts

KEY = r"(?:(?:Ctrl|Alt|Shift)\+\S+|F\d{1,2}|[A-Z+=-])"
NAMED = re.compile(
    rf"\({KEY}\)|[Pp]ress {KEY}\b|\b(?:Ctrl|Alt|Shift)\+\S|\bF\d{{1,2}}\b|\t{KEY}|(?:^|· )(?!A ){KEY} [a-z]"
)
NOT_OF_COMMANDS = {
    "Alt+Left", "Alt+Right", "Ctrl+F", "Previous page (Alt+Left)", "Next page (Alt+Right)",  # in the guide
    "Ctrl+Enter",  # in fields
    "Thumbnail size (Ctrl+wheel)",
    "Rename…\tF2", "Rename\tF2", "Rename or change…\tF2",  # in lists
    "Part of the photo: {width:.0%} wide, {height:.0%} high, {left:.0%} from the left, {top:.0%} from the top. "
    "Arrow keys move it, Shift+arrow keys resize it, Enter: {act}.",
    "Open\tSpace", "Delete\tDel",
    "X x",  # a weight and the times sign
    "X km", "X m",  # the scale of the map
}  # fmt: skip
"""Keys that never change, because they are no commands."""


def test_no_text_of_the_window_names_the_key_of_a_command_itself() -> None:
    ui = Path(photon.__file__).parent / "ui"
    tables = {ui / "keys" / f"{name}.py" for name in ("shipped_maps", "refused_keys", "key_names")}
    tables |= set(ui.rglob("*_feature.py"))
    found = {
        (path.name, text)
        for path in sorted(ui.rglob("*.py"))
        if path not in tables
        for _, text in texts(path)
        if NAMED.search(text.replace("(X)", "").replace("\tX", "")) and text not in NOT_OF_COMMANDS
    }
    assert sorted(found) == []


@pytest.mark.parametrize(
    "text",
    ["Add a filter (Ctrl+L)", "Press F5 again", "press T to add", "Yes (Y)", "Yes\tY", "Y yes · N no", "Zoom in (+)"],
)
def test_such_a_text_would_be_found(text: str) -> None:
    assert NAMED.search(text)


@pytest.fixture
def changed() -> Iterator[None]:
    """The key of filters and of a page are others, and tags have none."""
    current_keys().use(KeyMap().give("filters", ("Ctrl+J", "\\")).give("tag", ()).give("teach.no", ("Ctrl+Return",)))
    yield
    current_keys().use(KeyMap())


def test_texts_name_the_usual_keys() -> None:
    assert with_key(KeyedText("Add a filter", "filters")) == "Add a filter (Ctrl+L)"
    assert with_key("Add a filter") == "Add a filter"
    assert with_menu_key(KeyedText("Yes", "review.yes")) == "Yes\tY"
    assert way_to("tag") == "press T"
    assert key_line("{yes} yes · {no} no · Esc close", "teach") == "Y yes · N no · Esc close"


@pytest.mark.usefixtures("changed")
def test_texts_name_the_keys_of_the_user() -> None:
    assert key_of("filters") == "Ctrl+J"
    assert with_key(KeyedText("Add a filter", "filters")) == "Add a filter (Ctrl+J)"
    assert with_key(KeyedText("Add a tag", "tag")) == "Add a tag"
    assert with_menu_key(KeyedText("Add a tag", "tag")) == "Add a tag"
    assert with_way("First select, then {press}.", "filters") == "First select, then press Ctrl+J."
    assert way_to("tag") == "choose “Add a tag” in the menu"
    assert key_line("{yes} yes · {no} no · Esc close", "teach") == "Y yes · Ctrl+Enter no · Esc close"


def test_parts_without_keys_are_left_out() -> None:
    current_keys().use(KeyMap().give("teach.no", ()).give("compare.up", ()))
    try:
        assert key_line("{yes} yes · {no} no · Esc close", "teach") == "Y yes · Esc close"
        assert key_line("{up} {down} move", "compare") == "Down move"
    finally:
        current_keys().use(KeyMap())


def test_what_is_shown_follows(qtbot: QtBot) -> None:
    button, label = QPushButton(), QLabel()
    icon = make_icon_button("x", KeyedText("Undo it", "undo"))
    for widget in (button, label, icon):
        qtbot.addWidget(widget)
    show_tip(button, KeyedText("Like it", "like"))
    show_with_keys(label, lambda: key_line("{mine} keep", "conflicts"))
    assert (button.toolTip(), label.text(), icon.toolTip()) == ("Like it (S)", "M keep", "Undo it (Ctrl+Z)")
    try:
        current_keys().use(KeyMap().give("like", ("Q",)).give("conflicts.mine", ("V",)).give("undo", ()))
        assert (button.toolTip(), label.text(), icon.toolTip()) == ("Like it (Q)", "V keep", "Undo it")
        assert icon.accessibleName() == "Undo it"
        show_tip(button, "Something else")
    finally:
        current_keys().use(KeyMap())
    assert (button.toolTip(), label.text()) == ("Something else", "M keep")


def test_a_widget_that_is_gone_is_not_told(qtbot: QtBot) -> None:
    parent = QLabel()
    inner = QPushButton(parent)
    show_tip(inner, KeyedText("Like it", "like"))
    parent.deleteLater()
    qtbot.waitUntil(lambda: not parent_lives(parent))
    current_keys().use(KeyMap().give("like", ("Q",)))
    current_keys().use(KeyMap())


def parent_lives(widget: QLabel) -> bool:
    try:
        widget.text()
    except RuntimeError:
        return False
    return True
