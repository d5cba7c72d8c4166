"""Films in a window: played in the loupe in place of the photo, and in the grid under the pointer."""

from concurrent.futures import Future
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QObject

from photon.domain import Card, Changes
from photon.language import tr
from photon.library.films.frames import frames_of
from photon.ui.films.film_player import import_player
from photon.ui.films.hover_preview import HoverPreview, is_film
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.results import Gallery
from photon.ui.widgets.late_widget import MAKE_MS, do_one_by_one

if TYPE_CHECKING:
    from photon.ui.films.film_panel import FilmPanel

_QUALITY = 95  # of JPEGs, as cameras write them
_REST_MS = 60  # as long as a photo must stay before its sharp picture is read


class FilmController(QObject):
    """Plays the film that the loupe shows; without films, nothing is made."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._loupe = context, context.part(Loupe)
        self._shown: tuple[int, bytes] | None = None
        self._path_request = LatestRequest(context.bridge, self, is_quiet=True)
        self._frames_request = LatestRequest(context.bridge, self, is_quiet=True)
        self._rest = single_shot(self, _REST_MS, self._ask)
        self._loupe.loader.described.connect(self._show_card)
        context.pages.currentChanged.connect(lambda _: self._show_card(self._loupe.loader.card, rest=0))
        context.bridge.changed.connect(self._hear)
        self._grid = context.part(PhotoGrid)
        self._grid.grid_model.cards.arrived.connect(self._make_ready)
        self.hover = HoverPreview(context, self._grid)

    @cached_property
    def panel(self) -> "FilmPanel":
        """The film in the loupe and what is below it."""
        from photon.ui.films.film_panel import FilmPanel  # with what it imports

        made = FilmPanel(self._loupe)
        made.bar.save.clicked.connect(self.save_frame)
        return made

    def shown_moment(self, photo: int) -> float | None:
        """Return when in a film the frame is that the loupe shows, in seconds; None if it shows none that is known."""
        is_shown = self._shown is not None and self._shown[0] == photo and self._context.pages.current is self._loupe
        return self.panel.player.seconds if is_shown and self.panel.board.isVisible() else None

    def save_frame(self) -> None:
        """Save the frame shown as a photo."""
        from photon.app.films.frame_saving import FoundFrame, save_frame  # nine modules for what few do

        image = self.panel.player.picture() if self._shown else None
        if self._shown is None or image is None or image.isNull():
            self._context.say(tr("Open a video first, then save a frame of it."))
            return
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "JPEG", _QUALITY)  # type: ignore[call-overload] # as Qt says
        session = self._context.session
        frame = FoundFrame(self._shown[0], self.panel.player.seconds, bytes(buffer.data().data()))
        saved = session.store.read(save_frame, frame, session.hiding, session.work.decoders)
        self._say_saved(saved)

    def save_clip(self) -> None:
        """Save what is repeated, else the scene that is shown, as a video of its own."""
        from photon.app.films.frame_saving import save_clip  # as above

        if self._shown is None:
            self._context.say(tr("Open a video first, then save a moment of it."))
            return
        player = self.panel.player
        span = player.span or self.panel.board.span(player.seconds, player.length)
        session = self._context.session
        self._say_saved(session.store.read(save_clip, self._shown[0], *span, session.work.decoders))

    def _say_saved(self, saved: Future[str]) -> None:
        self._context.bridge.call(
            saved, lambda path: self._context.say(tr("Saved as {name}.", name=Path(path).name)), self
        )

    def _make_ready(self, photos: list[int]) -> None:
        """Make the player once films are on the screen, so that opening one does not wait for that."""
        cards = self._grid.grid_model.cards
        if any(map(is_film, map(cards.find_known, photos))):
            cards.arrived.disconnect(self._make_ready)
            do_one_by_one((import_player, lambda: self.panel), self, MAKE_MS)

    def _show_card(self, card: Card | None, rest: int = _REST_MS) -> None:
        """Follow the loupe to another photo; what is said anew of the same film changes nothing.

        Args:
            card: The photo.
            rest: Milliseconds until its film is opened; who opens the loupe is not passing by.
        """
        is_here = self._context.pages.current is self._loupe
        shown = (card.id, card.version) if is_film(card) and is_here else None
        if shown == self._shown:
            return
        self._path_request.forget()
        self._frames_request.forget()
        if self._shown and "panel" in vars(self):
            self.panel.leave()
        self._shown = shown
        self._rest.start(rest) if shown else self._rest.stop()

    def _ask(self) -> None:
        if self._shown:
            self._path_request.ask(self._context.session.browsing.paths([self._shown[0]]), self._open)
            self._ask_frames(self._shown[0])

    def _ask_frames(self, photo: int) -> None:
        asked = self._context.session.store.read(frames_of, photo)
        self._frames_request.ask(asked, self.panel.show_frames)

    def _hear(self, changes: Changes) -> None:
        if self._shown and "frames" in changes.kinds and self._shown[0] in changes.photos:
            self._ask_frames(self._shown[0])

    def _open(self, paths: dict[int, str]) -> None:
        for photo, path in paths.items():
            hits = self._context.part(Gallery).hits
            found = [moment.seconds for hit in hits if hit.photo == photo for moment in hit.moments]
            self.panel.open(path, self._grid.grid_model.thumbnails.moments.get(photo, 0.0), found)
