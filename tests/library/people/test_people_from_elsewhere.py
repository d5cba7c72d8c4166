"""What other libraries, files and backups say of people takes no name and no rejection away."""

import json
from collections.abc import Mapping

import pytest

from photon.library import Library
from photon.library.decisions.decision_report import DecisionReport
from photon.library.decisions.word_union import unite_words
from photon.library.people import people
from photon.library.people.people import create_person, hide_person, merge_people, people_named
from tests.library.decisions.decided import add, exported, import_, lines_of, only
from tests.library.people.drawn_faces import confirm_by_file, key_at, states

_LATER = "2999-01-01T00:00:00.000Z-0000"


def import_line(library: Library, what: str, **changed: object) -> DecisionReport:
    """Import the first line of a kind that the library would export, changed, as decided later."""
    content = exported(library)
    line: Mapping[str, object] = next(one for one in only(lines_of(content), what) if not one.get("into"))
    text = json.dumps({**line, **changed, "at": _LATER})
    return import_(library, content.splitlines()[0] + b"\n" + text.encode() + b"\n")


def test_nobody_becomes_part_of_somebody_unknown(named: Library) -> None:
    (anna,) = people_named(named, "Anna")
    import_line(named, "person", person=anna.key, into="0" * 16)
    assert states(named, [2]) == {2: [("confirmed", "Anna")]}
    assert people_named(named, "Anna") == [anna]


def test_a_merge_into_somebody_who_was_merged_leads_on(named: Library) -> None:
    (anna,), (ben,) = people_named(named, "Anna"), people_named(named, "Ben")
    carl, _ = create_person(named, "Carl")
    merge_people(named, carl, [ben.key])
    import_line(named, "person", person=anna.key, into=ben.key)
    assert states(named, [2]) == {2: [("confirmed", "Carl")]}
    assert list(people.all_people(named)) == [carl]


@pytest.mark.parametrize("key", ["0" * 16, "f" * 16])
def test_who_is_hidden_in_one_library_is_hidden_in_both(
    named: Library, other: Library, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    add(other, 1, range(1, 6))
    (anna,) = people_named(named, "Anna")
    hide_person(named, anna.key, hidden=True)
    monkeypatch.setattr(people, "new_person_key", lambda: key)
    create_person(other, "ANNA")
    theirs = exported(named)
    import_(named, exported(other))
    import_(other, theirs)
    assert [[one.is_hidden for one in people_named(library, "Anna")] for library in (named, other)] == [[True]] * 2


@pytest.mark.parametrize(
    "changed",
    [
        {"box": "0.5 0.5 0.00001 0.00001"},
        {"box": "nan 0 1 1"},
        {"box": "0 0 1e9 1"},
        {"box": "0 0 inf inf"},
        {"state": "no-face"},
        {"person": ""},
        {"person": "Zoë"},
    ],
)
def test_a_face_that_none_can_be_is_left_out(named: Library, changed: dict[str, object]) -> None:
    before = named.db.execute("SELECT * FROM face_people").fetchall()
    report = import_line(named, "face", **changed)
    assert (report.damaged, report.taken.total()) == (1, 0)
    assert named.db.execute("SELECT * FROM face_people").fetchall() == before


def test_a_name_that_only_a_file_gives_takes_no_rejection_away(named: Library) -> None:
    (anna,) = people_named(named, "Anna")
    confirm_by_file(named, key_at(3, 2, grown=0.004), anna.key)
    unite_words(named, {1: [3]})
    assert states(named, [1])[1][1] == ("unknown", "")
    assert named.column("SELECT count(*) FROM face_rejections WHERE photo_id = 1") == [1]
