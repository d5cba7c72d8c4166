"""The decision that *On this day* leaves a photo out."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_yes
from photon.language import tr, tr_n


def _describe(one: PastValue) -> str:
    return tr("left out of “On this day”") if one.after else tr("shown in “On this day” again")


_LINE = LineShape(
    {"on": DecisionField(check_yes, usual=True)},
    noun=lambda: tr("left out of “On this day”"),
    count=lambda count: tr_n(
        "{count:,} photo left out of “On this day”", "{count:,} photos left out of “On this day”", count
    ),
)
NOT_RECALLED = DecisionKind("not_recalled", "not_recalled", "marks", line=_LINE, describe=_describe, is_united=True)
