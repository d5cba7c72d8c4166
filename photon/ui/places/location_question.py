"""The question where photos were taken: by name, by coordinates, on the map, or as a neighbouring photo."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog

from photon.app.places.place_lookup import point_text
from photon.app.places.place_names import Neighbour
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import CountedPlace
from photon.language import tr, tr_n
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import event_name
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import frame_dialog
from photon.ui.map.map_view import MapView
from photon.ui.places.place_line import PlaceLine
from photon.ui.places.place_words import short_text

_WIDTH, _MAP = 640, 320
ZOOMS = {"own": 15.0, "quarter": 13.0, "town": 11.0, "region": 7.0, "country": 5.0}
"""How near the map comes to a place of each level."""


class LocationQuestion(QDialog):
    """Asks for a point; photos taken just before and after it are offered, too.

    Signals:
        chosen: Brings the Coordinates and their name.

    Attributes:
        neighbours: The buttons that take the location of another photo, the earlier first.
    """

    chosen = Signal(object, str)

    def __init__(self, context: WindowContext, photos: Sequence[int]) -> None:
        super().__init__(context.widget)
        self._point: Coordinates | None = None
        self._name = ""
        self.setMinimumWidth(_WIDTH)
        self.line = PlaceLine(context, tr("Where was it?"))
        self.map = MapView(takes_point=True).until_closed(context, self)
        self.map.setMinimumHeight(_MAP)
        self.neighbours = [make_button(role="link"), make_button(role="link")]
        self.shown = make_label(role="quiet", wraps=True, is_plain=True)
        self.go = make_button(tr("Set location"), clicked=self._save, role="primary")
        leave = make_button(tr("Cancel"), clicked=self.reject)
        title = tr_n("Where was {count:,} photo taken?", "Where were {count:,} photos taken?", len(photos))
        hint = make_label(tr("Type a place or coordinates, or click on the map."), "quiet", wraps=True)
        frame_dialog(self, title, (self.line, hint, *self.neighbours, (self.map, 1), self.shown), (leave, self.go))
        for button in self.neighbours:
            button.hide()
        self.line.chosen.connect(self._take_place)
        self.map.point_pressed.connect(self.take_point)
        self.go.setEnabled(False)
        context.bridge.call_quietly(context.session.places.neighbours_of(photos[0]), self._offer, self)
        self.line.setFocus()

    def take_point(self, point: Coordinates, name: str = "") -> None:
        """Choose a point, and mark it on the map."""
        self._point, self._name = point, name
        self.map.set_pin(point)
        show_text(self.shown, " · ".join(dict.fromkeys(filter(None, (name, point_text(point))))))
        self.go.setEnabled(True)

    def _take_place(self, place: CountedPlace, *_: object) -> None:
        self.take_point(place.coordinates, place.name)
        self.map.go_to(place.coordinates, ZOOMS[place.level])
        self.go.setFocus()

    def _save(self) -> None:
        if self._point is not None:
            self.chosen.emit(self._point, self._name)
            self.accept()

    # -- photos taken before and after ---------------------------------------------------------------

    def _offer(self, found: Sequence[Neighbour]) -> None:
        for own, _ in found[:1]:
            if own.coordinates is not None and self._point is None:
                self.take_point(own.coordinates, short_text(own))
                self.map.go_to(own.coordinates, ZOOMS["town"])
        located = ((place, place.coordinates, event_name(taken[:16], taken[:16])) for place, taken in found[1:])
        for button, (neighbour, point, when) in zip(self.neighbours, located, strict=False):
            if point is not None and when:
                name = short_text(neighbour)
                button.setText(tr("Same as the photo of {when}: {place}", when=when, place=name))
                button.setVisible(True)
                button.clicked.connect(partial(self._take_place, CountedPlace("quarter", name, (), 0, point)))
