"""The feature that judges photos in answers."""

from functools import partial

from photon.language import tr
from photon.ui.keys.command_table import SEARCH, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature
from photon.ui.marks.judging import JudgingCommands

_VERDICTS = {
    "judge-right": Command(
        tr("Right for this search"), ("Y",), "check-circle", partial(JudgingCommands.judge, is_right=True)
    ),
    "judge-wrong": Command(tr("Not this"), ("W",), "x-circle", partial(JudgingCommands.judge, is_right=False)),
}
JUDGING = WindowFeature(JudgingCommands, {MenuPlace(SEARCH, 3): _VERDICTS}, is_late=True)
