"""A drafted caption in quiet italics with a dashed outline, and its buttons."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from photon.domain.metadata.caption import CaptionDraft
from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.formatting import percent
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.kit.theme import with_role
from photon.ui.widgets.property_table import WrappedText


class DraftBox(QFrame):
    """Shows one draft at a time.

    Signals: ``accepted``, ``edit_wanted`` and ``declined`` bring the sentence that was shown.
    """

    accepted = Signal(str)
    edit_wanted = Signal(str)
    declined = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "draft")
        self._draft = CaptionDraft("", 0.0)
        self._at = 0
        self.text = with_role(WrappedText("", self), "draft")
        font = self.text.font()
        font.setItalic(True)
        self.text.setFont(font)
        self.accept = make_button(tr("Accept"), tr("Use this caption"), role="link")
        self.edit = make_button(tr("Edit"), KeyedText(tr("Edit this draft before using it"), "caption"), role="link")
        self.another = make_button(tr("Another"), tr("Show another draft"), self.step, role="link")
        self.decline = make_button(tr("Decline"), tr("Don't show this draft for this photo again"), role="link")
        self.accept.clicked.connect(lambda: self.accepted.emit(self.sentence))
        self.edit.clicked.connect(lambda: self.edit_wanted.emit(self.sentence))
        self.decline.clicked.connect(lambda: self.declined.emit(self.sentence))
        row = hbox(self.accept, self.edit, self.another, self.decline, None, spacing=tokens.SPACE)
        vbox(
            self.text,
            row,
            to=self,
            margins=(tokens.TIGHT, tokens.TIGHT, tokens.TIGHT, tokens.HAIR),
            spacing=tokens.HAIR,
        )

    @property
    def sentences(self) -> tuple[str, ...]:
        """The draft and its alternatives, best first."""
        return (self._draft.text, *self._draft.others)

    @property
    def sentence(self) -> str:
        """The sentence that is shown."""
        return self.sentences[self._at]

    def show_draft(self, draft: CaptionDraft) -> None:
        """Show a draft; showing the same again stays at the current sentence."""
        if draft != self._draft:
            self._draft, self._at = draft, 0
            self._show()

    def step(self) -> None:
        """Show the next sentence; the first one follows the last."""
        self._at = (self._at + 1) % len(self.sentences)
        self._show()

    def _show(self) -> None:
        many = len(self.sentences)
        self.text.set_text(self.sentence)
        self.text.setAccessibleName(tr("Drafted by Photon: {sentence}", sentence=self.sentence))
        parts = [tr("Drafted by Photon")]
        parts += [tr("{share} sure", share=percent(self._draft.certainty))] if self._at == 0 else []
        parts += [tr("{which} of {all}", which=self._at + 1, all=many)] if many > 1 else []
        self.text.setToolTip(" · ".join(parts))
        self.another.setVisible(many > 1)
