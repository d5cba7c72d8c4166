"""The names by which photos are described."""

import re

import numpy as np
import pytest

from photon.resource_files import resource
from photon.search.vocabulary import _FILE, _SUBJECTS, load_subject_names


def _entries() -> list[tuple[str, str]]:
    lines = resource(_FILE).read_text(encoding="utf-8").splitlines()
    groups = [line.partition(":") for line in lines if line.strip() and not line.startswith("#")]
    assert all(colon for _, colon, _ in groups)
    return [(group, entry.strip()) for group, _, entries in groups for entry in entries.split(",")]


def test_every_entry_is_read_and_each_name_is_unique() -> None:
    entries = _entries()
    assert [entry for _, entry in entries if not re.fullmatch(r"[A-Za-z][a-z0-9 '&-]* \d+", entry)] == []
    names = [entry.rpartition(" ")[0] for _, entry in entries]
    assert sorted({name for name in names if names.count(name) > 1}) == []
    assert load_subject_names().names == tuple(names)
    assert set(_SUBJECTS) <= {group for group, _ in entries}


def test_arrays_match_the_names() -> None:
    known = load_subject_names()
    assert len(known.names) == len(known.are_subjects) == len(known.commonness)
    assert known.are_subjects.any()
    assert not known.are_subjects.all()
    assert (known.commonness >= 0).all()
    assert np.isfinite(known.commonness).all()
    common = dict(zip(known.names, known.commonness.tolist(), strict=True))
    assert common["dog"] == pytest.approx(np.log(10**4))
    kinds = dict(zip(known.names, known.are_subjects.tolist(), strict=True))
    assert (kinds["dog"], kinds["man"], kinds["beach"], kinds["kitchen"]) == (True, True, False, False)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("two dogs", True), ("a Dog in the snow", True), ("police officer", True), ("an officer", False),
        ("on the beach", False), ("at night", False), ("", False), ("dogma", False), ("犬", False),
    ],
)  # fmt: skip
def test_a_text_names_a_subject_by_whole_words(text: str, named: bool) -> None:
    assert load_subject_names().names_subject(text) is named
