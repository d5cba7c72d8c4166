"""Merging the metadata of photos into a remaining one loses nothing, and undoing it restores everything."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photon.domain import Filter
from photon.domain.metadata.caption import LONGEST_CAPTION, Caption
from photon.domain.metadata.tag import TagMark, tag_key
from photon.domain.photo.marks import Flag
from photon.domain.photo.region import Region
from photon.library import Library, open_library
from photon.library.albums import album_content, albums, smart_albums
from photon.library.captions import captions
from photon.library.captions.confirmed_captions import confirm_captions, confirmed_photos
from photon.library.decisions.journal_steps import list_steps
from photon.library.decisions.undoing import redo_step, undo_step
from photon.library.decisions.word_union import not_fitting, unite_words
from photon.library.photos import folders, photo_dates, ratings
from photon.library.searches.filters import matching
from photon.library.stacks import stacks
from photon.library.tags import tags
from tests.examples import examples
from tests.library.decisions.decided import add
from tests.library.decisions.test_undoing import state

PHOTOS = (1, 2, 3)
WORDS = st.sampled_from(["", "cat", "a cat", "concatenate", "Oma", "Oma\nRom", "ä (b)", " "])
DECIDED = st.fixed_dictionaries(
    {
        "tags": st.dictionaries(
            st.sampled_from([("a",), ("A", "b"), ("straße",), ("STRASSE",)]),
            st.sampled_from(["confirmed", "rejected", "example"]),
        ),
        "title": WORDS,
        "text": WORDS,
        "stars": st.integers(0, 5),
        "heart": st.booleans(),
        "label": st.sampled_from(["", "red", "blue"]),
        "flag": st.sampled_from([-1, 0, 1]),
        "hidden": st.sampled_from(["", "hidden", "shown"]),
        "albums": st.sets(st.sampled_from(["Trips", "Family"])),
        "cover": st.booleans(),
        "smart": st.sampled_from(["", "in", "never"]),
        "dated": st.sampled_from(["", "2020-01-31T12:34:56", "1999-12-31T23:59:59"]),
        "stacked": st.booleans(),
    }
)


@pytest.fixture(scope="module")
def made() -> Iterator[Library]:
    """A library that is emptied before each example, because opening one takes longer than an example."""
    with TemporaryDirectory() as place, open_library(Path(place, "library"), writable=True) as library:
        Path(place, "photos").mkdir()
        add(library, folders.add(library, str(Path(place, "photos"))).id, PHOTOS)
        yield library


def say(library: Library, decided: dict[int, dict[str, Any]]) -> None:
    with library.transaction() as db:
        for table in (
            "album_photos",
            "album_vetoes",
            "albums",
            "photo_tags",
            "rejected_tags",
            "tag_examples",
            "captions",
            "stack_photos",
        ):
            db.execute(f"DELETE FROM {table}")
        photo_dates.date_within(db, dict.fromkeys(PHOTOS, ""))
        db.execute("UPDATE photos SET rating = 0, favourite = 0, label = '', flag = 0, hidden = ''")
    box = Region(0.1, 0.2, 0.3, 0.4)
    best, _, _ = smart_albums.store_smart_album(library, ("Best",), "rating:5")
    for photo, one in decided.items():
        tags.mark(library, [
            TagMark(photo, path, state, regions=(box,) if state == "example" else None)
            for path, state in one["tags"].items()
        ])  # fmt: skip
        captions.write(library, {photo: Caption(one["title"], one["text"])})
        ratings.rate(library, {photo: one["stars"]})
        ratings.favour(library, {photo: one["heart"]})
        ratings.label(library, {photo: one["label"]})
        ratings.flag(library, {photo: one["flag"]})
        ratings.hide(library, {photo: one["hidden"]})
        photo_dates.date_photos(library, {photo: one["dated"]})
        with library.transaction() as db:
            stacks.put_within(db, {photo: ("s", photo)} if one["stacked"] else {})
        for name in sorted(one["albums"]):
            known = library.column("SELECT id FROM albums WHERE name = ?", (name,))
            album = known[0] if known else albums.make_album(library, (name,))[0]
            album_content.add_photos(library, album, [photo])
            if one["cover"]:
                album_content.set_cover(library, album, photo)
        if one["smart"]:
            (album_content.add_photos if one["smart"] == "in" else album_content.remove_photos)(library, best, [photo])


def _words(library: Library, photo: int) -> str:
    caption = captions.captions_for_photos(library, [photo]).get(photo, Caption())
    return f"{caption.title}\n{caption.text}"


@given(st.fixed_dictionaries(dict.fromkeys(PHOTOS, DECIDED)))
@settings(max_examples=examples(60))
def test_merging_loses_nothing_and_can_be_undone(made: Library, decided: dict[int, dict[str, Any]]) -> None:
    say(made, decided)
    before, steps = state(made), [one.id for one in list_steps(made, 1)]
    given_away = {photo: tags.tags_for_photos(made, [photo])[photo] for photo in PHOTOS}
    unite_words(made, {1: (2, 3)})
    now = {tag_key(one.path): one.state for one in tags.tags_for_photos(made, [1])[1]}
    for photo in PHOTOS:
        for one in given_away[photo]:
            assert one.state == "rejected" or now.get(tag_key(one.path)) == "confirmed"
        words = _words(made, 1)
        for text in (decided[photo]["title"], decided[photo]["text"]):
            assert all(f" {word} " in f" {words.replace(chr(10), ' ')} " for word in text.split())
        assert decided[photo]["albums"] <= {path[0] for path in album_content.albums_of_photos(made, [1])[1]}
    marks = ratings.marks_for_photos(made, [1])[1]
    assert marks.stars == max(one["stars"] for one in decided.values())
    assert marks.favourite == any(one["heart"] for one in decided.values())
    assert bool(marks.label) == any(one["label"] for one in decided.values())
    assert not decided[1]["label"] or marks.label == decided[1]["label"]
    is_hidden = any(one["hidden"] == "hidden" for one in decided.values())
    assert made.column("SELECT hidden FROM photos WHERE id = 1") == ["hidden" if is_hidden else decided[1]["hidden"]]
    dates = [decided[photo]["dated"] for photo in PHOTOS if decided[photo]["dated"]]
    assert photo_dates.decided_dates(made, [1]) == dict.fromkeys([1] if dates else [], (dates or [""])[0])
    stacked = made.column("SELECT photo_id FROM stack_photos")
    assert (1 in stacked) == any(one["stacked"] for one in decided.values())
    meant = {one["smart"] for one in decided.values()}
    is_in = 1 in made.column("SELECT x.photo_id FROM album_photos x JOIN albums ON id = album_id AND query <> ''")
    is_out = 1 in made.column("SELECT photo_id FROM album_vetoes")
    assert (is_in, is_out) == ("in" in meant, "never" in meant - ({"never"} if "in" in meant else set()))
    covers = made.db.execute("SELECT album_id FROM album_photos WHERE cover = 1").fetchall()
    assert len(covers) == len(set(covers))
    after, newest = state(made), [one.id for one in list_steps(made, 1)]
    if newest == steps:  # there was nothing to merge
        assert after == before
        return
    undo_step(made, newest[0])
    assert state(made) == before
    redo_step(made, newest[0])
    assert state(made) == after


def test_the_remaining_photo_is_found_by_the_metadata_of_the_others(library: Library, folder: int) -> None:
    add(library, folder, PHOTOS)
    tags.mark(library, [TagMark(2, ("Oma",), "confirmed"), TagMark(3, ("dog",), "rejected")])
    captions.write(library, {2: Caption("", "a red tram")})
    confirm_captions(library, {2: "a red tram"})
    unite_words(library, {1: (2, 3)})
    assert 1 in matching(library, [Filter("tag", "Oma")], date(2026, 1, 1))
    assert {one.path: one.state for one in tags.tags_for_photos(library, [1])[1]} == {
        ("Oma",): "confirmed", ("dog",): "rejected",
    }  # fmt: skip
    assert confirmed_photos(library, {1: "a red tram"}) == {1}


@pytest.mark.parametrize(
    ("flags", "expected"),
    [((0, 1, -1), 1), ((0, -1, 1), 1), ((0, -1, -1), 0), ((-1, 1, 1), -1), ((-1, 0, 1), -1), ((1, -1, -1), 1)],
)
def test_a_pick_goes_to_a_photo_without_a_flag_and_a_rejection_to_none(
    library: Library, folder: int, flags: tuple[Flag, ...], expected: Flag
) -> None:
    add(library, folder, PHOTOS)
    ratings.flag(library, dict(zip(PHOTOS, flags, strict=True)))
    unite_words(library, {1: (2, 3)})
    assert ratings.marks_for_photos(library, [1])[1].flag == expected


def test_a_caption_is_not_changed_by_photos_without_new_words(library: Library, folder: int) -> None:
    add(library, folder, PHOTOS)
    kept = Caption("Tram", "a red tram", 0, "draft")
    captions.write(library, {1: kept, 2: Caption("", "a red tram"), 3: Caption("Tram", "")})
    unite_words(library, {1: (2, 3)})
    assert captions.captions_for_photos(library, [1]) == {1: kept}
    captions.write(library, {3: Caption("At noon", "")})
    unite_words(library, {1: (2, 3)})
    assert captions.captions_for_photos(library, [1])[1].text == "a red tram\nAt noon"


def test_captions_too_long_to_merge_are_reported_and_kept(library: Library, folder: int) -> None:
    add(library, folder, PHOTOS)
    captions.write(library, {1: Caption("", "a" * LONGEST_CAPTION), 2: Caption("", "b"), 3: Caption("", "c")})
    assert not_fitting(library, {1: (2,), 3: (2,)}) == {1: {2}}
    unite_words(library, {1: (2,), 3: (2,)})
    assert captions.captions_for_photos(library, [1, 3]) == {
        1: Caption("", "a" * LONGEST_CAPTION), 3: Caption("", "c\nb"),
    }  # fmt: skip


def test_only_photos_whose_captions_became_too_long_are_reported(library: Library, folder: int) -> None:
    add(library, folder, (*PHOTOS, 4))
    half = LONGEST_CAPTION // 2
    texts = {1: "a" * half, 2: "b" * half, 3: "c", 4: ""}
    captions.write(library, {photo: Caption("", text) for photo, text in texts.items() if text})
    assert not_fitting(library, {1: (2, 3, 4)}) == {1: {2}}
    assert not_fitting(library, {1: (3, 4)}) == {}
    assert not_fitting(library, {1: (3, 2)}) == {1: {2}}
    unite_words(library, {1: (3, 4)})
    assert captions.captions_for_photos(library, [1])[1].text == f"{'a' * half}\nc"
