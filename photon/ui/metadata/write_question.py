"""Asks whether photos themselves may be changed."""

from PySide6.QtWidgets import QFrame

from photon.app.metadata.write_plan import Plan
from photon.language import counted, tr
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.key_filter import Act
from photon.ui.kit.labels import make_label
from photon.ui.kit.layouts import vbox
from photon.ui.metadata.write_messages import question_of
from photon.ui.photos.photo_list_page import button_row


class WriteQuestion(QFrame):
    """The question and its answers."""

    def __init__(self, agree: Act, decline: Act) -> None:
        super().__init__()
        self.words = make_label(wraps=True)
        self.agree = make_button(clicked=agree, role="primary")
        self.decline = make_button(tr("Cancel"), clicked=decline)
        vbox(self.words, button_row(self.agree, self.decline), to=self, margins=0, spacing=tokens.TIGHT)

    def show_plan(self, plan: Plan) -> None:
        """Ask about this plan."""
        self.agree.setText(tr("Change {photos}", photos=counted(plan.count("photo"), "photo")))
        self.words.setText(question_of(plan))
