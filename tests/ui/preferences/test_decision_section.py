"""Files of decisions in the preferences: exported, imported, and the result shown."""

from collections import Counter

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from photon.domain import PhotonError
from photon.library.decisions.decision_report import DecisionReport
from photon.ui.kit.bridge import Bridge
from photon.ui.preferences.backup_section import BackupSection
from photon.ui.preferences.decision_section import DecisionSection
from tests.ui.driving import LEFT
from tests.ui.fake_session import FakeSession


@pytest.fixture
def section(qtbot: QtBot, session: FakeSession, bridge: Bridge, monkeypatch: pytest.MonkeyPatch) -> DecisionSection:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("/x/mine.jsonl", ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/x/theirs.jsonl", ""))
    made = BackupSection(session, bridge)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made.decisions


def test_decisions_are_saved_to_the_chosen_file(qtbot: QtBot, session: FakeSession, section: DecisionSection) -> None:
    QTest.mouseClick(section.save_button, LEFT)
    qtbot.waitUntil(lambda: section.message.text() == "Saved 1,234 decisions: mine.jsonl")
    assert [str(path) for path in session.decisions.saved] == ["/x/mine.jsonl"]
    assert section.save_button.isEnabled()


def test_the_result_of_an_import_is_shown(qtbot: QtBot, session: FakeSession, section: DecisionSection) -> None:
    session.decisions.report = DecisionReport(
        Counter({"tag": 3, "rating": 1}), same=2, kept_here=1, kept_examples=[("rating", "/p/a.jpg")], waiting=5,
        folders=["D:\\Fotos"], skips=["*.tmp"], damaged=1,
    )  # fmt: skip
    QTest.mouseClick(section.import_button, LEFT)
    qtbot.waitUntil(lambda: "Imported 4 decisions." in section.message.text())
    assert section.message.text().splitlines() == [
        "Imported 4 decisions.",
        "Of these: 3 tags, 1 rating.",
        "2 decisions are here already.",
        "1 decision differs from what you decided here later; yours is kept.",
        "5 decisions are about photos that are not here. Photon keeps them and applies them when the photos come.",
        "1 line could not be read.",
        "Unchanged: rating  /p/a.jpg",
        "D:\\Fotos is not watched here.",
        "Names like *.tmp are not skipped here.",
    ]
    assert section.import_button.isEnabled()


def test_failures_are_shown_without_terminal_commands(
    qtbot: QtBot, session: FakeSession, section: DecisionSection
) -> None:
    session.decisions.failure = PhotonError("It is none.", "Make one: photon export-decisions --to FILE")
    QTest.mouseClick(section.import_button, LEFT)
    qtbot.waitUntil(lambda: section.message.text() == "It is none.")
    assert section.import_button.isEnabled()


def test_nothing_happens_without_a_file(
    qtbot: QtBot, session: FakeSession, section: DecisionSection, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (asked.append("x"), ("", ""))[1])
    QTest.mouseClick(section.save_button, LEFT)
    qtbot.waitUntil(lambda: bool(asked))
    assert not section.message.isVisible()
    assert session.decisions.saved == []
