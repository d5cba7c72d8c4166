"""The feature that shows who is in the photos; the user decides."""

from photon.language import tr
from photon.ui.keys.command_table import PHOTO, TOOLS, VIEW, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import Entry, WindowFeature
from photon.ui.people.people_controller import PeopleController

_BOXES = {
    "people-boxes": Command(
        tr("Show people in the photo"), ("Shift+O",), "user-focus", lambda people: people.loupe.toggle()
    )
}
_DRAW = {"draw-face": Command(tr("Draw a face…"), ("Shift+F",), "user-plus", lambda people: people.loupe.draw())}
_FAIR = {
    "fair-selection": Command(
        tr("Choose a fair selection…"), (), "users-four", lambda people: people.fair.begin(), ("photos",)
    )
}
_PAGES = {
    "people": Command(tr("People…"), ("Ctrl+Shift+O",), "users-three", PeopleController.open),
    "who-is-this": Command(tr("Who is this?…"), ("Ctrl+Shift+U",), "question", PeopleController.review),
}
_ANSWERS = {
    "yes": Command(tr("Yes"), ("Y",)),
    "no": Command(tr("No"), ("N",)),
    "other": Command(tr("Someone else"), ("E",)),
    "none": Command(tr("Not a face"), ("D",)),
    "tick": Command(tr("Tick, or no longer"), ("X",)),
    "skip": Command(tr("Skip"), ("S",)),
    "undo": Command(tr("Undo"), ("U",)),
    "here": Command(tr("Set the cut-off here"), ("L",)),
    "up": Command(tr("Move the cut-off up"), ("Ctrl+Up",)),
    "down": Command(tr("Move the cut-off down"), ("Ctrl+Down",)),
}
PEOPLE = WindowFeature(
    PeopleController,
    {MenuPlace(VIEW, 4): _BOXES, MenuPlace(PHOTO, 1): _DRAW, MenuPlace(PHOTO, 2): _FAIR, MenuPlace(TOOLS, 2): _PAGES},
    (PageCommands("faces", tr("Who is this?"), _ANSWERS),),
    entries=(Entry("people", tr("People"), "users-three", PeopleController.open, "people"),),
    shows={"details": lambda people: people.section},
)
