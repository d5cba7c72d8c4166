"""All kinds of decisions, and the shapes of their lines."""

from collections.abc import Iterable, Mapping

from photon.domain.changes import ChangeKind
from photon.domain.decisions.caption_kinds import CAPTION_KINDS
from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape
from photon.domain.decisions.explore import NOT_HIGHLIGHTED, TOPIC
from photon.domain.decisions.field_checks import check_base, choice_check, text_check, whole_check, words_check
from photon.domain.decisions.judging import JUDGING_KINDS
from photon.domain.decisions.library_kinds import BASES, IMPORTED, LIBRARY_KINDS, MISSING_FILES
from photon.domain.decisions.mark_kinds import MARK_KINDS
from photon.domain.decisions.people import PEOPLE_KINDS
from photon.domain.decisions.places import LOCATION, OWN_PLACE
from photon.domain.decisions.recall import NOT_RECALLED
from photon.domain.decisions.set_kinds import SET_KINDS
from photon.domain.decisions.tag_kinds import TAG_KINDS
from photon.domain.decisions.text import FACT_KINDS

KINDS: tuple[DecisionKind, ...] = (
    *TAG_KINDS,
    *CAPTION_KINDS,
    *MARK_KINDS,
    LOCATION,
    *SET_KINDS,
    NOT_RECALLED,
    NOT_HIGHLIGHTED,
    *JUDGING_KINDS,
    *FACT_KINDS,
    *PEOPLE_KINDS,
    OWN_PLACE,
    TOPIC,
    *LIBRARY_KINDS,
    MISSING_FILES,
    BASES,
    IMPORTED,
)
BY_WHAT: Mapping[str, DecisionKind] = {kind.what: kind for kind in KINDS}
OF_TAGS = frozenset(kind.what for kind in KINDS if "tag" in (kind.what, kind.about))
"""The kinds of decisions about a photo and a tag."""
ABSENT: Mapping[str, DecisionKind] = {kind.absent: kind for kind in KINDS if kind.absent}
"""Kinds by what the journal calls a loss of something that a photo did not have here."""
_AGREED = LineShape(
    {
        "file": DecisionField(text_check()),
        "known": DecisionField(check_base),
        "sidecars": DecisionField(whole_check(1 << 40), 0),
    },
    subject=("file",),
)
_RUN = LineShape(
    {
        "run": DecisionField(text_check()),
        "kind": DecisionField(choice_check("suggest", "confirm", "draft", "accept", "import")),
        "encoder": DecisionField(words_check(), ""),
        "version": DecisionField(words_check(), ""),
        "title": DecisionField(words_check(), ""),
        "made": DecisionField(words_check(100), ""),
        "photos": DecisionField(whole_check(1 << 60), 0),
        "undone": DecisionField(words_check(100), ""),
    },
    subject=("run",),
    is_about_photo=False,
)
SHAPES: Mapping[str, LineShape] = {
    **{kind.what: kind.line for kind in KINDS if kind.line is not None},
    "agreed": _AGREED,  # a file and the library agree
    "run": _RUN,
}
"""The shape of each kind of line, by its ``what``."""


def changes_of(decided: Iterable[str]) -> frozenset[ChangeKind]:
    """Return what is reported to have changed when some kinds of decisions did."""
    names = set(decided)
    found = {kind.changes for kind in KINDS if kind.what in names and kind.changes}
    return frozenset(found | ({"conflicts"} if "agreed" in names else set()))
