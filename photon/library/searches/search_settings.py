"""Settings of searches."""

from photon.domain.setting import LibrarySetting, yes_or_no
from photon.language import tr

TRANSLATE = LibrarySetting(
    "translate_queries", tr("translation of searches"), usual=True, check=yes_or_no, possible=tr("on or off")
)
"""Whether queries in another language are translated for a search model that only knows English."""

FIND_THINGS = LibrarySetting(
    "find_things", tr("finding small things"), usual=False, check=yes_or_no, possible=tr("on or off")
)
"""Whether Photon looks at parts of photos for ``find:``; off, because indexing takes 20 to 25% longer with it: 60 ms
of a core for a photo. What was found is deleted when it is switched off."""
