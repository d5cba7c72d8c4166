"""The changes of a file, described once for each kind of metadata."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from photon.app.metadata.metadata_writing import Done
from photon.domain import PhotonError
from photon.domain.metadata.writing import FieldChange
from photon.media.write.xmp_writing import OWNED
from photon.ui.metadata.write_messages import (
    MORE_FIELDS,
    ChangeText,
    about,
    count_lines,
    fields_of,
    lines_of,
    outcome_of,
    stars,
)

FIELDS = (
    *OWNED, "IPTC Keywords", "IPTC Caption", "IPTC Title", "EXIF ImageDescription", "EXIF XPKeywords",
    "EXIF UserComment", "EXIF Rating", "EXIF RatingPercent",
)  # fmt: skip
TEXTS = st.lists(st.text(max_size=6), max_size=3).map(tuple)
CHANGES = st.lists(st.builds(FieldChange, st.sampled_from(FIELDS), TEXTS, TEXTS), unique_by=lambda one: one.field)


def told(*changes: tuple[str, tuple[str, ...], tuple[str, ...]]) -> tuple[ChangeText, ...]:
    return lines_of([FieldChange(*one) for one in changes])


def test_a_keyword_of_several_fields_is_listed_once() -> None:
    assert told(
        ("dc:subject", ("old",), ("Rome", "beach")),
        ("digiKam:TagsList", (), ("Places/Italy/Rome", "beach")),
        ("lr:hierarchicalSubject", ("old",), ("Places|Italy|Rome", "beach")),
        ("IPTC Keywords", ("old",), ("rome", "beach")),
    ) == (ChangeText("Keywords", ("old",), ("Places/Italy/Rome", "beach")),)


def test_a_keyword_added_to_more_fields_is_not_new() -> None:
    (line,) = told(("dc:subject", ("Rome",), ("Rome",)), ("lr:hierarchicalSubject", (), ("Rome",)))
    assert (line.gone, line.new, line.note) == ((), (), MORE_FIELDS)


def test_people_are_listed_once_by_their_names() -> None:
    regions = ("mwg-rs:Regions", ("Emma (15.0%, 30.0%)",), ("Emily (15.0%, 30.0%)",))
    assert told(("Iptc4xmpExt:PersonInImage", ("Emma",), ("Emily",)), regions) == (
        ChangeText("People", ("Emma",), ("Emily",)),
    )
    assert told(regions) == (ChangeText("People", ("Emma (15.0%, 30.0%)",), ("Emily (15.0%, 30.0%)",)),)


def test_a_slash_in_a_keyword_is_not_a_level() -> None:
    assert told(("dc:subject", (), ("AC/DC",)))[0].new == ("AC\\/DC",)


def test_texts_are_replaced() -> None:
    assert told(
        ("dc:description", ("At sea",), ("Am\nMeer",)),
        ("IPTC Caption", ("At sea",), ("Am\nMeer",)),
        ("dc:title", (), ("Sea",)),
        ("xmp:Rating", ("3",), ("5",)),
    ) == (
        ChangeText("Title", (), ("Sea",), is_list=False),
        ChangeText("Caption", ("At sea",), ("Am Meer",), is_list=False),
        ChangeText("Rating", ("★★★",), ("★★★★★",), is_list=False),
    )


@pytest.mark.parametrize(("text", "shown"), [("0", "no stars"), ("1", "★"), ("-1", "-1"), ("3.5", "3.5"), ("", "")])
def test_ratings_that_are_not_stars_are_unchanged(text: str, shown: str) -> None:
    assert stars(text) == shown


@given(CHANGES)
def test_lines_are_counted_correctly_for_all_differences(changes: list[FieldChange]) -> None:
    lines = lines_of(changes)
    assert len(lines) == count_lines(tuple(one.field for one in changes))
    assert len({line.name for line in lines}) == len(lines)
    assert [line.name for line in fields_of(changes)] == [one.field for one in changes]


def test_lightroom_ignoring_sidecars_of_jpegs_is_mentioned() -> None:
    assert "only for RAW photos" in about("lightroom", "sidecar")
    assert "only for RAW photos" not in about("lightroom", "embed")


def test_the_way_for_albums_is_described() -> None:
    assert "Albums/Trips/Rome" in about("everywhere", "embed", "keywords")
    assert "Albums/" not in about("everywhere", "embed")


def test_albums_are_listed_with_the_keywords_or_by_name() -> None:
    own = ("photon:Albums", (), ("Albums/Trips/Rome", "Rome"))
    assert told(("dc:subject", (), ("Rome",)), ("lr:hierarchicalSubject", (), ("Albums|Trips|Rome",)), own) == (
        ChangeText("Keywords", (), ("Albums/Trips/Rome",)),
    )
    assert told(own)[0].note == MORE_FIELDS
    assert told(("mwg-coll:Collections", ("Family",), ("Trips/Rome",))) == (
        ChangeText("Albums", ("Family",), ("Trips/Rome",)),
    )


def test_results() -> None:
    obstacle = ("/a", PhotonError("It is read-only."))
    assert outcome_of(Done(1, ("/b", "/c"))) == "Saved metadata to 2 files"
    assert outcome_of(Done(1, ("/b",), (obstacle,))) == "Saved metadata to 1 file · 1 skipped"
    assert outcome_of(Done(1, ("/b",), left=7), is_restored=True) == "Restored 1 file · stopped with 7 files left"
