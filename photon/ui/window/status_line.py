"""The line at the bottom: the selection, flags, news and activity; nothing that is zero or was seen already."""

from dataclasses import replace

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame

from photon.domain import Activity, Changes, Counts
from photon.domain.photo.marks import FlagCounts
from photon.language import counted, tr
from photon.ui.keys.key_texts import KeyedText, show_tip
from photon.ui.kit import tokens
from photon.ui.kit.bridge import SIGN_MS
from photon.ui.kit.buttons import make_button, make_icon_button, show_icon
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import activity_sentence, progress_of
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox
from photon.ui.kit.progress_row import ProgressBar
from photon.ui.kit.settings import remembered_number, settings
from photon.ui.kit.timers import SpacedTimer

COUNT_AGAIN_MS = 500
_SEEN = "status/problems-seen"
WORKING, EDITING, STOPPING = tr("Working…"), tr("Saving your changes…"), tr("Stopping…")


class StatusLine(QFrame):
    """News at the left, activity at the right."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        session, bridge, act = context.session, context.bridge, context.action
        self.setProperty("role", "status")
        self.setFixedHeight(tokens.STATUS_LINE + 1)
        self._session, self._news = session, context.news
        self._count = LatestRequest(bridge, self)
        self._seen = remembered_number(_SEEN, 0)  # number of problems when they were last looked at
        self.counts = Counts()
        self.activity: Activity = session.work.activity
        self._upgrade, self._is_slow, self._is_stopping = ("", ""), False, False
        self.selection, self.flags, self.doing = (make_label(role="quiet") for _ in range(3))
        commands = ("problems", "conflicts", "health")
        links = (make_button(clicked=act(name).trigger, role="link") for name in commands)
        self.problems, self.conflicts, self.health = links
        self.hidden, self.suspected = make_button(role="link"), make_button(role="link")
        self.progress, self.pause = ProgressBar(), make_icon_button("", "", self._toggle, pixels=14)
        self.stop = make_button(tr("Stop"), tr("Stop and change nothing"), self._stop, role="link")
        self._compose()
        self._look = QTimer(self, interval=SIGN_MS)  # another request may be the slow one by then
        self._look.timeout.connect(lambda: self._show_activity(self.activity))
        self._count_timer = SpacedTimer(self, COUNT_AGAIN_MS, self.refresh)
        act("problems").triggered.connect(lambda _: self._see_problems())
        self._news.selected.connect(
            lambda count: show_text(self.selection, tr("{count:,} selected", count=count) if count else "")
        )
        self._news.flags_counted.connect(self._show_flags)
        self._news.conflicts_counted.connect(self._show_conflicts)
        self._news.upgrading.connect(self._show_upgrade)
        bridge.changed.connect(self._hear)
        bridge.activity.connect(self._show_activity)
        bridge.slow.connect(self._show_slow)
        self._show_activity(session.work.activity)

    def _compose(self) -> None:
        parts = (self.problems, self.conflicts, self.health, self.hidden, self.suspected)
        for part in (self.selection, self.flags, *parts, self.pause, self.stop):
            part.hide()
        tip = tr("You and another program changed the same metadata. Choose which version to keep")
        show_tip(self.conflicts, KeyedText(tip, "conflicts"))
        self.progress.setFixedWidth(120)
        self.flags.setMinimumWidth(1)  # rather than the window, the text is cut
        left = hbox(self.selection, self.flags, *parts, spacing=tokens.WIDE)
        right = (self.doing, self.progress, self.stop, self.pause)
        hbox(left, None, *right, to=self, margins=(tokens.SPACE, 0, tokens.TIGHT, 0), spacing=tokens.SPACE)

    def _see_problems(self) -> None:
        """Hide the number of problems, which are looked at now; it is shown again when there are more."""
        self._seen = self.counts.problems
        settings().setValue(_SEEN, self._seen)
        self.problems.hide()

    def refresh(self) -> None:
        """Request the counts again."""
        self._count.ask(self._session.searching.counts(), self._show_counts)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds != {"texts"}:  # which come for hours, and are in no count
            self._count_timer.request()

    def _show_flags(self, counts: FlagCounts) -> None:
        """Show how many of the photos in the grid are picked, rejected and neither, once one of them has a flag."""
        named = {
            tr("{count:,} picked", count=counts.picked): counts.picked,
            tr("{count:,} rejected", count=counts.rejected): counts.rejected,
            tr("{count:,} unflagged", count=counts.unflagged): counts.unflagged,
        }
        words = " · ".join(text for text, count in named.items() if count)
        show_text(self.flags, words if counts.picked or counts.rejected else "")
        self.flags.setToolTip(tr("Among the photos in the grid: {flags}", flags=words))

    def _show_conflicts(self, conflicts: int) -> None:
        """Show how many metadata conflicts there are."""
        show_text(self.conflicts, counted(conflicts, "metadata conflict") if conflicts else "")

    def _show_upgrade(self, coming: str, answering: str) -> None:
        """Set the titles of the encoder that is about to take over and of the one that answers until then."""
        self._upgrade = (coming, answering)
        self._show_activity(self.activity)

    def _show_slow(self, is_slow: bool) -> None:  # noqa: FBT001 - a slot
        """Show that a request is slow; changes made by the user can be stopped."""
        self._is_slow = is_slow
        (self._look.start if is_slow else self._look.stop)()
        self._show_activity(self.activity)

    def _show_counts(self, counts: Counts) -> None:
        self.counts = counts
        failure = self._session.backups.failure
        show_text(self.health, tr("Backup failed") if failure is not None else "")
        self.health.setToolTip(failure.message if failure is not None else "")
        self._seen = min(self._seen, counts.problems)
        show_text(self.problems, counted(counts.problems, "problem") if counts.problems > self._seen else "")
        self._show_activity(self.activity)
        self._news.counted.emit(counts)

    def _show_activity(self, activity: Activity) -> None:
        self.activity = activity
        is_busy = activity.stage != "idle"
        is_editing = self._is_slow and self._session.undoing.history.is_editing
        self._is_stopping = self._is_stopping and is_editing
        is_slow = is_editing or (self._is_slow and not is_busy)
        words = (STOPPING if self._is_stopping else EDITING) if is_editing else WORKING
        self.doing.setText(words if is_slow else activity_sentence(activity, self.counts, self._upgrade))
        self.stop.setVisible(is_editing)
        self.stop.setEnabled(not self._is_stopping)
        self.progress.setVisible(is_slow or (is_busy and activity.total > 0))
        done, total = progress_of(activity, self.counts)
        self.progress.show_share(done, 0 if is_slow else max(1, total))
        self.pause.setVisible(not is_editing and (is_busy or activity.paused))
        name = "play" if activity.paused else "pause"
        hint = tr("Resume") if activity.paused else tr("Pause")
        if self.pause.toolTip() != hint:
            show_icon(self.pause, name, hint)

    def _stop(self) -> None:
        self._is_stopping = True
        self._session.undoing.history.stop()
        self._show_activity(self.activity)

    def _toggle(self) -> None:
        is_paused = self.activity.paused
        (self._session.work.background.resume if is_paused else self._session.work.background.pause)()
        # Shown immediately; the session confirms it later.
        self._show_activity(replace(self.activity, paused=not is_paused))
