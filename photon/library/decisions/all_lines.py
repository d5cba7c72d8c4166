"""How the decisions of each kind about photos become lines, and lines become decisions."""

from photon.domain.decisions.decision_kinds import KINDS
from photon.library.albums.album_lines import ALBUM_LINES
from photon.library.captions.caption_lines import CAPTION_LINES
from photon.library.db.photo_lines import simple_lines
from photon.library.people.people_lines import PEOPLE_LINES
from photon.library.tags.tag_lines import TAG_LINES

_OTHERS = (TAG_LINES, CAPTION_LINES, ALBUM_LINES, *PEOPLE_LINES)
_OWN = {one.what for one in _OTHERS}
LINES = (*(simple_lines(kind) for kind in KINDS if kind.is_simple and kind.what not in _OWN), *_OTHERS)
LINES_OF = {one.what: one for one in LINES}
