"""Files of decisions in the preferences: all decisions of the user, exported to a file or imported from one."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from photon.app.decisions.decision_texts import kept_texts, report_sentences
from photon.app.session import Session
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.library.decisions.decision_report import DecisionReport
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, vbox

ABOUT = tr("Everything you decided, as a text file for other computers and programs.")
FILES = tr("Decisions (*.jsonl);;All files (*)")
_LISTED = 5


class DecisionSection(QWidget):
    """Exports and imports files of decisions; part of the section of backups."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self.save_button = make_button(tr("Save decisions…"), clicked=self._ask_where, icon_name="export")
        self.import_button = make_button(tr("Import decisions…"), clicked=self._ask_which, icon_name="download-simple")
        self.message = make_label(wraps=True, is_selectable=True)
        vbox(
            make_label(tr("Your decisions as a file"), "heading"),
            make_label(ABOUT, "quiet", wraps=True),
            hbox(self.save_button, self.import_button, None, spacing=tokens.TIGHT),
            self.message,
            to=self,
            margins=0,
            spacing=tokens.SPACE,
        )
        self.message.hide()

    def save(self, file: str) -> None:
        """Write all decisions to a file; the window stays usable."""
        self._begin(tr("Saving…"))
        path = Path(file)
        self._bridge.call(
            self._session.decisions.export_to(path), lambda count: self._show_saved(count, path), self, self._fail
        )

    def take_over(self, file: str) -> None:
        """Import decisions; the window stays usable."""
        self._begin(tr("Importing…"))
        self._bridge.call(self._session.decisions.import_from(Path(file)), self._show_report, self, self._fail)

    def _ask_where(self) -> None:
        file, _ = QFileDialog.getSaveFileName(self, tr("Save your decisions"), "decisions.jsonl", FILES)
        if file:
            self.save(file)

    def _ask_which(self) -> None:
        file, _ = QFileDialog.getOpenFileName(self, tr("Import decisions"), "", FILES)
        if file:
            self.take_over(file)

    def _begin(self, text: str) -> None:
        self._enable(on=False)
        show_text(self.message, text, "quiet")

    def _show_saved(self, count: int, path: Path) -> None:
        self._enable(on=True)
        text = tr_n("Saved {count:,} decision: {file}", "Saved {count:,} decisions: {file}", count, file=path.name)
        show_text(self.message, text, "quiet")

    def _show_report(self, report: DecisionReport) -> None:
        self._enable(on=True)
        kept = [tr("Unchanged: {what}", what=text) for text in kept_texts(report)[:_LISTED]]
        absent = [tr("{folder} is not watched here.", folder=folder) for folder in report.folders[:_LISTED]]
        absent += [tr("Names like {pattern} are not skipped here.", pattern=one) for one in report.skips[:_LISTED]]
        show_text(self.message, "\n".join([*report_sentences(report, is_dry=False), *kept, *absent]), "quiet")

    def _fail(self, error: PhotonError) -> None:
        self._enable(on=True)
        show_text(self.message, error.message if "photon " in error.hint else str(error), "danger")

    def _enable(self, *, on: bool) -> None:
        for button in (self.save_button, self.import_button):
            button.setEnabled(on)
