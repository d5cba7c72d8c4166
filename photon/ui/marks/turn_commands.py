"""Commands that rotate and flip photos: shown at once, undone as one step; files are not changed."""

from PySide6.QtCore import QObject

from photon.domain import Changes
from photon.domain.photo.turn import TurnCommand
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext


class TurnCommands(QObject):
    """Turns the photos that commands act on."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    def turn(self, command: TurnCommand) -> None:
        """Turn the photo in the loupe, or the selected photos."""
        photos = self._context.targets()
        if not photos:
            self._context.say(tr("Select photos first, then rotate them."))
            return
        asked = self._context.session.turning.turn(photos, command)
        self._context.bridge.call(asked, lambda changes: self._report_turn(command, changes), self)

    def _report_turn(self, command: TurnCommand, changes: Changes) -> None:
        count = len(changes.photos)
        if not count:
            as_filed = tr("These photos are shown as their files say.")
            self._context.say(as_filed if command == "reset" else tr("Videos can't be rotated."))
            return
        self._context.say(_sentence(command, count), undo=True)


def _sentence(command: TurnCommand, count: int) -> str:
    if command == "left":
        return tr_n("Rotated {count:,} photo left", "Rotated {count:,} photos left", count)
    if command == "right":
        return tr_n("Rotated {count:,} photo right", "Rotated {count:,} photos right", count)
    if command == "flip":
        return tr_n("Flipped {count:,} photo", "Flipped {count:,} photos", count)
    return tr_n("{count:,} photo is shown as its file says", "{count:,} photos are shown as their files say", count)
