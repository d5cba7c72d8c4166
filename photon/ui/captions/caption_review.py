"""The page for reviewing caption drafts, one after the other or all at once."""

from collections.abc import Collection, Mapping
from functools import partial

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.language import tr, tr_n
from photon.ui.captions.caption_list_page import CaptionListPage
from photon.ui.captions.draft_list import DraftList
from photon.ui.captions.draft_rows import DraftRow
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import Act
from photon.ui.photos.photo_list_page import button_row
from photon.ui.photos.thumbnails import Thumbnails


class CaptionReview(CaptionListPage[DraftRow]):
    """Lists drafts, most certain first."""

    topic = "captions#go-through-all-drafts"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.drafts = DraftList(session, bridge)
        super().__init__(bridge, self.drafts, thumbnails)
        self._session = session
        self.accept = make_button(tr("Accept"), KeyedText(tr("Use this caption"), "drafts.accept"), self.accept_current)
        self.decline = make_button(
            tr("Decline"),
            KeyedText(tr("Decline all suggestions for this photo"), "drafts.decline"),
            self.decline_current,
        )
        self.all_button = make_button("", tr("Can be undone in one step"), self.accept_all)
        self.show_all = make_button(tr("Show all drafts"), "", lambda: self.begin(None), role="link")
        self.head.add_row(button_row(self.accept, self.decline, self.show_all, after=(self.all_button,)))
        self.editor.saved.connect(self._accept_edited)
        self.editor.kept.connect(self.drafts.edit)
        self.drafts.reopened.connect(self.list.go_to)

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {
            "drafts.accept": self.accept_current,
            "drafts.decline": self.decline_current,
            "drafts.next": partial(self._step, 1),
            "drafts.previous": partial(self._step, -1),
            "drafts.edit": self._enter_row,
        }

    # -- the list ----------------------------------------------------------------------------

    def begin(self, among: Collection[int] | None) -> None:
        """List the undecided drafts of these photos or, with None, of all."""
        self.drafts.begin(among)
        self.show_all.setVisible(among is not None)

    def _say(self) -> None:
        rows, waiting = len(self.drafts.rows), len(self.drafts.open_rows)
        words = _decided_words(rows - waiting, rows, is_chosen=self.drafts.among is not None)
        self._show_list(words, self.accept, self.decline, instead=0 if self.drafts.is_loading else 1)
        self.all_button.setText(tr("Accept all {waiting:,} shown", waiting=waiting))
        self.all_button.setVisible(waiting > 1)
        current = self.current
        for button in (self.accept, self.decline):
            button.setEnabled(current is not None and current.is_open)

    # -- actions --------------------------------------------------------------------------

    def accept_current(self) -> None:
        """Accept the chosen sentence and move on."""
        row = self.current
        if row is not None and row.is_open:
            self._accept(row, row.sentence)

    def decline_current(self) -> None:
        """Decline all sentences of the draft and move on."""
        row, at = self.current, self.list.row
        if row is not None and row.is_open:
            self.drafts.decide(row)
            future = self._session.captions.decline(row.photo, *row.sentences)
            self._write(future, partial(self.drafts.settle, [row.photo]), tr("Draft declined"))
            self._go_on(at)

    def accept_all(self) -> None:
        """Accept the chosen sentence of every undecided row, as one step."""
        self.editor.close_and_keep()
        sentences = {row.photo: row.sentence for row in self.drafts.open_rows}
        anew = [row.photo for row in self.drafts.open_rows if row.is_anew]

        def accepted(changes: Changes) -> None:
            self.all_button.setEnabled(True)
            self.done.emit(tr_n("{count:,} caption accepted", "{count:,} captions accepted", len(changes.photos)))

        def failed(error: PhotonError) -> None:
            self.all_button.setEnabled(True)
            self._bridge.report_error(error)

        self.all_button.setEnabled(False)  # until they are written, which takes some seconds for ten thousand
        self._bridge.call(self._session.captions.accept(sentences, anew), accepted, self, failed)
        self.list.setFocus()

    def _accept(self, row: DraftRow, sentence: str) -> None:
        at, anew = self.list.row, [row.photo] if row.is_anew else []
        self.drafts.decide(row, sentence)
        future = self._session.captions.accept({row.photo: sentence}, anew)
        self._write(future, partial(self.drafts.settle, [row.photo]), tr("Caption accepted"))
        self._go_on(at)

    def _step(self, steps: int) -> None:
        row = self.current
        if row is not None and row.is_open:
            self.drafts.choose(self.list.row, row.chosen + steps)

    def _act(self, what: object) -> None:
        if isinstance(what, int):
            self.drafts.choose(self.list.row, what)
        elif what == "accept":
            self.accept_current()
        else:
            self.decline_current()

    # -- editing -----------------------------------------------------------------------------------

    def _editable_text(self, row: DraftRow) -> str:
        return row.sentence if row.is_open else ""

    def _accept_edited(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        if text.strip():
            self.drafts.edit(at, text, is_anew)
            self._accept(self.drafts.rows[at], text.strip())


def _decided_words(done: int, rows: int, *, is_chosen: bool) -> str:
    if is_chosen:
        return tr("{done:,} of {all:,} decided for the selected photos", done=done, all=rows)
    return tr("{done:,} of {all:,} decided", done=done, all=rows)
