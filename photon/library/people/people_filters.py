"""SQL of the filters by people, and people by their numbers of photos.

Hidden people are in no condition and no count, and neither are faces that Photon takes for one of them.
"""

import json
from collections.abc import Sequence

from photon.domain.arrays import Ids
from photon.domain.decisions.people import HIDDEN_PERSON, IS, WHOLE
from photon.domain.people.face import SMALLEST_FACE, read_box
from photon.domain.people.person import Person
from photon.domain.query.filter_values import Bounds
from photon.library.db.connection import Library
from photon.library.db.text_folding import fold
from photon.library.people.faces import is_box
from photon.library.people.people import all_people
from photon.library.photos.facets import Counted, among_condition

PeopleSql = tuple[str, list[object]]
"""A condition on the photo p, and its bound values."""
_NAMED = (
    "face_people f LEFT JOIN people h ON h.person = f.person"
    f" WHERE f.state = '{IS}' AND ifnull(h.state, '') <> '{HIDDEN_PERSON}'"
)
_UNNAMED = (
    # as VALID, in the order of the photos, in which two indexes are read side by side; hidden people have few faces
    "items i CROSS JOIN photos p ON p.id = i.photo_id AND p.image_hash = i.image_hash"
    f" CROSS JOIN face_details d ON d.item = i.id WHERE d.matched = '' AND d.size >= {SMALLEST_FACE}"
    " AND d.item NOT IN (SELECT g.item FROM people h CROSS JOIN face_groups g ON g.person = h.person"
    f" AND g.is_rejected = 0 WHERE h.state = '{HIDDEN_PERSON}')"
)
_COUNTS = (
    f"SELECT f.photo_id, 1 AS n FROM {_NAMED} AND f.box NOT LIKE '{WHOLE}%'"
    f" UNION ALL SELECT d.photo_id, 1 FROM {_UNNAMED}"
)
_WITHOUT = (
    " UNION ALL SELECT s.photo_id, 0 FROM face_photos s JOIN photos o ON o.id = s.photo_id"
    " AND o.image_hash = s.image_hash"
)
HAS_UNNAMED = (
    f"p.id IN (SELECT d.photo_id FROM {_UNNAMED} UNION ALL SELECT f.photo_id FROM {_NAMED} AND ifnull(h.name, '') = '')"
)
"""SQL condition that the photo ``p`` shows somebody whom nobody named."""


def people_meant(library: Library, text: str) -> list[Person]:
    """Return the people of a name or key, or, if there are none, those in whose names the words stand; none hidden."""
    known = [one for one in all_people(library).values() if not one.is_hidden]
    wanted = fold(text)
    exact = [one for one in known if text == one.key or (wanted and fold(one.name) == wanted)]
    return exact or [one for one in known if wanted and f" {wanted} " in f" {fold(one.name)} "]


def person_condition(library: Library, text: str) -> PeopleSql:
    """Return the condition that a photo shows a person, confirmed by the user or named by metadata."""
    keys = [one.key for one in people_meant(library, text)]
    found = (
        f"SELECT f.photo_id FROM face_people f WHERE f.state = '{IS}' AND f.person IN (SELECT value FROM json_each(?))"
    )
    return f"p.id IN ({found})", [json.dumps(keys)]


def seconds_of_people(library: Library, names: Sequence[str], photos: Sequence[int]) -> dict[int, float]:
    """Return when in videos people are whom the preview does not show, confirmed ones, in seconds."""
    keys = [one.key for name in names for one in people_meant(library, name)]
    rows = library.db.execute(
        f"SELECT photo_id, box FROM face_people WHERE state = '{IS}' AND box NOT LIKE '{WHOLE}%'"
        " AND person IN (SELECT value FROM json_each(?)) AND photo_id IN (SELECT value FROM json_each(?))",
        (json.dumps(keys), json.dumps(list(photos))),
    )
    first: dict[int, float] = {}
    for photo, box in rows if keys else ():
        if is_box(box):
            seconds = read_box(box).seconds
            first[photo] = min(seconds, first.get(photo, seconds))
    return {photo: seconds for photo, seconds in first.items() if seconds}


def people_condition(bounds: Bounds) -> PeopleSql:
    """Return the condition that a photo in which faces were looked for shows so many people."""
    condition, values = _bounded("sum(n)", bounds)
    counts = _COUNTS if (bounds.low or 0) > 0 else _COUNTS + _WITHOUT
    return f"p.id IN (SELECT photo_id FROM ({counts}) GROUP BY photo_id HAVING {condition})", values


def age_condition(library: Library, bounds: Bounds, names: Sequence[str] = ()) -> PeopleSql:
    """Return the condition that a photo, at its date, shows a person of some age.

    Args:
        library: The library.
        bounds: The age in completed years.
        names: Who is meant, one of them; empty for anybody whose birthday is known.
    """
    age = "(substr(o.taken, 1, 4) - substr(h.birthday, 1, 4) - (substr(o.taken, 6, 5) < substr(h.birthday, 6, 5)))"
    condition, values = _bounded(age, bounds)
    found = (
        "SELECT f.photo_id FROM face_people f JOIN people h ON h.person = f.person JOIN photos o ON o.id = f.photo_id"
        f" WHERE f.state = '{IS}' AND h.state <> '{HIDDEN_PERSON}' AND h.birthday <> '' AND o.taken IS NOT NULL"
        f" AND {age} >= 0 AND {condition}"
    )
    if names:
        found += " AND f.person IN (SELECT value FROM json_each(?))"
        values = [*values, json.dumps([one.key for name in names for one in people_meant(library, name)])]
    return f"p.id IN ({found})", values


def _bounded(measure: str, bounds: Bounds) -> tuple[str, list[object]]:
    ends = ((bounds.low, ">", bounds.low_open), (bounds.high, "<", bounds.high_open))
    given = [(f"{measure} {sign}{'' if is_open else '='} ?", end) for end, sign, is_open in ends if end is not None]
    return " AND ".join(condition for condition, _ in given) or "1", [end for _, end in given]


def person_counts(library: Library, among: Ids | None = None) -> Counted:
    """Return the names of people with their numbers of photos, most first; people of one name count together.

    Args:
        library: The library.
        among: The photos to count, int64 (n,), or None for all.
    """
    condition, values = among_condition("p.id", among)
    rows = library.db.execute(
        "SELECT h.name, count(DISTINCT p.id) FROM face_people f JOIN people h ON h.person = f.person"
        f" JOIN photos p ON p.id = f.photo_id WHERE f.state = '{IS}' AND h.state <> '{HIDDEN_PERSON}' AND h.name <> ''"
        f" AND {condition} GROUP BY h.name ORDER BY 2 DESC, 1",
        values,
    )
    return [(str(name), int(count)) for name, count in rows]
