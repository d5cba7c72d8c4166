"""Key maps: what comes with Photon, and what the user makes of it."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.ui.keys.command_table import ALL_COMMANDS, PAGES, WINDOW, commands_of, page_of
from photon.ui.keys.key_map import KeyMap
from photon.ui.keys.key_names import stored_key
from photon.ui.keys.refused_keys import ALWAYS, refusal
from photon.ui.keys.shipped_maps import SHIPPED_MAPS, USUAL, Keys

SOME = ("rate-1", "pick", "like", "compare", "undo", "loupe.next", "loupe.actual", "compare.actual", "teach.yes")
KEYS = ("1", "P", "S", "C", "Ctrl+Z", "Right", "Z", "Y", "Ctrl+J", "Alt+3")
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("give"), st.sampled_from(SOME), st.lists(st.sampled_from(KEYS), max_size=3).map(tuple)),
        st.tuples(st.just("reset"), st.sampled_from(SOME), st.just(())),
        st.tuples(st.just("start"), st.sampled_from(sorted(SHIPPED_MAPS)), st.just(())),
    ),
    max_size=12,
)


def collisions(key_map: KeyMap) -> list[tuple[str, str]]:
    """Return keys that two commands of one page have, with the page."""
    found = []
    for page in (WINDOW, *PAGES):
        keys = [key for command in commands_of(page) for key in key_map.keys_of(command)]
        found += [(page, key) for key in set(keys) if keys.count(key) > 1]
    return found


@pytest.mark.parametrize("name", SHIPPED_MAPS)
def test_a_map_that_comes_with_photon_is_sound(name: str) -> None:
    shipped, key_map = SHIPPED_MAPS[name], KeyMap(name)
    assert shipped.differences.keys() <= ALL_COMMANDS.keys()
    for command in ALL_COMMANDS:
        keys = shipped.keys_of(command)
        assert key_map.keys_of(command) == keys  # otherwise another command of the page has one of them
        assert [stored_key(key) for key in keys] == list(keys)
        assert not set(keys) & set(ALWAYS.values()) or page_of(command) != WINDOW
        assert not key_map.is_changed(command)
    assert collisions(key_map) == []


@pytest.mark.parametrize("name", [name for name in SHIPPED_MAPS if name != USUAL])
def test_a_map_of_another_program_only_lists_what_differs(name: str) -> None:
    for command, keys in SHIPPED_MAPS[name].differences.items():
        assert keys != ALL_COMMANDS[command].keys, command
        assert not any(refusal(command, key) for key in keys)


@given(EDITS)
def test_no_sequence_of_edits_gives_one_key_to_two_commands_of_a_page(
    edits: list[tuple[str, str, Keys]],
) -> None:
    key_map = KeyMap()
    for what, name, keys in edits:
        if what == "give":
            key_map = key_map.give(name, keys)
            assert key_map.keys_of(name) == tuple(dict.fromkeys(keys))
        elif what == "reset":
            key_map = key_map.reset(name)
            assert key_map.keys_of(name) == SHIPPED_MAPS[key_map.name].keys_of(name)
        else:
            key_map = key_map.start_from(name)
        assert collisions(key_map) == []
        for command in ALL_COMMANDS:
            assert all(key_map.user_of(page_of(command), key) == command for key in key_map.keys_of(command))
        again = KeyMap(key_map.name, key_map.changes)
        assert [again.keys_of(command) for command in SOME] == [key_map.keys_of(command) for command in SOME]


@given(st.dictionaries(st.sampled_from(SOME), st.lists(st.sampled_from(KEYS), max_size=3).map(tuple)))
def test_any_changes_make_a_sound_map(changes: Mapping[str, Keys]) -> None:
    for name in SHIPPED_MAPS:
        assert collisions(KeyMap(name, changes)) == []


def test_a_key_that_is_given_away_comes_back_with_a_reset() -> None:
    key_map = KeyMap().give("like", ("P",))
    assert key_map.keys_of("pick") == ()
    assert key_map.is_changed("pick")
    assert key_map.reset("like").keys_of("pick") == ("P",)
    assert key_map.reset("pick").keys_of("like") == ()


def test_a_page_and_the_window_can_use_the_same_key() -> None:
    key_map = KeyMap().give("loupe.filmstrip", ("P",))
    assert key_map.keys_of("pick") == ("P",)
    assert key_map.user_of("loupe", "P") == "loupe.filmstrip"
    assert key_map.user_of(WINDOW, "P") == "pick"


def test_a_key_is_taken_from_commands_of_the_same_page_only() -> None:
    key_map = KeyMap().give("loupe.filmstrip", ("P", "Ctrl+J")).give("pick", ("Ctrl+K", "Ctrl+L"))
    given = key_map.give("like", ("P", "Ctrl+J", "Ctrl+K"))
    assert given.changes["loupe.filmstrip"] == ("P", "Ctrl+J")
    assert given.changes["pick"] == ("Ctrl+L",)
    assert key_map.give("loupe.next", ("P",)).changes["loupe.filmstrip"] == ("Ctrl+J",)


def test_what_is_given_as_it_comes_with_photon_is_no_change() -> None:
    usual = KeyMap().keys_of("like")
    key_map = KeyMap().give("like", ("Ctrl+J",))
    assert dict(key_map.changes) == {"like": ("Ctrl+J",)}
    assert dict(key_map.give("like", usual).changes) == {}
    assert not key_map.give("like", usual).is_changed("like")


def test_own_changes_stay_on_top_of_another_map() -> None:
    key_map = KeyMap().give("like", ("Ctrl+K",)).start_from("lightroom")
    assert key_map.keys_of("like") == ("Ctrl+K",)
    assert key_map.keys_of("tag") == ("T",)
    assert key_map.keys_of("export") == ("Ctrl+Shift+E", "Ctrl+E")


@pytest.mark.parametrize("key", ["Esc", "Tab", "Return", "Space", "Del", "F2", "Left", "Ctrl+C", "Alt+F4", "Meta+K"])
def test_keys_that_everything_needs_are_refused(key: str) -> None:
    assert refusal("like", key).endswith(".")


def test_a_page_may_use_the_keys_that_it_uses_anyway() -> None:
    assert refusal("loupe.actual", "Right") == ""
    assert refusal("duplicates.apart", "Return") == ""
    assert refusal("conflicts.mine", "Return")
    assert refusal("leave", "Ctrl+J")
    assert refusal("like", "Q") == refusal("like", "Ctrl+Z") == ""
