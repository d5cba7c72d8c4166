"""A titled part of a panel that can be folded; its state is remembered."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.icons import icon
from photon.ui.kit.layouts import vbox
from photon.ui.kit.settings import remembered_switch, settings
from photon.ui.kit.theme import theme


class Section(QWidget):
    """A button with the title, and a body below it that the button folds."""

    def __init__(self, title: str, body: QWidget, parent: QWidget | None = None, kept_as: str = "") -> None:
        """Make a section.

        Args:
            title: Text of the button, in the user's language.
            body: The widget that is folded.
            parent: Its parent.
            kept_as: The last part of its key in the settings, the same in all languages; empty to use the title.
        """
        super().__init__(parent)
        self._key = f"sections/{kept_as or title}"  # two panels may have sections with the same title
        self.body = body
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setIconSize(QSize(tokens.SMALL, tokens.SMALL))
        self.head.setMinimumHeight(tokens.LINE)  # a layout without enough space would cut it
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setProperty("role", "fold")  # aligned with the content below it
        font = self.head.font()
        font.setWeight(font.Weight.DemiBold)
        self.head.setFont(font)
        self.head.clicked.connect(self.toggle)
        vbox(self.head, body, to=self, margins=(0, 0, 0, tokens.TIGHT), spacing=tokens.HAIR)
        self._show(is_open=remembered_switch(self._key, usual=True))
        theme().changed.connect(self._dress)

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return not self.body.isHidden()

    def toggle(self) -> None:
        """Fold or unfold, and store the state."""
        self._show(is_open=not self.is_open)
        settings().setValue(self._key, self.is_open)

    def _show(self, *, is_open: bool) -> None:
        self.body.setVisible(is_open)
        title = self.head.text()
        self.head.setAccessibleName(
            tr("{title}, expanded", title=title) if is_open else tr("{title}, collapsed", title=title)
        )
        self._dress()

    def _dress(self) -> None:
        self.head.setIcon(icon("caret-down" if self.is_open else "caret-right"))


class PhotoDetails(Protocol):
    """What fills a section of the details panel."""

    def show_photos(self, photos: Sequence[int]) -> None:
        """Show the details of these photos; the previous content stays briefly, until the answer arrives."""

    def drop_outdated(self) -> None:
        """Clear what is about the previous photos, because the answer is late."""


class DetailsSection(Section):
    """A section of the details panel with input fields, which stay in place while details are loading.

    Attributes:
        content: Fills it.
    """

    def __init__(self, title: str, body: QWidget, content: PhotoDetails, kept_as: str = "") -> None:
        """See ``Section``."""
        super().__init__(title, body, kept_as=kept_as)
        self.content = content
