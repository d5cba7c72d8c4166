"""Words as terms, and searching by the classes of the encoder: a real session with real files."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from photon.app.search.text_vectors import text_term
from photon.app.session import Session
from photon.domain import Query
from photon.library import open_library
from photon.library.vectors import vectors
from photon.search.score_calibrator import ScoreCalibrator
from tests.app.conftest import settle
from tests.fakes import COLOURS, NamingEncoding
from tests.pictures import draw

Open = Callable[..., Session]
KINDS = {name: number for number, name in enumerate(COLOURS)}


@pytest.fixture
def encoder() -> NamingEncoding:
    return NamingEncoding()


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    """Twelve photos of three colours, with a folder for each."""
    for folder, colour in (("first", "red"), ("second", "blue"), ("third", "green")):
        for number in range(4):
            draw(tmp_path / "photos" / folder / f"{number}.jpg", colour, number)
    session = open_session()
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


def seen(place: Path, colour: str) -> dict[str, float]:
    with open_library(place / "library", writable=False) as library:
        photos, chances = vectors.showing(library, NamingEncoding.id, [KINDS[colour]])
        names = dict(library.db.execute("SELECT photo_id, relative FROM files"))
        return {names[photo]: chance for photo, chance in zip(photos.tolist(), chances.tolist(), strict=True)}


def strong(session: Session, words: str, **more: object) -> set[str]:
    answer = session.searching.search(Query.build(words, **more)).result()  # type: ignore[arg-type]
    return {Path(hit.path).parent.name for hit in answer.hits if hit.strong}


def test_a_term_has_vector_and_evidence(session: Session, tmp_path: Path, encoder: NamingEncoding) -> None:
    vector = encoder.texts(["red"])[0]
    with open_library(tmp_path / "library", writable=False) as library:
        kind, bare, sentence = (
            text_term(library, encoder, words, vector, -0.5) for words in ("red", "a red", "a red wall here")
        )
    assert [len(term.evidence.photos) for term in (kind, bare, sentence)] == [4, 0, 0]
    assert kind.evidence.coverage == 0.9
    assert (np.diff(kind.evidence.photos) > 0).all()
    assert [term.sentence for term in (kind, bare, sentence)] == [False, False, True]
    assert {term.weight for term in (kind, bare, sentence)} == {-0.5}


def test_the_results_are_the_same_after_the_cache_is_deleted(
    session: Session, tmp_path: Path, open_session: Open
) -> None:
    before = [seen(tmp_path, colour) for colour in COLOURS]
    assert before[KINDS["red"]] == {f"first/{n}.jpg": 0.75 for n in range(4)}
    session.close()
    for file in (tmp_path / "library").glob("cache.db*"):
        file.unlink()
    settle(open_session())
    assert [seen(tmp_path, colour) for colour in COLOURS] == before


def test_an_edited_photo_is_classified_again(session: Session, tmp_path: Path) -> None:
    session.close()
    draw(tmp_path / "photos" / "first" / "0.jpg", "blue", 77)
    again = Session.open(tmp_path / "library", encoder=NamingEncoding())
    settle(again)
    again.close()
    assert "first/0.jpg" not in seen(tmp_path, "red")
    assert seen(tmp_path, "blue")["first/0.jpg"] == 0.75


def test_a_known_class_is_found_and_a_missing_one_is_reported(session: Session) -> None:
    assert strong(session, "red") == {"first"}
    answer = session.searching.search(Query.build("yellow")).result()
    assert answer.sentence == "No clear match for “yellow”. Closest photos:"


def test_a_folder_is_judged_by_its_own_photos(session: Session, tmp_path: Path) -> None:
    folder = str(tmp_path / "photos" / "second")
    assert strong(session, "blue", folder=folder) == {"second"}
    answer = session.searching.search(Query.build("a wall in red", folder=folder)).result()
    assert {Path(hit.path).parent.name for hit in answer.hits} == {"second"}
    assert answer.sentence == "No clear match for “a wall in red”. Closest photos:", "red ones elsewhere do not count"


def test_the_explanation_has_the_score_of_the_search(session: Session) -> None:
    for words in ("red", "all of it red"):
        for hit in session.searching.search(Query.build(words)).result().hits[:6]:
            assert session.searching.explain(hit.photo, Query.build(words)).result().score == pytest.approx(
                hit.score, abs=1e-3
            )


def test_the_starter_has_calibration_and_class_names() -> None:
    from photon.app.encoding.encoder_client import SubprocessEncoder

    encoder = SubprocessEncoder()  # its process starts with the first request
    assert isinstance(encoder.yardstick, ScoreCalibrator)
    assert encoder.yardstick is encoder.yardstick
    kind = encoder.kind_of("a photo of dogs")
    assert kind is not None
    assert len(kind.kinds) > 100
    assert not encoder.is_sentence("a photo of dogs")
