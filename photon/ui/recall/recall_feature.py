"""The feature that lets people leave photos out of *On this day*."""

from functools import partial

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.domain.decisions.recall import NOT_RECALLED
from photon.language import tr, tr_n
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace
from photon.ui.kit.context import WindowContext
from photon.ui.kit.window_feature import WindowFeature


class RecallController(QObject):
    """Decides which photos *On this day* leaves out."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    def leave_out(self, *, on: bool) -> None:
        """Leave the photos that commands act on out of *On this day*, or show them there again."""
        if photos := self._context.targets():
            name = _left_out if on else _shown
            done = self._context.session.decisions.decide(NOT_RECALLED, photos, name, on=on)
            self._context.bridge.call(done, partial(self._report, name(len(photos))), self)

    def _report(self, words: str, changes: Changes) -> None:
        self._context.say(words[:1].upper() + words[1:], undo=bool(changes))
        self._context.renew_soon()  # the photos of this day may be shown


def _left_out(count: int) -> str:
    return tr_n("left {count:,} photo out of “On this day”", "left {count:,} photos out of “On this day”", count)


def _shown(count: int) -> str:
    return tr_n("{count:,} photo is in “On this day” again", "{count:,} photos are in “On this day” again", count)


_DECIDED = {
    "not-recalled": Command(tr("Leave out of “On this day”"), run=partial(RecallController.leave_out, on=True)),
    "recalled": Command(tr("Show in “On this day” again"), run=partial(RecallController.leave_out, on=False)),
}
RECALL = WindowFeature(RecallController, {MenuPlace(PHOTO, 0, tr("Visibility")): _DECIDED}, is_late=True)
