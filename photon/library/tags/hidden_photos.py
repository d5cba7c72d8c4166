"""Which photos are hidden: those that a person hid and, if wanted, those with sensitive tags."""

import json
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from photon.domain import Changes
from photon.domain.arrays import Ids
from photon.domain.metadata.tag import belongs
from photon.domain.photo.marks import HIDDEN
from photon.domain.query.filter_kinds.states import SUSPECTED
from photon.domain.setting import LibrarySetting, time_stamp, yes_or_no
from photon.language import tr
from photon.library.db import settings
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.veil import draw_veil
from photon.library.photos import ratings
from photon.library.tags import tag_tree

HIDE = LibrarySetting(
    "hide_sensitive", tr("hiding sensitive photos"), usual=False, check=yes_or_no, possible=tr("on or off"),
    travels="stricter",
)  # fmt: skip
HIDDEN_AT = LibrarySetting("hidden_at", "", 0.0, time_stamp, possible="", travels="never")
"""Time of the last change, so that an unlocked window notices that photos must be hidden again."""

KEEP_HIDDEN = LibrarySetting("keep_hidden", "", usual=False, check=yes_or_no, possible="", travels="never")
"""Whether what is hidden must still become decisions: tags and suggestions hid it before there were any."""

_FILMS_OF = (
    "SELECT v.id FROM photos p CROSS JOIN photos v ON v.pairing = p.pairing AND v.pairing <> ''"  # in order of these
    " WHERE +v.seconds IS NOT NULL AND +p.seconds IS NULL AND v.hidden <> 'shown' AND p.hidden <> 'shown' AND p.id IN "
)
"""Films of live photos that are hidden: even if such a photo is gone, so that its film becomes a video."""
_DECIDED = "SELECT id FROM photos WHERE hidden <> '' AND hidden = 'hidden'"
_FIND_DECIDED = (
    f"SELECT id, present = 1, 0 FROM photos WHERE id IN ({_DECIDED} UNION {_FILMS_OF} ({_DECIDED})) ORDER BY id"
)
_FIND = f"""
WITH sure (id) AS (
    {_DECIDED}
    UNION SELECT photo_id FROM photo_tags WHERE tag_id {IN_LIST.replace("?", "?1")}
), likely (id) AS (
    SELECT photo_id FROM suggested_tags WHERE word_id {IN_LIST.replace("?", "?2")} AND decided = 0 AND certainty >= ?3
), sure_films (id) AS ({_FILMS_OF} sure), likely_films (id) AS ({_FILMS_OF} likely)
SELECT id, present = 1, id NOT IN sure AND id NOT IN sure_films FROM photos
WHERE id IN (SELECT id FROM sure UNION SELECT id FROM likely UNION SELECT id FROM sure_films
 UNION SELECT id FROM likely_films) AND hidden <> 'shown' ORDER BY id
"""


class HiddenPhotos(NamedTuple):
    """Photos that are hidden until they are unlocked; ids are ascending.

    Attributes:
        all: All of them, with or without a present file: int64 (n,).
        suspected: Those that are hidden only because a sensitive tag is suggested, and nobody looked at: int64 (n,).
        present: Those that have a present file: int64 (n,).
    """

    all: Ids
    suspected: Ids
    present: Ids


def is_wanted(library: Library) -> bool:
    """Return whether the user wants sensitive photos hidden."""
    return settings.get(library, HIDE)


def decided(library: Library) -> HiddenPhotos:
    """Find the photos that a person decided to hide."""
    return _found(library, _FIND_DECIDED)


def find_hidden(library: Library, keys: frozenset[str], least: float) -> HiddenPhotos:
    """Find the photos that are hidden by a decision or a sensitive tag, given or suggested with enough certainty.

    A suggestion that was rejected hides nothing, and a photo that a person decided to show is not hidden by tags.

    Args:
        library: The library.
        keys: Keys of the sensitive tags, as for ``belongs``.
        least: Minimum certainty of suggestions, 0..1.
    """
    given = [tag for tag, path in tag_tree.paths(library.db).items() if belongs(tuple(path), keys)]
    words = library.db.execute("SELECT id, path FROM suggested_words").fetchall()
    suggested = [word for word, path in words if _is_sensitive(path, keys)]
    return _found(library, _FIND, id_list(given), id_list(suggested), least)


def veil(library: Library, found: HiddenPhotos, *, is_unlocked: bool = False) -> None:
    """Let a reading connection find no hidden photos, unless they are unlocked."""
    draw_veil(library, found.all[:0] if is_unlocked else found.all)
    library.states = {"hidden": found.all, SUSPECTED.value: found.suspected}


def keep_hidden(library: Library, photos: Ids, *, is_complete: bool) -> Changes:
    """Turn what hides photos, int64 (n,), into decisions, and note that this was the last time if it is complete."""
    with library.transaction():
        library.journal.sign("photon")
        changes = settings.store(library, KEEP_HIDDEN, None) if is_complete else Changes()
        return changes | ratings.hide(library, dict.fromkeys(photos.tolist(), HIDDEN))


@lru_cache(20_000)
def _is_sensitive(path: str, keys: frozenset[str]) -> bool:
    """Return whether a suggested word, as JSON, hides photos; parsing 5,000 each time would take 30 ms."""
    return belongs(tuple(json.loads(path)), keys)


def _found(library: Library, query: str, *values: object) -> HiddenPhotos:
    """Run a query for the id of hidden photos, whether they have a file, and whether they are only suspected."""
    found = np.array(library.db.execute(query, values).fetchall(), np.int64).reshape(-1, 3)
    return HiddenPhotos(found[:, 0], found[found[:, 2] == 1, 0], found[found[:, 1] == 1, 0])
