"""The setting of text in photos."""

from photon.domain.setting import LibrarySetting, yes_or_no
from photon.language import tr

READ_TEXT = LibrarySetting(
    "read_text", tr("reading text in photos"), usual=True, check=yes_or_no, possible=tr("on or off")
)
"""Whether Photon reads text in photos; text that was read stays searchable."""
