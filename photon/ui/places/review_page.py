"""The page of suggested and doubtful locations: one event, or one photo, after the other."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSplitter

from photon.app.places import place_edits
from photon.app.places.location_reviews import LocationReview
from photon.app.runtime.history import Edit
from photon.domain import Changes
from photon.domain.changes import ChangeKind
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.map.map_view import MapView
from photon.ui.photos.photo_list_page import RefreshedPage, button_row
from photon.ui.photos.photo_rows import PhotoRows
from photon.ui.photos.review_undo import ReviewUndo
from photon.ui.photos.row_spec import Line, RowPart, RowSpec
from photon.ui.photos.thumbnails import Thumbnails
from photon.ui.photos.typing_guard import TypingGuard
from photon.ui.places.location_question import ZOOMS
from photon.ui.places.place_acts import PlaceActs


def _lines(row: LocationReview) -> tuple[Line, ...]:
    sign = ("warning-circle", "warning") if row.is_doubtful else ("sparkle", "quiet")
    return (
        Line((RowPart(row.name, style="strong"),), most=2),
        Line((RowPart(counted(len(row.photos), "photo"), "quiet"),)),
        Line((RowPart(row.why, "quiet"),), most=3, sign=sign),
    )


LOCATIONS = RowSpec[LocationReview](
    tr("Review locations"),
    _lines,
    tooltip=lambda row: row.why,
    spoken=lambda row, name: f"{name}: {row.name}. {row.why}",
    picture=QSize(150, 100),
    about=lambda row: row.photos,
    key=lambda row: (row.photos, row.point, row.is_doubtful),
    keys_hint=tr("{yes} accept · {no} not there · {other} somewhere else · {skip} skip · {undo} undo"),
    keys_page="locations",
    instead=(
        ("hourglass", tr("Looking for suggestions…"), ""),
        (
            "check-circle",
            tr("Nothing to review"),
            tr("Photos without a location get a suggestion from photos taken about the same time."),
        ),
    ),
)


class ReviewLocationsPage(RefreshedPage[LocationReview]):
    """Lists what is to be decided, doubtful locations last; the map shows the row at the cursor.

    Attributes:
        typing: Keeps letters of a place from being answers.
    """

    topic = "places"
    least_width = 640
    kinds = frozenset[ChangeKind]({"places", "photos"})

    def __init__(self, context: WindowContext, acts: PlaceActs) -> None:
        self._context, self._acts, self._is_known = context, acts, False
        super().__init__(
            context.bridge, PhotoRows[LocationReview](context.session, context.bridge, LOCATIONS),
            context.part(Thumbnails),
        )  # fmt: skip
        self._request = LatestRequest(context.bridge, self)
        self._skipped: set[object] = set()
        self._decided: Sequence[int] = ()  # the photos of the last decision
        self._back: Sequence[int] = ()  # those whose decision is being undone
        self.yes = make_button(clicked=self.acts["locations.yes"], role="primary")
        self.no = make_button(clicked=self.acts["locations.no"])
        hint = KeyedText(tr("Say where it was"), "locations.other")
        self.other = make_button(tr("Somewhere else…"), hint, self.ask_other)
        self.skip_button = make_button(tr("Skip"), KeyedText(tr("Decide later"), "locations.skip"), self.skip)
        self.undo = make_button(tr("Undo"), clicked=self.take_back)
        self.head.add_row(button_row(self.yes, self.no, self.other, self.skip_button, self.undo))
        self._undo = ReviewUndo(context, self.undo, "locations.undo", self._acts.made)
        self.typing = TypingGuard(None, self.list)
        self._acts.failed.connect(self.refresh)
        self.map = MapView(takes_point=True).until_closed(context)
        self.map.photos_dropped.connect(self._acts.locate)
        self.map.setMinimumWidth(220)
        panels = QSplitter()
        if (column := self.layout()) is not None:
            column.replaceWidget(self.pages, panels)
        for part in (self.pages, self.map):
            panels.addWidget(part)
        panels.setSizes([400, 300])
        panels.setHandleWidth(1)

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        yes, no = (partial(self._decide, edit) for edit in (place_edits.confirm, place_edits.clear))
        return {
            "locations.yes": yes, "locations.no": no, "locations.other": self.ask_other, "locations.skip": self.skip,
            "locations.undo": self.take_back,
        }  # fmt: skip

    def begin(self) -> None:
        """Begin a review: decisions of the one before are not undone here, and what was skipped is asked again."""
        self._undo.begin()
        self._undo.ask()
        self._skipped.clear()

    def photos(self) -> list[int]:
        """Return the photos of the row at the cursor."""
        return list(self.current.photos) if self.current is not None else []

    def _all_photos(self) -> list[int]:
        return list(dict.fromkeys(photo for row in self._model.rows for photo in row.photos))

    # -- content -------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask what is to be decided."""
        self._undo.ask()
        self._request.ask(self._context.session.places.reviews(), self._show)

    def _show(self, rows: Sequence[LocationReview]) -> None:
        self._is_known = True
        left = [row for row in rows if self._model.spec.key(row) not in self._skipped]
        self._model.show_rows(left)
        again = [at for at, row in enumerate(left) if row.photos == self._back]
        if again:
            self._back = ()
            self.list.go_to(again[0])

    def _say(self) -> None:
        if not hasattr(self, "map"):  # Qt reports changes while the parts are being made
            return
        rows, row = self._model.rows, self.current
        count = len(self._all_photos())  # not of rows, as the button on the map has it
        words = tr_n("{count:,} location to review", "{count:,} locations to review", count)
        self._show_list(words, self.yes, self.no, self.other, self.skip_button, instead=2 if self._is_known else 1)
        self.map.setVisible(bool(rows))
        if row is not None:
            self.no.setText(tr("Remove the location") if row.is_doubtful else tr("Not there"))
            self.yes.setText(tr("This is right") if row.is_doubtful else tr("Accept"))
            self.map.set_pin(row.point)
            self.map.go_to(row.point, ZOOMS["town"])

    # -- decisions -----------------------------------------------------------------------------------

    def _decide(self, edit: Edit[[Sequence[int]], Changes]) -> None:
        """Decide about the row at the cursor, and show at once that it is decided."""
        row = self.current
        if row is not None:
            self._decided = row.photos
            self._acts.decide(edit, row.photos)
            self._undo.expect()
            self._request.forget()
            self._show([one for one in self._model.rows if one is not row])

    def take_back(self) -> None:
        """Undo the last decision of this review, unless another step followed, and ask about the same photos."""
        if self._undo.take_back():
            self._back = self._decided

    def ask_other(self) -> None:
        """Ask where the photos at the cursor were taken."""
        if self.current is not None:
            self._acts.pages.ask_location(self.photos()).finished.connect(self.typing.begin)

    def skip(self) -> None:
        """Leave the row at the cursor for later."""
        if self.current is not None:
            self._skipped.add(self._model.spec.key(self.current))
            self._show(self._model.rows)
