"""The features of searching: the search bar, examples, saved searches."""

from functools import partial

from photon.domain import Query
from photon.domain.photo.date_span import Period
from photon.domain.query.filter_kinds.times import TAKEN_ON_THIS_DAY
from photon.language import tr
from photon.ui.keys.command_table import SEARCH, VIEW, Command, MenuPlace
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.search.examples import ExampleController
from photon.ui.search.results import Gallery
from photon.ui.search.search_bar import SearchBar
from photon.ui.search.search_controller import FAVOURITES, SearchController

_SEARCH = {
    "search": Command(tr("Search"), ("Ctrl+F",), "magnifying-glass", SearchBar.focus, ("bars",)),
    "filters": Command(tr("Add a filter…"), ("Ctrl+L",), "funnel", SearchBar.open_filters, ("bars",)),
    "search-text": Command(
        tr("Edit the search as text"), ("Ctrl+Shift+F",), "pencil-simple", SearchBar.toggle_text, ("bars",)
    ),
}
_ON_THIS_DAY = {
    "on-this-day": Command(
        tr("On this day"), (), "calendar-blank", lambda bar: bar.ask_query(Query((TAKEN_ON_THIS_DAY,)))
    )
}
SEARCH_BAR = WindowFeature(SearchBar, {MenuPlace(SEARCH): _SEARCH, MenuPlace(SEARCH, 2): _ON_THIS_DAY}, ahead="filters")
PERIODS: dict[Period, str] = {
    "month": tr("Months"), "day": tr("Days"), "event": tr("Events"), "place": tr("Places"), "none": tr("No groups"),
}  # fmt: skip


def _group(period: Period) -> Command:
    return Command(PERIODS[period], run=partial(Gallery.set_period, period=period), is_switch=True)


_STACKED = Command(tr("Show stacks collapsed"), run=Gallery.set_stacked, is_switch=True)
GALLERY = WindowFeature(
    Gallery,
    {
        MenuPlace(VIEW, 1): {"stacked": _STACKED},
        MenuPlace(VIEW, 1, tr("Group by"), choice="one"): {f"group-{one}": _group(one) for one in PERIODS},
    },
)
EXAMPLES = WindowFeature(ExampleController)
_SAVE = Command(tr("Save this search…"), ("Ctrl+S",), "bookmark-simple", SearchController.ask_name, ("bars",))
SAVED_SEARCHES = WindowFeature(
    SearchController,
    {MenuPlace(SEARCH): {"save-search": _SAVE}},
    entries=(Entry("favourites", tr("Favourites"), "heart", SearchController.show_favourites, f"?{FAVOURITES}"),),
    shows={"side": lambda searches: searches.section},
)
