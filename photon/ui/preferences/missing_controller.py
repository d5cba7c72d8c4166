"""Missing photos in a window: they are listed like others, linked to a file, or removed from the library.

A missing photo has a preview and words, but no file. Commands that need its file explain that instead.
"""

from collections.abc import Callable, Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import QObject

from photon.app.indexing.missing_texts import no_file_words
from photon.domain import Query
from photon.domain.photo.missing_photo import MissingPhoto
from photon.domain.query.filter_kinds.states import MISSING, asks_for_missing
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.preferences.missing_links import link_to_chosen_file
from photon.ui.search.search_bar import SearchBar
from photon.ui.widgets.notice import NoticeBar

NONE = tr("None of these photos is missing.")
ONE = tr("Select one missing photo to link it to its file.")
_MOST = 2000  # cards that are looked at


class MissingController(QObject):
    """Acts on the missing photos among those that a command is about.

    Commands that need files of photos explain that missing ones have none.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._notice = context, context.part(NoticeBar)
        self._session, self._bridge = context.session, context.bridge
        self._bar, self._model = context.part(SearchBar), context.part(PhotoGrid).grid_model
        context.needs["files"] = self._act_on_files
        context.needs["files or removal"] = partial(self._act_on_files, offers=True)

    def show_all(self) -> None:
        """Show all missing photos."""
        self._bar.ask_query(Query((MISSING,)))

    def are_missing(self, photos: Sequence[int]) -> bool:
        """Return whether all of these photos are missing, as far as their cards are loaded."""
        known = [card for card in map(self._model.cards.find_known, islice(photos, _MOST)) if card is not None]
        if not known or not all(card.missing for card in known):
            return False
        query = self._bar.query()
        return len(known) == len(photos) or (query is not None and asks_for_missing(query.filters))

    def are_shown(self) -> bool:
        """Return whether all photos that commands act on are missing."""
        return self.are_missing(self._context.targets())

    def _act_on_files(self, act: Act, *, offers: bool = False) -> None:
        """Let a command act on files; with missing photos only, explain that they have none.

        Args:
            act: What the command does with other photos.
            offers: Whether to offer removing the missing photos from the library.
        """
        photos = self._context.targets() or self._context.selection()[0]
        if not self.are_missing(photos):
            act()
            return
        message, hint = no_file_words(len(photos))
        if offers:
            self._notice.offer(message, hint, tr("Remove from library"), partial(self.forget, photos))
        else:
            self._notice.show_problem(message, hint)

    def forget(self, photos: Sequence[int] = ()) -> None:
        """Remove the missing ones of the photos of the current page, or of these, from the library."""
        self._with_missing(photos or self._context.targets(), self._forget)

    def ask_for_file(self) -> None:
        """Ask which file the missing photo is now, and link it."""
        self._with_missing(self._context.targets(), self._ask_for_file)

    def _with_missing(self, photos: Sequence[int], act: Callable[[list[MissingPhoto]], object]) -> None:
        """Call ``act`` with the missing ones among photos; without any, show a message."""
        wanted = set(photos)

        def go_on(found: list[MissingPhoto]) -> None:
            one_each = {one.photo: one for one in found if one.photo in wanted}
            if one_each:
                act(list(one_each.values()))
            else:
                self._context.say(NONE)

        self._bridge.call(self._session.watched.missing(), go_on, self)

    def _ask_for_file(self, some: Sequence[MissingPhoto]) -> None:
        if len(some) > 1:
            self._context.say(ONE)
            return
        done = partial(self._finish, [some[0].photo])
        link_to_chosen_file(self._session, self._bridge, self._context.widget, some[0], (done, None))

    def _forget(self, some: Sequence[MissingPhoto]) -> None:
        gone = [one.photo for one in some]
        words = tr_n("Removed {count:,} missing photo.", "Removed {count:,} missing photos.", len(gone))
        done = partial(self._finish, gone, words)
        self._bridge.call(self._session.watched.forget_missing(gone), lambda _: done(), self)

    def _finish(self, gone: Sequence[int], words: str) -> None:
        self._context.let_go(gone)
        self._context.say(words, undo=True)
