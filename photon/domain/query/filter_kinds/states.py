"""Filters by the state of a photo: ``orientation:``, ``has:`` and ``is:``."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from photon.domain.query.filter_choice import FilterChoice, FilterGroup
from photon.domain.query.filter_kinds.facts import FROM, TOTAL
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind, unknown_choice
from photon.domain.query.filter_kinds.texts import TEXT
from photon.domain.query.filter_values import State
from photon.domain.query.query import Filter, Part, flat_parts
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class StateWords:
    """How a state is written and described.

    Attributes:
        values: How it is written in a query, the usual way first.
        words: Its description.
        photos: Description of the photos in it; empty if ``FilterKind.photos`` with the words will do.
        state: The state that the library knows; empty if it is called like the first value.
    """

    values: tuple[str, ...]
    words: str
    photos: str = ""
    state: str = ""

    @property
    def meant(self) -> str:
        """The state that the library knows."""
        return self.state or self.values[0]


_ORIENTATIONS: Final = (
    StateWords(("landscape",), tr("landscape"), tr("landscape photos")),
    StateWords(("portrait",), tr("portrait"), tr("portrait photos")),
    StateWords(("square",), tr("square"), tr("square photos")),
)
UNNAMED_FACES: Final = StateWords(
    ("unnamed-faces", "unknown-faces"), tr("with people without a name"), tr("photos of people without a name")
)
_HAS: Final = (
    StateWords(("gps",), tr("with a location")),
    StateWords(("place",), tr("with place"), state="gps"),
    StateWords(("location",), tr("with location"), state="gps"),
    StateWords(("camera",), tr("with camera")),
    StateWords(("lens",), tr("with lens")),
    StateWords(("date",), tr("with date")),
    StateWords(("tags", "tag"), tr("with tags")),
    StateWords(("rating",), tr("with rating")),
    StateWords(("stars",), tr("with stars"), state="rating"),
    StateWords(("album", "albums"), tr("in an album")),
    StateWords(("text",), tr("with text")),
    StateWords(("code", "codes", "qr", "barcode"), tr("with a code"), tr("photos with a QR code or bar code")),
    UNNAMED_FACES,
)
_IS: Final = (
    StateWords(("favourite", "favorite"), tr("favourite"), tr("favourite photos")),
    StateWords(("picked", "pick"), tr("picked"), tr("picked photos")),
    StateWords(("rejected", "reject"), tr("rejected"), tr("rejected photos")),
    StateWords(("unflagged",), tr("unflagged"), tr("unflagged photos")),
    StateWords(("untagged",), tr("untagged"), tr("untagged photos")),
    StateWords(("unrated",), tr("unrated"), tr("unrated photos")),
    StateWords(("document", "documents"), tr("document"), tr("documents")),
    StateWords(("receipt", "receipts"), tr("receipt"), tr("receipts")),
    StateWords(("invoice", "invoices", "bill"), tr("invoice"), tr("invoices")),
    StateWords(("ticket", "tickets"), tr("ticket"), tr("tickets")),
    StateWords(("card", "cards"), tr("card"), tr("cards")),
    StateWords(("screenshot", "screenshots"), tr("screenshot"), tr("screenshots")),
    StateWords(("sign", "signs"), tr("sign"), tr("signs")),
    StateWords(("duplicate", "duplicates"), tr("copies of a better photo"), tr("copies of better photos")),
    StateWords(("stacked", "stack", "stacks"), tr("in a stack"), tr("photos in stacks")),
    StateWords(("blurry", "blurred"), tr("blurry"), tr("blurry photos")),
    StateWords(("dark", "underexposed"), tr("dark"), tr("dark photos")),
    StateWords(("black-and-white", "monochrome", "bw"), tr("black and white"), tr("black and white photos")),
    StateWords(("sepia",), tr("sepia"), tr("sepia photos")),
    StateWords(("drawing", "drawings"), tr("drawing"), tr("drawings")),
    StateWords(("mostly-blue",), tr("mostly blue"), tr("photos that are mostly blue")),
    StateWords(("mostly-green",), tr("mostly green"), tr("photos that are mostly green")),
    StateWords(("warm",), tr("in warm colours"), tr("photos in warm colours")),
    StateWords(("live", "motion"), tr("live photo"), tr("live photos")),
    StateWords(("unseen",), tr("not looked at for a year"), tr("photos not looked at for a year")),
    StateWords(("rotated", "turned", "flipped"), tr("rotated in Photon"), tr("photos rotated in Photon")),
    StateWords(("not-recalled",), tr("left out of “On this day”"), tr("photos left out of “On this day”")),
    StateWords(("not-highlighted",), tr("left out of highlights"), tr("photos left out of highlights")),
    StateWords(("hidden",), tr("hidden"), tr("hidden photos")),
    StateWords(("maybe-sensitive",), tr("maybe sensitive"), tr("photos that may be sensitive")),
    StateWords(("misplaced",), tr("doubtful location"), tr("photos with a doubtful location")),
    StateWords(("missing",), tr("missing"), tr("missing photos")),
    StateWords(("offline",), tr("offline"), tr("offline photos")),
    StateWords(("damaged",), tr("damaged"), tr("damaged photos")),
)
_MEASURED = frozenset({"dark", "blurry", "black-and-white", "sepia", "drawing"})
_WRITTEN = frozenset({"text", "code"})


def _kind(name: str, help_: FieldHelp, icon: str, photos: str, states: tuple[StateWords, ...]) -> FilterKind:
    by_value = {value: one for one in states for value in one.values}
    usual = tuple(one.values[0] for one in states if not one.state)

    def read(text: str, _: date) -> State:
        found = by_value.get(text.casefold())
        if found is None:
            raise unknown_choice(name, text, by_value, usual)
        return State(found.meant)

    def show(value: str) -> str:
        found = by_value.get(value.casefold())
        return found.words if found is not None else value

    photos_with = {value: one.photos for value, one in by_value.items() if one.photos}
    return FilterKind(name, replace(help_, values=usual), icon, read, show, photos, photos_with)


ORIENTATION = _kind(
    "orientation",
    FieldHelp(tr("orientation"), tr("landscape, portrait, square"), "portrait"),
    "frame-corners",
    tr("{words} photos"),
    _ORIENTATIONS,
)
HAS = replace(
    _kind(
        "has",
        FieldHelp(tr("has"), tr("what is known about a photo"), "gps"),
        "check-circle",
        tr("photos {words}"),
        _HAS,
    ),
    is_about_marks=True,
)
IS = replace(
    _kind(
        "is",
        FieldHelp(tr("state"), tr("favourite, picked, untagged"), "favourite"),
        "funnel",
        tr("{words} photos"),
        _IS,
    ),
    is_about_marks=True,
)

MISSING = IS.filter_by("missing")
"""Photos none of whose files is there."""
SUSPECTED = IS.filter_by("maybe-sensitive")
"""Photos that are hidden because of a suggestion, and that nobody looked at."""
STACKED = IS.filter_by("stacked")
MISPLACED = IS.filter_by("misplaced")
"""Photos whose files have coordinates that are in doubt, and therefore don't count."""

FAVOURITES = FilterGroup(
    "favourite",
    tr("Favourite"),
    tr("Find a favourite"),
    "heart",
    states=("favourite",),
    offers=(
        FilterChoice(IS.filter_by("favourite"), 0, tr("Favourites")),
        FilterChoice(IS.filter_by("favourite", unwanted=True), 0, tr("Not a favourite")),
    ),
)
FLAGS = FilterGroup(
    "flag",
    tr("Flag"),
    tr("Find a flag"),
    "flag",
    states=("picked", "rejected", "unflagged"),
    offers=IS.choices("picked", "rejected", "unflagged"),
)
STACKS = FilterGroup(
    "stack",
    tr("Stack"),
    tr("Find a stack"),
    "stack",
    states=("stacked",),
    offers=(FilterChoice(STACKED, 0), FilterChoice(IS.filter_by("stacked", unwanted=True), 0, tr("In no stack"))),
    needs_first=True,
)
_DOCUMENTS = ("document", "receipt", "invoice", "ticket", "card", "screenshot", "sign")
DOCUMENTS = FilterGroup(
    "document",
    tr("Document"),
    tr("Find a kind of document"),
    "text-aa",
    states=_DOCUMENTS,
    offers=IS.choices(*_DOCUMENTS),
)
FILES = FilterGroup(
    "file",
    tr("File"),
    tr("Find a state of files"),
    "file",
    states=("missing", "offline", "damaged"),
    offers=IS.choices("missing", "offline", "damaged"),
)
ORIENTATIONS = ORIENTATION.group(tr("Orientation"), tr("Find an orientation"), *ORIENTATION.help.values)


def state_of(part: Filter) -> str:
    """Return the state that ``is:`` or ``has:`` names, as the library calls it; empty for other filters."""
    states = _IS if IS.is_kind_of(part) else _HAS if HAS.is_kind_of(part) else ()
    value = part.value.strip().casefold()
    return next((one.meant for one in states if value in one.values), "")


def asks_for_missing(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask for missing photos with ``is:missing``; everything else finds only photos there."""
    return any(
        isinstance(part, Filter) and not part.unwanted and state_of(part) == MISSING.value
        for part in flat_parts(one for one in parts if not one.unwanted)
    )


def asks_for_styles(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask for photos that are, or are not, dark or blurry."""
    return any(isinstance(part, Filter) and state_of(part) in _MEASURED for part in flat_parts(parts))


def asks_for_text(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask what is, or is not, written in photos, or what documents in them state."""
    return asks_for_facts(parts) or any(
        isinstance(part, Filter) and (TEXT.is_kind_of(part) or state_of(part) in _WRITTEN) for part in flat_parts(parts)
    )


def asks_for_facts(parts: Iterable[Part]) -> bool:
    """Whether parts of a query ask what documents in photos state: ``total:``, ``from:``, or their kind."""
    return any(
        isinstance(part, Filter) and (TOTAL.is_kind_of(part) or FROM.is_kind_of(part) or state_of(part) in _DOCUMENTS)
        for part in flat_parts(parts)
    )
