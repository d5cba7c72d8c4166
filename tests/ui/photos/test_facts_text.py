"""Facts formatted for people."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale

from photon.domain import Facts, Photo, PhotoFile
from photon.language import exact_size
from photon.ui.photos.facts_text import camera_settings, place, rows_of_many, rows_of_one, size, taken

FACTS = Facts(
    "JPEG", 4032, 3024, "2025-06-14T18:23:05+02:00", "Fujifilm X-T5", "XF 35mm F1.4 R",
    exposure=1 / 250, aperture=2.8, iso=100, focal_length=35.0, gps=(38.7223, -9.1393),
)  # fmt: skip
NBSP = "\u00a0"


def spaced(text: str) -> str:
    return text.replace(NBSP, " ")


def photo(number: int, facts: Facts, folder: str = "/p") -> Photo:
    return Photo(number, facts, 0, False, (PhotoFile(f"{folder}/{number}.jpg", 2_400_000, 0.0),))


def without_comma(text: str) -> str:
    """Remove the comma after the day, in which Qt's versions differ."""
    return text.replace("Saturday, ", "Saturday ")


def plain(rows: list[tuple[str, str]]) -> dict[str, str]:
    return {name: without_comma(spaced(value)) for name, value in rows}


@pytest.fixture(autouse=True)
def british() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


def test_all_known_facts_are_shown() -> None:
    assert plain(rows_of_one(photo(1, FACTS))) == {
        "Taken": "Saturday 14 June 2025, 18:23 (UTC+02:00)",
        "Camera": "Fujifilm X-T5",
        "Lens": "XF 35mm F1.4 R",
        "Exposure": "1/250 s · f/2.8 · ISO 100 · 35 mm",
        "Size": "4,032 × 3,024 · 12.2 MP · 2.4 MB · JPEG",
        "Place": "38.72230° N, 9.13930° W",
    }


def test_videos_say_how_long_they_are() -> None:
    films = [replace(photo(number, Facts("MP4", 20, 10)), seconds=83.9) for number in (1, 2)]
    assert plain(rows_of_one(films[0]))["Length"] == "1:23"
    assert plain(rows_of_one(replace(photo(1, FACTS), film="IMG_1.MOV")))["Video"] == "IMG_1.MOV"
    assert plain(rows_of_many(films))["Length"] == "2:47 in total"
    assert "Length" not in plain(rows_of_many([photo(1, FACTS), photo(2, FACTS)]))


def test_unknown_facts_are_omitted() -> None:
    assert plain(rows_of_one(photo(1, Facts("PNG", 20, 10)))) == {"Size": "20 × 10 · 2.4 MB · PNG"}


@pytest.mark.parametrize(
    ("locale", "text"),
    [("en_GB", "Saturday, 14 June 2025, 18:23"), ("en_US", "Saturday, 14 June 2025, 6:23 PM")],
)
def test_dates_are_formatted_by_the_locale(locale: str, text: str) -> None:
    QLocale.setDefault(QLocale(locale))
    assert taken("2025-06-14T18:23:05").replace("\u202f", " ") == text


def test_a_date_without_time_and_an_invalid_date() -> None:
    assert without_comma(taken("2025-06-14")) == "Saturday 14 June 2025"
    assert taken("a day in May") == "a day in May"


@pytest.mark.parametrize(("aperture", "text"), [(1.4, "f/1.4"), (8.0, "f/8"), (11.0, "f/11"), (22.0, "f/22")])
def test_apertures(aperture: float, text: str) -> None:
    assert camera_settings(Facts("JPEG", 1, 1, aperture=aperture)) == text


def test_zero_from_a_lens_without_contacts_is_omitted() -> None:
    assert spaced(camera_settings(Facts("JPEG", 1, 1, aperture=0.0, focal_length=0.0, iso=200))) == "ISO 200"


@pytest.mark.parametrize(
    ("length", "text"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (2_400_000, "2.4 MB"), (3_210_000_000, "3.2 GB")],
)
def test_amounts(length: int, text: str) -> None:
    assert exact_size(length) == text


def test_a_tiny_picture_has_no_megapixels_and_a_huge_one_has_separators() -> None:
    assert "MP" not in size(Facts("GIF", 100, 100), 1)
    assert "1,200.0 MP" in spaced(size(Facts("TIFF", 40_000, 30_000), 1))


def test_southern_and_eastern_coordinates() -> None:
    assert place((-33.8568, 151.2153)) == "33.85680° S, 151.21530° E"


def test_many_photos_show_common_and_mixed_values() -> None:
    other = replace(FACTS, camera="Pixel 8", taken="2025-05-03T09:00:00", iso=800)
    rows = plain(rows_of_many([photo(1, FACTS), photo(2, other), photo(3, FACTS)]))
    assert rows == {
        "Taken": "Saturday 3 May 2025 – Saturday 14 June 2025",
        "Camera": "Mixed",
        "Lens": "XF 35mm F1.4 R",
        "Exposure": "Mixed",
        "Pixels": "4,032 × 3,024",
        "Format": "JPEG",
        "Size": "7.2 MB in total",
        "Place": "38.72230° N, 9.13930° W",
        "Folder": "/p",
    }


def test_photos_of_one_day_without_camera() -> None:
    bare = Facts("PNG", 10, 10, "2025-06-14T08:00:00")
    rows = plain(rows_of_many([photo(1, bare), photo(2, replace(bare, taken="2025-06-14T20:00:00"), "/q")]))
    assert rows["Taken"] == "Saturday 14 June 2025"
    assert "Camera" not in rows
    assert rows["Folder"] == "Mixed"


def test_a_gps_time_is_shown_as_utc() -> None:
    told = plain(rows_of_one(photo(1, Facts("JPEG", 20, 10, taken="2021-06-12T10:00:00+00:00"))))
    assert told["Taken"] == "Saturday 12 June 2021, 10:00 UTC"


def test_the_local_time_is_shown_if_the_camera_states_another() -> None:
    abroad = photo(1, Facts("JPEG", 20, 10, taken="2021-06-12T22:03:00+09:00"))
    told = plain(rows_of_one(replace(abroad, zone="Europe/Lisbon")))
    assert told["Taken"] == "Saturday 12 June 2021, 22:03 (UTC+09:00) · 14:03 local time, UTC+1"
    told = plain(rows_of_one(replace(abroad, zone="Asia/Tokyo")))
    assert told["Taken"] == "Saturday 12 June 2021, 22:03 (UTC+09:00)"
