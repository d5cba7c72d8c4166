"""The filter ``text:``, by what is written in a photo."""

from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.periods import BadValue
from photon.language import tr
from photon.quick_dataclass import dataclass

_ANY_END = "*"


@dataclass(frozen=True, slots=True)
class SoughtText:
    """Words that stand in a photo one after the other; with ``is_start``, the last may be the start of a longer one."""

    text: str
    is_start: bool = False


def _read_text(text: str) -> SoughtText:
    words = text.rstrip(_ANY_END).strip()
    check_has_letters("text", words, "gate 12")
    return SoughtText(words, is_start=text.endswith(_ANY_END))


def check_has_letters(name: str, text: str, example: str) -> None:
    """Check that there is something to look for in the value of a filter, such as ``from``.

    Raises:
        BadValue: It has only blanks and punctuation.
    """
    if not any(sign.isalnum() for sign in text):
        hint = tr("For example: {filter}.", filter=f'{name}:"{example}"')
        raise BadValue(tr("{name}: needs letters or digits.", name=name), hint)


TEXT = FilterKind(
    "text",
    FieldHelp(tr("text in the photo"), tr("what is written in it"), "gate"),
    "text-aa",
    lambda text, _: _read_text(text),
    photos=tr("photos with the text “{words}”"),
    also=("ocr", "written"),
)
