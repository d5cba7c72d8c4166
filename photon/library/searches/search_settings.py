"""Settings of searches."""

from photon.domain.setting import LibrarySetting, yes_or_no
from photon.language import tr

TRANSLATE = LibrarySetting(
    "translate_queries", tr("translation of searches"), usual=True, check=yes_or_no, possible=tr("on or off")
)
"""Whether queries in another language are translated for a search model that only knows English."""
