"""The features that mark and turn photos."""

from functools import partial

from photon.domain.photo.marks import PICKED, REJECTED, UNFLAGGED, Label
from photon.language import tr
from photon.ui.keys.command_table import EDIT, PHOTO, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.marks.departures import Departures
from photon.ui.marks.flag_tally import FlagTally
from photon.ui.marks.mark_commands import MarkCommands
from photon.ui.marks.mark_keys import MarkKeys
from photon.ui.marks.turn_commands import TurnCommands

RATINGS = tuple(f"rate-{stars}" for stars in range(5, -1, -1))
_LABELS: dict[Label, tuple[str, tuple[str, ...]]] = {
    "red": (tr("Red"), ("6",)),
    "yellow": (tr("Yellow"), ("7",)),
    "green": (tr("Green"), ("8",)),
    "blue": (tr("Blue"), ("9",)),
    "purple": (tr("Purple"), ()),
    "": (tr("No label"), ()),
}


def _rate(stars: int) -> Command:
    return Command("★" * stars or tr("No stars"), (str(stars),), run=partial(MarkKeys.rate, stars=stars))


def _label(label: Label) -> Command:
    text, keys = _LABELS[label]
    return Command(text, keys, run=partial(MarkKeys.label, label=label))


_UNDO = {
    "undo": Command(tr("Undo"), ("Ctrl+Z",), "arrow-counter-clockwise", MarkCommands.undo),
    "redo": Command(tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-clockwise", MarkCommands.redo),
}
UNDO = WindowFeature(MarkCommands, {MenuPlace(EDIT): _UNDO})
_FLAGS = {
    "pick": Command(tr("Pick"), ("P",), "flag", partial(MarkKeys.flag, flag=PICKED)),
    "reject": Command(tr("Reject"), ("X",), "x-circle", partial(MarkKeys.flag, flag=REJECTED)),
    "unflag": Command(tr("No flag"), ("U",), run=partial(MarkKeys.flag, flag=UNFLAGGED)),
}
_OTHERS = {
    "favourite": Command(tr("Favourite"), ("B",), "heart", MarkKeys.toggle_favourite),
    "goes-on": Command(tr("Next photo after marking"), run=MarkKeys.go_on, is_switch=True),
}
MARKS = WindowFeature(
    MarkKeys,
    {
        MenuPlace(PHOTO, 0, tr("Rating")): {f"rate-{stars}": _rate(stars) for stars in range(5, -1, -1)},
        MenuPlace(PHOTO, 0, tr("Colour label")): {f"label-{label or 'none'}": _label(label) for label in _LABELS},
        MenuPlace(PHOTO, 0, tr("Flag")): _FLAGS,
        MenuPlace(PHOTO, 0): _OTHERS,
    },
)
_TURNING = {
    "rotate-left": Command(
        tr("Rotate left"), ("Ctrl+[", "<"), "arrow-arc-left", partial(TurnCommands.turn, command="left")
    ),
    "rotate-right": Command(
        tr("Rotate right"), ("Ctrl+]", ">"), "arrow-arc-right", partial(TurnCommands.turn, command="right")
    ),
    "flip": Command(
        tr("Flip horizontally"), ("Ctrl+H",), "arrows-left-right", partial(TurnCommands.turn, command="flip")
    ),
    "rotate-back": Command(tr("Show as in the file"), run=partial(TurnCommands.turn, command="reset")),
}
TURNING = WindowFeature(TurnCommands, {MenuPlace(PHOTO, 3): _TURNING}, is_late=True)
DEPARTURES, FLAGS = WindowFeature(Departures), WindowFeature(FlagTally)
