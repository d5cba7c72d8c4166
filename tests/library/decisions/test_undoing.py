"""Any step of the journal can be undone, and later changes stay."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from photon.domain import PhotonError
from photon.domain.decisions.explore import NOT_HIGHLIGHTED
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.domain.photo.region import WHOLE, Region
from photon.domain.places.coordinates import Coordinates
from photon.library import Library
from photon.library.albums import album_content, albums
from photon.library.captions import captions
from photon.library.captions.confirmed_captions import confirm_captions
from photon.library.db import decision_rows
from photon.library.decisions import word_union
from photon.library.decisions.journal_steps import history_of_photos, history_of_tag, list_steps, undoable_steps
from photon.library.decisions.undoing import GoneStep, redo_step, undo_step
from photon.library.duplicates import kept_apart
from photon.library.explore.decided_topics import TopicDecision, decide_topic
from photon.library.photos import photo_dates, photo_turns, ratings
from photon.library.photos.photo_locations import locate_photos
from photon.library.searches import searches
from photon.library.stacks import stacks
from photon.library.tags import learned_tags, runs, tag_moves, tag_suggestions, tags, vocabulary
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.library.tags.vocabulary import WordOverride
from photon.library.words import full_text
from tests.library.decisions.decided import PHOTOS, add, exported, import_, lines_of
from tests.library.places.named_places import name_place

BOX = Region(0.1, 0.2, 1 / 3, 0.25)


@pytest.fixture
def photos(library: Library, folder: int) -> Library:
    add(library, folder, range(1, PHOTOS + 1))
    ratings.rate(library, {1: 1, 2: 2})
    tags.mark(library, [TagMark(1, ("dog",), "confirmed"), TagMark(2, ("cat",), "rejected", 0.7)])
    tags.mark(library, [TagMark(1, ("place", "Rome"), "confirmed"), TagMark(2, ("place", "Rome"), "confirmed")])
    captions.write(library, {1: Caption("t", "a red tram"), 2: Caption("", "a boat")})
    searches.save(library, "a", "dog", None)
    vocabulary.store_words(library, [WordOverride(("tram",))])
    for path, some in ((("Trips",), [4, 2]), (("Trips", "Rome"), [1, 2, 3])):
        album_content.add_photos(library, albums.make_album(library, path)[0], some)
    stacks.make_stacks(library, [[3, 2]])
    return library


def state(library: Library) -> dict[str, list[Any]]:
    """Return all decisions of the user, as they are stored."""
    tables = ("photo_tags", "rejected_tags", "tag_examples", "captions", "confirmed_captions", "declined_drafts",
              "kept_apart", "tags", "albums", "album_photos", "album_vetoes", "stack_photos", "vocabulary",
              "saved_searches", "skips", "settings", "people", "face_people", "face_rejections",
              "own_places", "decided_topics", "not_highlighted")  # fmt: skip
    found = {table: sorted(map(repr, library.db.execute(f"SELECT * FROM {table}"))) for table in tables}
    return found | {
        "photos": library.db.execute(
            "SELECT id, rating, favourite, label, flag, hidden, dated, taken, located, latitude, turned, image_hash,"
            " width FROM photos"
        ).fetchall()
    }


def newest(library: Library) -> int:
    return list_steps(library, 1)[0].id


ACTS: dict[str, Callable[[Library], object]] = {
    "rate": lambda lib: ratings.rate(lib, {1: 5, 2: 0, 3: 3}),
    "favour": lambda lib: ratings.favour(lib, {1: True}),
    "label": lambda lib: ratings.label(lib, {1: "red", 3: "purple"}),
    "date": lambda lib: photo_dates.date_photos(lib, {1: "2020-07-15T12:00:00", 2: "1970-01-01T00:00:00"}),
    "location": lambda lib: locate_photos(lib, {1: "38.700000,-9.100000", 2: "none"}),
    "pin a topic": lambda lib: decide_topic(lib, "thing", "dog", TopicDecision("Spaniels", "pinned")),
    "not highlighted": lambda lib: decision_rows.decide(lib, NOT_HIGHLIGHTED, [1, 3], on=True),
    "name a place": lambda lib: name_place(lib, "House", Coordinates(1 / 3, -0.1), 33.3),
    "turn": lambda lib: photo_turns.turn_photos(lib, [1, 2, 3], "right", {}),
    "flag": lambda lib: ratings.flag(lib, {1: -1, 2: 1}),
    "hidden": lambda lib: ratings.hide(lib, {1: "hidden", 2: "shown"}),
    "tag": lambda lib: tags.mark(lib, [TagMark(n, ("new", "tag"), "confirmed") for n in range(1, 6)]),
    "reject": lambda lib: tags.mark(lib, [TagMark(1, ("dog",), "rejected")]),
    "confirm a rejected one": lambda lib: tags.mark(lib, [TagMark(2, ("cat",), "confirmed", regions=(BOX, WHOLE))]),
    "remove": lambda lib: tags.mark(lib, [TagMark(1, ("dog",), None), TagMark(2, ("cat",), None)]),
    "example": lambda lib: tags.mark(lib, [TagMark(3, ("dog",), "example", regions=(BOX,))]),
    "rename": lambda lib: tag_moves.move(lib, ("place",), ("somewhere", "else")),
    "respell": lambda lib: tag_moves.move(lib, ("place", "Rome"), ("Place", "ROME")),
    "merge": lambda lib: tag_moves.move(lib, ("place", "Rome"), ("dog",)),
    "delete": lambda lib: tag_moves.delete_subtree(lib, ("place",)),
    "learn": lambda lib: learned_tags.set_learned(lib, ("dog",), taught=True, kind="animal"),
    "caption": lambda lib: captions.write(lib, {1: Caption("", "another"), 2: Caption(), 3: Caption("", "new")}),
    "fits": lambda lib: confirm_captions(lib, {1: "a red tram"}),
    "decline": lambda lib: captions.decline(lib, {1: ["a ship"]}),
    "word": lambda lib: vocabulary.remove(lib, [("tram",)]),
    "search": lambda lib: searches.save(lib, "a", "cat", None),
    "make an album": lambda lib: albums.make_album(lib, ("Family", "Oma")),
    "rename an album": lambda lib: albums.move_album(lib, 1, ("Journeys",)),
    "move an album": lambda lib: albums.move_album(lib, 2, ("Elsewhere", "Roma")),
    "delete an album": lambda lib: albums.delete_album(lib, 1),
    "add to an album": lambda lib: album_content.add_photos(lib, 2, [5, 4, 1]),
    "remove from an album": lambda lib: album_content.remove_photos(lib, 1, [2, 3]),
    "order an album": lambda lib: album_content.move_photos(lib, 2, [3], before=1),
    "make a stack": lambda lib: stacks.make_stacks(lib, [[1, 4], [2, 5]]),
    "dissolve a stack": lambda lib: stacks.dissolve(lib, [2]),
    "take out of a stack": lambda lib: stacks.take_out(lib, [3]),
    "put on top of a stack": lambda lib: stacks.put_on_top(lib, 2),
    "cover": lambda lib: album_content.set_cover(lib, 2, 3),
    "keep apart": lambda lib: kept_apart.keep_apart(lib, [(1, 2, 3), (4,)]),
    "unite": lambda lib: word_union.unite_words(lib, {2: (1, 3), 5: (4,)}),
    "forget search": lambda lib: searches.remove(lib, 1),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_step_is_undone_and_redone(photos: Library, act: Callable[[Library], object]) -> None:
    before = state(photos)
    act(photos)
    after, step = state(photos), newest(photos)
    assert after != before
    outcome = undo_step(photos, step)
    assert (outcome.kept, state(photos)) == (0, before)
    assert outcome.undone > 0
    assert photos.db.execute("PRAGMA foreign_key_check").fetchall() == []
    with pytest.raises(PhotonError, match="already undone"):
        undo_step(photos, step)
    assert redo_step(photos, step).kept == 0
    assert state(photos) == after
    undo_step(photos, step)
    assert state(photos) == before


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_an_old_step_is_undone_without_later_ones(photos: Library, act: Callable[[Library], object]) -> None:
    """All later decisions are as if the step had never been made."""
    act(photos)
    step = newest(photos)
    later = [TagMark(4, ("later",), "confirmed"), TagMark(5, ("dog",), "confirmed")]
    tags.mark(photos, later)
    ratings.rate(photos, {4: 4})
    captions.write(photos, {4: Caption("", "later")})
    outcome = undo_step(photos, step)
    assert outcome.kept == 0
    assert {one.path for one in tags.tags_for_photos(photos, [4])[4]} == {("later",)}
    assert ("dog",) in {one.path for one in tags.tags_for_photos(photos, [5])[5]}
    assert captions.captions_for_photos(photos, [4])[4].text == "later"
    assert photos.db.execute("SELECT rating FROM photos WHERE id IN (1, 2, 4)").fetchall() == [(1,), (2,), (4,)]
    assert not full_text.pending(photos)


def test_values_changed_since_are_kept(photos: Library) -> None:
    tags.mark(photos, [TagMark(n, ("wrong",), "confirmed") for n in (1, 2, 3, 4)])
    step = newest(photos)
    tags.mark(photos, [TagMark(2, ("wrong",), "rejected"), TagMark(3, ("wrong",), None)])
    tags.mark(photos, [TagMark(3, ("wrong",), "confirmed", 0.5)])
    outcome = undo_step(photos, step)
    assert (outcome.undone, outcome.kept) == (2, 2)
    left = {photo: [one.state for one in some if one.path == ("wrong",)] for photo, some in
            tags.tags_for_photos(photos, [1, 2, 3, 4]).items()}  # fmt: skip
    assert left == {1: [], 2: ["rejected"], 3: ["confirmed"], 4: []}


def test_a_removed_tag_that_was_rejected_since_does_not_return(photos: Library) -> None:
    tags.mark(photos, [TagMark(1, ("dog",), None)])
    step = newest(photos)
    tags.mark(photos, [TagMark(1, ("dog",), "rejected")])
    assert undo_step(photos, step).kept == 1
    assert [one.state for one in tags.tags_for_photos(photos, [1])[1] if one.path == ("dog",)] == ["rejected"]


def test_a_deleted_tag_is_merged_into_a_recreated_one(photos: Library) -> None:
    tag_moves.delete_subtree(photos, ("place",))
    step = newest(photos)
    tags.mark(photos, [TagMark(3, ("Place", "rome"), "confirmed")])
    undo_step(photos, step)
    assert tags.all_tags(photos) == [(("Place",), 3), (("Place", "rome"), 3), (("dog",), 1)]


def test_an_album_keeps_its_new_name_if_another_one_has_the_former_now(photos: Library) -> None:
    (trips,) = albums.named_albums(photos, "Trips")
    albums.move_album(photos, trips, ("Journeys",))
    step = newest(photos)
    albums.make_album(photos, ("trips",))
    outcome = undo_step(photos, step)
    assert (outcome.undone, outcome.kept) == (0, 1)
    assert [one.path for one in albums.list_albums(photos)] == [("Journeys",), ("Journeys", "Rome"), ("trips",)]


def test_a_tag_used_elsewhere_stays(photos: Library) -> None:
    tags.mark(photos, [TagMark(1, ("new",), "confirmed")])
    step = newest(photos)
    tags.mark(photos, [TagMark(2, ("new",), "confirmed")])
    undo_step(photos, step)
    assert [one.path for one in tags.tags_for_photos(photos, [2])[2] if one.state == "confirmed"] == [
        ("new",),
        ("place", "Rome"),
    ]


def test_a_run_is_undone_with_its_step(photos: Library) -> None:
    run = runs.begin(photos, "confirm", "starter", "v", "x")
    with photos.transaction() as db:
        photos.journal.sign("batch", "confirmed 2 tags", run)
        tags.mark_within(db, [TagMark(n, ("x",), "confirmed", 0.9, run) for n in (1, 2)])
    (step, *_) = list_steps(photos, 1)
    assert (step.actor, step.name, step.photos, step.run) == ("batch", "confirmed 2 tags", 2, run)
    undo_step(photos, step.id)
    assert runs.existing(photos, run).undone
    assert list_steps(photos, 1)[0].is_undone
    redo_step(photos, step.id)
    assert not runs.existing(photos, run).undone


def test_unknown_steps_are_refused(photos: Library) -> None:
    for step in (0, 99_999, 1 << 70):
        with pytest.raises(PhotonError, match="There is no step"):
            undo_step(photos, step)


def test_an_import_is_undone_as_a_run(photos: Library) -> None:
    with photos.transaction() as db:
        photos.journal.sign("file", run=7)
        ratings.set_within(db, "rating", {1: 5})
    with pytest.raises(PhotonError, match="imported metadata"):
        undo_step(photos, newest(photos))


def test_author_and_time_of_a_tag(photos: Library) -> None:
    with photos.transaction() as db:
        photos.journal.sign("file")
        tags.mark_within(db, [TagMark(3, ("place", "Rome"), "confirmed")])
    tags.mark(photos, [TagMark(3, ("place", "Rome"), "rejected")])
    steps = [(one.photo, one.what, one.about, bool(one.after), one.actor) for one in history_of_tag(photos, ("Place",))]
    rome = ("place", "Rome")
    assert steps == [
        (1, "tag", rome, True, "person"),
        (2, "tag", rome, True, "person"),
        (3, "tag", rome, True, "file"),
        (3, "tag", rome, False, "person"),
        (3, "rejected", rome, True, "person"),
    ]
    assert {(one.what, one.after) for one in history_of_photos(photos, [1])} >= {
        ("rating", "1"),
        ("caption", "t · a red tram"),
    }


def test_undo_after_a_restart_covers_named_steps_of_this_computer(photos: Library) -> None:
    assert undoable_steps(photos, photos.journal.device) == []
    for name in ("first", "second"):
        with photos.transaction() as db:
            photos.journal.sign("person", name)
            ratings.set_within(db, "rating", {1: len(name) - 2})
    found = undoable_steps(photos, photos.journal.device)
    assert [one.name for one in found] == ["second", "first"]
    assert undoable_steps(photos, "elsewhere") == []
    undo_step(photos, found[0].id)
    assert [one.name for one in undoable_steps(photos, photos.journal.device)] == ["first"]


def test_a_file_that_says_what_holds_already_leaves_no_step_to_undo(photos: Library) -> None:
    ratings.label(photos, {1: "red"})
    before = [one.id for one in undoable_steps(photos, photos.journal.device)]
    line = next(one for one in lines_of(exported(photos)) if one["what"] == "tag")
    fields = {"tag": ["never given"], "state": "none"}  # who decided this, and when, is noted
    report = import_(photos, json.dumps({**line, **fields}).encode())
    assert (report.same, report.taken.total()) == (1, 0)
    noted = newest(photos)
    assert photos.column("SELECT what FROM journal WHERE step = ?", (noted,)) == ["gone"]
    assert [one.id for one in undoable_steps(photos, photos.journal.device)] == before
    with pytest.raises(PhotonError, match=f"Nothing of step {noted} can be undone"):
        undo_step(photos, noted)
    assert not list_steps(photos, 1)[0].is_undone


def test_a_file_of_decisions_reflects_an_undone_step(photos: Library) -> None:
    tags.mark(photos, [TagMark(1, ("wrong",), "confirmed")])
    undo_step(photos, newest(photos))
    assert [one["state"] for one in lines_of(exported(photos)) if one.get("tag") == ["wrong"] and "state" in one] == [
        "none"
    ]


@pytest.mark.parametrize("table", ["tags", "albums"])
def test_items_removed_from_a_deleted_object_stay_removed(photos: Library, table: str) -> None:
    with photos.transaction() as db:
        db.execute(f"INSERT INTO {table} (id, parent_id, name) VALUES (100, NULL, 'outer'), (101, 100, 'inner')")
    with photos.transaction() as db:
        db.execute(f"DELETE FROM {table} WHERE id = 101")
    step = newest(photos)
    with photos.transaction() as db:
        db.execute(f"DELETE FROM {table} WHERE id = 100")
    before = state(photos)
    assert undo_step(photos, step).kept == 1
    assert state(photos) == before


def test_suggestions_follow_a_renaming_that_is_undone(photos: Library) -> None:
    tag_suggestions.store(photos, SuggestionOrigin("e", "1", 0), {1: [(("dog",), 0.9), (("hound",), 0.8)]})
    decided = "SELECT w.key, t.decided FROM suggested_tags t JOIN suggested_words w ON w.id = t.word_id ORDER BY 1"
    before = photos.db.execute(decided).fetchall()
    assert before == [("dog", 1), ("hound", 0)]
    tag_moves.move(photos, ("dog",), ("hound",))
    after = photos.db.execute(decided).fetchall()
    assert after == [("dog", 0), ("hound", 1)]
    step = newest(photos)
    undo_step(photos, step)
    assert photos.db.execute(decided).fetchall() == before
    redo_step(photos, step)
    assert photos.db.execute(decided).fetchall() == after


def test_an_undo_can_be_undone_by_its_number(photos: Library) -> None:
    ratings.rate(photos, {1: 5})
    step = newest(photos)
    undo_step(photos, step)
    undoing = photos.journal.step
    undo_step(photos, undoing)
    assert photos.db.execute("SELECT rating FROM photos WHERE id = 1").fetchone() == (5,)
    with pytest.raises(GoneStep, match="already undone"):
        undo_step(photos, undoing)
    with pytest.raises(GoneStep, match="isn't undone"):
        redo_step(photos, step)
    redo_step(photos, undoing)
    assert photos.db.execute("SELECT rating FROM photos WHERE id = 1").fetchone() == (1,)
