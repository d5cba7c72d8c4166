"""How dates are to be corrected: the ways, and the fields of each."""

from datetime import timedelta
from typing import Final, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QSpinBox, QStackedWidget, QWidget

from photon.domain.photo.date_change import (
    DateChange,
    DateFromName,
    DateReset,
    DateSetting,
    DateShift,
    ZoneCorrection,
    read_setting,
    read_zone,
)
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.labels import make_label, name_field
from photon.ui.kit.layouts import hbox, vbox

Way = Literal["shift", "set", "name", "zone", "reset"]
WAYS: Final[dict[Way, str]] = {
    "shift": tr("Shift dates"),
    "set": tr("Set to a date"),
    "name": tr("Take from the file name"),
    "zone": tr("Correct the time zone"),
    "reset": tr("Reset to the date in the file"),
}
_DATE, _ZONE = "2020-01-31 12:34", "+02:00"
_MOST_DAYS = 99_999
_MARGIN: Final = 6


class DateForm(QWidget):
    """Asks how.

    Signals: ``edited`` when something was typed or chosen.
    """

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.way = QComboBox()
        self.way.setAccessibleName(tr("Correction"))
        for way, text in WAYS.items():
            self.way.addItem(text, way)
        self.days, self.hours, self.minutes = (
            _spin(most, name) for most, name in ((_MOST_DAYS, tr("Days")), (23, tr("Hours")), (59, tr("Minutes")))
        )
        self.date = name_field(QLineEdit(), tr("Date"), _DATE)
        self.camera = name_field(QLineEdit(), tr("Camera's clock"), tr("as in the photo"))
        self.zone = name_field(QLineEdit(), tr("Taken in"), _ZONE)
        self.fields = QStackedWidget()
        for field in self._make_fields():
            self.fields.addWidget(field)
        self.way.currentIndexChanged.connect(self._follow)
        for spin in (self.days, self.hours, self.minutes):
            spin.valueChanged.connect(lambda _: self.edited.emit())
        for line in (self.date, self.camera, self.zone):
            line.textChanged.connect(lambda _: self.edited.emit())
        vbox(hbox(make_label(tr("Correction")), (self.way, 1)), self.fields, to=self, margins=0, spacing=tokens.SPACE)

    def _make_fields(self) -> tuple[QWidget, ...]:
        """The fields of each way, in the order of ``WAYS``."""
        shift, setting, name, zone, reset = (QWidget() for _ in WAYS)
        some = ((tr("Days"), self.days), (tr("Hours"), self.hours), (tr("Minutes"), self.minutes))
        row = hbox(*(part for text, spin in some for part in (make_label(text), spin)), None)
        vbox(row, None, to=shift, margins=0)
        example = tr("For example {date}. Without a time, each photo keeps its own.", date=_DATE)
        vbox(self.date, _note(example), None, to=setting, margins=0)
        vbox(
            _note(
                tr(
                    "For example IMG_20200131_123456.jpg. Names such as IMG-20200131-WA0001.jpg only have the day;"
                    " the time is then 00:00."
                )
            ),
            None,
            to=name,
            margins=0,
        )
        places = hbox(make_label(tr("Camera's clock")), self.camera, make_label(tr("Taken in")), self.zone)
        vbox(places, _note(tr("Offsets from UTC, such as {zone}.", zone=_ZONE)), None, to=zone, margins=0)
        vbox(_note(tr("What you corrected earlier is given up.")), None, to=reset, margins=0)
        return shift, setting, name, zone, reset

    def choose(self, way: Way) -> None:
        """Choose a way."""
        self.way.setCurrentIndex(self.way.findData(way))

    def change(self) -> DateChange | None:
        """The correction; None where something is missing or can't be read."""
        way: Way = self.way.currentData()
        if way == "shift":
            by = timedelta(days=self.days.value(), hours=self.hours.value(), minutes=self.minutes.value())
            return DateShift(by) if by else None
        if way == "set":
            found: DateSetting | None = read_setting(self.date.text())
            return found
        if way == "zone":
            to, camera = read_zone(self.zone.text()), self.camera.text().strip()
            given = read_zone(camera) if camera else ""
            return None if to is None or given is None else ZoneCorrection(to, given)
        return DateFromName() if way == "name" else DateReset()

    def unread(self) -> str:
        """What of the typed text can't be read, as a sentence; empty if it is fine or nothing was typed yet."""
        way: Way = self.way.currentData()
        if self.change() is not None or way == "shift":
            return ""
        typed = {"set": self.date.text(), "zone": self.zone.text() + self.camera.text()}.get(way, "")
        if not typed.strip():
            return ""
        if way == "set":
            return tr("This is no date. Write it as in {date}.", date=_DATE)
        return tr("This is no time zone. Write it as in {zone}.", zone=_ZONE)

    def _follow(self, at: int) -> None:
        self.fields.setCurrentIndex(at)
        self.edited.emit()


def _spin(most: int, name: str) -> QSpinBox:
    made = QSpinBox()
    made.setRange(-most, most)
    made.setMinimumWidth(88)
    made.lineEdit().setTextMargins(_MARGIN, 0, _MARGIN, 0)
    made.setAccessibleName(name)
    return made


def _note(text: str) -> QWidget:
    return make_label(text, "quiet", wraps=True)
