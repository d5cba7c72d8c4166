"""Two libraries that exchange their files of decisions agree, whatever they decided and whatever their clocks said."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.domain.decisions.decision_kinds import BY_WHAT
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark
from photon.domain.people.face import FaceKey, box_text
from photon.domain.photo.photo_set import set_key
from photon.domain.photo.region import Region
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.library import Library, open_library
from photon.library.albums import album_content, album_tree, albums, smart_albums
from photon.library.captions import captions
from photon.library.captions.confirmed_captions import confirm_captions
from photon.library.db import settings
from photon.library.db.decision_rows import write_lines
from photon.library.explore import decided_topics
from photon.library.explore.decided_topics import TopicDecision
from photon.library.people import people
from photon.library.photos import folders, photo_dates, photo_turns, ratings
from photon.library.photos.photo_locations import locate_photos
from photon.library.places import own_places
from photon.library.searches import searches
from photon.library.stacks import stacks
from photon.library.tags import learned_tags, tag_moves, tags, vocabulary
from photon.library.tags.tag_settings import SUGGEST
from photon.library.tags.vocabulary import WordOverride
from tests.library.decisions.decided import add, exported, import_, lines_of

_BOX = Region(0.1, 0.2, 0.3, 0.25)
_WIDE = Region(0.1, 0.2, 0.35, 0.25)
_FACE = FaceKey(1, box_text(_BOX))
_OWN = ("at", "device", "by", "made", "path")
_TIME = "photon.domain.metadata.hybrid_clock.time.time_ns"
_YEAR = 365 * 86_400 * 10**9
_NOW = 50 * _YEAR  # nanoseconds since 1970
_MOMENTS = (0, 1, 2, 40 * _YEAR // 10**6)  # milliseconds after it; the last one is in the future


def _album(library: Library, action: Callable[[Library, int], object]) -> None:
    album = album_tree.find_album(library.db, ("Trip",)) or albums.make_album(library, ("Trip",))[0]
    action(library, album)


def _cover(library: Library, photo: int) -> None:
    _album(library, lambda lib, album: album_content.add_photos(lib, album, [1, 2]))
    _album(library, lambda lib, album: album_content.set_cover(lib, album, photo))


def _empty_album(library: Library, *, on: bool) -> None:
    found = album_tree.find_album(library.db, ("Empty",))
    if on and found is None:
        albums.make_album(library, ("Empty",))
    elif not on and found is not None:
        albums.delete_album(library, found)


def _learn(library: Library, *, on: bool) -> None:
    tags.mark(library, [TagMark(2, ("Cat",), "confirmed")])
    learned_tags.set_learned(library, ("Cat",), taught=on, kind="cat" if on else "")


def _veto(library: Library, query: str) -> None:
    best, _, _ = smart_albums.store_smart_album(library, ("Best",), query)
    album_content.remove_photos(library, best, [1])


def _person(library: Library, key: str, name: str = "") -> str:
    asked = "INSERT OR IGNORE INTO people (person, name) VALUES (?, ?)"
    library.db.execute(asked, (key * 16, name or {"a": "Anna", "b": "Ben"}[key]))
    return key * 16


def _face(library: Library, key: str, box: Region = _BOX) -> None:
    people.confirm_faces(library, [FaceKey(1, box_text(box))], _person(library, key))


def _merge(library: Library, into: str, other: str) -> None:
    people.merge_people(library, _person(library, into), [_person(library, other)])


def _own_place(library: Library, name: str, *, is_private: bool = False, key: str = "00000000000000d4") -> None:
    own_places.store_place(library, OwnPlace(key, name, Coordinates(1.5, -2.25), is_private=is_private))


CHOICES: Mapping[str, Callable[[Library, bool], object]] = {
    "rating": lambda library, on: ratings.rate(library, {1: 5 if on else 2}),
    "no rating": lambda library, on: ratings.rate(library, {1: 0 if on else 1}),
    "favourite": lambda library, on: ratings.favour(library, {1: on}),
    "label": lambda library, on: ratings.label(library, {1: "red" if on else ""}),
    "flag": lambda library, on: ratings.flag(library, {1: 1 if on else -1}),
    "hidden": lambda library, on: ratings.hide(library, {1: "hidden" if on else "shown"}),
    "tag": lambda library, on: tags.mark(library, [TagMark(1, ("Dog",), "confirmed" if on else "rejected")]),
    "no tag": lambda library, on: tags.mark(library, [TagMark(1, ("Dog",), None if on else "rejected")]),
    "example": lambda library, on: tags.mark(
        library, [TagMark(1, ("Dog",), "example" if on else "confirmed", regions=(_BOX,))]
    ),
    "caption": lambda library, on: captions.write(library, {1: Caption("", "A dog" if on else "A cat")}),
    "no caption": lambda library, on: captions.write(library, {1: Caption("", "" if on else "A bird")}),
    "fits": lambda library, on: confirm_captions(library, {1: "A dog"}, on=on),
    "declined": lambda library, on: captions.decline(library, {1: ["A ship"]}, on=on),
    "date": lambda library, on: photo_dates.date_photos(library, {1: "2020-07-15T12:00:00" if on else ""}),
    "location": lambda library, on: locate_photos(library, {1: "38.700000,-9.100000" if on else "none"}),
    "no location": lambda library, on: locate_photos(library, {1: "" if on else "38.700000,-9.100000"}),
    "own place": lambda library, on: _own_place(library, "House" if on else "Home"),
    "topic": lambda library, on: decided_topics.decide_topic(
        library, "theme", "00000000000000f6", TopicDecision("Boats" if on else "Ships", "pinned" if on else "")
    ),
    "private place": lambda library, on: _own_place(library, "Den" if on else "Nook", is_private=on),
    "turn": lambda library, on: photo_turns.turn_photos(library, [1], "right" if on else "reset", {}),
    "in album": lambda library, on: _album(
        library, lambda lib, album: (album_content.add_photos if on else album_content.remove_photos)(lib, album, [1])
    ),
    "cover": lambda library, on: _cover(library, 1 if on else 2),
    "album": lambda library, on: _empty_album(library, on=on),
    "smart album": lambda library, on: smart_albums.store_smart_album(library, ("Smart",), "cat" if on else "dog"),
    "learned": lambda library, on: _learn(library, on=on),
    "tree": lambda library, on: tag_moves.delete_subtree(library, ("Dog",)) if on else None,
    "veto": lambda library, on: _veto(library, "rating:4" if on else "rating:5"),
    "kept apart": lambda library, on: write_lines(
        library.db, BY_WHAT["kept_apart"], [(1, {"among": set_key([b"1" * 16]), "on": on})]
    ),
    "stack": lambda library, on: stacks.make_stacks(library, [[1, 2]]) if on else stacks.dissolve(library, [1]),
    "face": lambda library, on: _face(library, "a" if on else "b"),
    "face as another detector sees it": lambda library, on: _face(library, "a" if on else "b", _WIDE if on else _BOX),
    "no face": lambda library, on: (people.mark_no_faces if on else people.withdraw)(library, [_FACE]),
    "not person": lambda library, on: people.reject_faces(library, [_FACE], _person(library, "a" if on else "b")),
    "person": lambda library, on: people.rename_person(library, _person(library, "a"), "Anne" if on else "Annie"),
    "hidden person": lambda library, on: people.hide_person(library, _person(library, "b"), hidden=on),
    "word": lambda library, on: vocabulary.store_words(library, [WordOverride(("Tram",), is_on=on)]),
    "no word": lambda library, on: vocabulary.remove(library, [("Tram",)] if on else []),
    "search": lambda library, on: searches.save(library, "Best", "rating:5" if on else "rating:4", None),
    "setting": lambda library, on: settings.store(library, SUGGEST, on),
}
"""What can be decided; each in two ways."""


def decide_at(library: Library, moment: int, name: str, on: bool) -> None:
    """Make a decision while the computer's clock says this many milliseconds after the beginning."""
    with patch(_TIME, return_value=_NOW + moment * 10**6), library.transaction():
        CHOICES[name](library, on)


def bare_lines(library: Library) -> list[dict[str, Any]]:
    """Return what a library says of everything, without when, where and by whom, and without its own folders."""
    lines = [line for line in lines_of(exported(library)) if line["what"] != "folder"]
    found = [{key: value for key, value in line.items() if key not in _OWN} for line in lines]
    return sorted(found, key=str)


@contextmanager
def two_libraries(place: Path) -> Iterator[tuple[Library, Library]]:
    """Open two libraries with the same two photos, added long before anything is decided."""
    with open_library(place / "one", writable=True) as one, open_library(place / "two", writable=True) as two:
        for library in (one, two):
            photos = library.directory.parent / f"photos of {library.directory.name}"
            photos.mkdir()
            with patch(_TIME, return_value=_NOW - _YEAR):
                add(library, folders.add(library, str(photos)).id, (1, 2))
        yield one, two


def exchange(one: Library, two: Library) -> None:
    """Each imports what the other one said before."""
    first, second = exported(one), exported(two)
    import_(one, second)
    import_(two, first)


@pytest.mark.parametrize(("into", "is_other_way"), [("a", False), ("b", False), ("b", True)])
def test_they_agree_about_merged_people_whenever_they_were_merged(
    tmp_path: Path, into: str, is_other_way: bool
) -> None:
    with two_libraries(tmp_path) as pair, patch(_TIME, return_value=_NOW):
        for library in pair:
            _face(library, "a")
            _face(library, "b", Region(0.5, 0.5, 0.25, 0.25))
        _merge(pair[0], into, "ab".replace(into, ""))
        if is_other_way:
            _merge(pair[1], "ab".replace(into, ""), into)
        else:
            people.rename_person(pair[1], "a" * 16, "Anne")
        exchange(*pair)
        assert bare_lines(pair[0]) == bare_lines(pair[1])
        assert [len(people.all_people(library)) for library in pair] == [1, 1]
        assert len(set(pair[0].column("SELECT person FROM face_people"))) == 1


@pytest.mark.parametrize("name", CHOICES)
def test_they_agree_about_every_kind_decided_at_one_time(tmp_path: Path, name: str) -> None:
    with two_libraries(tmp_path) as pair:
        for library, on in zip(pair, (True, False), strict=True):
            decide_at(library, 5, name, on)
        exchange(*pair)
        assert bare_lines(pair[0]) == bare_lines(pair[1])


@pytest.mark.parametrize("is_joined", [False, True])
@pytest.mark.parametrize("private_at", [3, 7])
def test_a_place_that_is_private_in_one_library_is_private_in_both(
    tmp_path: Path, private_at: int, *, is_joined: bool
) -> None:
    with two_libraries(tmp_path) as pair:
        decide_at(pair[0], private_at, "private place", on=True)
        decide_at(pair[1], 5, "private place", on=False)
        if is_joined:
            import_(pair[1], exported(pair[0]) + exported(pair[1]))
        else:
            exchange(*pair)
            assert bare_lines(pair[0]) == bare_lines(pair[1])
        (place,) = own_places.own_places(pair[1]).values()
        assert place.is_private
        assert place.name == ("Den" if private_at > 5 else "Nook")


_DECISIONS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(_MOMENTS), st.sampled_from(sorted(CHOICES)), st.booleans()),
    min_size=2,
    max_size=8,
)


@given(_DECISIONS)
def test_they_agree_whatever_the_order_and_the_clocks(decisions: list[tuple[bool, int, str, bool]]) -> None:
    with TemporaryDirectory() as place, two_libraries(Path(place)) as pair:
        for at, moment, name, on in decisions:
            decide_at(pair[at], moment, name, on)
        exchange(*pair)
        assert bare_lines(pair[0]) == bare_lines(pair[1])
