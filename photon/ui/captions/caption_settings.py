"""The page of captions in the preferences: whether captions are drafted, by what and in which form."""

from concurrent.futures import Future

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QRadioButton, QWidget

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.encoders.caption_server import CaptionServer
from photon.language import tr
from photon.library.captions.caption_settings import DRAFT
from photon.ui.captions.server_form import ServerForm
from photon.ui.captions.template_editor import TemplateEditor
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr(
    "Photon can draft captions for your photos. Drafts are shown in grey until you accept them and never replace your"
    " own captions."
)


class CaptionSettings(ScrollPage):
    """Shows and changes the settings."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self.switch = QCheckBox(tr("Draft captions automatically"))
        self.own = QRadioButton(tr("Photon (works offline)"))
        self.other = QRadioButton(tr("A program you run, such as Ollama or LM Studio"))
        self.server = ServerForm()
        self.template = TemplateEditor()
        self._drafts, self._template, self._chosen = (LatestRequest(bridge, self, of_photos=False) for _ in range(3))
        self._compose(
            tr("Captions"),
            INTRODUCTION,
            self.switch,
            make_label(
                tr(
                    "In the background, for photos without a caption. Otherwise, Photon drafts captions only when you"
                    " ask."
                ),
                "quiet",
                wraps=True,
            ),
            make_label(tr("Drafted by"), "heading"),
            self.own,
            self.other,
            self.server,
            make_label(tr("Add known facts"), "heading"),
            self.template,
        )
        self._show_source(is_own=True)
        self.switch.clicked.connect(lambda is_on: self._do(session.vocabularies.choose(DRAFT, is_on)))
        self.own.clicked.connect(lambda: self._choose(None))
        self.other.clicked.connect(lambda: self._show_source(is_own=False))
        self.server.try_wanted.connect(self._try)
        self.server.use_wanted.connect(self._choose)
        self.template.given.connect(lambda text: self._do(session.captions.use_template(text)))
        bridge.changed.connect(self._hear)

    def refresh(self) -> None:
        """Request the settings."""
        session = self._session
        self._drafts.ask(session.vocabularies.setting(DRAFT), lambda is_on: self.switch.setChecked(bool(is_on)))
        self._template.ask(session.captions.template(), self.template.show_template)
        self._chosen.ask(session.caption_servers.chosen(), self._show_server)

    def _forget(self) -> None:
        """Drop pending answers, which are older than a setting that was just changed."""
        for question in (self._drafts, self._template, self._chosen):
            question.forget()

    def showEvent(self, event: QShowEvent) -> None:
        """Update what was not updated while the page was hidden."""
        super().showEvent(event)
        self.refresh()

    def _hear(self, changes: Changes) -> None:
        if "vocabulary" in changes.kinds and self.isVisible():
            self.refresh()

    # -- captioning server -------------------------------------------------------------------------------

    def _show_server(self, server: CaptionServer | None) -> None:
        self.server.show_server(server)
        if server is not None or not self.other.isChecked():
            self._show_source(is_own=server is None)

    def _show_source(self, *, is_own: bool) -> None:
        self.own.setChecked(is_own)
        self.other.setChecked(not is_own)
        self.server.setVisible(not is_own)

    def _choose(self, server: CaptionServer | None) -> None:
        if server is None:
            self._show_source(is_own=True)
        self._forget()
        future = self._session.caption_servers.choose(server)
        sentence = tr("Now drafting captions with {model}.", model=server.network) if server is not None else ""
        self._bridge.call(future, lambda _: self.server.say(sentence), self, self._refuse)

    def _try(self, server: CaptionServer) -> None:
        self.server.set_busy(True)
        self.server.say(tr("Connecting…"))
        future = self._session.caption_servers.try_out(server)
        self._bridge.call(future, self._take_names, self, self._refuse)

    def _take_names(self, names: list[str]) -> None:
        self.server.set_busy(False)
        self.server.offer_networks(names)

    def _refuse(self, error: PhotonError) -> None:
        self.server.set_busy(False)
        self.server.say(f"{error.message} {error.hint}".strip(), is_bad=True)

    def _do(self, future: Future[Changes]) -> None:
        self._forget()
        self._bridge.call(future, lambda _: self.refresh(), self, self._failed)

    def _failed(self, error: PhotonError) -> None:
        self._bridge.report_error(error)
        self.refresh()
