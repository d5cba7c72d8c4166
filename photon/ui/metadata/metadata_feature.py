"""The feature for metadata in files: saved, in conflict, and files that could not be used."""

from photon.language import tr
from photon.ui.keys.command_table import FILE, TOOLS, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.metadata.metadata_controller import MetadataController

_WRITE = Command(
    tr("Save metadata to files…"), ("Ctrl+Shift+W",), "note-pencil", MetadataController.write, ("files", "photos")
)
_CONFLICTS = {
    "conflicts": Command(tr("Metadata conflicts…"), ("Ctrl+Shift+D",), "git-diff", MetadataController.decide),
    "problems": Command(tr("Problem files…"), (), "warning", MetadataController.show_problems),
}
_CONFLICT_KEYS = {"mine": Command(tr("Keep mine"), ("M",)), "file": Command(tr("Use the file's"), ("F",))}
_WRITE_PAGE = PageCommands("write", tr("Save metadata to files"), {"save": Command(tr("Save"), ("Ctrl+Return",))})
METADATA = WindowFeature(
    MetadataController,
    {MenuPlace(FILE, 1): {"write-words": _WRITE}, MenuPlace(TOOLS, 3): _CONFLICTS},
    (PageCommands("conflicts", tr("Metadata conflicts"), _CONFLICT_KEYS), _WRITE_PAGE),
    ahead="problems",
)
