"""Tags in the window: added and decided in the right panel, listed in the left one."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt

from photon.domain import Changes, PhotonError, Query
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import tr
from photon.ui.grid.results_state import ResultsState
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer
from photon.ui.search.search_bar import SearchBar
from photon.ui.tags.history_page import HistoryPage
from photon.ui.tags.review import Review
from photon.ui.tags.tag_labels import given, path_of, query_of
from photon.ui.tags.tag_panel import TagPanel
from photon.ui.tags.tag_tree import REVIEW, TagLine, TagTree, ambiguous_names, lines_of_tags
from photon.ui.tags.teaching import TeachingController
from photon.ui.tags.vocabulary_page import VocabularyPage
from photon.ui.widgets.late_widget import LateWidget
from photon.ui.widgets.line_model import Lines
from photon.ui.widgets.section import DetailsSection, Section

NOTHING = tr("Select a photo first, then {press} to add a tag.")
REFRESH_MS = 200


class TagController(QObject):
    """Connects the parts for tags."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self._session, self._bridge = context.session, context.bridge
        self._bar = context.part(SearchBar)
        self.panel = TagPanel(self._session, self._bridge)
        self.details = DetailsSection(tr("Tags"), self.panel, self.panel, kept_as="Tags")
        self.tree = TagTree()
        self.side = Section(tr("Tags"), self.tree, kept_as="Your tags")
        self._waiting = 0
        self._new: list[TagPath] = []
        self._latest = LatestRequest(context.bridge, self)
        self._refresh = SpacedTimer(self, REFRESH_MS, self.refresh)
        self.vocabulary, self.runs = LateWidget(self._make_vocabulary), LateWidget(self._make_runs)
        context.settings.add_page(tr("Tags"), "tag", self.vocabulary, "tags#choose-which-words-are-suggested")
        context.settings.add_page(tr("History"), "clock-counter-clockwise", self.runs, "tags#check-many-at-once")
        self._connect()
        self.refresh()

    def _connect(self) -> None:
        self.panel.asked.connect(self.look_for)
        self.panel.added.connect(self._expect)
        self.panel.done.connect(self.say)
        self.panel.quitted.connect(self._context.focus_page)
        self.tree.search_wanted.connect(lambda path: self.look_for(query_of(path)))
        self.tree.renamed.connect(self._rename)
        self.tree.refused.connect(self._bridge.report_error)
        self.tree.remove_wanted.connect(self._remove)
        self.tree.photos_dropped.connect(self.give)
        self.tree.review_wanted.connect(lambda path: self._context.part(Review).open(path))
        self._context.part(Review).waiting.connect(self.show_waiting)
        self._context.news.followed.connect(self.follow)
        self.tree.teach_wanted.connect(self._teach)
        self._bridge.changed.connect(self._hear)

    def _make_vocabulary(self) -> VocabularyPage:
        page = VocabularyPage(self._session, self._bridge)
        page.done.connect(self.say)
        page.undone.connect(self._context.undo)
        return page

    def _make_runs(self) -> HistoryPage:
        page = HistoryPage(self._session, self._bridge)
        page.done.connect(self.say)
        page.undone.connect(self._context.undo)
        return page

    def refresh(self) -> None:
        """Request the user's tags again."""
        self._latest.ask(combined(_prepare_tags, self._session.tags.all_tags()), self._show)

    def begin(self) -> None:
        """Let the user type a tag for the current photos."""
        if not self._context.pages.current.takes_tags:
            return
        photos = self._context.targets()
        if not photos:
            self._context.say(with_way(NOTHING, "tag"))
            return
        self._context.inspect(photos, at=self.panel)
        self.panel.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def look_for(self, query: Query) -> None:
        """Search for a tag and show the search in the bar."""
        self._bar.recall(query)
        self._context.search(self._bar.query())

    def say(self, words: str) -> None:
        """Show what was done, with an Undo button."""
        self._context.say(words, undo=True)

    def give(self, path: TagPath, photos: Sequence[int]) -> None:
        """Add a tag to photos."""
        future = self._session.tags.mark(photos, [path], "confirmed", by_hand=True)
        self._bridge.call(future, lambda changes: self.say(given([path], len(changes.photos))), self)

    def show_waiting(self, keys: frozenset[str]) -> None:
        """Show that the tags with these keys have undecided suggestions."""
        self._waiting = len(keys)
        self.tree.suggested = keys
        self.tree.show_waiting(self._waiting)
        self.side.setVisible(bool(self._waiting or self.tree.paths))

    def follow(self, page: Page, results: ResultsState | None) -> None:
        """Highlight the tag that is searched for, or the line of suggested tags during a review.

        Args:
            page: The page that is shown.
            results: What the page shows if it is the results page.
        """
        path = path_of(results.query) if results is not None else ()
        self.tree.light(REVIEW if page.is_review else tag_key(path) if path else None)

    # -- changes -------------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"tags", "photos"}:
            self._refresh.request()

    def _show(self, found: tuple[Lines[TagLine], frozenset[str]]) -> None:
        tags, ambiguous = found
        self.tree.show_tags(tags)
        self._new = [path for path in self._new if not self.tree.unfold(path)]
        self.panel.show_ambiguous(ambiguous)
        self.side.setVisible(bool(self._waiting or tags.things))

    def _expect(self, paths: Sequence[TagPath]) -> None:
        """Note tags just given to photos, so that new ones are shown once the tree has them."""
        self._new = [path for path in paths if not self.tree.index_of(path).isValid()]

    def _rename(self, path: TagPath, to: TagPath) -> None:
        words = tr("Renamed “{before}” to “{now}”.", before=tag_text(path), now=tag_text(to))
        try:
            future = self._session.tags.rename(path, to)
        except PhotonError as error:
            self._bridge.report_error(error)
            return
        self._bridge.call(future, lambda _: self.say(words), self)

    def _remove(self, path: TagPath) -> None:
        future = self._session.tags.delete(path)
        self._bridge.call(future, lambda _: self.say(tr("Deleted the tag “{tag}”.", tag=tag_text(path))), self)

    def _teach(self, path: TagPath) -> None:
        future = self._session.teaching.teach(path)
        self._bridge.call(future, lambda taught: self._context.part(TeachingController).ask_about(taught.path), self)


def _prepare_tags(tags: Sequence[tuple[TagPath, int]]) -> tuple[Lines[TagLine], frozenset[str]]:
    lines = lines_of_tags(tags)
    return lines, ambiguous_names(lines)
