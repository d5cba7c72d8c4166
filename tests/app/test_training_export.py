"""Training sets of a session: one of several near-duplicates, events in one part, resumed after a stop."""

import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import CopyContents, Exported, TrainingChoice
from photon.export.files import ENDING
from photon.media.read.metadata_reading import read_words
from tests.app.conftest import settle
from tests.media.packets import bag, packet, with_xmp
from tests.pictures import age, draw

NAMES = ("red", "green", "blue", "white")
OBJECTS = TrainingChoice(shares=(100, 0, 0), licence="CC0")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for at, name in enumerate(NAMES):
        for time in range(2):  # two near-duplicates of each
            draw(tmp_path / "photos" / f"{name}{time}.jpg", name, seed=10 * at + time)
    place = tmp_path / "photos" / "red0.jpg"
    with_xmp(str(place), packet(bag("dc:creator", "Anna Berg", kind="Seq") + bag("dc:rights", "© Anna", kind="Alt")))
    age(place)
    return tmp_path / "photos"


@pytest.fixture
def session(open_session: Callable[..., Session], root: Path) -> Session:
    opened = open_session()
    opened.work.add_folder(str(root)).result()
    settle(opened)
    for photo, path in opened.browsing.paths(opened.browsing.photos("name").result()).result().items():
        if Path(path).stem != "white1":
            opened.captions.write([photo], text=f"Something {Path(path).stem}").result()
    white = [
        photo
        for photo, path in opened.browsing.paths(opened.browsing.photos("name").result()).result().items()
        if "white" in path
    ]
    opened.marking.rate([max(white, key=lambda one: opened.browsing.paths([one]).result()[one])], 5).result()
    return opened


def run(session: Session, folder: Path, choice: TrainingChoice = OBJECTS, *, stop: bool = False) -> Exported:
    photos = session.browsing.photos("name").result()
    planned = session.exporting.plan_training(photos, str(folder), choice).result()
    return session.exporting.write_training(planned, stop=lambda: stop).result()


def entries(folder: Path, split: str = "train") -> list[dict[str, object]]:
    return [json.loads(line) for line in (folder / split / "metadata.jsonl").read_text().splitlines()]


def test_of_similar_shots_one_with_text_is_exported(session: Session, tmp_path: Path) -> None:
    done = run(session, tmp_path / "set")
    assert len(done.made) == 4
    assert sorted(one.reason for one in done.left_out) == ["alike", "alike", "alike", "wordless"]
    found = entries(tmp_path / "set")
    assert {str(one["caption"])[:-1] for one in found} == {f"Something {name}" for name in NAMES}
    assert "Something white0" in {one["caption"] for one in found}  # the better one has no text
    assert {path.name for path in (tmp_path / "set" / "train").glob("*.jpg")} == {one["file_name"] for one in found}
    assert {(one["credit"], one["licence"]) for one in found} <= {("", "CC0"), ("Anna Berg", "© Anna")}
    assert len(run(session, tmp_path / "all", replace(OBJECTS, folds=False)).made) == 7


def test_similar_shots_are_never_in_two_parts(session: Session, tmp_path: Path) -> None:
    choice = replace(OBJECTS, folds=False, shares=(34, 33, 33), format="texts")
    run(session, tmp_path / "set", choice)
    parts: dict[str, set[str]] = {}
    for text in (tmp_path / "set").rglob("*.txt"):
        parts.setdefault(text.read_text().split()[1][:-1], set()).add(text.parent.name)
    assert set(parts) == set(NAMES)
    assert all(len(some) == 1 for some in parts.values())


def test_pictures_contain_no_metadata_unless_requested(session: Session, tmp_path: Path) -> None:
    choice = replace(OBJECTS, folds=False)
    run(session, tmp_path / "set", choice)
    run(session, tmp_path / "open", replace(choice, carried=CopyContents()))
    for folder, is_named in (("set", False), ("open", True)):
        pictures = (tmp_path / folder / "train").glob("*.jpg")
        assert any(b"Anna Berg" in one.read_bytes() for one in pictures) is is_named


def test_repeating_and_resuming_give_the_same_set(session: Session, tmp_path: Path) -> None:
    assert not run(session, tmp_path / "set", stop=True).is_whole
    assert not (tmp_path / "set" / "train").exists()
    run(session, tmp_path / "set")
    before = {one.name: one.read_bytes() for one in (tmp_path / "set").rglob("*") if one.is_file()}
    again = run(session, tmp_path / "set")
    assert (again.made, again.there) == ((), 4)
    assert {one.name: one.read_bytes() for one in (tmp_path / "set").rglob("*") if one.is_file()} == before


def test_leftovers_of_a_killed_export_do_not_disturb_the_next(session: Session, tmp_path: Path) -> None:
    (tmp_path / "set" / "train").mkdir(parents=True)
    (tmp_path / "set" / "train" / f".1234-0{ENDING}").write_bytes(b"half")
    assert len(run(session, tmp_path / "set").made) == 4
    assert not [one for one in (tmp_path / "set").rglob("*") if one.name.endswith(ENDING)]


def test_changed_texts_are_exported_again(session: Session, tmp_path: Path) -> None:
    run(session, tmp_path / "set")
    session.captions.write(session.browsing.photos("name").result(), text="Everything").result()
    run(session, tmp_path / "set")
    assert {one["caption"] for one in entries(tmp_path / "set")} == {"Everything"}


def test_a_photo_that_moves_to_another_event_is_in_one_part(session: Session, root: Path, tmp_path: Path) -> None:
    choice = replace(OBJECTS, folds=False, shares=(34, 33, 33))
    run(session, tmp_path / "set", choice)
    for at in range(6):  # more of each kind, some of which become the first of their event
        for name in NAMES:
            draw(root / f"{name}{at + 2}.jpg", name, seed=100 + 10 * at + NAMES.index(name))
    session.work.rescan().result()
    settle(session)
    session.captions.write(session.browsing.photos("name").result(), text="Something new").result()
    run(session, tmp_path / "set", choice)
    names = [one.name for one in (tmp_path / "set").rglob("*.jpg")]
    assert len(names) == len(set(names)) == len(session.browsing.photos("name").result())


def test_tar_files_are_made_once(session: Session, tmp_path: Path) -> None:
    choice = replace(OBJECTS, format="webdataset", per_shard=3)
    assert not run(session, tmp_path / "set", choice, stop=True).is_whole
    done = run(session, tmp_path / "set", choice)
    assert done.made == ("train-000000.tar", "train-000001.tar")
    before = {one.name: one.read_bytes() for one in (tmp_path / "set").iterdir()}
    assert set(before) == set(done.made)
    with tarfile.open(tmp_path / "set" / "train-000000.tar") as tar:
        assert len(tar.getnames()) == 9
    (tmp_path / "set" / "train-000001.tar").unlink()
    assert run(session, tmp_path / "set", choice).made == ("train-000001.tar",)
    assert {one.name: one.read_bytes() for one in (tmp_path / "set").iterdir()} == before
    session.captions.write(session.browsing.photos("name").result(), text="Everything").result()
    with pytest.raises(PhotonError, match="made from other photos"):
        run(session, tmp_path / "set", choice)


def test_other_files_are_not_touched(session: Session, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "mine.txt").write_text("mine")
    with pytest.raises(PhotonError, match="isn't empty"):
        run(session, tmp_path / "set")
    with pytest.raises(PhotonError, match="must add up to 100"):
        run(session, tmp_path / "other", replace(OBJECTS, shares=(80, 80, 80)))
    assert [one.name for one in (tmp_path / "set").iterdir()] == ["mine.txt"]


def test_without_people_nobody_is_named(session: Session, tmp_path: Path) -> None:
    photos = session.browsing.photos("name").result()
    session.tags.mark(photos, [("People", "Ben"), ("lake",)], "confirmed").result()
    session.captions.write(photos, text="Ben at the lake").result()
    run(session, tmp_path / "set", replace(OBJECTS, carried=CopyContents(metadata=False, people=False)))
    assert {(one["text"], tuple(one["tags"])) for one in entries(tmp_path / "set")} == {("lake", ("lake",))}  # type: ignore[arg-type]
    assert read_words(str(next((tmp_path / "set").rglob("*.jpg")))).metadata.keywords == ()  # type: ignore[union-attr]
