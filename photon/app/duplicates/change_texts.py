"""What changed from one picture to another, in words."""

from collections.abc import Iterable, Mapping

from photon.duplicates.picture_changes import Change, PictureChange
from photon.language import tr

_WORDS: Mapping[Change, str] = {
    Change.GREY: tr("black and white"),
    Change.IN_COLOUR: tr("in colour"),
    Change.MIRRORED: tr("mirrored"),
    Change.TURNED_LEFT: tr("turned left"),
    Change.TURNED_RIGHT: tr("turned right"),
    Change.TURNED_OVER: tr("upside down"),
    Change.WITH_BORDER: tr("with a border"),
    Change.WITHOUT_BORDER: tr("without the border"),
    Change.TILTED: tr("slightly turned"),
    Change.OTHER_SHAPE: tr("other proportions"),
    Change.SOFTER: tr("softer"),
    Change.SHARPER: tr("sharper"),
    Change.BRIGHTER: tr("brighter"),
    Change.DARKER: tr("darker"),
    Change.WARMER: tr("warmer"),
    Change.COOLER: tr("cooler"),
    Change.MORE_COLOURFUL: tr("more colourful"),
    Change.LESS_COLOURFUL: tr("less colourful"),
    Change.MORE_CONTRAST: tr("more contrast"),
    Change.LESS_CONTRAST: tr("less contrast"),
    Change.FRAMED_DIFFERENTLY: tr("framed differently"),
    Change.NO_DIFFERENCE: tr("no visible difference"),
}
_PLACES = (
    (tr("a part differs, at the top left"), tr("a part differs, at the top"), tr("a part differs, at the top right")),
    (tr("a part differs, on the left"), tr("a part differs, in the middle"), tr("a part differs, on the right")),
    (
        tr("a part differs, at the bottom left"),
        tr("a part differs, at the bottom"),
        tr("a part differs, at the bottom right"),
    ),
)
_OF_HANDS = frozenset({Change.TILTED, Change.FRAMED_DIFFERENTLY})
"""What is said of shots of a moment only if nothing else is different: hands are never quite still."""
_MOVED = 0.06  # share of the area from which on a shot is closer, and not only held a little differently


def changes_in_words(changes: Iterable[PictureChange], *, copies: bool) -> list[str]:
    """Put changes into words, the most important first.

    Args:
        changes: What changed, the most important first.
        copies: Whether these are copies of one picture; of shots, one is closer rather than cropped.
    """
    if not copies:
        some = list(changes)
        changes = [change for change in some if change.change not in _OF_HANDS] or some
    return [words for change in changes if (words := _words_of(change, copies=copies))]


def _words_of(change: PictureChange, *, copies: bool) -> str:
    if change.change is Change.PARTLY_DIFFERENT:
        return _PLACES[_third(change.y)][_third(change.x)]
    if change.change not in (Change.SHOWS_LESS, Change.SHOWS_MORE):
        return _WORDS[change.change]
    is_less = change.change is Change.SHOWS_LESS
    if copies:
        kept = 1 - change.amount
        if is_less:
            return tr("cropped to {share:,.0%} of the picture", share=kept)
        return tr("uncropped; the suggested one shows {share:,.0%} of it", share=kept)
    if change.amount < _MOVED:
        return ""
    return tr("closer") if is_less else tr("wider")


def _third(place: float) -> int:
    return min(2, int(place * 3))
