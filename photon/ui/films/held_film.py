"""The film of a live photo over its photo, as long as something is held."""

from PySide6.QtCore import Qt

from photon.app.films.live_films import LiveFilm, find_film
from photon.ui.films.film_picture import FilmPicture
from photon.ui.films.film_player import FilmPlayback
from photon.ui.films.still_dialog import UNPLAYABLE
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.settings import remembered_switch
from photon.ui.loupe.photo_view import PhotoView

SOUND = "films/sound"


class HeldFilm(FilmPicture):
    """Plays from the start, and leaves the mouse to the photo below.

    Attributes:
        player: Plays the film.
    """

    def __init__(self, context: WindowContext, view: PhotoView) -> None:
        self.player = FilmPlayback(view)
        super().__init__(view, self.player, KeyFilter())
        self._session = context.session
        self._request = LatestRequest(context.bridge, self)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.player.failed.connect(lambda: context.say(UNPLAYABLE))

    def play(self, photo: int) -> None:
        """Play the film of a photo once it is found."""
        found = self._session.store.read(find_film, photo, self._session.work.decoders)
        self._request.ask(found, self._open)

    def stop(self) -> None:
        """Show the photo again."""
        self._request.forget()
        self.player.close()
        self.clear()

    def _open(self, film: LiveFilm) -> None:
        self.player.set_sound(on=remembered_switch(SOUND, usual=False))
        self.player.open(film.path, content=film.content)
        self.player.toggle()
