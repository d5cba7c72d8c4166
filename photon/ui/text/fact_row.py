"""A fact of a document in the details: its name and value, and buttons that confirm and dismiss it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from photon.domain.text.stated_facts import FIELD_NAMES, KIND_NAMES, DocumentFact, FactField
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import keep_focus_elsewhere, make_icon_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import hbox
from photon.ui.kit.theme import dress
from photon.ui.widgets.text_fields import TitleLine

_NAME_WIDTH, _ICON = 62, 14  # pixels
FIELD_TITLES: dict[FactField, str] = {name: title[:1].upper() + title[1:] for name, title in FIELD_NAMES.items()}


class KindBox(QComboBox):
    """The kinds to choose from; the wheel scrolls the panel, and changes nothing that the person decided."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the panel."""
        event.ignore()


class FactRow(QWidget):
    """Shows one fact; Enter or leaving the field saves what was typed, Esc gives it up.

    Signals:
        confirmed: Brings the value as typed.
        dismissed: The photo does not state it.
    """

    confirmed = Signal(str)
    dismissed = Signal()

    def __init__(self, field: FactField, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field, self._fact = field, DocumentFact("")
        title = FIELD_TITLES[field]
        self.name, self.line, self.kinds = make_label(title, "quiet"), TitleLine(self), KindBox(self)
        self.name.setFixedWidth(_NAME_WIDTH)
        for kind, kind_name in KIND_NAMES.items():
            self.kinds.addItem(kind_name[:1].upper() + kind_name[1:], kind)
        is_kind = field == "kind"
        self.line.setHidden(is_kind)
        self.kinds.setVisible(is_kind)
        for part in (self.line, self.kinds):
            part.setAccessibleName(title)
        self.tick = make_icon_button("check", tr("Confirm “{tag}”", tag=title), self._confirm, pixels=_ICON)
        self.cross = make_icon_button("x", tr("Dismiss “{field}”", field=title), self.dismissed, pixels=_ICON)
        keep_focus_elsewhere(self.tick, self.cross)
        policy = self.tick.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.tick.setSizePolicy(policy)
        parts = (self.name, (self.line, 1), (self.kinds, 1), self.tick, self.cross)
        hbox(*parts, to=self, margins=0, spacing=tokens.HAIR)
        self.kinds.activated.connect(self._confirm)
        self.line.saved.connect(self._confirm)
        self.line.left.connect(self._save)
        self.line.given_up.connect(lambda: self.show_fact(self._fact))

    def show_fact(self, fact: DocumentFact) -> None:
        """Show a fact; what is being typed is dropped."""
        self._fact = fact
        self.line.show_text(fact.value, FIELD_TITLES[self.field])
        self.line.setModified(False)
        self.kinds.setCurrentIndex(self.kinds.findData(fact.value))
        self.tick.setVisible(bool(fact.value) and not fact.is_confirmed)
        state = tr("Confirmed") if fact.is_confirmed else tr("Suggested by Photon")
        tip = state if self.field == "kind" else f"{fact.value}\n{state}"
        for part in (self.line, self.kinds):
            part.setToolTip(tip)
            dress(part, "role", "" if fact.is_confirmed or not fact.value else "suggested")
            part.setAccessibleDescription(state)

    @property
    def is_typed(self) -> bool:
        """Whether a value was typed that is not saved."""
        return self.line.is_typed

    def _save(self) -> None:
        if self.is_typed:
            self._confirm()

    def _confirm(self, *_: object) -> None:
        self.line.setModified(False)
        self.confirmed.emit(self.kinds.currentData() if self.field == "kind" else self.line.words)
