"""Covers on the map: found by photo alone, asked for once, and renewed with the photo."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import Card, changed
from photon.ui.kit.bridge import Bridge
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.photos.thumbnails import Thumbnails
from tests.ui.fake_session import FakeSession


class NotedCovers(CoverPictures):
    """Notes which cards were asked for."""

    def __init__(self, session: FakeSession, bridge: Bridge, thumbnails: Thumbnails) -> None:
        super().__init__(session, bridge, thumbnails)  # type: ignore[arg-type]
        self.asked: list[Sequence[int]] = []
        find_cards = session.cards

        def note(ids: Sequence[int]) -> Future[dict[int, Card]]:
            self.asked.append(list(ids))
            return find_cards(ids)

        session.cards = note  # type: ignore[method-assign]


@pytest.fixture
def covers(qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str) -> Iterator[NotedCovers]:
    with qtbot.waitSignal(bridge.changed):  # or it would come later, and be one more reason to ask
        session.arrive(4, folder)
    thumbnails = Thumbnails(session, bridge)  # type: ignore[arg-type]
    yield NotedCovers(session, bridge, thumbnails)
    thumbnails.close()


def test_a_picture_is_asked_for_once_and_arrives(qtbot: QtBot, covers: NotedCovers) -> None:
    assert covers.find(2) is None
    assert covers.find(2) is None
    qtbot.waitUntil(lambda: covers.find(2) is not None)
    assert covers.asked == [[2]]


def test_a_photo_that_is_gone_is_not_asked_for_with_each_frame(qtbot: QtBot, covers: NotedCovers) -> None:
    with qtbot.waitSignal(covers.arrived):
        covers.find(99)
    for _ in range(3):
        assert covers.find(99) is None
        qtbot.wait(1)
    assert covers.asked == [[99]]


def test_a_photo_that_changed_is_asked_for_again(qtbot: QtBot, session: FakeSession, covers: NotedCovers) -> None:
    qtbot.waitUntil(lambda: covers.find(2) is not None)
    session.tell(changed("photos", photos=frozenset({2})))
    qtbot.waitUntil(lambda: covers.find(2) is not None and len(covers.asked) == 2)
    assert covers.asked == [[2], [2]]
