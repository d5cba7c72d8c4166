"""The feature that plays videos."""

from photon.language import tr
from photon.ui.films.film_controller import FilmController
from photon.ui.keys.command_table import PHOTO, Command, MenuPlace, PageCommands
from photon.ui.kit.window_feature import WindowFeature

_SAVE = {
    "save-frame": Command(tr("Save this frame as a photo"), (), "camera", FilmController.save_frame),
    "save-clip": Command(tr("Save this moment as a video"), (), "scissors", FilmController.save_clip),
}
_FILM = {
    "play": Command(tr("Play or pause"), ("Space",)),
    "next": Command(tr("Next frame"), (".",)),
    "previous": Command(tr("Previous frame"), (",",)),
    "forward": Command(tr("Five seconds forward"), ("Shift+Right",)),
    "back": Command(tr("Five seconds back"), ("Shift+Left",)),
    "next-scene": Command(tr("Next scene"), ("Ctrl+Right",)),
    "previous-scene": Command(tr("Previous scene"), ("Ctrl+Left",)),
    "next-moment": Command(tr("Next moment found"), ("Ctrl+Shift+Right",)),
    "previous-moment": Command(tr("Previous moment found"), ("Ctrl+Shift+Left",)),
    "faster": Command(tr("Faster"), ("Ctrl+Up",)),
    "slower": Command(tr("Slower"), ("Ctrl+Down",)),
    "loop": Command(tr("Repeat this moment, or stop repeating it"), ("L",)),
    "sound": Command(tr("Sound on or off"), ("M",)),
}
FILMS = WindowFeature(
    FilmController, {MenuPlace(PHOTO, 2): _SAVE}, (PageCommands("film", tr("Video in the photo view"), _FILM),)
)
