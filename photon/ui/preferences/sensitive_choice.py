"""The setting that hides sensitive photos."""

from PySide6.QtWidgets import QCheckBox, QWidget

from photon.app.session import Session
from photon.app.tags.sensitive_filter import NOTICE
from photon.domain import Changes, PhotonError
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox


class SensitiveChoice(QWidget):
    """A check box and an explanation."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hiding = session.hiding
        self._bridge = bridge
        self.box = QCheckBox(tr("Hide sensitive photos"), self)
        self.notice = make_label(NOTICE, "small", wraps=True)
        vbox(self.box, self.notice, to=self, margins=0, spacing=tokens.TIGHT)
        self.box.clicked.connect(self._choose)
        bridge.changed.connect(self._hear)
        self.show_state()

    def show_state(self) -> None:
        """Show the current setting."""
        self.box.setChecked(self._hiding.is_on)
        self.notice.setVisible(self._hiding.is_on)

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"vocabulary", "photos"}:
            self.show_state()

    def _choose(self, on: bool) -> None:  # noqa: FBT001 - a slot
        self._bridge.call(self._hiding.set(on), lambda _: self.show_state(), self, self._refuse)

    def _refuse(self, error: PhotonError) -> None:
        self.show_state()
        self._bridge.report_error(error)
