"""What is on the shelves of the Explore page, and what a person decides about it; each is a step to undo."""

from pathlib import Path

import numpy as np
import pytest

from photon.app.runtime.library_threads import LibraryThreads
from photon.domain import PhotonError
from photon.domain.decisions.explore import NOT_HIGHLIGHTED
from photon.domain.decisions.recall import NOT_RECALLED
from photon.domain.explore.topic import Topic
from photon.domain.photo.styles import TONES
from photon.library import open_library
from photon.library.albums import smart_albums
from photon.library.db import decision_rows
from photon.library.db.veil import draw_veil
from photon.library.explore.topics import replace_topics
from photon.library.photos import ratings
from photon.library.vectors import styles
from photon.library.vectors.styles import Styled
from tests.app.explore.explored_library import KEYS, NOW, Explored, find_themes
from tests.library.explore.found_topics import made_topic


def test_each_card_opens_as_many_photos_as_it_says(explored: Explored) -> None:
    explored.store.write(ratings.rate, dict.fromkeys(range(1, 31), 5)).result()
    explored.store.write(ratings.label, {1: "red", 2: "red"}).result()
    shelves = {key: future.result() for key, future in explored.explore.shelves().items()}
    assert {key for key, cards in shelves.items() if cards} == {
        "themes", "events", "looks", "this-day", "unseen", "best",
    }  # fmt: skip
    for card in (card for cards in shelves.values() for card in cards):
        photos = explored.photos_of(card)
        assert len(photos) == card.photos > 0, card
        assert card.cover in photos, card
        assert card.why.endswith("."), card


def test_trips_and_events_are_the_newest_first(explored: Explored) -> None:
    cards = explored.cards("events")
    assert [card.photos for card in cards] == [15] * 10
    assert cards[0].query > cards[-1].query


def test_this_day_shows_former_years_without_what_was_left_out(explored: Explored) -> None:
    (card,) = explored.cards("this-day")
    assert (card.name, card.photos) == ("2 years ago", 15)
    gone = explored.photos_of(card)[0]
    explored.store.write(decision_rows.decide, NOT_RECALLED, [gone], on=True).result()
    assert explored.card("2 years ago", "this-day").photos == 14


def test_a_photo_that_was_looked_at_is_no_longer_unseen(explored: Explored) -> None:
    before = {card.name: card.photos for card in explored.cards("unseen")}
    assert sum(before.values()) == 150
    seen = explored.photos_of(explored.cards("unseen")[0])[0]
    explored.explore.note_looks([seen]).result()
    explored.explore.note_looks([seen]).result()
    assert sum(card.photos for card in explored.cards("unseen")) == 149
    explored.store.write(lambda library: library.db.execute("UPDATE looked_photos SET day = '2001-01-01'")).result()
    assert sum(card.photos for card in explored.cards("unseen")) == 150


def test_what_a_person_values_comes_first_and_stands_for_a_year(explored: Explored) -> None:
    assert explored.cards("best") == []
    explored.store.write(ratings.rate, {3: 4, 13: 5, 23: 4}).result()  # of one day
    explored.store.write(ratings.favour, {33: True}).result()
    (best,) = explored.cards("best")
    among = explored.card("Among your best", "unseen")
    assert (best.photos, best.cover, among.cover) == (4, 23, 13), "the second best, because the best is shown before"
    assert explored.names("unseen")[0] == "Among your best"
    explored.store.write(decision_rows.decide, NOT_HIGHLIGHTED, [13], on=True).result()
    (best,) = explored.cards("best")
    assert best.photos == len(explored.photos_of(best)) == 3


def test_measured_looks_are_counted(explored: Explored) -> None:
    def act(library):  # type: ignore[no-untyped-def]
        hashes = dict(library.db.execute("SELECT id, image_hash FROM photos WHERE id <= 4"))
        chances = {1: (0.9, 0, 0, 0, 0), 2: (0.9, 0, 0, 0, 0), 3: (0, 0, 0.9, 0, 0), 4: (0.4, 0, 0, 0, 0)}
        return styles.store(
            library, [Styled(one, hashes[one], chances[one], np.zeros(TONES, np.float32)) for one in hashes]
        )

    explored.store.write(act).result()
    assert {card.name: card.photos for card in explored.cards("looks")} == {"Black and white": 2, "Dark photos": 1}


def test_a_small_library_has_nothing_on_shelves(store: LibraryThreads, tmp_path: Path) -> None:
    few = Explored(store, tmp_path / "photos", 5)
    store.write(lambda library: find_themes(library, beach=[1, 2, 3])).result()
    assert few.explore.is_small().result()
    assert [key for key, cards in few.explore.shelves().items() if cards.result()] == []


def test_hidden_photos_are_on_no_shelf(explored: Explored) -> None:
    with open_library(explored.store.directory, writable=False) as reader:
        draw_veil(reader, np.arange(1, 31, dtype=np.int64))
        from photon.app.explore.shelves import SHELVES

        for card in (card for shelf in SHELVES for card in shelf.find(reader)):
            assert card.cover > 30
            assert card.name != "beach"


def test_a_theme_is_renamed_and_its_card_still_opens(explored: Explored) -> None:
    explored.explore.rename_topic(explored.card("beach"), "  Our “summer”, 2019 ").result()
    card = explored.card("Our “summer”, 2019")
    assert explored.photos_of(card) == [*range(1, 31)]
    explored.store.write(lambda library: find_themes(library, sea=range(1, 41))).result()  # found anew, with its key
    assert explored.names() == ["Our “summer”, 2019"]
    assert explored.undo() == "renamed “beach” to “Our “summer”, 2019”"
    assert explored.names() == ["sea"]


def test_an_empty_name_brings_back_the_one_that_was_found(explored: Explored) -> None:
    explored.explore.rename_topic(explored.card("beach"), "Summer").result()
    explored.explore.rename_topic(explored.card("Summer"), " ").result()
    assert "beach" in explored.names()
    with pytest.raises(PhotonError, match="at most 200"):
        explored.explore.rename_topic(explored.card("beach"), "x" * 201).result()


def test_a_theme_without_a_name_asks_for_one(explored: Explored) -> None:
    explored.store.write(lambda library: find_themes(library, **{"": range(1, 31), "snow": range(51, 61)})).result()
    card = explored.card("What are these?")
    assert explored.photos_of(card) == [*range(1, 31)]
    explored.explore.rename_topic(card, "Holidays").result()
    assert explored.names() == ["Holidays", "snow"]
    assert explored.undo() == "named “Holidays”"
    assert explored.card("What are these?").asks_name


def test_a_name_of_a_group_of_photos_is_their_tag(explored: Explored) -> None:
    group = Topic("thing", "~" + KEYS[0], "", x=0.5, y=0.5)
    explored.store.write(replace_topics, "thing", [made_topic(group, *range(1, 11))], "").result()
    explored.explore.rename_topic(explored.card("What are these?", "things"), "red kite").result()
    count = "SELECT count(*) FROM photo_tags g JOIN tags t ON t.id = g.tag_id WHERE t.name = 'red kite'"
    assert explored.store.read(lambda library: library.column(count)).result() == [10]
    assert explored.undo() == "named “red kite”"
    assert explored.store.read(lambda library: library.column(count)).result() == [0]
    assert explored.card("What are these?", "things").asks_name


def test_themes_of_one_name_are_told_apart(explored: Explored) -> None:
    explored.explore.rename_topic(explored.card("snow"), "Beach").result()
    assert [len(explored.photos_of(card)) for card in explored.cards("themes")] == [30, 20, 10]


def test_a_pinned_theme_comes_first_and_a_hidden_one_last(explored: Explored) -> None:
    explored.explore.pin_topic(explored.card("snow")).result()
    explored.explore.hide_topic(explored.card("beach")).result()
    assert [(card.name, card.state) for card in explored.cards("themes")] == [
        ("snow", "pinned"), ("harbour", ""), ("beach", "hidden"),
    ]  # fmt: skip
    assert explored.undo() == "hid “beach” on the Explore page"
    explored.explore.show_topic(explored.card("snow")).result()
    assert explored.names() == ["beach", "harbour", "snow"]
    assert [explored.undo(), explored.undo()] == ["unpinned “snow”", "pinned “snow”"]


def test_a_card_becomes_a_smart_album_once(explored: Explored) -> None:
    card = explored.card("beach")
    assert explored.explore.save_as_smart_album(card).result() == "beach"
    queries = explored.store.read(lambda library: smart_albums.smart_queries(library.db)).result()
    assert [*queries.values()] == [f"theme:{KEYS[0]}"], "which stays when it gets another name"
    with pytest.raises(PhotonError, match="already"):
        explored.explore.save_as_smart_album(card).result()
    assert explored.undo() == "made the smart album “beach”"
    assert explored.store.read(lambda library: smart_albums.smart_queries(library.db)).result() == {}


def test_where_a_photo_belongs_is_known_by_id_and_path(explored: Explored) -> None:
    path = explored.store.read(lambda library: library.db.execute("SELECT path FROM folders").fetchone()[0]).result()
    assert explored.explore.theme_of(31).result() == KEYS[1]
    assert explored.explore.theme_of(0, f"{path}/0.jpg").result() == KEYS[0]
    assert explored.explore.theme_of(0, "/nowhere.jpg").result() == ""
    assert explored.explore.theme_of(100).result() == ""


def test_years_are_those_of_the_photos(explored: Explored) -> None:
    years = {card.name for card in explored.cards("unseen")}
    assert years <= {str(NOW.year - 2), str(NOW.year - 3)}
    assert years
