"""The features for tags: given to photos, reviewed, taught."""

from photon.language import tr
from photon.ui.keys.command_table import PHOTO, TOOLS, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.tags.review import Review
from photon.ui.tags.tag_controller import TagController
from photon.ui.tags.teaching import TeachingController

_TAGS = {"tag": Command(tr("Add a tag…"), ("T",), "tag", TagController.begin)}
TAGS = WindowFeature(
    TagController,
    {MenuPlace(PHOTO, 1): _TAGS},
    shows={"side": lambda tags: tags.side, "details": lambda tags: tags.details},
)
_REVIEW = {"review": Command(tr("Review suggested tags…"), ("Ctrl+R",), "checks", Review.open)}
_REVIEW_PAGE = {
    "yes": Command(tr("Confirm"), ("Y",)),
    "no": Command(tr("Reject"), ("N",)),
    "undo": Command(tr("Undo"), ("U",)),
    "here": Command(tr("Set the cut-off here"), ("L",)),
    "up": Command(tr("Move the cut-off up"), ("Ctrl+Up",)),
    "down": Command(tr("Move the cut-off down"), ("Ctrl+Down",)),
    "all": Command(tr("Confirm all above the cut-off"), ("Ctrl+Return",)),
}
REVIEW = WindowFeature(
    Review, {MenuPlace(TOOLS): _REVIEW}, (PageCommands("review", tr("Suggested tags"), _REVIEW_PAGE),), ahead="page"
)
_TEACHING = {"teach": Command(tr("Teach a tag…"), ("N",), "graduation-cap", TeachingController.begin)}
_TEACH_PAGE = {
    "yes": Command(tr("Yes"), ("Y",)),
    "no": Command(tr("No"), ("N",)),
    "skip": Command(tr("Skip"), ("S", "Right")),
    "undo": Command(tr("Undo"), ("U",)),
}
TEACHING = WindowFeature(
    TeachingController,
    {MenuPlace(TOOLS): _TEACHING},
    (PageCommands("teach", tr("Teach a tag"), _TEACH_PAGE),),
    shows={"side": lambda teaching: teaching.section},
    ahead="panel",
)
