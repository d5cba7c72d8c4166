"""The pages and dialogs of places, which many people never open."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QFileDialog

from photon.app.places.track_placing import apply_plan
from photon.app.places.track_plan import TrackPlan
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.map.small_map import SmallMap
from photon.ui.places.location_question import LocationQuestion
from photon.ui.places.map_page import MapPage
from photon.ui.places.place_acts import PlaceActs
from photon.ui.places.place_question import PlaceQuestion
from photon.ui.places.review_page import ReviewLocationsPage
from photon.ui.places.track_dialog import TrackDialog


class PlacePages(QObject):
    """Makes each when it is first needed.

    Attributes:
        question: The dialog that was opened last.
    """

    def __init__(self, context: WindowContext, acts: PlaceActs) -> None:
        super().__init__(acts)
        self._context, self._acts = context, acts
        self.question: QDialog | None = None

    @cached_property
    def page(self) -> MapPage:
        """The page with the map."""
        return self._context.pages.add(MapPage(self._context, self._acts))

    @cached_property
    def review_page(self) -> ReviewLocationsPage:
        """The page of suggested and doubtful locations."""
        page = self._context.pages.add(ReviewLocationsPage(self._context, self._acts))
        page.comes_from = self.page
        return page

    def open(self) -> None:
        """Show the map."""
        self._context.pages.enter(self.page)

    def review(self) -> None:
        """Show what is to be decided about locations."""
        self.review_page.begin()
        self._context.pages.enter(self.review_page)

    def show_point(self, point: Coordinates) -> None:
        """Show a point on the map."""
        self.open()
        self.page.show_point(point)

    def make_small_map(self) -> SmallMap:
        """Make the map of the details."""
        small = SmallMap().until_closed(self._context)
        small.pressed.connect(self.show_point)
        return small

    def ask_location(self, photos: Sequence[int]) -> QDialog:
        """Ask where photos were taken."""
        question = self.question = LocationQuestion(self._context, photos)
        question.chosen.connect(partial(self._acts.locate, photos))
        question.open()
        return question

    def ask_place(self, place: OwnPlace, store: Callable[[OwnPlace], object]) -> None:
        """Ask how a place of the user is called, and how large it is."""
        question = self.question = PlaceQuestion(self._context, place)
        question.chosen.connect(store)
        question.open()

    def match_tracks(self, files: Sequence[str] = ()) -> None:
        """Place the selected photos by tracks or, if fewer than two are selected, all that were taken meanwhile."""
        kinds = tr("Tracks ({endings})", endings="*.gpx *.nmea *.kml *.kmz *.json")
        files = files or QFileDialog.getOpenFileNames(self._context.widget, tr("Match a track"), "", kinds)[0]
        if files:
            photos = self._context.targets()
            dialog = self.question = TrackDialog(self._context, files, photos if len(photos) > 1 else None)
            dialog.applied.connect(self._place_photos)
            dialog.open()

    def _place_photos(self, plan: TrackPlan) -> None:
        count = len(plan.coordinates)
        done = tr_n("Placed {count:,} photo by the track.", "Placed {count:,} photos by the track.", count)
        self._acts.edit(done, apply_plan, plan)
