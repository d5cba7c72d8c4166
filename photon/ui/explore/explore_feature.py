"""The features that show what there is in the library, seen from above, and what is related to a photo or a search."""

from photon.language import tr
from photon.ui.explore.explore_controller import ExploreController
from photon.ui.explore.related_section import RelatedSection
from photon.ui.explore.related_words import RelatedWords
from photon.ui.keys.command_table import VIEW, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import Entry, WindowFeature

_PAGE = {"explore": Command(tr("Explore"), ("Ctrl+Shift+X",), "compass", ExploreController.open)}
_CARDS = {
    "rename": Command(tr("Rename a theme or thing"), ("F2",)),
    "pin": Command(tr("Pin it, or no longer"), ("P",)),
    "hide": Command(tr("Hide it, or show it again"), ("Del",)),
    "save": Command(tr("Save as smart album"), ("Ctrl+S",)),
    "highlights": Command(tr("Highlights…"), ("H",)),
    "why": Command(tr("Why is this here?"), ("W",)),
}
EXPLORE = WindowFeature(
    ExploreController,
    {MenuPlace(VIEW): _PAGE},
    (PageCommands("explore", tr("Explore"), _CARDS),),
    entries=(Entry("explore", tr("Explore"), "compass", ExploreController.open, "explore"),),
    shows={"details": lambda explore: explore.section},
)
RELATED = WindowFeature(RelatedSection, shows={"details": lambda section: section})
RELATED_WORDS = WindowFeature(RelatedWords, shows={"answer": lambda words: words})
