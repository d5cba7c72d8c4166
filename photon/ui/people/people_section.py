"""The people of a photo, or of the selected photos, in the details panel."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from photon.domain.people.face import FaceKey, PhotoFace
from photon.language import tr, tr_n
from photon.library.people.ages import FacesAndAges, faces_and_ages  # not the use cases, which most people never start
from photon.ui.kit import tokens
from photon.ui.kit.context import WindowContext
from photon.ui.kit.labels import make_label, show_text
from photon.ui.kit.layouts import vbox
from photon.ui.people.face_crops import FaceCrops
from photon.ui.people.name_chip import NameChip
from photon.ui.people.name_line import NameLine
from photon.ui.people.person_acts import PersonActs
from photon.ui.widgets.flow_layout import FlowLayout
from photon.ui.widgets.section import AnsweredSection

_COMPARED, _MOST = 1000, 40  # photos whose people are shown together; chips
_FEW = 3  # faces without a name up to which the chips ask who they are
_ORDER = ("confirmed", "suggested", "unknown")


class PeopleSection(AnsweredSection):
    """One chip for each person; faces without a name have one each in a single photo, and are counted in several."""

    renewed_by = frozenset({"people", "photos"})

    def __init__(self, context: WindowContext) -> None:
        self._context, self._acts = context, context.part(PersonActs)
        self._named: NameChip | None = None
        body = QWidget()
        self.flow, self.more = FlowLayout(body), make_label(role="small", wraps=True, is_plain=True)
        self.line = NameLine(context, body, tr("Who is this?"))
        self.line.hide()
        vbox(self.flow, self.line, self.more, to=body, margins=(2, 0, tokens.HAIR, 0), spacing=tokens.TIGHT)
        super().__init__(tr("People"), body, context.bridge, "People")
        self.line.named.connect(self._name)
        self.line.given_up.connect(self._end)
        self.line.left.connect(self.line.hide)

    @property
    def chips(self) -> list[NameChip]:
        """The chips, in order."""
        return [part for part in self.flow.parts if isinstance(part, NameChip)]

    @property
    def has_content(self) -> bool:
        """Whether there are faces."""
        return bool(self.flow.parts or self.more.text())

    def show_photos(self, photos: Sequence[int]) -> None:
        """Request the people of photos; what is typed about others is given up."""
        if list(photos) != self._photos:
            self.line.hide()
        super().show_photos(photos)

    def _ask(self) -> None:
        photos = self._photos
        if photos:
            self._request.ask(
                self._context.session.store.read(faces_and_ages, photos[:_COMPARED]), partial(self._show_people, photos)
            )
        else:
            self._show_nothing()

    def _show_nothing(self) -> None:
        self._show_people([], ({}, {}))

    def _show_people(self, photos: list[int], known: FacesAndAges) -> None:
        self._shown = photos
        people, nameless = gathered(known[0])
        if len(photos) > 1:
            people = people[: len(people) - nameless]
        kept = self.chips[: len(people[:_MOST])]
        made = [NameChip(faces[0], self.flow, self._context.part(FaceCrops)) for faces in people[len(kept) : _MOST]]
        for chip in made:
            chip.clicked.connect(partial(self._press, chip))
            chip.menu_wanted.connect(partial(self._open_menu, chip))
        is_short = nameless > _FEW
        for chip, faces in zip((*kept, *made), people, strict=False):
            chip.show_face(faces[0], [face.key for face in faces], is_short=is_short)
        self.flow.replace_parts([*kept, *made])
        without = tr_n("{count:,} face without a name.", "{count:,} faces without a name.", nameless)
        show_text(self.more, without if nameless and len(photos) > 1 else age_text(people, known[1]))
        self.setVisible(self._is_wanted)

    def _press(self, chip: NameChip, *_: object) -> None:
        """Search for a person, confirm a suggestion, or ask who it is."""
        if chip.face.state == "confirmed" and chip.face.name:
            self._acts.show_photos(chip.face.name)
        elif chip.face.state == "suggested":
            self._acts.name_faces(chip.faces, chip.face.name, chip.face.person)
        else:
            self._rename(chip)

    def _rename(self, chip: NameChip) -> None:
        self._named = chip
        self.line.show()
        self.line.setFocus()
        self.line.show_name(chip.face.name)

    def _open_menu(self, chip: NameChip, place: QPoint) -> None:
        rows = self._acts.face_rows(chip.face) if len(chip.faces) == 1 else []
        if chip.face.state == "confirmed" and chip.face.name:
            rows.insert(0, (tr("Show photos"), "magnifying-glass", partial(self._acts.show_photos, chip.face.name)))
        rows.insert(0, (tr("Someone else…"), "question", partial(self._rename, chip)))
        self._acts.open_menu(rows, place)

    def _name(self, name: str, person: str) -> None:
        if self._named is not None:
            self._acts.name_faces(self._named.faces, name, person)
        self._end()

    def _end(self) -> None:
        self._named = None
        self.line.hide()
        self._context.focus_page()


def gathered(found: Mapping[int, Sequence[PhotoFace]]) -> tuple[list[list[PhotoFace]], int]:
    """Join the faces of each person.

    Args:
        found: The faces of photos.

    Returns:
        The faces by person, confirmed ones first, faces without a name alone at the end; and the number of these.
    """
    people: dict[tuple[int, str | FaceKey], list[PhotoFace]] = {}
    for faces in found.values():
        for face in faces:
            people.setdefault((_ORDER.index(face.state), face.person or face.key), []).append(face)
    ordered = sorted(people, key=lambda one: (one[0], people[one][0].name.casefold()))
    return [people[one] for one in ordered], sum(state == len(_ORDER) - 1 for state, _ in ordered)


def age_text(people: Sequence[Sequence[PhotoFace]], ages: Mapping[str, int]) -> str:
    """Return how old the confirmed people are, as ``Emma, about 3 · Paul, about 35``; empty if that is unknown.

    Args:
        people: The faces by person.
        ages: Completed years by the key of the person.
    """
    shown = (face for face, *_ in people if face.state == "confirmed" and face.name and face.person in ages)
    known = ((face.name, ages[face.person]) for face in shown)
    return " · ".join(
        tr("{name}, about {age}", name=name, age=age) if age else tr("{name}, under 1", name=name)
        for name, age in known
    )
