"""Which JSON file is of a photo, and which gaps it fills: one condition at a time."""

import json
from pathlib import Path

import pytest

from photon.domain import Facts
from photon.domain.metadata.file_metadata import Metadata
from photon.media.sidecar.takeout import TakeoutEntry, read_export, with_export
from photon.media.sidecar.takeout_names import Claim

SAID = {"title": "a.jpg", "photoTakenTime": {"timestamp": "1478174685"}, "description": "told"}


@pytest.mark.parametrize(
    ("changed", "is_sure", "is_read"),
    [
        ({}, True, True),
        ({}, False, True),
        ({"title": "other.jpg"}, True, True),
        ({"title": "other.jpg"}, False, False),
        ({"photoTakenTime": None}, True, False),
        ({"photoTakenTime": "1478174685"}, True, False),
    ],
)
def test_a_file_whose_name_is_not_sure_must_fit_by_its_title(
    tmp_path: Path, changed: dict[str, object], is_sure: bool, is_read: bool
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(SAID | changed))
    found = read_export(str(tmp_path / "a.jpg"), Claim("a.json", is_sure))
    assert (found is not None) is is_read
    if found is not None:
        assert (found.caption, found.taken, found.is_favourite) == ("told", "2016-11-03T12:04:45+00:00", False)


EXPORT = TakeoutEntry("a.json", "told", "2016-11-03T12:04:45+00:00", (41.9, 12.5, 21.5), ("Anna", "Tom"), True)
NO_FACTS = Facts("JPEG", 4, 3)


@pytest.mark.parametrize(
    ("facts", "words", "expected"),
    [
        ({}, {}, {}),
        ({"taken": "2020-01-02T03:04:05"}, {}, {"taken": "2020-01-02T03:04:05"}),
        ({"gps": (1.0, 2.0)}, {}, {"gps": (1.0, 2.0), "altitude": None}),
        ({}, {"caption": "mine"}, {"caption": "mine"}),
        ({}, {"altitude": 5.0}, {"altitude": 5.0}),
        ({}, {"people": ("anna",)}, {"people": ("anna", "Tom")}),
        ({}, {"keywords": (("Family", "ANNA"),)}, {"keywords": (("Family", "ANNA"), ("People", "Tom"))}),
        ({}, {"is_favourite": True}, {}),
    ],
)
def test_only_gaps_are_filled(facts: dict[str, object], words: dict[str, object], expected: dict[str, object]) -> None:
    full: dict[str, object] = {
        "taken": EXPORT.taken, "gps": (41.9, 12.5), "caption": "told", "altitude": 21.5, "people": ("Anna", "Tom"),
        "keywords": (("People", "Anna"), ("People", "Tom")), "is_favourite": True,
    }  # fmt: skip
    found, said = with_export(Facts("JPEG", 4, 3, **facts), Metadata(**words), EXPORT)  # type: ignore[arg-type]
    assert said is not None
    told = {name: getattr(found if name in {"taken", "gps"} else said, name) for name in full}
    told["keywords"] = tuple(sorted(said.keywords))
    assert told == full | expected


def test_words_that_cannot_be_read_stay_unread() -> None:
    found, said = with_export(NO_FACTS, None, EXPORT)
    assert (found.taken, said) == (EXPORT.taken, None)
    bare = TakeoutEntry("a.json")
    assert with_export(NO_FACTS, Metadata(), bare) == (NO_FACTS, Metadata())
