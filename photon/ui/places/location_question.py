"""The question where photos were taken: by name, by coordinates, on the map, or as a neighbouring photo."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog

from photon.domain import Photo
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import CountedPlace, PhotoPlace
from photon.language import tr, tr_n
from photon.library.places.photo_places import MapPoints
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import event_name
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import combined
from photon.ui.kit.layouts import frame_dialog
from photon.ui.map.point_map import PointMap
from photon.ui.map.world_loading import with_world
from photon.ui.places.place_line import PlaceLine
from photon.ui.places.place_words import point_text, short_text

_WIDTH, _MAP = 640, 320
ZOOMS = {"own": 15.0, "quarter": 13.0, "town": 11.0, "region": 7.0, "country": 5.0}
"""How near the map comes to a place of each level."""


class Neighbour(NamedTuple):
    """Where and when a photo was taken, with names; a point only if it is known."""

    point: Coordinates | None
    name: str
    when: str


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
        self._context, self._first = context, photos[0]
        self._point: Coordinates | None = None
        self._name = ""
        self.setMinimumWidth(_WIDTH)
        self.line = PlaceLine(context, tr("Where was it?"))
        self.map = with_world(context, PointMap(), self)
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
        self._ask()
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

    def _ask(self) -> None:
        session = self._context.session
        find = partial(find_neighbours, self._first)
        asked = combined(find, session.browsing.photos("newest"), session.places.map_points())
        self._context.bridge.call_quietly(asked, self._ask_names, self)

    def _ask_names(self, photos: Sequence[int]) -> None:
        session, some = self._context.session, [self._first, *photos]
        asked = combined(name_neighbours, session.places.places_of(some), *map(session.browsing.photo, some))
        self._context.bridge.call_quietly(asked, self._offer, self)

    def _offer(self, found: Sequence[Neighbour]) -> None:
        own, *others = found
        if own.point is not None and self._point is None:
            self.take_point(own.point, own.name)
            self.map.go_to(own.point, ZOOMS["town"])
        for button, one in zip(self.neighbours, others, strict=False):
            if one.point is not None and one.when:
                button.setText(tr("Same as the photo of {when}: {place}", when=one.when, place=one.name))
                button.setVisible(True)
                place = CountedPlace("quarter", one.name, (), 0, one.point)
                button.clicked.connect(partial(self._take_place, place))


def name_neighbours(places: Mapping[int, PhotoPlace], *photos: Photo | None) -> list[Neighbour]:
    """Return where and when photos were taken; not on the main thread, as it loads names."""
    known = [(photo, places.get(photo.id, PhotoPlace(None))) for photo in photos if photo is not None]
    return [Neighbour(place.coordinates, short_text(place), _time_text(photo)) for photo, place in known]


def _time_text(photo: Photo) -> str:
    taken = (photo.facts.taken or "")[:16]
    return event_name(taken, taken)


def find_neighbours(photo: int, ordered: Sequence[int], points: MapPoints) -> list[int]:
    """Return the photos with a location that were taken next before and next after a photo.

    Args:
        photo: The photo.
        ordered: All photos, newest first.
        points: Those with a location.
    """
    ids = np.asarray(ordered, np.int64)
    at = int(np.flatnonzero(ids == photo)[0]) if photo in ids else 0
    is_located = np.isin(ids, points.ids)
    earlier, later = at + 1 + np.flatnonzero(is_located[at + 1 :])[:1], np.flatnonzero(is_located[:at])[-1:]
    return [int(ids[row]) for row in (*earlier, *later)]
