"""The line at the foot: how many photos, what is selected, what went wrong, what is going on."""

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QToolButton, QWidget

from photon.app.session import Session
from photon.domain import Activity, Changes, Counts
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.formatting import activity_sentence, counted, number, upgraded
from photon.ui.kit.icons import wear
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot

COUNT_AGAIN_MS = 500


class StatusLine(QFrame):
    """Counts at the left, activity at the right.

    Signals: ``problems_wanted`` when the problems are clicked, ``conflicts_wanted`` when what files say otherwise is,
    ``hidden_wanted`` when hidden photos are to be shown, or hidden again, ``counted`` brings the Counts.
    """

    problems_wanted = Signal()
    hidden_wanted = Signal()
    conflicts_wanted = Signal()
    counted = Signal(object)

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "status")
        self.setFixedHeight(tokens.STATUS_LINE + 1)
        self._session = session
        self._count = LatestRequest(bridge, self)
        self.counts = Counts()
        self.activity: Activity = session.activity
        self._upgrade = ("", "")
        self.photos = QLabel(self)
        self.selection = QLabel(self)
        self.problems, self.conflicts, self.hidden = QPushButton(self), QPushButton(self), QPushButton(self)
        self.doing = QLabel(self)
        self.progress = QProgressBar(self)
        self.pause = QToolButton(self)
        self._compose()
        self._count_timer = single_shot(self, COUNT_AGAIN_MS, self.refresh)
        bridge.changed.connect(self._hear)
        bridge.hidden.connect(lambda _: self.refresh())
        bridge.activity.connect(self._show_activity)
        self._show_activity(session.activity)

    def _compose(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(tokens.SPACE, 0, tokens.TIGHT, 0)
        row.setSpacing(tokens.SPACE)
        for label in (self.photos, self.selection, self.doing):
            label.setProperty("role", "quiet")
        for link, wanted in (
            (self.problems, self.problems_wanted),
            (self.conflicts, self.conflicts_wanted),
            (self.hidden, self.hidden_wanted),
        ):
            link.setProperty("role", "link")
            link.clicked.connect(wanted)
            link.hide()
        self.conflicts.setToolTip("You and another program changed the same words: decide which count (Ctrl+Shift+D)")
        self.progress.setFixedWidth(120)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Progress")
        self.pause.setIconSize(QSize(14, 14))
        self.pause.clicked.connect(self._toggle)
        self.pause.hide()
        row.addWidget(self.photos)
        row.addWidget(self.selection)
        row.addWidget(self.problems)
        row.addWidget(self.conflicts)
        row.addWidget(self.hidden)
        row.addStretch(1)
        row.addWidget(self.doing)
        row.addWidget(self.progress)
        row.addWidget(self.pause)

    def refresh(self) -> None:
        """Count again."""
        self._count.ask(self._session.counts(), self._show_counts)

    def show_selection(self, selected: int) -> None:
        """Say how many photos are selected."""
        self.selection.setText(f"·  {number(selected)} selected" if selected else "")
        self.selection.setVisible(bool(selected))

    def show_conflicts(self, conflicts: int) -> None:
        """Say how many words files say otherwise."""
        self.conflicts.setText(counted(conflicts, "conflict with a file", "conflicts with files"))
        self.conflicts.setVisible(conflicts > 0)

    def show_upgrade(self, coming: str, answering: str) -> None:
        """Titles of the encoder that is to take over and of the one that answers until then."""
        self._upgrade = (coming, answering)
        self._show_activity(self.activity)

    def _hear(self, _: Changes) -> None:
        if not self._count_timer.isActive():
            self._count_timer.start()

    def _show_counts(self, counts: Counts) -> None:
        self.counts = counts
        words = counted(counts.photos, "photo")
        if counts.videos:
            words += f" · {counted(counts.videos, 'video')} (not yet supported)"
        self.photos.setText(words)
        self._show_hidden(counts.hidden)
        self.problems.setText(counted(counts.problems, "problem"))
        self.problems.setVisible(counts.problems > 0)
        self._show_activity(self.activity)
        self.counted.emit(counts)

    def _show_hidden(self, hidden: int) -> None:
        is_unlocked = self._session.hiding.is_unlocked
        self.hidden.setText("Hide sensitive photos again" if is_unlocked else f"{number(hidden)} hidden · Show")
        self.hidden.setToolTip(
            "Sensitive photos are shown until Photon is closed."
            if is_unlocked
            else f"{counted(hidden, 'sensitive photo')} hidden. Click to show them until Photon is closed. "
            "To hide none: Preferences (Ctrl+,), Tags."
        )
        self.hidden.setVisible(is_unlocked or hidden > 0)

    def _show_activity(self, activity: Activity) -> None:
        self.activity = activity
        is_busy = activity.stage != "idle"
        self.doing.setText(activity_sentence(activity, self.counts, self._upgrade))
        self.progress.setVisible(is_busy and activity.total > 0)
        is_upgrading = activity.stage == "upgrading"
        done, total = upgraded(activity, self.counts) if is_upgrading else (activity.done, activity.total)
        self.progress.setRange(0, max(1, total))
        self.progress.setValue(done)
        self.pause.setVisible(is_busy or activity.paused)
        name = "play" if activity.paused else "pause"
        words = "Resume" if activity.paused else "Pause"
        if self.pause.toolTip() != words:
            wear(self.pause, name)
            self.pause.setToolTip(words)
            self.pause.setAccessibleName(words)

    def _toggle(self) -> None:
        is_paused = self.activity.paused
        (self._session.resume if is_paused else self._session.pause)()
        # Shown at once; the session's own word follows.
        self._show_activity(replace(self.activity, paused=not is_paused))
