"""The page of all people: those with a name, groups that wait for one, and hidden people behind a fold."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout

from photon.app.people.people import CONSENT, PeopleState
from photon.domain.people.person import CountedPerson, FaceGroup
from photon.language import counted, tr, tr_n
from photon.ui.keys.key_texts import KeyedText
from photon.ui.kit.buttons import make_button, make_icon_button
from photon.ui.kit.context import WindowContext
from photon.ui.kit.key_filter import Act
from photon.ui.kit.latest_request import LatestRequest, combined
from photon.ui.kit.menus import MenuRow
from photon.ui.people.tile_page import TilePage
from photon.ui.people.tiles import Tile, tile_spec
from photon.ui.photos.photo_list_page import button_row
from photon.ui.widgets.page_header import calm_page

_KEYS = tr("Enter open · Menu key: rename, merge, hide and more")
_MOST_GROUPS = 60
_PEOPLE = tile_spec(
    tr("People"),
    _KEYS,
    "people",
    ("hourglass", tr("Looking for faces…"), tr("People appear here as soon as Photon finds faces.")),
    ("users-three", tr("No faces found"), tr("Photon looked at all photos. New ones are looked at as they arrive.")),
)
Known = tuple[PeopleState, Sequence[CountedPerson], Sequence[FaceGroup]]


class PeoplePage(TilePage):
    """Shows who is in the photos.

    Signals:
        person_wanted: Brings the key of a person whose faces are wanted.
        review_wanted: Brings the number of a group to begin with; 0 for any.
    """

    person_wanted = Signal(str)
    review_wanted = Signal(int)

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context, _PEOPLE)
        self._request = LatestRequest(context.bridge, self)
        self._people: Sequence[CountedPerson] = ()
        self._groups: Sequence[FaceGroup] = ()
        self._state = PeopleState(is_on=True)
        self._shows_hidden = False
        self.list.tiles.side, self.list.tiles.texts = 140, 2
        self.list.setAccessibleName(tr("People"))
        hint = KeyedText(tr("Name one group after the other"), "who-is-this")
        self.review = make_button(tr("Who is this?"), hint, lambda: self.review_wanted.emit(0), role="primary")
        self.more = make_icon_button("dots-three", tr("More about people"), self._open_more)
        self.head.add_row(button_row(self.review, after=(self.more,)))
        self.start = make_button(tr("Find people"), clicked=self._start, role="primary")
        invitation = calm_page("users-three", tr("Find the people in your photos"), CONSENT)
        column = invitation.layout()
        if isinstance(column, QVBoxLayout):
            column.insertWidget(column.count() - 1, self.start, 0, Qt.AlignmentFlag.AlignHCenter)
        self.pages.addWidget(invitation)

    @property
    def fixed_keys(self) -> Mapping[str, Act]:
        """The acts of keys that never change."""
        return {"Return Space": self._enter_row, "Esc": self._leave}

    def photos(self) -> list[int]:
        """Return none: a person is no photo."""
        return []

    # -- content -----------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Ask who there is now, unless an answer is awaited: it takes long in a large library."""
        if self._request.is_awaited:
            self._refresh_soon()
            return
        people = self._context.session.people
        asked = combined(
            lambda *found: found, people.state(), people.people(hidden=True), people.groups(limit=_MOST_GROUPS)
        )
        self._request.ask(asked, self._show)

    def _show(self, known: Known) -> None:
        self._state, self._people, self._groups = known
        self._list_tiles()

    def _list_tiles(self) -> None:
        seen = [one for one in self._people if not one.person.is_hidden and one.person.name]
        hidden = [one for one in self._people if one.person.is_hidden]
        nameless = [one for one in self._people if not one.person.is_hidden and not one.person.name]
        tiles = [*map(_person_tile, seen)]
        if self._groups or nameless:
            count = counted(max(self._state.groups, len(self._groups)) + len(nameless), "group")
            tiles.append(Tile("who", "text", name=tr("Who is this?"), detail=count))
            tiles += [*map(_person_tile, nameless), *map(_group_tile, self._groups)]
        if hidden:
            sign = "caret-down" if self._shows_hidden else "caret-right"
            detail = counted(len(hidden), "person", "people")
            tiles.append(Tile("hidden", "fold", name=tr("Hidden"), detail=detail, sign=sign))
            tiles += map(_person_tile, hidden) if self._shows_hidden else ()
        self._tiles.show_rows(tiles)

    def _say(self) -> None:
        if not hasattr(self, "start"):  # Qt reports changes while the parts are being made
            return
        state, rows = self._state, self._tiles.rowCount()
        is_new = not state.is_on and not rows and not state.faces
        instead = 3 if is_new else 1 if state.photos_left or not state.is_on else 2
        named = sum(bool(one.person.name) and not one.person.is_hidden for one in self._people)
        parts = [counted(named, "person", "people")] if named else []
        parts += [counted(state.faces, "face")] if state.faces else []
        self._show_list("", self.review, instead=instead)
        self.more.setVisible(not is_new)
        self.review.setVisible(bool(self._groups) or any(one.suggested or not one.person.name for one in self._people))
        self.head.say(" · ".join([*(parts if rows else []), *([] if is_new else _progress(state))]))

    # -- acts --------------------------------------------------------------------------------------

    def _enter_row(self) -> None:
        tile = self.current
        if tile is None:
            return
        if tile.kind == "fold":
            self._act(tile)
        elif isinstance(tile.thing, CountedPerson):
            self.person_wanted.emit(tile.thing.person.key)
        elif isinstance(tile.thing, FaceGroup):
            self.review_wanted.emit(tile.thing.number)

    def _act(self, what: object) -> None:  # noqa: ARG002 - there is only one fold
        self._shows_hidden = not self._shows_hidden
        self._list_tiles()

    def _rename(self) -> None:
        if self.current is not None and isinstance(self.current.thing, CountedPerson):
            self._acts.ask_name(self.current.thing.person)

    def _menu_rows(self, tile: Tile) -> Sequence[MenuRow]:
        if isinstance(tile.thing, FaceGroup):
            faces = [face.key for face in tile.thing.faces]
            name = (tr("Who is this?"), "question", partial(self.review_wanted.emit, tile.thing.number))
            return [name, (tr("These are no faces"), "prohibit", partial(self._acts.mark_no_faces, faces))]
        if not isinstance(tile.thing, CountedPerson):
            return []
        person = tile.thing.person
        faces_of = (tr("Show faces"), "user-focus", partial(self.person_wanted.emit, person.key))
        return [faces_of, *self._acts.rows(person)]

    def _open_more(self) -> None:
        start = (tr("Find people"), "user-focus", self._start)
        stop = (tr("Stop finding people"), "pause", partial(self._change, self._context.session.people.stop))
        delete = (tr("Delete all face data…"), "trash", self._acts.ask_delete)
        self._acts.open_menu_below(self.more, [stop if self._state.is_on else start, delete])

    def _start(self) -> None:
        self._change(self._context.session.people.start)

    def _change(self, act: Act) -> None:
        self._bridge.call(act(), lambda _: self.refresh(), self)  # type: ignore[arg-type]


def _progress(state: PeopleState) -> list[str]:
    """Describe how far finding people is, and why it does not go on."""
    if state.note:
        return [state.note]
    if not state.is_on:
        return [tr("Finding people is turned off")]
    if not state.photos_left:
        return []
    return [tr_n("{count:,} photo left to look at", "{count:,} photos left to look at", state.photos_left)]


def _person_tile(one: CountedPerson) -> Tile:
    person, photos = one.person, counted(one.photos, "photo")
    suggested = tr("{count:,} to check", count=one.suggested)
    detail = f"{photos} · {suggested}" if one.suggested and not person.is_hidden else photos
    sign = "eye-slash" if person.is_hidden else "heart-fill" if person.is_favourite else ""
    name = person.name or tr("Who is this?")
    is_new = not person.name
    return Tile(
        person.key, face=one.cover, name=name, detail=detail, thing=one, sign=sign, is_round=True, is_suggested=is_new
    )


def _group_tile(group: FaceGroup) -> Tile:
    name, detail = tr("Who is this?"), counted(len(group.faces), "face")
    return Tile(
        group.number, face=group.faces[0].key, name=name, detail=detail, thing=group, is_round=True, is_suggested=True
    )
