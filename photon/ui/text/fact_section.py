"""What a document in a photo states, in the details panel: suggested by Photon, confirmed or corrected."""

from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from photon.domain import Changes, PhotonError
from photon.domain.text.stated_facts import FIELD_NAMES, DocumentFact, FactField
from photon.language import tr
from photon.library.text.stated_facts import DocumentFacts
from photon.ui.kit import tokens
from photon.ui.kit.buttons import make_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import vbox
from photon.ui.kit.menus import make_actions, open_menu
from photon.ui.text.fact_row import FIELD_TITLES, FactRow
from photon.ui.widgets.section import DetailsSection


class FactSection(DetailsSection):
    """Shows the facts of one photo, and nothing where there are none, and no text that may state some.

    Attributes:
        rows: The rows by field, each made when it is first needed.
    """

    def __init__(self, context: WindowContext) -> None:
        self._context, self._photo, self._shown = context, 0, 0
        self._is_wanted = self._has_any = False
        self._facts: DocumentFacts = {}
        self.rows: dict[FactField, FactRow] = {}
        body = QWidget()
        self.add_button = make_button(tr("Add a fact…"), clicked=self._offer_fields, role="link")
        self._column = vbox(self.add_button, to=body, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.HAIR)
        super().__init__(tr("Document"), body, self, kept_as="Document")
        self._request = LatestRequest(context.bridge, self, is_quiet=True)
        context.bridge.changed.connect(self._hear)

    def setVisible(self, visible: bool) -> None:  # noqa: FBT001 - a method of Qt
        """Show the section, unless there are no facts, and no text that may state some."""
        self._is_wanted = visible
        super().setVisible(visible and self._has_any)

    def show_photos(self, photos: Sequence[int]) -> None:
        """Request the facts of a photo; those of the previous one stay briefly, until the answer arrives."""
        photo = photos[0] if len(photos) == 1 else 0
        if photo != self._photo:
            self._save()
        self._photo = photo
        self._request.forget()
        if photo:
            self._ask()
        else:
            self._show_facts(0, {})

    def drop_outdated(self) -> None:
        """Hide the facts of the previous photo."""
        if self._shown != self._photo:
            self._show_facts(0, {})

    def _ask(self) -> None:
        photo, texts = self._photo, self._context.session.texts
        asked = combined(lambda *found: found, texts.facts.facts_of([photo]), texts.pages([photo]))
        self._request.ask(asked, lambda found: self._show_facts(photo, found[0].get(photo, {}), has_any=any(found)))

    def _show_facts(self, photo: int, facts: Mapping[FactField, DocumentFact], *, has_any: bool = False) -> None:
        same = photo == self._shown
        self._shown, self._facts, self._has_any = photo, facts, has_any
        for field in FIELD_NAMES:
            if field in facts:
                row = self._row(field)
                if not (same and row.is_typed):
                    row.show_fact(facts[field])
            if field in self.rows:
                self.rows[field].setVisible(field in facts or (same and self.rows[field].is_typed))
        self.add_button.setVisible(len(facts) < len(FIELD_NAMES))
        self.setVisible(self._is_wanted)

    def _row(self, field: FactField) -> FactRow:
        if field not in self.rows:
            row = self.rows[field] = FactRow(field, self.body)
            row.confirmed.connect(partial(self._confirm, field))
            row.dismissed.connect(partial(self._dismiss, field))
            before = [one for one in FIELD_NAMES if one in self.rows].index(field)
            self._column.insertWidget(before, row)
        return self.rows[field]

    def _offer_fields(self) -> None:
        missing = [field for field in FIELD_NAMES if field not in self._facts]
        rows = [(FIELD_TITLES[field], "plus", partial(self._add, field)) for field in missing]
        place = self.add_button.mapToGlobal(self.add_button.rect().bottomLeft())
        open_menu(self, place, lambda menu: make_actions(menu, rows))

    def _add(self, field: FactField) -> None:
        row = self._row(field)
        row.show_fact(DocumentFact(""))
        row.show()
        (row.kinds if field == "kind" else row.line).setFocus()

    def _save(self) -> None:
        """Save what was typed about the photo that is left."""
        for field, row in self.rows.items():
            if row.is_typed and not row.isHidden() and self._shown:
                row.line.setModified(False)
                self._confirm(field, row.line.words)

    def _confirm(self, field: FactField, text: str) -> None:
        if not text.strip():
            self._dismiss(field)
        elif self._shown:
            done = tr("{field} confirmed", field=FIELD_TITLES[field])
            self._follow(self._context.session.texts.facts.confirm(self._shown, field, text), done, self.rows[field])

    def _dismiss(self, field: FactField) -> None:
        if self._shown:
            done = tr("{field} dismissed", field=FIELD_TITLES[field])
            self._follow(self._context.session.texts.facts.dismiss(self._shown, field), done)

    def _follow(self, written: Future[Changes], done: str, typed: FactRow | None = None) -> None:
        self._request.forget()
        fail = partial(self._fail, self._shown, typed)
        self._context.bridge.call(written, lambda _: self._context.say(done, undo=True), self, fail)

    def _fail(self, photo: int, typed: FactRow | None, error: PhotonError) -> None:
        """Report it; what was typed stays, to be mended."""
        self._context.bridge.report_error(error)
        if typed is not None and photo == self._shown:
            typed.line.setModified(typed.field != "kind")
        if self._photo:
            self._ask()

    def _hear(self, changes: Changes) -> None:
        if self._shown in changes.gone or self._photo in changes.gone:
            self._show_facts(0, {})
        elif self._photo and changes.kinds & {"facts", "texts"} and self._photo in (changes.photos or {self._photo}):
            self._ask()


class FactController(QObject):
    """Shows what documents state in the details of a window."""

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self.section = FactSection(context)
