"""Photos are left out of "On this day" by a command, and shown there again."""

from concurrent.futures import Future

import pytest
from pytestqt.qtbot import QtBot

from photon.domain import Changes, changed
from photon.ui.recall.recall_feature import RecallController
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, click
from tests.ui.fake_session import FakeSession


def test_selected_photos_are_left_out_and_shown_again(
    qtbot: QtBot, window: MainWindow, session: FakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided: list[tuple[str, list[int], bool]] = []

    def decide(kind, photos, name, *, on):  # type: ignore[no-untyped-def]
        decided.append((kind.what, photos, on))
        answer: Future[Changes] = Future()
        answer.set_result(changed("marks", photos=frozenset(photos)) if on else Changes())
        return answer

    monkeypatch.setattr(session.decisions, "decide", decide, raising=False)
    renewed: list[int] = []
    monkeypatch.setattr(window.part(RecallController)._context, "renew_soon", lambda: renewed.append(1))
    photos = list(window.grid.grid_model.ids[:2])
    click(window, 0)
    click(window, 1, CTRL)
    window.commands["not-recalled"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "Left 2 photos out of “On this day”")
    assert window.toast.button.isVisible()
    qtbot.waitUntil(lambda: len(renewed) == 1)  # this day may be shown
    window.commands["recalled"].trigger()
    qtbot.waitUntil(lambda: window.toast.words.text() == "2 photos are in “On this day” again")
    assert not window.toast.button.isVisible(), "nothing was changed"
    assert decided == [("not_recalled", photos, True), ("not_recalled", photos, False)]
