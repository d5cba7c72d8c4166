"""The places of the library as a tree with counts: found, shown on the map, filled by dropping photos on them."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent

from photon.domain.places.own_place import OwnPlace
from photon.domain.places.place import CountedPlace
from photon.language import counted, number, tr
from photon.ui.kit import tokens
from photon.ui.kit.menus import MenuRow, make_actions, open_menu
from photon.ui.photos.drop_tree import PhotoDropTree
from photon.ui.places.place_acts import PlaceActs
from photon.ui.places.place_words import full_name
from photon.ui.widgets.count_delegate import CountRole
from photon.ui.widgets.line_model import Lines

_ICONS = {"own": "house", "quarter": "map-pin", "town": "buildings", "region": "map-trifold", "country": "flag"}


def tree_of_places(places: Sequence[CountedPlace]) -> Lines[CountedPlace]:
    """Return the user's places, then countries with what they contain, those with most photos first.

    A region with a single town is left out, because the line of the town says the same.
    """
    own = [place for place in places if place.level == "own"]
    world = sorted((place for place in places if place.level != "own"), key=lambda one: (len(one.within), -one.photos))
    towns = Counter(_key(*place.within) for place in world if place.level == "town")
    entries: list[tuple[str, str | None, CountedPlace]] = [(place.key, None, place) for place in own]
    above = dict[str, str]()  # countries by the keys of what is left out
    for place in world:
        key, parent = _key(place.name, *place.within), _key(*place.within)
        if place.level == "region" and towns[key] == 1:
            above[key] = parent
        else:
            entries.append((key, above.get(parent, parent) or None, place))
    return Lines.build(entries)


def _key(*names: str) -> str:
    return "\x1f".join(reversed(names))


class PlaceTree(PhotoDropTree[CountedPlace]):
    """Shows places.

    Signals:
        chosen: Brings a CountedPlace to be shown on the map.

    Attributes:
        own: The user's places by key.
    """

    chosen = Signal(object)

    def __init__(self, acts: PlaceActs) -> None:
        super().__init__(tr("Places"), "map-pin")
        self._acts, self.own = acts, dict[str, OwnPlace]()
        self.setIndentation(tokens.SPACE)
        self.clicked.connect(lambda index: self._act(self.chosen.emit, index))
        self.doubleClicked.connect(lambda index: self._act(acts.search_place, index))
        self.customContextMenuRequested.connect(lambda point: self._act(self._open_menu, self.indexAt(point)))

    def describe(self, thing: CountedPlace, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return what a line shows."""
        words = _WORDS.get(role)
        return words(thing) if words is not None else None

    def _act(self, act: Callable[[CountedPlace], object], index: QModelIndex) -> None:
        place = self.thing_at(index if index.isValid() else self.currentIndex())
        if place is not None:
            act(place)

    def _act_on_own(self, act: Callable[[OwnPlace], object], place: CountedPlace) -> None:
        if place.key in self.own:
            act(self.own[place.key])

    def _open_menu(self, place: CountedPlace) -> None:
        rows: list[MenuRow] = [(tr("Show on the map"), "map-pin", partial(self.chosen.emit, place))]
        rows += [(tr("Show photos"), "magnifying-glass", partial(self._acts.search_place, place))] * bool(place.photos)
        rows += self._acts.rows(self.own[place.key]) if place.key in self.own else []
        middle = self.visualRect(self.currentIndex()).center()
        open_menu(self, self.viewport().mapToGlobal(middle), partial(make_actions, rows=rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches for a place, Space shows it on the map, F2 changes and Del deletes one of the user's."""
        keys, acts, act_on_own = Qt.Key, self._acts, self._act_on_own
        known: dict[int, Callable[[CountedPlace], object]] = {
            keys.Key_Return: acts.search_place, keys.Key_Enter: acts.search_place, keys.Key_Space: self.chosen.emit,
            keys.Key_F2: partial(act_on_own, acts.ask_change), keys.Key_Delete: partial(act_on_own, acts.delete),
        }  # fmt: skip
        act = known.get(event.key())
        if act is not None:
            self._act(act, self.currentIndex())
        else:
            super().keyPressEvent(event)

    def takes_photos(self, index: QModelIndex) -> bool:
        """Return whether a line is a place that is small enough to locate photos."""
        place = self.thing_at(index)
        return place is not None and place.level not in ("region", "country")

    def take_photos(self, index: QModelIndex, photos: list[int]) -> None:
        """Say that photos were taken at the place of a line."""
        self._act(lambda place: self._acts.locate(photos, place.coordinates, place.name), index)


def _tip(place: CountedPlace) -> str:
    return ", ".join(filter(None, (full_name(place), counted(place.photos, "photo") if place.photos else "")))


_WORDS: dict[int, Callable[[CountedPlace], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda place: place.name,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _tip,
    CountRole.COUNT: lambda place: number(place.photos) if place.photos else "",
    CountRole.ICON: lambda place: _ICONS[place.level],
}
