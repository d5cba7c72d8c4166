"""A titled part of a panel that can be folded; its state is remembered."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from photon.domain import Changes
from photon.domain.changes import ChangeKind
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.icons import icon
from photon.ui.kit.latest_request import LatestRequest
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


class AnsweredSection(DetailsSection):
    """A section of the details whose content the library is asked for; it is hidden while there is none.

    Subclasses ask with ``_request`` for what they show of ``_photos``, and set ``_shown`` to the photos of an answer.

    Attributes:
        renewed_by: Kinds of changes of its photos after which the library is asked again.
    """

    renewed_by: ClassVar[frozenset[ChangeKind]] = frozenset()

    def __init__(self, title: str, body: QWidget, bridge: Bridge, kept_as: str) -> None:
        """See ``Section``; ``bridge`` brings answers and changes."""
        self._photos, self._shown = list[int](), list[int]()
        self._is_wanted = False
        super().__init__(title, body, self, kept_as=kept_as)
        self._request = LatestRequest(bridge, self, is_quiet=True)
        bridge.changed.connect(self._hear)

    @property
    @abstractmethod
    def has_content(self) -> bool:
        """Whether there is something to show."""

    @abstractmethod
    def _ask(self) -> None:
        """Ask for the content for ``_photos``."""

    @abstractmethod
    def _show_nothing(self) -> None:
        """Clear the content."""

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - a method of Qt
        """Show the section, unless there is nothing to show."""
        self._is_wanted = visible
        super().setVisible(visible and self.has_content)

    def show_photos(self, photos: Sequence[int]) -> None:
        """Request the content for photos; that of the previous ones stays briefly, until the answer arrives."""
        self._photos = list(photos)
        self._request.forget()
        self._ask()

    def drop_outdated(self) -> None:
        """Hide what is about the previous photos."""
        if self._shown != self._photos:
            self._show_nothing()

    def _hear(self, changes: Changes) -> None:
        mine = {*self._photos, *self._shown}
        if changes.gone & mine:
            self._show_nothing()
        elif mine and changes.kinds & self.renewed_by and (not changes.photos or changes.photos & mine):
            self._ask()
