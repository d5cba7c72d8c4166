"""Opens the page of duplicates and carries out the decisions made there."""

from collections.abc import Sequence
from functools import cached_property, partial
from pathlib import PurePath

from PySide6.QtCore import QObject

from photon.app.bin.file_moving import MoveOutcome
from photon.app.duplicates.duplicates import FoundSet
from photon.app.duplicates.set_plan import SetChoice
from photon.domain import PhotonError
from photon.language import tr, tr_n
from photon.ui.bin.move_runner import MoveRunner, MoveTask
from photon.ui.duplicates.best_dialog import BestDialog
from photon.ui.duplicates.duplicates_page import DuplicatesPage
from photon.ui.duplicates.set_question import SetQuestion
from photon.ui.duplicates.set_rows import SetName
from photon.ui.kit.context import WindowContext
from photon.ui.photos.thumbnails import Thumbnails

NOTHING = tr("No photos are shown here. Show a folder, an album or the answer to a search first.")


class DuplicatesController(QObject):
    """Shows duplicates, and carries out what is decided about them.

    Attributes:
        question: The preview of keeping the best of all; None while it is not open.
        asked: The question about one set; None while it is not open.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context, self._moves = context, context.part(MoveRunner)
        self._session, self._bridge = context.session, context.bridge
        self.question: BestDialog | None = None
        self.asked: SetQuestion | None = None

    @cached_property
    def page(self) -> DuplicatesPage:
        """The page."""
        thumbnails = self._context.part(Thumbnails)
        page = self._context.pages.add(DuplicatesPage(self._session, self._bridge, thumbnails))
        page.done.connect(self._context.say)
        page.decided.connect(self._decide)
        page.taken_apart.connect(self._keep_apart)
        page.all_wanted.connect(self._ask_all)
        page.compared.connect(lambda photos: self._context.news.compare_wanted.emit(photos, page))
        return page

    def open(self) -> None:
        """Show the sets of all photos."""
        self.page.show_among()
        if not self.page.isVisible():
            self._context.pages.enter(self.page)

    def open_among(self) -> None:
        """Show the sets among the selected photos or, without any, among all photos shown.

        Of a single photo, such as that in the loupe or the chosen one of a set, show all sets that contain it.
        """
        is_here = self._context.pages.current is self.page
        photos, whose = (self.page.photos(), tr("This photo")) if is_here else self._context.selection()
        if is_here and not photos:
            self.page.show_among()
        elif not photos:
            self._context.say(NOTHING)
        elif len(photos) == 1:
            self.page.show_among(None, whose, holding=photos[0])
        else:
            self.page.show_among(photos, whose)
        if photos and not is_here:
            self._context.pages.enter(self.page)

    # -- one set -----------------------------------------------------------------------------------

    def _decide(self, name: SetName, choice: SetChoice) -> None:
        """Keep some files of a set; ask first if Photon can't restore the others."""
        if self.asked is not None or self._moves.refuses(joins=True):
            return
        if self._session.bin.gives_back:
            self._carry_out(name, choice)
            return
        self.asked = SetQuestion(len(choice.goes), self._context.widget)
        self.asked.finished.connect(lambda answer: self._go_on(name, choice, is_wanted=bool(answer)))
        self.asked.open()

    def _go_on(self, name: SetName, choice: SetChoice, *, is_wanted: bool) -> None:
        self.asked = None
        if is_wanted:
            self._carry_out(name, choice)

    def _carry_out(self, name: SetName, choice: SetChoice) -> None:
        settle = partial(self.page.settle, name)

        def done(outcome: MoveOutcome) -> None:
            settle()
            self._report(choice, outcome)

        begin = partial(self._session.sets.decide, choice)
        task = MoveTask(tr("Moving photos to the bin"), len(choice.goes), begin, done, settle, joins=True)
        if self._moves.run(task):
            self.page.leave(name)

    def _keep_apart(self, name: SetName, photos: Sequence[int]) -> None:
        def done(_: int) -> None:
            self.page.settle(name)
            self._context.say(tr("Kept as no duplicates; Photon won't suggest this set again."), undo=True)

        def failed(error: PhotonError) -> None:
            self.page.settle(name)
            self._bridge.report_error(error)

        self.page.leave(name)
        self._bridge.call(self._session.sets.keep_apart([photos]), done, self, failed)

    def _report(self, choice: SetChoice, outcome: MoveOutcome) -> None:
        if outcome.moved:
            words = tr_n(
                "Kept {name}; {count:,} duplicate moved to the bin.",
                "Kept {name}; {count:,} duplicates moved to the bin.",
                outcome.photos,
                name=PurePath(choice.stays[0].path).name,
            )
            self._context.say(words, undo=self._session.bin.gives_back)

    # -- all sets ----------------------------------------------------------------------------------

    def _ask_all(self, sets: Sequence[FoundSet]) -> None:
        if self.question is None and not self._moves.refuses():
            self.question = BestDialog(self._session, self._bridge, sets, self._context.widget)
            self.question.finished.connect(lambda answer: self._answer(is_wanted=bool(answer)))
            self.question.open()

    def _answer(self, *, is_wanted: bool) -> None:
        question, self.question = self.question, None
        plan = question.plan if question is not None else None
        if plan is not None and is_wanted:
            begin = partial(self._session.sets.carry_out, plan)
            self._moves.run(
                MoveTask(tr("Moving photos to the bin"), plan.photos, begin, self._report_all, self.page.refresh)
            )

    def _report_all(self, outcome: MoveOutcome) -> None:
        if outcome.moved:
            words = tr_n(
                "{count:,} duplicate moved to the bin.", "{count:,} duplicates moved to the bin.", outcome.photos
            )
            self._context.say(words, undo=self._session.bin.gives_back)
        self.page.refresh()
