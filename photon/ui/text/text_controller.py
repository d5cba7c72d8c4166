"""Text in photos in a window: shown in the details and over the photo, and what can be done with it."""

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, QPoint, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication

from photon.domain import Changes, Query
from photon.domain.photo.page_text import PageText
from photon.domain.query.filter_kinds.texts import TEXT
from photon.domain.text.text_links import links_in
from photon.domain.unseen_characters import shortened_line
from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.menus import MenuRow, make_actions, open_menu
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.text.text_overlay import TextOverlay
from photon.ui.text.text_page import TextPage
from photon.ui.text.text_section import TextSection
from photon.ui.widgets.late_widget import LateWidget


class TextController(QObject):
    """Shows the text of photos."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._loupe = context, context.part(Loupe)
        self.section = TextSection(context.session, context.bridge)
        self.overlay = TextOverlay(self._loupe.view)
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        self._loupe.current_changed.connect(self._ask)
        self.overlay.menu_wanted.connect(self._open_menu)
        context.bridge.changed.connect(self._hear)
        page = LateWidget(partial(TextPage, context.session, context.bridge))
        context.settings.add_page(tr("Text in photos"), "text-aa", page, "find-text")

    def toggle(self) -> None:
        """Show the boxes of the text in the loupe, or hide them."""
        if not self._loupe.isVisible():
            self._context.say(tr("Open a photo first, then show the text in it."))
        elif not self.overlay.page.lines and not self.overlay.is_on:
            self._context.say(tr("Photon found no text in this photo."))
        else:
            self.overlay.toggle()

    def _ask(self, photo: int) -> None:
        self.overlay.show_page(PageText())
        self._request.forget()
        if photo:
            self._request_page(photo)

    def _request_page(self, photo: int) -> None:
        found = self._context.session.texts.marked_page(photo, self._context.part(Gallery).asked.query)
        self._request.ask(found, lambda found: self.overlay.show_page(*found))

    def _hear(self, changes: Changes) -> None:
        photo = self._loupe.current
        if photo in changes.gone:
            self.overlay.show_page(PageText())
        elif photo and "texts" in changes.kinds and photo in changes.photos:
            self._request_page(photo)  # what is shown stays until then, with what is selected in it

    def _open_menu(self, text: str, place: QPoint) -> None:
        line = " ".join(text.split())
        rows: list[MenuRow] = [
            (tr("Copy"), "copy", lambda: QGuiApplication.clipboard().setText(text)),
            (tr("Search for this"), "magnifying-glass", lambda: self._search(line)),
            (tr("Use as caption"), "chat-text", lambda: self._describe(line)),
            (tr("Add as tag"), "tag", lambda: self._tag(line)),
            *(
                (tr("Open {address}", address=shortened_line(address)), "arrow-square-out", partial(_open, address))
                for address in links_in(text).values()
            ),
        ]
        open_menu(self.overlay, place, lambda menu: make_actions(menu, rows))

    def _search(self, text: str) -> None:
        self._context.part(SearchBar).ask_query(Query((TEXT.filter_by(text),)))

    def _describe(self, text: str) -> None:
        self._do(lambda photo: self._context.session.captions.write([photo], text=text), tr("Caption set."))

    def _tag(self, text: str) -> None:
        act = self._context.session.tags.mark
        self._do(lambda photo: act([photo], [(text,)], "confirmed", by_hand=True), tr("Tag added."))

    def _do(self, act: Callable[[int], Future[Changes]], done: str) -> None:
        """Do something with the photo in the loupe that can be undone, and say so."""
        if self._loupe.current:
            self._context.bridge.call(act(self._loupe.current), lambda _: self._context.say(done, undo=True), self)


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))
