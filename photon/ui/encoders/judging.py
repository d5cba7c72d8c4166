"""The part of the preferences that says what was called right and wrong in answers, and forgets it."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QWidget

from photon.app.judging import Judged, judgements_sentence
from photon.app.session import Session
from photon.domain import Changes
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox


class JudgedAnswers(QWidget):
    """Shows how many photos in answers were judged, and what follows."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._judging, self._bridge = session.searching.judging, bridge
        self.words = make_label("", "quiet", wraps=True)
        self.button = QPushButton(tr("Forget my corrections"))
        vbox(self.words, self.button, to=self, margins=(0, 0, 0, 0), spacing=tokens.TIGHT)
        self.button.clicked.connect(lambda: bridge.call(self._judging.forget(), lambda _: None, self))
        bridge.changed.connect(self._hear)

    def showEvent(self, event: QShowEvent) -> None:
        """Request what was not updated while the page was hidden."""
        super().showEvent(event)
        self._ask()

    def _hear(self, changes: Changes) -> None:
        if self.isVisible() and changes.kinds & {"answers", "encoders"}:
            self._ask()

    def _ask(self) -> None:
        self._bridge.call(self._judging.judged(), self._show, self)

    def _show(self, judged: Judged) -> None:
        self.words.setText(judgements_sentence(judged))
        self.button.setVisible(judged.count > 0)
