"""Plans for sets of duplicates: what stays in one set never goes by another one, and a plan only shrinks."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.duplicates.duplicates import SetFile
from photon.app.duplicates.set_plan import SetChoice, SetPlan, best_stays
from photon.app.session import Session
from photon.library.photos.files import with_copies
from tests.app.conftest import until
from tests.pictures import draw


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for number, name in enumerate(("a.jpg", "b.jpg", "c.jpg", "sub/d.jpg")):
        draw(tmp_path / "photos" / name, seed=number)
    return tmp_path / "photos"


@pytest.fixture
def files(session: Session, root: Path) -> dict[str, SetFile]:
    """The files by the letters of their names."""
    session.work.background.pause()
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return {Path(path).stem: SetFile(photo, path) for photo, path in paths.items()}


def plan(session: Session, *choices: SetChoice) -> SetPlan:
    return session.sets.plan(choices).result()


def goes(planned: SetPlan) -> set[str]:
    return {Path(one.source).name for unit in planned.bin.units for one in unit}


def chosen(files: dict[str, SetFile], stays: str, going: str, below: Sequence[Path] = ()) -> SetChoice:
    return SetChoice(tuple(files[name] for name in stays), tuple(files[name] for name in going), tuple(map(str, below)))


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ([("a", "b")], {"b.jpg"}),
        ([("a", "b"), ("b", "a")], set()),  # they contradict each other: both stay
        ([("a", "b"), ("b", "c")], {"c.jpg"}),
        ([("b", "c"), ("a", "b")], {"c.jpg"}),
        ([("a", "b"), ("c", "b")], {"b.jpg"}),
        ([("ab", "c"), ("c", "d")], {"d.jpg"}),
        ([("ab", "cd"), ("c", "b")], {"d.jpg"}),
        ([("a", "bcd")], {"b.jpg", "c.jpg", "d.jpg"}),
    ],
)
def test_what_stays_in_one_set_does_not_go_by_another(
    session: Session, files: dict[str, SetFile], choices: list[tuple[str, str]], expected: set[str]
) -> None:
    planned = plan(session, *(chosen(files, *one) for one in choices))
    assert goes(planned) == expected
    assert set(planned.words) == {files[name[0]].photo for name in expected}
    stays = {files[name].photo for stay, _ in choices for name in stay}
    assert set(planned.words.values()) <= stays


@pytest.mark.parametrize(("below", "expected"), [("", {"b.jpg", "d.jpg"}), ("sub", {"d.jpg"}), ("su", set())])
def test_only_files_below_the_folders_go(
    session: Session, files: dict[str, SetFile], root: Path, below: str, expected: set[str]
) -> None:
    places = [root / below] if below else []
    assert goes(plan(session, chosen(files, "a", "bd", places))) == expected
    assert goes(plan(session, chosen(files, "a", "bd", [root / "elsewhere", *places]))) == (
        expected if below else set()
    )


@pytest.mark.parametrize(("shown", "below", "expected"), [
    ("b.jpg", "", {"b.jpg", "e.jpg"}),
    ("b.jpg", "sub", {"e.jpg"}),
    ("sub/e.jpg", "sub", {"e.jpg"}),
    ("sub/e.jpg", "b.jpg", {"b.jpg"}),
])  # fmt: skip
def test_of_a_photo_with_two_files_only_the_one_below_the_folder_goes(
    session: Session, files: dict[str, SetFile], root: Path, shown: str, below: str, expected: set[str]
) -> None:
    photo = files["b"].photo
    (root / "sub" / "e.jpg").write_bytes((root / "b.jpg").read_bytes())
    session.work.background.resume()
    session.work.rescan().result()
    until(lambda: session.store.read(lambda library: with_copies(library, [photo])).result())
    session.work.background.pause()
    places = (str(root / below),) if below else ()
    assert goes(plan(session, SetChoice((files["a"],), (SetFile(photo, str(root / shown)),), places))) == expected


@pytest.mark.parametrize("which", ["stays", "goes"])
@pytest.mark.parametrize("what", ["edited", "gone", "other photo"])
def test_a_file_that_is_not_as_photon_knows_it_stays(
    session: Session, files: dict[str, SetFile], which: str, what: str
) -> None:
    name = "a" if which == "stays" else "b"
    path = Path(files[name].path)
    if what == "edited":
        content, status = path.read_bytes(), path.stat()
        path.write_bytes(content[::-1])  # as large, at another time
        assert path.stat().st_size == status.st_size
    elif what == "gone":
        path.unlink()
    else:
        files[name] = files[name]._replace(photo=files["d"].photo, path=str(path))
    planned = plan(session, chosen(files, "a", "bc"))
    assert goes(planned) - {"d.jpg"} == (set() if which == "stays" else {"c.jpg"})
    obstacles = {Path(at).name: str(error) for at, error in planned.bin.obstacles}
    assert set(obstacles) == ({"b.jpg", "c.jpg"} if which == "stays" else {"b.jpg"})
    assert all(("which was to stay" in error) is (which == "stays") for error in obstacles.values())


def test_a_plan_that_is_worked_out_anew_only_shrinks(session: Session, files: dict[str, SetFile], root: Path) -> None:
    (root / "b.jpg.xmp").write_text("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
    full = plan(session, chosen(files, "a", "bcd"))
    assert goes(full) == {"b.jpg", "b.jpg.xmp", "c.jpg", "d.jpg"}
    less = replace(full, bin=replace(full.bin, units=full.bin.units[:2]))  # as if the third had been an obstacle
    Path(files["c"].path).unlink()
    outcome = session.sets.carry_out(less).result()
    assert outcome.photos == 1
    assert [Path(at).name for at, _ in outcome.obstacles] == ["c.jpg"]
    assert sorted(path.name for path in root.rglob("*.jpg")) == ["a.jpg", "d.jpg"]


def test_a_link_to_the_file_that_stays_does_not_go(session: Session, root: Path) -> None:
    first, second = root / "a.jpg", root / "sub" / "a again.jpg"
    second.write_bytes(first.read_bytes())
    os.utime(second, ns=(first.stat().st_mtime_ns,) * 2)
    session.work.rescan().result()
    until(lambda: session.duplicates.find_sets().result().sets)
    session.work.background.pause()
    (choice,) = best_stays(session.duplicates.find_sets().result().sets)
    assert goes(plan(session, choice)) == {Path(choice.goes[0].path).name}
    second.unlink()
    os.link(first, second)
    linked = plan(session, choice)
    assert goes(linked) == set()
    assert "it is the same file as" in str(linked.bin.obstacles[0][1])


def test_a_stopped_plan_is_empty(session: Session, files: dict[str, SetFile]) -> None:
    told: list[tuple[int, int]] = []
    choices = [chosen(files, "a", "b")] * 101
    full = session.sets.plan(choices, lambda *so_far: told.append(so_far)).result()
    assert (goes(full), told) == ({"b.jpg"}, [(0, 101), (100, 101)])
    stopped = session.sets.plan(choices, lambda *_: None, lambda: True).result()
    assert (stopped.photos, stopped.choices) == (0, ())


def test_only_offered_sets_are_decided_by_a_rule(session: Session, root: Path) -> None:
    (root / "a again.jpg").write_bytes((root / "a.jpg").read_bytes())
    session.work.rescan().result()
    until(lambda: session.duplicates.find_sets().result().sets)
    found = session.duplicates.find_sets().result().sets
    assert [one.kind for one in found if one.offer] == ["same-file"]
    assert best_stays([replace(one, offer=False) for one in found]) == []
    (choice,) = best_stays(found)
    assert choice.below == ()
    assert best_stays(found, ["/p"])[0].below == ("/p",)
    assert len(choice.goes) == 1
