"""The page that asks whose faces these are: all groups and suggestions one after the other, or one person."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from photon.app.people.people import SuggestedFaces
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import CountedPerson, FaceGroup
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit import tokens
from photon.ui.kit.buttons import keep_focus_elsewhere, make_button, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.layouts import hbox
from photon.ui.kit.menus import MenuRow
from photon.ui.people.name_line import NameLine
from photon.ui.people.review_queue import Subject, subjects_of
from photon.ui.people.tile_page import TilePage
from photon.ui.people.tiles import Tile, tile_spec
from photon.ui.widgets.flow_layout import FlowLayout

_LINE_WIDTH = 230
_FACES = tile_spec(
    tr("Faces"),
    tr("{yes} yes · {no} no · {other} someone else · {tick} tick · {skip} skip · {undo} undo · Space photo"),
    "faces",
    ("check-circle", tr("Everybody has a name"), tr("New groups appear here when Photon finds more faces.")),
)
Known = tuple[Sequence[CountedPerson], Sequence[FaceGroup]]


class FacesPage(TilePage):
    """Answers are about the selected faces or, without any, about all that are ticked above the line.

    Attributes:
        subject: What is asked about; None if there is nothing to ask.
    """

    def __init__(self, context: WindowContext) -> None:
        self.subject: Subject | None = None
        self._queue: list[Subject] = []
        self._skipped: list[str] = []
        self._person = self._back = self._last = ""
        super().__init__(context, _FACES)
        self._request, self._faces = LatestRequest(context.bridge, self), LatestRequest(context.bridge, self)
        self.line = NameLine(context, self, tr("Who is this?"))
        self.line.setFixedWidth(_LINE_WIDTH)
        self.yes = make_button(hint=KeyedText(tr("Yes"), "faces.yes"), clicked=self.confirm, role="primary")
        self.no = make_button(hint=KeyedText(tr("No"), "faces.no"), clicked=self.reject, icon_name="x")
        self.other = self._button(
            tr("Someone else"), tr("The selected faces are of another person"), "other", self.split
        )
        self.none = self._button(tr("Not a face"), tr("A statue, a poster, a pattern"), "none", self.mark_none)
        self.skip_button = self._button(tr("Skip"), tr("Ask about these later"), "skip", self.skip)
        self.undo = self._button(tr("Undo"), tr("Undo the last decision"), "undo", self.take_back)
        self.more = make_icon_button("dots-three", tr("More about this person"), self._open_more)
        buttons = (self.yes, self.no, self.other, self.none, self.skip_button, self.undo)
        keep_focus_elsewhere(*buttons)
        flow = FlowLayout(self)
        flow.replace_parts(buttons)
        top = Qt.AlignmentFlag.AlignTop
        self.head.add_row(hbox((self.line, 0, top), (flow, 1), (self.more, 0, top), spacing=tokens.TIGHT))
        self.line.named.connect(self.name)
        self.line.given_up.connect(self.list.setFocus)
        self.line.skipped.connect(self.skip)
        self.list.ticked.connect(self._tick)
        self.list.line_moved.connect(self._move_line)
        self._is_made = True
        self._show_subject()

    def _button(self, text: str, hint: str, command: str, act: Act) -> QPushButton:
        return make_button(text, KeyedText(hint, f"faces.{command}"), act)

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
            "faces.here": lambda: self._move_line(self._place_of_cursor() + 1),
            "faces.up": lambda: self._move_line(self._above - self.list.tiles.columns),
            "faces.down": lambda: self._move_line(self._above + self.list.tiles.columns),
        }

    # -- what is asked -----------------------------------------------------------------------------

    def show_person(self, person: str) -> None:
        """Show the faces of one person, and what is suggested for them."""
        self._person, self._queue, self._back = person, [], ""
        self._turn_to(None)
        self.refresh()

    def review(self, group: int = 0) -> None:
        """Ask about groups and suggestions, beginning with a group; 0 for the largest."""
        self._person, self._skipped, self._back = "", [], f"group {group}" if group else ""
        self._turn_to(None)
        self.refresh()

    def refresh(self) -> None:
        """Ask what there is to review now."""
        people = self._acts.people
        groups = people.groups(limit=0 if self._person else 200)
        known = combined(lambda *found: found, people.people(hidden=bool(self._person)), groups)
        self._request.ask(known, self._take_known)

    def _take_known(self, known: Known) -> None:
        """Keep what is being looked at in its place, as far as it is still asked about."""
        people, groups = known
        if self._person:
            found = [one for one in people if one.person.key == self._person]
            self._queue = [Subject(one.person.key, one.photos, one.person) for one in found]
        else:
            self._queue = subjects_of(people, groups)
        before = self.subject
        following = next((one for one in self._queue if one.key == (self._back or (before and before.key))), None)
        following = following or self._next()
        if following is not None and before is not None and before.key == following.key:
            following.unticked, following.asked = before.unticked, following.asked or before.asked
            following.above = following.above if following.person is None else before.above
            following.confirmed = before.confirmed
        if following is not None and following.key == self._back:
            self._back = ""
        self._turn_to(following)

    def _next(self) -> Subject | None:
        """Return the largest subject that was not skipped; the first skipped one once all others are done."""
        waiting = [one for one in self._queue if one.key not in self._skipped]
        return next(iter(waiting or self._queue), None)

    def _turn_to(self, subject: Subject | None) -> None:
        is_other = (self.subject and self.subject.key) != (subject and subject.key)
        self.subject = subject
        self._faces.forget()
        if subject is not None and subject.person is not None:
            people, key = self._acts.people, subject.person.key
            asked = combined(lambda *found: found, people.suggested(key), people.faces_of_person(key))
            self._faces.ask(asked, partial(self._take_faces, subject))
        if is_other:
            self.list.tiles.side = _side(subject.size if subject is not None else 0)
            self.list.clearSelection()
            self.line.clear()
            self.list.verticalScrollBar().setValue(0)
        self._show_subject()
        if is_other and subject is not None and self.isVisible():
            (self.list if subject.name[1] or self._person else self.line).setFocus()

    def _take_faces(self, subject: Subject, found: tuple[SuggestedFaces, Sequence[PhotoFace]]) -> None:
        if subject is not self.subject:
            return
        subject.take_answer(*found)
        if subject.person is not None and not subject.person.name:  # told apart, but not named
            subject.asked, subject.above, subject.confirmed = subject.confirmed, len(subject.confirmed), ()
        if not subject.asked and not self._person:
            self._go_on()
        else:
            self._show_subject()

    # -- display -----------------------------------------------------------------------------------

    @property
    def _above(self) -> int:
        return self.subject.above if self.subject is not None else 0

    def _show_subject(self) -> None:
        subject = self.subject
        tiles: list[Tile] = []
        if subject is not None:
            tiles += [_tile(face, is_ticked=face.key not in subject.unticked) for face in subject.asked[: self._above]]
            below = subject.asked[self._above :]
            if below:
                words = tr_n("Less certain: {count:,} face", "Less certain: {count:,} faces", len(below))
                tiles += [Tile("line", "line", name=words, sign="arrows-down-up"), *map(_tile, below)]
            if subject.confirmed:
                count = counted(len(subject.confirmed), "face")
                tiles += [Tile("confirmed", "text", name=tr("Confirmed"), detail=count), *map(_tile, subject.confirmed)]
        self._tiles.show_rows(tiles)

    def _say(self) -> None:
        if not hasattr(self, "_is_made"):  # Qt reports changes while the parts are being made
            return
        subject, faces = self.subject, self._meant
        name, key = subject.name if subject is not None else ("", "")
        is_chosen = bool(self._chosen)
        has_asked = subject is not None and bool(subject.asked)
        title = name if self._person else tr("Is this {name}?", name=name) if key else tr("Who is this?")
        self.head.title.setText(title or tr("Who is this?"))
        self._show_list("")
        self.head.say(self._summary())
        self.yes.setText(_answer(tr("Yes"), len(faces), is_all=not is_chosen))
        self.no.setText(tr("No") if not is_chosen or not self._person else tr("Not {name}", name=name))
        is_open = bool(key) and bool(faces) and (has_asked or is_chosen)
        self.yes.setVisible(bool(key) and has_asked)
        self.no.setVisible(bool(key))
        self.yes.setEnabled(is_open)
        self.no.setEnabled(is_open)
        self.line.setVisible(subject is not None)
        self.none.setVisible(subject is not None)
        self.none.setEnabled(bool(faces))
        self.other.setVisible(subject is not None)
        self.other.setEnabled(is_chosen)
        self.more.setVisible(bool(self._person))
        self.skip_button.setVisible(len(self._queue) > 1)

    def _summary(self) -> str:
        subject = self.subject
        if subject is None:
            return ""
        parts = [counted(len(subject.asked), "face")] if subject.asked else []
        if self._person:
            parts = [tr("{count:,} to check", count=len(subject.asked))] if subject.asked else []
        elif len(self._queue) > 1:
            parts.append(tr("{count:,} more to ask about", count=len(self._queue) - 1))
        if chosen := self._chosen:
            parts.append(tr("{count:,} selected", count=len(chosen)))
        return " · ".join(parts)

    # -- answers -----------------------------------------------------------------------------------

    @property
    def _chosen(self) -> list[FaceKey]:
        """The selected faces."""
        return [tile.face for tile in self.list.selected_tiles if tile.face is not None]

    @property
    def _meant(self) -> list[FaceKey]:
        """The faces that an answer is about."""
        return self._chosen or (self.subject.meant if self.subject is not None else [])

    def confirm(self) -> None:
        """Say that the faces are of the person who is suggested."""
        if self.subject is not None and self.subject.name[1] and (faces := self._meant):
            self._acts.name_faces(faces, *self.subject.name)
            self._leave_out(faces)

    def reject(self) -> None:
        """Say that the faces are not of that person."""
        if self.subject is not None and self.subject.name[1] and (faces := self._meant):
            name, key = self.subject.name
            self._acts.reject_faces(faces, key, name)
            self._leave_out(faces)

    def name(self, name: str, person: str) -> None:
        """Say whose faces these are."""
        subject, faces = self.subject, self._meant
        self.line.clear()
        if subject is not None and subject.person is not None and not subject.person.name and not self._chosen:
            self._acts.rename(subject.person, name, person)
            self._leave_out(faces)
        elif subject is not None and faces:
            self._acts.name_faces(faces, name, person)
            self._leave_out(faces)

    def split(self) -> None:
        """Say that the selected faces are of somebody else."""
        if faces := self._chosen:
            self._acts.split_faces(faces)
            self._leave_out(faces)

    def mark_none(self) -> None:
        """Say that these are no faces."""
        if faces := self._meant:
            self._acts.mark_no_faces(faces)
            self._leave_out(faces)

    def skip(self) -> None:
        """Ask about something else; this comes again at the end."""
        if self.subject is not None and len(self._queue) > 1:
            self._go_on()

    def take_back(self) -> None:
        """Undo the last step of the window, and ask about the same faces again."""
        self._back = self._last
        self._context.undo()

    def _leave_out(self, faces: Sequence[FaceKey]) -> None:
        """Show at once that faces are decided about; without any left, ask about the next ones."""
        subject = self.subject
        if subject is None:
            return
        was_about_all = not self._chosen
        self._request.forget()
        self._faces.forget()
        subject.leave_out(faces)
        self.list.clearSelection()
        if not self._person and (not subject.asked or (was_about_all and subject.person is None)):
            self._queue.remove(subject)
            self._back, self._last = "", subject.key
            self._turn_to(self._next())
        else:
            self._show_subject()

    def _go_on(self) -> None:
        if self.subject is not None:
            key = self.subject.key
            self._skipped = [*(one for one in self._skipped if one != key), key]
            following = [one for one in self._queue if one.key not in self._skipped]
            order = {one: at for at, one in enumerate(self._skipped)}
            self._turn_to(next(iter(following), min(self._queue, key=lambda one: order.get(one.key, 0))))

    # -- ticks and the line ------------------------------------------------------------------------

    def _tick(self, tile: Tile) -> None:
        if self.subject is not None and tile.face is not None:
            self.subject.unticked ^= {tile.face}
            self._show_subject()

    def _tick_selected(self) -> None:
        for tile in self.list.selected_tiles or ([self.current] if self.current is not None else []):
            if tile.is_ticked is not None:
                self._tick(tile)

    def _place_of_cursor(self) -> int:
        return sum(tile.kind == "tile" for tile in self._tiles.rows[: max(0, self.list.row)])

    def _move_line(self, above: int) -> None:
        if self.subject is not None and self.subject.person is not None and self.subject.asked:
            self.subject.above = min(max(above, 0), len(self.subject.asked))
            self._show_subject()

    def _rename(self) -> None:
        if self.subject is not None and self.subject.person is not None:
            self._acts.ask_name(self.subject.person)

    def _open_more(self) -> None:
        if self.subject is not None and self.subject.person is not None:
            place = self.more.mapToGlobal(self.more.rect().bottomLeft())
            self._acts.open_menu(self._acts.rows(self.subject.person), place)

    # -- photos and menus --------------------------------------------------------------------------

    def _enter_row(self) -> None:
        self._open()

    def _begin_name(self) -> None:
        self.line.setFocus()

    def _all_photos(self) -> list[int]:
        return [photo for photo in self._tiles.photos if photo]

    def _menu_rows(self, tile: Tile) -> Sequence[MenuRow]:
        if not isinstance(tile.thing, PhotoFace):
            return []
        face = tile.thing
        return [(tr("Open the photo"), "arrows-out", self._open), *self._acts.face_rows(face)]


def _side(faces: int) -> int:
    """Return how large faces are shown, in pixels: few of them are easier to judge when they are large."""
    return next((side for most, side in ((8, 210), (30, 165)) if faces <= most), 124)


def _tile(face: PhotoFace, *, is_ticked: bool | None = None) -> Tile:
    is_suggested = face.state == "suggested"
    spoken = ", ".join(
        part for part in (face.name or tr("Face without a name"), is_suggested and tr("suggested")) if part
    )
    return Tile(face.key, face=face.key, thing=face, spoken=spoken, is_suggested=is_suggested, is_ticked=is_ticked)


def _answer(text: str, count: int, *, is_all: bool) -> str:
    """Return the text of an answer, with how many faces it is about."""
    if count < 2:
        return text
    return (
        tr("{answer}, all {count:,}", answer=text, count=count)
        if is_all
        else tr("{answer}, these {count:,}", answer=text, count=count)
    )
