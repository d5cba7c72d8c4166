from typing import get_args, get_type_hints

import pytest
from PySide6.QtCore import QLocale, QTime

from photon.domain import Activity, Counts
from photon.language import counted
from photon.ui.kit.formatting import activity_sentence, duration, event_name, percent, progress_of, shutter_time

DONE = Counts(photos=1000, searchable=1000)


def test_numbers_have_separators_and_the_right_plural() -> None:
    assert counted(1, "photo") == "1 photo"
    assert counted(1234567, "photo") == "1,234,567 photos"
    assert counted(0, "photo") == "0 photos"


@pytest.mark.parametrize(("share", "words"), [(0, "0%"), (0.999, "99%"), (1, "100%")])
def test_a_hundred_percent_means_everything(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "less than a minute left"),
        (29, "less than a minute left"),
        (31, "about 1 minute left"),
        (240, "about 4 minutes left"),
        (600, "about 10 minutes left"),
        (700, "about 10 minutes left"),
        (2050, "about 35 minutes left"),
        (3 * 3600, "about 3 hours left"),
    ],
)
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("activity", "sentence"),
    [
        (Activity(), ""),
        (
            Activity("embedding", 1500, 10000, 40.4),
            "Making photos searchable · 15% · 40 per second · about 4 minutes left",
        ),
        (Activity("embedding", 1500, 10000, 85.2, paused=True), "Paused · 15% done"),
        (Activity("faces", 1500, 10000, 4.4), "Finding people · 8,500 left · 4 per second"),
        (Activity("texts", 1500, 10000), "Reading text in photos · 8,500 left"),
        (Activity("scanning", 312), "Looking for photos · 312 photos"),
        (Activity("preparing"), "Preparing search (about 30 seconds, only once)"),
        (Activity(note="The disk is full."), "The disk is full."),
    ],
)
def test_activity_is_described_in_plain_words(activity: Activity, sentence: str) -> None:
    assert activity_sentence(activity, DONE) == sentence


def test_searchability_refers_to_the_whole_library() -> None:
    counts = Counts(photos=1000, searchable=630)
    activity = Activity("embedding", 20, 390, 40.4)
    assert activity_sentence(activity, counts).startswith("Making photos searchable · 63% · ")
    assert progress_of(activity, counts) == (630, 1000)
    assert progress_of(Activity("reading", 20, 390), counts) == (20, 390)
    assert progress_of(Activity("upgrading", 20, 390), counts) == (630, 1000)


@pytest.mark.parametrize(("searchable", "is_said"), [(900, True), (899, False)])
def test_while_photos_are_read_the_time_left_is_said_if_they_become_searchable_as_fast(
    searchable: int, is_said: bool
) -> None:
    sentence = activity_sentence(Activity("reading", 1000, 1600, 10.0), Counts(photos=1000, searchable=searchable))
    assert sentence.endswith("10 per second · about 1 minute left") == is_said


def test_idle_mentions_photos_that_are_not_searchable() -> None:
    assert activity_sentence(Activity(), Counts(photos=1000, searchable=630)) == ("63% of your photos are searchable")


def test_every_stage_has_a_sentence() -> None:
    stages = get_args(get_type_hints(Activity)["stage"])
    assert all(activity_sentence(Activity(stage, 1, 2), Counts(2, 1)) for stage in stages)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(1 / 8000, "1/8,000 s"), (0.004, "1/250 s"), (0.1666667, "1/6 s"), (0.5, "0.5 s"), (30.0, "30 s")],
)
def test_shutter_times_are_formatted_as_by_cameras(seconds: float, text: str) -> None:
    assert shutter_time(seconds) == text


def test_an_event_within_a_day_has_its_times() -> None:
    locale = QLocale()
    first, last = (locale.toString(QTime(hour, 5), QLocale.FormatType.ShortFormat) for hour in (9, 11))
    assert event_name("2024-07-15T09:05", "2024-07-15T11:05") == f"15 July 2024, {first} – {last}"
    assert event_name("2024-07-15T09:05", "2024-07-15T09:05") == f"15 July 2024, {first}"
    assert event_name("2024-07-15", "2024-07-15") == ""
