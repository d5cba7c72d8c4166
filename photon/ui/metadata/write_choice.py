"""For which program words are written, and where: two boxes, and a sentence about what is chosen."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QWidget

from photon.domain.metadata.writing import POLICIES, Policy
from photon.ui.kit import tokens
from photon.ui.kit.settings import remembered_word, settings
from photon.ui.metadata.write_messages import PLACES, PROGRAMS, about

_PROFILE, _POLICY = "writing/profile", "writing/policy"


class WriteChoice(QWidget):
    """``changed`` tells that another one was chosen; it is remembered.

    Attributes:
        about: The sentence, which the page puts below.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.program, self.place, self.about = QComboBox(), QComboBox(), QLabel()
        for box, words in ((self.program, PROGRAMS), (self.place, PLACES)):
            for name, shown in words.items():
                box.addItem(shown, name)
        self.program.setCurrentIndex(self.program.findData(remembered_word(_PROFILE, "everywhere", tuple(PROGRAMS))))
        self.place.setCurrentIndex(self.place.findData(remembered_word(_POLICY, "sidecar", POLICIES)))
        self._compose()
        self._say()
        for box in (self.program, self.place):
            box.currentIndexChanged.connect(self._change)

    def _compose(self) -> None:
        rows = QGridLayout(self)  # under each other: there is no room beside each other in a small window
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setHorizontalSpacing(tokens.SPACE)
        rows.setVerticalSpacing(tokens.TIGHT)
        for row, (name, box) in enumerate((("Written for", self.program), ("Where", self.place))):
            label = QLabel(name)
            label.setBuddy(box)
            box.setAccessibleName(name)
            rows.addWidget(label, row, 0)
            rows.addWidget(box, row, 1)
        rows.setColumnStretch(2, 1)
        self.about.setProperty("role", "quiet")
        self.about.setWordWrap(True)

    @property
    def profile(self) -> str:
        """Name of the chosen profile."""
        return str(self.program.currentData())

    @property
    def policy(self) -> Policy:
        """The chosen policy."""
        return cast(Policy, self.place.currentData())

    def _say(self) -> None:
        self.about.setText(about(self.profile, self.policy))

    def _change(self) -> None:
        settings().setValue(_PROFILE, self.profile)
        settings().setValue(_POLICY, self.policy)
        self._say()
        self.changed.emit()
