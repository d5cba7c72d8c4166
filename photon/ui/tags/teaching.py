"""Teaching tags in a window: from selected photos, by answers, listed in the left panel."""

from functools import cached_property

from PySide6.QtCore import QObject

from photon.domain import Changes, PhotonError
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath, tag_text
from photon.language import tr
from photon.search.query_formatting import value_text
from photon.search.query_language import parse
from photon.ui.grid.results_state import ResultsState
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.pages import Page
from photon.ui.search.search_bar import SearchBar
from photon.ui.tags.learned_list import LearnedTagList
from photon.ui.tags.tag_labels import typed_path
from photon.ui.tags.teach_page import TeachPage
from photon.ui.tags.teach_panel import SHOWN, TagTeaching
from photon.ui.widgets.late_widget import is_made
from photon.ui.widgets.section import Section

NOTHING = tr("Select an example photo first, then teach its tag.")


class TeachingController(QObject):
    """Connects panel, page and list."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bar = context, context.part(SearchBar)
        self._session, self._bridge = context.session, context.bridge
        self._known, self._latest = LatestRequest(context.bridge, self), LatestRequest(context.bridge, self)
        self.list = LearnedTagList()
        self.section = Section(tr("Learned tags"), self.list, kept_as="Learned tags")
        self.list.run_wanted.connect(lambda taught: self.search(taught.path))
        self.list.continue_wanted.connect(lambda taught: self.ask_about(taught.path))
        self.list.renamed.connect(self._rename)
        self.list.remove_wanted.connect(self._forget)
        context.news.followed.connect(self.follow)
        context.bridge.changed.connect(self._hear)
        self.refresh()

    @cached_property
    def panel(self) -> TagTeaching:
        """The panel that asks for the tag."""
        panel = TagTeaching(self._session, self._bridge, self._context.widget, self._bar)
        panel.taught.connect(self._teach)
        panel.continued.connect(self.ask_about)
        panel.left.connect(self._context.focus_page)
        self._bridge.changed.connect(panel.hear)
        return panel

    @cached_property
    def page(self) -> TeachPage:
        """The page that asks which photos show a tag."""
        page = self._context.pages.add(TeachPage(self._session, self._bridge))
        page.search_wanted.connect(self.search)
        page.undo_wanted.connect(self._context.undo)
        page.done.connect(lambda words: self._say(f"{words}."))
        return page

    def refresh(self) -> None:
        """Request the learned tags again."""
        self._latest.ask(self._session.teaching.all_taught(), self._show)

    def begin(self) -> None:
        """Let the user say what the selected photos show, or continue a tag that is being taught."""
        photos = self._context.targets()

        def ask(known: list[Taught]) -> None:
            if not photos and not known:
                self._context.say(NOTHING)
                return
            self.panel.ask(photos, known)
            future = self._session.browsing.previews(photos[:SHOWN])
            self._bridge.call(future, self.panel.show_previews, self.panel, lambda _: None)

        self._known.forget()
        self._known.ask(self._session.teaching.all_taught(), ask)

    def ask_about(self, path: TagPath) -> None:
        """Ask which photos show this tag, which is being taught."""
        if is_made(self, "panel"):
            self.panel.leave()
        self._context.pages.setCurrentWidget(self.page)
        self.page.begin(path)
        self.page.take_keyboard()

    def search(self, path: TagPath) -> None:
        """Search for a learned tag, and show the search in the bar."""
        self._bar.recall(parse(f"my:{value_text('my', '/'.join(path))}").query)
        self._context.search(self._bar.query())

    # -- changes -----------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "tags" in changes.kinds:
            self.refresh()

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Mark the learned tags in the query whose answer is shown.

        Args:
            page: The page that is shown.
            results: What the page shows if it is the results page.
        """
        del page
        phrases = results.query.phrases if results is not None and results.query is not None else ()
        self.list.show_running([name for phrase in phrases for name in phrase.concepts])

    def _show(self, taught: list[Taught]) -> None:
        self.list.show_kept(taught)
        self.section.setVisible(bool(taught))

    def _teach(self, path: TagPath, kind: str) -> None:
        future = self._session.teaching.teach(path, self.panel.photos, kind=kind or None)
        self._bridge.call(future, lambda taught: self.ask_about(taught.path), self, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self.panel.refuse(str(error))

    def _rename(self, taught: Taught, name: str) -> None:
        try:
            to = typed_path(name)
            future = self._session.tags.rename(taught.path, to)
        except PhotonError as error:
            self._bridge.report_error(error)
            return
        self._bridge.call(
            future,
            lambda _: self._say(tr("Renamed “{before}” to “{now}”.", before=taught.name, now=tag_text(to))),
            self,
        )

    def _forget(self, taught: Taught) -> None:
        future = self._session.teaching.forget(taught.path)
        self._bridge.call(future, lambda _: self._say(tr("Stopped learning “{tag}”.", tag=taught.name)), self)

    def _say(self, words: str) -> None:
        self._context.say(words, undo=True)
