"""The page of preferences about privacy: hidden photos, where data is stored, and what may use the internet."""

from PySide6.QtGui import QShowEvent

from photon.app.library_upkeep import DiskUse
from photon.app.session import Session
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.preferences.sensitive_choice import SensitiveChoice
from photon.ui.widgets.property_table import PropertyTable
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr(
    "Nothing leaves this computer unless you ask for it. Photon has no server, no account and no telemetry."
)
KEPT = tr("Only you can read the library. Photon keeps nothing beside your photos unless you save metadata to files.")
NO_SERVER = tr("none; Photon drafts captions on this computer")
ON_REQUEST = tr("a larger model is downloaded after you agreed to its size and licence")
RULES = (
    (tr("Photos"), tr("never sent, except to a captioning server that you chose")),
    (tr("Search models"), ON_REQUEST),
    (tr("Installation"), tr("packages are downloaded when Photon is installed or updated")),
)


def server_text(server: CaptionServer | None) -> str:
    """Describe which captioning server gets previews of photos."""
    if server is None:
        return NO_SERVER
    named = f"{server.address} ({server.network})"
    if server.is_anywhere:
        return tr("{server}, it may be on another computer", server=named)
    return tr("{server}, on this computer", server=named)


class PrivacyPage(ScrollPage):
    """Describes what is stored and what may use the internet, and lets the user hide sensitive photos."""

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self.hiding = SensitiveChoice(session, bridge)
        self.places, self.network = PropertyTable(), PropertyTable()
        self._use, self._server = (LatestRequest(bridge, self, of_photos=False) for _ in range(2))
        self._compose(
            tr("Privacy"),
            INTRODUCTION,
            make_label(tr("Sensitive photos"), "heading"),
            self.hiding,
            tokens.TIGHT,
            make_label(tr("What is kept where"), "heading"),
            self.places,
            make_label(KEPT, "quiet", wraps=True),
            tokens.TIGHT,
            make_label(tr("What may use the internet"), "heading"),
            self.network,
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Request the current settings."""
        super().showEvent(event)
        self._use.ask(self._session.upkeep.disk_use(), self._show_places)
        self._server.ask(self._session.caption_servers.chosen(), self._show_server, lambda _: self._show_server(None))

    def _show_places(self, use: DiskUse) -> None:
        self.places.set_rows(
            (
                (tr("Tags, captions, ratings, previews and the index"), str(use.library)),
                (tr("Search models"), str(use.models)),
                (tr("The starter, prepared for this computer"), str(use.cache)),
            )
        )

    def _show_server(self, server: CaptionServer | None) -> None:
        self.network.set_rows((*RULES, (tr("Captioning server"), server_text(server))))
