"""Help in the window: opens the page of the guide about what is shown."""

from functools import cached_property

from PySide6.QtCore import QObject

from photon.domain.guide import INDEX
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.help.help_page import HelpPage
from photon.ui.kit.context import WindowContext
from photon.ui.kit.pages import Explained
from photon.ui.widgets.notice import NoticeBar


class HelpController(QObject):
    """Opens the guide."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._stack = context, context.outer
        context.settings.help_wanted.connect(self.explain)
        context.part(NoticeBar).help_wanted.connect(self.open)

    @cached_property
    def page(self) -> HelpPage:
        """The guide."""
        return HelpPage(self._stack, self._context.part(PhotoGrid))

    def explain(self) -> None:
        """Open the guide at the page about what is shown; inside the guide, move to its list of pages."""
        shown: object = self._stack.currentWidget()
        if shown is self.page:
            self.page.open(INDEX)
        elif isinstance(shown, Explained):
            self.page.open(shown.help_topic())
        else:
            self.page.open(self._context.pages.current.help_topic())

    def open(self, topic: str = INDEX) -> None:
        """Open the guide at a page."""
        self.page.open(topic)
