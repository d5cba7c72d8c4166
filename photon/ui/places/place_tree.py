"""The places of the library as a tree with counts: found, shown on the map, filled by dropping photos on them."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from photon.domain.places.place import CountedPlace
from photon.language import counted, number, tr
from photon.ui.kit import tokens
from photon.ui.photos.drop_tree import PhotoDropTree
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
        search_wanted: Brings one whose photos are to be searched.
        photos_dropped: Brings one, and the photos that were dropped on it.
        menu_wanted: Brings one, and where its menu should open on the screen.
        rename_wanted: Brings one.
        remove_wanted: Brings one.
    """

    chosen = Signal(object)
    search_wanted = Signal(object)
    photos_dropped = Signal(object, list)
    menu_wanted = Signal(object, QPoint)
    rename_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Places"), "map-pin", parent)
        self.setIndentation(tokens.SPACE)
        self.clicked.connect(lambda index: self._emit(self.chosen, index))
        self.doubleClicked.connect(lambda index: self._emit(self.search_wanted, index))
        self.customContextMenuRequested.connect(self._open_menu)

    def describe(self, thing: CountedPlace, role: int) -> Any:  # noqa: ANN401 - what Qt asks for
        """Return what a line shows."""
        words = _WORDS.get(role)
        return words(thing) if words is not None else None

    def _emit(self, signal: Any, index: QModelIndex) -> None:  # noqa: ANN401 - a signal of this class
        place = self.thing_at(index)
        if place is not None:
            signal.emit(place)

    def _open_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        index = index if index.isValid() else self.currentIndex()
        place = self.thing_at(index)
        if place is not None:
            self.setCurrentIndex(index)
            self.menu_wanted.emit(place, self.viewport().mapToGlobal(self.visualRect(index).center()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter searches for a place, Space shows it on the map, F2 changes and Del deletes one of the user's."""
        keys, index = Qt.Key, self.currentIndex()
        signals = {
            keys.Key_Return: self.search_wanted, keys.Key_Enter: self.search_wanted, keys.Key_Space: self.chosen,
            keys.Key_F2: self.rename_wanted, keys.Key_Delete: self.remove_wanted,
        }  # fmt: skip
        signal = signals.get(Qt.Key(event.key()))
        if signal is not None and index.isValid():
            self._emit(signal, index)
        else:
            super().keyPressEvent(event)

    def takes_photos(self, index: QModelIndex) -> bool:
        """Return whether a line is a place that is small enough to locate photos."""
        place = self.thing_at(index)
        return place is not None and place.level not in ("region", "country")

    def take_photos(self, index: QModelIndex, photos: list[int]) -> None:
        """Say that photos were taken at the place of a line."""
        self.photos_dropped.emit(self.thing_at(index), photos)


def _count_text(place: CountedPlace) -> str:
    return number(place.photos) if place.photos else ""


def _tip(place: CountedPlace) -> str:
    return ", ".join(filter(None, (full_name(place), counted(place.photos, "photo") if place.photos else "")))


_WORDS: dict[int, Callable[[CountedPlace], object]] = {
    Qt.ItemDataRole.DisplayRole: lambda place: place.name,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Qt.ItemDataRole.AccessibleTextRole: _tip,
    CountRole.COUNT: _count_text,
    CountRole.ICON: lambda place: _ICONS[place.level],
}
