"""The features of the preferences, and of missing photos, which they list, too."""

from photon.language import tr
from photon.ui.keys.command_table import HELP, PHOTO, TOOLS, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.preferences.loss_bar import LossBar
from photon.ui.preferences.missing_controller import MissingController
from photon.ui.preferences.preferences_controller import PreferencesController

_ARE_SHOWN = MissingController.are_shown
_ALL_MISSING = {"missing": Command(tr("Missing photos"), (), "file-x", MissingController.show_all)}
_ONE_MISSING = {
    "link-missing": Command(tr("Link to file…"), (), "link", MissingController.ask_for_file, is_offered=_ARE_SHOWN),
    "forget-missing": Command(tr("Remove from library"), (), "x", MissingController.forget, is_offered=_ARE_SHOWN),
}
MISSING = WindowFeature(
    MissingController, {MenuPlace(TOOLS, 3): _ALL_MISSING, MenuPlace(PHOTO, 5, tr("Missing photo")): _ONE_MISSING}
)
_HEALTH = {"health": Command(tr("Library health…"), (), "heartbeat", PreferencesController.open_health)}
_ABOUT = {"about": Command(tr("About Photon"), (), "info", PreferencesController.open_about)}
PREFERENCES = WindowFeature(PreferencesController, {MenuPlace(TOOLS, 3): _HEALTH, MenuPlace(HELP, 2): _ABOUT})
LOSSES = WindowFeature(LossBar, shows={"bar": lambda bar: bar})
