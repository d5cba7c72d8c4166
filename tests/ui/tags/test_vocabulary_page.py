"""The page of tags in the preferences, with a real catalogue."""

import time
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QStyle, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from photon.annotate.tags.vocabulary import TagVocabulary, VocabularyEntry
from photon.library.tags.tag_settings import LANGUAGE, SENSITIVE, SUGGEST
from photon.resource_files import resource
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.vocabulary_lines import lines_of
from photon.ui.tags.vocabulary_page import VocabularyPage
from photon.ui.tags.vocabulary_tree import VocabularyTree
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, NONE, Key
from tests.ui.held_back import HeldBack
from tests.ui.tagged_session import TaggedSession

pytestmark = pytest.mark.usefixtures("all_words")

CHECKED, UNCHECKED, PARTLY = Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.PartiallyChecked


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def page(qtbot: QtBot, window: MainWindow) -> VocabularyPage:
    window.resize(1440, 900)
    QTest.keyClick(window, Key.Key_Comma, CTRL)
    window.settings.open(window.part(TagController).vocabulary)
    made = window.part(TagController).vocabulary.content
    qtbot.waitUntil(lambda: made.tree.words.rowCount() > 5)
    return made


def test_the_guide_names_the_listed_number_of_words(qtbot: QtBot, page: VocabularyPage) -> None:
    qtbot.waitUntil(lambda: page.count.text().endswith(" words"))
    words = int(page.count.text().removesuffix(" words").replace(",", ""))
    said = f"about {round(words, -1):,} everyday words"
    assert said in resource("help/tags.md").read_text(encoding="utf-8")


def shown(tree: VocabularyTree) -> list[str]:
    found, index = [], tree.words.index(0, 0)
    while index.isValid():
        found.append(str(index.data()))
        index = tree.indexBelow(index)
    return found


def line(page: VocabularyPage, word: str) -> QModelIndex:
    lines = page.tree.words.lines
    assert lines is not None
    index = page.tree.words.index_of(lines.names.index(word))
    page.tree.scrollTo(index)
    return index


def box(page: VocabularyPage, word: str) -> object:
    return page.tree.words.data(line(page, word), Qt.ItemDataRole.CheckStateRole)


def press_box(page: VocabularyPage, word: str) -> None:
    option = QStyleOptionViewItem()
    page.tree.initViewItemOption(option)
    option.rect = page.tree.visualRect(line(page, word))
    option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    place = page.tree.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, page.tree)
    QTest.mouseClick(page.tree.viewport(), LEFT, NONE, place.center())


def filtered(qtbot: QtBot, page: VocabularyPage, text: str) -> list[str]:
    page.filter.clear()
    QTest.keyClicks(page.filter, text)
    qtbot.waitUntil(lambda: not page._finding.isActive())  # with the delay after typing over, they are shown
    return shown(page.tree)


def off(session: TaggedSession) -> list[str]:
    return [entry.name for entry in session.vocabularies.get().result().entries if entry.is_off]


def test_words_are_found_disabled_and_enabled(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, page: VocabularyPage
) -> None:
    assert "beagle" in filtered(qtbot, page, "beagl")
    assert box(page, "beagle") == CHECKED
    press_box(page, "beagle")
    assert box(page, "beagle") == UNCHECKED  # immediately
    assert box(page, "hound") == PARTLY
    qtbot.waitUntil(lambda: off(session) == ["beagle"])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Switched “beagle” off.")
    qtbot.waitUntil(lambda: page.count.text().endswith("1 switched off"))
    QTest.keyClick(page.tree, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: box(page, "beagle") == CHECKED)
    page.tree.setCurrentIndex(line(page, "beagle"))
    QTest.keyClick(page.tree, Key.Key_Space)
    qtbot.waitUntil(lambda: off(session) == ["beagle"])


def test_a_branch_is_switched_as_a_whole(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, page: VocabularyPage
) -> None:
    words = session.vocabularies.get().result()
    place = words.place("dog")
    assert place is not None
    dogs = {words.entries[each].name for each in (place, *words.below(place)) if not words.entries[each].is_grouping}
    filtered(qtbot, page, "dog")
    press_box(page, "dog")
    qtbot.waitUntil(lambda: set(off(session)) == dogs)
    qtbot.waitUntil(lambda: window.toast.words.text() == f"Switched {len(dogs)} words off.")
    page.kind.setCurrentIndex(2)
    page.kind.activated.emit(2)
    page.filter.clear()
    qtbot.waitUntil(lambda: set(shown(page.tree)) >= dogs)
    assert "cat" not in shown(page.tree)
    press_box(page, "dog")
    qtbot.waitUntil(lambda: off(session) == [])
    qtbot.waitUntil(lambda: shown(page.tree) == [])


def test_own_words_are_added_marked_and_removed(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, page: VocabularyPage
) -> None:
    own = page.own
    assert not own.add.isEnabled()
    assert not own.remove.isEnabled()
    QTest.keyClicks(own.field, "Kitefoiling, Oma's garden")
    QTest.keyClick(own.field, Key.Key_Return, CTRL)
    qtbot.waitUntil(own.result.isVisible)
    assert own.result.text() == "Added 2 words."
    assert own.field.toPlainText() == ""
    qtbot.waitUntil(lambda: "2 added by you" in page.count.text())
    assert filtered(qtbot, page, "kitefoil") == ["Kitefoiling"]
    page.tree.setCurrentIndex(line(page, "Kitefoiling"))
    assert own.remove.isEnabled()
    QTest.keyClick(page.tree, Key.Key_Delete)
    qtbot.waitUntil(lambda: len(session.vocabularies.own().result()) == 1)
    qtbot.waitUntil(lambda: window.toast.words.text() == "Removed 1 word. Photos keep their tags.")
    QTest.mouseClick(window.toast.button, LEFT)
    qtbot.waitUntil(lambda: len(session.vocabularies.own().result()) == 2)
    QTest.keyClicks(own.field, "Oma's garden")
    QTest.mouseClick(own.add, LEFT)
    qtbot.waitUntil(lambda: own.result.text() == "No new words.")


def test_errors_of_a_list_are_shown_with_their_lines(
    qtbot: QtBot, session: TaggedSession, page: VocabularyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keywords.txt"
    file.write_text(f"Kitefoiling\n{'x' * 300}\nGleitschirm\n", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    QTest.mouseClick(page.own.load, LEFT)
    qtbot.waitUntil(page.own.faults.isVisible)
    assert page.own.result.text() == "Added 2 words. 1 line could not be added:"
    assert page.own.faults.item(0).text().startswith("Line 2: ")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "gone.txt"), ""))
    QTest.mouseClick(page.own.load, LEFT)
    qtbot.waitUntil(lambda: "can't be read" in page.own.result.text())
    assert not page.own.faults.isVisible()


def test_tags_and_own_words_are_saved_as_a_list(
    qtbot: QtBot, session: TaggedSession, page: VocabularyPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "keywords.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "For digiKam (*.txt)"))
    page.own.save.setFocus()
    QTest.keyClick(page.own.save, Key.Key_Space)
    qtbot.waitUntil(lambda: "nothing was exported" in page.own.result.text())
    session.vocabularies.add("Pets/Rex, passport").result()
    session.tags.mark([next(iter(session._photos))], [("Places", "Rome")], "confirmed").result()
    QTest.mouseClick(page.own.save, LEFT)
    qtbot.waitUntil(
        lambda: page.own.result.text() == "Exported 4 keywords to keywords.txt. Skipped 1 sensitive keyword."
    )
    assert file.read_text(encoding="utf-8") == "Places\nPlaces/Rome\nPets\nPets/Rex\n"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), "For Lightroom, … (*.txt)"))
    QTest.mouseClick(page.own.save, LEFT)
    qtbot.waitUntil(lambda: file.read_text(encoding="utf-8") == "Places\n\tRome\nPets\n\tRex\n")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    QTest.mouseClick(page.own.save, LEFT)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "none" / "a.txt"), ""))
    QTest.mouseClick(page.own.save, LEFT)
    qtbot.waitUntil(lambda: page.own.result.property("role") == "danger")


def test_names_of_folders_are_added(qtbot: QtBot, session: TaggedSession, page: VocabularyPage) -> None:
    QTest.mouseClick(page.own.folders, LEFT)
    qtbot.waitUntil(lambda: [word.path for word in session.vocabularies.own().result()] == [("holiday",)])


def test_settings_are_stored(qtbot: QtBot, window: MainWindow, session: TaggedSession, page: VocabularyPage) -> None:
    assert page.suggest.isChecked()
    assert not page.sensitive.isChecked()
    page.suggest.setFocus()
    before = page.suggest.isChecked()
    QTest.keyClick(page.suggest, Key.Key_Space)
    assert page.suggest.isChecked() != before
    qtbot.waitUntil(lambda: session.vocabularies.setting(SUGGEST).result() == page.suggest.isChecked())
    page.sensitive.setFocus()
    QTest.keyClick(page.sensitive, Key.Key_Space)
    qtbot.waitUntil(lambda: session.vocabularies.setting(SENSITIVE).result() is True)
    page.language.setFocus()
    page.language.setCurrentIndex(page.language.findData("de"))
    page.language.activated.emit(page.language.currentIndex())
    qtbot.waitUntil(lambda: session.vocabularies.setting(LANGUAGE).result() == "de")
    qtbot.waitUntil(lambda: "Hund" in (page.tree.words.lines.names if page.tree.words.lines else ()))
    assert filtered(qtbot, page, "hund")[-1] == "Hund" or "Hund" in shown(page.tree)


def test_an_answer_from_before_a_box_was_checked_does_not_revert_it(
    qtbot: QtBot, session: TaggedSession, page: VocabularyPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(page.suggest.isChecked)
    settings = HeldBack(monkeypatch, session.vocabularies, "setting")
    page.refresh()
    page.suggest.setFocus()
    QTest.keyClick(page.suggest, Key.Key_Space)
    settings.let_go()
    assert not page.suggest.isChecked()
    qtbot.waitUntil(lambda: settings.let_go() is None and settings.asked > 3)  # it is requested again
    assert not page.suggest.isChecked()


def test_a_search_without_results_is_reported(qtbot: QtBot, page: VocabularyPage) -> None:
    assert filtered(qtbot, page, "qqqq") == []
    assert page.count.text() == "No matching words."


def test_ten_thousand_words_do_not_block_the_window(qtbot: QtBot) -> None:
    paths = [(f"group {n // 100}", *([f"word {n}"] if n % 100 else [])) for n in range(10_000)]
    entries = [VocabularyEntry(path) for path in paths]
    lines = lines_of(TagVocabulary(tuple(entries)), [])
    tree = VocabularyTree()
    qtbot.addWidget(tree)
    tree.resize(400, 600)
    tree.show()
    began = time.thread_time()
    tree.show_lines(lines)
    tree.show_matching("word 99", "all")
    assert "word 9999" in shown(tree)
    tree.show_matching("", "all")
    tree.words.setData(tree.words.index(3, 0), CHECKED, Qt.ItemDataRole.CheckStateRole)
    tree.words.setData(tree.words.index(3, 0), UNCHECKED, Qt.ItemDataRole.CheckStateRole)
    tree.grab()
    assert time.thread_time() - began < 1.0  # 0.1 s on an idle computer
    assert lines.off == set(range(300, 400))
    assert tree.words.state(300) == UNCHECKED
