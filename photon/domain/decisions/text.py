"""The decision about a fact that a document states: confirmed, corrected, or dismissed."""

from collections.abc import Mapping
from datetime import date

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import choice_check, words_check
from photon.domain.text.stated_facts import FIELD_NAMES, LONGEST_FACT, split_total
from photon.language import tr, tr_n

CONFIRMED, DISMISSED = "confirmed", "dismissed"


def _check_value(fact: Mapping[str, str]) -> None:
    field, value = fact["field"], fact["value"]
    if value and field == "date":
        date.fromisoformat(value)
    if value and field == "total" and not split_total(value)[0]:
        raise ValueError


_FACT = LineShape(
    {
        "field": DecisionField(choice_check(*FIELD_NAMES), column="field"),
        "state": DecisionField(choice_check(CONFIRMED, DISMISSED, ""), "", "state"),
        "value": DecisionField(words_check(LONGEST_FACT), "", "value"),
    },
    count=lambda count: tr_n("{count:,} fact of a document", "{count:,} facts of documents", count),
    subject=("field",),
    check=_check_value,
)


def _describe_fact(one: PastValue) -> str:
    name = FIELD_NAMES.get(one.about, one.about)  # type: ignore[call-overload]
    if not one.after:
        return tr("{field} of the document is undecided", field=name)
    if one.after == DISMISSED:
        return tr("dismissed: {field} of the document", field=name)
    return tr("{field} of the document: {value}", field=name, value=one.after)


FACT_KINDS = (
    DecisionKind(
        "fact", "document_facts", "facts", key=("field",), values=("state", "value"), line=_FACT,
        describe=_describe_fact, value=lambda values: str(values[1] or values[0]), is_united=True,
    ),
)  # fmt: skip
