"""Questions about a person: a name, another person, a birthday."""

from datetime import date

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from photon.domain.people.person import Person
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.layouts import frame_dialog
from photon.ui.people.name_line import NameLine

_WIDTH, _LIST = 400, 250  # pixels; room for the people whose names match
_EXAMPLE = "2019-05-31"


class NameQuestion(QDialog):
    """Asks for a name; people whose names match are listed below it."""

    def __init__(self, context: WindowContext, title: str, shown: str, *, takes_new: bool) -> None:
        super().__init__(context.widget)
        self.setMinimumWidth(_WIDTH)
        self.line = NameLine(context, self, takes_new=takes_new)
        self.line.show_name(shown)
        self.line.named.connect(self.accept)
        self.line.given_up.connect(self.reject)
        hint = tr("Choose a person from the list to say that both are one.") if takes_new else tr("Type a name.")
        leave = make_button(tr("Cancel"), clicked=self.reject)
        go = make_button(tr("Save name") if takes_new else tr("Merge"), clicked=self.line.enter)
        frame_dialog(self, title, (self.line, make_label(hint, "quiet", wraps=True), _LIST), (leave, go))
        self.line.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """List everybody where only a known person can be chosen."""
        super().showEvent(event)
        if not self.line.takes_new:
            self.line.offer_all()


class BirthdayQuestion(QDialog):
    """Asks when a person was born.

    Signals:
        chosen: Brings a date, or None if it is unknown.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget, person: Person) -> None:
        super().__init__(parent)
        self.setMinimumWidth(_WIDTH)
        self.line = name_field(QLineEdit(), tr("Birthday"), _EXAMPLE)
        self.line.setText(person.birthday.isoformat() if person.birthday else "")
        self.mistake = make_label(role="danger", wraps=True)
        self.mistake.hide()
        about = tr("You can then search for an age, and Photon suggests nothing from before the birth.")
        leave = make_button(tr("Cancel"), clicked=self.reject)
        go = make_button(tr("Save birthday"), clicked=self._save)
        title = tr("Birthday of {name}", name=person.name or tr("this person"))
        parts = (make_label(title, "heading", wraps=True, is_plain=True), self.line, self.mistake)
        frame_dialog(self, title, (*parts, make_label(about, "quiet", wraps=True), tokens.TIGHT), (leave, go))
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        text = self.line.text().strip()
        day = read_day(text)
        if text and day is None:
            show_text(self.mistake, tr("That is no day in the past. Type it like {example}.", example=_EXAMPLE))
            self.adjustSize()
        else:
            self.chosen.emit(day)
            self.accept()


def read_day(text: str) -> date | None:
    """Return a day in the past as it is typed in ISO 8601 or in the locale; None if it is none."""
    locale = QLocale()
    for form in (
        "yyyy-MM-dd",
        locale.dateFormat(QLocale.FormatType.ShortFormat).replace("yyyy", "yy").replace("yy", "yyyy"),
    ):
        day = locale.toDate(text, form)
        if day.isValid() and day.year() > 1800:
            found = date(day.year(), day.month(), day.day())
            return found if found <= date.today() else None  # noqa: DTZ011 - birthdays are local days
    return None
