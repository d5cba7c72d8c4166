"""What documents state in the details: confirmed, corrected, dismissed and added, always for the photo it is about."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from photon.domain import changed
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.text.stated_facts import DocumentFact
from photon.ui.text.fact_section import FactController, FactSection
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import LEFT, Key, click, withdraw
from tests.ui.fake_texts import FakeFacts
from tests.ui.written_session import WrittenSession


@pytest.fixture
def photo(written_window: MainWindow) -> int:
    """The first photo of the grid."""
    return written_window.grid.grid_model.ids[0]


@pytest.fixture
def facts(written: WrittenSession, photo: int) -> FakeFacts:
    """One photo shows a receipt."""
    found = written.texts.facts
    found.found[photo] = {"kind": DocumentFact("receipt", 0.9), "total": DocumentFact("12.50 EUR", 0.8)}
    return found


@pytest.fixture
def section(qtbot: QtBot, written_window: MainWindow, facts: FakeFacts) -> FactSection:
    """The section of that photo."""
    assert facts.found
    made = written_window.part(FactController).section
    click(written_window, 0)
    qtbot.waitUntil(made.isVisible)
    return made


def shown(section: FactSection) -> dict[str, str]:
    return {field: row.kinds.currentData() or row.line.text() for field, row in section.rows.items() if row.isVisible()}


def test_suggested_facts_are_confirmed_and_dismissed_by_one_click(
    qtbot: QtBot, section: FactSection, facts: FakeFacts, photo: int
) -> None:
    assert shown(section) == {"kind": "receipt", "total": "12.50 EUR"}
    total = section.rows["total"]
    assert total.line.accessibleDescription() == "Suggested by Photon"
    QTest.mouseClick(total.tick, LEFT)
    qtbot.waitUntil(total.tick.isHidden)
    assert facts.found[photo]["total"] == DocumentFact("12.50 EUR", is_confirmed=True)
    assert total.line.accessibleDescription() == "Confirmed"
    QTest.mouseClick(total.cross, LEFT)
    qtbot.waitUntil(lambda: shown(section) == {"kind": "receipt"})
    assert list(facts.found[photo]) == ["kind"]


def test_typing_corrects_a_value_and_a_choice_the_kind(
    qtbot: QtBot, section: FactSection, facts: FakeFacts, photo: int
) -> None:
    line = section.rows["total"].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "13 EUR")
    QTest.keyClick(line, Key.Key_Escape)
    assert line.text() == "12.50 EUR"
    line.selectAll()
    QTest.keyClicks(line, "13 EUR")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: line.text() == "13.00 EUR")
    kinds = section.rows["kind"].kinds
    kinds.setCurrentIndex(kinds.findData("invoice"))
    kinds.activated.emit(kinds.currentIndex())
    qtbot.waitUntil(lambda: facts.found[photo]["kind"] == DocumentFact("invoice", is_confirmed=True))


def test_what_is_typed_stays_with_its_photo_and_nothing_is_shown_of_others(
    qtbot: QtBot, written_window: MainWindow, section: FactSection, facts: FakeFacts, photo: int
) -> None:
    line = section.rows["total"].line
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "14.00")
    click(written_window, 1)
    qtbot.waitUntil(lambda: not section.isVisible())
    assert facts.found[photo]["total"].value == "14.00"
    assert list(facts.found) == [photo]


def test_a_value_that_cannot_be_is_refused_and_stays_to_be_mended(
    qtbot: QtBot, written_window: MainWindow, section: FactSection, facts: FakeFacts, photo: int
) -> None:
    line, problems = section.rows["total"].line, list[str]()
    written_window.bridge.problem.connect(lambda message, _: problems.append(message))
    line.setFocus()
    line.selectAll()
    QTest.keyClicks(line, "much")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: problems == ["“much” isn't an amount."])
    facts.found[photo]["shop"] = DocumentFact("Harbour Grocer", 0.9)
    written_window.bridge.changed.emit(changed("texts", photos=frozenset({photo})))
    qtbot.waitUntil(lambda: "shop" in shown(section))
    assert line.text() == "much"
    QTest.keyClick(line, Key.Key_Escape)
    assert line.text() == "12.50 EUR"


def test_a_fact_that_was_missed_is_added(qtbot: QtBot, section: FactSection, facts: FakeFacts, photo: int) -> None:
    section.add_button.click()
    (menu,) = section.findChildren(QMenu)
    actions = {action.text(): action for action in menu.actions()}
    assert list(actions) == ["Date", "Shop", "Phone", "Mail", "Address", "IBAN"]
    actions["Date"].trigger()
    menu.close()
    line = section.rows["date"].line
    assert line.hasFocus()
    QTest.keyClicks(line, "12.7.2024")
    QTest.keyClick(line, Key.Key_Return)
    qtbot.waitUntil(lambda: facts.found[photo].get("date") == DocumentFact("2024-07-12", is_confirmed=True))
    qtbot.waitUntil(lambda: shown(section) == {"kind": "receipt", "date": "2024-07-12", "total": "12.50 EUR"})


def test_the_first_fact_of_a_photo_with_text_can_be_added(
    qtbot: QtBot, written_window: MainWindow, written: WrittenSession, section: FactSection, facts: FakeFacts
) -> None:
    photo = written_window.grid.grid_model.ids[1]
    written.texts.read[photo] = PageText((TextLine("Gate 12", (0.0,) * 8, 0.9),))
    click(written_window, 1)
    qtbot.waitUntil(lambda: shown(section) == {})
    assert section.add_button.isVisible()
    facts.found[photo] = {}
    section.add_button.click()
    (menu,) = section.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == "Shop").trigger()
    menu.close()
    QTest.keyClicks(section.rows["shop"].line, "Harbour Grocer")
    QTest.keyClick(section.rows["shop"].line, Key.Key_Return)
    qtbot.waitUntil(lambda: facts.found[photo].get("shop") == DocumentFact("Harbour Grocer", is_confirmed=True))


def test_facts_that_are_read_meanwhile_appear(
    qtbot: QtBot, written_window: MainWindow, section: FactSection, facts: FakeFacts, photo: int
) -> None:
    facts.found[photo]["shop"] = DocumentFact("Harbour Grocer", 0.9)
    written_window.bridge.changed.emit(changed("texts", photos=frozenset({photo})))
    qtbot.waitUntil(lambda: shown(section).get("shop") == "Harbour Grocer")


def test_facts_of_a_photo_that_is_hidden_go_at_once(
    written_window: MainWindow, section: FactSection, photo: int
) -> None:
    withdraw(written_window.bridge, photo)
    assert shown(section) == {}
    assert not section.isVisible()
