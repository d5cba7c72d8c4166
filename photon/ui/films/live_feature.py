"""The feature that plays live and motion photos, and finds better stills in them."""

from photon.language import tr
from photon.ui.films.live_controller import LiveController
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature

_STILL = {"still": Command(tr("Choose another still…"), (), "image-square", LiveController.choose_still, ("photos",))}
_LIVE = {"play": Command(tr("Play a live photo while held"), ("L",))}
LIVE = WindowFeature(
    LiveController, {MenuPlace(PHOTO, 2): _STILL}, (PageCommands("live", tr("Live photo in the photo view"), _LIVE),)
)
"""Beside ``films_feature.FILMS``."""
