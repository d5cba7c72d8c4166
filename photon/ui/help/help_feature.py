"""The feature that shows the guide."""

from photon.language import tr
from photon.ui.help.help_controller import HelpController
from photon.ui.keys.command_table import HELP, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature

_GUIDE = {
    "help": Command(tr("Help on this page"), ("F1",), "question", HelpController.explain),
    "guide": Command(tr("All help topics"), (), "book-open", HelpController.open),
}
GUIDE = WindowFeature(HelpController, {MenuPlace(HELP): _GUIDE})
