"""Opens the pages of places, and shows where photos were taken."""

from functools import cached_property
from typing import TYPE_CHECKING

from photon.ui.kit.context import WindowContext
from photon.ui.places.place_acts import PlaceActs
from photon.ui.places.place_section import PlaceSection
from photon.ui.places.trip_names import TripNames

if TYPE_CHECKING:
    from photon.ui.places.place_pages import PlacePages


class PlacesController(PlaceActs):
    """Connects the parts of places.

    Attributes:
        section: The place in the details.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.section = PlaceSection(context, self)
        context.news.tracks_dropped.connect(lambda files: self.pages.match_tracks(files))  # noqa: PLW0108 - makes them
        TripNames(context, self)

    @cached_property
    def pages(self) -> "PlacePages":
        """The pages and dialogs."""
        from photon.ui.places.place_pages import PlacePages  # with the painting of maps, which many people never start

        return PlacePages(self._context, self)
