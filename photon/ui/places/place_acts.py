"""What can be done with places and with where photos were taken; each is reported, and can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ParamSpec

from photon.app.places import place_edits
from photon.app.places.place_lookup import point_text
from photon.app.runtime.history import Edit
from photon.domain import Changes, Filter, Query
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.map_area import MapArea
from photon.domain.places.own_place import USUAL, OwnPlace, new_place_key
from photon.domain.places.place import CountedPlace, PhotoPlace
from photon.domain.query.filter_kinds.places import area_value
from photon.language import tr, tr_n
from photon.ui.kit.menus import MenuRow
from photon.ui.photos.reported_edits import ReportedEdits
from photon.ui.search.search_bar import SearchBar

if TYPE_CHECKING:
    from photon.app.places.trip_list import Trip

P = ParamSpec("P")
_DECIDED: Mapping[object, Callable[[int], str]] = {
    place_edits.clear: lambda count: tr_n(
        "Removed the location of {count:,} photo.", "Removed the location of {count:,} photos.", count
    ),
    place_edits.reset: lambda count: tr_n(
        "{count:,} photo has the location in its file again.",
        "{count:,} photos have the locations in their files again.",
        count,
    ),
    place_edits.confirm: lambda count: tr_n(
        "Confirmed the location of {count:,} photo.", "Confirmed the locations of {count:,} photos.", count
    ),
}
"""What is said after an edit of so many photos."""


class PlaceActs(ReportedEdits):
    """Edits places and locations."""

    @cached_property
    def pages(self) -> Any:  # noqa: ANN401 - a PlacePages, which need these acts
        """The pages and dialogs."""
        raise NotImplementedError

    def edit(self, done: str, edit: Edit[P, Changes], *values: P.args, **named: P.kwargs) -> None:
        """Run an edit, and report it once it is written: ``done`` says what happened."""
        self.report(done, self._context.session.places.edit(edit, *values, **named))

    # -- photos --------------------------------------------------------------------------------------

    def locate(self, photos: Sequence[int], point: Coordinates, name: str = "") -> None:
        """Say where photos were taken."""
        done = tr_n(
            "Set the location of {count:,} photo: {name}", "Set the location of {count:,} photos: {name}",
            len(photos), name=name or point_text(point),
        )  # fmt: skip
        self.edit(done, place_edits.locate, list(photos), point)

    def decide(self, edit: Edit[[Sequence[int]], Changes], photos: Sequence[int] | None = None) -> None:
        """Clear, reset or confirm the locations of photos; without any, of those that commands act on."""
        if some := self._chosen(photos):
            self.edit(_DECIDED[edit](len(some)), edit, some)

    def ask_location(self, photos: Sequence[int] | None = None) -> None:
        """Ask where photos were taken; without any, those that commands act on."""
        if some := self._chosen(photos):
            self.pages.ask_location(some)

    def _chosen(self, photos: Sequence[int] | None) -> list[int]:
        some = list(self._context.targets() if photos is None else photos)
        if not some:
            self._context.say(tr("Select photos first, then say where they were taken."))
        return some

    def make_album(self, trip: "Trip") -> None:
        """Make an album of a trip."""
        done = tr("Made the album “{name}”.", name=trip.title)
        self.report(done, self._context.session.albums.make(trip.album, trip.photos))

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

    def ask_own_name(self) -> None:
        """Ask how the place of the selected photo is called."""
        if photos := self._chosen(None)[:1]:
            self._context.bridge.call(self._context.session.places.places_of(photos), self._name_place_of, self)

    def _name_place_of(self, known: Mapping[int, PhotoPlace]) -> None:
        point = next((one.coordinates for one in known.values()), None)
        if point is not None:
            self.ask_name(point)
        else:
            self._context.say(tr("This photo has no location. Set it first, then name the place."))

    def ask_name(self, centre: Coordinates, radius: float = USUAL) -> None:
        """Ask how a new place of the user is called, and how large it is."""
        self.pages.ask_place(OwnPlace(new_place_key(), "", centre, radius), self._name_place)

    def ask_change(self, place: OwnPlace) -> None:
        """Ask how a place of the user is called from now on."""
        self.pages.ask_place(place, self._change_place)

    def _name_place(self, place: OwnPlace) -> None:
        self._store(tr("This place is “{name}” now.", name=place.name), place_edits.name_place, place)

    def _change_place(self, place: OwnPlace) -> None:
        self._store(tr("Changed “{name}”.", name=place.name), place_edits.change_place, place)

    def turn_private(self, place: OwnPlace) -> None:
        """Make a place of the user private, or public again."""
        hidden = tr("“{name}” is left out of exports and written metadata.", name=place.name)
        done = tr("“{name}” is no longer private.", name=place.name) if place.is_private else hidden
        self._store(done, place_edits.change_place, replace(place, is_private=not place.is_private))

    def _store(self, done: str, edit: Edit[[OwnPlace], Changes], place: OwnPlace) -> None:
        """Run an edit of a place, and say whether files may tell where a private one is."""
        places = self._context.session.places
        self.report(done, places.edit(edit, place), places.tell_filed(place))

    def delete(self, place: OwnPlace) -> None:
        """Delete a place of the user."""
        done = tr("Deleted the place “{name}”. Its photos keep their location.", name=place.name)
        self.edit(done, place_edits.delete_place, place)

    def rows(self, place: OwnPlace) -> list[MenuRow]:
        """Return what a menu offers for a place of the user."""
        hide = (tr("No longer private"), "eye") if place.is_private else (tr("Make private"), "eye-slash")
        return [
            (tr("Rename or change…\tF2"), "pencil-simple", partial(self.ask_change, place)),
            (*hide, partial(self.turn_private, place)),
            (tr("Delete\tDel"), "trash", partial(self.delete, place)),
        ]
