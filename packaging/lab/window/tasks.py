"""The tasks of a first hour, by number: what a demanding new user does, in the window as the previous task left it."""

from collections.abc import Callable, Mapping
from multiprocessing import active_children
from pathlib import Path

from lab.window.hands import Hands
from lab.window.lives import die_and_come_back
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage

from photon.language import tr
from photon.ui.export.export_controller import ExportController
from photon.ui.metadata.metadata_controller import MetadataController
from photon.ui.preferences.preferences_controller import PreferencesController
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController

SEARCHES = (
    "a dog in the snow", "beach", "kitchen", "people skiing", "birthday cake", "a bus", "laptop on a desk", "flowers",
    "a child eating", "stop sign", "pizza", "a baseball player", "motorcycle", "train", "a bed", "a cat",
    "playing tennis", "giraffe", "a man with an umbrella", "people eating together",
)  # fmt: skip
ODD = {
    "german": "ein Hund im Schnee",
    "open-quotation": '"a dog',
    "operators": "dog AND cat",
    "stars": "5 stars",
    "symbols": "🐕 ❄",
    "long": "a dog " * 1700,
}
SHIFT = Qt.KeyboardModifier.ShiftModifier


def ask(hands: Hands, words: str) -> None:
    """Replace the search text, and wait for the answer."""
    window = hands.window
    hands.press("Ctrl+F", "Ctrl+A", "Backspace")
    hands.type(words)
    hands.press("Return")
    gallery = window.gallery
    hands.wait(
        lambda: gallery.asked.query is not None and gallery.state.query == gallery.asked.query,
        f"the answer to {words[:40]}",
        20,
    )


def show_all(hands: Hands) -> None:
    """Show all photos without a search."""
    hands.press("Ctrl+F", "Ctrl+A", "Backspace", "Esc")
    entries = hands.window.sidebar.entries
    hands.click(entries.viewport(), entries.visualRect(entries.lines.index_of("everything")).center())
    hands.wait(lambda: hands.window.grid.grid_model.rowCount() > 0, "all photos")


def begin(hands: Hands, photos: Path) -> None:
    """Choose a folder and start."""
    window = hands.window
    hands.wait(window.first_run.isVisible, "the first run")
    hands.picture("01-first-run")
    hands.drop(photos, window.first_run)
    hands.picture("01-first-run-folder")
    hands.push(tr("Start"), window.first_run)
    hands.wait(lambda: window.grid.grid_model.rowCount() > 0, "the first photo")
    hands.picture("01-first-photos")


def search_early(hands: Hands, _: Path) -> None:
    """Search while photos are still indexed."""
    ask(hands, "a dog")
    hands.picture("02-search-early")
    hands.wait(lambda: hands.window.status.activity.stage == "idle", "the end of indexing")
    hands.picture("02-indexed")


def search_everyday(hands: Hands, _: Path) -> None:
    """Perform twenty everyday searches."""
    for number, words in enumerate(SEARCHES, 1):
        ask(hands, words)
        hands.picture(f"03-{number:02}-{words.replace(' ', '-')}")


def narrow(hands: Hands, _: Path) -> None:
    """Filter by folder, by rating, and by chips; clear everything."""
    window = hands.window
    ask(hands, "people rating:3+")
    hands.picture("04-rating-chip")
    hands.press("Ctrl+F", "Backspace")
    hands.picture("04-chip-selected")
    hands.press("Backspace")
    hands.picture("04-chip-removed")
    tree = window.sidebar.tree
    hands.press("Esc")
    hands.click(tree.viewport(), tree.visualRect(tree.lines.index(0, 0)).center())
    hands.picture("04-folder")
    show_all(hands)
    hands.picture("04-all")


def change_photo(hands: Hands, _: Path) -> None:
    """Search by a photo, by a photo and words, by a part of it."""
    window = hands.window
    hands.click(window.grid.viewport(), hands.photo(0))
    hands.press("S")
    hands.wait(lambda: window.gallery.state.query is not None, "photos like this one")
    hands.picture("05-more-like-this")
    hands.press("Ctrl+F")
    hands.type("at night")
    hands.press("Return")
    hands.picture("05-at-night")
    hands.press("Ctrl+F")
    hands.type("-people")
    hands.press("Return")
    hands.picture("05-without-people")
    hands.press("Esc", "Alt+Left")
    show_all(hands)
    hands.click(window.grid.viewport(), hands.photo(1))
    hands.press("R")
    hands.picture("05-part")
    hands.press("Esc", "Esc")


def save_search(hands: Hands, _: Path) -> None:
    """Save a search, and run it from the panel."""
    ask(hands, "a dog in the snow")
    hands.press("Ctrl+S")
    hands.picture("06-name-it")
    hands.type("Snow dogs")
    hands.press("Return")
    hands.picture("06-saved")
    show_all(hands)


def look_closely(hands: Hands, _: Path) -> None:
    """Open a photo, zoom, move on, show where it matches, go back."""
    ask(hands, "a dog")
    hands.click(hands.window.grid.viewport(), hands.photo(2))
    for name, keys in {
        "open": ("E",), "actual-size": ("Z",), "next": ("Z", "Right"), "heat": ("H",), "alone": ("H", "F11"),
        "back": ("F11", "G"),
    }.items():  # fmt: skip
        hands.press(*keys)
        hands.picture(f"07-{name}")
    show_all(hands)


def mark(hands: Hands, _: Path) -> None:
    """Rate and tag ten photos at once, and make them favourites; undo; redo."""
    grid = hands.window.grid
    hands.click(grid.viewport(), hands.photo(0))
    hands.press("Shift+Right", "Shift+Right", "Shift+Right", "4")
    hands.picture("08-rated")
    hands.press("B")
    hands.picture("08-favourite")
    hands.press("T")
    hands.type("Trips/Norway")
    hands.press("Return")
    hands.picture("08-tagged")
    hands.press("Esc", "Ctrl+Z")
    hands.picture("08-undone")
    hands.press("Ctrl+Shift+Z")
    hands.picture("08-redone")


def review(hands: Hands, _: Path) -> None:
    """Review suggested tags: yes, no, all above the threshold, undo."""
    hands.press("Ctrl+R")
    found = hands.window.part(Review)
    hands.wait(lambda: found.state is not None and found.state.total, "suggestions", 20)
    hands.picture("09-review")
    for name, keys in {"yes": ("Y",), "no": ("N",), "confirmed": ("Ctrl+Return",), "undone": ("U",)}.items():
        hands.press(*keys)
        hands.picture(f"09-{name}")
    hands.press("Esc")
    hands.picture("09-left")


def teach(hands: Hands, _: Path) -> None:
    """Teach a tag from four photos."""
    hands.click(hands.window.grid.viewport(), hands.photo(0))
    hands.press("Shift+Right", "Shift+Right", "Shift+Right", "N")
    hands.picture("10-teach")
    hands.type("our cottage")
    hands.press("Return", "Return")
    hands.picture("10-questions")
    hands.press("Y", "N", "U")
    hands.picture("10-answered")
    hands.push(tr("Done"))
    hands.picture("10-done")


def describe(hands: Hands, _: Path) -> None:
    """Write a caption manually; go through drafts."""
    hands.click(hands.window.grid.viewport(), hands.photo(3))
    hands.press("K")
    hands.type("Our garden in June.")
    hands.picture("11-typed")
    hands.press("Ctrl+Return")
    hands.picture("11-saved")
    hands.press("Esc", "Ctrl+Shift+K")
    hands.picture("11-drafts")
    hands.press("Esc")


def keep_tags(hands: Hands, _: Path) -> None:
    """Rename a tag in the left panel."""
    tree = hands.window.part(TagController).tree
    index = tree.index_of(("Trips",))
    if not hands.wait(index.isValid, "the tag Trips", 5):
        return
    hands.click(tree.viewport(), tree.visualRect(index).center())
    hands.picture("12-tag-picked")
    hands.press("Esc")
    show_all(hands)


def save_metadata(hands: Hands, _: Path) -> None:
    """Preview what would be saved to files, save it, restore it."""
    page = hands.window.part(MetadataController).page
    hands.press("Ctrl+Shift+W")
    hands.wait(lambda: page.state in ("planned", "stopped"), "the plan")
    hands.picture("13-plan")
    hands.press("Ctrl+Return")
    hands.wait(lambda: page.state in ("asking", "written", "planned"), "the saving")
    hands.picture("13-saved")
    if page.put_back_button.isVisible():
        hands.click(page.put_back_button)
        hands.wait(lambda: page.state == "restored", "the originals")
        hands.picture("13-restored")
    hands.press("Esc")


def export(hands: Hands, _: Path) -> None:
    """Open the three kinds of export."""
    hands.press("Ctrl+E")
    dialog = hands.window.part(ExportController).dialog
    if dialog is None:
        hands.complaints.append("no dialog for export")
        return
    for name, button in dialog.kinds.items():
        hands.click(button)
        hands.rest(0.6)
        hands.picture(f"14-{name}", dialog)
    dialog.reject()
    hands.window.activateWindow()  # without a window manager, nothing else activates it


def move_folder(hands: Hands, photos: Path) -> None:
    """Rename a folder on the disk; disconnect everything and reconnect it."""
    window = hands.window
    (photos / "Home").rename(photos / "Haus")
    hands.press("F5")
    hands.rest(2.0)
    hands.wait(lambda: window.status.activity.stage == "idle", "the rescan")
    hands.picture("15-renamed")
    photos.rename(photos.with_name("Away"))
    hands.press("F5")
    hands.rest(2.0)
    hands.picture("15-unplugged")
    photos.with_name("Away").rename(photos)
    hands.press("F5")
    hands.rest(2.0)
    hands.picture("15-back")


def hide_photo(hands: Hands, _: Path) -> None:
    """Give a photo a sensitive tag, hide such photos, unlock, lock again; then hide none."""
    window, model = hands.window, hands.window.grid.grid_model
    hands.wait(lambda: len(model.ids) > 4, "five photos")
    photo = model.ids[4]
    hands.click(window.grid.viewport(), hands.photo(4))
    hands.press("T")
    hands.type("passport")
    hands.press("Return")
    hands.wait(lambda: bool(window.part(TagController).panel.own.parts), "the tag")
    hands.press("Esc")
    _switch_hiding(hands, "16-privacy")
    hands.wait(lambda: photo not in model.ids and window.status.hidden.isVisible(), "the hiding")
    hands.picture("16-hidden")
    hands.click(window.status.hidden)
    hands.wait(lambda: photo in model.ids, "the unlocked photo")
    hands.picture("16-unlocked")
    hands.click(window.status.hidden)
    hands.wait(lambda: photo not in model.ids, "the locked photo to go")
    hands.picture("16-locked")
    _switch_hiding(hands, "16-off")
    hands.wait(lambda: photo in model.ids, "the photo that is no longer hidden")


def _switch_hiding(hands: Hands, picture: str) -> None:
    pages = hands.window.settings
    hands.press("Ctrl+,")
    pages.list.setCurrentItem(pages.list.findItems(tr("Privacy"), Qt.MatchFlag.MatchExactly)[0])
    page = hands.window.part(PreferencesController).privacy.content
    hands.rest(0.2)
    hands.click(page.hiding.box, QPoint(12, page.hiding.box.height() // 2))
    hands.picture(picture)
    hands.press("Esc")


def see_problems(hands: Hands, _: Path) -> None:
    """Show the files that are not photos."""
    if hands.wait(hands.window.status.problems.isVisible, "problems in the status line", 10):
        hands.click(hands.window.status.problems)
        hands.picture("17-problems")
        hands.press("Esc")


def visit_preferences(hands: Hands, _: Path) -> None:
    """Show each page of the preferences, the menu, the commands and the keys."""
    window = hands.window
    hands.press("Ctrl+,")
    for row in range(window.settings.list.count()):
        window.settings.list.setCurrentRow(row)
        hands.picture(f"18-preferences-{row:02}")
    hands.press("Esc")
    for name, keys in {"commands": ("Ctrl+K",), "help": ("Esc", "F1"), "keys": ("Esc", "?")}.items():
        hands.press(*keys)
        hands.picture(f"18-{name}")
    hands.press("Esc")


def survive(hands: Hands, photos: Path) -> None:
    """Kill the processes that read photos and texts, and continue; kill another Photon, and start it again."""
    model = hands.window.grid.grid_model
    before = model.rowCount()
    for worker in active_children():
        worker.kill()
    made = QImage(640, 480, QImage.Format.Format_RGB32)
    made.fill(Qt.GlobalColor.darkGreen)
    made.save(str(photos / "Holiday" / "green.jpg"))
    hands.press("F5")
    hands.wait(lambda: model.rowCount() == before + 1, "a photo after the workers were killed")
    ask(hands, "a green wall")
    hands.picture("19-workers-killed")
    show_all(hands)
    die_and_come_back(hands, photos)


def ask_oddly(hands: Hands, _: Path) -> None:
    """Search in German, with unclosed quotation marks, ten thousand letters, symbols."""
    for name, words in ODD.items():
        ask(hands, words)
        hands.picture(f"20-{name}")
    show_all(hands)


TASKS: Mapping[int, Callable[[Hands, Path], None]] = {
    1: begin, 2: search_early, 3: search_everyday, 4: narrow, 5: change_photo, 6: save_search, 7: look_closely, 8: mark,
    9: review, 10: teach, 11: describe, 12: keep_tags, 13: save_metadata, 14: export, 15: move_folder,
    16: hide_photo, 17: see_problems, 18: visit_preferences, 19: survive, 20: ask_oddly,
}  # fmt: skip
