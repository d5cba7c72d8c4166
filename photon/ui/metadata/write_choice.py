"""For which program words are written, and where: two boxes, and a sentence about what is chosen."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from photon.domain.metadata.run_title import PROGRAMS
from photon.domain.metadata.writing import Policy
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import make_form
from photon.ui.metadata.write_messages import PLACES, about
from photon.ui.widgets.setting_fields import ChoiceField


class WriteChoice(QWidget):
    """``changed`` tells that another one was chosen; it is remembered.

    Attributes:
        about: The sentence, which the page puts below.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.program = ChoiceField("writing/profile", PROGRAMS, tr("For"))
        self.place = ChoiceField("writing/policy", PLACES, tr("Save to"))
        self.about = make_label(role="quiet", wraps=True)
        # Below each other: a small window has no room for both side by side.
        rows = make_form(self, spacing=(tokens.SPACE, tokens.TIGHT))
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for box in (self.program, self.place):
            rows.addRow(box.accessibleName(), box)
            box.edited.connect(self._change)
        self._say()

    @property
    def profile(self) -> str:
        """Name of the chosen profile."""
        return self.program.value

    @property
    def policy(self) -> Policy:
        """The chosen policy."""
        return cast(Policy, self.place.value)

    def recall(self) -> None:
        """Show what was chosen elsewhere meanwhile."""
        self.program.recall()
        self.place.recall()
        self._say()

    def _say(self) -> None:
        self.about.setText(about(self.profile, self.policy))

    def _change(self) -> None:
        self.program.remember()
        self.place.remember()
        self._say()
        self.changed.emit()
