"""Teaching tags with real files and an encoder for colours: review, estimates, undo, and refusals."""

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.app.session import Session
from photon.app.tags.tag_classifiers import TagClassifierCache, evenly
from photon.domain import Changes, PhotonError
from photon.domain.metadata.learned_tag import Estimate, Taught
from photon.library import Library
from photon.library.tags import learned_tags
from photon.library.vectors import vectors
from photon.vision.kit.encoder import ImageVectors
from tests.app.conftest import settle
from tests.fakes import ColourEncoding
from tests.pictures import draw

Open = Callable[..., Session]
RED = ("Red",)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a library of 48 photos; the tests copy the library, for indexing takes most of their time."""
    place = tmp_path_factory.mktemp("taught")
    for colour in ("red", "orange", "blue", "green", "yellow", "black"):
        for number in range(8):
            draw(place / "photos" / f"{colour}{number}.jpg", colour, number)
    with Session.open(place / "library", encoder=ColourEncoding()) as session:
        session.work.add_folder(str(place / "photos")).result()
        settle(session)
    return place / "library"


@pytest.fixture
def session(open_session: Open, indexed: Path, tmp_path: Path) -> Session:
    shutil.copytree(indexed, tmp_path / "library")
    opened = open_session()
    settle(opened)
    return opened


def _ids(session: Session, *names: str) -> list[int]:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    by_name = {Path(path).stem: photo for photo, path in paths.items()}
    return [by_name[name] for name in names]


def _names(session: Session, photos: list[int]) -> list[str]:
    paths = session.browsing.paths(photos).result()
    return [Path(paths[photo]).stem for photo in photos]


def _certainties(session: Session, encoder: ColourEncoding, memory: TagClassifierCache) -> dict[str, dict[str, float]]:
    def ask(library: Library) -> dict[str, dict[str, float]]:
        ids, meanings = vectors.meanings(library, encoder.id)
        _, looks = vectors.looks_of(library, encoder.id, ids.tolist())
        found = memory.certainties(library, encoder, ids.tolist(), meanings, meanings)
        assert len(looks) == len(ids)
        return {"/".join(path): dict(zip(ids.tolist(), row.tolist(), strict=True)) for path, row in found.items()}

    told = session.store.read(ask).result()
    return {path: dict(zip(_names(session, list(rows)), rows.values(), strict=True)) for path, rows in told.items()}


def test_a_tag_taught_from_photos_is_an_ordinary_tag(session: Session, encoder: ColourEncoding) -> None:
    heard: list[object] = []
    session.store.events.subscribe(heard.append)
    reds = _ids(session, "red0", "red1", "red2")
    told = session.teaching.teach(RED, reds, _ids(session, "blue0")).result()
    assert told == Taught(RED, 3, 1)
    assert session.teaching.all_taught().result() == [told]
    changes = [event for event in heard if isinstance(event, Changes) and "tags" in event.kinds]
    assert {*reds, *_ids(session, "blue0")} <= set().union(*(event.photos for event in changes))
    assert dict(session.tags.all_tags().result())[RED] == 3
    (found,) = _certainties(session, encoder, session.teaching.memory).values()
    reds_left = [found[f"red{n}"] for n in range(3, 8)]
    assert min(reds_left) > max(chance for name, chance in found.items() if name[:3] not in ("red", "ora"))


def test_one_photo_is_enough_and_the_likeliest_photos_are_asked_first(session: Session) -> None:
    ours = ("our colour",)
    session.teaching.teach(ours, _ids(session, "red0")).result()
    asked = session.teaching.next(ours, 6).result()
    assert len({one.photo for one in asked}) == 6
    names = _names(session, [one.photo for one in asked])
    assert sum(name.startswith(("red", "orange")) for name in names) >= 4
    assert all(0 <= one.certainty <= 1 for one in asked)
    assert "red0" not in names


def test_answers_change_the_questions_and_keep_earlier_predictions(session: Session) -> None:
    session.teaching.teach(RED, _ids(session, "red0")).result()
    asked = session.teaching.next(RED, 4).result()
    first, second = asked[0], asked[1]
    session.teaching.answer(RED, [first.photo], [second.photo]).result()
    decided = session.store.read(lambda lib: learned_tags.decided(lib, RED)).result()
    assert decided.yes[first.photo] == pytest.approx(first.certainty)
    assert decided.no[second.photo] == pytest.approx(second.certainty)
    assert decided.yes[_ids(session, "red0")[0]] == 1
    left = {one.photo for one in session.teaching.next(RED, 100).result()}
    assert not left & {first.photo, second.photo}
    assert len(left) == 48 - 3


def test_the_estimate_needs_enough_answers(session: Session) -> None:
    session.teaching.teach(RED, _ids(session, "red0")).result()
    told = session.teaching.estimate(RED).result()
    assert told.precision is None
    for _ in range(5):
        asked = session.teaching.next(RED, 6).result()
        names = dict(zip((one.photo for one in asked), _names(session, [one.photo for one in asked]), strict=True))
        yes = [photo for photo, name in names.items() if name.startswith("red")]
        session.teaching.answer(RED, yes, [photo for photo in names if photo not in yes]).result()
    assert isinstance(session.teaching.estimate(RED).result(), Estimate)
    decided = session.store.read(lambda lib: learned_tags.decided(lib, RED)).result()
    assert len(decided.yes) >= 7  # of 8 reds, within 30 questions of 47


def test_lessons_are_undone_and_redone(session: Session) -> None:
    reds, blue = _ids(session, "red0", "red1"), _ids(session, "blue0")
    session.teaching.teach(RED, reds).result()
    session.teaching.answer(RED, [], blue).result()
    session.teaching.forget(("red",)).result()
    assert session.teaching.all_taught().result() == []
    assert dict(session.tags.all_tags().result())[RED] == 2
    assert session.undoing.undo().result() == "stopped learning “Red”"
    assert session.teaching.all_taught().result() == [Taught(RED, 2, 1)]
    assert session.undoing.undo().result() == "answered about “Red”"
    assert session.teaching.all_taught().result() == [Taught(RED, 2, 0)]
    assert session.undoing.undo().result() == "taught “Red”"
    assert session.teaching.all_taught().result() == []
    assert dict(session.tags.all_tags().result()).get(RED, 0) == 0
    session.undoing.redo().result()
    session.undoing.redo().result()
    assert session.teaching.all_taught().result() == [Taught(RED, 2, 1)]
    assert session.teaching.teach(RED).result() == Taught(RED, 2, 1)  # nothing new: no step
    session.undoing.redo().result()
    assert session.teaching.all_taught().result() == []


def test_an_existing_tag_is_taught_by_its_photos_in_any_spelling(session: Session) -> None:
    session.tags.mark(_ids(session, "red0", "red1"), [("Colours", "Réd")], "confirmed").result()
    session.tags.mark(_ids(session, "orange0"), [("Colours", "Réd", "Orange")], "confirmed").result()
    told = session.teaching.teach(("colours", " RÉD ")).result()
    assert told == Taught(("Colours", "Réd"), 3, 0)


def test_invalid_lessons_are_refused_with_a_message(session: Session, tmp_path: Path) -> None:
    red, blue = _ids(session, "red0", "blue0")

    def refused(path: tuple[str, ...], yes: list[int], no: list[int]) -> str:
        with pytest.raises(PhotonError) as caught:
            session.teaching.teach(path, yes, no).result()
        assert caught.value.hint
        return caught.value.message

    assert refused((" ",), [red], []) == "The tag has no name."
    assert refused(RED, [], [blue]) == "No photo shows “Red” yet."
    assert refused(RED, [red], [red, blue]).endswith("red0.jpg is both an example and a counterexample of “Red”.")
    assert refused(RED, [red, 9999], []) == "One of these photos is not in your photo library."
    assert "500 characters" in refused(("x" * 500,), [red], [])
    assert session.teaching.all_taught().result() == []
    for wish in (session.teaching.next, session.teaching.estimate, session.teaching.forget, session.teaching.answer):
        with pytest.raises(PhotonError, match="“Red” is not a learned tag"):
            wish(RED).result()  # type: ignore[operator]


def test_a_tag_deleted_during_its_review_is_not_created_again(session: Session) -> None:
    session.teaching.teach(RED, _ids(session, "red0")).result()
    asked = session.teaching.next(RED, 2).result()
    session.tags.delete(RED).result()
    with pytest.raises(PhotonError, match="not a learned tag"):
        session.teaching.answer(RED, [asked[0].photo]).result()
    assert session.teaching.all_taught().result() == []
    session.undoing.undo().result()
    assert [one.path for one in session.teaching.all_taught().result()] == [RED]
    session.teaching.answer(RED, [asked[0].photo]).result()


def test_names_of_every_class_are_learned(session: Session) -> None:
    for name in ("AC/DC", "a, b; c", "🏖", "été", "x" * 200):
        session.teaching.teach((name,), _ids(session, "red0")).result()
        assert session.teaching.next((name,), 1).result()
    assert len(session.teaching.all_taught().result()) == 5


def test_a_lesson_follows_its_examples(session: Session, encoder: ColourEncoding) -> None:
    memory = session.teaching.memory

    def digest() -> str:
        return session.store.read(memory.digest).result()

    empty = digest()
    session.teaching.teach(RED, _ids(session, "red0")).result()
    one = digest()
    first = session.store.read(lambda lib: memory.find(lib, encoder, RED)).result()
    assert session.store.read(lambda lib: memory.find(lib, encoder, RED)).result() is first
    session.teaching.teach(RED, _ids(session, "red1")).result()
    two = digest()
    second = session.store.read(lambda lib: memory.find(lib, encoder, RED)).result()
    assert len({empty, one, two}) == 3
    assert second is not first
    session.undoing.undo().result()
    assert digest() == one
    session.teaching.forget(RED).result()
    assert digest() == empty
    assert _certainties(session, encoder, memory) == {}


def test_photos_without_vectors_teach_nothing_yet(session: Session, encoder: ColourEncoding) -> None:
    session.teaching.teach(RED, _ids(session, "red0")).result()
    session.store.write(lambda lib: vectors.drop(lib, encoder.id)).result()
    memory = TagClassifierCache()
    assert session.store.read(lambda lib: memory.find(lib, encoder, RED)).result() is None
    assert (
        session.store.read(
            lambda lib: memory.certainties(lib, encoder, [], np.zeros((0, 0)), np.zeros((0, 0)))
        ).result()
        == {}
    )


@given(st.integers(0, 50), st.integers(1, 20))
def test_examples_are_sampled_evenly(count: int, most: int) -> None:
    chosen = evenly(range(count), most)
    assert len(chosen) == len(set(chosen)) == min(count, most)
    assert chosen == sorted(chosen)
    assert not chosen or most == 1 or (chosen[0], chosen[-1]) == (0, count - 1)


class NamingEncoding(ColourEncoding):
    """Has classes of its own: 0 red, 1 blue, 2 anything else."""

    def images(self, previews: Sequence[bytes]) -> ImageVectors:
        made = super().images(previews)
        red, blue = (made.meaning @ self.texts([name])[0] for name in ("red", "blue"))
        kinds = [0 if r > max(b, 0.9) else 1 if b > 0.9 else 2 for r, b in zip(red, blue, strict=True)]
        return ImageVectors(made.meaning, made.look, tuple({kind: 0.9} for kind in kinds))

    def kind_families(self) -> tuple[tuple[int, ...], ...]:
        return ((0,), (1,), (2,), (0, 1))


def test_classes_of_the_encoder_count(tmp_path: Path) -> None:
    for colour in ("red", "blue", "green", "yellow", "black"):
        for number in range(6):
            draw(tmp_path / "photos" / f"{colour}{number}.jpg", colour, number)
    encoder = NamingEncoding()
    with Session.open(tmp_path / "library", encoder=encoder) as session:
        session.work.add_folder(str(tmp_path / "photos")).result()
        settle(session)
        session.teaching.teach(("Team",), _ids(session, "red0", "red1", "blue0", "blue1")).result()
        (by_kind,) = _certainties(session, encoder, TagClassifierCache()).values()
        encoder.kind_families = tuple  # type: ignore[method-assign]
        (by_look,) = _certainties(session, encoder, TagClassifierCache()).values()
    team = {name for name in by_kind if name.startswith(("red", "blue"))}
    assert min(by_kind[name] for name in team) > max(by_kind[name] for name in by_kind.keys() - team)
    assert by_kind["red4"] > by_look["red4"]
