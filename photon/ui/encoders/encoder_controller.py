"""Encoders in the window: their page in the preferences, the offer, the status text, and switching over."""

from PySide6.QtCore import QObject

from photon.domain import Activity, Changes, Counts
from photon.domain.encoders.encoder_info import EncoderState
from photon.language import tr
from photon.ui.encoders.encoder_messages import title_of
from photon.ui.encoders.encoder_offer import EncoderOffer
from photon.ui.encoders.encoder_page import EncoderPage
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot, start_once_sent
from photon.ui.widgets.late_widget import LateWidget, is_made

REFRESH_MS, WORKING_MS = 150, 1000


class EncoderController(QObject):
    """Follows the encoders of a window's session.

    Attributes:
        page: Its page of the preferences.
        offer: A line that offers a larger model.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self._session = context.session
        self._bridge = context.bridge
        self._counts, self._activity = Counts(), context.session.work.activity
        self.states: list[EncoderState] = []
        self._latest = LatestRequest(context.bridge, self, of_photos=False)
        self.page = LateWidget(self._make_page)
        context.settings.add_page(tr("Search quality"), "brain", self.page, "models")
        context.settings.opened.connect(self._enter)
        self.offer = EncoderOffer()
        self.offer.wanted.connect(lambda: context.settings.open(self.page))
        self._refresh = single_shot(self, REFRESH_MS, self.refresh)
        self._bridge.changed.connect(self._hear)
        self._bridge.activity.connect(self._take_activity)
        context.news.counted.connect(self.take_counts)
        start_once_sent(context.news.counted, self._refresh)

    def take_counts(self, counts: Counts) -> None:
        """Use the numbers of photos to decide about the offer."""
        self._counts = counts
        self._consider()

    def _take_activity(self, activity: Activity) -> None:
        self._activity = activity
        self._consider()

    def _enter(self) -> None:
        self.refresh()
        if self._context.settings.pages.currentWidget() is self.page:
            self.page.content.focus_first()

    def _make_page(self) -> EncoderPage:
        page = EncoderPage(self._session, self._bridge)
        page.show_states(self.states)
        return page

    def refresh(self) -> None:
        """Request the encoders again; while an answer is pending, do so a little later."""
        if self._latest.is_awaited:
            self._refresh.start()
        else:
            self._latest.ask(self._session.encoders.all_encoders(), self._show_states)

    def _hear(self, changes: Changes) -> None:
        if "encoders" not in changes.kinds:
            return
        if is_made(self.page, "content"):
            self.page.content.follow()  # progress is shown immediately
        if not self._refresh.isActive():  # counting vectors of a large library is slow: not for each percent
            self._refresh.start(REFRESH_MS if self._session.encoders.going_on is None else WORKING_MS)

    def _show_states(self, states: list[EncoderState]) -> None:
        before, self.states = self.states, states
        if is_made(self.page, "content"):
            self.page.content.show_states(states)
        self._context.news.upgrading.emit(title_of(states, "coming"), title_of(states, "answering"))
        self._consider()
        was, now = title_of(before, "answering"), title_of(states, "answering")
        if before and now and was != now:
            self._context.say(tr("Now searching with {model}.", model=now))
            self._context.renew()

    def _consider(self) -> None:
        """Offer a stronger encoder when the time is right."""
        self.offer.consider(self.states, self._counts, self._activity)
