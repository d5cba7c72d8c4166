"""The page of encoders in the preferences: installed ones, available ones, and a way to load one from a file."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Activity, PhotonError
from photon.domain.encoders.encoder_info import FALLBACK, EncoderState, Installing, Offer
from photon.language import tr
from photon.ui.encoders.encoder_file import EncoderFileTile
from photon.ui.encoders.encoder_messages import (  # fmt: skip
    DOING,
    about_dropping,
    about_installing,
    about_removing,
    actions_for,
    standing,
    upgrade_done,
    upgrade_left,
)
from photon.ui.encoders.encoder_panel import EncoderPanel
from photon.ui.encoders.judging import JudgedAnswers
from photon.ui.encoders.search_switch import make_things_switch, make_translation_switch
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox
from photon.ui.widgets.scroll_page import ScrollPage

INTRODUCTION = tr(
    "How well Photon matches your photos with your words depends on a search model. A larger model gives better results"
    " but takes longer. It is downloaded once, when you ask for it, and then works offline on this computer. While it"
    " indexes your photos, you keep searching with the previous model; you can switch back at any time."
)


class EncoderPage(ScrollPage):
    """Shows encoders and runs actions on them."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._encoders = session.encoders
        self._session = session
        self._bridge = bridge
        self.panels: dict[str, EncoderPanel] = {}
        self._states: list[EncoderState] = []
        self._activity: Activity = session.work.activity
        self._asking: set[str] = set()
        self._stopped: set[str] = set()
        self._arrived = ""  # the encoder from a file whose card will appear
        self.file = EncoderFileTile()
        self._wants_keyboard = False
        self._here, self._others = vbox(spacing=tokens.SPACE), vbox(spacing=tokens.SPACE)
        self._other_heading = make_label(tr("Recommended"), "heading")
        self._compose(
            tr("Search quality"),
            INTRODUCTION,
            tokens.TIGHT,
            make_label(tr("On this computer"), "heading"),
            self._here,
            tokens.TIGHT,
            self._other_heading,
            self._others,
            tokens.TIGHT,
            make_label(tr("From a file"), "heading"),
            self.file,
            tokens.TIGHT,
            make_label(tr("Searches in other languages"), "heading"),
            make_translation_switch(session, bridge),
            tokens.TIGHT,
            make_label(tr("Small things"), "heading"),
            make_things_switch(session, bridge),
            tokens.TIGHT,
            make_label(tr("Your corrections"), "heading"),
            JudgedAnswers(session, bridge),
        )
        self.file.given.connect(self._install_file)
        # when the form has its position
        self.file.asked.connect(lambda: self._show_soon(self.file))
        self.file.stop_wanted.connect(self._encoders.cancel)
        bridge.call(self._encoders.architectures(), self.file.form.complete_by, self, lambda _: None)
        bridge.activity.connect(self._hear_activity)

    # -- content -----------------------------------------------------------------------------------

    def show_states(self, states: Sequence[EncoderState]) -> None:
        """Show these encoders; cards that stay keep their position on the screen and the focus."""
        self._states = list(states)
        names = {state.card.name for state in states}
        for name in [name for name in self.panels if name not in names]:
            self.panels.pop(name).deleteLater()
        self._arrange()
        self.follow()
        if self.isVisible():
            self._add_panel()

    def showEvent(self, event: QShowEvent) -> None:
        """Create the missing cards, after the page itself."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._add_panel)

    def hideEvent(self, event: QHideEvent) -> None:
        """Who leaves before the encoders are known must not lose the keyboard focus to this page later."""
        super().hideEvent(event)
        self._wants_keyboard = False

    def _add_panel(self) -> None:
        """Create a missing card and schedule the next: seven at once would block the window for 80 ms."""
        missing = next((state for state in self._states if state.card.name not in self.panels), None)
        if missing is None:
            if self._arrived in self.panels:
                self._show_arrived(self.panels[self._arrived])
            if self._wants_keyboard:
                self.focus_first()
            return
        panel, name = EncoderPanel(missing, self), missing.card.name
        panel.acted.connect(partial(self._act, name))
        panel.agreed.connect(partial(self._do, name))
        self.panels[name] = panel
        self._arrange()
        self._follow_one(missing, self._encoders.going_on)
        QTimer.singleShot(0, self, self._add_panel)

    def _arrange(self) -> None:
        """Arrange the existing cards."""
        made = [state for state in self._states if state.card.name in self.panels]
        here = [self.panels[state.card.name] for state in made if state.installed]
        others = [self.panels[state.card.name] for state in made if not state.installed]
        for cards, shown in ((self._here, here), (self._others, others)):
            for place, panel in enumerate(shown):
                if cards.indexOf(panel) != place:
                    cards.insertWidget(place, panel)
        self._other_heading.setVisible(any(not state.installed for state in self._states))

    def follow(self) -> None:
        """Update what every encoder is doing."""
        going_on = self._encoders.going_on
        for state in self._states:
            if state.card.name in self.panels:
                self._follow_one(state, going_on)
        is_file = going_on is not None and all(going_on.name != state.card.name for state in self._states)
        self.file.show_progress(going_on if is_file else None, busy="" if is_file else self._busy(going_on))

    def _follow_one(self, state: EncoderState, going_on: Installing | None) -> None:
        name = state.card.name
        panel, own = self.panels[name], going_on if going_on and going_on.name == name else None
        done = upgrade_done(state, self._activity)
        actions = actions_for(state, going_on, paused=self._activity.paused)
        words = standing(state, self._states, done, upgrade_left(self._activity))
        panel.show_state(state, words, actions, self._busy(going_on))
        if own is not None:
            panel.show_progress(own.share, own.sentence or tr("Starting…"))
        elif name not in self._asking:
            panel.show_progress(done[0] / max(1, done[1]) if state.role == "coming" else None)

    def focus_first(self) -> None:
        """Focus the first button once the encoders are known and all cards exist."""
        self._wants_keyboard = not self._states or len(self.panels) < len(self._states)
        if self._wants_keyboard:
            return
        for state in self._states:
            buttons = self.panels[state.card.name].buttons.values()
            # a card that was just added is shown by its layout a little later: its buttons are asked for themselves
            button = next((one for one in buttons if not one.isHidden() and one.isEnabled()), None)
            if button is not None:
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
        self.file.choose_file.setFocus(Qt.FocusReason.TabFocusReason)

    def _hear_activity(self, activity: Activity) -> None:
        self._activity = activity
        if self.isVisible():
            self.follow()

    def _busy(self, going_on: Installing | None) -> str:
        """Return why no other long task can start; empty if one can."""
        if going_on is None:
            return ""
        titles = {state.card.name: state.card.title for state in self._states}
        model = titles.get(going_on.name, going_on.name)
        return tr("Photon is busy with {model}. Wait until it is done.", model=model)

    # -- actions --------------------------------------------------------------------------

    def _act(self, name: str, action: str) -> None:
        """Handle a button: ask first, or run the action."""
        panel = self.panels[name]
        panel.clear_mistake()
        if action == "install":
            self._look_up(name)
        elif action == "remove":
            panel.ask(about_removing(panel.state))
        elif action == "drop":
            panel.ask(about_dropping(panel.state))
        else:
            self._do(name, action)

    def _look_up(self, name: str) -> None:
        """Ask the server for the size, because the user wants the encoder; nothing is downloaded yet."""
        if name in self._asking:
            return
        panel = self.panels[name]
        self._asking.add(name)
        panel.show_progress(None, DOING["install"])

        def asked(offer: Offer) -> None:
            self._asking.discard(name)
            panel.ask(about_installing(offer))

        def failed(error: PhotonError) -> None:
            self._asking.discard(name)
            panel.refuse(error)

        self._bridge.call(self._encoders.offer(name), asked, panel, failed)

    def _do(self, name: str, action: str) -> None:
        encoders, panel = self._encoders, self.panels[name]
        if action in ("pause", "resume"):
            (self._session.work.background.pause if action == "pause" else self._session.work.background.resume)()
            return
        if action == "stop":
            self._stopped.add(name)
            encoders.cancel()
            panel.show_progress(None, tr("Stopping…"))
            return
        self._stopped.discard(name)
        panel.show_progress(None, DOING.get(action, "") if action != "install" else "")
        self._bridge.call(self._begun(name, action), lambda _: self.follow(), panel, partial(self._refuse, name))

    def _begun(self, name: str, action: str) -> Future[Any]:
        encoders = self._encoders
        begin: dict[str, Callable[[str], Future[Any]]] = {
            "install": encoders.install,
            "use": encoders.use,
            "measure": encoders.measure,
            "remove": encoders.remove,
            "drop": encoders.drop_vectors,
        }
        return encoders.use(self._answering) if action == "keep" else begin[action](name)

    def _refuse(self, name: str, error: PhotonError) -> None:
        """Show an error, unless the user stopped the task."""
        panel = self.panels[name]
        self.follow()
        if name in self._stopped:
            panel.note(str(error))
        else:
            panel.refuse(error)

    @property
    def _answering(self) -> str:
        return next((state.card.name for state in self._states if state.role == "answering"), FALLBACK)

    def _install_file(self, path: str, architecture: str, name: str) -> None:
        def installed(state: EncoderState) -> None:
            self.follow()
            self.file.finish(state.card.title)
            self._arrived = state.card.name
            if self._arrived in self.panels:
                self._show_arrived(self.panels[self._arrived])

        def failed(error: PhotonError) -> None:
            self.follow()
            self.file.refuse(error)
            if self.file.has_focus:
                self._show_soon(self.file)

        self._bridge.call(self._encoders.install_file(path, architecture, name), installed, self, failed)

    def _show_arrived(self, panel: EncoderPanel) -> None:
        """Move from the file form to the card of the new encoder, unless the user is elsewhere by now."""
        self._arrived = ""
        if self.file.has_focus:
            panel.buttons["use"].setFocus()
            self._show_soon(panel)

    def _show_soon(self, part: QWidget) -> None:
        """Scroll to a part of the page once it has its position."""
        QTimer.singleShot(0, part, lambda: self.ensureWidgetVisible(part))
