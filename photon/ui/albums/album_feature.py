"""The feature for albums."""

from photon.language import tr
from photon.ui.albums.album_controller import AlbumController
from photon.ui.albums.shown_album import OUT_OF
from photon.ui.keys.command_table import PHOTO, SEARCH, Command, MenuPlace
from photon.ui.kit.window_feature import Entry, WindowFeature

_SMART = Command(
    tr("Save as smart album…"), ("Ctrl+Shift+S",), "funnel", lambda albums: albums.smart.ask_name(), ("bars",)
)
ALBUM_LIST = WindowFeature(AlbumController, shows={"side": lambda albums: albums.section})
"""Its section comes before that of tags, but its commands come after theirs."""
_ALBUMS = {
    "album": Command(tr("Add to album…"), ("Ctrl+Shift+A",), "book-bookmark", AlbumController.ask_album),
    "new-album": Command(tr("New album…"), ("Ctrl+Shift+N",), "plus", AlbumController.ask_new),
    "keep-in-album": Command(
        tr("Keep in this album"), ("Ctrl+Shift+P",), "push-pin", lambda albums: albums.shown.keep_photos()
    ),
    "out-of-album": Command(OUT_OF, ("Ctrl+Shift+Del",), "minus-circle", lambda albums: albums.shown.remove()),
    "album-cover": Command(tr("Use as album cover"), (), "image", lambda albums: albums.shown.choose_cover()),
    "album-earlier": Command(
        tr("Move earlier in album"), ("Ctrl+Shift+Left",), "arrow-left", lambda albums: albums.shown.shift(later=False)
    ),
    "album-later": Command(
        tr("Move later in album"), ("Ctrl+Shift+Right",), "arrow-right", lambda albums: albums.shown.shift(later=True)
    ),
}
ALBUMS = WindowFeature(
    AlbumController,
    {MenuPlace(SEARCH, 0): {"smart-album": _SMART}, MenuPlace(PHOTO, 1, tr("Album")): _ALBUMS},
    entries=(Entry("albums", tr("Albums"), "book-bookmark", AlbumController.show_all),),
)
