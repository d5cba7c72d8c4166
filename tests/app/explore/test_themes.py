"""Themes of a library: found in the background, kept when photos are added or the cache is gone, safely named."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from photon.app.explore.theme_building import add_themes, build_themes
from photon.app.explore.topic_stage import MAKING, TopicStage
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain.decisions.explore import PINNED
from photon.domain.explore.topic import Topic
from photon.domain.metadata.caption import Caption
from photon.library import Library
from photon.library.captions import captions
from photon.library.explore import topics
from photon.library.explore.decided_topics import TopicDecision, decide_topic
from photon.library.people import people
from photon.library.photos import ratings
from tests.app.explore.test_thing_building import ENCODER, ThingLibrary

DIRECTIONS = [0] * 30 + [1] * 30 + [2] * 30


@pytest.fixture
def library(tmp_path: Path) -> Iterator[ThingLibrary]:
    """Ninety photos: thirty each that point three ways."""
    made = ThingLibrary(tmp_path, DIRECTIONS)
    yield made
    made.store.close()


def themes(library: ThingLibrary) -> list[Topic]:
    return library.store.read(topics.list_topics, "theme").result()


def photos_of(library: ThingLibrary, name: str) -> set[int]:
    (found,) = [one for one in themes(library) if one.name == name]
    return set(library.store.read(topics.photos_of_topic, "theme", found.key).result().tolist())


def stage_of(library: ThingLibrary) -> TopicStage:
    return TopicStage(library.store, lambda: SimpleNamespace(id=ENCODER))  # type: ignore[arg-type, return-value]


def _damage_first(library: Library) -> None:
    library.db.execute("UPDATE topics SET centre = x'00' WHERE id = (SELECT min(id) FROM topics WHERE kind = 'theme')")


def name_three(library: ThingLibrary) -> None:
    for at, name in enumerate(("beach", "forest", "snow")):
        library.tag(name, library.photos[30 * at : 30 * at + 20])


def test_every_photo_is_in_one_theme_also_without_words(library: ThingLibrary) -> None:
    name_three(library)
    build_themes(library.store, ENCODER)
    found = themes(library)
    assert sum(one.photos for one in found) == 90
    named = {one.name.partition(",")[0] for one in found}
    assert named == {"beach", "forest", "snow"}
    assert len({(one.x, one.y) for one in found}) == len(found)


def test_new_photos_join_what_is_there_and_all_that_is_kept_stays(library: ThingLibrary) -> None:
    name_three(library)
    stage = stage_of(library)
    assert not stage.step()
    before = {one.key: (one.name, one.x, one.y) for one in themes(library)}
    more = library.add([0, 1, 2])
    stage._look._due = 0.0
    stage.notify()
    assert stage.step()
    assert {one.key: (one.name, one.x, one.y) for one in themes(library)} == before
    assert {len(library.store.read(topics.topics_of_photo, photo).result()) for photo in more} == {1}
    library.add(DIRECTIONS * 2)  # grown by more than half: made anew
    stage._look._due = 0.0
    stage.notify()
    stage.step()
    after = {one.key: (one.name, one.x, one.y) for one in themes(library)}
    assert len(after) > len(before)
    assert len(before.items() & after.items()) >= len(before) - 1


def test_a_damaged_theme_takes_in_nothing_and_the_others_do(library: ThingLibrary) -> None:
    name_three(library)
    stage = stage_of(library)
    assert stage.run_next() is False
    library.store.write(_damage_first).result()
    library.add([0] * 3 + [1] * 3 + [2] * 3)
    for _ in range(3):
        stage_of(library).run_next()
    assert stage_of(library).run_next() is False
    assert sum(one.photos for one in themes(library)) == 99


def test_photos_that_fail_to_join_themes_are_not_tried_forever(
    library: ThingLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_themes(library.store, ENCODER)
    assert stage_of(library).run_next() is False

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setitem(MAKING, "theme", MAKING["theme"]._replace(add=fail))
    library.add([0] * 3)
    assert stage_of(library).run_next() is True
    assert stage_of(library).run_next() is False
    build_themes(library.store, ENCODER)
    assert sum(one.photos for one in themes(library)) == 93


def test_a_decided_theme_keeps_its_key_without_the_cache(library: ThingLibrary) -> None:
    build_themes(library.store, ENCODER)
    first = themes(library)[0]
    library.store.write(decide_topic, "theme", first.key, TopicDecision("Ours", PINNED)).result()
    library.store.write(topics.replace_topics, "theme", [], "").result()
    build_themes(library.store, ENCODER)
    again = next(one for one in themes(library) if one.key == first.key)
    assert (again.name, again.state) == ("Ours", PINNED)


def test_hidden_photos_are_in_no_theme_and_name_none(library: ThingLibrary) -> None:
    SensitiveFilter(library.store)
    library.tag("secret", library.photos[:30])
    library.store.write(ratings.hide, dict.fromkeys(library.photos[:30], "hidden")).result()
    build_themes(library.store, ENCODER)
    add_themes(library.store, ENCODER, [])
    assert sum(one.photos for one in themes(library)) == 60
    assert [one.name for one in topics.stored_topics(library.store.here(), "theme") if one.name] == []


@pytest.mark.parametrize("count", [0, 5])
def test_a_small_library_has_no_themes(tmp_path: Path, count: int) -> None:
    small = ThingLibrary(tmp_path, [0] * count)
    assert not stage_of(small).step()
    assert themes(small) == []
    small.store.close()


def test_rude_words_and_names_of_people_are_no_names(library: ThingLibrary) -> None:
    few: Sequence[int] = library.photos[:30]
    library.store.write(people.create_person, "Rose").result()
    library.suggest("Rose", few, 0.9)
    said = Caption(text="Arsehole Berta with a rose on the beach")
    library.store.write(captions.write, dict.fromkeys(few, said)).result()
    build_themes(library.store, ENCODER)
    assert {word for one in themes(library) for word in one.name.split(", ") if word} == {"beach"}
    library.tag("Rose", few)
    library.store.write(topics.replace_topics, "theme", [], "").result()
    build_themes(library.store, ENCODER)
    assert "Rose" in {word for one in themes(library) for word in one.name.split(", ")}


def test_a_theme_finds_its_photos_by_name(library: ThingLibrary) -> None:
    name_three(library)
    library.tag("beach", library.photos[20:30])
    build_themes(library.store, ENCODER)
    assert photos_of(library, "beach") == {*library.photos[:30]}
