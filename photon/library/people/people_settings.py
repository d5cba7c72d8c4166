"""The setting of people in photos."""

from photon.domain.setting import LibrarySetting, yes_or_no
from photon.language import tr

FIND_PEOPLE = LibrarySetting(
    "find_people",
    tr("finding people in photos"),
    usual=False,
    check=yes_or_no,
    possible=tr("on or off"),
    travels="asked",
)
"""Whether Photon finds faces in photos; off until a person starts it, also with a library from another computer, whose
owner did not agree to it. Faces that were found stay until they are deleted."""
