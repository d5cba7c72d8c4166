"""A placeholder for a widget that is built when it is first shown, so that the window starts faster."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from photon.ui.kit.layouts import vbox

W = TypeVar("W", bound=QWidget)


class LateWidget(QWidget, Generic[W]):
    """Builds its content when it is first shown or requested."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make

    @cached_property
    def content(self) -> W:
        """The content, built on the first access."""
        made = self._make()
        vbox(made, to=self, margins=0)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Build the content."""
        self.content.show()
        super().showEvent(event)
