"""The filters ``theme:`` and ``thing:``, by what Photon found in the library."""

import re

from photon.domain.explore.topic import TopicKind
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NamedTopic:
    """A theme or a thing by its name or key."""

    kind: TopicKind
    text: str


_KEY = re.compile(r"~?[0-9a-f]{16}")
"""What a topic is searched by that has no name, or not one of its own."""

THEME = FilterKind(
    "theme",
    FieldHelp(tr("theme"), tr("themes that Photon found"), "beach"),
    "squares-four",
    lambda text, _: NamedTopic("theme", text),
    lambda text: tr("theme in Explore") if _KEY.fullmatch(text) else text,
    also=("themes", "topic"),
    completed_by="theme",
)
THING = FilterKind(
    "thing",
    FieldHelp(tr("thing"), tr("things in photos, from general to particular"), "animal"),
    "tree-structure",
    lambda text, _: NamedTopic("thing", text),
    lambda text: tr("group in Explore") if _KEY.fullmatch(text) else text,
    also=("things",),
    completed_by="thing",
)
EXPLORE_FILTERS = (THEME, THING)
