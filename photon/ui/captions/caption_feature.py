"""The feature for titles and captions."""

from photon.language import tr
from photon.ui.captions.caption_controller import CaptionController
from photon.ui.keys.command_table import PHOTO, TOOLS, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature

_WRITE = {"caption": Command(tr("Write a caption"), ("K",), "chat-text", CaptionController.write)}
_REVIEW = {
    "review-captions": Command(tr("Review caption drafts…"), ("Ctrl+Shift+K",), "checks", CaptionController.review),
    "doubt-captions": Command(tr("Captions that may be wrong…"), (), "circle-wavy-question", CaptionController.doubt),
}
_DRAFTS_PAGE = {
    "accept": Command(tr("Use this caption"), ("Ctrl+Return",)),
    "decline": Command(tr("Decline"), ("N", "Ctrl+Del")),
    "next": Command(tr("Next draft"), ("Right",)),
    "previous": Command(tr("Previous draft"), ("Left",)),
    "edit": Command(tr("Edit"), ("F2",)),
}
_DOUBTS_PAGE = {"correct": Command(tr("Mark as correct"), ("F",)), "edit": Command(tr("Edit"), ("F2",))}
CAPTIONS = WindowFeature(
    CaptionController,
    {MenuPlace(PHOTO, 1): _WRITE, MenuPlace(TOOLS, 1): _REVIEW},
    (
        PageCommands("drafts", tr("Caption drafts"), _DRAFTS_PAGE),
        PageCommands("doubts", tr("Captions that may be wrong"), _DOUBTS_PAGE),
    ),
    shows={"words": lambda captions: captions.details},
)
