"""Searches that start from a photo: for what is like it or a part of it, for its event; and where it matches."""

from PySide6.QtCore import QObject

from photon.domain import Like, Query
from photon.domain.query.filter_kinds.times import EVENT
from photon.language import tr
from photon.ui.films.film_controller import FilmController
from photon.ui.kit.context import WindowContext
from photon.ui.loupe.loupe import Loupe
from photon.ui.search.examples import ExampleController
from photon.ui.search.search_bar import SearchBar
from photon.ui.window.navigation import Navigation


class PhotoSearches(QObject):
    """Searches by the photos that commands act on; previous results stay in the history."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._at, self._loupe = context, context.part(Navigation), context.part(Loupe)
        self._loupe.crop.searched.connect(self._search_by)
        self._loupe.heat.message.connect(context.say)

    def search_alike(self) -> None:
        """Search for photos like the selected ones and for nothing else; of a video in the loupe, for what it shows."""
        targets = self._context.targets()
        moment = self._context.part(FilmController).shown_moment(targets[0]) if targets else None
        if moment is not None:
            self._search_by(Like(photo=targets[0], seconds=moment))
        elif targets:
            self._context.part(ExampleController).replace(targets)
            self._at.show_grid()

    def search_other_look(self) -> None:
        """Search for what the first selected photo shows, in another style."""
        for photo in self._context.targets()[:1]:
            self._search_by(Like(photo=photo), Like(photo=photo, unwanted=True, is_style=True))

    def search_same_look(self) -> None:
        """Search for photos in the style of the first selected one that show something else."""
        for photo in self._context.targets()[:1]:
            self._search_by(Like(photo=photo, is_style=True), Like(photo=photo, unwanted=True))

    def _search_by(self, *likes: Like) -> None:
        self._context.part(ExampleController).replace_by(likes)
        self._at.show_grid()

    def search_part(self) -> None:
        """Open the current photo with a rectangle over it, whose content can be used for a search."""
        self._at.open_loupe()
        if self._at.is_loupe_open:
            self._loupe.crop.begin()

    def show_heat(self) -> None:
        """Open the current photo and show where it matches; in the loupe, the same key hides the matches again."""
        if not self._loupe.heat.is_on:
            self._loupe.heat.toggle()
        if self._loupe.heat.is_on:
            self._at.open_loupe()

    def show_event(self) -> None:
        """Search for the event of the current photo."""
        photo = next(iter(self._context.targets()), 0)
        if photo:
            self._context.bridge.call(self._context.session.browsing.event_of(photo), self._search_event, self)
        else:
            self._context.say(tr("Select a photo first, then search for its event."))

    def _search_event(self, value: str) -> None:
        if value:
            self._context.part(SearchBar).ask_query(Query((EVENT.filter_by(value),)))
        else:
            self._context.say(tr("No photos of this event are available."))
