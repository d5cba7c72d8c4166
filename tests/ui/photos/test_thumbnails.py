"""Thumbnails: decoded at the displayed size, cached by size, requested once."""

from collections.abc import Mapping

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.photos import thumbnails as thumbnails_module
from photon.ui.photos.thumbnails import Thumbnails, decoded
from tests.ui.fake_pictures import drawn, jpeg
from tests.ui.fake_session import FakeSession


def test_decoding_scales_and_never_enlarges() -> None:
    images = decoded({1: jpeg(drawn(0x336699, 900, 600)), 2: jpeg(drawn(0, 50, 40)), 3: b"no picture"}, 176)
    assert (images[1].width(), images[1].height()) == (176, 117)
    assert images[1].pixelColor(3, 3).blue() == pytest.approx(0x99, abs=6)
    assert (images[2].width(), images[2].height()) == (50, 40)
    assert images[3].isNull()


def test_memory_is_limited_and_the_oldest_are_dropped(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(thumbnails_module, "MEMORY", 1_000_000)
    session.arrive(40, folder)
    kept = Thumbnails(session, bridge)
    for photo in range(1, 41):
        kept.find(photo, b"1")
    qtbot.waitUntil(lambda: kept.find(40, b"1") is not None)
    assert 0 < kept._kept.weight <= 1_000_000
    assert kept.find(1, b"1") is None
    kept.close()


def test_larger_size_and_new_version_are_fetched_while_the_old_one_shows(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    session.arrive(4, folder)
    kept = Thumbnails(session, bridge)
    kept.show_at(100)
    kept.find(4, b"1")
    qtbot.waitUntil(lambda: kept.find(4, b"1") is not None)
    small = kept.find(4, b"1")
    assert small is not None
    kept.show_at(400)
    assert kept.find(4, b"1") is small
    with qtbot.waitSignal(kept.arrived):
        pass
    large = kept.find(4, b"1")
    assert large is not None
    assert large.pixmap.width() > small.pixmap.width()
    with qtbot.waitSignal(kept.arrived):
        assert kept.find(4, b"2") is large
    kept.close()


def test_photos_scrolled_away_are_not_requested(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    session.arrive(200, folder)
    asked: list[int] = []
    previews = session.browsing.previews

    def noting(photos: list[int], moments: Mapping[int, float]) -> object:
        asked.extend(photos)
        return previews(photos, moments)

    session.previews = noting  # type: ignore[assignment, method-assign]
    kept = Thumbnails(session, bridge)
    for photo in range(1, 201):
        kept.find(photo, b"1")
    kept.only([150, 151])
    qtbot.waitUntil(lambda: kept.find(151, b"1") is not None)
    assert asked == [150, 151]
    kept.close()


def test_a_photo_without_a_preview_is_requested_once(qtbot: QtBot, session: FakeSession, bridge: Bridge) -> None:
    asked: list[int] = []
    previews = session.browsing.previews

    def noting(photos: list[int], moments: Mapping[int, float]) -> object:
        asked.extend(photos)
        return previews(photos, moments)

    session.previews = noting  # type: ignore[assignment, method-assign]
    kept = Thumbnails(session, bridge)
    with qtbot.waitSignal(kept.arrived):
        kept.find(9, b"1")
    kept.find(9, b"1")
    qtbot.wait(40)
    assert asked == [9]
    kept.close()


def test_the_late_thumbnail_of_a_forgotten_photo_is_not_kept(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    session.arrive(2, folder)
    kept = Thumbnails(session, bridge)
    for photo in (1, 2):
        kept.find(photo, b"1")
    kept._ask()
    kept.forget([2])
    qtbot.waitUntil(lambda: kept.find(1, b"1") is not None)
    assert kept._kept.get(2) is None
    kept.close()


def test_a_video_is_shown_by_the_frame_of_the_moment_that_was_found(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str
) -> None:
    session.arrive(2, folder)
    asked: list[tuple[int, float | None]] = []
    previews = session.browsing.previews

    def noting(photos: list[int], moments: Mapping[int, float]) -> object:
        asked.extend((photo, moments.get(photo)) for photo in photos)
        return previews(photos)

    session.previews = noting  # type: ignore[assignment, method-assign]
    kept = Thumbnails(session, bridge)
    wanted: list[tuple[int, float | None]] = []
    for moments in ({2: 83.5}, {2: 83.5}, {2: 12.0}, {}):
        kept.moments = moments
        if wanted[-1:] != [(2, moments.get(2))]:  # the frame is kept while it stands for the video
            wanted.append((2, moments.get(2)))
            with qtbot.waitSignal(kept.arrived):
                kept.find(2, b"1")
        assert kept.find(2, b"1") is not None
        assert asked == wanted
    kept.forget([2])
    assert kept.find(2, b"1") is None
    kept.close()
