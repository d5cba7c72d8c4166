"""The dialog that places photos by GPS tracks: what would be placed where, with which offset of the clock."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QLineEdit

from photon.annotate.places.clock_offset import ClockOffset, read_offset
from photon.annotate.places.point_pyramid import PointPyramid
from photon.app.places.track_plan import TrackPlan, TrackRequest, plan_lines
from photon.domain import PhotonError
from photon.domain.places.track import Track, join_tracks
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import frame_dialog, hbox
from photon.ui.kit.timers import single_shot
from photon.ui.map.cover_pictures import CoverPictures
from photon.ui.map.map_view import MapView
from photon.ui.photos.thumbnails import Thumbnails

_WIDTH, _MAP, _PAUSE_MS = 680, 320, 500
_HALVES = ("-09:30", "-03:30", "+03:30", "+04:30", "+05:30", "+05:45", "+06:30", "+08:45", "+09:30", "+10:30", "+12:45")
_ZONES = sorted((*(f"{hours:+03}:00" for hours in range(-12, 15)), *_HALVES), key=lambda one: int(one.replace(":", "")))
Prepared = tuple[TrackPlan, PointPyramid, PointPyramid, Track | None]


class TrackDialog(QDialog):
    """Shows the plan for files of tracks; offset and time zone of the camera's clock can be changed.

    Signals:
        applied: Brings the TrackPlan.

    Attributes:
        plan: What applies now; None while it is being made.
    """

    applied = Signal(object)

    def __init__(self, context: WindowContext, files: Sequence[str], photos: Sequence[int] | None) -> None:
        """Plan at once, for these photos or, with None, for all of the tracks' time."""
        super().__init__(context.widget)
        self._context, self._files = context, list(files)
        self._photos = None if photos is None else tuple(photos)
        self._request = LatestRequest(context.bridge, self)
        self.plan: TrackPlan | None = None
        self.setMinimumWidth(_WIDTH)
        self.summary = make_label(tr("Reading the track…"), wraps=True, is_plain=True)
        self.offset = name_field(QLineEdit(), tr("Offset of the camera's clock"), tr("found by Photon"))
        self.zone = QComboBox()
        self.zone.setAccessibleName(tr("Time zone of the camera's clock"))
        self.zone.addItem(tr("As photos say, else local time"), "")
        for name in _ZONES:
            self.zone.addItem("UTC" + name.replace("-", "−"), name)
        self.mistake = make_label(role="danger", wraps=True)
        covers = CoverPictures(context.session, context.bridge, context.part(Thumbnails))
        self.map = MapView(covers).until_closed(context, self)
        self.map.setMinimumHeight(_MAP)
        self.go = make_button(tr("Place photos"), clicked=self._apply, role="primary")
        clock = hbox(make_label(tr("Offset of the camera's clock")), self.offset, None, spacing=tokens.TIGHT)
        zone = hbox(make_label(tr("Time zone of the camera's clock")), self.zone, None, spacing=tokens.TIGHT)
        parts = (self.summary, (self.map, 1), clock, zone, self.mistake)
        frame_dialog(self, tr("Match a track"), parts, (make_button(tr("Cancel"), clicked=self.reject), self.go))
        self.mistake.hide()
        self._pause = single_shot(self, _PAUSE_MS, self._replan)
        self.offset.textEdited.connect(lambda _: self._pause.start())
        self.zone.currentIndexChanged.connect(lambda _: self._replan())
        self._ask(None)

    def _ask(self, offset: ClockOffset | None) -> None:
        self.plan = None
        self.go.setEnabled(False)
        request = TrackRequest(self._photos, offset, str(self.zone.currentData()))
        planned = self._context.session.places.tracks.plan(self._files, request)
        self._request.ask(combined(prepare_plan, planned), self._show, self._fail)

    def _replan(self) -> None:
        text = self.offset.text().strip()
        offset = read_offset(text)
        wrong = bool(text) and offset is None
        show_text(self.mistake, tr("Write it like {example}.", example="+01:02:30") if wrong else "")
        self.go.setEnabled(False)  # the plan that is shown isn't the one for what is typed
        if not wrong:
            self._ask(offset)

    def _fail(self, error: PhotonError) -> None:
        self.summary.setText(f"{error.message} {error.hint}".strip())

    def _show(self, prepared: Prepared) -> None:
        self.plan, photos, points, track = prepared
        self.summary.setText("\n".join(plan_lines(self.plan)))
        self.map.set_track(track)
        self.map.set_points(photos)
        if (area := points.area()) is not None:
            self.map.show_area(area)
        self.go.setEnabled(bool(self.plan.coordinates))

    def _apply(self) -> None:
        if self.plan is not None:
            self.applied.emit(self.plan)
            self.accept()


def prepare_plan(plan: TrackPlan) -> Prepared:
    """Return the plan with its photos and points for a map, and its tracks as one; not on the main thread."""
    points = np.array(list(plan.coordinates.values()), np.float64).reshape(-1, 2)
    photos = PointPyramid(np.array(list(plan.coordinates), np.int64), points[:, 0], points[:, 1])
    if not plan.tracks:
        return plan, photos, photos, None
    whole = join_tracks(plan.tracks)
    return plan, photos, PointPyramid(whole.times, whole.latitudes, whole.longitudes), whole
