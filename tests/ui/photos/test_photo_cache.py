"""Cards and previews in the loupe: older answers about a photo never replace newer ones."""

from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from photon.domain import Card, changed
from photon.ui.kit.bridge import Bridge
from photon.ui.photos.photo_cache import PhotoCache
from tests.ui.driving import withdraw
from tests.ui.held_back import HeldBack
from tests.ui.studio_session import StudioSession, opened


@pytest.fixture
def session(tmp_path: Path) -> Iterator[StudioSession]:
    yield from opened(tmp_path)


@pytest.fixture
def shelf(qtbot: QtBot, session: StudioSession, bridge: Bridge) -> PhotoCache:
    """A cache with two fully loaded photos."""
    made = PhotoCache(session, bridge, bridge)
    made.want(session.fill(2))
    qtbot.waitUntil(lambda: all(made.card(photo) and made.has_preview(photo) for photo in (1, 2)))
    return made


def news(bridge: Bridge, photo: int) -> None:
    bridge.changed.emit(changed("photos", photos=frozenset({photo})))


def rating(shelf: PhotoCache, photo: int) -> int:
    card = shelf.card(photo)
    assert card is not None
    return card.rating


def test_an_older_card_does_not_replace_a_newer_one(
    shelf: PhotoCache, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = HeldBack(monkeypatch, session, "cards")
    news(bridge, 1)
    news(bridge, 2)
    session.marking.rate([1, 2], 4).result()
    news(bridge, 1)
    cards.let_go(2, 0)
    assert (rating(shelf, 1), rating(shelf, 2)) == (4, 0)
    cards.let_go(1)
    assert (rating(shelf, 1), rating(shelf, 2)) == (4, 0)  # there was no newer card of the other photo


def test_a_preview_from_before_the_file_changed_is_not_kept(
    qtbot: QtBot, shelf: PhotoCache, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def colour() -> QColor:
        picture = shelf.preview(1)
        assert picture is not None
        return QColor(picture.pixelColor(40, 40))

    green = colour()
    shelf._previews.clear()  # as if it had been shown long ago
    previews = HeldBack(monkeypatch, session, "previews")
    shelf.want([1])
    qtbot.waitUntil(lambda: previews.asked == 1)
    session.edit(1, like=2)
    qtbot.waitUntil(lambda: shelf.card(1) is not None and shelf.card(1).version == b"1")  # type: ignore[union-attr]
    previews.let_go()
    assert not shelf.has_preview(1)
    shelf.want([1])
    qtbot.waitUntil(lambda: previews.asked == 2)
    previews.let_go()
    assert shelf.has_preview(1)
    assert colour().blue() > green.blue() + 50


def test_a_preview_is_not_older_than_the_first_card(
    qtbot: QtBot, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo, other = session.fill(2)
    green = session.browsing.previews([photo]).result()[photo]
    made = PhotoCache(session, bridge, bridge)
    slow: Future[dict[int, Card]] = Future()
    with monkeypatch.context() as patch:
        patch.setattr(session, "cards", lambda _: slow)
        made.want([photo])
        qtbot.wait(50)  # a preview that was requested at the same time would be here
        session.edit(photo, like=other)
    slow.set_result(session.browsing.cards([photo]).result())
    qtbot.waitUntil(lambda: made.has_preview(photo))
    assert made._previews.get(photo) != green


def test_late_answers_about_a_withdrawn_photo_are_not_kept(
    shelf: PhotoCache, session: StudioSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch
) -> None:
    cards = HeldBack(monkeypatch, session, "cards")
    news(bridge, 1)
    news(bridge, 2)
    withdraw(bridge, 2)
    assert shelf.card(2) is None
    assert not shelf.has_preview(2)
    cards.let_go(0, 1)
    assert shelf.card(1) is not None
    assert shelf.card(2) is None
