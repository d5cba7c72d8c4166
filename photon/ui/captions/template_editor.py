"""The line for the template that adds facts to captions, with examples that follow the typing."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from photon.annotate.captions.caption_facts import USUAL, complete
from photon.annotate.captions.caption_template import FIELDS, read_template
from photon.domain import Mistake
from photon.language import tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import hbox, make_form, vbox
from photon.ui.kit.theme import with_role
from photon.ui.widgets.input_line import InputLine
from photon.ui.widgets.insert_button import InsertButton
from photon.ui.widgets.property_table import WrappedText

SENTENCE: Final = "A dog runs along the beach"
EXAMPLES: Final[tuple[tuple[str, dict[str, str]], ...]] = (
    (
        tr("All facts"),
        {
            "people": "Anna and Ben", "place": "Ericeira, Portugal", "tags": "dog, summer", "date": "14 July 2023",
            "weekday": "Friday", "day": "14", "month": "July", "year": "2023", "camera": "Pixel 8",
        },
    ),
    (
        tr("Only the date"),
        {
            "date": "14 July 2023", "weekday": "Friday", "day": "14", "month": "July", "year": "2023",
        },
    ),
    (tr("No facts"), {}),
)  # fmt: skip
"""Facts of three example photos; they show that bracketed text is omitted if a fact is unknown."""


class TemplateEditor(QWidget):
    """``given`` brings a template when the user is done with it."""

    given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = USUAL
        self.line = with_role(InputLine(), "")
        self.line.setAccessibleName(tr("Template"))
        self.insert = InsertButton(self.line, ((f"{{{name}}}: {what}", f"{{{name}}}") for name, what in FIELDS.items()))
        self.mistakes = make_label(role="danger", wraps=True)
        self.usual = make_button(tr("Reset to default"), clicked=self._go_back, role="link")
        self.examples = [WrappedText("") for _ in EXAMPLES]
        self._compose()
        self.line.textChanged.connect(self._follow)
        self.line.editingFinished.connect(self._give)
        self.show_template(USUAL)

    def _compose(self) -> None:
        how = make_label(tr("Text in [brackets] is omitted if a fact in it is missing."), "quiet", wraps=True)
        shown = make_form(spacing=(tokens.WIDE, tokens.HAIR))
        for (what, _), text in zip(EXAMPLES, self.examples, strict=True):
            shown.addRow(make_label(what, "quiet"), text)
        vbox(
            how,
            hbox((self.line, 1), self.insert, spacing=tokens.TIGHT),
            self.mistakes,
            shown,
            (self.usual, 0, Qt.AlignmentFlag.AlignLeft),
            to=self,
            margins=0,
            spacing=tokens.TIGHT,
        )

    def show_template(self, text: str) -> None:
        """Show the template in use; unsaved input stays."""
        self._kept = text
        if not self.line.isModified():
            self.line.setText(text)
        self._follow()

    def _follow(self) -> None:
        template = read_template(self.line.text())
        self.line.show_mistakes([Mistake(one.start, one.end, one.message, one.hint) for one in template.flaws])
        show_text(self.mistakes, "\n".join(f"{flaw.message} {flaw.hint}".strip() for flaw in template.flaws[:3]))
        for (_, facts), shown in zip(EXAMPLES, self.examples, strict=True):
            shown.set_text(complete(SENTENCE, facts, template))
        self.usual.setVisible(self.line.text().strip() != USUAL)

    def _give(self) -> None:
        self.line.setModified(False)
        if self.line.text() != self._kept:
            self._kept = self.line.text()
            self.given.emit(self._kept)

    def _go_back(self) -> None:
        self.line.setText(USUAL)
        self._give()
