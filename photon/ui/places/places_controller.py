"""Opens the pages of places, shows where photos were taken, and resolves “here” in searches."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from photon.domain import Filter, Query
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import PhotoPlace
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.places.place_acts import NOTHING, PlaceActs
from photon.ui.places.place_section import PlaceSection
from photon.ui.search.search_bar import SearchBar

if TYPE_CHECKING:
    from photon.app.places.track_placing import TrackPlan
    from photon.ui.places.map_page import MapPage
    from photon.ui.places.review_page import ReviewLocationsPage
    from photon.ui.places.track_dialog import TrackDialog

_HERE = "here"


class PlacesController(QObject):
    """Connects the parts of places.

    Attributes:
        section: The place in the details.
        dialog: The dialog about tracks while it is open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._acts = context, context.part(PlaceActs)
        self.section = PlaceSection(context)
        self.dialog: TrackDialog | None = None
        self._acts.map_wanted.connect(self._show_point)
        context.part(SearchBar).query_changed.connect(self._resolve_here)

    @cached_property
    def page(self) -> "MapPage":
        """The page with the map."""
        from photon.ui.places.map_page import MapPage  # with the painting of maps, which many people never start

        page = self._context.pages.add(MapPage(self._context))
        page.review_wanted.connect(self.review)
        page.tracks_wanted.connect(self.match_tracks)
        return page

    @cached_property
    def review_page(self) -> "ReviewLocationsPage":
        """The page of suggested and doubtful locations."""
        from photon.ui.places.review_page import ReviewLocationsPage  # as above

        page = self._context.pages.add(ReviewLocationsPage(self._context))
        page.comes_from = self.page
        return page

    def open(self) -> None:
        """Show the map."""
        self._context.pages.enter(self.page)

    def review(self) -> None:
        """Show what is to be decided about locations."""
        self._context.pages.enter(self.review_page)

    def _show_point(self, point: Coordinates) -> None:
        self.open()
        self.page.show_point(point)

    # -- photos that commands act on -----------------------------------------------------------------

    def ask_location(self) -> None:
        """Ask where the selected photos were taken."""
        self._acts.ask_location(self._context.targets())

    def ask_name(self) -> None:
        """Ask how the place of the selected photo is called."""
        photo = next(iter(self._context.targets()), 0)
        if not photo:
            self._context.say(NOTHING)
            return
        asked = self._context.session.places.places_of([photo])
        self._context.bridge.call(asked, lambda known: self._name_place(known.get(photo)), self)

    def _name_place(self, place: PhotoPlace | None) -> None:
        if place is not None and place.coordinates is not None:
            self._acts.ask_name(place.coordinates)
        else:
            self._context.say(tr("This photo has no location. Set it first, then name the place."))

    def confirm(self) -> None:
        """Say that suggested or doubtful locations of the selected photos are right."""
        self._acts.confirm(self._context.targets())

    def clear(self) -> None:
        """Remove the locations of the selected photos."""
        self._acts.clear(self._context.targets())

    def reset(self) -> None:
        """Go back to the locations in the files of the selected photos."""
        self._acts.reset(self._context.targets())

    # -- tracks --------------------------------------------------------------------------------------

    def match_tracks(self, files: Sequence[str] = ()) -> None:
        """Place the selected photos or, if fewer than two are selected, all without a location by tracks."""
        from photon.ui.places.track_dialog import TrackDialog  # as above

        kinds = tr("Tracks ({endings})", endings="*.gpx *.nmea *.kml *.kmz *.json")
        files = files or QFileDialog.getOpenFileNames(self._context.widget, tr("Match a track"), "", kinds)[0]
        if files:
            photos = self._context.targets()
            dialog = TrackDialog(self._context, files, photos if len(photos) > 1 else None)
            self.dialog = dialog
            dialog.applied.connect(self._apply)
            dialog.open()

    def _apply(self, plan: "TrackPlan") -> None:
        done = tr_n("Placed {count:,} photo by the track.", "Placed {count:,} photos by the track.", len(plan.photos))
        self._acts.do(self._context.session.places.tracks.apply(plan), done)

    # -- near:here -----------------------------------------------------------------------------------

    def _resolve_here(self, query: Query | None) -> None:
        """Put the location of the selected photo in place of “here”."""
        here = [part for part in query.parts if _is_here(part)] if query is not None else []
        if not here:
            return
        photo = next(iter(self._context.targets() or self._context.part(PhotoGrid).targets()), 0)
        if photo:
            asked = self._context.session.places.places_of([photo])
            self._context.bridge.call(asked, partial(self._replace_here, photo), self)
        else:
            self._replace_here(0, {})

    def _replace_here(self, photo: int, known: Mapping[int, PhotoPlace]) -> None:
        bar, place = self._context.part(SearchBar), known.get(photo)
        query, point = bar.query(), place.coordinates if place is not None else None
        if point is None:
            self._context.say(tr("Select a photo with a location first, then search near:here."))
        elif query is not None:
            text = f"{point.latitude:.5f},{point.longitude:.5f}"
            parts = tuple(
                replace(part, value=part.value.replace(_HERE, text, 1))
                if isinstance(part, Filter) and _is_here(part) else part
                for part in query.parts
            )  # fmt: skip
            bar.ask_query(replace(query, parts=parts))


def _is_here(part: object) -> bool:
    return isinstance(part, Filter) and part.field == "near" and part.value.partition(",")[0].strip() == _HERE
