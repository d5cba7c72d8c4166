"""The feature that compares photos."""

from photon.language import tr
from photon.ui.compare.compare_controller import CompareController
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature

_COMPARE = {"compare": Command(tr("Compare"), ("C",), "columns", CompareController.begin)}
_COMPARE_PAGE = {
    "next": Command(tr("Next photo"), ("Right",)),
    "previous": Command(tr("Previous photo"), ("Left",)),
    "up": Command(tr("Move the frame to the other photo"), ("Up",)),
    "down": Command(tr("Swap: the photo in the frame becomes the reference"), ("Down",)),
    "reference": Command(tr("Keep the photo in the frame as reference, or show the photos side by side again"), ("R",)),
    "actual": Command(tr("Actual size"), ("Z",)),
    "larger": Command(tr("Zoom in"), ("+", "=")),
    "smaller": Command(tr("Zoom out"), ("-",)),
}
COMPARE = WindowFeature(
    CompareController, {MenuPlace(PHOTO, 2): _COMPARE}, (PageCommands("compare", tr("Compare"), _COMPARE_PAGE),)
)
