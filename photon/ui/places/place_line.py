"""The line in which a place is typed, with the places whose names match below it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView

from photon.app.places.place_lookup import point_text
from photon.domain.places.place import CountedPlace
from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import name_field
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.places.place_words import full_name, read_point

# a pause in typing; letters from which on places are looked for
_PAUSE_MS, _LEAST = 150, 2


class PlaceLine(QLineEdit):
    """Completes names of places of the library and of the world; also takes coordinates.

    Signals:
        chosen: Brings the CountedPlace that was chosen.

    Attributes:
        found: The places that are offered.
    """

    chosen = Signal(object)

    def __init__(self, context: WindowContext, title: str) -> None:
        super().__init__()
        self._context, self._request = context, LatestRequest(context.bridge, self, is_quiet=True)
        self.found: Sequence[CountedPlace] = ()
        self._is_entered = False
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._popup = QListView()
        self._popup.setObjectName("completions")
        completer.setPopup(self._popup)
        completer.activated[QModelIndex].connect(lambda index: self._choose(index.row()))  # type: ignore[index]
        self.setCompleter(completer)
        self._pause = single_shot(self, _PAUSE_MS, self._ask)
        name_field(self, title, tr("A place, or coordinates such as 38.72, -9.14"))
        self.textEdited.connect(lambda _: self._pause.start())
        self.returnPressed.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keep Enter from the button of the dialog: first, the map shows what was found."""
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()

    def _ask(self) -> None:
        text = self.text().strip()
        if read_point(text) is None and len(text) >= _LEAST:
            self._request.ask(self._context.session.places.find_places(text), partial(self._offer, text))

    def _offer(self, text: str, found: Sequence[CountedPlace]) -> None:
        if text != self.text().strip():
            return
        self.found = found
        self._names.setStringList([full_name(place) for place in found])
        if self._is_entered:
            self._choose(0)
        elif self.hasFocus() and found:
            self.completer().complete()

    def _enter(self) -> None:
        """Take coordinates, or the first place; fast typists get the same place as slow ones."""
        text = self.text().strip()
        point = read_point(text)
        if point is not None:
            self.chosen.emit(CountedPlace("town", point_text(point), (), 0, point))
        elif text in (names := [full_name(place) for place in self.found]):
            self._choose(names.index(text))
        else:
            self._is_entered = True
            self._pause.stop()
            self._ask()

    def _choose(self, row: int) -> None:
        self._is_entered = False
        if 0 <= row < len(self.found):
            place = self.found[row]
            self.setText(full_name(place))
            self._popup.hide()
            self.chosen.emit(place)
