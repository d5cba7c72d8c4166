"""What can be done with people and faces; each is carried out, reported, and can be undone."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, ParamSpec

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMessageBox, QWidget

from photon.app.people import person_edits
from photon.app.runtime.history import Edit
from photon.domain import Changes, Filter, Query
from photon.domain.people.face import FaceKey, PhotoFace
from photon.domain.people.person import Person
from photon.language import tr, tr_n
from photon.ui.kit.context import WindowContext
from photon.ui.kit.menus import MenuRow, make_actions, open_menu
from photon.ui.people.person_questions import BirthdayQuestion, NameQuestion
from photon.ui.photos.reported_edits import ReportedEdits
from photon.ui.search.search_bar import SearchBar

P = ParamSpec("P")


class PersonActs(ReportedEdits):
    """Edits people; methods ask first only where nothing could bring back what goes.

    Attributes:
        question: The dialog that is open, if any.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.question: QWidget | None = None

    def edit(self, done: str, edit: Edit[P, tuple[Any, Changes]], *values: P.args, **named: P.kwargs) -> None:
        """Run an edit of people or faces, and report it once it is written: ``done`` says what happened."""
        self.report(done, self._context.session.people.edit(edit, *values, **named))

    # -- faces -------------------------------------------------------------------------------------

    def name_faces(self, faces: Sequence[FaceKey], name: str, person: str = "") -> None:
        """Say whose faces these are."""
        done = tr_n("{count:,} face is {name}.", "{count:,} faces are {name}.", len(faces), name=name)
        self.edit(done, person_edits.name_faces, faces, name, person)

    def reject_faces(self, faces: Sequence[FaceKey], person: str, name: str) -> None:
        """Say that faces are not a person."""
        done = tr_n("{count:,} face is not {name}.", "{count:,} faces are not {name}.", len(faces), name=name)
        self.edit(done, person_edits.reject_faces, faces, person)

    def mark_no_faces(self, faces: Sequence[FaceKey]) -> None:
        """Say that these are no faces."""
        done = tr_n("{count:,} is not a face.", "{count:,} are not faces.", len(faces))
        self.edit(done, person_edits.mark_no_faces, faces)

    def split_faces(self, faces: Sequence[FaceKey]) -> None:
        """Say that faces are of somebody else, who has no name yet."""
        done = tr_n("{count:,} face is someone else.", "{count:,} faces are someone else.", len(faces))
        self.edit(done, person_edits.split_faces, faces)

    def face_rows(self, face: PhotoFace) -> list[MenuRow]:
        """Return what a menu offers for a face."""
        name, faces = face.name or tr("this person"), [face.key]
        rows: list[MenuRow] = []
        if face.state == "suggested":
            confirm = partial(self.name_faces, faces, face.name, face.person)
            rows.append((tr("This is {name}", name=name), "check", confirm))
        if face.person:
            rows.append((tr("Not {name}", name=name), "x", partial(self.reject_faces, faces, face.person, name)))
        if face.state == "confirmed":
            done = tr("Cover of {name} chosen.", name=name)
            use = partial(self.edit, done, person_edits.set_cover, face.person, face.key)
            rows.append((tr("Use as cover"), "image", use))
        rows.append((tr("Not a face"), "prohibit", partial(self.mark_no_faces, faces)))
        return rows

    # -- people ------------------------------------------------------------------------------------

    def show_photos(self, name: str) -> None:
        """Search for the photos of a person."""
        bar = self._context.part(SearchBar)
        bar.recall(Query((Filter("person", name),)))
        self._context.search(bar.query())
        self._context.focus_page()  # what was pressed may be gone

    def rows(self, person: Person) -> list[MenuRow]:
        """Return what a menu offers for a person."""
        key, name = person.key, person.name or tr("this person")
        likes, hides = not person.is_favourite, not person.is_hidden
        liked = tr("{name} is a favourite.", name=name) if likes else tr("{name} is no longer a favourite.", name=name)
        hidden = tr("{name} is hidden from lists, suggestions and exports.", name=name)
        hidden = hidden if hides else tr("{name} is shown again.", name=name)
        forgotten = tr("{name} is forgotten; the faces have no name.", name=name)
        favour = tr("Add to favourites") if likes else tr("Remove from favourites")
        hide = (tr("Hide this person"), "eye-slash") if hides else (tr("Show again"), "eye")
        rows: list[MenuRow] = [
            (tr("Rename…\tF2") if person.name else tr("Name…"), "pencil-simple", partial(self.ask_name, person)),
            (tr("Merge into…"), "git-merge", partial(self.ask_merge, person)),
            (favour, "heart", partial(self.edit, liked, person_edits.favour_person, key, on=likes)),
            (tr("Set birthday…"), "cake", partial(self.ask_birthday, person)),
            (*hide, partial(self.edit, hidden, person_edits.hide_person, key, hidden=hides)),
            (tr("Forget this person"), "trash", partial(self.edit, forgotten, person_edits.forget_person, key)),
        ]
        show = (tr("Show photos"), "magnifying-glass", partial(self.show_photos, person.name))
        return [show, *rows] if person.name and hides else rows

    def open_menu(self, rows: Sequence[MenuRow], place: QPoint) -> None:
        """Open a menu at a place of the screen."""
        open_menu(self._context.widget, place, lambda menu: make_actions(menu, rows))

    def open_menu_below(self, button: QWidget, rows: Sequence[MenuRow]) -> None:
        """Open the menu of a button."""
        self.open_menu(rows, button.mapToGlobal(button.rect().bottomLeft()))

    # -- questions ---------------------------------------------------------------------------------

    def ask_name(self, person: Person) -> None:
        """Ask for another name."""
        title = tr("Rename “{name}”", name=person.name) if person.name else tr("Who is this?")
        self._ask_person(title, partial(self.rename, person), shown=person.name)

    def rename(self, person: Person, name: str, known: str = "") -> None:
        """Rename a person; a name chosen from those known means that both are one."""
        if known and known != person.key:
            self.merge(person, name, known)
        elif name != person.name:
            self.edit(tr("Renamed to “{name}”.", name=name), person_edits.rename_person, person.key, name)

    def ask_merge(self, person: Person) -> None:
        """Ask who a person is, among those known."""
        self._ask_person(tr("Merge into whom?"), partial(self.merge, person), takes_new=False)

    def merge(self, person: Person, name: str, known: str) -> None:
        """Say that two people are one, who keeps the second name."""
        if known != person.key:
            self.edit(tr("Merged into {name}.", name=name), person_edits.merge_people, known, [person.key])

    def _ask_person(
        self, title: str, act: Callable[[str, str], object], *, shown: str = "", takes_new: bool = True
    ) -> None:
        question = self.question = NameQuestion(self._context, title, shown, takes_new=takes_new)
        question.line.named.connect(act)
        question.open()

    def ask_birthday(self, person: Person) -> None:
        """Ask when a person was born."""
        question = self.question = BirthdayQuestion(self._context.widget, person)
        question.chosen.connect(partial(self._set_birthday, person))
        question.open()

    def _set_birthday(self, person: Person, day: date | None) -> None:
        self.edit(tr("Birthday of {name} saved.", name=person.name), person_edits.set_birthday, person.key, day)

    def ask_delete(self) -> None:
        """Ask before all that was found of faces is deleted; with names only if they are ticked."""
        box = self.question = QMessageBox(self._context.widget)
        box.setWindowTitle(tr("Delete all face data"))
        box.setText(tr("Delete all face data?"))
        box.setInformativeText(
            tr(
                "This deletes all faces that Photon found, everything computed from them, and all suggestions, and"
                " turns off finding people. Names that you gave stay, and fit again if you start once more, unless"
                " you delete them, too. Your photos don't change."
            )
        )
        found = box.addButton(tr("Delete face data"), QMessageBox.ButtonRole.AcceptRole)
        both = box.addButton(tr("Delete names, too"), QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.finished.connect(
            lambda: self._delete(names=box.clickedButton() is both, is_wanted=box.clickedButton() in (found, both))
        )
        box.finished.connect(box.deleteLater)
        box.open()

    def _delete(self, *, names: bool, is_wanted: bool) -> None:
        if is_wanted:
            deleted = partial(self._context.say, tr("All face data is deleted."))
            self._context.bridge.call(self._context.session.people.delete_all(names=names), lambda _: deleted(), self)
