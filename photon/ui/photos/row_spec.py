"""What the rows of a list show: each list declares it once; the model, the view, the delegate and the page read it."""

from collections.abc import Callable, Collection, Hashable, Sequence
from typing import Any, Final, Generic, Literal, Protocol, TypeVar

from PySide6.QtCore import QSize, Qt

from photon.domain import Card
from photon.quick_dataclass import dataclass
from photon.ui.kit import tokens

Style = Literal["plain", "strong", "small", "italic", "struck"]
Sign = tuple[str, str]
"""Name and colour of an icon."""
IN_THE_MIDDLE: Final = Qt.TextElideMode.ElideMiddle


class PhotoRow(Protocol):
    """A row about a photo."""

    @property
    def photo(self) -> int:
        """The photo; 0 if it is unknown."""


class DecisionRow(PhotoRow, Protocol):
    """A row that the user decides about."""

    @property
    def is_open(self) -> bool:
        """Whether the row is undecided."""


R = TypeVar("R", bound=PhotoRow)


@dataclass(frozen=True, slots=True)
class RowPart:
    """A text in a line; the next one follows after a space.

    Attributes:
        text: The text.
        role: Its colour.
        style: Its font.
        elide: Where it is shortened if it does not fit.
        share: The share of the rest of the line that it may take.
        width: The minimum width in pixels of its column; 0 if it stands in none.
        column: The texts of its column, which is as wide as the widest.
        marked: The start and length of what is underlined as doubtful.
    """

    text: str
    role: str = "text"
    style: Style = "plain"
    elide: Qt.TextElideMode = Qt.TextElideMode.ElideRight
    share: float = 1
    width: int = 0
    column: Sequence[str] = ()
    marked: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a row.

    Attributes:
        parts: Its texts.
        most: The number of lines into which its last text may be broken.
        height: Its height in pixels; 0 for that of a line or, if it may be broken, of its text.
        gap: The space above it in pixels.
        sign: An icon before it; only its space if the name is empty.
        is_chosen: Whether it is the chosen one of several; None if it can't be chosen. Those that can have a dot.
        act: What a click on it stands for; see ``PhotoListPage._act``.
        is_foot: Whether it is at the bottom of the row.
    """

    parts: Sequence[RowPart]
    most: int = 1
    height: int = 0
    gap: int = 0
    sign: Sign | None = None
    is_chosen: bool | None = None
    act: object = None
    is_foot: bool = False


def _nothing(_: Any) -> Sequence[Any]:  # noqa: ANN401 - a row of any list
    return ()


def _photos(row: PhotoRow) -> Collection[int]:
    return (row.photo,)


def _photo(row: PhotoRow) -> int:
    return row.photo


@dataclass(frozen=True, slots=True)
class RowSpec(Generic[R]):
    """What the rows of a list show.

    Attributes:
        title: The name of the list.
        lines: Returns the texts beside the picture.
        tooltip: Returns the tooltip.
        spoken: Returns the text for screen readers; also gets the name of the photo's file.
        picture: The size of the picture.
        about: Returns the photos that a row is about: it goes when one of them is hidden.
        key: Returns by what a row is known again when others are listed.
        keys_hint: Describes the keys, for the line below the list; see ``key_line``.
        keys_page: The page whose commands it names, as in ``PAGES``.
        instead: Icon, heading, explanation, and perhaps colour of each page that takes the place of an empty list.
        margins: The space beside and above the picture, in pixels.
        line: The height of a line, in pixels.
        widest: The most pixels that a line takes: longer ones are tiring to read.
        batch: How many rows are laid out at once, so that the window stays responsive, if the model knows the height
            of each; 0 if all have the same height. A list stays where it is scrolled to only within a batch.
        opens: Whether Space, Enter, a double click, and a click on the picture open the photo in the loupe.
        takes_many: Whether several rows can be selected.
        signs: Returns icons that take the place of the picture.
        buttons: Returns icons at the end of the row under the pointer or the cursor, and what a click stands for.
        card: Returns the photo's card, where rows bring it; otherwise the library is asked.
    """

    title: str
    lines: Callable[[R], Sequence[Line]]
    tooltip: Callable[[R], str]
    spoken: Callable[[R, str], str]
    picture: QSize
    about: Callable[[R], Collection[int]] = _photos
    key: Callable[[R], Hashable] = _photo
    keys_hint: str = ""
    keys_page: str = ""
    instead: Sequence[tuple[str, ...]] = ()
    margins: tuple[int, int] = (tokens.SPACE, tokens.TIGHT)
    line: int = 20
    widest: int = 10_000
    batch: int = 0
    opens: bool = True
    takes_many: bool = False
    signs: Callable[[R], Sequence[Sign]] = _nothing
    buttons: Callable[[R], Sequence[tuple[Sign, object]]] = _nothing
    card: Callable[[R], Card | None] | None = None
