"""The feature that finds duplicates."""

from photon.language import tr
from photon.ui.duplicates.duplicates_controller import DuplicatesController
from photon.ui.keys.command_table import TOOLS, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import Entry, WindowFeature

_DUPLICATES = {
    "duplicates": Command(tr("Duplicates…"), ("Ctrl+U",), "copy", DuplicatesController.open),
    "duplicates-here": Command(tr("Duplicates among these photos…"), (), "copy", DuplicatesController.open_among),
}
_DUPLICATES_PAGE = {
    "keep": Command(tr("Keep this file, move the others to the bin"), ("Return",)),
    "apart": Command(tr("These are no duplicates"), ("N",)),
    "previous": Command(tr("Previous file of the set"), ("Left",)),
    "next": Command(tr("Next file of the set"), ("Right",)),
    "stays": Command(tr("Keep this file as well, or no longer"), ("K",)),
    "other": Command(tr("Show the other picture while it is held"), ("Space",)),
    "difference": Command(tr("Show the difference of the two pictures, or no longer"), ("D",)),
    "compare": Command(tr("Compare the photos of the set"), ("C",)),
}
DUPLICATES = WindowFeature(
    DuplicatesController,
    {MenuPlace(TOOLS, 2): _DUPLICATES},
    (PageCommands("duplicates", tr("Duplicates"), _DUPLICATES_PAGE),),
    entries=(Entry("duplicates", tr("Duplicates"), "copy", DuplicatesController.open, "duplicates"),),
    is_late=True,
)
