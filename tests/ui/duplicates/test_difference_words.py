"""How a file differs from the suggested one, in words."""

from dataclasses import replace

import pytest

from photon.app.duplicates.change_texts import changes_in_words
from photon.duplicates.picture_changes import Change, PictureChange
from photon.library.duplicates.set_notes import SetNote
from photon.ui.duplicates.difference_words import difference_line

NOTE = SetNote(400, 300, "JPEG", "2021-03-05T11:42:30", 0, False, 0, False, 0)


def test_every_change_has_words_of_its_own() -> None:
    said = [changes_in_words([PictureChange(change, 0.25)], copies=True) for change in Change]
    assert all(len(words) == 1 and words[0] for words in said)
    assert len({words[0] for words in said}) == len(Change)


def test_a_copy_is_cropped_and_a_shot_is_closer() -> None:
    less, more = PictureChange(Change.SHOWS_LESS, 0.19), PictureChange(Change.SHOWS_MORE, 0.19)
    assert changes_in_words([less, more], copies=True) == [
        "cropped to 81% of the picture", "uncropped; the suggested one shows 81% of it"
    ]  # fmt: skip
    assert changes_in_words([less, more], copies=False) == ["closer", "wider"]
    assert changes_in_words([replace(less, amount=0.03)], copies=False) == []


def test_how_a_shot_was_held_is_said_only_if_nothing_else_is_different() -> None:
    tilted, softer = PictureChange(Change.TILTED), PictureChange(Change.SOFTER)
    assert changes_in_words([tilted, softer], copies=False) == ["softer"]
    assert changes_in_words([tilted], copies=False) == ["slightly turned"]
    assert changes_in_words([tilted, softer], copies=True) == ["slightly turned", "softer"]


def test_the_place_of_a_different_part_is_said() -> None:
    part = PictureChange(Change.PARTLY_DIFFERENT, x=0.9, y=0.1)
    assert changes_in_words([part], copies=True) == ["a part differs, at the top right"]
    assert changes_in_words([replace(part, x=1.0, y=1.0)], copies=True) == ["a part differs, at the bottom right"]
    assert changes_in_words([replace(part, x=0.5, y=0.5)], copies=True) == ["a part differs, in the middle"]


def test_the_picture_comes_first_then_size_and_time() -> None:
    small = replace(NOTE, width=200, height=150, taken="2021-03-05T11:42:32")
    line = difference_line([PictureChange(Change.GREY), PictureChange(Change.DARKER)], small, NOTE, copies=True)
    assert line == "black and white · darker · smaller · 2 s later"


@pytest.mark.parametrize(
    ("taken", "words"),
    [
        ("2021-03-05T11:42:30", ""),
        ("2021-03-05T11:42:30.500", "0.5 s later"),
        ("2021-03-05T11:42:27", "3 s earlier"),
        ("2021-03-05T11:42:30.010", ""),
        ("2021-03-05T11:52:30", "newer"),
        ("2020-03-05T11:42:30", "older"),
        ("2021-03-05T11:42:31+01:00", "newer"),  # without a zone on the other one, seconds are not sure
        ("2020", "older"),
        ("", ""),
    ],
)
def test_the_time_between_shots(taken: str, words: str) -> None:
    assert difference_line((), replace(NOTE, taken=taken), NOTE, copies=False) == words


def test_nothing_is_said_before_anything_is_known() -> None:
    assert difference_line((), None, None, copies=True) == ""
    assert difference_line((), NOTE, None, copies=True) == ""
