"""Composed queries in a real library: examples with words, unwanted things, styles and learned names."""

from pathlib import Path

import numpy as np
import pytest

from photon.app.session import Session
from tests.app.scenes import ask, id_of, kinds_of, names_of, plain, scores_of


@pytest.fixture
def session(scenes: Session) -> Session:
    return scenes


@pytest.fixture
def place(scenes_place: Path) -> Path:
    return scenes_place


# -- examples with words -----------------------------------------------------------------------------------


def test_a_photo_with_a_change_finds_its_subject_elsewhere(session: Session, place: Path) -> None:
    example = f'like:"{plain(place, "qa0")}"'
    answer = ask(session, f"{example} snow")
    assert kinds_of(names_of(answer)[:7]) == {"qb"}
    assert "qa0" not in names_of(answer)
    names = [name for name in names_of(ask(session, f"{example} cat")) if name[0] == "q"]
    assert kinds_of(names[:7]) == {"qc"}


def test_a_file_and_a_number_are_examples_too(session: Session, place: Path) -> None:
    assert kinds_of(names_of(ask(session, f'like:"{place / "outside.jpg"}" snow'))[:7]) == {"qb"}
    photo = id_of(session, place, "qa0")
    assert names_of(ask(session, f"like:#{photo} snow")) == names_of(ask(session, f'like:"{plain(place, "qa0")}" snow'))


def test_a_region_can_find_its_whole_photo(session: Session, place: Path) -> None:
    answer = ask(session, f'like:"{plain(place, "qa0")}"#0.5,0,0.5,1')
    assert kinds_of(names_of(answer)[:14]) == {"qa", "qc"}  # photos on the beach
    assert "qa0" in names_of(answer)


def test_the_balance_ranges_from_the_photo_alone_to_the_words_alone(session: Session, place: Path) -> None:
    def found(words: str, balance: float, strength: float = 1) -> list[str]:
        typed = f'like:"{plain(place, "qa0")}" {words}'
        return names_of(ask(session, typed, balance=balance, strength=strength))

    assert found("snow", 0) == found("white", 0) == found("snow", 0, 2)  # no influence of the words, and no direction
    without = [name for name in names_of(ask(session, "snow")) if name != "qa0"]
    assert found("snow", 1, 0) == without
    places = [np.mean([name.startswith("q") and name[1] in "bd" for name in found("snow", b)[:8]]) for b in (0, 0.5, 1)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1)


def test_the_strength_determines_the_effect_of_the_words(session: Session, place: Path) -> None:
    typed = f'like:"{plain(place, "qa0")}" snow'
    assert scores_of(ask(session, typed, strength=0)) != scores_of(ask(session, typed, strength=2))


def test_weights_of_an_example_and_of_words_shift_the_balance(session: Session, place: Path) -> None:
    example = f'like:"{plain(place, "qa0")}"'
    usual = scores_of(ask(session, f"{example} snow"))
    for typed, balance in ((f"2*{example} 2*snow", 0.5), (f"3*{example} snow", 0.25), (f"{example} 3*snow", 0.75)):
        weighed, balanced = scores_of(ask(session, typed)), scores_of(ask(session, f"{example} snow", balance=balance))
        assert weighed == pytest.approx(balanced, abs=2e-4)
        assert (weighed == pytest.approx(usual, abs=2e-4)) == (balance == 0.5)


def test_several_examples_are_combined_by_weight(session: Session, place: Path) -> None:
    one, other = f'like:"{plain(place, "qa0")}"', f'like:"{plain(place, "qd0")}"'
    found = names_of(ask(session, f"{one} {other}"))
    assert not {"qa0", "qd0"} & set(found)
    assert kinds_of(names_of(ask(session, f"9*{one} {other}"))[:6]) == {"qa"}
    assert kinds_of(names_of(ask(session, f"{one} 9*{other}"))[:6]) == {"qd"}


# -- unwanted things ---------------------------------------------------------------------------------------


def test_unwanted_things_rank_last(session: Session, place: Path) -> None:
    for typed, kind, worse in (("dog -snow", "qa", "qb"), ("dog -beach", "qb", "qa")):
        names = [name for name in names_of(ask(session, typed)) if name[:2] in {kind, worse}]
        assert kinds_of(names[:7]) == {kind}
    example = f'like:"{plain(place, "qb0")}"'
    names = [name for name in names_of(ask(session, f"dog -{example}")) if name[:2] in {"qa", "qb"}]
    assert kinds_of(names[:7]) == {"qa"}
    assert kinds_of(names_of(ask(session, f'like:"{plain(place, "qa0")}" -cat'))[:6]) == {"qa"}


def test_an_unwanted_thing_alone_is_a_query(session: Session) -> None:
    answer = ask(session, "-snow")
    assert len(answer.hits) == 32
    assert not kinds_of([Path(hit.path).stem for hit in answer.hits if hit.strong]) & {"qb", "qd"}
    assert kinds_of(names_of(answer)[-14:]) == {"qb", "qd"}
    assert answer.sentence == f"{answer.strong} photos that don't seem to show snow"


def test_an_unwanted_style_is_a_query(session: Session) -> None:
    answer = ask(session, "-(black and white)")
    assert len(answer.hits) == 32
    assert set(names_of(answer)[-4:]) == {"ga0", "ga1", "ga2", "ga3"}
    assert not any(hit.strong for hit in answer.hits[-4:])
    assert all(hit.why == () for hit in answer.hits)
    assert kinds_of(names_of(ask(session, "dog -(black and white)"))[:14]) == {"qa", "qb"}


def test_an_unwanted_name_is_a_query(session: Session) -> None:
    answer = ask(session, "-my:Rex")
    assert len(answer.hits) == 32
    assert "qa" not in kinds_of(names_of(answer)[:14])
    assert not answer.ignored


def test_unwanted_quoted_text_does_not_displace_other_hits(session: Session, place: Path) -> None:
    assert sorted(names_of(ask(session, '-"plain"'))) == ["ga0", "ga1", "ga2", "ga3", "qa9", "qb9", "qc9", "qd9"]
    assert names_of(ask(session, 'dog snow -"plain"', top=1)) == ["qb9"]
    nothing = ask(session, '"lisbon" -"lisbon"')
    assert nothing.hits == ()
    assert nothing.sentence == "No photos match."
    example = ask(session, f'like:"{plain(place, "qa0")}" snow -"plain"')
    assert names_of(example)[0] == "qb9"
    assert "plain" not in {Path(hit.path).parent.name for hit in example.hits}


# -- styles and names --------------------------------------------------------------------------------------


def test_a_style_alone_finds_its_photos_or_the_nearest_ones(session: Session) -> None:
    answer = ask(session, "black and white")
    assert set(names_of(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    assert answer.strong == 4
    assert answer.hits[0].why == ("style",)
    nothing = ask(session, "as a pencil drawing")
    assert nothing.strong == 0
    assert nothing.hits
    assert nothing.sentence.startswith("No")


def test_a_photo_with_a_style_finds_that_photo_in_the_style(session: Session, place: Path) -> None:
    answer = ask(session, f'like:"{plain(place, "qa2")}" in black and white')
    assert set(names_of(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    assert "style" in answer.hits[0].why
    assert "qa2" not in names_of(answer)
    assert np.isfinite([hit.score for hit in answer.hits]).all()


def test_a_style_is_searched_among_the_filtered_photos(session: Session, place: Path) -> None:
    assert set(names_of(ask(session, "black and white folder:old"))) == {"ga0", "ga1", "ga2", "ga3"}
    lisbon = ask(session, "black and white folder:lisbon")
    assert kinds_of(names_of(lisbon)) == {"qa", "qb", "qc", "qd"}
    assert lisbon.strong == 0
    assert len(lisbon.hits) == 4
    example = ask(session, f'like:"{plain(place, "qa0")}" black and white folder:old')
    assert set(names_of(example)) == {"ga0", "ga1", "ga2", "ga3"}


def test_unwanted_things_do_not_raise_the_certainty_of_a_style(session: Session) -> None:
    alone, answer = ask(session, "black and white"), ask(session, "black and white, -cat")
    assert set(names_of(answer)[:4]) == {"ga0", "ga1", "ga2", "ga3"}
    before, after = scores_of(alone), scores_of(answer)
    assert all(after[photo] <= before[photo] for photo in after)


def test_a_learned_name_in_a_sentence(session: Session) -> None:
    alone = ask(session, "my:Rex")
    assert kinds_of(names_of(alone)[:7]) == {"qa"}
    assert "concept" in alone.hits[0].why
    assert names_of(ask(session, "my:Rex and my:Rex")) == names_of(ask(session, "my:Rex and"))
    lisbon = ask(session, "my:Rex folder:lisbon")
    assert names_of(lisbon)[0] == "qa9"
    assert len(lisbon.hits) == 4
    strong = {hit.photo for hit in alone.hits if hit.strong}
    assert {hit.photo for hit in ask(session, "my:Rex -cat").hits if hit.strong} <= strong
