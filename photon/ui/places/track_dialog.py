"""The dialog that places photos by GPS tracks: what would be placed where, with which offset of the clock."""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QLineEdit

from photon.annotate.places.point_pyramid import PointPyramid
from photon.app.places.track_placing import TrackPlan
from photon.domain import PhotonError
from photon.domain.places.map_area import MapArea
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import frame_dialog, hbox
from photon.ui.kit.timers import single_shot
from photon.ui.places.map_view import MapView
from photon.ui.places.world_loading import with_world

_WIDTH, _MAP, _PAUSE_MS = 680, 340, 500
_OFFSET = re.compile(r"([-+−]?)\s*(\d{1,4}):(\d{2})(?::(\d{2}))?")


class TrackDialog(QDialog):
    """Shows the plan for files of tracks; the offset can be changed.

    Signals:
        applied: Brings the TrackPlan.

    Attributes:
        plan: What applies now; None while it is being made.
    """

    applied = Signal(object)

    def __init__(self, context: WindowContext, files: Sequence[str], photos: Sequence[int] | None) -> None:
        """Plan at once, for these photos or, with None, for all without a location."""
        super().__init__(context.widget)
        self._context, self._files, self._photos = context, [Path(path) for path in files], photos
        self._request = LatestRequest(context.bridge, self)
        self.plan: TrackPlan | None = None
        self.setMinimumWidth(_WIDTH)
        self.summary = make_label(tr("Reading the track…"), wraps=True, is_plain=True)
        self.why = make_label(role="quiet", wraps=True, is_plain=True)
        self.offset = name_field(QLineEdit(), tr("Offset of the camera's clock"), "+00:00:00")
        self.mistake = make_label(role="danger", wraps=True)
        self.map = with_world(context, MapView())
        self.map.setMinimumHeight(_MAP)
        self.go = make_button(tr("Place photos"), clicked=self._apply, role="primary")
        clock = hbox(make_label(tr("Offset of the camera's clock")), self.offset, None, spacing=tokens.TIGHT)
        parts = (self.summary, (self.map, 1), clock, self.mistake, self.why)
        frame_dialog(self, tr("Match a track"), parts, (make_button(tr("Cancel"), clicked=self.reject), self.go))
        self.mistake.hide()
        self._pause = single_shot(self, _PAUSE_MS, self._replan)
        self.offset.textEdited.connect(lambda _: self._pause.start())
        self._ask(None)

    def _ask(self, offset: float | None) -> None:
        self.plan = None
        self.go.setEnabled(False)
        tracks = self._context.session.places.tracks
        self._request.ask(tracks.plan(self._files, self._photos, offset), self._show, self._fail)

    def _replan(self) -> None:
        offset = read_offset(self.offset.text())
        show_text(self.mistake, "" if offset is not None else tr("Write it like {example}.", example="+01:02:30"))
        if offset is not None:
            self._ask(offset)

    def _fail(self, error: PhotonError) -> None:
        self.summary.setText(f"{error.message} {error.hint}".strip())

    def _show(self, plan: TrackPlan) -> None:
        self.plan = plan
        placed = tr_n("{count:,} photo gets a location.", "{count:,} photos get a location.", len(plan.photos))
        skipped = tr_n(
            "{count:,} was taken outside the time of the track.",
            "{count:,} were taken outside the time of the track.",
            len(plan.skipped),
        )
        self.summary.setText(f"{placed} {skipped}" if len(plan.skipped) else placed)
        show_text(self.why, plan.found)
        if not self.offset.hasFocus():
            self.offset.setText(offset_text(plan.offset))
        self.map.set_track(plan.track_latitudes, plan.track_longitudes)
        self.map.set_points(PointPyramid(plan.photos, plan.latitudes, plan.longitudes))
        if len(plan.track_latitudes):
            west, east = plan.track_longitudes.min(), plan.track_longitudes.max()
            south, north = plan.track_latitudes.min(), plan.track_latitudes.max()
            self.map.show_area(MapArea(float(south), float(west), float(north), float(east)))
        self.go.setEnabled(bool(np.size(plan.photos)))

    def _apply(self) -> None:
        if self.plan is not None:
            self.applied.emit(self.plan)
            self.accept()


def read_offset(text: str) -> float | None:
    """Return seconds from ``+01:02:30`` (hours, minutes, seconds); 0 for an empty text, None for others."""
    if not text.strip():
        return 0.0
    found = _OFFSET.fullmatch(text.strip())
    if found is None:
        return None
    seconds = 3600 * int(found[2]) + 60 * int(found[3]) + int(found[4] or 0)
    return float(seconds if found[1] in ("", "+") else -seconds)


def offset_text(seconds: float) -> str:
    """Write seconds as ``+01:02:30``."""
    minutes, rest = divmod(round(abs(seconds)), 60)
    return f"{'-' if seconds < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}:{rest:02}"
