"""Opens the pages of places, and shows where photos were taken."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.domain.places.place import PhotoPlace
from photon.language import tr
from photon.ui.kit.context import WindowContext
from photon.ui.places.place_acts import NOTHING, PlaceActs
from photon.ui.places.place_section import PlaceSection
from photon.ui.places.trip_names import TripNames

if TYPE_CHECKING:
    from photon.ui.places.place_pages import PlacePages


class PlacesController(QObject):
    """Connects the parts of places.

    Attributes:
        section: The place in the details.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._acts = context, context.part(PlaceActs)
        # lambdas, because the pages are made by the first of these calls
        self.section = PlaceSection(context, lambda: self.pages.make_small_map())  # noqa: PLW0108
        self._acts.map_wanted.connect(lambda point: self.pages.show_point(point))  # noqa: PLW0108
        self._acts.location_wanted.connect(lambda photos: self.pages.ask_location(photos))  # noqa: PLW0108
        self._acts.naming_wanted.connect(lambda place: self.pages.ask_place(place))  # noqa: PLW0108
        context.news.tracks_dropped.connect(lambda files: self.pages.match_tracks(files))  # noqa: PLW0108
        TripNames(context, self)

    @cached_property
    def pages(self) -> "PlacePages":
        """The pages and dialogs."""
        from photon.ui.places.place_pages import PlacePages  # with the painting of maps, which many people never start

        return PlacePages(self._context)

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
