"""The line for a name and the buttons of the page that asks whose faces these are."""

from PySide6.QtCore import Qt

from photon.language import tr
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.layouts import hbox
from photon.ui.people.name_line import NameLine
from photon.ui.people.person_acts import PersonActs
from photon.ui.people.review_queue import Subject
from photon.ui.people.tile_page import TilePage
from photon.ui.photos.typing_guard import TypingGuard
from photon.ui.widgets.flow_layout import FlowLayout

_LINE_WIDTH = 230


class AnswerRow:
    """Offers what can be answered about a subject, in the header of a page.

    Attributes:
        line: Takes a name.
        typing: Keeps letters of a name from answering the next question.
    """

    def __init__(self, context: WindowContext, page: TilePage) -> None:
        self._person_acts, acts = context.part(PersonActs), page.acts
        self._subject = Subject()
        self.line = NameLine(context, page, tr("Who is this?"))
        self.line.setFixedWidth(_LINE_WIDTH)
        self.typing = TypingGuard(self.line, page.list)
        self.yes = make_button(hint=KeyedText(tr("Yes"), "faces.yes"), clicked=acts["faces.yes"], role="primary")
        self.no = make_button(hint=KeyedText(tr("No"), "faces.no"), clicked=acts["faces.no"])
        hints = tr("The selected faces are of another person"), tr("A statue, a poster, a pattern")
        self.other = make_button(tr("Someone else"), KeyedText(hints[0], "faces.other"), acts["faces.other"])
        self.none = make_button(tr("Not a face"), KeyedText(hints[1], "faces.none"), acts["faces.none"])
        later = KeyedText(tr("Ask about these later"), "faces.skip")
        self.skip = make_button(tr("Skip"), later, acts["faces.skip"])
        self.undo = make_button(tr("Undo"), clicked=acts["faces.undo"])
        self.more = make_icon_button("dots-three", tr("More about this person"), self._open_more)
        self.photos = make_button(tr("Show photos"), clicked=self._show_photos)
        buttons = (self.yes, self.no, self.other, self.none, self.skip, self.undo, self.photos)
        keep_focus_elsewhere(*buttons)
        flow, top = FlowLayout(page), Qt.AlignmentFlag.AlignTop
        flow.replace_parts(buttons)
        page.head.add_row(hbox((self.line, 0, top), (flow, 1), (self.more, 0, top), spacing=tokens.TIGHT))

    def show(self, subject: Subject, chosen: int, *, is_one: bool, has_others: bool) -> None:
        """Offer what can be answered.

        Args:
            subject: What is asked about.
            chosen: Number of selected faces.
            is_one: Whether the page shows one person only.
            has_others: Whether something else can be asked.
        """
        self._subject, (name, key), count = subject, subject.name, chosen or len(subject.meant)
        several = tr("Yes, these {count:,}", count=count) if chosen else tr("Yes, all {count:,}", count=count)
        self.yes.setText(tr("Yes") if count < 2 else several)
        self.no.setText(tr("Not {name}", name=name) if chosen and is_one else tr("No"))
        self.yes.setVisible(bool(key and subject.asked))
        self.no.setVisible(bool(key))
        for part in (self.line, self.none, self.other):
            part.setVisible(bool(subject.key))
        for button in (self.yes, self.no, self.none):
            button.setEnabled(count > 0)
        self.other.setEnabled(chosen > 0)
        self.photos.setVisible(bool(is_one and key) and not (subject.person and subject.person.is_hidden))
        if is_one and not count and self.line.hasFocus():
            self.typing.move_focus()
        self.line.setEnabled(count > 0 or not is_one)
        self.more.setVisible(is_one)
        self.skip.setVisible(has_others)

    def _show_photos(self) -> None:
        self._person_acts.show_photos(self._subject.name[0])

    def _open_more(self) -> None:
        if self._subject.person is not None:
            self._person_acts.open_menu_below(self.more, self._person_acts.rows(self._subject.person))
