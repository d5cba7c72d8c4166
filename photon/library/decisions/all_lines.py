"""How the decisions of each kind about photos become lines, and lines become decisions."""

from photon.domain.decisions.decision_kinds import KINDS
from photon.library.albums.album_lines import ALBUM_LINES
from photon.library.captions.caption_lines import CAPTION_LINES
from photon.library.db.photo_lines import simple_lines
from photon.library.tags.tag_lines import TAG_LINES

LINES = (*(simple_lines(kind) for kind in KINDS if kind.is_simple), TAG_LINES, CAPTION_LINES, ALBUM_LINES)
LINES_OF = {one.what: one for one in LINES}
