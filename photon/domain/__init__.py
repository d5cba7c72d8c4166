"""Floor 1: the nouns of Photon as frozen dataclasses; standard library and numpy only."""

from photon.domain.changes import Activity, ChangeKind, Changes, Counts, changed
from photon.domain.errors import PhotonError
from photon.domain.facts import Facts, Reading
from photon.domain.photo import Card, Folder, Photo, PhotoFile
from photon.domain.problem import Problem, ProblemKind, UnreadableFile
from photon.domain.query import Answer, Hit, Like, Order, Query

__all__ = [
    "Activity",
    "Answer",
    "Card",
    "ChangeKind",
    "Changes",
    "Counts",
    "Facts",
    "Folder",
    "Hit",
    "Like",
    "Order",
    "Photo",
    "PhotoFile",
    "PhotonError",
    "Problem",
    "ProblemKind",
    "Query",
    "Reading",
    "UnreadableFile",
    "changed",
]
