"""The page of captions that may be wrong."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from photon.app.session import Session
from photon.domain import PhotonError
from photon.domain.metadata.caption_mismatch import CaptionMismatch
from photon.language import tr, tr_n
from photon.ui.captions.caption_list_page import CaptionListPage
from photon.ui.captions.caption_values import written
from photon.ui.captions.mismatch_list import MismatchList, MismatchRow
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest
from photon.ui.photos.photo_list_page import button_row
from photon.ui.photos.thumbnails import Thumbnails


class MismatchPage(CaptionListPage[MismatchRow]):
    """Compares captions with their photos and lists the doubtful ones."""

    topic = "captions#find-captions-that-may-be-wrong"

    def __init__(self, session: Session, bridge: Bridge, thumbnails: Thumbnails) -> None:
        self.doubts = MismatchList(session, bridge)
        self._asked: Future[list[CaptionMismatch]] | None = None
        super().__init__(bridge, self.doubts, thumbnails)
        self._session = session
        self._question = LatestRequest(bridge, self)
        self.fits = make_button(
            tr("Mark as correct"), KeyedText(tr("Don't list this caption again"), "doubts.correct"), self.dismiss
        )
        self.change = make_button(tr("Edit caption"), tr("Edit the caption (Tab)"), self._enter_row)
        self.head.add_row(button_row(self.fits, self.change))
        self.editor.saved.connect(self._save)
        self.editor.kept.connect(self._change_caption)
        bridge.changed.connect(lambda changes: self.begin() if changes.gone and self._asked is not None else None)

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {"doubts.correct": self.dismiss, "doubts.edit": self._enter_row}

    # -- the list ----------------------------------------------------------------------------

    def begin(self) -> None:
        """Compare all captions with their photos again."""
        if self._asked is not None:
            self._asked.cancel()
            self._question.forget()
        self.doubts.show_doubts(())
        self.pages.setCurrentIndex(1)
        self._asked = self._session.captions.auditing.audit_captions()
        self._question.ask(self._asked, self._show_doubts, self._fail)

    def _show_doubts(self, doubts: Sequence[CaptionMismatch]) -> None:
        self._asked = None
        self.doubts.show_doubts(doubts)

    def _fail(self, error: PhotonError) -> None:
        self._asked = None
        self._bridge.report_error(error)
        self.closed.emit()

    def _say(self) -> None:
        words = _listed_words(len(self.doubts.open_rows), len(self.doubts.rows))
        self._show_list(words, self.fits, self.change, instead=1 if self._asked is not None else 2)
        current = self.current
        self.fits.setEnabled(current is not None and current.is_open)
        self.change.setEnabled(current is not None)

    # -- actions --------------------------------------------------------------------------

    def dismiss(self) -> None:
        """Mark the caption as correct and move on."""
        row, at = self.current, self.list.row
        if row is not None and row.is_open:
            self.doubts.decide(at, "fits", row.caption)
            future = self._session.captions.vouch({row.photo: row.doubt.caption})
            self._write(future, partial(self.doubts.settle, row.photo), tr("Marked as correct"))
            self._go_on(at)

    def _change_caption(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        row = self.doubts.rows[at]
        if text != row.caption:
            self.doubts.decide(at, "changed", text)
            future = self._session.captions.write([row.photo], text=text, is_anew=is_anew)
            self._write(future, partial(self.doubts.settle, row.photo), written(("caption",), 1, is_removed=False))

    def _save(self, at: int, text: str, is_anew: bool) -> None:  # noqa: FBT001 - a signal brings it
        self._change_caption(at, text, is_anew)
        self._go_on(at)

    def _editable_text(self, row: MismatchRow) -> str:
        return row.caption


def _listed_words(left: int, rows: int) -> str:
    if left == rows:
        return tr_n("{count:,} caption, most doubtful first", "{count:,} captions, most doubtful first", rows)
    return tr_n(
        "{left:,} of {count:,} caption left, most doubtful first",
        "{left:,} of {count:,} captions left, most doubtful first",
        rows,
        left=left,
    )
