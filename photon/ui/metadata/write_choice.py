"""The choice of program and place for saved metadata: three boxes, a switch, and a sentence about the choice."""

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QWidget

from photon.domain.metadata.album_words import AlbumChoice
from photon.domain.metadata.run_title import PROGRAMS
from photon.domain.metadata.writing import Policy
from photon.domain.metadata.written_text import TextChoice
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import make_form
from photon.ui.metadata.write_messages import ALBUM_TEXTS, PLACES, TEXT_WAYS, about
from photon.ui.widgets.setting_fields import ALBUMS_KEY, TEXT_KEY, CheckField, ChoiceField


class WriteChoice(QWidget):
    """``changed`` is emitted when the choice changes; the choice is stored.

    Attributes:
        about: The sentence, which the page shows below.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.program = ChoiceField("writing/profile", PROGRAMS, tr("For"))
        self.place = ChoiceField("writing/policy", PLACES, tr("Save to"))
        self.rotation = CheckField("writing/turns", tr("Save rotation, too"), usual=False)
        self.shelves = ChoiceField(ALBUMS_KEY, ALBUM_TEXTS, tr("Albums"))
        self.written = ChoiceField(TEXT_KEY, TEXT_WAYS, tr("Text in photos"))
        self.named = CheckField("writing/places", tr("Save the names of places, too"), usual=False)
        self.about = make_label(role="quiet", wraps=True)
        self._fields = (self.program, self.place, self.shelves, self.written, self.rotation, self.named)
        # One below the other: a small window has no space for both side by side.
        rows = make_form(self, spacing=(tokens.SPACE, tokens.TIGHT))
        rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for box in (self.program, self.place, self.shelves, self.written):
            rows.addRow(box.accessibleName(), box)
            box.edited.connect(self._change)
        for tick in (self.rotation, self.named):
            rows.addRow("", tick)
            tick.edited.connect(self._change)
        self._say()

    @property
    def profile(self) -> str:
        """Name of the chosen profile."""
        return self.program.value

    @property
    def policy(self) -> Policy:
        """The chosen policy."""
        return cast(Policy, self.place.value)

    @property
    def turns(self) -> bool:
        """Whether rotations are saved, too; only photos themselves can contain them."""
        return self.rotation.isChecked() and self.policy != "sidecar"

    @property
    def places(self) -> bool:
        """Whether names of places are saved, too."""
        return self.named.isChecked()

    @property
    def albums(self) -> AlbumChoice:
        """How albums are saved."""
        return cast(AlbumChoice, self.shelves.value)

    @property
    def text(self) -> TextChoice:
        """How text in photos is saved."""
        return cast(TextChoice, self.written.value)

    def recall(self) -> None:
        """Show a choice that was changed elsewhere."""
        for field in self._fields:
            field.recall()
        self._say()

    def _say(self) -> None:
        self.rotation.setEnabled(self.policy != "sidecar")
        self.about.setText(about(self.profile, self.policy, self.albums, self.text, turns=self.turns))

    def _change(self) -> None:
        for field in self._fields:
            field.remember()
        self._say()
        self.changed.emit()
