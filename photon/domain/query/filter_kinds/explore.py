"""The filters ``theme:`` and ``thing:``, by what Photon found in the library."""

import re
from collections.abc import Iterable

from photon.domain.explore.topic import TopicKind
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.query import Filter, Part, flat_parts
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
TOPIC_KINDS: tuple[TopicKind, ...] = ("theme", "thing")


def named_topics(parts: Iterable[Part]) -> list[NamedTopic]:
    """Return the themes and things that parts of a query name."""
    named = [part for part in flat_parts(parts) if isinstance(part, Filter)]
    return [NamedTopic(kind, part.value) for part in named for kind in TOPIC_KINDS if part.field == kind]
