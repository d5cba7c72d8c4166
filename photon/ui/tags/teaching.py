"""Tags that the person teaches in a window: from selected photos, by answers, as long as they like."""

from PySide6.QtCore import QObject

from photon.domain import PhotonError
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.search_bar import SearchBar
from photon.ui.tags.teach_page import TeachPage
from photon.ui.tags.teach_panel import SHOWN, TagTeaching

NOTHING = "Select a photo that shows it first, then teach its tag."


class Lessons(QObject):
    """Brings panel and page together."""

    def __init__(self, context: WindowContext, bar: SearchBar) -> None:
        super().__init__(context.widget)
        self._context = context
        self._session, self._bridge = context.session, context.bridge
        self._known = LatestRequest(context.bridge, self)
        self.panel = TagTeaching(context.session, context.bridge, context.widget, bar)
        self.page = TeachPage(context.session, context.bridge)
        self.panel.taught.connect(self._teach)
        self.panel.continued.connect(self.ask_about)
        self.panel.left.connect(context.focus_page)
        self.page.undo_wanted.connect(context.undo)
        self.page.done.connect(lambda words: context.say(f"{words}.", undo=True))
        context.bridge.hidden.connect(self.panel.forget)
        context.pages.add(self.page)

    def begin(self) -> None:
        """Let the person say what the selected photos show, or go on with a tag that is being taught."""
        photos = self._context.targets()

        def ask(known: list[Taught]) -> None:
            if not photos and not known:
                self._context.say(NOTHING)
                return
            self.panel.ask(photos, known)
            future = self._session.previews(photos[:SHOWN])
            self._bridge.call(future, self.panel.show_previews, self.panel, lambda _: None)

        self._known.forget()
        self._known.ask(self._session.teaching.all_taught(), ask)

    def ask_about(self, path: TagPath) -> None:
        """Ask which photos show this tag, which is being taught."""
        self.panel.leave()
        self._context.pages.setCurrentWidget(self.page)
        self.page.begin(path)
        self.page.setFocus()

    def _teach(self, path: TagPath) -> None:
        future = self._session.teaching.teach(path, self.panel.photos)
        self._bridge.call(future, lambda taught: self.ask_about(taught.path), self, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self.panel.refuse(str(error))
