"""Full pictures are read ahead, so that enlarging does not wait: one at a time, as many as there is room for."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from photon.media.read.picture import Picture
from photon.ui.loupe import full_image_loader
from photon.ui.loupe.loupe import Loupe
from photon.ui.photos.picture_cache import MEGABYTE, PictureCache
from tests.ui.studio_session import HEIGHT, WIDTH, StudioSession, opened

FULL = 4 * WIDTH * HEIGHT


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


@pytest.fixture
def loupe(loupe: Loupe) -> Loupe:
    loupe.loader._rested.setInterval(20)
    return loupe


def full(session: StudioSession) -> list[int]:
    """The photos whose full pictures were requested."""
    return [photo for photo, long_side in session.asked if long_side is None]


def test_after_a_rest_this_photo_and_the_next_three_are_ready_to_be_enlarged(
    qtbot: QtBot, loupe: Loupe, session: StudioSession
) -> None:
    photos = session.fill(9)
    loupe.open(photos, 2)
    qtbot.waitUntil(lambda: full(session) == photos[2:6])
    qtbot.waitUntil(lambda: not loupe.loader._pictures._running)
    assert loupe.view.resolution == WIDTH
    session.held = []  # from now on nothing arrives
    QTest.keyClick(loupe, Qt.Key.Key_Right)
    QTest.keyClick(loupe, Qt.Key.Key_Z)
    assert (loupe.view.zoom, loupe.view.resolution) == (1, WIDTH)


def test_they_are_read_one_after_another_and_no_more_once_the_loupe_is_left(
    qtbot: QtBot, loupe: Loupe, session: StudioSession
) -> None:
    photos = session.fill(9)
    session.held = []
    loupe.open(photos, 0)
    for photo in photos[:4]:
        qtbot.waitUntil(lambda photo=photo: any(entry[0] == photo for entry in session.held or ()))
        session.answer(photo, next(entry[1] for entry in session.held if entry[0] == photo))
    qtbot.waitUntil(lambda: full(session) == photos[:1])
    session.answer(photos[0], None)
    qtbot.waitUntil(lambda: full(session) == photos[:2])
    loupe.hide()
    qtbot.waitUntil(lambda: all(entry[2].cancelled() for entry in session.held))
    assert full(session) == photos[:2]


def test_photos_for_which_there_is_no_room_are_not_read(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_image_loader, "_SMALL", 0)
    loupe.loader._pictures._cache = PictureCache(round(2.5 * FULL))
    photos = session.fill(9)
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: len(full(session)) == 2)
    qtbot.waitUntil(lambda: not loupe.loader._pictures._running)
    loupe.loader._read_full()
    assert full(session) == photos[:2]


def test_pictures_at_the_size_of_a_large_screen_have_room_too_so_that_nothing_is_read_again_and_again(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_image_loader, "_SMALL", 0)
    photos = session.fill(9)
    loupe.open(photos, 0)
    pictures = loupe.loader._pictures
    qtbot.waitUntil(lambda: full(session) == photos[:4])
    qtbot.waitUntil(lambda: not pictures._running)
    cards = [loupe.loader.shelf.card(photo) for photo in photos[:4]]
    pictures.room = QSizeF(0.9 * WIDTH, 0.9 * HEIGHT)
    pictures._cache = PictureCache(round(4.5 * FULL))
    pictures.keep_only(photos[:4])  # as when a photo is shown
    session.asked.clear()
    for _ in range(8):
        for card in cards:
            assert card is not None
            pictures.want(card)
        pictures.want_full([card for card in cards if card is not None])
        qtbot.waitUntil(lambda: not pictures._running)
    assert len(session.asked) == len(set(session.asked)) == 5
    assert full(session) == photos[:1]


def test_a_file_that_is_larger_than_its_card_says_and_has_no_room_is_read_once_each_time_it_is_shown(
    qtbot: QtBot, loupe: Loupe, session: StudioSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    render = session._render

    def render_larger(photo: int, long_side: int | None) -> Picture:
        picture = render(photo, long_side)
        if photo != photos[0] or long_side is not None:
            return picture
        return Picture(2 * WIDTH, 2 * HEIGHT, picture.rgb * 4, 2 * WIDTH, 2 * HEIGHT)

    monkeypatch.setattr(full_image_loader, "_SMALL", 0)
    monkeypatch.setattr(session, "_render", render_larger)
    pictures = loupe.loader._pictures
    pictures._cache = PictureCache(3 * FULL)
    photos = session.fill(9)
    for _ in range(2):
        session.asked.clear()
        loupe.open(photos, 0)
        qtbot.waitUntil(lambda: photos[0] in full(session) and not pictures._running)
        for _ in range(5):
            loupe.loader._read_full()
            qtbot.waitUntil(lambda: not pictures._running)
        assert full(session).count(photos[0]) == 1


def test_a_photo_that_cannot_be_read_does_not_keep_the_next_from_being_read(
    qtbot: QtBot, loupe: Loupe, session: StudioSession
) -> None:
    photos = session.fill(4)
    session.broken[photos[1]] = "This file is damaged."
    loupe.open(photos, 0)
    qtbot.waitUntil(lambda: full(session)[-1:] == [photos[3]])
    assert set(full(session)) <= {photos[0], *photos[1:]}


def test_there_is_room_for_four_large_photos_and_less_on_a_small_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "photon.ui.photos.picture_cache.computer_memory"
    for memory, budget in ((None, 440), (2**40, 440), (6 * 2**30, 384), (2**30, 300)):
        monkeypatch.setattr(name, lambda memory=memory: memory)
        assert PictureCache().budget == budget * MEGABYTE
