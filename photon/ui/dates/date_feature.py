"""The feature that corrects dates."""

from photon.language import tr
from photon.ui.dates.date_controller import DateController
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature

_DATES = Command(tr("Correct dates…"), ("D",), "calendar-blank", DateController.begin, ("photos",))
DATES = WindowFeature(DateController, {MenuPlace(PHOTO, 4): {"dates": _DATES}}, is_late=True)
