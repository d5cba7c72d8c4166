"""What can be done with cards on the Explore page."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.domain.explore.shelf_card import ShelfCard
from photon.domain.unseen_characters import line_written_out
from photon.language import tr
from photon.search.query_language import parse
from photon.ui.explore.theme_map import ThemeMap
from photon.ui.explore.topic_question import TopicQuestion
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.menus import MenuRow
from photon.ui.search.answer_requests import Question
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar


class CardActs(QObject):
    """Opens, renames, pins, hides and saves cards; themes and things can be decided about.

    Attributes:
        by_key: What the commands of the page do, by the last part of their names.
        question: The dialog that was opened last.
    """

    def __init__(self, context: WindowContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.question: TopicQuestion | None = None
        self.by_key: Mapping[str, Callable[[ShelfCard], object]] = {
            "rename": self.ask_name, "pin": self.toggle_pin, "hide": self.toggle_hidden, "save": self.save,
            "why": self.explain, "highlights": self.show_highlights,
        }  # fmt: skip
        self._gallery = context.part(Gallery)
        self._awaited: Question | None = None  # whose answer the highlights are wanted of
        self._gallery.shown.connect(self._go_on)

    def rows(self, card: ShelfCard) -> list[MenuRow]:
        """Return the menu of a card."""
        pin = (tr("Unpin"), "push-pin-slash") if card.state == "pinned" else (tr("Pin"), "push-pin")
        hide = (tr("Show again"), "eye") if card.state == "hidden" else (tr("Hide"), "eye-slash")
        of_topic: list[MenuRow] = [
            (tr("Rename…"), "pencil-simple", partial(self.ask_name, card)),
            (*pin, partial(self.toggle_pin, card)),
            (*hide, partial(self.toggle_hidden, card)),
        ]
        return [
            (tr("Show the photos"), "image", partial(self.open, card)),
            (tr("Highlights…"), "sparkle", partial(self.show_highlights, card)),
            *(of_topic if card.key else ()),
            (tr("Save as smart album"), "funnel", partial(self.save, card)),
            (tr("Why is this here?"), "question", partial(self.explain, card)),
        ]

    def open(self, card: ShelfCard) -> None:
        """Show the photos of a card as an answer."""
        self._context.part(SearchBar).ask_query(parse(card.query).query)

    def show_highlights(self, card: ShelfCard) -> None:
        """Show the photos of a card and, as soon as they are known, the highlights among them."""
        self.open(card)
        self._context.part(PhotoGrid).clearSelection()  # what is shown already may have one
        self._awaited = self._gallery.asked
        self._go_on()

    def _go_on(self) -> None:
        """Run the command for highlights once the awaited answer is shown; another question ends the waiting."""
        state, asked = self._gallery.state, self._gallery.asked
        if self._awaited == asked and (state.query != asked.query or state.is_waiting):
            return
        is_there, self._awaited = self._awaited == asked and state.photos > 0, None
        if is_there:
            self._context.action("highlights").trigger()

    def ask_name(self, card: ShelfCard) -> None:
        """Ask for another name of a topic."""
        if card.key:
            self.question = TopicQuestion(self._context.widget, card)
            self.question.named.connect(partial(self._rename, card))
            self.question.open()

    def toggle_pin(self, card: ShelfCard) -> None:
        """Pin a topic, or no longer."""
        explore, name = self._context.session.explore, line_written_out(card.name)
        if card.key and card.state == "pinned":
            self._report(explore.show_topic(card), tr("Unpinned “{name}”.", name=name))
        elif card.key:
            self._report(explore.pin_topic(card), tr("Pinned “{name}”: it comes first.", name=name))

    def toggle_hidden(self, card: ShelfCard) -> None:
        """Hide a topic, or no longer; its photos stay."""
        explore, name = self._context.session.explore, line_written_out(card.name)
        if card.key and card.state == "hidden":
            self._report(explore.show_topic(card), tr("“{name}” is shown here again.", name=name))
        elif card.key:
            self._report(explore.hide_topic(card), tr("Hid “{name}” on this page. Its photos stay.", name=name))

    def save(self, card: ShelfCard) -> None:
        """Save what a card finds as a smart album."""

        def tell(name: str) -> None:
            self._context.say(tr("Made the smart album “{album}”.", album=line_written_out(name)), undo=True)

        self._context.bridge.call(self._context.session.explore.save_as_smart_album(card), tell, self)

    def explain(self, card: ShelfCard) -> None:
        """Say why a card is there."""
        self._context.say(f"{line_written_out(card.name)}: {card.why}")

    def place_photo(self, themes: ThemeMap, photo: int, path: str) -> None:
        """Show on a map of themes where a photo belongs; with 0, the one in a file."""

        def show(key: str) -> None:
            if (card := themes.light(key)) is not None:
                self._context.say(tr("It belongs to “{name}”.", name=line_written_out(card.name)))
            else:
                self._context.say(tr("This photo belongs to no theme on the map."))

        self._context.bridge.call(self._context.session.explore.theme_of(photo, path), show, self)

    def _rename(self, card: ShelfCard, name: str) -> None:
        words = (
            tr("Renamed to “{name}”.", name=name) if name.strip() else tr("It has the name that Photon found again.")
        )
        self._report(self._context.session.explore.rename_topic(card, name), words)

    def _report(self, done: Future[Changes], words: str) -> None:
        self._context.bridge.call(done, lambda changes: self._context.say(words, undo=bool(changes)), self)
