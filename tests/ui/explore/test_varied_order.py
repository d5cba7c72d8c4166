"""The order *Varied* in the window: offered for answers only, and given up with the query."""

from pytestqt.qtbot import QtBot

from photon.domain import Query
from photon.ui.window.main_window import MainWindow


def test_answers_can_be_varied(qtbot: QtBot, window: MainWindow) -> None:
    actions = {action.text(): action for action in window.top_bar.order_menu.actions()}
    assert not actions["Varied"].isVisible()
    window.navigation.search(Query.build("red"))
    qtbot.waitUntil(lambda: bool(window.gallery.hits))
    assert actions["Varied"].isVisible()
    actions["Varied"].trigger()
    qtbot.waitUntil(lambda: window.gallery.asked.order == "varied" and not window.gallery.state.is_waiting)
    assert actions["Varied"].isChecked()
    window.navigation.search(Query.build("blue"))
    assert str(window.gallery.asked.order) == "varied"
    window.navigation.search(None)
    qtbot.waitUntil(lambda: window.gallery.asked.query is None)
    assert window.gallery.asked.order == "newest"
