"""Photos placed by tracks: dropped, planned, with another offset, applied."""

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.annotate.places.clock_offset import ClockOffset, read_offset
from photon.app.places.track_plan import TrackRequest
from photon.ui.places.places_controller import PlacesController
from photon.ui.places.track_dialog import TrackDialog
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import drop, files
from tests.ui.places.placed_session import PlacedSession
from tests.ui.window.test_accessibility import faults


def test_a_dropped_track_is_planned_changed_and_applied(
    qtbot: QtBot, controller: PlacesController, placed: PlacedSession, placed_window: MainWindow, tmp_path: Path
) -> None:
    track, tracks = tmp_path / "walk.GPX", placed.places.tracks
    track.write_text("")
    drop(placed_window, files(track))
    dialog = controller.pages.question
    assert isinstance(dialog, TrackDialog)
    assert not dialog.go.isEnabled()
    qtbot.waitUntil(dialog.go.isEnabled)
    assert tracks.asked == [([str(track)], TrackRequest())]
    assert "2 photos get a location." in dialog.summary.text()
    assert "1 photo is outside the time of the tracks." in dialog.summary.text()
    assert faults(placed_window) == []
    QTest.keyClicks(dialog.offset, "soon")
    qtbot.waitUntil(dialog.mistake.isVisible)
    dialog.offset.clear()
    QTest.keyClicks(dialog.offset, "-01:00:30")
    qtbot.waitUntil(lambda: len(tracks.asked) == 2)
    assert tracks.asked[1][1].offset == ClockOffset(-3630, "given")
    dialog.zone.setCurrentText("UTC−03:30")
    qtbot.waitUntil(lambda: len(tracks.asked) == 3)
    assert tracks.asked[2][1] == TrackRequest(None, ClockOffset(-3630, "given"), "-03:30")
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.go.click()
    qtbot.waitUntil(lambda: len(tracks.applied) == 1)
    qtbot.waitUntil(lambda: placed_window.toast.words.text() == "Placed 2 photos by the track.")


@pytest.mark.parametrize(("text", "seconds"), [
    ("+1:00", 3600), ("-00:00:05", -5), ("0:05", 300), ("12", None), ("1:60", None), ("", None),
])  # fmt: skip
def test_an_offset_is_hours_minutes_and_seconds(text: str, seconds: int | None) -> None:
    assert read_offset(text) == (None if seconds is None else ClockOffset(seconds, "given"))
