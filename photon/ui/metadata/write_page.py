"""The page for saving metadata to files: the changes, the confirmation, and restoring originals.

Choosing a program or a place makes a new plan, which changes nothing. The button carries it out; if photos themselves
would be changed, the page asks first. Originals can be restored here and, later, in the history.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from photon.app.metadata.metadata_writing import Done
from photon.app.metadata.write_plan import Plan
from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.layouts import hbox
from photon.ui.kit.progress_row import ProgressRow
from photon.ui.kit.timers import single_shot
from photon.ui.metadata.write_choice import WriteChoice
from photon.ui.metadata.write_list import WriteList, WriteRow
from photon.ui.metadata.write_messages import button_of, outcome_of, summary_of
from photon.ui.metadata.write_question import WriteQuestion
from photon.ui.photos.photo_list_page import PhotoListPage, button_row
from photon.ui.photos.thumbnails import Thumbnails

State = Literal["planning", "stopped", "planned", "asking", "writing", "written", "restoring", "restored"]
AGAIN_MS = 400
FILES_WAY_BACK = tr("Undo doesn't work here; use Restore originals.")
PUT_BACK_ALREADY = tr("The originals are already restored; undo doesn't work here.")
_LIST = 0
_WRITTEN = frozenset({"tags", "captions", "marks", "albums", "places"})
_PAGES: dict[State, int] = {"planning": 1, "stopped": 2, "planned": 3, "written": 4, "restored": 5}


class WritePage(PhotoListPage[WriteRow]):
    """Shows a plan and carries it out."""

    topic = "save-metadata"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.files = WriteList(session, bridge)
        super().__init__(bridge, self.files, thumbnails)
        self._session = session
        self._photos: list[int] = []
        self._whose = ""
        self._plan: Plan | None = None
        self._run = 0
        self.state: State = "planning"
        self._keys = KeyFilter({"Esc": self._leave}, self.acts)
        self.choice, self.busy = WriteChoice(), ProgressRow()
        self.write_button = make_button(clicked=self.write_or_ask, role="primary")
        icon_name = "arrow-counter-clockwise"
        self.put_back_button = make_button(tr("Restore originals"), "", self.put_back, icon_name=icon_name)
        self.again_button = make_button(tr("Refresh"), "", self.plan, icon_name="arrows-clockwise")
        self.question = WriteQuestion(self.write, self._withdraw)
        self.every = QCheckBox(tr("Show field names (dc:subject…)"))
        self._again = single_shot(self, AGAIN_MS, self.plan)
        self._compose()
        self.choice.changed.connect(self.plan)
        self.every.toggled.connect(self.files.show_fields)
        self.every.toggled.connect(lambda _: self.list.go_to(self.list.row))
        bridge.changed.connect(self._hear)
        self.busy.stop.clicked.connect(self._stop_reading)

    def _compose(self) -> None:
        self.list.setAccessibleName(tr("Files to save"))
        self.every.setToolTip(tr("List each metadata field under its own name"))
        for part in (self.choice, self.choice.about, self.question):
            self.head.add_row(hbox(part))
        self.head.add_row(button_row(self.write_button, self.put_back_button, self.again_button))
        self.head.add_row(button_row(self.busy))
        self.foot.addStretch(1)
        self.foot.addWidget(self.every)

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {"write.save": self.write_or_ask}

    # -- the plan ----------------------------------------------------------------------------------

    def begin(self, photos: Sequence[int], whose: str) -> None:
        """Make a plan for these photos, named for example ``3 selected photos``; a save in progress continues."""
        if self.state not in ("writing", "restoring"):
            self._photos, self._whose = list(photos), whose
            self.choice.recall()
            self.plan()

    def plan(self) -> None:
        """Make a plan; nothing is written."""
        self._run, self._plan = 0, None
        self.files.show()
        job = self.busy.begin(tr("Reading"), "photo")
        self._enter("planning", self._whose)
        future = self._session.writing.plan(
            self._photos,
            self.choice.profile,
            self.choice.policy,
            job.report,
            job.is_stopped,
            turns=self.choice.turns,
            albums=self.choice.albums,
            text=self.choice.text,
            places=self.choice.places,
        )
        self._bridge.call(future, self._take_plan, job, self._fail, unless=lambda: not job.is_wanted)

    def _take_plan(self, plan: Plan) -> None:
        self._plan = plan
        self.files.show(plan.files, plan.obstacles)
        self.write_button.setText(button_of(plan))
        self.question.show_plan(plan)
        self._enter("planned", f"{self._whose}: {summary_of(plan)}" if self.files.rows else self._whose)

    def _stop_reading(self) -> None:
        if self.state == "planning":
            self._enter("stopped")

    def _hear(self, changes: Changes) -> None:
        """Make a new plan when the metadata it is based on changes."""
        is_about = not changes.photos or not changes.photos.isdisjoint(self._photos)
        if not changes.gone.isdisjoint(self._photos):  # a plan leaves hidden photos out, and a save continues
            self.files.show()
            if self.state in ("planning", "stopped", "planned", "asking"):
                self.plan()
        elif self.state in ("planned", "asking") and is_about and changes.kinds & _WRITTEN:
            self._again.start()

    # -- confirmation -----------------------------------------------------------------------------------

    def write_or_ask(self) -> None:
        """Carry out the plan, but ask first if photos themselves would be changed."""
        if self.state != "planned" or self._plan is None or not self._plan.files:
            return
        if self._plan.count("photo"):
            self._enter("asking")
            self.question.decline.setFocus()
        else:
            self.write()

    def write(self) -> None:
        """Carry out the plan."""
        plan = self._plan
        if plan is None or self.state not in ("planned", "asking"):
            return
        self._again.stop()
        job = self.busy.begin(tr("Saving"), "file")
        self._enter("writing")
        future = self._session.writing.write(plan, job.report, job.is_stopped)
        self._bridge.call(future, lambda done: self._take_done(done, "written"), self, self._fail)

    def put_back(self) -> None:
        """Restore the originals of the files that were just written."""
        job = self.busy.begin(tr("Restoring"), "file")
        self._enter("restoring")
        future = self._session.writing.put_back(self._run, job.report, job.is_stopped)
        self._bridge.call(future, lambda done: self._take_done(done, "restored"), self, self._fail)

    def _take_done(self, done: Done, verb: State) -> None:
        self._run = done.run
        self._plan = None
        self.files.show(obstacles=done.obstacles)
        sentence = outcome_of(done, is_restored=verb == "restored")
        self._enter(verb, sentence)
        if done.left and not done.obstacles:
            self.pages.setCurrentIndex(_PAGES["stopped"])
        self.done.emit(f"{sentence}.")

    def _leave(self) -> None:
        """Decline the question on Esc or, without one, return to the photos."""
        (self._withdraw if self.state == "asking" else self.closed.emit)()

    def _withdraw(self) -> None:
        self._enter("planned")
        self.list.setFocus()

    def _fail(self, error: PhotonError) -> None:
        self._bridge.report_error(error)
        self.files.show()
        self._enter("stopped", self._whose)

    @property
    def way_back(self) -> str:
        """A sentence on how to undo what this page reports; empty if nothing was written."""
        if not self.isVisible() or not (self.state == "restored" or self.put_back_button.isVisible()):
            return ""
        return FILES_WAY_BACK if self.state == "written" else PUT_BACK_ALREADY

    # -- content -----------------------------------------------------------------------------------

    def _enter(self, state: State, summary: str | None = None) -> None:
        """Show the actions that are possible now."""
        self.state = state
        is_planned, is_over = state in ("planned", "asking"), state in ("written", "restored")
        if state in ("stopped", "planned") or is_over:
            self.busy.end()
        if summary is not None:
            self.head.say(summary)
        focus = self.window().focusWidget()
        _show(not is_over and state != "asking", self.choice, self.choice.about)
        self.choice.setEnabled(state in ("planning", "stopped", "planned"))
        self.write_button.setVisible(state == "planned" and bool(self._plan and self._plan.files))
        self.question.setVisible(state == "asking")
        self.put_back_button.setVisible(state == "written" and self._run > 0)
        has_rows = bool(self.files.rows)
        self.again_button.setVisible(is_over or state == "stopped" or (is_planned and not has_rows))
        _show(has_rows and state == "planned", self.every, self.keys)
        self.pages.setCurrentIndex(_LIST if has_rows else _PAGES.get(state, _LIST))
        _keep_focus(self, focus, (self.list, self.put_back_button, self.again_button))

    def hideEvent(self, event: QHideEvent) -> None:
        """Drop a pending plan; a save in progress continues."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._stop_reading()


def _show(is_shown: bool, *parts: QWidget) -> None:  # noqa: FBT001 - what is set
    for part in parts:
        part.setVisible(is_shown)


def _keep_focus(page: QWidget, was: QWidget | None, parts: Sequence[QWidget]) -> None:
    """Keep the focus on the page when the widget that had it disappears; the first visible part gets it."""
    if was is None or not (was is page or page.isAncestorOf(was)):
        return
    if was is page or not (was.isVisible() and was.isEnabled()):
        next((part for part in parts if part.isVisible()), page).setFocus()
