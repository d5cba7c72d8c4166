"""Learned tags as names in queries: taught from files and regions, ranked, refused, forgotten, undone."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.session import Session
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.domain import Like, PhotonError, Region
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.region import WHOLE
from photon.library import Library
from photon.library.db.veil import draw_veil
from photon.library.photos import photos
from photon.library.tags import learned_tags, tags
from photon.library.vectors import vectors
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import age, draw

Open = Callable[..., Session]


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for colour in ("red", "blue", "green", "yellow"):
        for number in range(6):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    for number in range(3):  # half red, half blue
        path = tmp_path / "photos" / f"half{number}.jpg"
        picture = Image.new("RGB", (64, 48), (250 - number, 5, 10))
        picture.paste((number, 0, 250), (32, 0, 64, 48))
        picture.save(path, quality=95)
        age(path)
    opened = open_session()
    opened.work.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    return opened


def _likes(tmp_path: Path, *names: str, region: Region | None = None) -> list[Like]:
    return [Like(str(tmp_path / "photos" / f"{name}.jpg"), region=region) for name in names]


def _best(session: Session, encoder: ColourEncoding, name: str, count: int) -> set[str]:
    def ask(library: Library) -> set[int]:
        known = TagClassifierCache().find_named(library, encoder, name)
        assert known is not None
        ids = vectors.meanings(library, encoder.id)[0][::-1]
        odds = known.odds(library, np.append(ids, 9999))
        assert np.isnan(odds).tolist() == [False] * len(ids) + [True]
        return set(ids[np.argsort(-odds[:-1])[:count]].tolist())

    paths = session.browsing.paths(sorted(session.store.read(ask).result())).result()
    return {Path(path).stem for path in paths.values()}


def _examples(session: Session, *path: str) -> set[tuple[str, Region | None]]:
    found = session.store.read(lambda lib: learned_tags.decided(lib, path)).result().examples
    paths = session.browsing.paths([like.photo for like in found]).result()
    return {(Path(paths[like.photo]).stem, like.region) for like in found}


def test_a_name_is_taught_from_files_and_its_photos_get_the_tag(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    taught = session.teaching.teach((" Fluffy ",), _likes(tmp_path, "red0", "red1", "red2"), kind=" red ").result()
    assert taught == Taught(("Fluffy",), 3, 0, "red")
    assert session.teaching.all_taught().result() == [taught]
    assert session.tags.all_tags().result() == [(("Fluffy",), 3)]
    assert _best(session, encoder, "FLUFFY", 6) == {f"red{n}" for n in range(6)}


def test_a_region_teaches_its_content(session: Session, encoder: ColourEncoding, tmp_path: Path) -> None:
    right, left = Region(0.5, 0.0, 0.5, 1.0), Region(0, 0, 0.45, 1)
    session.teaching.teach(("Sea",), _likes(tmp_path, "half0", "half1", "half2", region=right)).result()
    assert _best(session, encoder, "sea", 6) == {f"blue{n}" for n in range(6)}
    assert dict(session.tags.all_tags().result()) == {("Sea",): 3}
    session.teaching.teach(
        ("Rex",), [*_likes(tmp_path, "half0", "half1", region=left), *_likes(tmp_path, "red0")]
    ).result()
    assert _best(session, encoder, "rex", 6) == {f"red{n}" for n in range(6)}


def test_examples_are_added_and_each_step_is_undone(session: Session, tmp_path: Path) -> None:
    part, other = Region(0, 0, 0.5, 1), Region(0.5, 0, 0.5, 1)
    session.teaching.teach(("Rex",), _likes(tmp_path, "red0", "half0"), kind="dog").result()
    session.teaching.teach(("REX",), _likes(tmp_path, "half0", region=part)).result()
    session.teaching.teach(("rex",), _likes(tmp_path, "half0", "red1", region=other), kind="").result()
    assert _examples(session, "Rex") == {("red0", None), ("red1", other), ("half0", part), ("half0", other)}
    assert session.teaching.all_taught().result() == [Taught(("Rex",), 3, 0, "")]
    assert session.undoing.undo().result() == "taught “Rex”"
    assert _examples(session, "Rex") == {("red0", None), ("half0", part)}
    assert session.teaching.all_taught().result() == [Taught(("Rex",), 2, 0, "dog")]
    session.undoing.undo().result()
    assert _examples(session, "Rex") == {("red0", None), ("half0", None)}
    session.undoing.undo().result()
    assert session.teaching.all_taught().result() == []
    session.undoing.redo().result()
    session.undoing.redo().result()
    assert _examples(session, "Rex") == {("red0", None), ("half0", part)}


def test_a_name_is_forgotten_and_renamed_as_a_tag(session: Session, tmp_path: Path) -> None:
    session.teaching.teach(("Pets", "Rex"), _likes(tmp_path, "red0")).result()
    session.tags.rename(("Pets", "Rex"), ("Pets", "Max")).result()
    with pytest.raises(PhotonError, match="You haven't taught Photon “Rex”"):
        session.teaching.forget_named("Rex").result()
    session.teaching.forget_named("max").result()
    assert session.teaching.all_taught().result() == []
    assert dict(session.tags.all_tags().result())["Pets", "Max"] == 1
    assert session.undoing.undo().result() == "stopped learning “Pets/Max”"
    assert [one.path for one in session.teaching.all_taught().result()] == [("Pets", "Max")]


def test_photos_that_cannot_be_examples(session: Session, tmp_path: Path) -> None:
    def refused(*likes: Like) -> str:
        with pytest.raises(PhotonError) as caught:
            session.teaching.teach(("Fluffy",), likes).result()
        return caught.value.message

    (red,) = _likes(tmp_path, "red0")
    outside = draw(tmp_path / "elsewhere" / "outside.jpg", "red", 3)
    assert refused(red, Like(str(outside))) == f"{outside} is not in your photo library."
    assert refused(red, Like(photo=9999)) == "One of these photos is not in your photo library."
    odd = Like(red.path, region=Region(0.5, 0, 0.7, 1))
    assert refused(red, odd) == "A region is outside its photo."
    assert refused(red, Like(red.path, region=Region(float("nan"), 0, 1, 1))).startswith("A region")
    assert session.teaching.all_taught().result() == []


def test_a_lesson_is_cached_until_the_examples_change(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    memory = TagClassifierCache()
    session.teaching.teach(
        ("Sea",), _likes(tmp_path, "half0", "half1", "half2", region=Region(0.5, 0.0, 0.5, 1.0))
    ).result()

    def find(name: str) -> object:
        return session.store.read(lambda lib: memory.find(lib, encoder, (name,))).result()

    first, looked = find("Sea"), encoder.pictures
    assert first is not None
    assert find("Sea") is first
    session.teaching.teach(("Sea",), _likes(tmp_path, "blue0")).result()
    second = find("Sea")
    assert second is not first
    assert encoder.pictures == looked, "regions are encoded once"
    session.teaching.teach(("Sea",), kind="blue").result()
    assert find("Sea") is not second


@pytest.mark.slow
def test_without_its_photos_a_name_is_unknown_until_they_return(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    def find() -> object:
        return session.store.read(lambda lib: TagClassifierCache().find_named(lib, encoder, "Rex")).result()

    session.teaching.teach(("Rex",), _likes(tmp_path, "red0", "red1", "red2")).result()
    session.work.remove_folder(session.browsing.folders().result()[0].id).result()
    assert find() is None
    assert session.teaching.all_taught().result() == [Taught(("Rex",), 0, 0)]
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert find() is not None


def test_an_example_without_the_tag_gets_it_as_a_suggestion_and_still_teaches(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    """As after the migration of names taught to an earlier version."""
    reds = [
        session.store.read(lambda lib, like=like: photos.at(lib, like.path)).result()
        for like in _likes(tmp_path, "red0", "red1", "red2")
    ]
    marks = [TagMark(photo, ("Rex",), "example", regions=(WHOLE,)) for photo in reds]
    session.store.write(lambda lib: tags.mark(lib, marks)).result()
    session.store.write(lambda lib: learned_tags.set_learned(lib, ("Rex",), taught=True)).result()
    assert _best(session, encoder, "rex", 6) == {f"red{n}" for n in range(6)}
    assert session.tags.all_tags().result() == [(("Rex",), 0)]
    suggested = session.tags.suggest(reds).result()
    assert all(("Rex",) in [one.path for one in suggested[photo]] for photo in reds)
    session.tags.mark(reds[:1], [("Rex",)], "confirmed").result()
    session.tags.mark(reds[1:2], [("Rex",)], "rejected").result()
    assert session.teaching.all_taught().result() == [Taught(("Rex",), 2, 1)]


def test_hidden_photos_still_teach_but_a_name_with_only_hidden_examples_is_unknown(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    session.teaching.teach(("Rex",), _likes(tmp_path, "red0", "red1", "red2")).result()

    def find_without(count: int) -> bool:
        def ask(library: Library) -> bool:
            examples = [like.photo for like in learned_tags.decided(library, ("Rex",)).examples]
            draw_veil(library, np.array(sorted(examples[:count]), np.int64))
            try:
                memory = TagClassifierCache()
                known = memory.find_named(library, encoder, "Rex")
                score = None if known is None else memory.find(library, encoder, ("Rex",))
                assert known is None or len(library.veiled) == count
                return score is not None
            finally:
                draw_veil(library, np.zeros(0, np.int64))

        return session.store.read(ask).result()

    assert find_without(2)
    assert not find_without(3)
