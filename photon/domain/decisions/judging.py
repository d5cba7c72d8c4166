"""Decisions about answers: whether a photo shows what was searched for."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import choice_check, number_check, words_check
from photon.domain.metadata.album import LONGEST_QUERY
from photon.language import counted, tr

RIGHT, WRONG = "right", "wrong"
MOST_ODDS = 6.0
"""Log-odds beyond which certainties are not told apart."""
_JUDGED = LineShape(
    {
        "words": DecisionField(words_check(LONGEST_QUERY), column="words"),
        "verdict": DecisionField(choice_check(RIGHT, WRONG, ""), "", "verdict"),
        "odds": DecisionField(number_check(-MOST_ODDS, MOST_ODDS), 0.0, "odds"),
        "encoder": DecisionField(words_check(200), "", "encoder"),
    },
    count=lambda count: counted(count, "judged answer"),
    subject=("words",),
)


def _describe_judged(one: PastValue) -> str:
    if not one.after:
        return tr("no longer judged for “{words}”", words=one.about)
    return tr("right for “{words}”", words=one.about) if one.after == RIGHT else tr("not “{words}”", words=one.about)


JUDGING_KINDS = (
    DecisionKind(
        "judged", "judged_answers", "answers", key=("words",), values=("verdict", "odds", "encoder"), line=_JUDGED,
        describe=_describe_judged, is_of_picture=True, is_united=True,
    ),
)  # fmt: skip
