"""Key maps in settings, also in damaged ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QSettings

from photon.ui.keys.command_table import ALL_COMMANDS
from photon.ui.keys.current_keys import CurrentKeys
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.stored_keys import has_key_map, read_key_map, write_key_map


def ini(folder: Path) -> QSettings:
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def written(folder: Path, name: str, changes: str) -> QSettings:
    made = ini(folder)
    made.setValue("keys/map", name)
    made.setValue("keys/changes", changes)
    made.sync()
    return ini(folder)


def test_a_map_survives_a_restart(tmp_path: Path) -> None:
    first = CurrentKeys()
    first.recall(lambda: ini(tmp_path))
    first.use(KeyMap("digikam").give("filters", ("\\", 'Ctrl+"', "Ctrl+,")).give("undo", ()).give("like", ("Ö",)))
    second = CurrentKeys()
    second.recall(lambda: ini(tmp_path))
    assert second.key_map.name == "digikam"
    assert not second.is_damaged
    assert [second.keys_of(one) for one in ALL_COMMANDS] == [first.keys_of(one) for one in ALL_COMMANDS]
    assert second.keys_of("filters") == ("\\", 'Ctrl+"', "Ctrl+,")
    assert second.keys_of("undo") == ()


def test_new_settings_have_the_keys_of_photon(tmp_path: Path) -> None:
    assert not has_key_map(ini(tmp_path))
    key_map, is_whole = read_key_map(ini(tmp_path))
    assert is_whole
    assert not any(key_map.is_changed(command) for command in ALL_COMMANDS)


@pytest.mark.parametrize(
    ("name", "changes", "kept"),
    [
        ("none such", '{"like": ["Q"]}', ("Q",)),
        ("photon", "{", ("S",)),
        ("photon", "[1]", ("S",)),
        ("photon", "[" * 100_000, ("S",)),
        ("photon", '{"like": "Q"}', ("S",)),
        ("photon", '{"like": [7]}', ("S",)),
        ("photon", '{"like": ["no key"]}', ("S",)),
        ("photon", '{"like": ["Ctrl+K, Ctrl+S"]}', ("S",)),
        ("photon", '{"like": ["Esc"]}', ("S",)),
        ("photon", '{"leave": ["Q"]}', ("S",)),
        ("photon", '{"none such": ["Q"], "like": ["W"]}', ("W",)),
        ("photon", '{"like": ["W"], "tag": ["W"]}', ()),  # the first in the table has it
    ],
)
def test_damaged_settings_fall_back_to_the_map(tmp_path: Path, name: str, changes: str, kept: tuple[str, ...]) -> None:
    key_map, is_whole = read_key_map(written(tmp_path, name, changes))
    assert not is_whole
    assert key_map.keys_of("like") == kept
    assert key_map.keys_of("undo") == ("Ctrl+Z",)


@given(changes=st.text(max_size=40))
def test_no_text_in_the_settings_raises(tmp_path_factory: pytest.TempPathFactory, changes: str) -> None:
    settings = ini(tmp_path_factory.getbasetemp())
    settings.setValue("keys/changes", changes)
    read_key_map(settings)


def test_a_change_ends_the_damage(tmp_path: Path) -> None:
    settings = written(tmp_path, "photon", "{")
    keys = CurrentKeys()
    keys.recall(lambda: settings)
    assert keys.is_damaged
    keys.use(keys.key_map.give("like", ("Q",)))
    assert not keys.is_damaged
    assert read_key_map(ini(tmp_path))[1]
    write_key_map(settings, KeyMap())
    assert has_key_map(settings)


def test_damaged_settings_stay_until_a_change_and_a_copy_of_them_after_it(tmp_path: Path) -> None:
    changes = '{"like": ["W"], "tag": 7}'
    written(tmp_path, "photon", changes)
    first = CurrentKeys()
    first.recall(lambda: ini(tmp_path))
    first.take_note()
    assert not first.is_damaged
    assert ini(tmp_path).value("keys/changes") == changes
    second = CurrentKeys()
    second.recall(lambda: ini(tmp_path))
    assert not second.is_damaged  # the user was told
    second.use(second.key_map.give("undo", ("Q",)))
    assert "7" not in str(ini(tmp_path).value("keys/changes"))
    assert ini(tmp_path).value("keys/set-aside") == f"photon {changes}"
    second.use(KeyMap())
    assert ini(tmp_path).value("keys/set-aside") == f"photon {changes}"


def test_other_damage_is_told_again(tmp_path: Path) -> None:
    written(tmp_path, "photon", "{")
    first = CurrentKeys()
    first.recall(lambda: ini(tmp_path))
    first.take_note()
    written(tmp_path, "photon", "[")
    second = CurrentKeys()
    second.recall(lambda: ini(tmp_path))
    assert second.is_damaged


def test_settings_that_can_be_read_are_not_set_aside(tmp_path: Path) -> None:
    keys = CurrentKeys()
    keys.recall(lambda: ini(tmp_path))
    keys.take_note()
    keys.use(KeyMap("digikam"))
    assert not ini(tmp_path).contains("keys/set-aside")
