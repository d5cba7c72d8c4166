"""The line at the bottom of the left panel that offers a larger model until it is used or dismissed."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain import Activity, Counts
from photon.domain.encoders.encoder_info import EncoderCard, EncoderState
from photon.domain.encoders.encoder_messages import size_words
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button, make_icon_button
from photon.ui.kit.layouts import hbox
from photon.ui.kit.settings import remembered_switch, settings

FEWEST = 50
"""Minimum number of photos from which better search matters."""
_KEY = "encoders/offer-seen"


class EncoderOffer(QFrame):
    """Offers the first recommended encoder; ``wanted`` is emitted when the user wants to see encoders."""

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._was_seen = remembered_switch(_KEY, usual=False)
        self.show_button = make_button(tr("Better search results…"), clicked=self._show, role="link")
        self.close_button = make_icon_button("x", tr("Don't offer this again"), self.dismiss)
        hbox(self.show_button, None, self.close_button, to=self, margins=(tokens.TIGHT, 0, 0, 0), spacing=0)
        self.hide()

    def consider(self, states: Sequence[EncoderState], counts: Counts, activity: Activity) -> None:
        """Show or hide the line, depending on the encoders and the work in progress."""
        best = None if self._was_seen else offered(states, counts)
        if best is None:
            self.hide()
        elif activity.stage == "idle":  # not while photos are being processed; once shown, it stays
            size, licence = size_words(best.megabytes), best.licence
            model = tr("{model}: {size} download.", model=best.title, size=size)
            if licence:
                model = tr("{model}: {size} download, {licence} licence.", model=best.title, size=size, licence=licence)
            self.show_button.setToolTip(f"{tr('Get better search results with a larger model.')} {model}")
            self.show()

    def dismiss(self) -> None:
        """Hide the line forever."""
        self._was_seen = True
        settings().setValue(_KEY, self._was_seen)
        self.hide()

    def _show(self) -> None:
        self.dismiss()
        self.wanted.emit()


def offered(states: Sequence[EncoderState], counts: Counts) -> EncoderCard | None:
    """Return the encoder to offer; None if one is installed that did not come with Photon, or if it is too early."""
    has_other = any(state.installed and not state.card.is_built_in for state in states)
    is_early = counts.photos < FEWEST or counts.searchable < counts.photos
    if has_other or is_early:
        return None
    return next((state.card for state in states if not state.installed), None)
