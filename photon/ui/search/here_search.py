"""Puts the coordinates of the selected photo in place of ``near:here`` in the search bar."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject

from photon.domain.places.coordinates import Coordinates
from photon.domain.places.place import PhotoPlace
from photon.domain.query.filter_kinds.places import put_here
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.search_bar import SearchBar

_ANYWHERE = Coordinates(0.0, 0.0)


class HereSearch(QObject):
    """Looks at what is typed once a blank ends the filter, or Enter is pressed.

    Without a selected photo that has a location, the text stays, and the mistake in it says what is missing.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bar = context, context.part(SearchBar)
        self._places = LatestRequest(context.bridge, self)
        self._photos: Sequence[int] = ()
        self._bar.words.focused.connect(self._keep_selection)
        self._bar.words.textEdited.connect(self._look_at_blank)
        for entered in (self._bar.words.returnPressed, self._bar.words.entered_hint):
            entered.connect(lambda: self._look(self._bar.submit))

    def _keep_selection(self, has_focus: bool) -> None:  # noqa: FBT001 - Qt's signal
        """Remember what is selected, because what the words find meanwhile takes its place."""
        if has_focus:
            self._photos = self._context.targets()

    def _look_at_blank(self) -> None:
        if self._bar.words.text()[: self._bar.words.cursor_place].endswith(" "):
            self._look(self._bar.editor.follow_edit)

    def _look(self, follow: Callable[[], None]) -> None:
        text = self._bar.words.text()
        photo = next(iter(self._context.targets() or self._photos), None)
        if photo is not None and put_here(text, _ANYWHERE) != text:
            asked = self._context.session.places.places_of([photo])
            self._places.ask(asked, partial(self._put, photo, follow))

    def _put(self, photo: int, follow: Callable[[], None], known: Mapping[int, PhotoPlace]) -> None:
        place, words = known.get(photo), self._bar.words
        text, at = words.text(), words.cursor_place
        made = put_here(text, place.coordinates if place is not None else None)
        if made != text:
            words.show_text(made, max(0, len(made) - len(text) + at))
            follow()
