"""The review of suggested tags: requests them, records decisions, and reports tags that are no longer suggested."""

from collections.abc import Sequence
from concurrent.futures import Future
from functools import cached_property

from PySide6.QtCore import QObject, QPoint, Signal

from photon.domain import Changes, PhotonError
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import tr, tr_n
from photon.ui.grid.photo_grid import PhotoGrid
from photon.ui.grid.photo_grid_model import PhotoGridModel
from photon.ui.keys.key_texts import KeyedText, with_menu_key
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import OUTDATED_MS, LatestRequest, combined
from photon.ui.kit.menus import make_actions, make_menu
from photon.ui.kit.timers import SpacedTimer, single_shot, start_once_shown
from photon.ui.photos.file_actions import FileActions
from photon.ui.tags.review_grid import ReviewGrid
from photon.ui.tags.review_loupe import ReviewLoupe
from photon.ui.tags.review_page import ReviewPage
from photon.ui.tags.review_state import ReviewFacts, ReviewState, review_facts, switched_off
from photon.ui.tags.tag_labels import given
from photon.ui.widgets.late_widget import is_made

NOTHING = tr("No tags to review.")
NOTHING_MORE = tr("Photon suggests tags in the background. The suggestions appear here, grouped by tag.")
REFRESH_MS = 120
HEARD = frozenset({"tags", "suggestions", "vocabulary"})


class Review(QObject):
    """Lets the user decide about suggestions.

    Signals:
        waiting: Brings a frozenset of the keys of tags with undecided photos.

    Attributes:
        known: The facts last read from the library.
        state: The tag in review, or None.
    """

    waiting = Signal(object)
    _closer: ReviewLoupe

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self._session, self._bridge = context.session, context.bridge
        self.state: ReviewState | None = None
        self.known = ReviewFacts()
        self._tags, self._photos = LatestRequest(self._bridge, self), LatestRequest(self._bridge, self)
        self._off: Future[frozenset[str]] | None = None  # requested again only when the vocabulary has changed
        self._writing = 0
        self._decided: list[int] = []
        self._is_undoing = self._wants_any = self._has_failed = False
        self._may_be_gone = False  # tags were deleted or renamed; undo may also take back the one that it made
        self._own_steps: set[int] = set()
        self._last_step = LatestRequest(self._bridge, self, of_photos=False)
        self._refresh = SpacedTimer(self, REFRESH_MS, self.refresh)
        self._outdated = single_shot(self, OUTDATED_MS, self._drop_outdated)
        self._bridge.changed.connect(self._hear)
        start_once_shown(self._refresh)

    @cached_property
    def page(self) -> ReviewPage:
        """The page."""
        page = self._context.pages.add(ReviewPage(PhotoGridModel(self._session, self._bridge, self)))
        self._closer = ReviewLoupe(self._context, page)
        self._closer.decided.connect(self.decide)
        self._closer.undone.connect(self.undo)
        self._connect(page)
        page.groups.show_groups(self.known.waiting, None)
        return page

    @property
    def grid(self) -> ReviewGrid:
        """The grid of the page."""
        return self.page.grid

    def _connect(self, page: ReviewPage) -> None:
        grid = page.grid
        page.groups.picked.connect(self.choose)
        page.next_wanted.connect(self._go_on)
        page.confirm_all.clicked.connect(self.confirm_above)
        page.yes.clicked.connect(lambda: self.decide(grid.targets(), "confirmed"))
        page.no.clicked.connect(lambda: self.decide(grid.targets(), "rejected"))
        page.undo.clicked.connect(self.undo)
        grid.confirmed.connect(lambda photos: self.decide(photos, "confirmed"))
        grid.rejected.connect(lambda photos: self.decide(photos, "rejected"))
        grid.line_moved.connect(self._move_line)
        grid.all_confirmed.connect(self.confirm_above)
        grid.undone.connect(self.undo)
        grid.opened.connect(self._open)
        grid.seen.connect(self._look_at)
        grid.menu_wanted.connect(self._show_menu)

    # -- the tag in review ---------------------------------------------------------------------------

    def open(self, path: TagPath | None = None) -> None:
        """Show the page with this tag or, without one, with the last one reviewed or the one with most photos."""
        self.grid.set_tile(self._context.part(PhotoGrid).tile)
        self._context.pages.setCurrentWidget(self.page)
        before = self.state.path if self.state is not None else None
        wanted = path or before or next((group.path for group in self.known.waiting.values()), None)
        self._wants_any = wanted is None
        if wanted is None:
            self._close(NOTHING, NOTHING_MORE)
        else:
            self.choose(wanted)
        self.refresh()
        self.page.take_keyboard()

    def choose(self, path: TagPath) -> None:
        """Start reviewing this tag."""
        self.state = ReviewState(path)
        self._photos.forget()
        self._decided, self._wants_any, self._may_be_gone = [], False, False
        self.page.groups.point_at(path)
        self._outdated.start()
        self._ask()

    def _drop_outdated(self) -> None:
        """Show that the photos of the tag are loading, instead of those of the previous tag."""
        if self.state is not None and not self.state.is_begun:
            self.page.show_loading(self.state)

    def refresh(self) -> None:
        """Request everything again."""
        tags = self._session.tags
        if self._off is None:
            self._off = combined(switched_off, self._session.vocabularies.get())
        self._tags.ask(
            combined(review_facts, self._off, tags.all_tags(), tags.groups()), self._take_known, self._complain
        )

    def _hear(self, changes: Changes) -> None:
        if changes.gone:
            self.refresh()  # at once, because the pending answer was dropped
        if "vocabulary" in changes.kinds:
            self._off = None
        # Single new photos have no suggestions yet; "any photo" means that some were hidden or shown.
        if changes.kinds & HEARD or ("photos" in changes.kinds and not changes.photos):
            self._refresh.request()
        self._may_be_gone |= "tags" in changes.kinds and not changes.photos
        if self._own_steps:
            self._last_step.ask(self._session.undoing.last_step(), self._show_undo)
        if changes.kinds & {"marks", "photos"} and is_made(self, "page"):
            self.grid.grid_model.outdate(changes.photos or None)

    def _take_known(self, known: ReviewFacts) -> None:
        before, self.known = self.known, known
        state = self.state
        if state is not None and self._may_be_gone and tag_key(state.path) in before.own - known.own:
            self._close(
                tr("The tag “{tag}” was deleted or renamed.", tag=tag_text(state.path)),
                tr("Its suggestions are still waiting for your decision."),
            )
        self._list_groups()
        self._ask()  # only now: photos of a tag no longer offered would count as decided

    def _complain(self, error: PhotonError) -> None:
        self._off = None
        self._bridge.report_error(error)

    def _list_groups(self) -> None:
        self.waiting.emit(frozenset(self.known.waiting))
        if not is_made(self, "page"):
            return
        state = self.state
        current = tag_key(state.path) if state is not None else ""
        listed = {key: group for key, group in self.known.groups.items() if group.waiting or key == current}
        if self.page.isVisible():  # keep the order, so that lines do not move under the pointer when a count changes
            rows = self.page.groups.rows
            listed = dict(sorted(listed.items(), key=lambda each: rows.get(each[0], len(rows))))
        self.page.groups.show_groups(listed, state.path if state is not None else None)
        if state is None:
            if self._wants_any and listed:
                self.choose(next(iter(listed.values())).path)
            return
        known = listed.get(current)
        if known is None:
            self._close(*_gone_words(state.path, is_off=current in self.known.off))
        else:
            state.total = max(known.waiting + known.decided, len(state.ids))
            self._show()

    def _ask(self) -> None:
        """Request the photos of the tag, but not while a decision is written, which an older answer would revert."""
        if self.state is not None and not self._writing:
            tags, path = self._session.tags, self.state.path
            asked = combined(lambda *found: found, tags.surest(path), tags.is_measured(path))
            self._photos.ask(asked, lambda found: self._show_photos(*found))

    def _show_photos(self, surest: list[tuple[int, float]], is_measured: bool) -> None:  # noqa: FBT001 - an answer
        state = self.state
        if state is None:
            return
        is_new, state.is_measured = not state.is_begun, is_measured
        (state.begin if is_new else state.renew)(surest)
        self._show()
        if is_new:
            self.grid.to_top()
        self._point_at(state, is_new=is_new)

    def _point_at(self, state: ReviewState, *, is_new: bool) -> None:
        """Move the cursor to the first photo of a new tag, or to the photo that undo brought back."""
        back = [photo for photo in self._decided if photo in state.certainties]
        if back:
            self._decided = [photo for photo in self._decided if photo not in state.certainties]
        if self._is_undoing and back:
            self._is_undoing = False
            self.grid.go_to(back[0])
        elif is_new and state.ids:
            self.grid.go_to(state.ids[0])
        self._follow()

    # -- display -------------------------------------------------------------------------------

    def _show(self) -> None:
        state = self.state
        if state is None or not state.is_begun:
            return
        if state.ids:
            self.page.show_state(state)
            return
        self.grid.show_state(state)
        following = self.page.groups.after(state.path)
        self.page.groups.show_waiting(state.path, 0)
        self.page.show_message(
            tr_n(
                "“{tag}” is done: {count:,} photo decided.",
                "“{tag}” is done: {count:,} photos decided.",
                state.total,
                tag=state.path[-1],
            ),
            "" if following else NOTHING,
            tr("Continue with “{tag}”", tag=following[-1]) if following else "",
        )

    def _close(self, message: str, more: str = "") -> None:
        """Stop reviewing the tag, and show a message."""
        self.state = None
        self._photos.forget()
        self._closer.leave()
        listed = self.known.waiting
        following = next((group.path for group in listed.values()), None)
        self.page.groups.show_groups(listed, None)
        self.page.show_message(message, more, tr("Review “{tag}”", tag=following[-1]) if following else "")

    def _go_on(self) -> None:
        groups = self.page.groups
        following = groups.after(self.state.path) if self.state is not None else next(iter(groups.paths), None)
        if following is not None:
            self.choose(following)
            self._list_groups()
            self.page.take_keyboard()

    # -- deciding ------------------------------------------------------------------------------------

    def decide(self, photos: Sequence[int], decision: str) -> None:
        """Record that the tag is right, or wrong, for these photos."""
        state = self.state
        photos = [photo for photo in photos if state is not None and photo in state.certainties]
        if state is None or not photos:
            return
        self._leave_out(state, photos)
        self._bridge.call(self._session.tags.mark(photos, [state.path], decision), self._written, self, self._fail)
        self._expect_step()

    def confirm_above(self) -> None:
        """Confirm the tag for all photos above the line, or go to the least certain of them if nobody saw these yet."""
        state = self.state
        if state is None or not state.above:
            return
        if state.unseen_sample:
            self.grid.show_photo(state.unseen_sample[-1])
            return
        photos, path = state.photos_above, state.path
        self._leave_out(state, photos)

        def confirmed(changes: Changes) -> None:
            self._context.say(given([path], len(changes.photos) or len(photos)), undo=True)
            self._written()

        self._bridge.call(self._session.tags.confirm_all(path, photos), confirmed, self, self._fail)
        self._expect_step()

    def _look_at(self, photos: Sequence[int]) -> None:
        """Note which photos are on the screen."""
        state = self.state
        if state is not None and state.is_begun and self.grid.isVisible() and not state.seen.issuperset(photos):
            state.seen.update(photos)
            self.page.show_offer(state)

    def _leave_out(self, state: ReviewState, photos: Sequence[int]) -> None:
        """Remove decided photos from the grid at once, and go on to the next."""
        self._writing += 1
        self._photos.forget()
        self._is_undoing = False
        self._decided = [*photos, *self._decided]
        following = state.decide(photos)
        self._show()
        if following:
            self.grid.go_to(following)
        self._follow()

    def _written(self, _: object = None) -> None:
        self._writing -= 1
        if not self._writing:
            self._ask()

    def _fail(self, error: PhotonError) -> None:
        self._has_failed = True
        self._bridge.report_error(error)
        self._written()

    def _expect_step(self) -> None:
        """Make the pending step one that can be undone in this review."""
        self._last_step.forget()
        self._bridge.call(self._session.undoing.last_step(), self._take_step, self)
        self.page.undo.setEnabled(True)

    def _take_step(self, step: int) -> None:
        """Store the number of the step, which arrives after the decision; failed decisions have no step."""
        if self._has_failed:
            self._has_failed = False
        else:
            self._own_steps.add(step)
        self._last_step.ask(self._session.undoing.last_step(), self._show_undo)  # another one may have followed

    def _show_undo(self, last: int) -> None:
        self.page.undo.setEnabled(last in self._own_steps)

    def undo(self) -> None:
        """Undo the last decision, unless it was followed by another step."""
        if self.page.undo.isEnabled():
            self._is_undoing = True
            self._context.undo()
            self.page.undo.setEnabled(False)  # until it is known whether the step before belongs to this review
            self._last_step.ask(self._session.undoing.last_step(), self._show_undo)

    def _move_line(self, above: int) -> None:
        if self.state is not None:
            self.state.move_line(above)
            self._show()

    # -- the loupe ------------------------------------------------------------------------------

    def _open(self, photo: int) -> None:
        """Open a photo of the review in the loupe."""
        if self.state is not None and photo in self.state.certainties and photo in self.state.ids:
            self._context.open_photos(self.page, self.state.ids, self.state.ids.index(photo))

    def _follow(self) -> None:
        """Update the loupe to the photos that are undecided now."""
        if self.state is not None:
            self._closer.set_ids(self.state.ids)

    def _show_menu(self, place: QPoint) -> None:
        menu, targets = make_menu(self.page), self.grid.targets()
        rows = (
            (with_menu_key(KeyedText(tr("Yes"), "review.yes")), "check", lambda: self.decide(targets, "confirmed")),
            (with_menu_key(KeyedText(tr("No"), "review.no")), "x", lambda: self.decide(targets, "rejected")),
            (tr("Open\tSpace"), "arrows-out", lambda: self._open(targets[0])),
        )
        menu.addActions(make_actions(menu, rows))
        menu.addSeparator()
        menu.addActions(self._context.part(FileActions).menu_for(targets, menu))
        menu.popup(place)


def _gone_words(path: TagPath, *, is_off: bool) -> tuple[str, str]:
    """Explain why a tag is no longer in review, and what can be done about it."""
    if is_off:
        sentence = tr("“{tag}” was switched off.", tag=tag_text(path))
        return sentence, tr("You can switch it on again under Tags in the preferences.")
    return tr("“{tag}” is no longer suggested.", tag=tag_text(path)), ""
