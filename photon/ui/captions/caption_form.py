"""The fields for title and caption, with a draft that may replace the caption; independent of photos."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from photon.domain.metadata.caption import CaptionDraft, CaptionOrigin
from photon.language import counted, tr, tr_n
from photon.quick_dataclass import dataclass
from photon.ui.captions.caption_values import Values, too_long
from photon.ui.captions.draft_box import DraftBox
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import vbox
from photon.ui.widgets.text_fields import MIXED, CaptionText, Field, TitleLine

LOOKING = tr("Drafting…")
ORIGINS: dict[CaptionOrigin, str] = {
    "draft": tr("Drafted by Photon, accepted by you"),
    "edited": tr("Edited from a draft"),
}


@dataclass(frozen=True, slots=True)
class Typed:
    """Unsaved input; None for fields that were not changed.

    Attributes:
        title: The title.
        caption: The caption.
        is_draft: Whether the caption began as a draft.
        is_anew: Whether the previous caption or draft was replaced completely.
    """

    title: str | None = None
    caption: str | None = None
    is_draft: bool = False
    is_anew: bool = False

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return (self.title, self.caption) != (None, None)

    @property
    def mistake(self) -> str:
        """Why the input cannot be saved; empty if it can."""
        return too_long(self.title or "", self.caption or "")


@dataclass(frozen=True, slots=True)
class Offers:
    """What Photon can do for the current photos.

    Attributes:
        photos: Number of current photos.
        askable: Number of photos for which a draft can be requested.
        state: A message about a requested draft.
    """

    photos: int = 0
    askable: int = 0
    state: str = ""


def no_words(photos: int) -> str:
    """Say that these many photos got no draft."""
    return tr_n(
        "No caption suggested: Photon isn't sure enough what this photo shows.",
        "No captions suggested for {count:,} photos: Photon isn't sure enough what they show.",
        photos,
    )


class CaptionForm(QWidget):
    """Shows values and returns what was typed.

    Signals: ``saved`` and ``given_up`` for keys of the fields; ``field_left`` when the focus moved elsewhere;
    ``edited`` when a text changed; ``request_wanted`` and ``review_wanted`` for the buttons below.
    """

    saved = Signal()
    given_up = Signal()
    field_left = Signal()
    edited = Signal()
    request_wanted = Signal()
    review_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values = Values()
        self._offers = Offers()
        self._is_editing_draft = False
        self.label = make_label(role="quiet", wraps=True)
        self.title, self.caption, self.draft = TitleLine(), CaptionText(), DraftBox()
        self.mistake, self.state = make_label(role="danger", wraps=True), make_label(role="quiet", wraps=True)
        self.origin = make_label(role="small", wraps=True)
        self.request = make_button(clicked=self.request_wanted, role="link")
        self.review = make_button(clicked=self.review_wanted, role="link")
        self._compose()
        self._connect()

    def _compose(self) -> None:
        for button in (self.request, self.review):
            button.setAutoDefault(True)  # Enter presses it
        fields = (self.label, self.title, self.caption, self.draft)
        below = (self.origin, self.mistake, self.state, self.request, self.review)
        vbox(*fields, *below, to=self, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.TIGHT)
        self.show_values(Values(), Offers())

    def _connect(self) -> None:
        fields: tuple[Field, ...] = (self.title, self.caption)
        for field in fields:
            field.saved.connect(self.saved)
            field.given_up.connect(self.given_up)
            field.left.connect(self.field_left)
            field.textChanged.connect(self._follow_typing)
            field.textChanged.connect(self.edited)

    # -- display -----------------------------------------------------------------------------

    @property
    def _only_draft(self) -> CaptionDraft | None:
        return next(iter(self._values.drafts.values()), None) if self._offers.photos == 1 else None

    @property
    def is_drafted(self) -> bool:
        """Whether a draft is shown in place of the caption."""
        return not self.draft.isHidden()

    def show_values(self, values: Values, offers: Offers) -> None:
        """Show the values of other photos; unsaved input is dropped."""
        self._is_editing_draft = False
        self._values = values
        for field, text in self._pairs():
            field.show_text(text or "", MIXED if text is None else "")
        self.show_offers(offers)

    def renew_values(self, values: Values, offers: Offers, *, was_unknown: bool) -> None:
        """Show new values of the same photos; unsaved input stays.

        With ``was_unknown``, it was typed before the answer arrived and is appended to the existing text.
        """
        self._values = values
        for field, text in self._pairs():
            if field is self.caption and self._is_editing_draft:
                continue
            if not field.is_typed:
                field.show_text(text or "", MIXED if text is None else "")
            elif was_unknown and text:
                field.fill(f"{text} {field.words}")
                field.go_to_end()
        self.show_offers(offers)

    def show_offers(self, offers: Offers) -> None:
        """Show what Photon can do, and the draft if there is one."""
        self._offers = offers
        draft = self._only_draft
        is_drafted = draft is not None and not self._is_editing_draft and not self.caption.is_typed
        if draft is not None:
            self.draft.show_draft(draft)
        self.caption.setVisible(not is_drafted)
        self.draft.setVisible(is_drafted)
        many = offers.photos
        self.label.setText(tr("Edit {photos}", photos=counted(many, "photo")))
        self.label.setVisible(many > 1)
        self.request.setText(
            tr("Draft a caption")
            if many == 1
            else tr_n(
                "Draft captions for {count:,} photo",
                "Draft captions for {count:,} photos",
                offers.askable,
            )
        )
        drafts = len(self._values.drafts)
        self.review.setText(tr("Review {drafts}…", drafts=counted(drafts, "caption draft")))
        self.review.setVisible(many > 1 and drafts > 0)
        show_text(self.state, offers.state)
        self.origin.setText(ORIGINS.get(self._values.origin, ""))
        self._follow_typing()

    def _pairs(self) -> tuple[tuple[Field, str | None], ...]:
        return (self.title, self._values.title), (self.caption, self._values.caption)

    def _follow_typing(self) -> None:
        show_text(self.mistake, self.typed().mistake)
        self.request.setVisible(self._offers.askable > 0 and not self.caption.is_typed)
        self.origin.setVisible(bool(self.origin.text()) and not self.caption.is_typed)

    # -- input -----------------------------------------------------------------------------

    def typed(self) -> Typed:
        """Return what differs from the values shown. A field of mixed photos counts once it contains text."""
        title, caption = (self._typed_in(field, text) for field, text in self._pairs())
        has_caption = caption is not None
        return Typed(title, caption, has_caption and self._is_editing_draft, has_caption and self.caption.is_replaced)

    def _typed_in(self, field: Field, text: str | None) -> str | None:
        words = field.words.strip()
        return words if field.is_typed and words != (text or "") else None

    def fill(self, typed: Typed) -> None:
        """Show input that could not be saved earlier."""
        self._is_editing_draft = typed.is_draft
        for field, text in ((self.title, typed.title), (self.caption, typed.caption)):
            if text is not None:
                field.fill(text)
        self.caption.is_replaced = typed.is_anew
        self.show_offers(self._offers)

    def edit_draft(self) -> None:
        """Put the draft into the field, selected: typing replaces it, arrow keys keep it."""
        self._is_editing_draft = True
        self.caption.show_text(self.draft.sentence)
        self.show_offers(self._offers)
        self.caption.setFocus()
        self.caption.selectAll()

    @property
    def unchanged_draft(self) -> str:
        """The draft being edited, as long as it was not changed; otherwise empty."""
        return self.caption.words.strip() if self._is_editing_draft and not self.caption.is_typed else ""

    def put_back(self) -> None:
        """Show the saved values again, with the draft in place of the caption."""
        self.show_values(self._values, self._offers)

    def focus(self) -> None:
        """Focus the caption."""
        if self.is_drafted:
            self.edit_draft()
        else:
            self.caption.setFocus()
            self.caption.go_to_end()
