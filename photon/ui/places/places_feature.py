"""The feature that shows where photos were taken, and lets the user correct and name it."""

from collections.abc import Sequence

from photon.app.places import place_edits
from photon.app.runtime.history import Edit
from photon.domain import Changes
from photon.language import tr
from photon.ui.keys.command_table import PHOTO, TOOLS, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.places.places_controller import PlacesController


def _edit(text: str, icon: str, edit: Edit[[Sequence[int]], Changes]) -> Command:
    return Command(text, (), icon, lambda places: places.decide(edit))


_LOCATION = {
    "set-location": Command(tr("Set location…"), ("Ctrl+Shift+L",), "map-pin", PlacesController.ask_location),
    "name-place": Command(tr("Name this place…"), (), "house", PlacesController.ask_own_name),
    "confirm-location": _edit(tr("The location is right"), "check", place_edits.confirm),
    "remove-location": _edit(tr("Remove location"), "map-pin-line", place_edits.clear),
    "reset-location": _edit(tr("Back to the file's location"), "arrow-counter-clockwise", place_edits.reset),
}
_PAGES = {
    "map": Command(tr("Map…"), ("Ctrl+Shift+M",), "map-trifold", lambda places: places.pages.open()),
    "review-locations": Command(tr("Review locations…"), (), "map-pin", lambda places: places.pages.review()),
    "match-track": Command(tr("Match a track…"), (), "path", lambda places: places.pages.match_tracks()),
}
_ANSWERS = {
    "yes": Command(tr("Accept"), ("Y",)),
    "no": Command(tr("Remove the location"), ("N",)),
    "other": Command(tr("Somewhere else…"), ("E",)),
    "skip": Command(tr("Skip"), ("S",)),
    "undo": Command(tr("Undo"), ("U",)),
}
PLACES = WindowFeature(
    PlacesController,
    {MenuPlace(PHOTO, 4, tr("Location")): _LOCATION, MenuPlace(TOOLS, 2): _PAGES},
    (PageCommands("locations", tr("Review locations"), _ANSWERS),),
    entries=(Entry("map", tr("Map"), "map-trifold", lambda places: places.pages.open(), "places"),),
    shows={"details": lambda places: places.section},
)
