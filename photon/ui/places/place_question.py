"""The question how a place of the user is called, how large it is, and whether it is private."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QSpinBox

from photon.domain.places.own_place import LARGEST, LONGEST_NAME, SMALLEST, OwnPlace
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import frame_dialog, hbox
from photon.ui.map.small_map import SmallMap

_WIDTH, _MAP = 440, 200


class PlaceQuestion(QDialog):
    """Asks for name and radius; the circle is shown on a small map.

    Signals:
        chosen: Brings the OwnPlace; its key is that of the place that was given.
    """

    chosen = Signal(object)

    def __init__(self, context: WindowContext, place: OwnPlace) -> None:
        super().__init__(context.widget)
        self._place = place
        self.setMinimumWidth(_WIDTH)
        self.line = name_field(QLineEdit(place.name), tr("Name"), tr("Our house, grandma's, the beach house…"))
        self.line.setMaxLength(LONGEST_NAME)
        self.radius = QSpinBox()
        self.radius.setRange(round(SMALLEST), round(LARGEST))
        self.radius.setStepType(QSpinBox.StepType.AdaptiveDecimalStepType)
        self.radius.setSuffix(" m")
        self.radius.setValue(round(place.radius))
        for part in (self.radius, self.radius.lineEdit()):
            part.setAccessibleName(tr("Radius"))
        self.private = QCheckBox(tr("Private: left out of exports and written metadata"))
        self.private.setChecked(place.is_private)
        self.map = SmallMap().until_closed(context, self)
        self.map.setFixedHeight(_MAP)
        title = tr("Change “{name}”", name=place.name) if place.name else tr("Name this place")
        around = hbox(make_label(tr("Radius")), self.radius, None, spacing=tokens.TIGHT)
        self.go = make_button(tr("Save place"), clicked=self._save, role="primary")
        leave = make_button(tr("Cancel"), clicked=self.reject)
        frame_dialog(self, title, (self.line, around, (self.map, 1), self.private), (leave, self.go))
        self.radius.valueChanged.connect(lambda _: self._show_circle())
        self.line.textChanged.connect(lambda text: self.go.setEnabled(bool(text.strip())))
        self.go.setEnabled(bool(place.name))
        self._show_circle()
        self.line.setFocus()

    def _show_circle(self) -> None:
        self.map.show_point(self._place.centre, float(self.radius.value()))

    def _save(self) -> None:
        name, radius = self.line.text().strip(), float(self.radius.value())
        self.chosen.emit(replace(self._place, name=name, radius=radius, is_private=self.private.isChecked()))
        self.accept()
