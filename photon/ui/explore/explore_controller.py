"""Opens the Explore page, and notes which photos a person looks at."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.ui.explore.thing_section import ThingSection
from photon.ui.kit.context import WindowContext
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe import Loupe

if TYPE_CHECKING:
    from photon.ui.explore.explore_page import ExplorePage

_LOOK_MS = 2000
"""How long a photo is shown in the loupe before it counts as looked at: shorter is leafing through."""


class ExploreController(QObject):
    """Connects the parts of Explore.

    Attributes:
        section: What a photo shows, in the details.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._loupe = context, context.part(Loupe)
        self.section = ThingSection(context)
        self._looking = single_shot(self, _LOOK_MS, self._note_look)
        self._loupe.current_changed.connect(lambda _: self._looking.start())

    @cached_property
    def page(self) -> "ExplorePage":
        """The page."""
        from photon.ui.explore.explore_page import ExplorePage  # with the map, and the window opens without it

        return self._context.pages.add(ExplorePage(self._context))

    def open(self) -> None:
        """Show the page."""
        self._context.pages.enter(self.page)

    def _note_look(self) -> None:
        if self._loupe.isVisible() and self._loupe.current:
            done = self._context.session.explore.note_looks([self._loupe.current])
            self._context.bridge.call_quietly(done, lambda _: None, self)
