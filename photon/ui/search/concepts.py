"""Names of the person's own: taught from selected photos, listed in the left panel, searched for, forgotten."""

from PySide6.QtCore import QObject

from photon.domain import Changes, Like, PhotonError
from photon.domain.query.concept import FEWEST, MOST, Concept
from photon.search import parse
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import counted
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.concept_list import NameList
from photon.ui.search.concept_panel import Lesson, NameTeaching
from photon.ui.search.results import Gallery, ResultsState
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.section import Section


class ConceptController(QObject):
    """Teaches names in a window."""

    def __init__(self, context: WindowContext, bar: SearchBar, gallery: Gallery, grid: PhotoGrid) -> None:
        super().__init__(context.widget)
        self._context = context
        self._session = context.session
        self._bridge = context.bridge
        self._everything = LatestRequest(context.bridge, self)
        self._bar = bar
        self._grid = grid
        self.list = NameList()
        self.section = Section("Names", self.list)
        self.panel = NameTeaching(context.widget, self._bar)
        self.panel.taught.connect(self._teach)
        self.panel.left.connect(self._grid.setFocus)
        self.list.run_wanted.connect(self.run)
        self.list.renamed.connect(self._rename)
        self.list.remove_wanted.connect(self._forget)
        self._bridge.changed.connect(self._hear)
        self._bridge.hidden.connect(self.panel.forget)
        gallery.shown.connect(self._follow)
        self.refresh()

    def refresh(self) -> None:
        """Ask for the names again."""
        self._everything.ask(self._session.concepts.all_concepts(), self._show)

    def ask(self) -> None:
        """Let the person say what the selected photos show."""
        photos = self._grid.selected()
        if not FEWEST <= len(photos) <= MOST:
            chosen = f"{counted(len(photos), 'photo')} {'is' if len(photos) == 1 else 'are'} selected"
            self._context.say(f"Select {FEWEST} to {MOST} photos that show it first; {chosen}.")
            return
        self.panel.ask(photos, [concept.name for concept in self.list.kept])
        self._bridge.call(self._session.previews(photos), self.panel.show_previews, self.panel, lambda _: None)

    def run(self, concept: Concept) -> None:
        """Search for a name, and show it in the bar."""
        self._bar.recall(parse(typed(concept.name)).query)
        self._context.search(self._bar.query())

    # -- changes -----------------------------------------------------------------------------------

    def _hear(self, changes: Changes) -> None:
        if "concepts" in changes.kinds:
            self.refresh()

    def _follow(self, state: ResultsState) -> None:
        """Another answer is shown: its names are marked in the list."""
        phrases = state.query.phrases if state.query is not None else ()
        self.list.show_running([name for phrase in phrases for name in phrase.concepts])

    def _show(self, concepts: list[Concept]) -> None:
        self.list.show_kept(concepts)
        self.section.setVisible(bool(concepts))

    def _teach(self, lesson: Lesson) -> None:
        def learned(concept: Concept) -> None:
            self.panel.leave()
            self._say(f"Photon learned {concept.name} from {counted(len(concept.examples), 'photo')}.")
            self.run(concept)

        examples = [Like(photo=photo) for photo in lesson.photos]
        future = self._session.concepts.teach(lesson.name, lesson.kind, examples)
        self._bridge.call(future, learned, self.panel, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self.panel.refuse(str(error))

    def _rename(self, concept: Concept, name: str) -> None:
        future = self._session.concepts.rename(concept.name, name)
        self._bridge.call(future, lambda _: self._say(f"“{concept.name}” is called “{name}” now."), self)

    def _forget(self, concept: Concept) -> None:
        future = self._session.concepts.forget(concept.name)
        self._bridge.call(future, lambda _: self._say(f"Photon forgot “{concept.name}”."), self)

    def _say(self, words: str) -> None:
        self._context.say(words, undo=True)


def typed(name: str) -> str:
    """A name as it is typed in a query."""
    return f'my:"{name}"' if " " in name else f"my:{name}"
