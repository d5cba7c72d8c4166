"""The page that asks whose faces these are: all groups and suggestions one after the other, or one person."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from photon.app.people.people import SuggestedFaces
from photon.domain.people.face import FaceKey, PhotoFace
from photon.language import counted, tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import period_name
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.menus import MenuRow
from photon.ui.people.answer_row import AnswerRow
from photon.ui.people.review_queue import ReviewQueue, Subject, subjects_of
from photon.ui.people.tile_page import TilePage
from photon.ui.people.tiles import Tile, tile_spec
from photon.ui.photos.review_undo import ReviewUndo

_MOST_GROUPS = 200
_FACES = tile_spec(
    tr("Faces"),
    tr(
        "Enter name · {yes} yes · {no} no · {other} someone else · {tick} tick · {skip} skip · {undo} undo"
        " · Space photo"
    ),
    "faces",
    ("check-circle", tr("Everybody has a name"), tr("New groups appear here when Photon finds more faces.")),
)


class FacesPage(TilePage):
    """Answers are about the selected faces or, without any, about all that are ticked above the line.

    Attributes:
        subject: What is asked about; one without a key if there is nothing to ask.
        answers: The line and the buttons of answers.
    """

    def __init__(self, context: WindowContext) -> None:
        self.subject, self._queue = Subject(), ReviewQueue()
        super().__init__(context, _FACES)
        self._request, self._faces = (LatestRequest(context.bridge, self) for _ in range(2))
        self.answers = AnswerRow(context, self)
        self._undo = ReviewUndo(context, self.answers.undo, "faces.undo", self._acts.made)
        for signal, act in (
            (self.answers.line.named, self.name),
            (self.answers.line.given_up, self.list.setFocus),
            (self.answers.line.skipped, self.skip),
            (self.list.ticked, self._tick),
            (self.list.line_moved, self._move_line),
            (self._acts.failed, self._ask_same),
        ):
            signal.connect(act)
        self._show_subject()

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change."""
        name = lambda: self.answers.line.setFocus()  # noqa: E731, PLW0108 - the line is made later
        return {"Space": self._open, "Return": name, "Esc": self._leave}

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {
            "faces.yes": self.confirm,
            "faces.no": self.reject,
            "faces.other": lambda: self._answer(self._chosen, self._acts.split_faces),
            "faces.none": lambda: self._answer(self._meant, self._acts.mark_no_faces),
            "faces.tick": lambda: self._tick(*self.list.selected_tiles or filter(None, [self.current])),
            "faces.skip": self.skip,
            "faces.undo": self.take_back,
            "faces.here": lambda: self._move_line(self._tiles.tiles_before(self.list.row + 1)),
            "faces.up": lambda: self._move_line(self.subject.above - self.list.tiles.columns),
            "faces.down": lambda: self._move_line(self.subject.above + self.list.tiles.columns),
        }

    # -- what is asked -----------------------------------------------------------------------------

    def show_person(self, person: str) -> None:
        """Show the faces of one person, and what is suggested for them."""
        self._begin(person, "")

    def review(self, group: int = 0) -> None:
        """Ask about groups and suggestions, beginning with a group; 0 for the largest."""
        self._begin("", f"group {group}" if group else "")

    def _begin(self, person: str, first: str) -> None:
        self._queue = ReviewQueue(person, first)
        self._undo.begin()
        self._turn_to(Subject())
        self.refresh()

    def refresh(self) -> None:
        """Ask what there is to review now."""
        people, is_one = self._context.session.people, bool(self._queue.only)
        groups = people.groups(limit=0 if is_one else _MOST_GROUPS)
        known = combined(partial(subjects_of, only=self._queue.only), people.people(hidden=is_one), groups)
        self._request.ask(known, lambda found: self._turn_to(self._queue.replace_subjects(found, self.subject)))
        self._undo.ask()

    def _turn_to(self, subject: Subject) -> None:
        is_other, self.subject = subject.key != self.subject.key, subject
        self._faces.forget()
        if subject.person is not None:
            people, key = self._context.session.people, subject.person.key
            asked = combined(lambda *found: found, people.suggested(key), people.faces_of_person(key))
            self._faces.ask(asked, lambda found: self._take_faces(subject, *found))
        if is_other:
            self.list.tiles.side = _side(subject.size)
            self.list.clearSelection()
            self.answers.line.show_name("")
            self.list.verticalScrollBar().setValue(0)
        self._show_subject()
        if is_other and subject.key and self.isVisible():
            if subject.name[1] or self._queue.only:
                self.answers.typing.move_focus()
            else:
                self.answers.line.setFocus()

    def _take_faces(self, subject: Subject, suggested: SuggestedFaces, confirmed: Sequence[PhotoFace]) -> None:
        if subject is self.subject:
            subject.take_answer(suggested, confirmed)
            if subject.asked or self._queue.only:
                self._show_subject()
            else:
                self._leave_subject(subject)

    def _leave_subject(self, subject: Subject) -> None:
        """Ask about something else, because this is decided."""
        self._queue.subjects.remove(subject)
        self._turn_to(self._queue.next_subject())

    # -- display -----------------------------------------------------------------------------------

    def _show_subject(self) -> None:
        subject = self.subject
        asked, below = subject.asked[: subject.above], subject.asked[subject.above :]
        tiles = [_tile(face, is_ticked=face.key not in subject.unticked) for face in asked]
        if below:
            text = tr_n("Less certain: {count:,} face", "Less certain: {count:,} faces", len(below))
            tiles += [Tile("line", "line", name=text, sign="arrows-down-up"), *map(_tile, below)]
        if subject.confirmed:
            count = counted(len(subject.confirmed), "face")
            tiles += [Tile("confirmed", "text", name=tr("Confirmed"), detail=count), *map(_tile, subject.confirmed)]
        self._tiles.show_rows(tiles)

    def _say(self) -> None:
        if not hasattr(self, "answers"):  # Qt reports changes while the parts are being made
            return
        subject, queue, chosen = self.subject, self._queue, len(self._chosen)
        name, key = subject.name
        title = name if queue.only else tr("Is this {name}?", name=name) if key else ""
        self.head.title.setText(title or tr("Who is this?"))
        self._show_list("")
        self.head.say(_summary(queue, subject, chosen))
        self.answers.show(subject, chosen, is_one=bool(queue.only), has_others=len(queue.subjects) > 1)

    # -- answers -----------------------------------------------------------------------------------

    @property
    def _chosen(self) -> list[FaceKey]:
        """The selected faces."""
        return [tile.face for tile in self.list.selected_tiles if tile.face is not None]

    @property
    def _meant(self) -> list[FaceKey]:
        """The faces that an answer is about."""
        return self._chosen or self.subject.meant

    def confirm(self) -> None:
        """Say that the faces are of the person who is suggested."""
        if self.subject.name[1]:
            self._answer(self._meant, lambda faces: self._acts.name_faces(faces, *self.subject.name))

    def reject(self) -> None:
        """Say that the faces are not of that person."""
        name, key = self.subject.name
        if key:
            self._answer(self._meant, lambda faces: self._acts.reject_faces(faces, key, name))

    def name(self, name: str, person: str) -> None:
        """Say whose faces these are."""
        one = self.subject.person
        if one is not None and not one.name and not self._chosen:
            self._answer(self._meant, lambda _: self._acts.rename(one, name, person))
        else:
            self._answer(self._meant, lambda faces: self._acts.name_faces(faces, name, person))

    def skip(self) -> None:
        """Ask about something else; this comes again at the end."""
        if len(self._queue.subjects) > 1:
            self._queue.skip(self.subject)
            self._turn_to(self._queue.next_subject())

    def take_back(self) -> None:
        """Undo the last decision of this review, unless another step followed, and ask about the same faces again."""
        if self._undo.take_back():
            self._queue.back = self._queue.last

    def _ask_same(self) -> None:
        """Ask about the same faces again, because the answer could not be written."""
        if self.isVisible():
            self._queue.back = self._queue.last
            self.refresh()

    def _answer(self, faces: list[FaceKey], act: Callable[[list[FaceKey]], object]) -> None:
        """Give an answer, and show at once that the faces are decided about."""
        if not faces:
            return
        subject, is_about_all = self.subject, not self._chosen
        self._queue.back, self._queue.last = "", subject.key
        act(faces)
        self._undo.expect()
        self._request.forget()
        self._faces.forget()
        self.answers.line.show_name("")
        subject.leave_out(faces)
        self.list.clearSelection()
        if not self._queue.only and (not subject.asked or (is_about_all and subject.person is None)):
            self._leave_subject(subject)
        else:
            self._show_subject()

    # -- ticks, the line, the person and the photos ------------------------------------------------

    def _tick(self, *tiles: Tile) -> None:
        self.subject.unticked ^= {one.face for one in tiles if one.face is not None and one.is_ticked is not None}
        self._show_subject()

    def _move_line(self, above: int) -> None:
        if self.subject.person is not None:
            self.subject.above = min(max(above, 0), len(self.subject.asked))
            self._show_subject()

    def _rename(self) -> None:
        if self.subject.person is not None:
            self._acts.ask_name(self.subject.person)

    def _enter_row(self) -> None:
        self._open()

    def _all_photos(self) -> list[int]:
        return [photo for photo in self._tiles.photos if photo]

    def _menu_rows(self, tile: Tile) -> Sequence[MenuRow]:
        rows = self._acts.face_rows(tile.thing) if isinstance(tile.thing, PhotoFace) else []
        return [(tr("Open the photo"), "arrows-out", self._open), *rows] if rows else []


def _summary(queue: ReviewQueue, subject: Subject, chosen: int) -> str:
    asked, others = len(subject.asked), len(queue.subjects) - 1
    is_done = queue.only and subject.confirmed and not asked and not chosen
    way = tr("Is a face wrong? Select it first.") if is_done else ""
    whole = tr("{count:,} to check", count=asked) if queue.only else counted(asked, "face")
    more = tr("{count:,} more to ask about", count=others) if others > 0 else ""
    selected = tr("{count:,} selected", count=chosen) if chosen else ""
    person = subject.person
    born = tr("born {day}", day=period_name(person.birthday.isoformat())) if person and person.birthday else ""
    return " · ".join(part for part in (born, way, whole if asked else "", more, selected) if part)


def _side(faces: int) -> int:
    """Return how large faces are shown, in pixels: few of them are easier to judge when they are large."""
    return next((side for most, side in ((8, 210), (30, 165)) if faces <= most), 124)


def _tile(face: PhotoFace, *, is_ticked: bool | None = None) -> Tile:
    is_suggested, name = face.state == "suggested", face.name or tr("Face without a name")
    spoken = ", ".join([name, tr("suggested")]) if is_suggested else name
    return Tile(face.key, face=face.key, thing=face, spoken=spoken, is_suggested=is_suggested, is_ticked=is_ticked)
