"""Adds example pictures to the search bar: photos of the grid, and files from outside."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject

from photon.domain import Card, Like, PhotonError
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.drag_data import Example
from photon.ui.search.search_bar import SearchBar

MOST = 3  # the mean of more pictures resembles none of them


class ExampleController(QObject):
    """Adds examples to the bar.

    A file is checked before it is added, so that dropping the wrong one changes nothing on the screen.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._bridge = context, context.bridge
        self._searching, self._browsing = context.session.searching, context.session.browsing
        self._bar = context.part(SearchBar)
        self._replacing = LatestRequest(self._bridge, self)
        self._bar.example_added.connect(self._fetch)
        self._bar.examples_dropped.connect(self.add)
        self._thumbnails = context.part(PhotoGrid).grid_model.thumbnails
        context.part(PhotoGrid).liked.connect(lambda photo: self.replace([photo]))

    def replace(self, photos: Sequence[int]) -> None:
        """Search for photos like these only, at most three; of a video, for the moment that is shown."""
        shown = self._thumbnails.moments
        self.replace_by([Like(photo=photo, seconds=shown.get(photo)) for photo in photos[:MOST]])

    def replace_by(self, likes: Sequence[Like]) -> None:
        """Search by these examples only; each may be a region of a photo."""
        examples = [(like, "") for like in likes]
        self._replacing.forget()
        self._replacing.ask(self._cards(examples), lambda cards: self._bar.ask_for(_named(examples, cards)))

    def add(self, dropped: Sequence[Example]) -> None:
        """Search for photos like these, too, in addition to the content of the bar."""
        wanted = dropped[:MOST]
        wrong: dict[Like, str] = {}
        left = [len(wanted)]

        def settle() -> None:
            left[0] -= 1
            if left[0]:
                return
            added = [example for example in wanted if example[0] not in wrong]
            self._bridge.call(self._cards(added), lambda cards: self._bar.add_examples(_named(added, cards)), self)
            if wrong:
                self._context.say(" ".join(wrong.values()))
            elif len(dropped) > MOST:
                self._context.say(_only_first(len(dropped)))

        def refuse(like: Like, error: PhotonError) -> None:
            wrong[like] = error.message
            settle()

        for like, _ in wanted:
            self._bridge.call(self._searching.example(like), lambda _: settle(), self, partial(refuse, like))

    def _cards(self, examples: Sequence[Example]) -> Future[dict[int, Card]]:
        return self._browsing.cards([like.photo for like, _ in examples if like.photo])

    def _fetch(self, like: Like) -> None:
        # Without a picture the chip keeps its icon; the search itself reports the problem.
        self._bridge.call(
            self._searching.example(like), lambda jpeg: self._bar.editor.show_picture(like, jpeg), self, lambda _: None
        )
        if like.photo:
            self._bridge.call(self._browsing.cards([like.photo]), lambda cards: self._call(like, cards), self)

    def _call(self, like: Like, cards: Mapping[int, Card]) -> None:
        if like.photo in cards:
            self._bar.editor.show_name(like, cards[like.photo].name)


def _named(examples: Sequence[Example], cards: Mapping[int, Card]) -> list[Example]:
    """Name photos of the library after their files."""
    named = ((like, cards[like.photo].name if like.photo in cards else name) for like, name in examples)
    return [(like, name or tr("example photo")) for like, name in named]


def _only_first(dropped: int) -> str:
    return tr_n(
        "Searching with the first {most} of {count:,} photo.",
        "Searching with the first {most} of {count:,} photos.",
        dropped,
        most=MOST,
    )
