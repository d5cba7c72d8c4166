"""Each setting is declared once; what is stored is read as a possible value of it, whatever it is."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain import PhotonError
from photon.domain.setting import LibrarySetting
from photon.library import Library
from photon.library.captions.caption_settings import DRAFT, SERVER, TEMPLATE
from photon.library.db import settings
from photon.library.files import missing_photos
from photon.library.files.missing_photos import KEEP_DAYS
from photon.library.settings.known_settings import SETTINGS, stored_settings, stored_value
from photon.library.tags.tag_settings import LANGUAGE

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)
POSSIBLE = {
    "missing_kept_days": 36_500,
    "caption_server": {"address": "http://localhost:1/v1", "network": "llava"},
    "settings_left_off": {"draft_captions": True},
    "caption_template": "{sentence}",
    "language": "de",
    "hidden_at": 17.5,
}


def put(library: Library, name: str, text: str | bytes) -> None:
    with library.transaction() as db:
        db.execute("INSERT OR REPLACE INTO settings VALUES (?, CAST(? AS TEXT))", (name, text))


def test_names_are_unique_and_those_that_people_see_have_a_noun_and_a_range() -> None:
    assert len({one.name for one in SETTINGS}) == len(SETTINGS)
    assert all(bool(one.noun) == bool(one.possible) for one in SETTINGS)
    assert {one.name for one in SETTINGS if one.travels == "asked"} == {
        "caption_server",
        "draft_captions",
        "find_people",
        "missing_kept_days",
    }


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda one: one.name)
def test_the_usual_value_counts_if_none_is_stored_and_a_possible_one_is_read(
    library: Library, setting: LibrarySetting[Any]
) -> None:
    assert settings.get(library, setting) == setting.usual
    value = POSSIBLE.get(setting.name, not setting.usual)
    settings.store(library, setting, value)
    assert settings.get(library, setting) == setting.check(value) != setting.usual
    assert [(one.name, one.is_possible) for one in stored_settings(library.db)] == [(setting.name, True)]
    settings.store(library, setting, None)
    assert settings.get(library, setting) == setting.usual


@given(value=JSON)
def test_whatever_is_stored_a_possible_value_is_read(library_of_all: Library, value: object) -> None:
    for setting in SETTINGS:
        put(library_of_all, setting.name, json.dumps(value))
        found = settings.get(library_of_all, setting)
        assert found == setting.usual or repr(found) == repr(setting.check(value))  # NaN doesn't equal itself
    assert len(list(stored_settings(library_of_all.db))) == len(SETTINGS)


@pytest.mark.parametrize(
    "text", ["", "{", "1" * 5000, "[" * 100_000, "NaN", "Infinity", b"\xff\xfe", b"\x00", '"\\ud800"', "[1e999]"]
)
def test_what_is_no_json_of_a_setting_counts_as_not_stored(library: Library, text: str | bytes) -> None:
    for setting in SETTINGS:
        put(library, setting.name, text)
        if setting.name not in {TEMPLATE.name, LANGUAGE.name}:  # any text is a template
            assert settings.get(library, setting) == setting.usual
    assert len(list(stored_settings(library.db))) == len(SETTINGS)


@given(value=JSON)
def test_one_setting_is_read_like_all(library_of_all: Library, value: object) -> None:
    for name in (*(one.name for one in SETTINGS), "of_a_newer_photon"):
        put(library_of_all, name, json.dumps(value))
    expected = {one.name: one.value if one.is_possible else None for one in stored_settings(library_of_all.db)}
    assert len(expected) == len(SETTINGS) + 1
    assert {name: stored_value(library_of_all.db, name) for name in expected} == expected
    assert stored_value(library_of_all.db, "not_stored") is None


def test_the_value_of_one_setting_is_read_alone(library: Library) -> None:
    put(library, LANGUAGE.name, '"de"')
    asked: list[str] = []
    library.db.set_trace_callback(asked.append)
    assert stored_value(library.db, LANGUAGE.name) == "de"
    library.db.set_trace_callback(None)
    assert [one for one in asked if "WHERE name = 'language'" not in one] == []


@pytest.mark.parametrize("days", [0, -1, 36_501, 10**12, True, "x", 1.5])
def test_a_value_out_of_range_is_refused_with_a_sentence(library: Library, days: object) -> None:
    settings.store(library, KEEP_DAYS, 30)
    with pytest.raises(PhotonError, match=r"can't be “.*It can be a whole number from 1 to 36,500, or not set\."):
        settings.store(library, KEEP_DAYS, days)
    assert settings.get(library, KEEP_DAYS) == 30


def test_a_number_of_days_that_no_calendar_has_forgets_nothing_and_stops_nothing(library: Library) -> None:
    put(library, KEEP_DAYS.name, str(10**12))
    assert missing_photos.keep_days(library) is None
    assert not missing_photos.forget_old(library).kinds


def test_texts_for_people_have_no_characters_that_act(library: Library) -> None:
    put(library, "new\x1b]0;x\x07", json.dumps("\u202e" + "x" * 10_000))
    put(library, SERVER.name, json.dumps({"address": "http://a\x1b[2J", "network": "m"}))
    unknown, server = sorted(stored_settings(library.db), key=lambda one: one.setting is not None)
    assert (unknown.noun, unknown.text[:7], len(unknown.text)) == ("new\\x1b]0;x\\x07", "\\u202ex", 80)
    assert not server.is_possible
    assert server.text.isprintable()
    assert settings.get(library, DRAFT) is False
