"""Of another library or computer, only settings are taken over that do nothing by themselves; the others wait."""

import json

import pytest

from photon.domain import PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.library import Library
from photon.library.captions.caption_settings import DRAFT, SERVER
from photon.library.db import settings
from photon.library.db.settings import LEFT_OFF
from photon.library.decisions import undoing
from photon.library.files.missing_photos import KEEP_DAYS
from photon.library.photos import folders
from photon.library.settings import travelling
from photon.library.settings.known_settings import stored_value
from photon.library.settings.travelling import leave_off_settings, settings_to_leave_off
from photon.library.tags.hidden_photos import HIDDEN_AT, HIDE
from photon.library.tags.tag_settings import LANGUAGE, SUGGEST
from tests.library.decisions.decided import exported, import_

ADDRESS = "http://10.9.9.9:8080/v1"
THEIRS = CaptionServer(ADDRESS, "m", is_anywhere=True)


@pytest.fixture
def theirs(library: Library) -> Library:
    """A library as another computer has it."""
    settings.store(library, SERVER, {"address": ADDRESS, "network": "m", "is_anywhere": True})
    settings.store(library, DRAFT, True)
    settings.store(library, KEEP_DAYS, 30)
    settings.store(library, LANGUAGE, "de")
    settings.store(library, HIDE, True)
    settings.store(library, HIDDEN_AT, 12.5)
    settings.store_named(library, "of_a_newer_photon", [1])
    settings.store_named(library, SUGGEST.name, "maybe")
    return library


def test_what_acts_by_itself_is_named_and_off_until_it_is_switched_on(theirs: Library) -> None:
    named = settings_to_leave_off(theirs.db)
    assert named == (
        f"captioning server (m at {ADDRESS})",
        "automatic caption drafts (on)",
        "days until missing photos are forgotten (30)",
        "suggested tags (maybe)",
    )
    with theirs.transaction() as db:
        leave_off_settings(db)
    assert settings.get(theirs, SERVER) is settings.get(theirs, KEEP_DAYS) is None
    assert settings.get(theirs, DRAFT) is False
    assert (settings.get(theirs, LANGUAGE), settings.get(theirs, HIDE)) == ("de", True)
    assert stored_value(theirs.db, "of_a_newer_photon") == [1]
    assert settings.get(theirs, HIDDEN_AT) == 0
    assert {one.name for one in travelling.left_off(theirs)} == {SERVER.name, DRAFT.name, KEEP_DAYS.name}
    travelling.switch_on(theirs)
    assert (settings.get(theirs, SERVER), settings.get(theirs, DRAFT), settings.get(theirs, KEEP_DAYS)) == (
        THEIRS,
        True,
        30,
    )
    assert travelling.left_off(theirs) == []
    assert stored_value(theirs.db, LEFT_OFF.name) is None


def test_undoing_brings_no_setting_of_another_computer_back(theirs: Library) -> None:
    settings.store(theirs, SERVER, None)  # undoing this step would send photos there
    (step,) = theirs.db.execute("SELECT max(id) FROM journal_steps").fetchone()
    with theirs.transaction() as db:
        leave_off_settings(db)
    assert not undoing.is_undoable(theirs, step)
    assert settings.get(theirs, SERVER) is None


def test_a_list_of_what_is_left_off_switches_nothing_else_on(library: Library) -> None:
    settings.store_named(library, LEFT_OFF.name, {"caption_server": "x", "hidden_at": 5, "?": 1, DRAFT.name: True})
    assert [one.name for one in travelling.left_off(library)] == [DRAFT.name]
    assert settings_to_leave_off(library.db) == ("automatic caption drafts (on)",)
    travelling.switch_on(library)
    assert [row[0] for row in library.db.execute("SELECT name FROM settings")] == [DRAFT.name]


def test_a_setting_that_is_chosen_anew_is_no_longer_left_off(theirs: Library) -> None:
    with theirs.transaction() as db:
        leave_off_settings(db)
    settings.store(theirs, SERVER, {"address": "http://localhost:1/v1", "network": "mine"})
    travelling.switch_on(theirs)
    assert settings.get(theirs, SERVER) == CaptionServer("http://localhost:1/v1", "mine")


def test_a_catalogue_of_an_old_photon_without_settings_is_left_alone(library: Library) -> None:
    for table in ("settings", "journal"):
        library.db.execute(f"DROP TABLE {table}")
    assert settings_to_leave_off(library.db) == ()
    leave_off_settings(library.db)


# -- files of decisions ----------------------------------------------------------------------------------


def line(name: str, value: object) -> bytes:
    return json.dumps({"what": "setting", "name": name, "value": value}).encode() + b"\n"


@pytest.mark.parametrize(("name", "value"), [(DRAFT.name, True), (KEEP_DAYS.name, 1)])
def test_a_file_switches_nothing_on_that_acts_by_itself(library: Library, name: str, value: object) -> None:
    report = import_(library, line(name, value))
    assert (len(report.left_off), report.taken.total(), report.understood) == (1, 0, 1)
    assert stored_value(library.db, name) is None
    assert [one.name for one in travelling.left_off(library)] == [name]
    again = import_(library, line(name, value))
    assert (again.left_off, again.same) == ([], 1)
    travelling.switch_on(library)
    assert stored_value(library.db, name) == value


@pytest.mark.parametrize("value", [10**12, 0, "x", True, 1.5])
def test_a_setting_out_of_range_is_refused_and_the_rest_imported(library: Library, value: object) -> None:
    report = import_(library, line(KEEP_DAYS.name, value) + line(LANGUAGE.name, "de") + line("of_a_newer_photon", 1))
    assert report.taken["setting"] == 2
    ((number, sentence),) = report.faults
    assert number == 1
    assert sentence.endswith("It can be a whole number from 1 to 36,500, or not set.")
    assert (report.refused, report.understood) == (1, 3)
    assert settings.get(library, LANGUAGE) == "de"
    assert stored_value(library.db, "of_a_newer_photon") == 1


@pytest.mark.parametrize("content", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9" * 5000, b"[[1]]", b"{}"])
def test_a_value_that_no_setting_has_costs_only_its_line(library: Library, content: bytes) -> None:
    report = import_(library, line("any", 0).replace(b" 0}", b" " + content + b"}") + line(LANGUAGE.name, "de"))
    assert (report.damaged, report.taken["setting"]) == (1, 1)


@pytest.mark.parametrize(("here", "there", "now"), [(True, False, True), (False, True, True), (True, None, True)])
def test_of_two_states_of_hiding_the_stricter_counts(
    library: Library, here: bool, there: object, now: bool
) -> None:  # fmt: skip
    settings.store(library, HIDE, here)
    import_(library, line(HIDE.name, there).replace(b"}", b', "at": "2030-01-01T00:00:00.000Z-0000"}'))
    assert settings.get(library, HIDE) is now


@pytest.mark.parametrize("name", ["", " ", "a b", "\x1b]0;x\x07", "\u202e", "x" * 101, "a\0", "ä", 5, None, []])
def test_what_no_setting_is_called_is_stored_under_no_name(library: Library, name: object) -> None:
    report = import_(library, json.dumps({"what": "setting", "name": name, "value": 1}).encode())
    assert (report.damaged, report.taken.total()) == (1, 0)
    assert library.db.execute("SELECT count(*) FROM settings").fetchone() == (0,)


@pytest.mark.parametrize("pattern", ["*", "**", "?*", " ", "", "[*]", "x" * 1001])
def test_a_pattern_of_nothing_but_wildcards_is_refused(library: Library, pattern: str) -> None:
    rows = [{"what": "skip", "pattern": one} for one in (pattern, "*.tmp\u202e")]
    report = import_(library, "\n".join(map(json.dumps, rows)).encode())
    assert (report.damaged, report.skips) == (1, ["*.tmp"])


@pytest.mark.parametrize("pattern", ["*.*", "*.jpg", "[!~]*", "?*.???", "*[a-z0-9]*", "one.jpg"])
def test_a_file_decides_nothing_about_what_is_skipped(library: Library, pattern: str) -> None:
    folders.set_skip(library, "own*", on=True)
    rows: list[dict[str, object]] = [{"what": "skip", "pattern": one} for one in (pattern, "own*", pattern)]
    for row in (*rows, {"what": "skip", "pattern": "own*", "on": False}):
        report = import_(library, json.dumps(row).encode())
        assert (report.taken.total(), report.understood) == (0, 1)
        assert report.skips == ([pattern] if row in rows[::2] else [])
        assert folders.skips(library) == ["own*"]


def test_what_is_left_off_is_in_no_file_of_decisions(theirs: Library) -> None:
    with theirs.transaction() as db:
        leave_off_settings(db)
    assert {name for name in (SERVER.name, DRAFT.name, LEFT_OFF.name) if name.encode() in exported(theirs)} == set()


def test_what_cannot_be_switched_on_now_is_not_lost(theirs: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with theirs.transaction() as db:
        leave_off_settings(db)
    kept = travelling.left_off(theirs)

    def fail(*_: object) -> None:
        raise PhotonError("The disk is full.")

    with monkeypatch.context() as patch, pytest.raises(PhotonError, match="full"):
        patch.setattr(settings, "store_named", fail)
        travelling.switch_on(theirs)
    assert travelling.left_off(theirs) == kept
