"""Rules for all sets: what stays of each, by size, by age and by folder; what is never offered is left alone."""

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice
from photon.app.duplicates.set_rules import _MERITS, RULE_NAMES, KeepRule, _in_folder, _one_each, choose_by_rule
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.session import Session
from photon.library.db.path_choice import lies_below
from photon.library.duplicates.set_files import ListedFile
from tests.app.conftest import settle
from tests.examples import examples
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A photo, a longer and older file of the same picture, and a file twice."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    place = tmp_path / "photos"
    one = draw(place / "one.jpg", seed=1, size=(320, 240))
    (place / "sent").mkdir()
    content = one.read_bytes()
    longer = content[:2] + b"\xff\xfe\x00\x08photon" + content[2:]  # a comment: another file, the same picture
    (place / "sent" / "one.jpg").write_bytes(longer)
    os.utime(place / "sent" / "one.jpg", (1_000_000_000, 1_000_000_000))
    twice = draw(place / "twice.jpg", "blue", seed=2, size=(320, 240))
    (place / "sent" / "twice.jpg").write_bytes(twice.read_bytes())
    os.utime(twice, (1_100_000_000, 1_100_000_000))
    return place


def going(session: Session, root: Path, rule: KeepRule, *below: str) -> set[str]:
    found = session.duplicates.find_sets().result().sets
    plan = session.sets.plan_by_rule(found, rule, below).result()
    return {str(Path(unit[0].source).relative_to(root)) for unit in plan.bin.units}


def test_the_largest_and_the_oldest_stay(session: Session, root: Path) -> None:
    assert going(session, root, KeepRule("best")) == going(session, root, KeepRule())
    assert "one.jpg" in going(session, root, KeepRule("largest"))
    assert going(session, root, KeepRule("oldest")) == {"one.jpg", "sent/twice.jpg"}
    assert going(session, root, KeepRule("oldest"), str(root / "sent")) == {"sent/twice.jpg"}


def test_what_is_in_a_folder_stays_and_sets_without_a_file_there_are_left_alone(session: Session, root: Path) -> None:
    assert going(session, root, KeepRule("folder", str(root / "sent"))) == {"one.jpg", "twice.jpg"}
    assert going(session, root, KeepRule("folder", str(root))) == set()  # everything is there
    assert going(session, root, KeepRule("folder", str(root / "sen"))) == set()
    assert going(session, root, KeepRule("folder", str(root / "sent" / "one.jpg"))) == {"one.jpg"}


def test_a_rule_is_one_step_that_merges_words_and_comes_back(session: Session, root: Path) -> None:
    by_path = {path: one.photos[at] for one in session.duplicates.find_sets().result().sets
               if one.kind == "same-picture" for at, path in enumerate(one.paths)}  # fmt: skip
    session.tags.mark([by_path[str(root / "one.jpg")]], [("Oma",)], "confirmed").result()
    before = {path: path.read_bytes() for path in root.rglob("*.jpg")}
    found = session.duplicates.find_sets().result().sets
    plan = session.sets.plan_by_rule(found, KeepRule("oldest")).result()
    assert session.sets.carry_out(plan).result().moved
    assert {str(path.relative_to(root)) for path in root.rglob("*.jpg")} == {"sent/one.jpg", "twice.jpg"}
    keeper = by_path[str(root / "sent" / "one.jpg")]
    assert [one.path for one in session.tags.tags_for_photos([keeper]).result()[keeper]] == [("Oma",)]
    session.undoing.undo().result()
    session.bin.settled().result()
    settle(session)
    assert {path: path.read_bytes() for path in root.rglob("*.jpg")} == before
    assert session.tags.tags_for_photos([keeper]).result()[keeper] == []


_PATHS = st.sampled_from([f"/{folder}/{name}.jpg" for folder in ("a", "a/b", "ab", "c") for name in "12345"])
_FILES = st.lists(
    st.builds(ListedFile, _PATHS, st.integers(1, 3), st.integers(1, 3), st.integers(1, 3)),
    min_size=2,
    max_size=12,
    unique_by=lambda file: file.path,
)


@st.composite
def _libraries(draw_: st.DrawFn) -> tuple[list[FoundSet], dict[int, list[ListedFile]]]:
    """Return sets as Photon makes them, and all files of their photos."""
    files: dict[int, list[ListedFile]] = {}
    for file in draw_(_FILES):
        photo = draw_(st.integers(1, 5))
        files.setdefault(photo, []).append(ListedFile(file.path, photo % 3 + 1, file.size, file.mtime_ns))
    sets = [
        FoundSet("same-file", tuple(one.path for one in some), (), offer=True, photos=(photo,))
        for photo, some in files.items()
        if len(some) > 1
    ]
    photos = draw_(st.permutations(list(files)))
    copies = photos[: draw_(st.integers(0, len(photos)))]
    if len(copies) > 1:
        paths = tuple(files[photo][0].path for photo in copies)
        sets.append(FoundSet("same-picture", paths, (), offer=True, photos=tuple(copies)))
    return sets, files


def _gone(choices: list[SetChoice | None], files: dict[int, list[ListedFile]]) -> set[str]:
    """Return the paths that go: of a photo that goes, all files do."""
    found = set[str]()
    for choice in filter(None, choices):
        stays = {file.photo for file in choice.stays}
        for file in choice.goes:
            found |= {file.path} if file.photo in stays else {one.path for one in files[file.photo]}
    return found


@given(_libraries(), st.sampled_from(["largest", "oldest"]))
@settings(max_examples=examples(200), deadline=None)
def test_exactly_one_file_of_each_picture_stays_and_it_is_the_best_by_the_rule(
    library: tuple[list[FoundSet], dict[int, list[ListedFile]]], name: str
) -> None:
    sets, files = library
    merit = _MERITS[name]  # type: ignore[index]
    choices = _one_each(sets, files, merit)
    gone = _gone(choices, files)
    copies = next((one.photos for one in sets if one.kind == "same-picture"), ())
    groups = [copies] if copies else []
    groups += [one.photos for one in sets if one.kind == "same-file" and one.photos[0] not in copies]
    for photos in groups:
        group = [file for photo in photos for file in files[photo]]
        left = [file for file in group if file.path not in gone]
        assert len(left) == 1
        assert merit(left[0]) == max(map(merit, group))
    assert not gone & {file.path for choice in filter(None, choices) for file in choice.stays}


@given(_libraries(), st.sampled_from(["/a", "/a/b", "/c", "/nowhere", "/"]))
@settings(max_examples=examples(200), deadline=None)
def test_nothing_in_the_folder_goes_and_something_of_each_set_stays_there(
    library: tuple[list[FoundSet], dict[int, list[ListedFile]]], folder: str
) -> None:
    sets, files = library
    gone = _gone([_in_folder(one, files, folder) for one in sets], files)
    assert not [path for path in gone if lies_below(path, folder)]
    for one in sets:
        group = [file for photo in one.photos for file in files[photo]]
        there = [file for file in group if lies_below(file.path, folder)]
        if there:
            assert {file.path for file in group if file not in there} <= gone
    untouched = [one for one in sets if not any(lies_below(f.path, folder) for p in one.photos for f in files[p])]
    copies = {photo for one in sets if one.kind == "same-picture" for photo in one.photos}
    for one in untouched:
        if one.kind == "same-picture" or one.photos[0] not in copies:
            assert not {file.path for photo in one.photos for file in files[photo]} & gone


def test_no_rule_touches_what_is_only_probably_the_same(tmp_path: Path) -> None:
    probable = FoundSet("probably-same", ("/p/a.jpg", "/p/b.jpg"), (), offer=False, photos=(1, 2))
    assert (probable.has_best, probable.may_be_separated) == (True, True)
    assert not FoundSet("bracket", ("/p/a.jpg", "/p/b.jpg"), (), offer=False, photos=(1, 2)).may_be_separated
    store = LibraryThreads(tmp_path / "library")
    for name in RULE_NAMES:
        assert choose_by_rule(store.here(), [probable], KeepRule(name, "/p")) == []
    store.close()
