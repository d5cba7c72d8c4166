"""Which photos are hidden: those that a person hid and, if wanted, those with sensitive tags."""

import json
from collections.abc import Collection, Iterable
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


class HiddenPhotos(NamedTuple):
    """Photos that are hidden until they are unlocked, with or without a present file: ids int64 (n,), ascending.

    Attributes:
        all: All of them.
        suspected: Those of them that are hidden only because a sensitive tag is suggested, and nobody looked at them.
    """

    all: Ids
    suspected: Ids


def is_wanted(library: Library) -> bool:
    """Return whether the user wants sensitive photos hidden."""
    return settings.get(library, HIDE)


def decided(library: Library) -> HiddenPhotos:
    """Find the photos that a person decided to hide."""
    rows = library.column("SELECT id FROM photos WHERE hidden <> '' AND hidden = 'hidden' ORDER BY id")
    return HiddenPhotos(np.array(rows, np.int64), np.zeros(0, np.int64))


def find_hidden(library: Library, keys: Collection[str], least: float) -> HiddenPhotos:
    """Find the photos that are hidden by a decision or a sensitive tag, given or suggested with enough certainty.

    A suggestion that was rejected hides nothing, and a photo that a person decided to show is not hidden by tags.

    Args:
        library: The library.
        keys: Keys of the sensitive tags, as for ``belongs``.
        least: Minimum certainty of suggestions, 0..1.
    """
    given = [tag for tag, path in tag_tree.paths(library.db).items() if belongs(tuple(path), keys)]
    words = library.db.execute("SELECT id, path FROM suggested_words").fetchall()
    suggested = [word for word, path in words if belongs(tuple(json.loads(path)), keys)]
    shown = library.column("SELECT id FROM photos WHERE hidden <> '' AND hidden = 'shown'")
    certain = decided(library).all
    tagged = _listed(library, "SELECT photo_id FROM photo_tags WHERE tag_id IN (SELECT value FROM json_each(?))", given)
    likely = _listed(
        library,
        "SELECT photo_id FROM suggested_tags WHERE word_id IN (SELECT value FROM json_each(?)) AND decided = 0"
        " AND certainty >= ?",
        suggested,
        least,
    )
    sure = np.union1d(certain, np.setdiff1d(tagged, shown))
    suspected = np.setdiff1d(np.setdiff1d(likely, shown), sure)
    return HiddenPhotos(np.union1d(sure, suspected), suspected)


def veil(library: Library, found: HiddenPhotos, *, is_unlocked: bool = False) -> None:
    """Let a reading connection find no hidden photos, unless they are unlocked."""
    draw_veil(library, found.all[:0] if is_unlocked else found.all)
    library.states = {"hidden": found.all, SUSPECTED.value: found.suspected}


def keep_hidden(library: Library, photos: Collection[int]) -> Changes:
    """Turn what hides photos into decisions; with no photos, note that this is done."""
    with library.transaction():
        library.journal.sign("photon")
        if not photos:
            return settings.store(library, KEEP_HIDDEN, None)
        return ratings.hide(library, dict.fromkeys(photos, HIDDEN))


def count_present(library: Library, hidden: Ids) -> int:
    """Count how many of the hidden photos, int64 (n,), have a file."""
    row = library.db.execute(
        "SELECT count(*) FROM photos WHERE present = 1 AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(hidden.tolist()),),
    ).fetchone()
    return int(row[0])


def _listed(library: Library, query: str, of: Iterable[int], *more: float) -> Ids:
    return np.array(library.column(query, (json.dumps(list(of)), *more)), np.int64)
