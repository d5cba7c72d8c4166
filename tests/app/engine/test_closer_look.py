"""A library moves from the starter to the starter with a closer look, with the real networks, and never pauses."""

from pathlib import Path

import pytest

from photon.app.encoding.encoder_client import InProcessEncoder
from photon.app.engine.encoder_install import list_encoders, measure_encoder, remove_encoder
from photon.app.engine.encoder_states import choose_encoder
from photon.app.session import Session
from photon.domain import PhotonError, Query
from photon.domain.encoders.encoder_info import FALLBACK
from photon.library import open_library
from photon.library.vectors import vectors
from photon.library.vectors.encoder_choice import EncoderChoice, chosen
from photon.vision.kit.built_in_names import CLOSER
from photon.vision.starter import starter
from photon.vision.starter.built_in import closer_id
from tests.app.conftest import settle, until
from tests.pictures import draw

COLOURS = ("red", "blue", "green")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("photon.app.session.SubprocessEncoder", InProcessEncoder)
    for number, colour in enumerate(COLOURS):
        draw(tmp_path / "photos" / f"{colour}.jpg", colour, number)
    return tmp_path


def _found(session: Session) -> int:
    return len(session.searching.search(Query.build("a red picture", top=9)).result().hits)


@pytest.mark.slow
def test_a_library_moves_to_the_closer_look_and_back(place: Path) -> None:
    with Session.open(place / "library") as session:
        session.work.add_folder(str(place / "photos")).result()
        settle(session)
        assert session.work.engines.current.encoder.id == starter.encoder_id()
        before = _found(session)
        session.encoders.use(CLOSER).result()
        answers: list[int] = []

        def has_moved() -> bool:
            answers.append(_found(session))
            return session.work.engines.current.encoder.id == closer_id()

        until(has_moved)
        assert set(answers) == {before} == {len(COLOURS)}, "it answers all the time"
        assert _found(session) == before
        photo = session.browsing.photos("name").result()[0]
        assert session.searching.explain(photo, Query.build("something red")).result().peak
        settle(session)
        session.encoders.use(FALLBACK).result()
        until(lambda: session.work.engines.current.encoder.name == FALLBACK)
    with open_library(place / "library", writable=False) as library:
        ours, theirs = (vectors.looks_of(library, id_, [1, 2, 3])[1] for id_ in (starter.encoder_id(), closer_id()))
        assert len(ours) == len(theirs) == len(COLOURS), "going back takes no time"
        assert not (ours == theirs).all()


def test_it_is_listed_beside_the_starter_and_needs_no_download(tmp_path: Path) -> None:
    first, second = list_encoders(tmp_path / "none")[:2]
    assert (first.card.name, second.card.name) == (FALLBACK, CLOSER)
    assert (second.id, second.installed, second.disk) == (closer_id(), True, 0)
    assert (second.card.megabytes, second.card.languages) == (0, first.card.languages)
    assert second.card.title != first.card.title
    with pytest.raises(PhotonError, match="always fast enough"):
        measure_encoder(CLOSER, lambda _share, _step: None)
    with pytest.raises(PhotonError, match="Starter, closer look comes with Photon"):
        remove_encoder(tmp_path / "none", CLOSER)


def test_a_library_without_vectors_takes_it_at_once(tmp_path: Path) -> None:
    with open_library(tmp_path / "library", writable=True) as library:
        choose_encoder(library, CLOSER)
        assert chosen(library) == EncoderChoice(CLOSER)
