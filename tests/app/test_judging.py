"""Photos in answers that a person called right or wrong: this answer, later ones, undo, and the library's yardstick."""

from pathlib import Path

import pytest

from photon.app.judging import Judged
from photon.app.session import Session
from photon.domain import Answer, Hit, PhotonError, Query
from photon.library import Library
from photon.library.searches.judging import FEWEST
from photon.search.query_language import parse
from tests.pictures import draw


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judged")
    for colour in ("red", "blue", "green", "yellow"):
        for number in range(5):
            draw(folder / f"{colour[0]}{number}.jpg", colour, number)
    return folder


def ask(session: Session, typed: str) -> Answer:
    return session.searching.search(parse(typed).query).result()


def judge(session: Session, typed: str, photos: list[int], *, is_right: bool) -> None:
    session.searching.judging.judge(parse(typed).query, photos, is_right=is_right).result()


def set_present(library: Library, photo: int, value: int) -> None:
    library.db.execute("UPDATE photos SET present = ? WHERE id = ?", (value, photo))


def good(answer: Answer) -> list[int]:
    return [hit.photo for hit in answer.hits if hit.strong]


def hit_of(answer: Answer, photo: int) -> Hit:
    return next(hit for hit in answer.hits if hit.photo == photo)


def test_a_photo_called_wrong_leaves_the_good_ones_and_sinks_until_undone(session: Session) -> None:
    before = ask(session, "red")
    first = good(before)[0]
    judge(session, "red", [first], is_right=False)
    after = ask(session, "red -rating:5")
    assert good(after) == good(before)[1:]
    assert after.hits[-1].photo == first
    assert f"{len(good(before)) - 1} good" in after.sentence
    assert good(ask(session, "a red ball")) != good(after)  # these are other words
    session.undoing.undo().result()
    assert good(ask(session, "red")) == good(before)
    session.undoing.redo().result()
    assert good(ask(session, "red")) == good(after)


def test_a_closer_look_at_colours_also_counts_for_what_follows_the_first_page(session: Session) -> None:
    query = parse("blue house in red", Query(top=2)).query  # found by its last word, of which nothing is blue
    plain = session.searching.search(query).result()
    assert len(session.searching.rows(query, plain, "relevance").result().good) == 5
    closer = session.searching.search(query, closely=True).result()
    rows = session.searching.rows(query, closer, "relevance").result()
    assert closer.sentence == rows.sentence == "These might show “blue house in red”"
    assert not rows.good


def test_a_photo_called_right_rises_and_wrong_can_be_taken_back(session: Session) -> None:
    last = ask(session, "blue").hits[-1].photo
    judge(session, "blue", [last], is_right=True)
    answer = ask(session, "blue")
    assert answer.hits[0].photo == last
    assert answer.hits[0].strong
    judge(session, "blue", [last], is_right=False)
    assert ask(session, "blue").hits[-1].photo == last
    assert session.searching.judging.judged().result().count == 1
    assert session.searching.judging.forget().result() == 1
    assert session.searching.judging.judged().result() == Judged(0, 0.0)
    session.undoing.undo().result()
    assert session.searching.judging.judged().result().count == 1


def test_a_photo_called_right_is_no_match_while_it_is_missing(session: Session) -> None:
    last = ask(session, "blue").hits[-1].photo
    judge(session, "blue", [last], is_right=True)
    assert good(ask(session, "blue")) == [last]
    session.store.write(
        lambda library: library.db.execute("UPDATE photos SET present = 0 WHERE id = ?", (last,))
    ).result()
    answer = ask(session, "blue")
    assert good(answer) == []
    assert answer.sentence.startswith("No clear match")
    session.store.write(
        lambda library: library.db.execute("UPDATE photos SET present = 1 WHERE id = ?", (last,))
    ).result()
    session.undoing.undo().result()


def test_wrong_for_alternatives_is_wrong_for_each_and_right_must_say_for_which(session: Session) -> None:
    photo = good(ask(session, "green"))[0]
    judge(session, "(green OR yellow)", [photo], is_right=False)
    assert photo not in good(ask(session, "green"))
    assert photo not in good(ask(session, "(yellow OR green)"))
    for typed in ("(green OR yellow)", "rating:5", f"like:#{photo}"):
        with pytest.raises(PhotonError, match="answers to words"):
            judge(session, typed, [photo], is_right=True)


def test_many_mistakes_move_the_line_of_good_matches_for_all_words(session: Session) -> None:
    before = hit_of(ask(session, "yellow"), 1).score
    for number in range(int(FEWEST)):
        assert session.searching.judging.judged().result().shift == 0.0
        typed = f"red {'blue ' * number}"
        judge(session, typed, good(ask(session, typed))[:1] or [1], is_right=False)
    shifted = session.searching.judging.judged().result()
    assert shifted.shift < 0
    assert hit_of(ask(session, "yellow"), 1).score < before
    judge(session, "red", [1], is_right=False)  # what is known from before anybody judged stays
    session.searching.judging.forget().result()
    assert hit_of(ask(session, "yellow"), 1).score == before
