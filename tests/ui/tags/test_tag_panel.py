"""Tags in the inspector, with a real catalogue, real keys and clicks."""

import threading

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from photon.domain import Filter
from photon.ui.keys.key_texts import with_way
from photon.ui.tags.tag_chip import TagChip
from photon.ui.tags.tag_controller import NOTHING, TagController
from photon.ui.tags.tag_panel import TagPanel
from photon.ui.window.main_window import MainWindow
from tests.ui.driving import CTRL, LEFT, SHIFT, Key, click
from tests.ui.tagged_session import TaggedSession


@pytest.fixture
def session(tagged: TaggedSession) -> TaggedSession:
    return tagged


@pytest.fixture
def section(window: MainWindow) -> TagPanel:
    window.resize(1440, 900)
    return window.part(TagController).panel


def chosen(window: MainWindow, first: int, last: int | None = None) -> list[int]:
    click(window, first)
    if last is not None:
        click(window, last, SHIFT)
    return window.grid.selected()


def words(section: TagPanel, *, suggested: bool = False) -> list[str]:
    flow = section.suggested if suggested else section.own
    if not section.isVisible():
        return ["nothing is shown yet"]
    return [f"{chip.text} {chip.tag.share}".strip() for chip in flow.parts]  # type: ignore[attr-defined]


def enter(section: TagPanel, text: str) -> None:
    QTest.keyClicks(section.line, text)
    QTest.keyClick(section.line, Key.Key_Return)


def chip(section: TagPanel, place: int, *, suggested: bool = True) -> TagChip:
    found = (section.suggested if suggested else section.own).parts[place]
    assert isinstance(found, TagChip)
    return found


def test_t_opens_the_panel_and_typed_tags_are_added_immediately(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = chosen(window, 3)[0]
    window.commands["inspector"].trigger()
    assert window.inspector.isHidden()
    QTest.keyClick(window.grid, Key.Key_T)
    assert window.inspector.isVisible()
    qtbot.waitUntil(section.line.hasFocus)
    enter(section, "Oma, Places/Italy,  ÜBER dir,")
    qtbot.waitUntil(lambda: words(section) == ["Oma", "Italy", "ÜBER dir"])
    assert session.names(photo) == ["Oma", "Places/Italy", "ÜBER dir"]
    assert section.line.text() == ""
    assert section.line.hasFocus()  # another tag can be typed
    qtbot.waitUntil(lambda: window.toast.words.text() == "Added 3 tags to 1 photo.")
    QTest.keyClick(section.line, Key.Key_Z, CTRL)  # an empty line has nothing of its own to undo
    qtbot.waitUntil(lambda: session.names(photo) == [])
    qtbot.waitUntil(lambda: words(section) == [])
    QTest.keyClick(section.line, Key.Key_Return)  # an empty line gives up the focus
    assert window.grid.hasFocus()


def test_enter_accepts_the_top_hit_and_ctrl_enter_the_typed_text(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = chosen(window, 0)[0]
    other = window.grid.grid_model.ids[5]
    session.tags.mark([other], [("Places", "Beach Porto")], "confirmed").result()
    QTest.keyClick(window.grid, Key.Key_T)
    QTest.keyClicks(section.line, "beach p")
    qtbot.waitUntil(lambda: section.line.popup.chosen_path == ("Places", "Beach Porto"))
    QTest.keyClick(section.line, Key.Key_Return)
    qtbot.waitUntil(lambda: session.names(photo) == ["Places/Beach Porto"])
    QTest.keyClicks(section.line, "beach p")
    qtbot.waitUntil(section.line.popup.isVisible)
    QTest.keyClick(section.line, Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: session.names(photo) == ["beach p", "Places/Beach Porto"])
    QTest.keyClicks(section.line, "porto")  # at a later word: Enter does not accept it
    qtbot.waitUntil(lambda: section.line.popup.chosen_path == ("porto",))
    QTest.keyClick(section.line, Key.Key_Down)
    QTest.keyClick(section.line, Key.Key_Tab)
    assert section.line.text() == "Places/Beach Porto"
    QTest.keyClick(section.line, Key.Key_Escape)
    assert section.line.text() == ""
    assert window.grid.hasFocus()
    assert window.grid.selected() == [photo]


def test_quick_typing_gives_the_same_tag(window: MainWindow, session: TaggedSession, section: TagPanel, qtbot: QtBot):
    photo = chosen(window, 1)[0]
    session.tags.mark([window.grid.grid_model.ids[7]], [("Grandmother",)], "confirmed").result()
    QTest.keyClick(window.grid, Key.Key_T)
    enter(section, "grandm")  # before the answer arrives
    qtbot.waitUntil(lambda: session.names(photo) == ["Grandmother"])


def test_many_keys_cause_few_requests(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    complete = session.tags.complete
    monkeypatch.setattr(session.tags, "complete", lambda text: asked.append(text) or complete(text))
    photo = chosen(window, 1)[0]
    QTest.keyClick(window.grid, Key.Key_T)
    enter(section, "kitefoiling with grandmother")
    qtbot.waitUntil(lambda: session.names(photo) == ["kitefoiling with grandmother"])
    assert asked == ["k", "kitefoiling with grandmother"]


def test_an_invalid_tag_is_explained_below_the_line(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = chosen(window, 1)[0]
    QTest.keyClick(window.grid, Key.Key_T)
    section.line.insert("x" * 500)
    section.line.textEdited.emit(section.line.text())
    QTest.keyClick(section.line, Key.Key_Return)
    qtbot.waitUntil(section.mistake.isVisible)
    assert section.mistake.text().startswith("A tag can't have 500 characters; the maximum is 200.")
    assert len(section.line.text()) == 500  # so that it can be corrected
    QTest.keyClick(section.line, Key.Key_Backspace)
    assert not section.mistake.isVisible()
    section.line.selectAll()
    enter(section, ", ,;")
    assert section.mistake.text().startswith("A tag needs a name.")
    section.line.selectAll()
    enter(section, "   ")
    assert window.grid.hasFocus()  # spaces are ignored
    for text in ("🎉 Party", "AC\\/DC"):
        QTest.keyClick(window.grid, Key.Key_T)
        section.line.setText(text)
        section.line.textEdited.emit(text)
        QTest.keyClick(section.line, Key.Key_Return)
        qtbot.waitUntil(lambda: section.line.text() == "")
    qtbot.waitUntil(lambda: session.names(photo) == ["AC/DC", "🎉 Party"])
    assert not window.notice.isVisible()


def test_suggestions_are_confirmed_and_rejected_by_mouse_and_keys(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = window.grid.grid_model.ids[2]
    session.suggest({photo: [(("animal", "dog"), 0.874), (("beach",), 0.8), (("sea",), 0.7), (("sand",), 0.6)]})
    chosen(window, 2)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["dog", "beach", "sea", "sand"])
    first = chip(section, 0)
    assert first.toolTip() == "animal/dog\nPhoton is 87% sure\nClick to confirm"
    assert first.accessibleName() == "animal/dog, suggested, 87% sure"
    assert not first.tick.isVisible()
    QTest.mouseClick(first, LEFT, pos=first.rect().center())
    qtbot.waitUntil(lambda: session.names(photo) == ["animal/dog"])
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach", "sea", "sand"])
    assert words(section) == ["dog"]
    one = session.tags.tags_for_photos([photo]).result()[photo][0]
    assert (one.state, one.certainty) == ("confirmed", pytest.approx(0.874))
    beach = chip(section, 0)
    beach.setFocus()
    assert beach.tick.isVisible()
    assert beach.cross.isVisible()
    QTest.keyClick(beach, Key.Key_Right)
    assert chip(section, 1).hasFocus()
    QTest.keyClick(chip(section, 1), Key.Key_Delete)  # no sea
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach", "sand"])
    assert session.names(photo, "rejected") == ["sea"]
    qtbot.waitUntil(lambda: window.toast.words.text() == "“sea” will not be suggested for this photo again.")
    assert chip(section, 1).hasFocus()  # the next suggestion
    QTest.keyClick(chip(section, 1), Key.Key_Space)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach"])
    qtbot.waitUntil(lambda: chip(section, 0).hasFocus())
    QTest.mouseClick(chip(section, 0).cross, LEFT)
    qtbot.waitUntil(lambda: words(section, suggested=True) == [])
    assert not section.heading.isVisible()
    assert session.names(photo, "rejected") == ["beach", "sea"]
    QTest.mouseClick(window.toast.button, LEFT)  # Undo
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach"])


def test_all_suggestions_of_a_photo_are_confirmed_at_once(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = window.grid.grid_model.ids[2]
    session.suggest({photo: [(("beach",), 0.8), (("sea",), 0.7)]})
    chosen(window, 2)
    qtbot.waitUntil(section.links.isVisible)
    QTest.mouseClick(section.none_right, LEFT)
    qtbot.waitUntil(lambda: session.names(photo, "rejected") == ["beach", "sea"])
    qtbot.waitUntil(lambda: not section.links.isVisible())
    QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(section.links.isVisible)
    QTest.mouseClick(section.all_right, LEFT)
    qtbot.waitUntil(lambda: session.names(photo) == ["beach", "sea"])


def test_own_tags_are_removed_and_searched(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = window.grid.grid_model.ids[4]
    session.tags.mark([photo], [("Places", "Italy"), ("Other", "Italy")], "confirmed").result()
    chosen(window, 4)
    qtbot.waitUntil(lambda: words(section) == ["Other/Italy", "Places/Italy"])  # equal names: both with their paths
    QTest.mouseClick(chip(section, 0, suggested=False).cross, LEFT)
    qtbot.waitUntil(lambda: words(section) == ["Places/Italy"])  # the library still has the other
    qtbot.waitUntil(lambda: window.toast.words.text() == "Removed “Other/Italy” from 1 photo.")
    QTest.mouseClick(chip(section, 0, suggested=False), LEFT, pos=QPoint(12, 12))
    qtbot.waitUntil(lambda: bool(session.queries) and session.queries[-1].parts == (Filter("tag", "Places/Italy"),))
    query = window.top_bar.search.query()
    assert query is not None
    assert query.parts == (Filter("tag", "Places/Italy"),)


def test_many_photos_show_common_and_partial_tags(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    ids = list(window.grid.grid_model.ids[:4])
    session.tags.mark(ids, [("holiday",)], "confirmed").result()
    session.tags.mark(ids[:1], [("Oma",)], "confirmed").result()
    session.suggest({ids[0]: [(("beach",), 0.9), (("sun",), 0.9)], ids[1]: [(("beach",), 0.7)], ids[2]: [], ids[3]: []})
    chosen(window, 0, 3)
    qtbot.waitUntil(lambda: words(section) == ["holiday", "Oma 1 of 4"])
    assert words(section, suggested=True) == ["beach 2 of 4"]
    assert section.less_sure.text() == "1 more suggestion"
    assert not section.all_right.isVisible()
    QTest.mouseClick(section.less_sure, LEFT)
    assert words(section, suggested=True) == ["beach 2 of 4", "sun 1 of 4"]
    assert chip(section, 1).hasFocus()
    assert not section.links.isVisible()
    chosen(window, 0, 2)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach 2 of 3"])
    chosen(window, 1, 3)
    qtbot.waitUntil(lambda: words(section, suggested=True) == [])
    assert section.less_sure.text() == "1 suggestion", "more than none would be odd"
    chosen(window, 0, 3)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach 2 of 4"])
    assert chip(section, 0).toolTip() == "Photon is 80% sure on average, for 2 of 4 photos\nClick to confirm"
    QTest.mouseClick(chip(section, 1, suggested=False).plus, LEFT)
    qtbot.waitUntil(lambda: words(section) == ["holiday", "Oma"])
    qtbot.waitUntil(lambda: window.toast.words.text() == "Tagged 3 photos “Oma”.")
    QTest.mouseClick(chip(section, 0), LEFT, pos=QPoint(40, 12))
    qtbot.waitUntil(lambda: words(section) == ["holiday", "Oma", "beach 2 of 4"])
    assert [session.names(photo) for photo in ids[1:3]] == [["beach", "holiday", "Oma"], ["holiday", "Oma"]]
    QTest.mouseClick(chip(section, 0, suggested=False).cross, LEFT)
    qtbot.waitUntil(lambda: words(section) == ["Oma", "beach 2 of 4"])
    for _ in range(3):
        QTest.keyClick(window, Key.Key_Z, CTRL)
    qtbot.waitUntil(lambda: words(section) == ["holiday", "Oma 1 of 4"])


def test_t_in_the_loupe_tags_the_current_photo(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    ids = chosen(window, 0, 3)
    window.grid.go_to(ids[1])
    chosen(window, 0, 3)
    QTest.keyClick(window.grid, Key.Key_E)
    QTest.keyClick(window.loupe, Key.Key_Right)
    current = window.loupe.current
    assert current is not None
    QTest.keyClick(window.loupe, Key.Key_T)
    qtbot.waitUntil(section.line.hasFocus)
    enter(section, "only this")
    qtbot.waitUntil(lambda: session.names(current) == ["only this"])
    assert [session.names(photo) for photo in ids if photo != current].count([]) >= 3
    QTest.keyClick(section.line, Key.Key_Escape)
    assert window.loupe.hasFocus()
    assert window.navigation.is_loupe_open


def test_uncertain_suggestions_are_shown_on_request(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    one, other = window.grid.grid_model.ids[2:4]
    said = [(("beach",), 0.8), (("sea",), 0.25), (("sand",), 0.24), (("dog",), 0.1)]
    session.suggest({one: said, other: said})
    chosen(window, 2)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach", "sea"])
    assert section.less_sure.isVisible()
    assert section.less_sure.text() == "2 less certain"
    QTest.mouseClick(section.less_sure, LEFT)
    assert words(section, suggested=True) == ["beach", "sea", "sand", "dog"]
    assert chip(section, 2).hasFocus()
    assert not section.less_sure.isVisible()
    chosen(window, 3)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach", "sea"])
    QTest.mouseClick(section.all_right, LEFT)  # hidden suggestions are not included
    qtbot.waitUntil(lambda: session.names(other) == ["beach", "sea"])
    qtbot.waitUntil(lambda: words(section, suggested=True) == [])
    assert section.heading.isVisible()
    QTest.mouseClick(section.less_sure, LEFT)
    assert words(section, suggested=True) == ["sand", "dog"]


def test_without_a_photo_t_explains_what_to_do(window: MainWindow) -> None:
    QTest.keyClick(window.grid, Key.Key_T)
    assert window.toast.words.text() == with_way(NOTHING, "tag")


def test_chips_show_their_buttons_under_the_pointer_and_keep_their_width(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = window.grid.grid_model.ids[2]
    session.suggest({photo: [(("beach",), 0.8)]})
    chosen(window, 2)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach"])
    one = chip(section, 0)
    before = one.size()
    one.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, True)
    middle = one.rect().center().toPointF()
    QApplication.sendEvent(one, QEnterEvent(middle, middle, middle))
    assert one.tick.isVisible()
    QApplication.processEvents()
    assert one.width() == before.width() == one.sizeHint().width()


def test_long_tagging_and_undoing_can_be_stopped_completely(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo = chosen(window, 3)[0]
    status, gates = window.status, [threading.Event(), threading.Event()]
    QTest.keyClick(window.grid, Key.Key_T)
    enter(section, "kept")
    qtbot.waitUntil(lambda: words(section) == ["kept"])
    assert not status.stop.isVisible()
    session.store.write(lambda _: gates[0].wait())
    enter(section, "too many")
    qtbot.waitUntil(status.stop.isVisible)
    assert status.doing.text() == "Saving your changes…"
    QTest.mouseClick(status.stop, LEFT)
    assert (status.doing.text(), status.stop.isEnabled()) == ("Stopping…", False)
    gates[0].set()
    qtbot.waitUntil(lambda: section.mistake.text() == "Stopped. Nothing was changed.")
    assert session.names(photo) == ["kept"]
    assert section.line.text() == "too many"  # it can be repeated
    qtbot.waitUntil(lambda: not status.stop.isVisible())
    QTest.keyClick(section.line, Key.Key_Escape)
    session.store.write(lambda _: gates[1].wait())
    QTest.keyClick(window.grid, Key.Key_Z, CTRL)
    qtbot.waitUntil(status.stop.isVisible)
    QTest.mouseClick(status.stop, LEFT)
    gates[1].set()
    qtbot.waitUntil(lambda: "Stopped. Nothing was changed." in window.notice.message.text())
    assert session.names(photo) == ["kept"]
    QTest.keyClick(window.grid, Key.Key_Z, CTRL)  # the step still exists
    qtbot.waitUntil(lambda: session.names(photo) == [])


def test_a_chip_that_changed_under_a_pressed_button_is_not_clicked(
    qtbot: QtBot, window: MainWindow, session: TaggedSession, section: TagPanel
) -> None:
    photo, other = window.grid.grid_model.ids[2:4]
    session.suggest({photo: [(("beach",), 0.8)], other: [(("dog",), 0.8)]})
    chosen(window, 2)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["beach"])
    one = chip(section, 0)
    QTest.mousePress(one, LEFT, pos=one.rect().center())
    window.grid.go_to(other)
    qtbot.waitUntil(lambda: words(section, suggested=True) == ["dog"])
    assert chip(section, 0) is one  # chips are reused
    assert one.toolTip().startswith("Photon is 80% sure")
    assert one.cross.accessibleName() == "Reject “dog”"
    QTest.mouseRelease(one, LEFT, pos=one.rect().center())
    assert (session.names(photo), session.names(other)) == ([], [])
    QTest.mouseClick(one, LEFT, pos=one.rect().center())
    qtbot.waitUntil(lambda: session.names(other) == ["dog"])
