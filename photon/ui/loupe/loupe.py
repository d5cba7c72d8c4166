"""The loupe: one photo at a time, as large as the window."""

from collections.abc import Callable, Sequence, Set
from functools import partial

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from photon.app.session import Session
from photon.domain import Card, Changes
from photon.language import tr
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.icons import wear
from photon.ui.kit.key_filter import Act, KeyFilter
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import make_menu
from photon.ui.kit.pages import Page
from photon.ui.loupe.filmstrip import Filmstrip
from photon.ui.loupe.heat_overlay import HeatOverlay
from photon.ui.loupe.loupe_bar import LoupeBar, zoom_words
from photon.ui.loupe.loupe_chrome import LoupeChrome
from photon.ui.loupe.loupe_notice import LoupeNotice
from photon.ui.loupe.photo_view import STEP, PhotoView
from photon.ui.loupe.picture_loader import PictureLoader
from photon.ui.loupe.region_selector import RegionSelector
from photon.ui.loupe.slideshow import Slideshow
from photon.ui.photos.file_actions import FileActions
from photon.ui.photos.mark_flash import MarkFlash


class Loupe(Page):
    """Shows the photos of a list one by one.

    Signals:
        rated: Photos (always one) and stars; the main window stores the rating.
        favoured: Photos (always one), and whether they become favourites.
        full_screen_toggled: The photo should fill the screen, or no longer.
    """

    rated = Signal(list, int)
    favoured = Signal(list, bool)
    full_screen_toggled = Signal()
    has_own_details = takes_tags = takes_captions = takes_moves = True
    topic = "look#open-a-photo"
    _keys = KeyFilter()  # Qt sends events while the parts are being created
    first_keys: Callable[[], KeyFilter | None] | None = None
    """Returns which keys of the page that opened the loupe take precedence over its own."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos: list[int] = []
        self._index = 0
        self._step = 1
        self._files = FileActions(session, bridge, self)
        self.view = PhotoView(self)
        self.loader = PictureLoader(session, bridge, self.view, self)
        self.filmstrip = Filmstrip(self.loader.shelf, self)
        self.bar = LoupeBar(self.view)
        self.notice = LoupeNotice(session, bridge, self.view)
        self.flash = MarkFlash(self.view)
        self.heat = HeatOverlay(session, bridge, self.view)
        self.crop = RegionSelector(self.view, lambda: self.current)
        layout = vbox((self.view, 1), self.filmstrip, to=self, margins=0, spacing=0)
        self.chrome = LoupeChrome(self.view, self.bar, self.filmstrip, layout)
        self.slideshow = Slideshow(self._show_next_slide, self)
        self._keys = self._key_filter()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Loupe"))
        self._connect()
        bridge.changed.connect(self._hear)

    def _connect(self) -> None:
        self.loader.presented.connect(self._show_card)
        self.loader.described.connect(self._describe)
        self.view.zoomed.connect(lambda: self.bar.show_zoom(self.view))
        self.view.zoom_chosen.connect(self._flash_zoom)
        self.view.pointer_moved.connect(self.chrome.show)
        self.view.double_clicked.connect(self._step_back)
        self.view.dragged.connect(self._drag_out)
        self.filmstrip.chosen.connect(self.go)
        self.bar.back.clicked.connect(self.closed)
        self.bar.stars.chosen.connect(self.rate)
        self.bar.heart.clicked.connect(self.toggle_favourite)
        self.bar.smaller.clicked.connect(lambda: self.view.zoom_by(1 / STEP))
        self.bar.larger.clicked.connect(lambda: self.view.zoom_by(STEP))
        self.bar.zoom.clicked.connect(lambda: self.view.toggle_actual(None))
        self.bar.filmstrip.clicked.connect(self.chrome.toggle_filmstrip)
        self.bar.play.clicked.connect(self.slideshow.toggle)
        self.bar.full_screen.clicked.connect(self.full_screen_toggled)
        self.slideshow.toggled.connect(self.bar.show_running)
        self.bar.heat.clicked.connect(self._toggle_heat)
        self.heat.toggled.connect(self.bar.heat.setChecked)
        self.bar.menu.clicked.connect(self._open_menu_below_bar)
        self.crop.began.connect(self._make_room_for_crop)
        self.crop.ended.connect(self.setFocus)
        self.current_changed.connect(self.crop.cancel)

    # -- current photo -----------------------------------------------------------------------------

    @property
    def current(self) -> int | None:
        """The photo shown, or None when the list is empty."""
        return self._photos[self._index] if self._photos else None

    def photos(self) -> list[int]:
        """Return the photo shown."""
        return [self.current] if self.current else []

    def kept_clear(self) -> int:
        """Return the height of the filmstrip, and of what else is below the photo."""
        strip = self.filmstrip.height() if self.filmstrip.isVisible() else 0
        return max(strip, self.height() - self.view.height())

    @property
    def index(self) -> int:
        """Index of the current photo in the list."""
        return self._index

    def open(self, photos: Sequence[int], index: int) -> None:
        """Show a list of photos, starting with the one at ``index``."""
        self._photos = list(photos)
        self.loader.keep_pictures()
        self.setFocus()
        if not self._photos:
            self.closed.emit()
            return
        self._index = min(max(index, 0), len(self._photos) - 1)
        self._set_list()
        self._show_current()
        self.loader.load_now()

    def set_ids(self, photos: Sequence[int]) -> None:
        """Replace the list; the current photo stays, or its neighbour is shown."""
        before = self.current
        self._photos = list(photos)
        if not self._photos:
            self.loader.set_photos((), 0)
            self.loader.card = None
            if before is not None:
                self.closed.emit()
            return
        if before in self._photos:
            self._index = self._photos.index(before)
            self.bar.show_position(self._index, len(self._photos))
            self._set_list()
            return
        self._index = min(self._index, len(self._photos) - 1)
        self._set_list()
        self._show_current()

    def _set_list(self) -> None:
        self.filmstrip.set_photos(self._photos, self._index)
        self.loader.set_photos(self._photos, self._index)

    def _hear(self, changes: Changes) -> None:
        """Drop photos that must not be seen any more; if the current one is among them, the next one is shown."""
        photos = changes.gone
        if not photos:
            return
        self.filmstrip.forget(photos)
        if self.current in photos:
            self.crop.cancel()
            self.loader.present(0)
        if self.isVisible():
            self.drop(photos)
        elif not photos.isdisjoint(self._photos):
            self._photos = []
            self._set_list()

    def drop(self, photos: Set[int]) -> None:
        """Remove photos from the list; if the current one is among them, the next one is shown."""
        self.set_ids([photo for photo in self._photos if photo not in photos])

    def leaf(self, steps: int) -> None:
        """Move this many photos forward, or back; nothing happens beyond the ends."""
        self.go(self._index + steps)

    def go_to_end(self) -> None:
        """Show the last photo."""
        self.go(len(self._photos) - 1)

    def go(self, index: int) -> None:
        """Show the photo at this index; nothing happens beyond the ends."""
        if not self._photos or not 0 <= index < len(self._photos) or index == self._index:
            return
        self._step = 1 if index > self._index else -1
        self._index = index
        self.filmstrip.set_index(index)
        self._show_current()

    def _show_current(self) -> None:
        self.bar.show_position(self._index, len(self._photos))
        self.flash.hide()  # it is about the previous photo
        self.slideshow.count_anew()
        self.loader.show_photo(self._index, self._step)
        self.current_changed.emit(self._photos[self._index])

    def _show_card(self, card: Card | None) -> None:
        """Update everything for another photo."""
        self.heat.show_for(card)
        self.bar.show_zoom(self.view)

    def _describe(self, card: Card | None) -> None:
        """Show what is known about the photo."""
        self.bar.show_card(card)
        self.notice.show_for(card, self.loader.complaint)

    # -- marks -------------------------------------------------------------------------------------

    def rate(self, stars: int) -> None:
        """Request a rating of the current photo, and show it over the photo."""
        if self.current is not None:
            self.bar.show_rating(stars)
            self.flash.show_stars(stars)
            self.rated.emit([self.current], stars)  # last, because it may move to the next photo

    def favour(self, favourite: bool) -> None:  # noqa: FBT001 - a slot
        """Request adding the current photo to the favourites or removing it, and show that over the photo."""
        if self.current is not None:
            self.bar.show_favourite(favourite=favourite)
            self.flash.show_favourite(favourite=favourite)
            self.favoured.emit([self.current], favourite)

    # -- over the photo --------------------------------------------------------------------

    def _place_overlays(self) -> None:
        self.chrome.place()
        self.notice.place()
        self.heat.place()

    def _make_room_for_crop(self) -> None:
        self.slideshow.stop()
        self.chrome.hide()

    def _flash_zoom(self) -> None:
        """Show the zoom over the photo if the bar does not show it."""
        if self.bar.isHidden():
            self.flash.show_words(zoom_words(self.view))

    def toggle_favourite(self) -> None:
        """Add the current photo to the favourites, or remove it."""
        self.favour(not self.bar.is_favourite)

    def copy(self) -> None:
        """Copy the current photo to the clipboard."""
        if self.current is not None:
            self._files.copy([self.current])

    def _toggle_heat(self) -> None:
        self.heat.toggle()
        self.bar.heat.setChecked(self.heat.is_on)  # it stays off without words

    # -- files -------------------------------------------------------------------------------------

    def _drag_out(self) -> None:
        if self.current is not None:
            small = self.loader.shelf.preview(self.current, 128)
            self._files.start_drag([self.current], self, QPixmap.fromImage(small) if small else None)

    def _open_menu(self, at: QPoint) -> None:
        if self.current is None:
            return
        menu = make_menu(self)
        wear(menu.addAction(tr("Search for part of this photo…"), self.crop.begin), "crop")
        if self.chrome.is_alone:
            words = tr("Stop the slideshow") if self.slideshow.is_running else tr("Start a slideshow")
            wear(menu.addAction(words, self.slideshow.toggle), "pause" if self.slideshow.is_running else "play")
        if self.loader.card is None or not self.loader.card.missing:
            menu.addSeparator()
            menu.addActions(self._files.menu_for([self.current], menu))
        menu.popup(at)

    def _open_menu_below_bar(self) -> None:
        self._open_menu(self.bar.menu.mapToGlobal(QPoint(0, self.bar.menu.height())))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show the menu of actions for the photo's file."""
        self._open_menu(event.globalPos())

    # -- keys --------------------------------------------------------------------------------------

    def _key_filter(self) -> KeyFilter:
        copy_keys = " ".join(keys.toString() for keys in QKeySequence.keyBindings(QKeySequence.StandardKey.Copy))
        keys: dict[str, Act] = {"Return": self.closed.emit, "Esc": self._step_back, copy_keys: self.copy}
        commands: dict[str, Act] = {
            "grid": self.closed.emit,
            "loupe.back": lambda: self.slideshow.toggle() if self.chrome.is_alone else self.closed.emit(),
            "loupe.next": partial(self.leaf, 1),
            "loupe.previous": partial(self.leaf, -1),
            "loupe.first": partial(self.go, 0),
            "loupe.last": self.go_to_end,
            "loupe.actual": self.view.toggle_actual,
            "loupe.larger": partial(self.view.zoom_by, STEP),
            "loupe.smaller": partial(self.view.zoom_by, 1 / STEP),
            "loupe.filmstrip": self.chrome.toggle_filmstrip,
            "heat": self.heat.toggle,
            "favourite": self.toggle_favourite,
            **{f"rate-{stars}": partial(self.rate, stars) for stars in range(6)},
        }
        return KeyFilter(keys, commands, blocks_letters=False, ignores_shift=True)

    def event(self, event: QEvent) -> bool:
        """Claim the loupe's keys before they become shortcuts of the window."""
        return any(keys.accept(event) for keys in self._all_keys()) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Perform the action of a key."""
        if not any(keys.act(event) for keys in self._all_keys()):
            super().keyPressEvent(event)

    def _all_keys(self) -> tuple[KeyFilter, ...]:
        first = self.first_keys() if self.first_keys is not None else None
        return (self._keys,) if first is None else (first, self._keys)

    # -- full screen -------------------------------------------------------------------------------

    def set_alone(self, *, alone: bool) -> None:
        """Show only the photo on the screen, or show the window again."""
        self.slideshow.stop()
        self.chrome.set_alone(alone=alone)
        self.bar.show_alone(alone=alone)
        self._place_overlays()

    def _step_back(self) -> None:
        (self.full_screen_toggled if self.chrome.is_alone else self.closed).emit()

    def _show_next_slide(self) -> None:
        """Show the next photo, or the first after the last; an enlarged photo stays, as the user looks at it."""
        if self.view.is_fitted and len(self._photos) > 1:
            self.go((self._index + 1) % len(self._photos))

    # -- showing and hiding --------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        """Start with the bar hidden."""
        super().showEvent(event)
        self.loader.keep_pictures()
        self.chrome.hide()
        self._place_overlays()

    def hideEvent(self, event: QHideEvent) -> None:
        """Stop reading ahead, and release the memory after a while."""
        super().hideEvent(event)
        self.chrome.hide()
        self.slideshow.stop()
        self.loader.rest()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the bar and the messages along."""
        super().resizeEvent(event)
        self._place_overlays()
