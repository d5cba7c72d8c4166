"""The features that move files: to the bin and back, and to other names."""

from photon.language import tr
from photon.ui.bin.bin_controller import BinController
from photon.ui.bin.rename_controller import RenameController
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace
from photon.ui.kit.window_feature import Entry, WindowFeature

_RENAME = Command(tr("Rename…"), (), "pencil-simple", RenameController.begin, ("files", "photos"))
RENAMING = WindowFeature(RenameController, {MenuPlace(PHOTO, 4): {"rename": _RENAME}})
_BIN = {
    "to-bin": Command(tr("Move to the bin"), (), "trash", BinController.move_targets, ("files or removal",)),
    "bin": Command(tr("Bin…"), (), "trash", BinController.open),
}
BIN = WindowFeature(
    BinController, {MenuPlace(PHOTO, 5): _BIN}, entries=(Entry("bin", tr("Bin"), "trash", BinController.open, "bin"),)
)
