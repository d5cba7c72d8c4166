"""The page that asks whose faces these are: all groups and suggestions one after the other, or one person."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt

from photon.app.people.people import SuggestedFaces
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText, show_tip
from photon.ui.kit import tokens
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.formatting import period_name
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox
from photon.ui.kit.menus import MenuRow
from photon.ui.people.name_line import NameLine
from photon.ui.people.review_queue import Subject, subjects_of
from photon.ui.people.tile_page import TilePage
from photon.ui.people.tiles import Tile, tile_spec
from photon.ui.people.typing_guard import TypingGuard
from photon.ui.widgets.flow_layout import FlowLayout

_LINE_WIDTH, _MOST_GROUPS = 230, 200
_FACES = tile_spec(
    tr("Faces"),
    tr(
        "Enter name · {yes} yes · {no} no · {other} someone else · {tick} tick · {skip} skip · {undo} undo"
        " · Space photo"
    ),
    "faces",
    ("check-circle", tr("Everybody has a name"), tr("New groups appear here when Photon finds more faces.")),
)
_NOTHING = tr("There is no decision of this review to undo.")
Known = tuple[Sequence[CountedPerson], Sequence[FaceGroup]]


class FacesPage(TilePage):
    """Answers are about the selected faces or, without any, about all that are ticked above the line.

    Attributes:
        subject: What is asked about; one without a key if there is nothing to ask.
        typing: Keeps letters of a name from answering the next question.
    """

    def __init__(self, context: WindowContext) -> None:
        self.subject = Subject()
        self._queue: list[Subject] = []
        self._skipped: list[str] = []
        self._person = self._back = self._last = ""
        super().__init__(context, _FACES)
        self._request, self._faces, self._step = (LatestRequest(context.bridge, self) for _ in range(3))
        self._own_steps = set[int]()
        self.line = NameLine(context, self, tr("Who is this?"))
        self.line.setFixedWidth(_LINE_WIDTH)
        self.typing = TypingGuard(self.line, self.list)
        self.yes = make_button(hint=KeyedText(tr("Yes"), "faces.yes"), clicked=self.confirm, role="primary")
        self.no = make_button(hint=KeyedText(tr("No"), "faces.no"), clicked=self.reject)
        hints = tr("The selected faces are of another person"), tr("A statue, a poster, a pattern")
        self.other = make_button(tr("Someone else"), KeyedText(hints[0], "faces.other"), self.split)
        self.none = make_button(tr("Not a face"), KeyedText(hints[1], "faces.none"), self.mark_none)
        self.skip_button = make_button(tr("Skip"), KeyedText(tr("Ask about these later"), "faces.skip"), self.skip)
        self.undo = make_button(tr("Undo"), clicked=self.take_back)
        self.more = make_icon_button("dots-three", tr("More about this person"), self._open_more)
        self.photos_of = make_button(tr("Show photos"), clicked=self._show_photos)
        buttons = (self.yes, self.no, self.other, self.none, self.skip_button, self.undo, self.photos_of)
        keep_focus_elsewhere(*buttons)
        flow, top = FlowLayout(self), Qt.AlignmentFlag.AlignTop
        flow.replace_parts(buttons)
        self.head.add_row(hbox((self.line, 0, top), (flow, 1), (self.more, 0, top), spacing=tokens.TIGHT))
        for signal, act in (
            (self.line.named, self.name),
            (self.line.given_up, self.list.setFocus),
            (self.line.skipped, self.skip),
            (self.list.ticked, self._tick),
            (self.list.line_moved, self._move_line),
            (self._acts.failed, self._ask_same),
            (self._acts.made, self._take_step),
        ):
            signal.connect(act)
        self._is_made = True
        self._show_subject()

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change."""
        return {"Space": self._open, "Return": self._begin_name, "Esc": self._leave}

    @property
    def acts(self) -> Mapping[str, Act]:
        """The acts of its commands."""
        return {
            "faces.yes": self.confirm,
            "faces.no": self.reject,
            "faces.other": self.split,
            "faces.none": self.mark_none,
            "faces.tick": self._tick_selected,
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
        self._person, self._back, self._last = person, first, ""
        self._queue, self._skipped = [], []
        self._own_steps.clear()
        self._turn_to(Subject())
        self.refresh()

    def refresh(self) -> None:
        """Ask what there is to review now."""
        people, is_one = self._context.session.people, bool(self._person)
        groups = people.groups(limit=0 if is_one else _MOST_GROUPS)
        self._request.ask(combined(lambda *found: found, people.people(hidden=is_one), groups), self._take_known)
        self._ask_step()

    def _take_known(self, known: Known) -> None:
        """Keep what is being looked at in its place, as far as it is still asked about."""
        before, queue = self.subject, subjects_of(*known, only=self._person)
        self._queue = queue
        following = next((one for one in queue if one.key == (self._back or before.key)), None) or self._next()
        if following.key == before.key:
            following.follow(before)
        if following.key == self._back:
            self._back = ""
        self._turn_to(following)

    def _next(self) -> Subject:
        """Return the largest subject that was not skipped, or the one that was skipped first."""
        order = {key: at for at, key in enumerate(self._skipped)}
        return min(self._queue, key=lambda one: order.get(one.key, -1), default=Subject())

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
            self.line.show_name("")
            self.list.verticalScrollBar().setValue(0)
        self._show_subject()
        if is_other and subject.key and self.isVisible():
            if subject.name[1] or self._person:
                self.typing.move_focus()
            else:
                self.line.setFocus()

    def _take_faces(self, subject: Subject, suggested: SuggestedFaces, confirmed: Sequence[PhotoFace]) -> None:
        if subject is self.subject:
            subject.take_answer(suggested, confirmed)
            if subject.asked or self._person:
                self._show_subject()
            else:
                self._leave_subject(subject)

    def _leave_subject(self, subject: Subject) -> None:
        """Ask about something else, because this is decided."""
        self._queue.remove(subject)
        self._turn_to(self._next())

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
        if not hasattr(self, "_is_made"):  # Qt reports changes while the parts are being made
            return
        subject, count, chosen = self.subject, len(self._meant), len(self._chosen)
        name, key = subject.name
        title = name if self._person else tr("Is this {name}?", name=name) if key else ""
        self.head.title.setText(title or tr("Who is this?"))
        self._show_list("")
        self.head.say(self._summary(chosen))
        self.yes.setText(
            tr("Yes")
            if count < 2
            else tr("Yes, these {count:,}", count=count)
            if chosen
            else tr("Yes, all {count:,}", count=count)
        )
        self.no.setText(tr("Not {name}", name=name) if chosen and self._person else tr("No"))
        self.yes.setVisible(bool(key and subject.asked))
        self.no.setVisible(bool(key))
        for part in (self.line, self.none, self.other):
            part.setVisible(bool(subject.key))
        for button in (self.yes, self.no, self.none):
            button.setEnabled(count > 0)
        self.other.setEnabled(chosen > 0)
        self.photos_of.setVisible(bool(self._person and key) and not (subject.person and subject.person.is_hidden))
        if self._person and not count and self.line.hasFocus():
            self.typing.move_focus()
        self.line.setEnabled(count > 0 or not self._person)
        self.more.setVisible(bool(self._person))
        self.skip_button.setVisible(len(self._queue) > 1)

    def _summary(self, chosen: int) -> str:
        asked, others = len(self.subject.asked), len(self._queue) - 1
        is_done = self._person and self.subject.confirmed and not asked and not chosen
        way = tr("Is a face wrong? Select it first.") if is_done else ""
        whole = tr("{count:,} to check", count=asked) if self._person else counted(asked, "face")
        more = tr("{count:,} more to ask about", count=others) if others > 0 else ""
        selected = tr("{count:,} selected", count=chosen) if chosen else ""
        person = self.subject.person
        born = tr("born {day}", day=period_name(person.birthday.isoformat())) if person and person.birthday else ""
        return " · ".join(part for part in (born, way, whole if asked else "", more, selected) if part)

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

    def split(self) -> None:
        """Say that the selected faces are of somebody else."""
        self._answer(self._chosen, self._acts.split_faces)

    def mark_none(self) -> None:
        """Say that these are no faces."""
        self._answer(self._meant, self._acts.mark_no_faces)

    def skip(self) -> None:
        """Ask about something else; this comes again at the end."""
        if len(self._queue) > 1:
            key = self.subject.key
            self._skipped = [*(one for one in self._skipped if one != key), key]
            self._turn_to(self._next())

    def take_back(self) -> None:
        """Undo the last decision of this review, unless another step followed, and ask about the same faces again."""
        if not self.undo.isEnabled():
            self._context.say(_NOTHING)
            return
        self._back = self._last
        self._context.undo()
        self._offer_undo(is_on=False)  # until it is known whether the step before belongs to this review
        self._ask_step()

    def _take_step(self, step: int) -> None:
        if self.isVisible():
            self._own_steps.add(step)
            self._ask_step()

    def _ask_step(self) -> None:
        last = self._context.session.undoing.last_step()
        self._step.ask(last, lambda step: self._offer_undo(is_on=step in self._own_steps))

    def _offer_undo(self, *, is_on: bool) -> None:
        self.undo.setEnabled(is_on)
        show_tip(self.undo, KeyedText(tr("Undo the last decision"), "faces.undo") if is_on else _NOTHING)

    def _ask_same(self) -> None:
        """Ask about the same faces again, because the answer could not be written."""
        if self.isVisible():
            self._back = self._last
            self.refresh()

    def _answer(self, faces: list[FaceKey], act: Callable[[list[FaceKey]], object]) -> None:
        """Give an answer, and show at once that the faces are decided about."""
        if not faces:
            return
        subject, is_about_all = self.subject, not self._chosen
        self._back, self._last = "", subject.key
        act(faces)
        self._step.forget()
        self._offer_undo(is_on=True)
        self._request.forget()
        self._faces.forget()
        self.line.show_name("")
        subject.leave_out(faces)
        self.list.clearSelection()
        if not self._person and (not subject.asked or (is_about_all and subject.person is None)):
            self._leave_subject(subject)
        else:
            self._show_subject()

    # -- ticks, the line, the person and the photos ------------------------------------------------

    def _tick(self, tile: Tile) -> None:
        if tile.face is not None:
            self.subject.unticked ^= {tile.face}
            self._show_subject()

    def _tick_selected(self) -> None:
        for tile in self.list.selected_tiles or [tile for tile in (self.current,) if tile is not None]:
            if tile.is_ticked is not None:
                self._tick(tile)

    def _move_line(self, above: int) -> None:
        if self.subject.person is not None:
            self.subject.above = min(max(above, 0), len(self.subject.asked))
            self._show_subject()

    def _show_photos(self) -> None:
        self._acts.show_photos(self.subject.name[0])

    def _rename(self) -> None:
        if self.subject.person is not None:
            self._acts.ask_name(self.subject.person)

    def _open_more(self) -> None:
        if self.subject.person is not None:
            self._acts.open_menu_below(self.more, self._acts.rows(self.subject.person))

    def _enter_row(self) -> None:
        self._open()

    def _begin_name(self) -> None:
        self.line.setFocus()

    def _all_photos(self) -> list[int]:
        return [photo for photo in self._tiles.photos if photo]

    def _menu_rows(self, tile: Tile) -> Sequence[MenuRow]:
        rows = self._acts.face_rows(tile.thing) if isinstance(tile.thing, PhotoFace) else []
        return [(tr("Open the photo"), "arrows-out", self._open), *rows] if rows else []


def _side(faces: int) -> int:
    """Return how large faces are shown, in pixels: few of them are easier to judge when they are large."""
    return next((side for most, side in ((8, 210), (30, 165)) if faces <= most), 124)


def _tile(face: PhotoFace, *, is_ticked: bool | None = None) -> Tile:
    is_suggested, name = face.state == "suggested", face.name or tr("Face without a name")
    spoken = ", ".join([name, tr("suggested")]) if is_suggested else name
    return Tile(face.key, face=face.key, thing=face, spoken=spoken, is_suggested=is_suggested, is_ticked=is_ticked)
