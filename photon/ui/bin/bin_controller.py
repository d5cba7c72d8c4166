"""The bin in a window: Del moves photos there, undo brings them back, a page lists them."""

from collections.abc import Sequence
from functools import cached_property, partial

from PySide6.QtCore import QObject

from photon.app.bin.bin_plan import BinPlan, MoveScope
from photon.app.bin.file_moving import MoveOutcome
from photon.language import tr, tr_n
from photon.ui.bin.bin_page import BinPage
from photon.ui.bin.bin_question import BinQuestion, is_asked
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.kit.context import WindowContext

NOTHING = tr("Nothing is selected that can be deleted.")
ELSEWHERE = tr("Photos can be moved to the bin from the grid and the photo view.")


class BinController(QObject):
    """Moves photos to the bin, and shows what is there.

    Attributes:
        question: Asks which files go; None while it is not open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._moves, self._session = context, context.part(MoveRunner), context.session
        self.question: BinQuestion | None = None

    @cached_property
    def page(self) -> BinPage:
        """Lists what is in the bin."""
        page = self._context.pages.add(BinPage(self._context))
        page.done.connect(self._context.say)
        return page

    def open(self) -> None:
        """Show what is in the bin."""
        self.page.refresh()
        self._context.pages.enter(self.page)

    def move_targets(self) -> None:
        """Move the photo in the loupe or those selected in the grid to the bin."""
        targets = self._context.targets()
        if not targets:
            self._context.say(NOTHING)
        elif self._context.pages.current.takes_moves:
            self.move_to_bin(targets)
        else:
            self._context.say(ELSEWHERE)

    def move_to_bin(self, photos: Sequence[int]) -> None:
        """Move photos to the bin; ask first if they are many or belong to others."""
        if photos and self.question is None and not self._moves.refuses():
            photos = list(photos)
            self._moves.plan(self._session.bin.plan(photos), lambda plan: self._ask(photos, plan))

    def _ask(self, photos: Sequence[int], plan: BinPlan) -> None:
        if not plan.units:
            self._moves.tell_refused(plan.obstacles)
        elif not is_asked(plan, gives_back=self._session.bin.gives_back):
            self._move(plan)
        else:
            self.question = BinQuestion(plan, self._context.widget, gives_back=self._session.bin.gives_back)
            self.question.finished.connect(lambda answer: self._answer(photos, plan, is_wanted=bool(answer)))
            self.question.open()

    def _answer(self, photos: Sequence[int], plan: BinPlan, *, is_wanted: bool) -> None:
        question, self.question = self.question, None
        if question is None or not is_wanted or self._moves.refuses():
            return
        if question.scope == MoveScope():
            self._move(plan)
        else:
            self._moves.plan(self._session.bin.plan(photos, question.scope), self._move)

    def _move(self, plan: BinPlan) -> None:
        task = MoveTask(
            tr("Moving photos to the bin"), len(plan.units), partial(self._session.bin.move_to_bin, plan), self._report
        )
        if self._moves.run(task):
            going = dict.fromkeys(one.photo for unit in plan.units for one in unit if one.photo)
            self._context.let_go([photo for photo in going if photo not in plan.staying])  # the others stay visible

    def _report(self, outcome: MoveOutcome) -> None:
        if outcome.moved:
            words = tr_n("{count:,} photo moved to the bin.", "{count:,} photos moved to the bin.", outcome.photos)
            self._context.say(words, undo=self._session.bin.gives_back)
