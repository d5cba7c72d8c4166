"""What can be done with places and with where photos were taken; each is reported, and can be undone."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from photon.domain import Filter, PhotonError, Query
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import USUAL, OwnPlace
from photon.domain.places.place import CountedPlace
from photon.domain.query.filter_kinds.places import area_value
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import combined
from photon.ui.kit.menus import MenuRow
from photon.ui.places.place_words import point_text
from photon.ui.search.search_bar import SearchBar

if TYPE_CHECKING:
    from photon.app.places.trip_list import Trip

NOTHING = tr("Select photos first, then say where they were taken.")


class PlaceActs(QObject):
    """Edits places and locations.

    Signals:
        map_wanted: Brings the Coordinates that the map should show.
        location_wanted: Brings photos whose location is to be asked for.
        naming_wanted: Brings an OwnPlace to be named or changed; it is new without a key.
        made: Brings the number of the step of an edit that was written.
        failed: An edit could not be written.
    """

    map_wanted = Signal(object)
    location_wanted = Signal(list)
    naming_wanted = Signal(object)
    made = Signal(int)
    failed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    def do(self, future: Future[Any], done: str, *more: Future[str]) -> None:
        """Report an edit that can be undone once it is written, with more sentences, which may be empty."""
        context, step = self._context, self._context.session.undoing.last_step()  # asked right behind the edit
        told = combined(lambda _, *texts: " ".join(filter(None, (done, *texts))), future, *more)
        context.bridge.call(told, lambda text: context.say(text, undo=True), self, self._fail)
        context.bridge.call_quietly(combined(lambda _, last: last, future, step), self.made.emit, self, lambda _: None)

    def _fail(self, error: PhotonError) -> None:
        self._context.bridge.report_error(error)
        self.failed.emit()

    # -- photos --------------------------------------------------------------------------------------

    def locate(self, photos: Sequence[int], point: Coordinates, name: str = "") -> None:
        """Say where photos were taken."""
        if photos:
            done = tr_n(
                "Set the location of {count:,} photo: {name}", "Set the location of {count:,} photos: {name}",
                len(photos), name=name or point_text(point),
            )  # fmt: skip
            self.do(self._context.session.places.locate(list(photos), point), done)

    def clear(self, photos: Sequence[int]) -> None:
        """Say that the location of photos is unknown."""
        done = tr_n(
            "Removed the location of {count:,} photo.", "Removed the location of {count:,} photos.", len(photos)
        )
        self._act_on(photos, self._context.session.places.clear, done)

    def reset(self, photos: Sequence[int]) -> None:
        """Go back to the locations in the files of photos."""
        done = tr_n(
            "{count:,} photo has the location in its file again.",
            "{count:,} photos have the locations in their files again.",
            len(photos),
        )
        self._act_on(photos, self._context.session.places.reset, done)

    def confirm(self, photos: Sequence[int]) -> None:
        """Say that suggested or doubtful locations of photos are right."""
        done = tr_n(
            "Confirmed the location of {count:,} photo.", "Confirmed the locations of {count:,} photos.", len(photos)
        )
        self._act_on(photos, self._context.session.places.confirm, done)

    def _act_on(self, photos: Sequence[int], act: Callable[[list[int]], Future[Any]], done: str) -> None:
        if photos:
            self.do(act(list(photos)), done)
        else:
            self._context.say(NOTHING)

    def ask_location(self, photos: Sequence[int]) -> None:
        """Ask where photos were taken."""
        if photos:
            self.location_wanted.emit(list(photos))
        else:
            self._context.say(NOTHING)

    def make_album(self, trip: "Trip") -> None:
        """Make an album of a trip."""
        done = tr("Made the album “{name}”.", name=trip.title)
        self.do(self._context.session.albums.make(trip.album, trip.photos), done)

    # -- places --------------------------------------------------------------------------------------

    def search(self, field: str, value: str) -> None:
        """Search for the photos of a place or an area; what else is searched for stays."""
        bar = self._context.part(SearchBar)
        query = bar.query() or Query()
        kept = tuple(part for part in query.parts if not (isinstance(part, Filter) and part.field == field))
        bar.recall(Query((*kept, Filter(field, value))))
        self._context.search(bar.query())
        self._context.focus_page()  # what was pressed may be gone

    def search_place(self, place: CountedPlace) -> None:
        """Search for the photos of a place of the list."""
        if place.photos:
            self.search("country" if place.level == "country" else "place", place.value)

    def search_area(self, area: MapArea) -> None:
        """Search for the photos of a part of the map."""
        self.search("area", area_value(area))

    def ask_name(self, centre: Coordinates, radius: float = USUAL) -> None:
        """Ask how a place of the user is called, and how large it is."""
        self.naming_wanted.emit(OwnPlace("", "", centre, radius))

    def store_place(self, place: OwnPlace) -> None:
        """Make a place of the user, or change it if it has a key."""
        places = self._context.session.places
        if place.key:
            change = places.change_place(
                place.key, name=place.name, centre=place.centre, radius=place.radius, is_private=place.is_private
            )
            self.do(change, tr("Changed “{name}”.", name=place.name), places.tell_filed(place))
        else:
            made = places.name_place(place.name, place.centre, place.radius, is_private=place.is_private)
            self.do(made, tr("This place is “{name}” now.", name=place.name), places.tell_filed(place))

    def rows(self, place: OwnPlace) -> list[MenuRow]:
        """Return what a menu offers for a place of the user."""
        places = self._context.session.places
        turned = tr("“{name}” is left out of exports and written metadata.", name=place.name)
        turned = tr("“{name}” is no longer private.", name=place.name) if place.is_private else turned
        private = partial(self._turn, replace(place, is_private=not place.is_private), turned)
        gone = tr("Deleted the place “{name}”. Its photos keep their location.", name=place.name)
        hide = (tr("No longer private"), "eye") if place.is_private else (tr("Make private"), "eye-slash")
        return [
            (tr("Rename or change…\tF2"), "pencil-simple", partial(self.naming_wanted.emit, place)),
            (*hide, private),
            (tr("Delete\tDel"), "trash", partial(self._run, places.delete_place, place.key, done=gone)),
        ]

    def delete(self, place: OwnPlace) -> None:
        """Delete a place of the user."""
        self.rows(place)[-1][2]()

    def _turn(self, place: OwnPlace, done: str) -> None:
        """Make a place private, or no longer."""
        places = self._context.session.places
        change = places.change_place(place.key, is_private=place.is_private)
        self.do(change, done, places.tell_filed(place))

    def _run(self, act: Callable[..., Future[Any]], *given: object, done: str, **named: object) -> None:
        self.do(act(*given, **named), done)
