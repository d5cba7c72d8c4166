"""Sets in words, for the window and the terminal."""

from collections.abc import Mapping

from photon.domain.photo.photo_set import SetKind
from photon.language import tr

TITLES: Mapping[SetKind, str] = {
    "same-file": tr("Same file"),
    "same-picture": tr("Same picture"),
    "probably-same": tr("Probably the same picture"),
    "same-moment": tr("Same moment"),
    "bracket": tr("Exposure bracket"),
    "panorama": tr("Panorama"),
    "focus-stack": tr("Focus stack"),
    "pair": tr("RAW and its picture"),
}
"""What a set is called."""

WHY_KEPT: Mapping[SetKind, str] = {
    "probably-same": tr(
        "Probably the same picture: turned, mirrored, with a border or with words on it. Photon suggests none of them"
        " for the bin."
    ),
    "same-moment": tr("These are different shots of one moment. Photon suggests none of them for the bin."),
    "bracket": tr("The camera took these with different exposures, to be merged. They belong together."),
    "panorama": tr("These are parts of a panorama. They belong together."),
    "focus-stack": tr("The camera took these with different focus, to be merged. They belong together."),
    "pair": tr("The camera saved one shot in several files. They belong together."),
}
"""Why a set is shown and not offered for deletion."""
