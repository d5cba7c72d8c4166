"""Cards of photos in long lists, while photos change."""

import pytest
from pytestqt.qtbot import QtBot

from photon.ui.kit.bridge import Bridge
from photon.ui.photos.row_cards import RowCards
from tests.ui.fake_session import FakeSession


@pytest.mark.parametrize("changed", [None, {2}])
def test_what_is_outdated_on_its_way_is_painted_and_asked_for_again(
    qtbot: QtBot, session: FakeSession, bridge: Bridge, folder: str, changed: set[int] | None
) -> None:
    session.work.add_folder(folder).result()
    (photo, *_), cards = session.browsing.photos("newest").result(), RowCards(session, bridge, bridge)
    with qtbot.waitSignal(cards.arrived):
        assert cards.card(photo) is None
        cards._ask()
        cards.outdate(changed)
    assert cards.card(photo) is None
    qtbot.waitUntil(lambda: cards.card(photo) is not None)
