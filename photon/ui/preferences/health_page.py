"""The page of the library's health: the checks, with a button where something can be repaired."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from photon.app.health.health_check import BUTTONS, TITLES, HealthCheck, HealthPart, HealthState, Mending
from photon.app.session import Session
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.icon_label import IconLabel
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.preferences.restart import RepairRequest, restart_with
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr(
    "Photon checks its own files and those of your photos. What it can rebuild, it rebuilds in the background. None of"
    " this changes a photo."
)
STATES: Mapping[HealthState, tuple[str, str, str]] = {
    "good": ("check-circle", "good", tr("Good")),
    "notice": ("info", "warning", tr("Worth knowing")),
    "bad": ("warning-circle", "danger", tr("Needs attention")),
}
"""Icon, colour and name of each state."""
_ALL_GOOD = tr("Everything is fine.")


class HealthRow(QWidget):
    """A check with its state, finding and meaning; ``pressed`` brings the action that repairs it."""

    pressed = Signal(str)

    def __init__(self, part: HealthPart) -> None:
        super().__init__()
        self.check: HealthCheck | None = None
        self._icon = IconLabel("check-circle", tokens.ICON)
        self.text = make_label(wraps=True, is_plain=True, is_selectable=True)
        self.meaning = make_label("", "quiet", wraps=True, is_plain=True, is_selectable=True)
        self.button = make_button(clicked=self._press)
        words = vbox(make_label(TITLES[part], "strong"), self.text, self.meaning, margins=0, spacing=tokens.HAIR)
        top = Qt.AlignmentFlag.AlignTop
        hbox(
            (self._icon, 0, top), (words, 1), (self.button, 0, top), to=self, margins=(0, tokens.HAIR),
            spacing=tokens.SPACE,
        )  # fmt: skip
        self.meaning.hide()
        self.button.hide()

    def show_check(self, check: HealthCheck) -> None:
        """Show the result of a check."""
        self.check = check
        icon_name, colour, state = STATES[check.state]
        self._icon.show_icon(icon_name, colour)
        self._icon.setToolTip(state)
        self.text.setText(check.text)
        show_text(self.meaning, check.meaning)
        title = TITLES[check.part]
        self.setAccessibleName(f"{title}: {state}. {check.text}")
        self.button.setVisible(check.mending is not None)
        if check.mending is not None:
            self.button.setText(BUTTONS[check.mending])
            self.button.setAccessibleName(f"{title}: {BUTTONS[check.mending]}")

    def _press(self) -> None:
        if self.check is not None and self.check.mending is not None:
            self.pressed.emit(self.check.mending)


class HealthPage(ScrollPage):
    """Runs all checks when it is shown.

    Signals:
        problems_wanted: The user wants to see the files that could not be used.
        backups_wanted: The user wants to see the backups.
    """

    problems_wanted, backups_wanted = Signal(), Signal()

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self._latest = LatestRequest(bridge, self, of_photos=False)
        self.outcome = make_label(wraps=True, is_selectable=True)
        self.again_button = make_button(tr("Check again"), clicked=self.examine, icon_name="arrows-clockwise")
        self.rows: dict[HealthPart, HealthRow] = {}  # created with the first result, so that the page appears at once
        self._left: dict[HealthPart, HealthCheck] = {}  # not shown yet
        self._column = vbox(margins=0, spacing=tokens.SPACE)
        self._compose(
            tr("Library health"),
            INTRODUCTION,
            hbox((self.outcome, 1), self.again_button, spacing=tokens.SPACE),
            tokens.TIGHT,
            self._column,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Run the checks again."""
        super().showEvent(event)
        self.examine()

    def examine(self) -> None:
        """Run all checks; the window stays usable."""
        self._begin()
        self._latest.ask(self._session.health.examine(), self._show, self._fail)

    def _act(self, mending: Mending) -> None:
        if mending == "show problems":
            self.problems_wanted.emit()
        elif mending == "open backups":
            self.backups_wanted.emit()
        elif mending == "repair":
            restart_with(RepairRequest())
        else:
            self._begin()
            self._latest.ask(self._session.health.mend(mending), self._show, self._fail)

    def _begin(self) -> None:
        self.again_button.setEnabled(False)
        for row in self.rows.values():
            row.button.setEnabled(False)
        show_text(self.outcome, tr("Checking…"), "quiet")

    def _end(self) -> None:
        self.again_button.setEnabled(True)
        for row in self.rows.values():
            row.button.setEnabled(True)

    def _show(self, checks: Sequence[HealthCheck]) -> None:
        self._end()
        found = {check.part: check for check in checks}
        for part, row in self.rows.items():
            if part not in found:
                row.hide()
        self._left = found
        self._show_next()
        bad = sum(check.state == "bad" for check in checks)
        text = tr_n("{count:,} thing needs attention.", "{count:,} things need attention.", bad) if bad else _ALL_GOOD
        show_text(self.outcome, text, "danger" if bad else "")

    def _show_next(self) -> None:
        """Show the next check; to create all rows at once would block the window for 50 ms."""
        part = next((part for part in TITLES if part in self._left), None)
        if part is not None:
            self._row(part).show_check(self._left.pop(part))
            QTimer.singleShot(0, self, self._show_next)

    def _row(self, part: HealthPart) -> HealthRow:
        """Show and return the row of a check; rows are in the order of ``TITLES``."""
        row = self.rows.get(part)
        if row is None:
            row = self.rows[part] = HealthRow(part)
            row.pressed.connect(self._act)
            parts = [name for name in TITLES if name in self.rows]
            self._column.insertWidget(parts.index(part), row)
        row.button.setEnabled(self.again_button.isEnabled())
        row.show()
        return row

    def _fail(self, error: PhotonError) -> None:
        self._end()
        show_text(self.outcome, str(error), "danger")
