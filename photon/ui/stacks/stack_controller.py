"""Stacks in the window: made of the selected photos and of bursts, dissolved; photos put on top or taken out."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from photon.app.stacks.stack_editor import StackPlan
from photon.language import counted, tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.keys.key_texts import with_way
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.search.results import Gallery
from photon.ui.stacks.stack_question import StackQuestion, waiting_words

NOTHING = tr("Select the photos that belong together first, then {press}.")
NO_STACK = tr("This photo isn't in a stack.")


class StackController(QObject):
    """Keeps the stacks of a window.

    Attributes:
        question: What is being asked before stacks are made of bursts, or None.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._grid = context, context.part(PhotoGrid)
        self._kept = context.session.stacks
        self._latest = LatestRequest(context.bridge, self)
        self.question: StackQuestion | None = None

    @property
    def is_shown(self) -> bool:
        """Whether the photo that commands act on stands for a stack, or is shown before the photos of one."""
        return any(map(self._grid.grid_model.stacks.front_of, self._grid.targets()[:1]))

    def toggle(self) -> None:
        """Unfold the photos behind the current photo, or fold them again."""
        photo = next(iter(self._grid.targets()), 0)
        if photo and self._context.pages.current.grid is self._grid:
            self._context.part(Gallery).rows.toggle_stack(photo)

    def make(self) -> None:
        """Put the selected photos on each other, the first one on top; those that stand for a stack bring it along."""
        chosen, stacks = self._context.targets(), self._grid.grid_model.stacks
        photos = _in_order(chosen, self._grid.grid_model.ids)
        whole = stacks.whole(photos)
        if len(photos) < 2:
            self._context.say(with_way(NOTHING, "stack"))
            return
        count = len(photos) + sum(stacks.count(photo) for photo in whole)
        self._report(self._kept.make(photos, whole), lambda _: tr("Stacked {photos}.", photos=counted(count, "photo")))

    def dissolve(self) -> None:
        """Dissolve the stacks that the selected photos are in."""
        photos = self._context.targets()
        if not photos:
            self._context.say(NO_STACK)
            return
        self._report(
            self._kept.dissolve(photos),
            lambda count: (
                tr_n("Dissolved {count:,} stack.", "Dissolved {count:,} stacks.", count) if count else NO_STACK
            ),
        )

    def take_out(self) -> None:
        """Take the selected photos out of their stacks; of a folded stack, the one that is shown."""
        photos = self._context.targets()
        if not photos:
            self._context.say(NO_STACK)
            return
        self._report(
            self._kept.take_out(photos),
            lambda count: (
                tr_n("Took {count:,} photo out of its stack.", "Took {count:,} photos out of their stacks.", count)
                if count
                else NO_STACK
            ),
        )

    def put_on_top(self) -> None:
        """Put the photo on top of its stack."""
        photos = self._context.targets()
        if len(photos) != 1:
            self._context.say(tr("Select one photo of the stack first."))
            return
        self._report(
            self._kept.put_on_top(photos[0]),
            lambda count: tr("Put this photo on top of its stack.") if count else tr("This photo is on top already."),
        )

    def plan(self) -> None:
        """Look for bursts among the selected photos, or in the whole library, and ask which to stack."""
        chosen = self._context.targets()
        among = chosen if len(chosen) > 1 else None
        words = tr("In the whole library")
        if among is not None:
            words = tr_n("Among {count:,} selected photo", "Among {count:,} selected photos", len(among))
        self._context.say(tr("Looking for photos of one moment…"))
        self._latest.ask(self._kept.plan(among), lambda plan: self._ask(plan, words))

    def _ask(self, plan: StackPlan, among: str) -> None:
        if not plan.sets:
            sentence = tr("There are no bursts to stack.")
            self._context.say(f"{sentence} {waiting_words(plan.waiting)}" if plan.waiting else sentence)
            return
        if self.question is not None:
            self.question.reject()
        self.question = StackQuestion(plan, among, self._context.widget)
        self.question.finished.connect(self._answer)
        self.question.open()

    def _answer(self, result: int) -> None:
        question, self.question = self.question, None
        if question is None or result != QDialog.DialogCode.Accepted:
            return
        some = [one.photos for one in question.chosen.sets]
        self._report(
            self._kept.make_many(some),
            lambda count: tr_n("Made {count:,} stack.", "Made {count:,} stacks.", count),
        )

    def _report(self, future: Future[int], words: Callable[[int], str]) -> None:
        self._context.bridge.call(future, lambda count: self._context.say(words(count), undo=count > 0), self)


def _in_order(photos: Sequence[int], shown: Sequence[int]) -> list[int]:
    """Some photos in the order in which they are shown."""
    if len(photos) < 2:
        return list(photos)
    wanted = set(photos)
    found = [photo for photo in shown if photo in wanted]
    return found if len(found) == len(wanted) else list(photos)
