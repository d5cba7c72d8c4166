"""What a feature gives the window: a controller, commands, and what the window shows of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from typing import Any, Literal

from photon.quick_dataclass import dataclass
from photon.ui.keys.command_table import PageCommands, Places
from photon.ui.kit.context import WindowContext

Place = Literal["side", "card", "bar", "answer", "words", "details"]
"""Where the window shows a part of a feature: a section or the card of the left panel, a bar above the photos, a line
below the sentence on an answer, a section of the details above or below the rating."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A fixed line at the top of the left panel.

    Attributes:
        key: Its name.
        name: Text of the line.
        icon: Its icon.
        run: What a click does, called with the controller.
        place: What is shown then: the topic in the guide of a page, or a question mark and the search among all photos.
    """

    key: str
    name: str
    icon: str
    run: Callable[..., object]
    place: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class WindowFeature:
    """A feature, declared in ``…_feature.py`` of its room and named in ``photon.ui.window.features``.

    Attributes:
        controller: Its class; the window makes one, with itself as the only argument, when it is first needed.
        commands: Its commands by their places in menus.
        pages: Commands of its pages.
        entries: Its fixed lines in the left panel.
        shows: Its parts that the window shows, each returned by a function of the controller.
        ahead: The name of a late part of the controller that is made while the window is idle, because to make and
            show it takes up to 50 ms; empty for none.
        is_late: Whether the controller has nothing to show or follow before one of its commands runs, or is a part of
            the window that shows what features have, and so is made after their controllers.
    """

    controller: type[Any]
    commands: Places = field(default_factory=dict)
    pages: tuple[PageCommands, ...] = ()
    entries: tuple[Entry, ...] = ()
    shows: Mapping[Place, Callable[[Any], Any]] = field(default_factory=dict)
    ahead: str = ""
    is_late: bool = False


def shown_parts(context: WindowContext, features: Iterable[WindowFeature], place: Place) -> list[Any]:
    """Return what features show at a place of the window, in their order."""
    return [one.shows[place](context.part(one.controller)) for one in features if place in one.shows]
