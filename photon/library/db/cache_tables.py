"""Tables of ``cache.db`` about places, looks, topics and regions of photos; ``cache_schema`` lists all."""

from collections.abc import Set

_DEPENDENT = {"moments": {"items"}, "faces": {"items"}, "film_looks": {"faces", "texts"}}  # those that name others last

FILM_LOOKS = (
    1,
    """
    CREATE TABLE face_films (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, model TEXT NOT NULL) STRICT;
    CREATE TABLE text_films (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, model TEXT NOT NULL) STRICT;
    """,
)

PLACES = (
    1,
    """
    CREATE TABLE photo_places (photo_id INTEGER PRIMARY KEY, version TEXT NOT NULL, latitude REAL NOT NULL,
        longitude REAL NOT NULL, quarter TEXT NOT NULL, town TEXT NOT NULL, region TEXT NOT NULL,
        country TEXT NOT NULL, zone TEXT NOT NULL, town_id INTEGER NOT NULL,
        doubt TEXT NOT NULL DEFAULT '') STRICT;
    CREATE INDEX photo_places_by_names ON photo_places (country, region, town, quarter, town_id, doubt);
    CREATE INDEX photo_places_doubtful ON photo_places (photo_id) WHERE doubt <> '';
    CREATE TABLE place_names (town_id INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (town_id, name))
        STRICT, WITHOUT ROWID;
    CREATE INDEX place_names_by_name ON place_names (name);
    CREATE TABLE country_names (country TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (country, name)) STRICT;
    CREATE TABLE place_suggestions (photo_id INTEGER PRIMARY KEY, latitude REAL NOT NULL, longitude REAL NOT NULL,
        from_photo INTEGER NOT NULL, seconds REAL NOT NULL) STRICT;
    """,
)
TOPICS = (
    1,
    """
    CREATE TABLE topics (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, name TEXT NOT NULL,
        parent TEXT NOT NULL, x REAL NOT NULL, y REAL NOT NULL, centre BLOB NOT NULL, UNIQUE (kind, key)) STRICT;
    CREATE TABLE topic_photos (topic INTEGER NOT NULL, photo_id INTEGER NOT NULL, weight REAL NOT NULL,
        PRIMARY KEY (topic, photo_id)) STRICT, WITHOUT ROWID;
    CREATE INDEX topic_photos_by_photo ON topic_photos (photo_id);
    CREATE TABLE topic_versions (kind TEXT PRIMARY KEY, version TEXT NOT NULL) STRICT;
    """,
)
REGIONS = (
    2,  # incremented whenever the same map of a photo would be stored in another way
    """
    CREATE TABLE photo_regions (photo_id INTEGER NOT NULL, encoder TEXT NOT NULL, image_hash BLOB NOT NULL,
        regions BLOB NOT NULL) STRICT;
    CREATE UNIQUE INDEX photo_regions_by_encoder ON photo_regions (encoder, photo_id, image_hash);
    """,
)
LOOKED_PHOTOS = (1, "CREATE TABLE looked_photos (photo_id INTEGER PRIMARY KEY, day TEXT NOT NULL) STRICT")
TABLES = {
    "film_looks": FILM_LOOKS,
    "places": PLACES,
    "topics": TOPICS,
    "looked_photos": LOOKED_PHOTOS,
    "regions": REGIONS,
}
"""Format and statements by kind of content."""


def add_dependent(kinds: Set[str]) -> Set[str]:
    """Return kinds of content together with those that are meaningless once these were dropped."""
    for kind, others in _DEPENDENT.items():
        kinds = kinds | {kind} if kinds & others else kinds
    return kinds
