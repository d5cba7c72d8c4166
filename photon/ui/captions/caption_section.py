"""Title and caption of the selected photos: read, written, drafted, accepted, declined."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject, Signal

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.caption import PhotoCaption
from photon.language import tr
from photon.ui.captions.caption_form import LOOKING, CaptionForm, Offers, Typed, no_words
from photon.ui.captions.caption_values import Values, values_of, written
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.kit.timers import single_shot

COMPARED = 3000
"""Captions are not read for a larger number of selected photos; reading 3,000 takes some 30 ms."""
HEARD = frozenset({"captions", "people", "tags"})  # tags, since drafts name places and people
KEPT_MS = 1500  # after a pause of this length, what was typed so far is kept
_UNKNOWN = Values(None, None)


class CaptionSection(QObject):
    """Fills the form for one or more photos; input belongs to the photos shown when it was typed.

    Signals:
        done: Something was written that can be undone; brings a message.
        left: The focus can return to the photos.
        review_wanted: Brings photos whose drafts the user wants to review.
    """

    done = Signal(str)
    left = Signal()
    review_wanted = Signal(list)

    def __init__(self, session: Session, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._bridge = bridge
        self._wanted: tuple[int, ...] = ()
        self._shown: tuple[int, ...] = ()
        self._values: Values | None = None  # None until the saved values are known
        self._words = LatestRequest(bridge, self)
        self._requested: set[int] = set()
        self._wordless: set[int] = set()
        self._own: set[int] = set()  # photos written from here, until the change is broadcast
        self._refused: dict[tuple[int, ...], Typed] = {}
        self._is_kept = False  # whether unsaved input was written, and is replaced when it is saved
        self._pause = single_shot(self, KEPT_MS, self._keep_typed)
        self.form = CaptionForm()
        self.form.saved.connect(self._save)
        self.form.given_up.connect(self._give_up)
        self.form.field_left.connect(self._leave_field)
        self.form.edited.connect(self._pause.start)
        self.form.request_wanted.connect(self.request)
        self.form.review_wanted.connect(lambda: self.review_wanted.emit(list(self._now.drafts)))
        self.form.draft.accepted.connect(self._accept)
        self.form.draft.edit_wanted.connect(lambda _: self.form.edit_draft())
        self.form.draft.declined.connect(self._decline)
        bridge.changed.connect(self._hear)

    # -- photos ------------------------------------------------------------------------------

    def show_photos(self, photos: Sequence[int]) -> None:
        """Show the values of these photos; unsaved input for the previous ones is kept for them."""
        wanted = tuple(photos)
        if wanted != self._wanted:
            self.flush()
            self._wanted = wanted
            self._words.forget()
            self._ask()

    def focus_caption(self) -> None:
        """Focus the caption; a draft is selected, so that typing replaces it."""
        self.drop_outdated()  # keys that follow immediately belong to these photos
        self.form.focus()

    def drop_outdated(self) -> None:
        """Hide the values of the previous photos before those of the current ones are known."""
        if self._shown != self._wanted:
            self.flush()
            self._switch(None)

    def flush(self) -> None:
        """Write unsaved input; texts that are too long are kept until they are shorter."""
        typed = self.form.typed()
        if not typed or not self._shown:
            self._drop_kept()
        elif typed.mistake:
            self._refused[self._shown] = typed
        else:
            self._write(self._shown, typed)

    def request(self) -> None:
        """Request drafts for photos with neither a caption nor a draft."""
        wanted = self._askable()
        if wanted:
            self._requested.update(wanted)
            self._wordless.difference_update(wanted)
            self._session.captions.request(wanted)
            self.form.show_offers(self._offers())
            self.left.emit()

    @property
    def _now(self) -> Values:
        return self._values or Values()

    def _ask(self) -> None:
        if 0 < len(self._wanted) <= COMPARED:
            self._words.ask(self._session.captions.captions_for_photos(self._wanted), self._show_captions)
        else:
            self._show(_UNKNOWN if self._wanted else Values())

    def _show_captions(self, captions: Mapping[int, PhotoCaption]) -> None:
        self._requested = {photo for photo in self._requested if photo not in captions or captions[photo].draft is None}
        self._show(values_of(self._wanted, captions))

    def _show(self, values: Values) -> None:
        if self._is_kept and self._shown == self._wanted:
            return  # these values are what is being typed
        if self._shown == self._wanted:
            was_unknown, self._values = self._values is None, values
            self.form.renew_values(values, self._offers(), was_unknown=was_unknown)
        else:
            self.flush()
            self._switch(values)

    def _switch(self, values: Values | None) -> None:
        """Show the values of other photos; None if they are not known yet."""
        self._shown, self._values, self._is_kept = self._wanted, values, False
        self.form.show_values(values or Values(), self._offers())
        if self._shown in self._refused:
            self.form.fill(self._refused.pop(self._shown))

    def _hear(self, changes: Changes) -> None:
        if "captions" in changes.kinds:
            answered = self._requested & (changes.photos - self._own)  # the draft has arrived, or there will be none
            self._own -= changes.photos
            self._requested -= answered
            self._wordless |= answered
        if changes.kinds & HEARD and (not changes.photos or changes.photos & set(self._wanted)):
            self._ask()

    # -- offers ------------------------------------------------------------------------

    def _askable(self) -> list[int]:
        return [photo for photo in self._now.bare if photo not in self._requested]

    def _offers(self) -> Offers:
        bare = set(self._now.bare)
        state = LOOKING if bare & self._requested else no_words(len(bare)) if bare and bare <= self._wordless else ""
        return Offers(len(self._shown), len(self._askable()), state)

    # -- writing -----------------------------------------------------------------------------------

    def _save(self) -> None:
        sentence = self.form.unchanged_draft
        if sentence:
            self._accept(sentence)
            return
        self.flush()
        if not self.form.typed().mistake:
            self.left.emit()

    def _give_up(self) -> None:
        self._refused.pop(self._shown, None)
        self.form.put_back()
        self._drop_kept()
        self.left.emit()

    def _leave_field(self) -> None:
        self.flush()
        if self.form.unchanged_draft:
            self.form.put_back()

    def _keep_typed(self) -> None:
        """Write unsaved input while it is being typed; what is saved in the end replaces it, as one step."""
        typed = self.form.typed()
        if not typed:
            self._drop_kept()
        elif self._shown and self._values is not None and not typed.mistake:
            self._is_kept = True
            for future in self._texts_written(self._shown, typed, is_unfinished=True):
                self._bridge.call(future, lambda changes: self._own.update(changes.photos), self)

    def _drop_kept(self) -> None:
        """Take back what was kept of input that was given up."""
        if self._is_kept:
            self._is_kept = False
            self._bridge.call(self._session.captions.write(self._shown), lambda _: self._ask(), self, self._failed)

    def _texts_written(
        self, photos: tuple[int, ...], typed: Typed, *, is_unfinished: bool = False
    ) -> list[Future[Changes]]:
        captions, futures, text = self._session.captions, list[Future[Changes]](), typed.caption
        if typed.is_draft and text:
            own = photos[:1] if typed.is_anew else ()
            futures.append(captions.accept({photos[0]: text}, own, is_unfinished=is_unfinished))
            text = None
        if not (futures and is_unfinished) and (typed.title, text) != (None, None):
            title, is_anew = typed.title, typed.is_anew
            wanted = captions.write(photos, title=title, text=text, is_anew=is_anew, is_unfinished=is_unfinished)
            futures.append(wanted)
        return futures

    def _write(self, photos: tuple[int, ...], typed: Typed) -> None:
        given = {"title": typed.title, "caption": typed.caption}
        texts = {what: text for what, text in given.items() if text is not None}
        words = written(list(texts), len(photos), is_removed=not any(texts.values()))
        self._is_kept = False
        for future in self._texts_written(photos, typed):
            self._do(future, words, partial(self._not_written, photos, typed, self._values))
        if photos == self._shown:  # shown as saved immediately; the answer confirms it
            now = self._now
            title = now.title if typed.title is None else typed.title
            caption = now.caption if typed.caption is None else typed.caption
            drafts = {} if typed.caption else now.drafts
            origin = now.origin if typed.caption is None else ""  # the answer reports it
            self._values = Values(title, caption, drafts, () if typed.caption else now.bare, origin)
            self.form.show_values(self._values, self._offers())

    def _accept(self, sentence: str) -> None:
        if self._shown:
            self._is_kept = False
            self._do(self._session.captions.accept({self._shown[0]: sentence}), tr("Caption accepted"))
            self._values = Values(self._now.title, sentence, origin="draft")
            self.form.show_values(self._values, self._offers())
            self.left.emit()

    def _decline(self, sentence: str) -> None:
        if self._shown:
            shown = tr("This draft will not be shown again")
            self._do(self._session.captions.decline(self._shown[0], sentence), shown)
            self.left.emit()

    def _do(self, future: Future[Changes], words: str, on_error: Callable[[PhotonError], None] | None = None) -> None:
        """Follow a write; earlier requests are outdated."""
        self._words.forget()
        self._bridge.call(future, partial(self._was_done, words), self, on_error or self._failed)

    def _was_done(self, words: str, changes: Changes) -> None:
        self._own |= changes.photos
        self.done.emit(words)
        self._ask()

    def _failed(self, error: PhotonError) -> None:
        self._bridge.report_error(error)
        self._ask()

    def _not_written(self, photos: tuple[int, ...], typed: Typed, before: Values | None, error: PhotonError) -> None:
        """Put input that could not be written back where the user finds it, as unsaved input."""
        self._bridge.report_error(error)
        if photos == self._shown:
            self._values = before  # it was shown as saved, and input equal to the saved values is not written again
            self.form.show_values(self._now, self._offers())
            self.form.fill(typed)
        else:
            self._refused[photos] = typed
        self._ask()
