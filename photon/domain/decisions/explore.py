"""Decisions about what Photon finds in a library: names and states of topics, photos that are no highlights."""

from collections.abc import Mapping
from typing import Any

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_yes, choice_check, words_check
from photon.domain.unseen_characters import clean_line
from photon.language import counted, tr, tr_n

PINNED, HIDDEN_TOPIC = "pinned", "hidden"
"""States of a topic; empty for neither."""
LONGEST_NAME = 200
"""Characters of the name of a topic, and of its key."""


def _check_line(value: object) -> str:
    return clean_line(str(words_check(LONGEST_NAME)(value)))


def _check_topic(content: Mapping[str, Any]) -> None:
    if not content["topic"]:
        raise ValueError


def _describe_highlight(one: PastValue) -> str:
    return tr("left out of highlights") if one.after else tr("shown in highlights again")


_TOPIC = LineShape(
    {
        "topic": DecisionField(_check_line),
        "kind": DecisionField(choice_check("theme", "thing")),
        "name": DecisionField(_check_line, ""),
        "state": DecisionField(choice_check("", PINNED, HIDDEN_TOPIC), ""),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: tr_n("{count:,} theme or thing", "{count:,} themes and things", count),
    subject=("topic", "kind"),
    is_about_photo=False,
    check=_check_topic,
)
_NOT_HIGHLIGHTED = LineShape(
    {"on": DecisionField(check_yes, usual=True)},
    noun=lambda: tr("left out of highlights"),
    count=lambda count: counted(count, "photo left out of highlights", "photos left out of highlights"),
)
TOPIC = DecisionKind(
    "topic", "decided_topics", "topics", photo="", key=("key", "kind"), values=("name", "state"), line=_TOPIC,
    counted="topics",
)  # fmt: skip
FEW_GOOD = 30
"""Good matches of a search below which photos that may match are chosen from, too."""
NOT_HIGHLIGHTED = DecisionKind(
    "not_highlighted", "not_highlighted", "marks", line=_NOT_HIGHLIGHTED, describe=_describe_highlight, is_united=True
)
