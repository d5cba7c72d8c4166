"""The small panel below the search bar for teaching Photon a tag from photos."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from photon.app.session import Session
from photon.domain import Changes, PhotonError
from photon.domain.metadata.learned_tag import Taught
from photon.domain.metadata.tag import TagPath, tag_key, tag_text
from photon.language import counted, tr, tr_n
from photon.ui.kit import tokens
from photon.ui.kit.bridge import Bridge
from photon.ui.kit.buttons import make_button
from photon.ui.kit.labels import make_label, name_field, show_text
from photon.ui.kit.layouts import hbox, vbox
from photon.ui.photos.picture_squares import PictureSquares
from photon.ui.tags.tag_input import TagInput
from photon.ui.tags.tag_labels import typed_path
from photon.ui.widgets.overlay_panel import OverlayPanel

WIDE = 380  # width of the panel in pixels
SHOWN = 10  # photos shown; the rest is counted
LISTED = 6  # tags offered for further teaching
LONGEST = 60  # characters of the description
_PEOPLE_LINE = "person people man woman boy girl child kid baby human face friend mother father"
_PEOPLE = frozenset(f"{_PEOPLE_LINE} {tr('person people man woman child baby face friend')}".casefold().split())
KIND = tr("Kind of thing (optional)")
NO_FACES = tr("Photon doesn't recognise faces; it relies on clothes, hair and surroundings.")
HOW = tr("One photo is enough to start. Photon then asks about others and improves with each answer.")


class TagTeaching(OverlayPanel):
    """Lies over its parent, below the search bar; everything else stays usable.

    Signals:
        taught: Brings a TagPath, and a word for what it is, or an empty text.
        continued: Brings the TagPath of a tag that is already being taught.
        left: The panel gave up the focus.
    """

    taught = Signal(object, str)
    continued = Signal(object)
    fixed_width = WIDE

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget, below: QWidget) -> None:
        super().__init__(parent, below)
        self._known: list[Taught] = []
        self.photos: tuple[int, ...] = ()
        self.pictures = PictureSquares(self)
        self.more, self.go_on = make_label(role="small"), make_label(tr("Continue with:"), "small")
        self.note, self.mistake = make_label(role="small", wraps=True), make_label(role="danger", wraps=True)
        self.line = TagInput(session, bridge, self)
        name_field(self.line, tr("Tag to teach"), tr("our cottage, kite surfing…"))
        self.name_label, self.kind_label = make_label(tr("Name"), "small"), make_label(KIND, "small")
        self.kind = QLineEdit(self)
        self.kind.setMaxLength(LONGEST)
        name_field(self.kind, KIND, tr("dog, house, person…"))
        self.button = make_button(tr("Teach"), clicked=self._give, role="primary")
        self.cancel = make_button(tr("Cancel"), clicked=self.leave)
        self.links: list[QPushButton] = []
        self._links = vbox(spacing=tokens.HAIR)
        self._compose()
        self.line.entered.connect(self._enter)
        self.line.refused.connect(self.refuse)
        self.line.edited.connect(self._show_state)
        self.line.quitted.connect(self.leave)
        self.kind.textChanged.connect(lambda _: self._show_state())
        self.kind.returnPressed.connect(self._give)

    def _compose(self) -> None:
        title, buttons = make_label(tr("Teach Photon a tag"), "strong"), hbox(None, self.cancel, self.button)
        named = vbox(self.name_label, self.line, spacing=tokens.HAIR)
        kind = vbox(self.kind_label, self.kind, spacing=tokens.HAIR)
        above = (title, self.pictures, self.more, named, kind, self.note, self.mistake, self.go_on)
        vbox(*above, self._links, buttons, to=self, margins=(tokens.WIDE, tokens.SPACE), spacing=tokens.SPACE)
        self.setFixedWidth(WIDE)

    # -- for the window ----------------------------------------------------------------------

    def ask(self, photos: Sequence[int], known: Sequence[Taught]) -> None:
        """Ask what these photos show; without photos, only offer to continue tags that are being taught."""
        self.photos = tuple(photos)
        self._known = list(known)
        self.pictures.show_places(min(SHOWN, len(photos)))
        self.more.setText(tr_n("and {count:,} more photo", "and {count:,} more photos", len(photos) - SHOWN))
        for part, is_shown in (
            (self.pictures, bool(photos)),
            (self.name_label, bool(photos)),
            (self.line, bool(photos)),
            (self.kind_label, bool(photos)),
            (self.kind, bool(photos)),
            (self.button, bool(photos)),
            (self.more, len(photos) > SHOWN),
        ):
            part.setVisible(is_shown)
        self.line.accept_text()
        self.kind.clear()
        self._list_known()
        self._show_state()
        self.appear()
        (self.line if photos else self.links[0] if self.links else self.cancel).setFocus()

    def show_previews(self, previews: dict[int, bytes]) -> None:
        """Show previews that have arrived."""
        for place, photo in enumerate(self.photos[:SHOWN]):
            if photo in previews:
                self.pictures.show_preview(place, previews[photo])

    def refuse(self, words: str) -> None:
        """Show why the tag could not be taught, and let the user try again."""
        self.mistake.setText(words)
        self._show_state(keep_mistake=True)
        self.line.setFocus()

    def hear(self, changes: Changes) -> None:
        """Drop photos that must not be seen any more, from which nothing can be taught now."""
        if not changes.gone.isdisjoint(self.photos):
            self.photos = ()
            self.pictures.show_places(0)
            self.leave()

    # -- inside ------------------------------------------------------------------------------------

    def _list_known(self) -> None:
        for link in self.links:
            link.hide()
            link.deleteLater()
        self.links = []
        for taught in self._known[:LISTED]:
            link = make_button(f"{tag_text(taught.path)} · {counted(taught.yes, 'photo')}", role="link")
            link.setAutoDefault(True)  # Enter presses it
            link.clicked.connect(lambda _=False, path=taught.path: self.continued.emit(path))
            self._links.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self.links.append(link)
        self.go_on.setVisible(bool(self.links))

    def _show_state(self, *, keep_mistake: bool = False) -> None:
        if not keep_mistake:
            self.mistake.clear()
        self.mistake.setVisible(bool(self.mistake.text()))
        show_text(self.note, "\n".join(self._notes()) if self.photos else "")
        self.button.setEnabled(bool(self.line.text().strip()))
        self.place()

    def _notes(self) -> list[str]:
        return [NO_FACES, self._note()] if _PEOPLE.intersection(self.kind.text().casefold().split()) else [self._note()]

    def _note(self) -> str:
        try:
            typed = tag_key(typed_path(self.line.text()))
        except PhotonError:
            return HOW
        known = next((taught for taught in self._known if tag_key(taught.path) == typed), None)
        if known is None:
            return HOW
        return tr_n(
            "Photon already learns this from {count:,} photo. These will be added.",
            "Photon already learns this from {count:,} photos. These will be added.",
            known.yes,
        )

    def _give(self) -> None:
        try:
            path = typed_path(self.line.text())
        except PhotonError as error:
            self.refuse(str(error))
        else:
            self._enter([path] if path else [])

    def _enter(self, paths: Sequence[TagPath]) -> None:
        if len(paths) == 1:
            self.taught.emit(paths[0], " ".join(self.kind.text().split()))
        elif paths:
            self.refuse(tr("Enter one tag at a time."))
