"""The dialog that corrects dates: how, what would come of it, and doing it."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import islice

from PySide6.QtWidgets import QDialog, QWidget

from photon.app.dates.date_texts import date_text, plan_sentences
from photon.app.dates.dating import DatePlan
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.photo.date_change import DateChange, DateShift
from photon.language import tr, tr_n
from photon.ui.dates.date_form import DateForm
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog
from photon.ui.kit.timers import single_shot
from photon.ui.widgets.before_after import MOST, BeforeAfterList

_SIZE = (680, 520)
_PAUSE_MS = 120
_NOTHING = DateShift(timedelta())
NOTE = tr("The photos' files are not changed. To put the dates into them, save the metadata to files.")


class DateDialog(QDialog):
    """Corrects the dates of some photos.

    Attributes:
        plan: What the correction that is asked for would do; None while that is not known.
        corrected: How many photos were corrected.
    """

    def __init__(self, session: Session, bridge: Bridge, photos: Sequence[int], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._bridge, self._photos = session, bridge, list(photos)
        self._latest = LatestRequest(bridge, self)
        self.plan: DatePlan | None = None
        self.corrected = 0
        self._planned: DateChange | None = None
        self._is_writing = False
        self.form = DateForm()
        self.rows = BeforeAfterList(tr("Dates before and after"), (tr("Photo"), tr("Before"), tr("After")))
        self.message = make_label(wraps=True)
        self.go = make_button(tr("Correct dates"), clicked=self._correct, role="primary")
        self.shut = make_button(tr("Cancel"), clicked=self.reject)
        self._timer = single_shot(self, _PAUSE_MS, self._ask)
        self._compose()
        self.form.edited.connect(self._follow)
        self._follow()

    def _compose(self) -> None:
        self.resize(*_SIZE)
        count = len(self._photos)
        words = tr_n("Correct the date of {count:,} photo", "Correct the dates of {count:,} photos", count)
        head, note = make_label(words, "heading"), make_label(NOTE, "quiet", wraps=True)
        parts = (head, self.form, (self.rows, 1), self.message, note)
        frame_dialog(self, tr("Correct dates"), parts, (self.shut, self.go))
        self.message.hide()

    def _follow(self) -> None:
        """What was planned is not what is asked for any more."""
        self.plan = None
        self._latest.forget()
        self.go.setEnabled(False)
        self._timer.start()

    def _ask(self) -> None:
        change = self._planned = self.form.change()
        show_text(self.message, self.form.unread(), "danger")
        # without a correction the dates as they are now
        asked = change if change is not None else _NOTHING
        self._latest.ask(self._session.dates.plan(self._photos, asked), self._show, self._fail)

    def _show(self, plan: DatePlan) -> None:
        dated = [*plan.dates, *(photo for photo in islice(plan.photos, MOST) if photo not in plan.dates)][:MOST]
        is_asked = self._planned is not None
        self.rows.show_rows(
            (plan.photos[photo].name, date_text(plan.photos[photo].taken or ""),
             date_text(plan.after(photo)) if is_asked and photo in plan.dates else "")
            for photo in dated
        )  # fmt: skip
        if is_asked:
            self.plan = plan
            self.go.setEnabled(bool(plan.dates))
            show_text(self.message, " ".join(plan_sentences(plan)), "warning" if plan.far else "")

    def _correct(self) -> None:
        if self.plan is None or self._planned is None:
            return
        self._write(is_writing=True)
        self._bridge.call(self._session.dates.correct(self._photos, self._planned), self._end, self, self._refuse)

    def _write(self, *, is_writing: bool) -> None:
        """Disable the dialog while dates are written: after closing it, the result could not be reported."""
        self._is_writing = is_writing
        for part in (self.form, self.go, self.shut):
            part.setEnabled(not is_writing)

    def _end(self, changes: Changes) -> None:
        self.corrected = len(changes.photos)
        self.accept()

    def _refuse(self, error: PhotonError) -> None:
        self._write(is_writing=False)
        self._fail(error)

    def _fail(self, error: PhotonError) -> None:
        show_text(self.message, str(error), "danger")

    def reject(self) -> None:
        """Close without a correction, unless one is being written."""
        if not self._is_writing:
            super().reject()
