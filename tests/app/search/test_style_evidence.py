"""Paintings, which are recognised by looks; and an example combined with a learned name."""

from pathlib import Path

import numpy as np
import pytest

from photon.app.session import Session
from photon.library.vectors import vectors
from photon.search.query_language import parse
from tests.app.scenes import ask, id_of, kinds_of, names_of, scores_of

BEACH = {"qa", "qc"}


@pytest.fixture
def painter(scenes: Session, scenes_place: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Everything that looks like the dog on the beach counts as painted."""
    photo = id_of(scenes, scenes_place, "qa2")
    _, look = scenes.store.read(
        lambda library: vectors.looks_of(library, scenes.work.engines.current.encoder.id, [photo])
    ).result()

    def paintings(looks: np.ndarray) -> np.ndarray:
        return np.where(looks @ look[0] > 0.98, 0.95, 0.001).astype(np.float32)

    monkeypatch.setattr(scenes.work.engines.current.encoder, "paintings", paintings, raising=False)
    return scenes


def test_a_painting_must_match_the_style_and_the_words(painter: Session) -> None:
    answer = ask(painter, "painting of dog")
    assert kinds_of(names_of(answer)[:6]) == {"qa"}
    assert "style" in answer.hits[0].why
    plain = scores_of(ask(painter, "dog"))
    assert all(score <= plain[photo] + 1e-3 for photo, score in scores_of(answer).items())


def test_what_a_person_called_right_is_a_good_match_whatever_its_style(painter: Session, scenes_place: Path) -> None:
    photo, query = id_of(painter, scenes_place, "qb1"), parse("painting of dog").query
    assert not any(hit.strong for hit in ask(painter, "painting of dog").hits if hit.photo == photo)
    painter.searching.judging.judge(query, [photo], is_right=True).result()
    first = ask(painter, "painting of dog").hits[0]
    painter.undoing.undo().result()
    assert (first.photo, first.strong) == (photo, True)


def test_paintings_can_be_excluded(painter: Session) -> None:
    assert kinds_of(names_of(ask(painter, "dog, not as a painting"))[:6]) == {"qb"}


def test_an_encoder_without_styles_ranks_the_words_by_meaning(scenes: Session) -> None:
    assert kinds_of(names_of(ask(scenes, "painting of dog"))[:6]) <= {"qa", "qb"}


def test_an_example_with_a_learned_name_counts(scenes: Session, scenes_place: Path) -> None:
    snow = f"like:#{id_of(scenes, scenes_place, 'qb1')}"
    alone = ask(scenes, "my:Rex")
    both = ask(scenes, f"{snow} my:Rex")
    assert kinds_of(names_of(alone)[:5]) == {"qa"}
    assert scores_of(both) != scores_of(alone)
    assert {"look", "concept"} & set(both.hits[0].why)
