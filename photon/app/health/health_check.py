"""The result of one check of a library's health."""

from collections.abc import Mapping
from typing import Literal

from photon.language import tr
from photon.quick_dataclass import dataclass

HealthPart = Literal[
    "catalogue", "cache", "previews", "access", "vectors", "photos", "files", "folders", "writes", "problems",
    "settings", "backups", "space", "leftovers",
]  # fmt: skip
HealthState = Literal["good", "notice", "bad"]
"""``notice``: nothing is broken, but the user should know about it."""
Mending = Literal[
    "repair", "rescan", "finish", "back up", "open backups", "show problems", "reset settings", "switch on",
    "delete leftovers",
]  # fmt: skip
"""What can be done about a finding."""

TITLES: Mapping[HealthPart, str] = {
    "catalogue": tr("Catalogue"),
    "cache": tr("Search index file"),
    "previews": tr("Thumbnails"),
    "access": tr("Access"),
    "vectors": tr("Search index"),
    "photos": tr("Photos"),
    "files": tr("Files"),
    "folders": tr("Folders"),
    "writes": tr("Metadata in files"),
    "problems": tr("Problem files"),
    "settings": tr("Settings"),
    "backups": tr("Backups"),
    "space": tr("Space"),
    "leftovers": tr("Set aside"),
}
BUTTONS: Mapping[Mending, str] = {
    "repair": tr("Repair and restart"),
    "rescan": tr("Rescan folders"),
    "finish": tr("Finish"),
    "back up": tr("Back up now"),
    "open backups": tr("Show backups"),
    "show problems": tr("Show problems"),
    "reset settings": tr("Restore defaults"),
    "switch on": tr("Switch on"),
    "delete leftovers": tr("Delete"),
}


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """The result of one check.

    Attributes:
        part: The checked part of the library.
        state: Its state.
        text: The finding, as a sentence.
        meaning: What that means and what to do; empty if there is nothing to do.
        mending: What can be done about it; None for nothing.
    """

    part: HealthPart
    state: HealthState
    text: str
    meaning: str = ""
    mending: Mending | None = None
