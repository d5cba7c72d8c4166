"""Themes and things that Photon found: stored in the cache, listed, and the filters that find their photos.

Whoever finds topics writes all of one kind with ``replace_topics``, and new photos with ``add_to_topics``. A row of
``topic_photos`` says that a photo belongs to a topic; things name the photos of all things below them, too, so that a
filter is one look-up. What hidden photos say is in no count and no cover, because the veil hides their rows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

import numpy as np

from photon.domain import Changes, changed
from photon.domain.arrays import Floats, Ids
from photon.domain.decisions.explore import HIDDEN_TOPIC
from photon.domain.explore.topic import Topic, TopicKind, TopicState
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, text_list
from photon.library.db.text_folding import fold_sign
from photon.library.explore.decided_topics import TopicDecision, decided_topics
from photon.library.photos.facets import Counted
from photon.library.photos.photos import ABSENT

_COLUMNS = "t.kind, t.key, t.name, t.parent, t.x, t.y"
KEY_DIGITS = 16
"""Length of the key of a topic that is made from a picture, in hex digits."""
_INSERT = "INSERT OR REPLACE INTO topic_photos (topic, photo_id, weight) VALUES (?, ?, ?)"


class FoundTopic(NamedTuple):
    """A topic with its photos, to be stored.

    Attributes:
        topic: Its ``photos``, ``cover`` and ``state`` are ignored, since they are counted and decided.
        photos: Ids, int64 (n,).
        weights: How well each photo shows it, float32 (n,); the best one is its cover.
        centre: Vector that new photos are compared with, float32 (d,); may be empty.
    """

    topic: Topic
    photos: Ids
    weights: Floats
    centre: Floats


# -- written ---------------------------------------------------------------------------------------------


def replace_topics(library: Library, kind: TopicKind, found: Iterable[FoundTopic], version: str) -> Changes:
    """Store all topics of a kind in place of those before.

    Args:
        library: Open for writing.
        kind: Of all of them.
        found: The topics; each key once.
        version: From what they were made, for ``topics_version``.
    """
    with library.transaction() as db:
        of_kind = "SELECT id FROM topics WHERE kind = ?"
        db.execute(f"DELETE FROM topic_photos WHERE topic IN ({of_kind})", (kind,))
        db.execute("DELETE FROM topics WHERE kind = ?", (kind,))
        for one, photos, weights, centre in found:
            row = (kind, one.key, one.name, one.parent, one.x, one.y, centre.astype(np.float16).tobytes())
            topic = db.execute(
                "INSERT INTO topics (kind, key, name, parent, x, y, centre) VALUES (?, ?, ?, ?, ?, ?, ?)", row
            ).lastrowid
            members = zip(photos.tolist(), weights.tolist(), strict=True)
            db.executemany(_INSERT, ((topic, photo, weight) for photo, weight in members))
        db.execute("INSERT OR REPLACE INTO topic_versions VALUES (?, ?)", (kind, version))
    return changed("topics")


def add_to_topics(library: Library, kind: TopicKind, members: Sequence[tuple[str, int, float]]) -> Changes:
    """Add photos to topics: key, photo and weight of each."""
    with library.transaction() as db:
        ids = dict(db.execute("SELECT key, id FROM topics WHERE kind = ?", (kind,)))
        db.executemany(_INSERT, [(ids[key], photo, weight) for key, photo, weight in members if key in ids])
    return changed("topics", photos=frozenset(photo for _, photo, _ in members)) if members else Changes()


def keep_version(library: Library, kind: TopicKind, version: str) -> None:
    """Note from what the topics of a kind were made, even if there are none."""
    with library.transaction() as db:
        db.execute("INSERT OR REPLACE INTO topic_versions VALUES (?, ?)", (kind, version))


# -- read ------------------------------------------------------------------------------------------------


def topics_version(library: Library, kind: TopicKind) -> str:
    """Return from what the topics of a kind were made; empty if there are none."""
    row = library.db.execute("SELECT version FROM topic_versions WHERE kind = ?", (kind,)).fetchone()
    return str(row[0]) if row else ""


def list_topics(library: Library, kind: TopicKind, *, with_hidden: bool = False) -> list[Topic]:
    """Return the topics of a kind that have photos, most photos first, by the names that count.

    Args:
        library: The library.
        kind: Which.
        with_hidden: Return those that the user hid, too.
    """
    # grouped before names are joined: with 7,000,000 rows in .7 s instead of 3.1; max() takes photo_id from its row
    found = _decided(
        library,
        f"SELECT {_COLUMNS}, x.count, x.photo_id FROM (SELECT topic, count(*) AS count, photo_id, max(weight)"
        " FROM topic_photos WHERE topic IN (SELECT id FROM topics WHERE kind = ?) AND photo_id NOT IN"
        f" ({ABSENT}) GROUP BY topic) x"  # five times as fast as a join
        " JOIN topics t ON t.id = x.topic ORDER BY x.count DESC, t.id",
        kind,
    )
    return [one for one in found if with_hidden or one.state != HIDDEN_TOPIC]


def stored_topics(library: Library, kind: TopicKind) -> list[Topic]:
    """Return all topics of a kind as Photon found them, without counts, in the order in which they were stored."""
    rows = library.db.execute(f"SELECT {_COLUMNS} FROM topics t WHERE t.kind = ? ORDER BY t.id", (kind,))
    return [Topic(*row) for row in rows]


def photos_in_topics(library: Library, kind: TopicKind) -> Ids:
    """Return the photos that have a topic of a kind, int64 (n,), ascending."""
    found = "SELECT DISTINCT x.photo_id AS id FROM topics t JOIN topic_photos x ON x.topic = t.id WHERE t.kind = ?"
    return library.ids(f"{found} ORDER BY 1", (kind,))


def photos_with_vectors(library: Library, encoder: str) -> Ids:
    """Return the photos that are there and have a vector of their picture, int64 (n,), ascending."""
    return library.ids(
        "SELECT p.id FROM photos p JOIN vectors v ON v.encoder = ? AND v.photo_id = p.id"
        " AND v.image_hash = p.image_hash WHERE +p.present = 1 ORDER BY p.id",
        (encoder,),
    )


def count_given_tags(library: Library) -> int:
    """Return how many tags a person gave to photos, by the photo."""
    (count,) = library.db.execute("SELECT count(*) FROM photo_tags").fetchone()
    return int(count)


def make_key(image_hash: bytes) -> str:
    """Return the key of a topic that is made from a picture."""
    return image_hash.hex()[:KEY_DIGITS]


def photos_of_keys(library: Library, keys: Iterable[str]) -> dict[str, int]:
    """Return the photos of whose pictures keys of topics are made, by key; goes through all photos."""
    wanted = set(keys)
    if not wanted:
        return {}
    rows = library.db.execute("SELECT id, image_hash FROM photos WHERE +present = 1")
    return {key: photo for photo, image in rows if (key := make_key(image)) in wanted}


def topic_centres(library: Library, kind: TopicKind) -> tuple[list[str], Floats]:
    """Return keys of topics and their centres, float32 (n, d); not without a centre or with a damaged one."""
    rows = library.db.execute(
        "SELECT key, centre FROM topics WHERE kind = ?1 AND length(centre) = (SELECT length(centre) FROM topics"
        " WHERE kind = ?1 AND length(centre) > 0 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1) ORDER BY id",
        (kind,),
    ).fetchall()
    centres = np.frombuffer(b"".join(centre for _, centre in rows), np.float16).astype(np.float32)
    return [key for key, _ in rows], centres.reshape(len(rows), -1 if rows else 0)


def topic_members(library: Library, kind: TopicKind) -> dict[str, Ids]:
    """Return the photos of the topics of a kind by their keys, int64 (n,), best first; missing and hidden ones, too.

    This is for whoever makes topics anew; what is shown is found by ``photos_of_topic``.
    """
    rows = library.db.execute(
        "SELECT t.key, x.photo_id FROM topics t JOIN topic_photos x ON x.topic = t.id WHERE t.kind = ?"
        " ORDER BY t.id, x.weight DESC",
        (kind,),
    )
    members: dict[str, list[int]] = {}
    for key, photo in rows:
        members.setdefault(key, []).append(photo)
    return {key: np.array(photos, np.int64) for key, photos in members.items()}


def photos_of_topic(library: Library, kind: TopicKind, key: str) -> Ids:
    """Return the photos of a topic that are there, best first, int64 (n,)."""
    return library.ids(
        "SELECT p.id FROM topics t JOIN topic_photos x ON x.topic = t.id JOIN photos p ON p.id = x.photo_id"
        " AND p.present = 1 WHERE t.kind = ? AND t.key = ? ORDER BY x.weight DESC, p.id",
        (kind, key),
    )


def topics_of_photo(library: Library, photo: int) -> list[Topic]:
    """Return the topics of a photo, themes last, without those that the user hid; their photos are not counted."""
    query = f"SELECT {_COLUMNS} FROM topic_photos x JOIN topics t ON t.id = x.topic WHERE x.photo_id = ?"
    found = _decided(library, f"{query} ORDER BY t.kind DESC, t.id", photo)
    return [one for one in found if one.state != HIDDEN_TOPIC]


def _decided(library: Library, query: str, value: object) -> list[Topic]:
    """Return the topics that a query selects, with what a person decided about them."""
    decided = decided_topics(library)
    found = []
    for row in library.db.execute(query, (value,)):
        one = Topic(*row[:8])
        name, state = decided.get((one.kind, one.key), TopicDecision())
        found.append(replace(one, name=name or one.name, state=cast("TopicState", state)))
    return found


# -- filters ---------------------------------------------------------------------------------------------


def topic_condition(library: Library, kind: TopicKind, text: str) -> tuple[str, list[object]]:
    """Return the condition that the photo ``p`` is of a topic by its name, former name or key, and its bound values."""
    wanted = fold_sign(text)
    named = _decided(library, f"SELECT {_COLUMNS} FROM topics t WHERE t.kind = ?", kind)
    keys = [one.key for one in named if text == one.key or (wanted and fold_sign(one.name) == wanted)]
    if wanted and not keys:  # saved before it was renamed
        found_names = library.db.execute("SELECT key, name FROM topics WHERE kind = ?", (kind,))
        keys = [key for key, name in found_names if fold_sign(name) == wanted]
    found = (
        f"SELECT x.photo_id FROM topics t JOIN topic_photos x ON x.topic = t.id WHERE t.kind = ? AND t.key {IN_LIST}"
    )
    return f"p.id IN ({found})", [kind, text_list(keys)]


def has_photos(library: Library, kind: TopicKind, text: str) -> bool:
    """Whether a filter by a topic finds any photo that may be seen."""
    condition, values = topic_condition(library, kind, text)
    found = library.db.execute(f"SELECT 1 FROM photos p WHERE {condition} AND p.present = 1 LIMIT 1", values)
    return found.fetchone() is not None


def topic_counts(library: Library, kind: TopicKind) -> Counted:
    """Return the names of topics with their numbers of photos, most first."""
    found = _decided(  # all are counted without a look at each, then the few of photos that are not there
        library,
        f"SELECT {_COLUMNS}, (SELECT count(*) FROM topic_photos WHERE topic = t.id) - ifnull(g.gone, 0) AS n"
        " FROM topics t LEFT JOIN (SELECT topic, count(*) AS gone FROM topic_photos WHERE photo_id IN"
        f" ({ABSENT}) GROUP BY topic) g ON g.topic = t.id"
        " WHERE t.kind = ? ORDER BY n DESC, t.id",
        kind,
    )
    return [(one.name, one.photos) for one in found if one.name and one.photos and one.state != HIDDEN_TOPIC]
