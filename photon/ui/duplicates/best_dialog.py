"""The preview of a rule for all sets: what stays of each, which files would go, and how large they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, cast

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QComboBox, QDialog, QListView, QWidget

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetPlan
from photon.app.duplicates.set_rules import KeepRule, RuleName
from photon.app.session import Session
from photon.language import tr, tr_n
from photon.ui.duplicates.set_question import merged_note
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import rough_size
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog

RULES: Final[Mapping[RuleName, str]] = {
    "best": tr("Keep the best of each set"),
    "largest": tr("Keep the largest: most pixels, then most bytes"),
    "oldest": tr("Keep the oldest file"),
    "folder": tr("Keep what is in a folder"),
}
"""Names of the rules."""
_MOST = 100
"""Folders to choose from: those with most copies."""


class BestDialog(QDialog):
    """Asks what stays of each set, and in which folders the others go; ``accepted`` to move them.

    Attributes:
        plan: What would be done; None as long as that is not known.
    """

    def __init__(self, session: Session, bridge: Bridge, sets: Sequence[FoundSet], parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SetPlan | None = None
        self._session, self._sets = session, [one for one in sets if one.offer]
        self._request, self._asked = LatestRequest(bridge, self), 0
        self.finished.connect(lambda _: self._stop_planning())
        self.resize(620, 460)
        self.words = make_label(role="heading", wraps=True)
        self.kept = make_label(role="quiet", wraps=True)
        self._make_choices()
        self.paths, files = QStringListModel(self), QListView()
        files.setModel(self.paths)
        files.setUniformItemSizes(True)
        files.setAccessibleName(tr("Files that would go"))
        files.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.note = make_label(merged_note(gives_back=session.bin.gives_back), "quiet", wraps=True)
        self.go = make_button(tr("Move to the bin"), clicked=self.accept)
        self.cancel = make_button(tr("Cancel"), clicked=self.reject)
        parts = (self.words, self.rule, self.home, self.folder, (files, 1), self.kept, self.note)
        frame_dialog(self, tr("Keep one of each"), parts, (self.cancel, self.go))
        self._ask()

    def _make_choices(self) -> None:
        self.rule, self.home, self.folder = QComboBox(), QComboBox(), QComboBox()
        self.rule.setAccessibleName(tr("What stays"))
        self.home.setAccessibleName(tr("The folder whose files stay"))
        self.folder.setAccessibleName(tr("Where files go"))
        for name, words in RULES.items():
            self.rule.addItem(words, name)
        for folder in _folders(self._sets, first=0):
            self.home.addItem(tr("Keep files below {folder}", folder=folder), folder)
        self.folder.addItem(tr("In all folders"), "")
        for folder in _folders(self._sets, first=1):
            self.folder.addItem(tr("Only files below {folder}", folder=folder), folder)
        self.home.hide()
        self.rule.currentIndexChanged.connect(lambda _: self.home.setVisible(self.rule.currentData() == "folder"))
        for box in (self.rule, self.home, self.folder):
            box.currentIndexChanged.connect(lambda _: self._ask())

    def _stop_planning(self) -> int:
        """Stop working on the plan that was requested last, as moves wait for it; return the number of the next."""
        self._request.forget()
        self._asked += 1
        return self._asked

    def _ask(self) -> None:
        request = self._stop_planning()
        self.plan = None
        self.go.setEnabled(False)
        self.words.setText(tr("Looking at the files…"))
        folder = str(self.folder.currentData())
        rule = KeepRule(cast(RuleName, self.rule.currentData()), str(self.home.currentData() or ""))
        below = [folder] if folder else []
        planned = self._session.sets.plan_by_rule(self._sets, rule, below, stop=lambda: request != self._asked)
        self._request.ask(planned, self._show)

    def _show(self, plan: SetPlan) -> None:
        self.plan = plan
        self.words.setText(
            tr_n(
                "{count:,} duplicate would go to the bin, {size}.",
                "{count:,} duplicates would go to the bin, {size}.",
                plan.photos,
                size=rough_size(plan.bytes),
            )
            if plan.photos
            else tr("Nothing would go to the bin.")
        )
        self.paths.setStringList([unit[0].source for unit in plan.bin.units])
        refused = len(plan.bin.obstacles)
        first = str(plan.bin.obstacles[0][1]) if refused else ""
        self.kept.setText(
            tr_n("{count:,} file stays: {reason}", "{count:,} files stay. The first: {reason}", refused, reason=first)
        )
        self.kept.setVisible(refused > 0)
        self.go.setEnabled(plan.photos > 0)


def _folders(sets: Sequence[FoundSet], first: int) -> list[str]:
    """Return the folders with most files of sets, without the first ones of each set."""
    counts = Counter(path.rpartition("/")[0] for one in sets for path in one.paths[first:])
    return sorted(folder for folder, _ in counts.most_common(_MOST) if folder)
