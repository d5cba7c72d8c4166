"""The page with the map: places on the left, the map with a timeline below it, and the photos in view on the right."""

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QWidget

from photon.app.places.places import PlacesOnMap, PlacesState
from photon.app.places.trip_list import Trip
from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.photo.date_span import DatedPhotos
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import CountedPlace
from photon.language import counted, tr, tr_n
from photon.ui.grid.match_selection import MatchSelection
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.menus import MenuRow, make_actions, make_menu, open_menu
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import SpacedTimer, single_shot
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.map.map_view import MapView
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.places.location_question import ZOOMS
from photon.ui.places.map_content import MapContent, make_content
from photon.ui.places.map_panels import MapPanels
from photon.ui.places.month_strip import MonthStrip
from photon.ui.places.place_acts import PlaceActs
from photon.ui.places.place_line import PlaceLine
from photon.ui.places.place_tree import PlaceTree, tree_of_places
from photon.ui.search.results import Gallery
from photon.ui.widgets.flow_layout import FlowLayout
from photon.ui.widgets.line_model import Lines
from photon.ui.widgets.page_header import PageHeader, calm_page

PHOTO_ROWS = ("loupe", "set-location", "name-place", "confirm-location", "remove-location", "reset-location")
"""Commands in the menu of photos beside the map."""
# between requests, and before the photos in view follow the map
_REFRESH_MS, _VIEW_MS = 400, 60
_TILE = 84  # pixels: the photos
# divided by 2^zoom, the metres of a radius of some 100 pixels where most people live
_CIRCLE = 1e7
Known = tuple[PlacesOnMap, Lines[CountedPlace], MapContent]


class MapPage(Page):
    """Shows where photos were taken."""

    grid: PhotoGrid
    topic = "places"
    takes_tags = takes_captions = takes_moves = True
    least_width = 720

    def __init__(self, context: WindowContext, acts: PlaceActs) -> None:
        super().__init__()
        self._context, self._acts = context, acts
        self._among: Ids | None = None  # the answer that is shown
        self._content: MapContent | None = None
        self._is_moved = False  # whether the map shows what it should
        self.setProperty("role", "panel")
        self.setAccessibleName(tr("Map"))
        self.grid = self.selectable = PhotoGrid(PhotoGridModel(context.session, context.bridge, self))
        self.grid.set_tile(_TILE)
        covers = CoverPictures(context.session, context.bridge, context.part(Thumbnails))
        self.map, self.months = MapView(covers).until_closed(context), MonthStrip()
        self.line, self.tree = PlaceLine(context, tr("Find a place")), PlaceTree(self._acts)
        self.line.setToolTip(self.line.placeholderText())  # there is no room for it
        self.line.setPlaceholderText(self.line.accessibleName())
        self.head, self.in_view = PageHeader(tr("Map")), make_label(role="quiet", wraps=True)
        self.pages = QStackedWidget()
        self._request = LatestRequest(context.bridge, self)
        self._soon = SpacedTimer(self, _REFRESH_MS, self.refresh)
        self._follow_soon = single_shot(self, _VIEW_MS, self._list_photos)
        self._make_buttons()
        self._compose()
        self._connect()

    def _make_buttons(self) -> None:
        self.answer = make_button(tr("Only what the search found"), clicked=self._turn_to_answer)
        self.answer.setCheckable(True)
        self.review = make_button(clicked=self._context.action("review-locations").trigger, role="primary")
        self.name = make_button(tr("Name a place…"), tr("Draw a circle on the map"), self.map.begin_circle)
        hint = tr("Place photos by a GPS track, which can also be dropped here")
        self.track = make_button(tr("Match a track…"), hint, self._context.action("match-track").trigger)
        self.without = make_button(
            hint=tr("Show them, to drag them onto the map or a place"), clicked=self._list_photos
        )
        self.without.setCheckable(True)
        self.without.hide()
        self.trips = make_button(tr("Albums of trips…"), tr("Make an album of a trip"), self._ask_trips)
        self.larger = make_icon_button("plus", tr("Zoom in"), partial(self.map.zoom_by, 1))
        self.smaller = make_icon_button("minus", tr("Zoom out"), partial(self.map.zoom_by, -1))

    def _compose(self) -> None:
        area = QScrollArea()
        area.setWidget(self.tree)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        places, map_column, photos = QWidget(), QWidget(), QWidget()
        vbox(self.line, (area, 1), to=places, margins=(0, 0, tokens.TIGHT, 0), spacing=tokens.TIGHT)
        zoom = hbox((self.months, 1), self.smaller, self.larger, spacing=tokens.HAIR)
        vbox((self.map, 1), zoom, to=map_column, margins=0, spacing=tokens.HAIR)
        vbox(
            self.in_view, self.without, (self.grid, 1), to=photos, margins=(tokens.TIGHT, 0, 0, 0), spacing=tokens.TIGHT
        )
        self.panels = MapPanels(places, map_column, photos)
        self.pages.addWidget(self.panels)
        explanation = tr(
            "Photos with GPS coordinates appear here automatically. For others, select them and set their location,"
            " or drop a GPS track here."
        )
        self.pages.addWidget(calm_page("map-trifold", tr("No photo has a location yet"), explanation))
        buttons = FlowLayout(self.head)  # in a small window, one row would cut their texts
        buttons.replace_parts((self.answer, self.review, self.trips, self.name, self.track))
        self.review.hide()
        self.head.add_row(hbox(buttons))
        edges = (tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        vbox(self.head, (self.pages, 1), to=self, margins=edges, spacing=tokens.SPACE)

    def _connect(self) -> None:
        acts, marks, grid = self._acts, self._context.part(MarkCommands), self.grid
        self.head.left.connect(self.closed)
        self.map.view_changed.connect(lambda _: self._follow_soon.start())
        self.map.area_chosen.connect(acts.search_area)
        self.map.cluster_pressed.connect(lambda photos: self._open(photos[0]) if len(photos) == 1 else None)
        self.map.photos_dropped.connect(acts.locate)
        self.map.circle_drawn.connect(acts.ask_name)
        self.months.chosen.connect(lambda _: self.refresh())
        self.line.chosen.connect(self.show_place)
        self.tree.chosen.connect(self.show_place)
        grid.opened.connect(self._open)
        grid.rated.connect(marks.rate)
        grid.favoured.connect(marks.favour)
        grid.menu_wanted.connect(self._open_photo_menu)
        grid.selectionModel().selectionChanged.connect(
            lambda *_: self.map.highlight(np.array(grid.selected(), np.int64))
        )
        self._context.bridge.changed.connect(self._hear)

    # -- for the window ------------------------------------------------------------------------------

    def photos(self) -> list[int]:
        """Return the selected photos, or the one at the cursor."""
        return self.grid.targets()

    def point_at(self, photo: int) -> None:
        """Make the photo that was last shown in the loupe the current one."""
        self.grid.come_back(photo)

    def show_place(self, place: CountedPlace) -> None:
        """Move the map to a place."""
        self._is_moved = True
        own = self.tree.own.get(place.key)
        zoom = math.log2(_CIRCLE / own.radius) if own is not None else ZOOMS[place.level]
        self.map.go_to(place.coordinates, zoom)

    def show_point(self, point: Coordinates) -> None:
        """Move the map to a point."""
        self._is_moved = True
        self.map.go_to(point, ZOOMS["quarter"])

    # -- content -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask for everything again, unless an answer is awaited."""
        if self._request.is_awaited:
            self._soon.request()
            return
        session, chosen, among = self._context.session, self.months.chosen_months(), self._among

        def make_known(found: PlacesOnMap, by_month: DatedPhotos) -> Known:
            return found, tree_of_places(found.places), make_content(found.points, by_month, chosen, among)

        dated = session.browsing.photos_by_date("newest", None, "month")
        self._request.ask(combined(make_known, session.places.on_map(among), dated), self._show)

    def _show(self, known: Known) -> None:
        found, lines, self._content = known
        self.tree.own, state, content = found.own, found.state, self._content
        self.tree.show_lines(lines)
        self.map.set_places(list(found.own.values()))
        self.map.set_points(content.pyramid)
        if not self._is_moved and (whole := content.pyramid.area()) is not None:
            self.map.show_area(whole)
            if self.map.view.zoom > ZOOMS["quarter"]:  # all are at one place
                self.map.zoom_by(ZOOMS["quarter"] - self.map.view.zoom)
            self._is_moved = True
        self.months.show_months(content.months, content.counts)
        self.pages.setCurrentIndex(0 if state.located or state.left or self._among is not None else 1)
        self.head.say(_summary(state))
        count = state.suggested + state.doubtful
        self.review.setText(tr_n("Review {count:,} location", "Review {count:,} locations", count))
        self.review.setVisible(count > 0)
        count = len(content.others)
        self.without.setText(tr("{count:,} without a location", count=count))
        self.without.setVisible(count > 0)
        self.without.setChecked(self.without.isChecked() and count > 0)
        self._list_photos()

    def _list_photos(self) -> None:
        """Show the photos in view, or those without a location."""
        content = self._content
        if content is not None and self.without.isChecked():
            self.grid.grid_model.show_photos(content.others.tolist(), spans=content.other_spans)
            self.in_view.setText(tr("Drag photos onto the map"))
        elif content is not None:
            photos, spans = content.list_photos(self.map.view.area)
            self.grid.grid_model.show_photos(photos, spans=spans)
            words = tr_n("{count:,} photo in this view", "{count:,} photos in this view", len(photos))
            self.in_view.setText(words if photos else tr("No photos in this view"))

    def _turn_to_answer(self) -> None:
        self._is_moved = not self.answer.isChecked()
        self._turn()

    def _turn(self) -> None:
        """Show only the answer to the search, or all photos."""
        if self.answer.isChecked():
            self._context.part(Gallery).requests.await_all(self._take_answer)
        else:
            self._among = None
            self.refresh()

    def _take_answer(self) -> None:
        self._among = np.array(MatchSelection(self._context.part(PhotoGrid)).meant()[0], np.int64)
        self.refresh()

    def _hear(self, changes: Changes) -> None:
        if changes.kinds & {"marks", "photos"}:
            self.grid.grid_model.outdate(changes.photos or None)
        if changes.kinds & {"places", "photos", "hidden"} and self.isVisible():
            self._soon.request()

    # -- acts ----------------------------------------------------------------------------------------

    def _open(self, photo: int) -> None:
        shown = list(self.grid.grid_model.ids)
        self.opened.emit(shown, shown.index(photo)) if photo in shown else self.opened.emit([photo], 0)

    def _ask_trips(self) -> None:
        self._context.bridge.call(self._context.session.places.trips(), self._offer_trips, self)

    def _offer_trips(self, trips: Sequence[Trip]) -> None:
        """Offer albums of trips that have none."""
        rows: list[MenuRow] = [
            (f"{trip.title} ({len(trip.photos):,})", "book-bookmark", partial(self._acts.make_album, trip))
            for trip in trips
            if trip.is_suggested
        ]
        if rows:
            open_menu(self, self.trips.mapToGlobal(self.trips.rect().bottomLeft()), partial(make_actions, rows=rows))
        else:
            self._context.say(tr("There is no trip with at least 10 photos and without an album."))

    def _open_photo_menu(self, point: QPoint) -> None:
        menu = make_menu(self)
        menu.addActions([self._context.action(name) for name in PHOTO_ROWS])
        menu.popup(point)

    # -- events --------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Ask for what changed while the page was hidden; the answer shown is that of the present search."""
        super().showEvent(event)
        has_query = self._context.part(Gallery).state.query is not None
        self.answer.setVisible(has_query)
        self.answer.setChecked(self.answer.isChecked() and has_query)
        self.hand_keyboard_to(self.map)
        self._turn()

    def hideEvent(self, event: QHideEvent) -> None:
        """Ask for nothing while the page is hidden."""
        super().hideEvent(event)
        self._soon.stop()


def _summary(state: PlacesState) -> str:
    parts = [tr_n("{count:,} photo with a location", "{count:,} photos with a location", state.located)]
    parts += [tr("{count:,} without", count=state.unlocated)] if state.unlocated else []
    parts += [tr("{count:,} still to be named", count=state.left)] if state.left else []
    parts += [counted(state.doubtful, "doubtful location")] if state.doubtful else []
    return " · ".join(parts)
