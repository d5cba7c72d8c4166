"""A settings page that scrolls: a title, an introduction, and the settings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import Item, vbox

WIDTH = 760


class ScrollPage(QScrollArea):
    """A column of limited width that scrolls vertically."""

    def _compose(self, name: str, introduction: str, *items: Item) -> None:
        """Fill the page with a title, an introduction and these items."""
        page = QWidget()
        page.setMaximumWidth(WIDTH + 2 * tokens.LOOSE)
        head = (make_label(name, "title", wraps=True), make_label(introduction, "quiet", wraps=True))
        vbox(*head, *items, None, to=page, margins=tokens.LOOSE, spacing=tokens.SPACE)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name)
