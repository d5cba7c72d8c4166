"""The page on which Photon asks about photos to learn a tag: "Is this our cottage?"."""

from collections.abc import Set
from dataclasses import field
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.learned_tag import Ask, AskReason, Estimate, Taught
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.keys.key_texts import KeyedText, key_line, show_with_keys
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button
from photon.ui.kit.key_filter import KeyFilter
from photon.ui.kit.labels import make_label
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.pages import Page
from photon.ui.kit.timers import single_shot
from photon.ui.loupe.photo_view import PhotoView
from photon.ui.photos.photo_cache import PhotoCache
from photon.ui.widgets.page_header import PageHeader, calm_page

ASKED: Final = 12  # photos requested at once; answers reorder them
FEW: Final = 4  # more are requested when this few are left
AHEAD: Final = 3  # previews fetched ahead
ESTIMATE_MS: Final = 500  # quick answers share one estimate
REASONS: dict[AskReason, str] = {
    "unsure": tr("Photon is not sure about this one."),
    "sure": tr("One of the best matches left."),
    "different": tr("This differs from your other answers."),
}
KEYS: Final = tr("{yes} yes · {no} no · {skip} skip · {undo} undo · Esc close")


@dataclass(slots=True)
class _Lesson:
    """The state of a lesson: the tag, photos still to come, and those answered or skipped."""

    path: TagPath
    queue: list[Ask] = field(default_factory=list)
    current: Ask | None = None
    answered: list[Ask] = field(default_factory=list)
    skipped: set[int] = field(default_factory=set)
    counts: Taught | None = None
    is_asking: bool = False
    asks_again: bool = False
    is_done: bool = False

    def add_questions(self, found: list[Ask]) -> None:
        """Queue photos to ask about, the most informative first, without those already answered or skipped."""
        known = {ask.photo for ask in self.answered} | self.skipped
        known |= {self.current.photo} if self.current is not None else set()
        self.queue = [ask for ask in found if ask.photo not in known]


class TeachPage(Page):
    """Asks about one photo after the other.

    Signals:
        search_wanted: Brings the TagPath whose photos the user wants to see.
        undo_wanted: The last answer is to be undone.
    """

    search_wanted = Signal(object)
    undo_wanted = Signal()
    _keys = KeyFilter()  # Qt sends events while the parts are being created

    has_own_details = True
    topic = "teach"

    def __init__(self, session: Session, bridge: Bridge) -> None:
        super().__init__()
        self._session = session
        self._bridge = bridge
        self._lesson = _Lesson(())
        self._counts, self._estimates = LatestRequest(bridge, self), LatestRequest(bridge, self)
        self._shelf = PhotoCache(session, bridge, self)
        self.head = PageHeader("")
        self.estimate, self.reason = make_label(role="quiet", wraps=True), make_label(role="quiet")
        self.keys = make_label(role="small")
        show_with_keys(self.keys, lambda: key_line(KEYS, "teach"))
        self.view = PhotoView(self)
        self._make_buttons()
        self.pages = QStackedWidget()
        self._estimate_timer = single_shot(self, ESTIMATE_MS, self._ask_estimate)
        self._keys = KeyFilter(
            {"Esc": self.closed.emit},
            {
                "teach.yes": partial(self.answer, is_yes=True),
                "teach.no": partial(self.answer, is_yes=False),
                "teach.skip": self.pass_over,
                "teach.undo": self.take_back,
            },
        )
        self._compose()
        self._connect()

    def _compose(self) -> None:
        self.setProperty("role", "panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Teach a tag"))
        self.head.add_row(hbox((self.estimate, 1)))
        answers, others = (self.yes, self.no, self.skip, self.undo), (self.forget, self.search, self.leave)
        keep_focus_elsewhere(*answers, *others)
        self.pages.addWidget(self.view)
        self.pages.addWidget(calm_page("hourglass", tr("Finding photos to ask you about…"), ""))
        self.pages.addWidget(
            calm_page("check-circle", tr("No more questions"), tr("Photon may ask about photos you add later."))
        )
        buttons = hbox(*answers, None, *others, spacing=tokens.TIGHT)
        margins = (tokens.LOOSE, tokens.WIDE, tokens.LOOSE, tokens.TIGHT)
        below = (self.reason, buttons, self.keys)
        vbox(self.head, (self.pages, 1), *below, to=self, margins=margins, spacing=tokens.SPACE)

    def _make_buttons(self) -> None:
        self.yes = make_button(tr("Yes"), KeyedText(tr("Yes"), "teach.yes"), lambda: self.answer(is_yes=True))
        self.no = make_button(tr("No"), KeyedText(tr("No"), "teach.no"), lambda: self.answer(is_yes=False))
        self.skip = make_button(tr("Skip"), KeyedText(tr("Skip this photo"), "teach.skip"), self.pass_over)
        self.undo = make_button(tr("Undo"), KeyedText(tr("Undo the last answer"), "teach.undo"), self.take_back)
        hint = tr("Photon no longer uses your answers to suggest the tag. Photos that have it keep it. Can be undone.")
        self.forget = make_button(tr("Stop learning this tag"), hint, self.stop)
        hint = tr("Show matching photos, best match first")
        self.search = make_button(tr("Search"), hint, lambda: self.search_wanted.emit(self.path))
        self.leave = make_button(tr("Done"), tr("Back to the photos (Esc)"), self.closed)

    def _connect(self) -> None:
        self.head.left.connect(self.closed)
        self._shelf.arrived.connect(self._take_pictures)
        self._bridge.changed.connect(self._hear)

    def kept_clear(self) -> int:
        """Return the height of the answer buttons."""
        return self.height() - self.yes.y() + tokens.TIGHT

    # -- questions -----------------------------------------------------------------------------

    def begin(self, path: TagPath) -> None:
        """Ask about this tag, which is being taught."""
        self._lesson = _Lesson(path)
        self._counts.forget()
        self._estimates.forget()
        self.head.title.setText(tr("Is this “{tag}”?", tag=path[-1]))
        self.estimate.clear()
        self._show()
        self._ask()
        self._ask_counts()
        self._ask_estimate()

    @property
    def path(self) -> TagPath:
        """The tag; empty before the first lesson."""
        return self._lesson.path

    def photos(self) -> list[int]:
        """Return the current photo."""
        return [self.photo] if self.photo else []

    @property
    def photo(self) -> int | None:
        """The photo of the question."""
        return self._lesson.current.photo if self._lesson.current is not None else None

    def _ask(self) -> None:
        lesson = self._lesson
        if lesson.is_asking:
            lesson.asks_again = True
            return
        lesson.is_asking, lesson.asks_again = True, False
        future = self._session.teaching.next(lesson.path, ASKED + len(lesson.skipped))
        self._bridge.call(future, partial(self._show_questions, lesson), self, partial(self._fail, lesson))

    def _show_questions(self, lesson: _Lesson, found: list[Ask]) -> None:
        lesson.is_asking = False
        if lesson is not self._lesson:
            return
        lesson.add_questions(found)
        lesson.is_done = not lesson.queue
        if lesson.current is None:
            self._advance()
        if lesson.asks_again:
            self._ask()

    def _advance(self) -> None:
        lesson = self._lesson
        lesson.current = lesson.queue.pop(0) if lesson.queue else None
        self._show()
        if len(lesson.queue) < FEW and not lesson.is_done:
            self._ask()

    def _ask_counts(self) -> None:
        self._counts.ask(self._session.teaching.all_taught(), self._take_counts)

    def _take_counts(self, everything: list[Taught]) -> None:
        lesson = self._lesson
        key = tag_key(lesson.path)
        lesson.counts = next((taught for taught in everything if tag_key(taught.path) == key), lesson.counts)
        self._say()

    def _ask_estimate(self) -> None:
        if self.path and self.isVisibleTo(self.window()):
            self._estimates.ask(self._session.teaching.estimate(self.path), self._take_estimate, lambda _: None)

    def _take_estimate(self, estimate: Estimate) -> None:
        self.estimate.setText(estimate.words)

    def _hear(self, changes: Changes) -> None:
        self._forget(changes.gone)
        if "tags" in changes.kinds and self.isVisible():
            self._ask_counts()
            self._estimate_timer.start()

    def _forget(self, photos: Set[int]) -> None:
        """Drop photos that must not be seen any more, including questions about them."""
        lesson = self._lesson
        lesson.queue = [ask for ask in lesson.queue if ask.photo not in photos]
        lesson.answered = [ask for ask in lesson.answered if ask.photo not in photos]
        if lesson.current is not None and lesson.current.photo in photos:
            self.view.show_photo(QSize())
            self.view.setAccessibleName(tr("Photo"))
            self._advance()

    # -- showing -----------------------------------------------------------------------------------

    def _show(self) -> None:
        lesson, photo = self._lesson, self.photo
        if photo is not None:
            self._shelf.want([photo, *(ask.photo for ask in lesson.queue[:AHEAD])])
            self._present(photo)
            self.current_changed.emit(photo)
        self.pages.setCurrentIndex(0 if photo is not None else 2 if lesson.is_done else 1)
        self.reason.setText(REASONS[lesson.current.reason] if lesson.current is not None else "")
        for part in (self.yes, self.no, self.skip):
            part.setVisible(photo is not None)
        self.undo.setVisible(bool(lesson.answered))
        self._say()

    def _say(self) -> None:
        counts = self._lesson.counts
        self.head.say(tr("{yes:,} yes · {no:,} no", yes=counts.yes, no=counts.no) if counts is not None else "")

    def _present(self, photo: int) -> None:
        card, preview = self._shelf.card(photo), self._shelf.preview(photo)
        self.view.show_photo(QSize(card.width, card.height) if card else QSize(), card.colour if card else None)
        self.view.setAccessibleName(card.name if card else tr("Photo"))
        if preview is not None:
            self.view.add_layer(preview)

    def _take_pictures(self, photos: frozenset[int]) -> None:
        if self.photo in photos and self.photo is not None:
            self._present(self.photo)

    # -- answers -----------------------------------------------------------------------------------

    def answer(self, *, is_yes: bool) -> None:
        """Record whether the photo shows the tag, and move on to the next one."""
        lesson, current = self._lesson, self._lesson.current
        if current is None:
            return
        lesson.answered.append(current)
        self._advance()
        yes, no = ([current.photo], []) if is_yes else ([], [current.photo])
        future = self._session.teaching.answer(lesson.path, yes, no)
        self._bridge.call(future, partial(self._was_answered, lesson), self, partial(self._fail, lesson))

    def _was_answered(self, lesson: _Lesson, counts: Taught) -> None:
        lesson.counts = counts
        if lesson is self._lesson:
            self._counts.forget()
            self._say()
            self._ask()
            self._estimate_timer.start()

    def pass_over(self) -> None:
        """Skip the photo and ask about another one."""
        if self._lesson.current is not None:
            self._lesson.skipped.add(self._lesson.current.photo)
            self._advance()

    def take_back(self) -> None:
        """Undo the last answer and ask again."""
        lesson = self._lesson
        if lesson.answered:
            if lesson.current is not None:
                lesson.queue.insert(0, lesson.current)
            lesson.current = lesson.answered.pop()
            self.undo_wanted.emit()
            self._show()

    def stop(self) -> None:
        """Stop learning this tag."""
        path = self.path

        def forgotten(_: Changes) -> None:
            self.closed.emit()
            self.done.emit(tr("Stopped learning “{tag}”", tag=tag_text(path)))

        self._bridge.call(self._session.teaching.forget(path), forgotten, self)

    def _fail(self, lesson: _Lesson, error: PhotonError) -> None:
        lesson.is_asking = False
        if lesson is self._lesson:
            self._bridge.report_error(error)
            self.closed.emit()

    # -- keys --------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Claim keys before the commands of the photos get them."""
        return self._keys.accept(event) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with keys."""
        if not self._keys.act(event):
            super().keyPressEvent(event)
