"""Tags that the person teaches in a window: from selected photos, by answers, as long as they like."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.domain import PhotonError
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.tags.teach_page import TeachPage
from photon.ui.tags.teach_panel import SHOWN, TagTeaching

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

NOTHING = "Select a photo that shows it first, then teach its tag."


class Lessons(QObject):
    """Brings panel and page together."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._session, self._bridge, self._toast = window.session, window.bridge, window.toast
        self._known = LatestRequest(window.bridge, self)
        self.panel = TagTeaching(window.session, window.bridge, window, window.top_bar.search)
        self.page = TeachPage(window.session, window.bridge)
        self.panel.taught.connect(self._teach)
        self.panel.continued.connect(self.ask_about)
        self.panel.left.connect(window.focus_middle)
        self.page.closed.connect(window.show_grid)
        self.page.undo_wanted.connect(window.marks.undo)
        self.page.done.connect(lambda words: self._toast.say(f"{words}.", window.marks.undo))
        self.page.current_changed.connect(self._show_details)

    def begin(self) -> None:
        """Let the person say what the selected photos show, or go on with a tag that is being taught."""
        photos = self._window.targets()

        def ask(known: list[Taught]) -> None:
            if not photos and not known:
                self._toast.say(NOTHING)
                return
            self.panel.ask(photos, known)
            future = self._session.previews(photos[:SHOWN])
            self._bridge.call(future, self.panel.show_previews, self.panel, lambda _: None)

        self._known.forget()
        self._known.ask(self._session.teaching.all_taught(), ask)

    def ask_about(self, path: TagPath) -> None:
        """Ask which photos show this tag, which is being taught."""
        self.panel.leave()
        self._window.show_page(self.page)
        self.page.begin(path)
        self.page.setFocus()

    def _teach(self, path: TagPath) -> None:
        future = self._session.teaching.teach(path, self.panel.photos)
        self._bridge.call(future, lambda taught: self.ask_about(taught.path), self, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self.panel.refuse(str(error))

    def _show_details(self, photo: int) -> None:
        if self._window.middle.currentWidget() is self.page:
            self._window.inspector.show_photos([photo])
