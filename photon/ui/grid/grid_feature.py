"""The feature that decides how the grid shows photos."""

from photon.language import tr
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.keys.command_table import VIEW, Command, MenuPlace
from photon.ui.kit.window_feature import WindowFeature

_FILL = Command(tr("Crop thumbnails to squares"), run=PhotoGrid.set_filling, is_switch=True)
_ROWS = Command(tr("Rows that keep the shapes of photos"), run=PhotoGrid.set_rows, is_switch=True)
_NAMES = Command(tr("File names"), run=PhotoGrid.set_names, is_switch=True)
_SHAPES = {"fill": _FILL, "rows": _ROWS}
GRID = WindowFeature(
    PhotoGrid, {MenuPlace(VIEW, 1, choice="at most one"): _SHAPES, MenuPlace(VIEW, 1): {"names": _NAMES}}
)
