"""The labels of chips: icon and text for each kind of part of a query."""

from collections.abc import Iterable
from functools import reduce
from typing import Literal

from photon.domain import AnyOf, Exact, Filter, Like, Part, QueryWords
from photon.domain.films.play_time import play_time
from photon.domain.query.filter_kinds.known_kinds import kind_of
from photon.language import tr
from photon.quick_dataclass import dataclass
from photon.ui.search.filter_labels import filter_words, photos_words

ChipKind = Literal["words", "photo", "filter", "concept"]


@dataclass(frozen=True, slots=True)
class ChipFace:
    """The look of a part as a chip.

    Attributes:
        kind: The kind of part.
        icon: Phosphor icon, or empty.
        words: The text on the chip.
        spoken: The full text for the tooltip and screen readers.
    """

    kind: ChipKind
    icon: str
    words: str
    spoken: str


def face_of(part: Part, name: str = "") -> ChipFace:
    """Return the look of this part as a chip.

    Args:
        part: A part of a query.
        name: Name of the example picture, if it is one.
    """
    face = _face(part, name)
    spoken = tr("not {part}", part=face.spoken) if part.unwanted else face.spoken
    if not isinstance(part, Filter) and part.weight != 1:
        spoken = tr("{part}, weight {weight}", part=spoken, weight=weight_words(part.weight))
    return ChipFace(face.kind, face.icon, face.words, spoken)


def spoken(parts: Iterable[Part]) -> str:
    """Return the whole search as text; photos of the library are not named."""
    names = ((part, tr("a photo") if isinstance(part, Like) and not part.path else "") for part in parts)
    return ", ".join(face_of(part, name).spoken for part, name in names)


def left_out_words(parts: Iterable[Part]) -> str:
    """Describe what a search excludes: ``without people or photos from 2023``; empty for nothing."""
    unwanted = sorted((part for part in parts if part.unwanted), key=lambda part: isinstance(part, Filter))
    return tr("without {parts}", parts=_either(map(_left_out, unwanted))) if unwanted else ""


def _left_out(part: Part) -> str:
    if isinstance(part, Like):
        return tr("photos in the style of the example") if part.is_style else tr("photos like the example")
    if not isinstance(part, Filter):
        return part.spoken if isinstance(part, QueryWords) else phrase_words(part)
    return photos_words(part)


def weight_words(weight: float) -> str:
    """Format a weight: ``×2``, ``×0.5``."""
    return tr("×{weight:.2g}", weight=weight)


def _face(part: Part, name: str) -> ChipFace:
    if isinstance(part, Filter):
        words, kind = filter_words(part), kind_of(part)
        return ChipFace("filter", kind.icon, words, f"{kind.help.noun}: {words}")
    if isinstance(part, Like):
        called = name or part.path.replace("\\", "/").rpartition("/")[2] or tr("example photo")
        where = tr("part of {photo}", photo=called) if part.region else called
        if part.seconds is not None:
            where = tr("{video} at {time}", video=where, time=play_time(part.seconds))
        words, where = (tr("style"), tr("style of {photo}", photo=where)) if part.is_style else (where, where)
        return ChipFace("photo", "crop" if part.region else "image", words, where)
    if isinstance(part, QueryWords) and part.concepts:
        words = " ".join(filter(None, part.pieces))
        return ChipFace("concept", "star-fill", words, words)
    words = phrase_words(part)
    return ChipFace("words", "", words, words)


def phrase_words(part: QueryWords | Exact | AnyOf) -> str:
    """Return a phrase as text: words, an exact text in quotes, alternatives with “or”."""
    if isinstance(part, Exact):
        return tr("“{text}”", text=part.text)
    if isinstance(part, QueryWords):
        return part.text
    options = ((_face(option, "").words, option.unwanted) for option in part.options)
    return _either(tr("not {part}", part=words) if is_unwanted else words for words, is_unwanted in options)


def _either(names: Iterable[str]) -> str:
    """Return alternatives as text: ``a or b or c``."""
    return reduce(lambda before, name: tr("{before} or {name}", before=before, name=name), names)
