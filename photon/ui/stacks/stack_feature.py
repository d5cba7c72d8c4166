"""The feature that stacks photos."""

from photon.language import tr
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.stacks.stack_controller import StackController

_STACKS = {
    "stack": Command(tr("Stack these photos"), ("Ctrl+G",), "stack", StackController.make),
    "unstack": Command(tr("Dissolve the stack"), ("Ctrl+Shift+G",), "stack-simple", StackController.dissolve),
    "stack-out": Command(tr("Take out of the stack"), ("Alt+G",), "minus-circle", StackController.take_out),
    "stack-top": Command(tr("Put on top of the stack"), ("Shift+G",), "arrow-line-up", StackController.put_on_top),
    "alike": Command(
        tr("Open or close the stack"),
        ("A",),
        "stack",
        StackController.toggle,
        is_offered=lambda stacks: stacks.is_shown,
    ),
    "stack-bursts": Command(tr("Stack bursts…"), (), "lightning", StackController.plan),
}
STACKS = WindowFeature(StackController, {MenuPlace(PHOTO, 2, tr("Stack")): _STACKS}, is_late=True)
