"""Tables of ``cache.db`` that tell whose frames were looked through; ``cache_schema`` lists all."""

FILM_LOOKS = """
    CREATE TABLE face_films (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, model TEXT NOT NULL) STRICT;
    CREATE TABLE text_films (photo_id INTEGER PRIMARY KEY, image_hash BLOB NOT NULL, model TEXT NOT NULL) STRICT;
    """
