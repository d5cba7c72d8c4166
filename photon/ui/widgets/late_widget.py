"""A place for a widget that is made when it is first shown, so that the window starts without it."""

from collections.abc import Callable
from functools import cached_property
from typing import Generic, TypeVar

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from photon.ui.kit.layouts import vbox

W = TypeVar("W", bound=QWidget)


class LateWidget(QWidget, Generic[W]):
    """Makes its content when it is first shown or asked for."""

    def __init__(self, make: Callable[[], W]) -> None:
        super().__init__()
        self._make = make

    @cached_property
    def content(self) -> W:
        """What is shown here."""
        made = self._make()
        vbox(made, to=self, margins=0)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Make what is to be shown."""
        self.content.show()
        super().showEvent(event)
