"""Teaching names: over real files, with an encoder of colours; what is refused and in what words; undo."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from photon.app.search.concepts import ConceptMemory, find_concept
from photon.app.session import Session
from photon.domain import Changes, Like, PhotonError, Region
from photon.library import Library
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
    opened.add_folder(str(tmp_path / "photos")).result()
    settle(opened)
    return opened


def _likes(tmp_path: Path, *names: str, region: Region | None = None) -> list[Like]:
    return [Like(str(tmp_path / "photos" / f"{name}.jpg"), region=region) for name in names]


def _best(session: Session, encoder: ColourEncoding, name: str, count: int) -> set[str]:
    def ask(library: Library) -> set[int]:
        memory = ConceptMemory(encoder)
        known = memory.find(library, name)
        assert known is not None
        ids = vectors.meanings(library, encoder.id)[0][::-1]
        z = memory.z(library, known, [*ids.tolist(), 9999])
        assert np.isnan(z).tolist() == [False] * len(ids) + [True]
        return set(ids[np.argsort(-z[:-1])[:count]].tolist())

    paths = session.paths(sorted(session.read(ask).result())).result()
    return {Path(path).stem for path in paths.values()}


def test_a_name_is_learned_from_photos(session: Session, encoder: ColourEncoding, tmp_path: Path) -> None:
    heard: list[object] = []
    session.subscribe(heard.append)
    taught = session.concepts.teach(" Fluffy ", "red", _likes(tmp_path, "red0", "red1", "red2")).result()
    assert (taught.name, taught.kind, len(taught.examples)) == ("Fluffy", "red", 3)
    assert all(like.photo and not like.path for like in taught.examples)
    assert any(isinstance(event, Changes) and event.kinds == {"concepts"} for event in heard)
    assert session.concepts.all_concepts().result() == [taught]
    assert _best(session, encoder, "FLUFFY", 6) == {f"red{n}" for n in range(6)}


def test_a_region_teaches_what_is_in_it(session: Session, encoder: ColourEncoding, tmp_path: Path) -> None:
    right = Region(0.5, 0.0, 0.5, 1.0)
    session.concepts.teach("Sea", "", _likes(tmp_path, "half0", "half1", "half2", region=right)).result()
    assert _best(session, encoder, "sea", 6) == {f"blue{n}" for n in range(6)}
    left = [*_likes(tmp_path, "half0", "half1", region=Region(0, 0, 0.45, 1)), *_likes(tmp_path, "red0")]
    session.concepts.teach("Sea", "", left).result()  # the same name, taught anew
    assert _best(session, encoder, "sea", 6) == {f"red{n}" for n in range(6)}
    assert len(session.concepts.all_concepts().result()) == 1


def test_teaching_forgetting_and_renaming_are_undone(session: Session, tmp_path: Path) -> None:
    names = session.concepts
    taught = names.teach("Rex", "", _likes(tmp_path, "red0", "red1", "red2")).result()
    again = names.teach("REX", "blue", _likes(tmp_path, "blue0", "blue1", "blue2")).result()
    names.rename("rex", "Max").result()
    assert [c.name for c in names.all_concepts().result()] == ["Max"]
    names.forget("max").result()
    assert names.all_concepts().result() == []
    assert session.undo().result() == "forgetting “Max”"
    assert [c.name for c in names.all_concepts().result()] == ["Max"]
    assert session.undo().result() == "the name “Max”"
    assert names.all_concepts().result() == [again]
    session.undo().result()
    assert names.all_concepts().result() == [taught]
    session.undo().result()
    assert names.all_concepts().result() == []
    session.redo().result()
    assert names.all_concepts().result() == [taught]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("  ", "The name is empty."),
        ('the "big" one', "cannot have"),
        ("Tom, Tim", "cannot have ,"),
        ("(x)", "cannot have ( )"),
        ("a" * 61, "61 characters"),
    ],
)
def test_names_that_cannot_be_used(session: Session, tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(PhotonError, match=words.replace("(", r"\(").replace(")", r"\)")):
        session.concepts.teach(name, "", _likes(tmp_path, "red0", "red1", "red2")).result()
    assert session.concepts.all_concepts().result() == []


def test_photos_that_cannot_teach(session: Session, tmp_path: Path) -> None:
    def refused(*likes: Like) -> str:
        with pytest.raises(PhotonError) as caught:
            session.concepts.teach("Fluffy", "dog", likes).result()
        return caught.value.message

    two = _likes(tmp_path, "red0", "red1")
    assert refused(*two) == "Photon learns a name from 3 to 10 photos, not from 2 photos."
    assert refused(*two, *two) == "Photon learns a name from 3 to 10 photos, not from 2 photos."
    many = [f"{colour}{number}" for colour in ("red", "blue") for number in range(6)]
    assert refused(*_likes(tmp_path, *many)) == "Photon learns a name from 3 to 10 photos, not from 12 photos."
    outside = draw(tmp_path / "elsewhere" / "outside.jpg", "red", 3)
    assert refused(*two, Like(str(outside))) == f"{outside} is not in your photo library."
    assert refused(*two, Like(photo=9999)) == "One of these photos is not in your photo library."
    odd = Like(two[0].path, region=Region(0.5, 0, 0.7, 1))
    assert refused(*two, odd) == "A region does not lie within its photo."
    assert refused(*two, Like(two[0].path, region=Region(float("nan"), 0, 1, 1))).startswith("A region")
    assert session.concepts.all_concepts().result() == []
    with pytest.raises(PhotonError, match="Photon knows no “Nemo”"):
        session.concepts.forget("Nemo").result()
    with pytest.raises(PhotonError, match="Photon knows no “Nemo”"):
        session.concepts.rename("Nemo", "Dory").result()


def test_a_new_name_must_be_free(session: Session, tmp_path: Path) -> None:
    for name, colour in (("Rex", "red"), ("Max", "blue")):
        session.concepts.teach(name, "", _likes(tmp_path, *(f"{colour}{n}" for n in range(3)))).result()
    with pytest.raises(PhotonError, match="There is a “max” already"):
        session.concepts.rename("Rex", "max").result()
    session.concepts.rename("Rex", "REX").result()
    assert [c.name for c in session.concepts.all_concepts().result()] == ["Max", "REX"]


def test_photos_that_were_not_looked_at_yet_are_named(open_session: Open, tmp_path: Path) -> None:
    for number in range(3):
        draw(tmp_path / "photos" / f"red{number}.jpg", "red", number)
    session = open_session()
    session.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    with pytest.raises(PhotonError, match=r"not looked at these photos yet: .*red0\.jpg"):
        from photon.app.search.concepts import Concepts

        other = ColourEncoding()
        other.id = "another-1"
        Concepts(session._store, lambda: other, session._history).teach(
            "Rex", "", _likes(tmp_path, "red0", "red1", "red2")
        ).result()


def test_what_was_learned_is_kept_until_the_photos_change(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    memory = ConceptMemory(encoder)
    right = Region(0.5, 0.0, 0.5, 1.0)
    session.concepts.teach("Sea", "", _likes(tmp_path, "half0", "half1", "half2", region=right)).result()
    assert session.read(lambda lib: memory.find(lib, "nothing")).result() is None
    first = session.read(lambda lib: memory.find(lib, "Sea")).result()
    seen = encoder.pictures
    assert first is not None
    assert session.read(lambda lib: memory.find(lib, "SEA")).result() is first
    assert encoder.pictures == seen
    session.concepts.teach("Sea", "blue", _likes(tmp_path, "blue0", "blue1", "blue2")).result()
    second = session.read(lambda lib: memory.find(lib, "Sea")).result()
    assert second is not None
    assert second.concept.kind == "blue"


def test_without_its_photos_a_name_means_nothing_until_they_are_back(
    session: Session, encoder: ColourEncoding, tmp_path: Path
) -> None:
    session.concepts.teach("Rex", "", _likes(tmp_path, "red0", "red1", "red2")).result()
    folder = session.folders().result()[0]
    session.remove_folder(folder.id).result()
    assert session.read(lambda lib: find_concept(lib, encoder, "Rex")).result() is None
    assert len(session.concepts.all_concepts().result()[0].examples) == 3
    session.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    assert session.read(lambda lib: find_concept(lib, encoder, "Rex")).result() is not None
