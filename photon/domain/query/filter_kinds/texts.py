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
    if not any(sign.isalnum() for sign in words):
        hint = tr("For example: {filter}.", filter='text:"gate 12"')
        raise BadValue(tr("text: needs letters or digits."), hint)
    return SoughtText(words, is_start=text.endswith(_ANY_END))


TEXT = FilterKind(
    "text",
    FieldHelp(tr("text in the photo"), tr("what is written in it"), "gate"),
    "text-aa",
    lambda text, _: _read_text(text),
    photos=tr("photos with the text “{words}”"),
    also=("ocr", "written"),
)
