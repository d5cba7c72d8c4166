"""Where a photo, or the selected photos, were taken, in the details panel."""

from collections import Counter
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from photon.app.places import place_edits
from photon.app.places.place_lookup import doubt_text, point_text
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import PhotoPlace
from photon.language import tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.latest_request import combined
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.places.place_acts import PlaceActs
from photon.ui.places.place_words import gather_places
from photon.ui.widgets.section import AnsweredSection

if TYPE_CHECKING:
    from photon.ui.map.small_map import SmallMap

_COMPARED, _NAMED = 1000, 4  # photos whose places are compared; places that are named


class PlaceSection(AnsweredSection):
    """Names the place, says what is doubtful or suggested about it, and shows it on a small map.

    Attributes:
        map: The small map; made when there is something to show.
    """

    renewed_by = frozenset({"places", "photos"})

    def __init__(self, context: WindowContext, acts: PlaceActs) -> None:
        self._context, self._acts = context, acts
        self._place = PhotoPlace(None)
        self.map: SmallMap | None = None
        self.name = make_label(wraps=True, is_plain=True, is_selectable=True)
        self.note, self.stated = (make_label(role="small", wraps=True, is_plain=True) for _ in range(2))
        self.accept = make_button(clicked=lambda: acts.decide(place_edits.confirm, self._photos))
        remove = partial(acts.decide, place_edits.clear)
        self.remove = make_button(tr("Remove the location"), clicked=lambda: remove(self._photos))
        self.name_button = make_button(tr("Name this place…"), clicked=self._ask_name, role="link")
        self.set_button = make_button(tr("Set location…"), clicked=lambda: acts.ask_location(self._photos), role="link")
        body = QWidget()
        self._column = vbox(
            self.name, self.note, hbox(self.accept, self.remove, None, spacing=tokens.TIGHT), self.stated,
            hbox(self.set_button, self.name_button, None, spacing=tokens.TIGHT),
            to=body, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.HAIR,
        )  # fmt: skip
        super().__init__(tr("Place"), body, context.bridge, "Place")

    @property
    def has_content(self) -> bool:
        """Whether there are photos."""
        return bool(self._photos)

    def _ask(self) -> None:
        photos = self._photos
        if photos:
            asked = combined(gather_places, self._context.session.places.places_of(photos[:_COMPARED]))
            self._request.ask(asked, partial(self._show_places, photos))
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._show_places([], {})

    def _show_places(self, photos: list[int], found: Mapping[PhotoPlace, tuple[str, int]]) -> None:
        self._shown = photos
        self._place = place = next(iter(found)) if len(found) == 1 else PhotoPlace(None)
        suggested = any(one.state == "suggested" for one in found)
        doubtful = any(one.doubt and one.coordinates is None for one in found)
        show_text(self.name, _common_text(found), "quiet" if suggested else "")
        show_text(self.note, _note_text(place))
        show_text(self.accept, tr("Accept") if suggested else tr("This is right") if doubtful else "")
        self.remove.setVisible(doubtful)
        differs = place.stated.text and place.coordinates is not None
        show_text(self.stated, tr("The file says: {place}", place=place.stated.text) if differs else "")
        self.name_button.setVisible(place.coordinates is not None)
        self._show_map(place.coordinates or place.filed)
        self.setVisible(self._is_wanted)

    def _show_map(self, point: Coordinates | None) -> None:
        if point is not None and self.map is None:
            self.map = self._acts.pages.make_small_map()
            self._column.insertWidget(0, self.map)
        if self.map is not None:
            self.map.setVisible(point is not None)
            self.map.show_point(point)

    def _ask_name(self) -> None:
        if self._place.coordinates is not None:
            self._acts.ask_name(self._place.coordinates)


def _common_text(found: Mapping[PhotoPlace, tuple[str, int]]) -> str:
    """Return the place of all photos, or the places that most of them have."""
    counts = Counter[str]()
    for name, count in found.values():
        counts[name] += count
    without = counts.pop("", 0)
    if not counts:
        return tr("No location") if found else ""
    if len(counts) == 1 and not without:
        return next(iter(counts))
    names = [f"{name} ({count:,})" for name, count in counts.most_common(_NAMED)]
    more = len(counts) - len(names)
    names += [tr_n("{count:,} more place", "{count:,} more places", more)] if more else []
    names += [tr("no location ({count:,})", count=without)] if without else []
    return " · ".join(names)


def _note_text(place: PhotoPlace) -> str:
    """Return why a location is doubtful, that it is suggested, or the time zone."""
    guess = tr("Suggested by photos taken about that time. Photon uses it once you accept it.")
    guess = guess if place.state == "suggested" else ""
    if place.doubt:
        where = tr("It is {point}.", point=point_text(place.filed)) if place.filed is not None else ""
        return " ".join(filter(None, (guess, doubt_text(place.doubt), where)))
    zone = place.names.zone and tr("Local time: {zone}", zone=place.names.zone.replace("_", " "))
    private = tr("Private: left out of exports and written metadata") if place.is_private else ""
    return guess or " · ".join(filter(None, (zone, private)))
