"""Commands that mark photos: the effect is shown at once and can be undone."""

from collections.abc import Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal

from photon.app.marking import favoured_words, flagged_words, hidden_words, labelled_words
from photon.domain import Changes, PhotonError
from photon.domain.photo.marks import Flag, Label
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.kit.context import WindowContext
from photon.ui.loupe.loupe import Loupe


class MarkCommands(QObject):
    """Marks photos, also those whose marks are clicked in the grid and in the loupe.

    Signals: ``failed`` reports that nothing was written.
    """

    failed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._session, self._bridge = context, context.session, context.bridge
        self._grid_model = context.part(PhotoGrid).grid_model
        for part in (context.part(PhotoGrid), context.part(Loupe)):
            part.rated.connect(self.rate)
            part.favoured.connect(self.favour)

    def rate(self, photos: Sequence[int], stars: int) -> None:
        """Give photos 0 to 5 stars."""
        if photos:
            self._grid_model.mark(photos, rating=stars)
            self._write(self._session.marking.rate(photos, stars), photos, _rated(len(photos), stars))

    def favour(self, photos: Sequence[int], favourite: bool) -> None:  # noqa: FBT001 - a slot
        """Add photos to the favourites, or remove them."""
        if photos:
            self._grid_model.mark(photos, favourite=favourite)
            words = favoured_words(len(photos), favourite=favourite)
            self._write(self._session.marking.favour(photos, favourite), photos, words)

    def label(self, photos: Sequence[int], label: Label) -> None:
        """Give photos a colour label; if all of them have it already, remove it."""
        if not photos:
            return
        cards = (self._grid_model.cards.find(photo) for photo in photos)
        label = "" if all(card is not None and card.label == label for card in cards) else label
        self._grid_model.mark(photos, label=label)
        self._write(self._session.marking.label(photos, label), photos, labelled_words(len(photos), label))

    def flag(self, photos: Sequence[int], flag: Flag) -> None:
        """Pick or reject photos, or clear their flag."""
        if photos:
            self._grid_model.mark(photos, flag=flag)
            self._write(self._session.marking.flag(photos, flag), photos, flagged_words(len(photos), flag))

    def hide(self, photos: Sequence[int], *, hidden: bool) -> None:
        """Hide photos, or stop hiding them."""
        if photos:
            self._write(self._session.marking.hide(photos, hidden), photos, hidden_words(len(photos), hidden=hidden))

    def _write(self, future: Future[Changes], photos: Sequence[int], sentence: str) -> None:
        shown = sentence[:1].upper() + sentence[1:]

        def fail(error: PhotonError) -> None:
            self._grid_model.outdate(photos)
            self._bridge.report_error(error)
            self.failed.emit()

        self._bridge.call(future, lambda _: self._context.say(shown, undo=True), self, fail)

    def toggle_favourite(self, photos: Sequence[int]) -> None:
        """Make all photos favourites; if they all are, remove them."""
        cards = [self._grid_model.cards.find(photo) for photo in photos]
        self.favour(photos, not all(card is not None and card.favourite for card in cards))

    def undo(self) -> None:
        """Undo the last step; a page that did something else explains how to undo that."""
        way_back = self._context.pages.current.way_back
        if way_back:
            self._context.say(way_back)
            return
        self._bridge.call(self._session.undoing.undo(), self._say_undone, self)

    def redo(self) -> None:
        """Redo what was undone."""
        self._bridge.call(self._session.undoing.redo(), self._say_redone, self)

    def _say_undone(self, step: str | None) -> None:
        self._context.say(tr("Undid: {step}", step=step) if step else tr("Nothing to undo."))

    def _say_redone(self, step: str | None) -> None:
        self._context.say(tr("Redid: {step}", step=step) if step else tr("Nothing to redo."))


def _rated(photos: int, stars: int) -> str:
    if stars:
        lit = "★" * stars
        return tr_n("Rated {count:,} photo {stars}", "Rated {count:,} photos {stars}", photos, stars=lit)
    return tr_n("Removed the rating from {count:,} photo", "Removed the rating from {count:,} photos", photos)
