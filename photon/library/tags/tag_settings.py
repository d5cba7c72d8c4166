"""Settings of suggested tags."""

from photon.domain.setting import LibrarySetting, short_text, yes_or_no
from photon.language import tr

SUGGEST = LibrarySetting("suggest_tags", tr("suggested tags"), usual=True, check=yes_or_no, possible=tr("on or off"))
"""Whether Photon suggests tags by itself."""
SENSITIVE = LibrarySetting(
    "sensitive_tags", tr("suggested sensitive tags"), usual=False, check=yes_or_no, possible=tr("on or off")
)
"""Whether sensitive concepts are among the suggested tags."""
LANGUAGE = LibrarySetting(
    "language",
    tr("language of suggested tags"),
    "en",
    short_text(20),
    possible=tr("the code of a language, such as en"),
)
"""A language that this Photon does not have counts as English."""
