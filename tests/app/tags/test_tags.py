"""Tags and runs in a session: added, refused, confirmed in bulk, renamed; every step is undone and redone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.annotate.tags.tag_completion import TagCompletion
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.tag import TagPath
from photon.library.tags import learned_tags, runs, tag_suggestions
from photon.library.tags.tag_settings import SUGGEST
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.vision import encoders
from tests.app.conftest import settle
from tests.pictures import draw

Open = Callable[..., Session]
BEACH, DOG = ("beach",), ("animal", "dog")


@pytest.fixture
def session(open_session: Open, tmp_path: Path) -> Session:
    for number in range(4):
        draw(tmp_path / "photos" / f"{number}.jpg", seed=number)
    session = open_session()
    session.vocabularies.choose(SUGGEST, False).result()  # the suggestions of this test are synthetic
    session.work.add_folder(str(tmp_path / "photos")).result()
    settle(session)
    return session


@pytest.fixture
def photos(session: Session) -> list[int]:
    return session.browsing.photos("name").result()


def suggest(session: Session, found: dict[int, list[tuple[TagPath, float]]]) -> int:
    def act(library: object) -> int:
        run = runs.begin(library, "suggest", "colours", "1", "suggested tags")  # type: ignore[arg-type]
        tag_suggestions.store(library, SuggestionOrigin("colours", "1", run), found)  # type: ignore[arg-type]
        runs.count(library, run, len(found))  # type: ignore[arg-type]
        return run

    return session.store.write(act).result()


def told(session: Session, photo: int) -> list[tuple[str, str, float]]:
    tags = session.tags.tags_for_photos([photo]).result()[photo]
    return [("/".join(tag.path), tag.state, tag.certainty) for tag in tags]


def test_a_suggestion_is_confirmed_rejected_and_undone(session: Session, photos: list[int]) -> None:
    run = suggest(session, {photos[0]: [(DOG, 0.9), (BEACH, 0.6)]})
    assert told(session, photos[0]) == [("animal/dog", "suggested", 0.9), ("beach", "suggested", 0.6)]
    session.tags.mark([photos[0]], [DOG], "confirmed").result()
    session.tags.mark([photos[0]], [BEACH], "rejected").result()
    after = [("animal/dog", "confirmed", 0.9), ("beach", "rejected", 0.6)]
    assert told(session, photos[0]) == after
    assert session.tags.tags_for_photos([photos[0]]).result()[photos[0]][0].run == run
    assert session.undoing.undo().result() == "rejected “beach” for 1 photo"
    assert session.undoing.undo().result() == "tagged 1 photo “animal/dog”"
    assert told(session, photos[0]) == [("animal/dog", "suggested", 0.9), ("beach", "suggested", 0.6)]
    session.undoing.redo().result()
    session.undoing.redo().result()
    assert told(session, photos[0]) == after


def test_a_typed_tag_is_the_users_even_if_it_was_suggested(session: Session, photos: list[int]) -> None:
    run = suggest(session, {photo: [(DOG, 0.9)] for photo in photos[:2]})
    session.tags.mark(photos[:1], [DOG], "confirmed").result()
    session.tags.mark(photos, [DOG], "confirmed", by_hand=True).result()
    given = [session.tags.tags_for_photos([photo]).result()[photo][0] for photo in photos]
    assert [(one.certainty, one.run) for one in given] == [(0.9, run), (1.0, 0), (1.0, 0), (1.0, 0)]
    assert session.tags.groups().result()[0].waiting == 0
    session.undoing.undo().result()
    assert told(session, photos[1]) == [("animal/dog", "suggested", 0.9)]


def test_confirming_again_keeps_the_origin_of_a_tag(session: Session, photos: list[int]) -> None:
    run = suggest(session, {photos[0]: [(DOG, 0.9)]})
    session.tags.mark(photos[1:2], [DOG], "confirmed", by_hand=True).result()
    for _ in range(2):
        session.tags.mark(photos[:2], [DOG], "confirmed").result()
    session.tags.confirm_all(DOG, photos[:2]).result()
    given = [session.tags.tags_for_photos([photo]).result()[photo][0] for photo in photos[:2]]
    assert [(one.certainty, one.run) for one in given] == [(0.9, run), (1.0, 0)]


def test_many_are_confirmed_at_once_and_the_run_is_undone_as_a_whole(session: Session, photos: list[int]) -> None:
    suggest(session, {photo: [(BEACH, 0.5 + 0.1 * at)] for at, photo in enumerate(photos)})
    assert [(group.path, group.waiting) for group in session.tags.groups().result()] == [(BEACH, 4)]
    sure = session.tags.surest(BEACH).result()
    assert [photo for photo, _ in sure] == photos[::-1]
    session.tags.mark(photos[:1], [BEACH], "confirmed").result()  # manual tags stay
    session.tags.confirm_all(BEACH, photos[2:]).result()
    assert session.tags.all_tags().result() == [(BEACH, 3)]
    run = session.decisions.runs.all_runs().result()[0]
    assert (run.kind, run.photos, run.what) == ("confirm", 2, "beach, 2 photos at once")
    assert (run.encoder, run.version) == ("colours", "1")  # the source of the suggestion is kept
    session.decisions.runs.undo(run.id).result()
    assert session.tags.all_tags().result() == [(BEACH, 1)]
    assert session.decisions.runs.all_runs().result()[0].undone
    with pytest.raises(PhotonError, match="already undone"):
        session.decisions.runs.undo(run.id).result()
    assert session.undoing.undo().result() == "reversed 2 confirmed tags"
    assert session.tags.all_tags().result() == [(BEACH, 3)]
    assert not session.decisions.runs.all_runs().result()[0].undone


def test_everything_above_a_certainty_is_confirmed_as_one_run(session: Session, photos: list[int]) -> None:
    suggest(session, {photo: [(BEACH, 0.5 + 0.1 * at), (DOG, 0.75)] for at, photo in enumerate(photos)})
    assert session.tags.confirm_above(0.7, photos[1:]).result() == 5
    assert session.tags.all_tags().result() == [(("animal",), 3), (DOG, 3), (BEACH, 2)]
    assert session.tags.confirm_above(0.99).result() == 0
    assert session.undoing.undo().result() == "confirmed 5 suggested tags"
    assert session.tags.all_tags().result() == []


def test_undoing_marks_a_run_as_undone_and_redoing_does_not(session: Session, photos: list[int]) -> None:
    suggest(session, {photo: [(BEACH, 0.9), (DOG, 0.8)] for photo in photos})
    session.tags.confirm_above(0.7).result()
    session.tags.confirm_all(BEACH, photos).result()  # nothing is pending: no run

    def runs_now() -> list[tuple[str, int, bool]]:
        return [(run.kind, run.photos, bool(run.undone)) for run in session.decisions.runs.all_runs().result()]

    assert runs_now() == [("confirm", 4, False), ("suggest", 4, False)]
    session.undoing.undo().result()
    assert runs_now() == [("confirm", 4, True), ("suggest", 4, False)]
    session.undoing.redo().result()
    assert runs_now() == [("confirm", 4, False), ("suggest", 4, False)]


def test_undoing_a_run_keeps_manually_confirmed_tags(session: Session, photos: list[int]) -> None:
    run = suggest(session, {photo: [(BEACH, 0.8)] for photo in photos})
    session.tags.mark(photos[:1], [BEACH], "confirmed").result()
    session.decisions.runs.undo(run).result()
    assert session.tags.groups().result() == []
    assert told(session, photos[0]) == [("beach", "confirmed", 0.8)]
    assert told(session, photos[1]) == []


def test_a_tag_is_renamed_deleted_and_restored(session: Session, photos: list[int]) -> None:
    session.tags.mark(photos[:2], [("Places", "Italy")], "confirmed").result()
    session.tags.rename(("Places", "Italy"), ("Places", "Italia")).result()
    session.tags.delete(("Places",)).result()
    assert session.tags.all_tags().result() == []
    assert session.undoing.undo().result() == "deleted the tag “Places”"
    assert session.undoing.undo().result() == "renamed the tag “Places/Italy”"
    assert session.tags.all_tags().result() == [(("Places",), 2), (("Places", "Italy"), 2)]
    with pytest.raises(PhotonError, match="tag “x” no longer exists"):
        session.tags.delete(("x",)).result()


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ((" Sea  side ",), ("Sea side",)),
        (("AC/DC", "a|b"), ("AC/DC", "a|b")),
        (("🏖️",), ("🏖️",)),
        (("Cafe\u0301",), ("Café",)),
    ],
)
def test_unusual_names_are_kept_as_written(session: Session, photos: list[int], path: TagPath, kept: TagPath) -> None:
    session.tags.mark(photos[:1], [path], "confirmed").result()
    assert session.tags.tags_for_photos(photos[:1]).result()[photos[0]][0].path == kept


def test_spellings_of_a_tag_are_one_tag_in_its_first_spelling(session: Session, photos: list[int]) -> None:
    session.tags.mark(photos[:1], [("Café",)], "confirmed").result()
    session.tags.mark(photos[1:2], [("CAFE\u0301",)], "confirmed").result()
    assert session.tags.all_tags().result() == [(("Café",), 2)]


@pytest.mark.parametrize(("path", "sentence"), [(("   ",), "needs a name"), (("x" * 500,), "500 characters")])
def test_invalid_names_are_refused(session: Session, photos: list[int], path: TagPath, sentence: str) -> None:
    with pytest.raises(PhotonError, match=sentence):
        session.tags.mark(photos, [path], "confirmed")


@pytest.mark.usefixtures("all_words")
def test_completion_offers_own_tags_before_vocabulary_words(session: Session, photos: list[int]) -> None:
    session.tags.mark(photos, [("Beach house",)], "confirmed").result()
    offered = session.tags.complete("bea").result()
    assert offered[0] == ("Beach house",)
    assert any(path[-1] == "beach" for path in offered)
    assert session.tags.complete("").result() == [("Beach house",)]
    assert session.tags.complete("house").result()[0][-1] == "house"
    assert ("Beach house",) in session.tags.complete("house").result()


@given(st.text(max_size=12))
def test_completion_accepts_any_text(text: str) -> None:
    offered = TagCompletion([(("a", "b/c"), 2), (("Ä",), 1)], everyday()).complete(text, 5)
    assert len(offered) <= 5
    assert len(set(offered)) == len(offered)


def test_a_reversed_run_is_a_step_in_the_next_session(
    session: Session, photos: list[int], open_session: Callable[..., Session]
) -> None:
    suggest(session, {photo: [(BEACH, 0.9)] for photo in photos})
    run = session.decisions.runs.all_runs().result()[0]
    session.decisions.runs.undo(run.id).result()
    session.close()
    later = open_session(background=False)
    assert later.undoing.undo().result() == "reversed suggested tags"
    assert not later.decisions.runs.all_runs().result()[0].undone
    assert later.undoing.redo().result() == "reversed suggested tags"
    assert later.decisions.runs.all_runs().result()[0].undone


def test_what_was_measured_is_told_of_the_starter_and_of_tags_that_nobody_taught(
    session: Session, photos: list[int]
) -> None:
    suggest(session, {photos[0]: [(DOG, 0.9)]})
    assert not session.tags.is_measured(DOG).result(), "by another encoder"
    assert not session.tags.is_measured(("cat",)).result(), "never suggested"
    origin = SuggestionOrigin(encoders.fallback().model.id, "1", 0)
    session.store.write(tag_suggestions.store, origin, {photos[1]: [(BEACH, 0.9)]}).result()
    assert session.tags.is_measured(BEACH).result()
    session.store.write(learned_tags.set_learned, BEACH, taught=True).result()
    assert not session.tags.is_measured(BEACH).result()
