"""Floor 1: Photon's data types as frozen dataclasses; uses only the standard library and numpy."""

from photon.domain.changes import Activity, ChangeKind, Changes, Counts, changed
from photon.domain.errors import PhotonError
from photon.domain.metadata.reading import Reading
from photon.domain.photo.facts import Facts
from photon.domain.photo.photo import Card, Folder, Photo, PhotoFile
from photon.domain.photo.problem import Problem, ProblemKind, UnreadableFile
from photon.domain.photo.region import Region
from photon.domain.query.filter_fields import FilterField
from photon.domain.query.query import (
    Answer,
    AnyOf,
    Exact,
    Filter,
    Hit,
    Ignored,
    Like,
    Mistake,
    Option,
    Order,
    Part,
    Query,
    QueryWords,
)

__all__ = [
    "Activity",
    "Answer",
    "AnyOf",
    "Card",
    "ChangeKind",
    "Changes",
    "Counts",
    "Exact",
    "Facts",
    "Filter",
    "FilterField",
    "Folder",
    "Hit",
    "Ignored",
    "Like",
    "Mistake",
    "Option",
    "Order",
    "Part",
    "Photo",
    "PhotoFile",
    "PhotonError",
    "Problem",
    "ProblemKind",
    "Query",
    "QueryWords",
    "Reading",
    "Region",
    "UnreadableFile",
    "changed",
]
