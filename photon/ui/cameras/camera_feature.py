"""The feature that lists cameras and lenses."""

from functools import cached_property

from PySide6.QtCore import QObject

from photon.language import tr
from photon.ui.cameras.camera_page import CameraPage
from photon.ui.keys.command_table import SEARCH, Command, MenuPlace
from photon.ui.kit.context import WindowContext
from photon.ui.kit.window_feature import WindowFeature


class CameraController(QObject):
    """Opens the page of cameras and lenses."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context

    @cached_property
    def page(self) -> CameraPage:
        """The page."""
        return self._context.pages.add(CameraPage(self._context))

    def open(self) -> None:
        """Show the page."""
        self._context.pages.enter(self.page)


_LIST = {"camera-list": Command(tr("Cameras and lenses…"), (), "camera", CameraController.open)}
CAMERAS = WindowFeature(CameraController, {MenuPlace(SEARCH, 2): _LIST}, is_late=True)
