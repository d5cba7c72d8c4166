"""The day of a photo is written alike on cards, above the photos and in its details, whatever the system's region."""

from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from photon.app.runtime.library_threads import LibraryThreads
from photon.library.photos import photos
from photon.library.photos.timeline import list_by_date
from photon.ui.kit.formatting import event_name, period_name
from photon.ui.photos.facts_text import rows_of_one
from tests.app.explore.explored_library import Explored
from tests.app.places.placed_library import add_shots


@pytest.mark.parametrize("region", ["en_US", "en_GB", "sv_SE"])
@pytest.mark.parametrize("zone", ["", "+00:00", "+09:00"])
def test_a_day_is_the_same_everywhere(tmp_path: Path, region: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")  # which counts nowhere
    before = QLocale()
    QLocale.setDefault(QLocale(region))
    store = LibraryThreads(tmp_path / "library")
    try:
        shots = [(f"2018-06-05T23:{n:02}:31{zone}", "phone", None) for n in range(20)]
        store.write(add_shots, tmp_path / "photos", shots).result()
        (card,) = Explored(store, tmp_path / "photos", 0).cards("events")
        (event,) = store.read(list_by_date, "newest", None, "event").result().spans
        (day,) = store.read(list_by_date, "newest", None, "day").result().spans
        photo = store.read(photos.find_photo, 1).result()
    finally:
        store.close()
        QLocale.setDefault(before)
    assert photo is not None
    assert card.name == period_name(day.start) == "5 June 2018"
    assert event_name(event.start, event.last).startswith("5 June 2018, ")
    assert ", 5 June 2018, " in dict(rows_of_one(photo))["Taken"]
