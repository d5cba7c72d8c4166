"""Paintings, which are recognised by looks; and an example combined with a learned name."""

from pathlib import Path

import numpy as np
import pytest

from photon.app.search.examples import ExamplePictures
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


def test_a_style_is_that_of_an_example_whatever_it_shows(scenes: Session, scenes_place: Path) -> None:
    grey = id_of(scenes, scenes_place, "ga0")
    found = ask(scenes, f"style:#{grey}")
    assert kinds_of(names_of(found)[:3]) == {"ga"}
    assert "ga0" not in names_of(found)
    assert "style" in found.hits[0].why
    assert kinds_of(names_of(ask(scenes, f"-style:#{grey}"))[:10]).isdisjoint({"ga"})
    both = ask(scenes, f"style:#{grey} style:#{id_of(scenes, scenes_place, 'ga1')}")
    assert kinds_of(names_of(both)[:2]) == {"ga"}


def test_the_same_subject_in_another_look_and_the_other_way_round(scenes: Session, scenes_place: Path) -> None:
    photo = id_of(scenes, scenes_place, "qa0")
    assert kinds_of(names_of(ask(scenes, f"like:#{photo} -style:#{photo}"))[:4]) == {"ga"}
    assert "qa1" in names_of(ask(scenes, f"style:#{photo}"))
    elsewhere = names_of(ask(scenes, f"style:#{photo} -like:#{photo}"))
    assert elsewhere
    assert kinds_of(elsewhere).isdisjoint({"qa"})  # other shots of the moment have its look, but also its subject


def test_an_unwanted_example_and_its_near_copies_leave_any_answer(scenes: Session, scenes_place: Path) -> None:
    photo = id_of(scenes, scenes_place, "qa0")
    dogs = kinds_of(names_of(ask(scenes, "dog")))
    assert {"qa", "qb"} <= dogs
    assert kinds_of(names_of(ask(scenes, f"dog -like:#{photo}"))) == dogs - {"qa"}


def test_the_stored_tones_of_an_example_are_used(
    scenes: Session, scenes_place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, path = id_of(scenes, scenes_place, "ga0"), scenes_place / "photos" / "old" / "ga0.jpg"
    assert {"ga1", "ga2", "ga3"} <= set(names_of(ask(scenes, f'style:"{path}"#0,0,1,1'))[:4])  # measured
    monkeypatch.setattr(ExamplePictures, "preview", lambda *_: pytest.fail("a preview was read"))
    assert set(names_of(ask(scenes, f"style:#{photo}"))[:3]) == {"ga1", "ga2", "ga3"}


def test_a_look_between_examples_is_kept_by_a_saved_search(scenes: Session, scenes_place: Path) -> None:
    grey, green, snow = (id_of(scenes, scenes_place, name) for name in ("ga0", "qd0", "qb0"))
    for weights, kind in (((10, 0.1), "ga"), ((0.1, 10), "qd")):
        typed = f"{weights[0]}*style:#{grey} {weights[1]}*style:#{green} -style:#{snow}"
        saved = scenes.searches.save(f"Look {kind}", typed, None).result()
        found = names_of(ask(scenes, saved.text))
        assert kinds_of(found[:3]) == {kind}
        assert kinds_of(found[:6]).isdisjoint({"qb"})


def test_a_style_of_a_file_that_is_gone_is_reported(scenes: Session) -> None:
    answer = scenes.searching.search(parse("beach style:/no/such.jpg").query).result()
    assert ["doesn't exist" in one.message for one in answer.ignored] == [True]
    assert answer.hits
