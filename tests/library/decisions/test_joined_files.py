"""Files of decisions that were concatenated, or written by another program: duplicates count once."""

import json

import pytest

from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.decisions.decision_report import _LISTED, DecisionReport
from photon.library.settings.known_settings import stored_value
from photon.library.tags import tag_tree, tags
from tests.library.decisions.decided import add, import_

_HEADING = {"photon": "decisions", "format": 1}


def joined(*lines: dict[str, object]) -> bytes:
    """Return a file with these lines."""
    return "".join(f"{json.dumps(line)}\n" for line in (_HEADING, *lines)).encode()


def setting(value: int, year: int) -> dict[str, object]:
    """Return a line that makes a decision in a given year."""
    return {"what": "setting", "name": "x", "value": value, "at": f"{year}-01-05T10:00:00.000Z-0000"}


@pytest.mark.parametrize("order", [(2021, 2024), (2024, 2021)])
def test_of_two_lines_about_the_same_thing_the_later_counts(library: Library, order: tuple[int, int]) -> None:
    content = joined(*(setting(year, year) for year in order))
    assert import_(library, content).taken == {"setting": 1}
    assert stored_value(library.db, "x") == 2024
    assert not import_(library, content).taken


def test_a_run_with_a_name_of_another_program_is_imported_once(library: Library) -> None:
    content = joined({"what": "run", "run": "mine", "kind": "confirm", "title": "all", "made": "2024"})
    assert import_(library, content).taken == {"run": 1}
    assert not import_(library, content).taken


def test_a_removed_tag_that_local_photos_have_is_reported_as_kept(library: Library, folder: int) -> None:
    add(library, folder, [1])
    tags.mark(library, [TagMark(1, ("Dog",), "confirmed")])
    report = import_(library, joined({"what": "branch", "tag": ["Dog"], "on": False, "at": "2099-01-05T10:00:00Z"}))
    assert not report.taken
    assert [what for what, _ in report.kept_examples] == ["Dog"]
    assert tag_tree.find(library.db, ("Dog",)) is not None


def test_an_example_without_a_region_is_no_decision(library: Library, folder: int) -> None:
    add(library, folder, [1])
    (photo,) = library.column("SELECT lower(hex(file_hash)) FROM photos")
    report = import_(library, joined({"what": "tag", "tag": ["Ann"], "state": "example", "hash": photo}))
    assert (report.damaged, report.taken.total()) == (1, 0)


def test_of_many_faults_and_kept_decisions_all_are_counted_and_a_few_named() -> None:
    report = DecisionReport()
    for number in range(_LISTED + 3):
        report.note_fault(number, "odd")
        report.keep_here(f"tag {number}", "/p/a.jpg")
    assert (report.damaged, report.kept_here) == (_LISTED + 3,) * 2
    assert (len(report.faults), len(report.kept_examples)) == (_LISTED,) * 2
    assert (report.faults[0], report.kept_examples[-1][0]) == ((0, "odd"), f"tag {_LISTED - 1}")
