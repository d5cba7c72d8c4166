"""The feature that exports photos."""

from photon.language import tr
from photon.ui.export.export_controller import ExportController
from photon.ui.keys.command_table import FILE, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature

_EXPORT = Command(tr("Export…"), ("Ctrl+E",), "export", ExportController.begin, ("files", "photos"))
EXPORT = WindowFeature(ExportController, {MenuPlace(FILE, 1): {"export": _EXPORT}})
