"""Encoders in the window: their page in the preferences, the offer, the words at the foot, who has taken over."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from photon.domain import Changes
from photon.domain.encoders.encoder_info import EncoderState
from photon.ui.encoders.encoder_messages import title_of
from photon.ui.encoders.encoder_offer import EncoderOffer
from photon.ui.encoders.encoder_page import EncoderPage
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.settings_pages import Preferences

if TYPE_CHECKING:
    from photon.ui.window.main_window import MainWindow

REFRESH_MS, WORKING_MS = 150, 1000


class EncoderController(QObject):
    """Follows the encoders of a window's session."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._session = window.session
        self._bridge = window.bridge
        self._pages = window.pages
        self._status = window.status
        self._toast = window.toast
        self._gallery = window.gallery
        self._before: QWidget | None = None
        self._window = window
        self._focus: QWidget | None = None
        self.states: list[EncoderState] = []
        self._everything = LatestRequest(window.bridge, self, of_photos=False)
        self.page = EncoderPage(window.session, window.bridge)
        self.preferences = Preferences(window)
        self.preferences.add_page("Encoders", "brain", self.page)
        self.preferences.left.connect(self.leave)
        self.preferences.hide()
        self.offer = EncoderOffer(window.sidebar)
        self.offer.wanted.connect(self.open)
        window.sidebar.put_at_foot(self.offer)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self.refresh)
        self._bridge.changed.connect(self._hear)
        self._status.counted.connect(self._consider)
        self._bridge.activity.connect(lambda _: self._consider())
        self.refresh()

    def open(self) -> None:
        """Show the preferences in place of the photos."""
        if self._pages.currentWidget() is not self.preferences:
            self._before, self._focus = self._pages.currentWidget(), self._window.focusWidget()
            self.refresh()
            self._pages.addWidget(self.preferences)  # which does nothing the second time
            self._pages.setCurrentWidget(self.preferences)
            self.page.focus_first()

    def leave(self) -> None:
        """Show the photos again."""
        if self._before is not None:
            self._pages.setCurrentWidget(self._before)
        (self._focus if self._focus is not None and self._focus.isVisible() else self._window.grid).setFocus()

    def refresh(self) -> None:
        """Ask for the encoders again; while an answer is awaited, a little later."""
        if self._everything.is_awaited:
            self._refresh.start()
        else:
            self._everything.ask(self._session.encoders.all_encoders(), self._show_states)

    def _hear(self, changes: Changes) -> None:
        if "encoders" not in changes.kinds:
            return
        self.page.follow()  # progress is shown at once
        if not self._refresh.isActive():  # counting vectors of a large library takes a moment: not with each percent
            self._refresh.start(REFRESH_MS if self._session.encoders.going_on is None else WORKING_MS)

    def _show_states(self, states: list[EncoderState]) -> None:
        before, self.states = self.states, states
        self.page.show_states(states)
        self._status.show_upgrade(title_of(states, "coming"), title_of(states, "answering"))
        self._consider()
        was, now = title_of(before, "answering"), title_of(states, "answering")
        if before and now and was != now:
            is_long = title_of(before, "coming") == now
            how = f"{now} has taken over: searches go by it now." if is_long else f"Searches go by {now} now."
            self._toast.say(how)
            if self._gallery.query is not None:
                self._gallery.renew()

    def _consider(self) -> None:
        """Offer a stronger encoder where it is time for it."""
        self.offer.consider(self.states, self._status.counts, self._status.activity)
