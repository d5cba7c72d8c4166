"""Photos that are kept out of sight because of their tags."""

import json
from collections.abc import Collection

import numpy as np
import numpy.typing as npt

from photon.domain.tag import belongs
from photon.library import settings, tag_tree
from photon.library.connection import Library

Ids = npt.NDArray[np.int64]

HIDE = "hide_sensitive"
"""Setting: whether sensitive photos are hidden; usually not."""


def is_wanted(library: Library) -> bool:
    """Whether the person wants sensitive photos hidden."""
    return settings.get(library, HIDE) is True


def among(library: Library, keys: Collection[str], least: float) -> Ids:
    """Photos with such a tag, given by the person or suggested with a certainty from ``least`` on and not rejected.

    Whether a file of them is there does not matter.

    Args:
        library: Where to look.
        keys: Of the tags; see ``belongs``.
        least: 0..1.

    Returns:
        Ids int64 (n,), ascending.
    """
    given = [tag for tag, path in tag_tree.paths(library.db).items() if belongs(tuple(path), keys)]
    words = library.db.execute("SELECT id, path FROM suggested_words").fetchall()
    suggested = [word for word, path in words if belongs(tuple(json.loads(path)), keys)]
    rows = library.db.execute(
        "SELECT photo_id FROM photo_tags WHERE tag_id IN (SELECT value FROM json_each(?1))"
        " UNION SELECT photo_id FROM suggested_tags WHERE word_id IN (SELECT value FROM json_each(?2))"
        " AND decided = 0 AND certainty >= ?3 ORDER BY 1",
        (json.dumps(given), json.dumps(suggested), least),
    ).fetchall()
    return np.array([row[0] for row in rows], np.int64)


def present_without(library: Library, hidden: Ids) -> Ids:
    """Ids of all photos that have a file, but these: int64 (n,), ascending."""
    rows = library.db.execute("SELECT id FROM photos WHERE present = 1 ORDER BY id").fetchall()
    return np.setdiff1d(np.array([row[0] for row in rows], np.int64), hidden, assume_unique=True)


def count_present(library: Library, hidden: Ids) -> int:
    """How many of these have a file."""
    row = library.db.execute(
        "SELECT count(*) FROM photos WHERE present = 1 AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(hidden.tolist()),),
    ).fetchone()
    return int(row[0])
