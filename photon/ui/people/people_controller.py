"""Opens the pages of people, and shows who is in photos in the loupe and in the details."""

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from photon.ui.kit.context import WindowContext
from photon.ui.people.face_boxes import LoupeFaces
from photon.ui.people.fair_selection import FairSelection
from photon.ui.people.people_section import PeopleSection

if TYPE_CHECKING:
    from photon.ui.people.faces_page import FacesPage
    from photon.ui.people.people_page import PeoplePage


class PeopleController(QObject):
    """Connects the parts of people.

    Attributes:
        section: People in the details.
        loupe: People over the photo.
        fair: Chooses photos so that everybody appears.
    """

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context.widget)
        self._context = context
        self.section, self.loupe = PeopleSection(context), LoupeFaces(context)
        self.fair = FairSelection(context)

    @cached_property
    def page(self) -> "PeoplePage":
        """The page of all people."""
        from photon.ui.people.people_page import PeoplePage  # with what finds faces, which most people never start

        page = self._context.pages.add(PeoplePage(self._context))
        page.person_wanted.connect(self.show_person)
        page.review_wanted.connect(self.review)
        return page

    @cached_property
    def faces(self) -> "FacesPage":
        """The page that asks whose faces these are."""
        from photon.ui.people.faces_page import FacesPage  # as above

        page = self._context.pages.add(FacesPage(self._context))
        page.comes_from = self.page
        return page

    def open(self) -> None:
        """Show all people."""
        self._context.pages.enter(self.page)

    def show_person(self, person: str) -> None:
        """Show the faces of a person."""
        self._context.pages.enter(self.faces)
        self.faces.show_person(person)

    def review(self, group: int = 0) -> None:
        """Ask who is in groups of faces."""
        self._context.pages.enter(self.faces)
        self.faces.review(group)
