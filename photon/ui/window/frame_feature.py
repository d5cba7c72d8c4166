"""The features of the window's own frame: folders, pages, panels, full screen."""

from functools import partial

from photon.language import tr
from photon.ui.keys.command_table import EDIT, FILE, HELP, PHOTO, SEARCH, VIEW, Command, MenuPlace
from photon.ui.kit.settings_pages import SettingsPages
from photon.ui.kit.theme import SCHEMES, Scheme, theme
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.window.full_screen import FullScreen
from photon.ui.window.navigation import Navigation
from photon.ui.window.panels import Panels
from photon.ui.window.photo_searches import PhotoSearches
from photon.ui.window.photo_selection import PhotoSelection
from photon.ui.window.sensitive_controller import SensitiveController
from photon.ui.window.sidebar import Sidebar
from photon.ui.window.top_bar import TopBar


def _scheme(scheme: Scheme) -> Command:
    return Command(SCHEMES[scheme], run=lambda _: theme().choose(scheme), is_switch=True)


_FOLDERS = {
    "add-folder": Command(tr("Add folder…"), ("Ctrl+O",), "folder-plus", Sidebar.ask_for_folder),
    "rescan": Command(tr("Rescan folders"), ("F5",), "arrows-clockwise", Sidebar.rescan),
}
FOLDERS = WindowFeature(Sidebar, {MenuPlace(FILE): _FOLDERS}, is_late=True)
_PAGES = {
    "grid": Command(tr("Show the grid"), ("G",), "squares-four", Navigation.show_grid),
    "loupe": Command(tr("Open the photo"), ("E",), "arrows-out", Navigation.open_loupe),
    "back": Command(tr("Back to the previous results"), ("Alt+Left", "Back"), "arrow-left", Navigation.go_back),
}
PAGES = WindowFeature(
    Navigation,
    {MenuPlace(VIEW): _PAGES},
    entries=(Entry("everything", tr("All photos"), "image", lambda at: at.show_folder(None), "?"),),
)
_SELECT = {
    "all": Command(tr("Select all"), ("Ctrl+A",), run=PhotoSelection.select_all),
    "none": Command(tr("Select none"), ("Ctrl+D",), run=PhotoSelection.select_none),
}
_ENLARGE = {
    "larger": Command(tr("Larger thumbnails"), ("Ctrl++", "Ctrl+="), run=partial(PhotoSelection.enlarge, steps=1)),
    "smaller": Command(tr("Smaller thumbnails"), ("Ctrl+-",), run=partial(PhotoSelection.enlarge, steps=-1)),
}
SELECTION = WindowFeature(PhotoSelection, {MenuPlace(EDIT, 1): _SELECT, MenuPlace(VIEW, 1): _ENLARGE})
_OPEN = {"preferences": Command(tr("Preferences…"), ("Ctrl+,",), "gear-six", SettingsPages.open)}
SETTINGS = WindowFeature(
    SettingsPages,
    {
        MenuPlace(EDIT, 2): _OPEN,
        MenuPlace(VIEW, 2, tr("Appearance"), choice="one"): {f"scheme-{one}": _scheme(one) for one in SCHEMES},
    },
)
_PANELS = {
    "sidebar": Command(tr("Folders panel"), ("F9",), "layout", partial(Panels.toggle, left=True)),
    "inspector": Command(tr("Details panel"), ("F8",), "info", partial(Panels.toggle, right=True)),
    "panels": Command(tr("Both panels"), ("F7",), run=partial(Panels.toggle, left=True, right=True)),
}
PANELS = WindowFeature(Panels, {MenuPlace(VIEW, 3): _PANELS}, is_late=True)
_FULL_SCREEN = {
    "full-screen": Command(tr("Full screen"), ("F11",), "corners-out", FullScreen.toggle),
    "slideshow": Command(tr("Slideshow"), ("Ctrl+F11",), "play", FullScreen.start_slideshow),
}
FULL_SCREEN = WindowFeature(FullScreen, {MenuPlace(VIEW, 4): _FULL_SCREEN}, is_late=True)
_FULL_WINDOW = {"full-window": Command(tr("Window in full screen"), ("Shift+F11",), run=FullScreen.toggle_window)}
FULL_WINDOW = WindowFeature(FullScreen, {MenuPlace(VIEW, 4): _FULL_WINDOW}, is_late=True)
_BY_PHOTO = {
    "like": Command(tr("More like this"), ("S",), "cards", PhotoSearches.search_alike),
    "other-look": Command(tr("Same subject, other look"), (), "palette", PhotoSearches.search_other_look),
    "same-look": Command(tr("Other subject, same look"), (), "palette", PhotoSearches.search_same_look),
    "part": Command(tr("Search for part of this photo…"), ("R",), "crop", PhotoSearches.search_part),
    "heat": Command(tr("Show where it matches"), ("H",), "crosshair", PhotoSearches.show_heat),
}
_EVENT = {"event": Command(tr("Photos of this event"), (), "ticket", PhotoSearches.show_event)}
PHOTO_SEARCHES = WindowFeature(PhotoSearches, {MenuPlace(SEARCH, 1): _BY_PHOTO, MenuPlace(SEARCH, 2): _EVENT})
_MENU = {"menu": Command(tr("Open the menu"), ("F10",), run=lambda bar: bar.menu_button.showMenu(), needs=("bars",))}
_PALETTE = {"palette": Command(tr("Find a command…"), ("Ctrl+K",), "command", TopBar.find_command, ("bars",))}
TOP_BAR = WindowFeature(TopBar, {MenuPlace(): _MENU, MenuPlace(HELP, 1): _PALETTE}, ahead="command_list")
_QUIT = {"quit": Command(tr("Close the window"), ("Ctrl+Q",), run=lambda full: full.window.close())}
_LEAVE = {"leave": Command(tr("Go one step back"), ("Esc",), run=FullScreen.step_back)}
LEAVING = WindowFeature(FullScreen, {MenuPlace(FILE, 2): _QUIT, MenuPlace(): _LEAVE}, is_late=True)
_HIDING = {
    "hide": Command(tr("Hide"), (), "eye-slash", partial(SensitiveController.decide, hides=True)),
    "unhide": Command(tr("Stop hiding"), (), "eye", SensitiveController.decide),
}
SENSITIVE = WindowFeature(SensitiveController, {MenuPlace(PHOTO, 0, tr("Visibility")): _HIDING})
