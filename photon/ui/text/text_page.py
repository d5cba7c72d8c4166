"""The page of the preferences about text in photos: whether it is read, what that costs, and deleting it."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox

from photon.app.session import Session
from photon.domain import Changes
from photon.language import tr
from photon.library.text.text_settings import READ_TEXT
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr("Photon reads signs, receipts, tickets and screens, so that a search finds photos by what they say.")
COST = tr(
    "Reading runs in the background once photos are searchable. It takes about a tenth of a second for a photo without"
    " text, a few seconds for a full page, and up to 400 MB of memory. Nothing leaves this computer."
)
KEPT = tr(
    "If you turn this off, Photon reads nothing more. Text that it has read stays searchable until you delete it."
)


class TextPage(ScrollPage):
    """Shows and changes the setting, and deletes what was read."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session, self._bridge = session, bridge
        self._setting = LatestRequest(bridge, self, of_photos=False)
        self.switch = QCheckBox(tr("Read text in photos"))
        self.switch.setAccessibleDescription(COST)
        self.delete_button = make_button(tr("Delete the text"), clicked=self._delete, icon_name="trash")
        self._compose(
            tr("Text in photos"),
            INTRODUCTION,
            self.switch,
            make_label(COST, "quiet", wraps=True),
            make_label(KEPT, "quiet", wraps=True),
            hbox(self.delete_button, None),
        )
        self.delete_button.setEnabled(False)
        self.switch.clicked.connect(self._choose)
        bridge.changed.connect(self._hear)

    def showEvent(self, event: QShowEvent) -> None:
        """Request what was not updated while the page was hidden."""
        super().showEvent(event)
        self._refresh()

    def _refresh(self) -> None:
        self._setting.ask(self._session.vocabularies.setting(READ_TEXT), self._show)

    def _show(self, is_on: bool) -> None:  # noqa: FBT001 - the value of a setting
        self.switch.setChecked(is_on)
        self.delete_button.setEnabled(not is_on)

    def _choose(self, is_on: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._setting.forget()
        self._bridge.call(self._session.vocabularies.choose(READ_TEXT, is_on), lambda _: self._refresh(), self)

    def _delete(self) -> None:
        self.delete_button.setEnabled(False)
        self._bridge.call(self._session.texts.delete(), lambda _: self._refresh(), self)

    def _hear(self, changes: Changes) -> None:
        if "vocabulary" in changes.kinds and self.isVisible():
            self._refresh()
