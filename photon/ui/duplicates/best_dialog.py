"""The preview of keeping the best of each set: which files would go, and how large they are."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import QStringListModel
from PySide6.QtWidgets import QComboBox, QDialog, QListView, QWidget

from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetPlan, best_stays
from photon.app.session import Session
from photon.language import tr, tr_n
from photon.ui.duplicates.set_question import merged_note
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import rough_size
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog

_MOST = 100
"""Folders to choose from: those with most copies."""


class BestDialog(QDialog):
    """Asks in which folders to keep only the best of each set; ``accepted`` to move the others.

    Attributes:
        plan: What would be done; None as long as that is not known.
    """

    def __init__(self, session: Session, bridge: Bridge, sets: Sequence[FoundSet], parent: QWidget) -> None:
        super().__init__(parent)
        self.plan: SetPlan | None = None
        self._session, self._sets = session, [one for one in sets if one.offer]
        self._request, self._asked = LatestRequest(bridge, self), 0
        bridge.hidden.connect(self.reject)
        self.finished.connect(lambda _: self._stop_planning())
        self.resize(620, 460)
        self.words = make_label(role="heading", wraps=True)
        self.kept = make_label(role="quiet", wraps=True)
        self.folder = QComboBox()
        self.folder.setAccessibleName(tr("Where files go"))
        self.folder.addItem(tr("In all folders"), "")
        for folder in _folders(self._sets):
            self.folder.addItem(tr("Only files below {folder}", folder=folder), folder)
        self.folder.currentIndexChanged.connect(lambda _: self._ask())
        self.paths, files = QStringListModel(self), QListView()
        files.setModel(self.paths)
        files.setUniformItemSizes(True)
        files.setAccessibleName(tr("Files that would go"))
        files.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.note = make_label(merged_note(gives_back=session.bin.gives_back), "quiet", wraps=True)
        self.go = make_button(tr("Move to the bin"), clicked=self.accept)
        self.cancel = make_button(tr("Cancel"), clicked=self.reject)
        parts = (self.words, self.folder, (files, 1), self.kept, self.note)
        frame_dialog(self, tr("Keep the best of all"), parts, (self.cancel, self.go))
        self._ask()

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
        choices = best_stays(self._sets, [folder] if folder else [])
        planned = self._session.sets.plan(choices, stop=lambda: request != self._asked)
        self._request.ask(planned, self._show)

    def _show(self, plan: SetPlan) -> None:
        self.plan = plan
        self.words.setText(
            tr_n(
                "{count:,} duplicate would go to the bin, {size}.",
                "{count:,} duplicates would go to the bin, {size}.",
                plan.photos,
                size=rough_size(plan.bytes) if plan.bytes else tr("nothing"),
            )
        )
        self.paths.setStringList([unit[0].source for unit in plan.bin.units])
        refused = len(plan.bin.obstacles)
        first = str(plan.bin.obstacles[0][1]) if refused else ""
        self.kept.setText(
            tr_n("{count:,} file stays: {reason}", "{count:,} files stay. The first: {reason}", refused, reason=first)
        )
        self.kept.setVisible(refused > 0)
        self.go.setEnabled(plan.photos > 0)


def _folders(sets: Sequence[FoundSet]) -> list[str]:
    counts = Counter(path.rpartition("/")[0] for one in sets for path in one.paths[1:])
    return sorted(folder for folder, _ in counts.most_common(_MOST) if folder)
