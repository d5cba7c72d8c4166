"""Edits of where photos were taken, and of the user's places: each is one step of the journal, which it names."""

from collections.abc import Callable, Mapping, Sequence

from photon.domain import Changes, PhotonError
from photon.domain.places.coordinates import Coordinates, located_text, require_point
from photon.domain.places.own_place import OwnPlace
from photon.domain.unseen_characters import line_written_out
from photon.language import tr, tr_n
from photon.library import Library
from photon.library.db.text_folding import fold_sign
from photon.library.photos.photo_locations import decided_locations, filed_locations, locate_photos
from photon.library.places import own_places, suggested_places


def locate(library: Library, photos: Sequence[int], point: Coordinates) -> Changes:
    """Say where photos were taken.

    Raises:
        PhotonError: There is no such point.
    """
    text = located_text(require_point(*point))
    return _decide(
        library, dict.fromkeys(photos, text),
        lambda count: tr_n("set the location of {count:,} photo", "set the locations of {count:,} photos", count),
    )  # fmt: skip


def clear(library: Library, photos: Sequence[int]) -> Changes:
    """Say that the places of photos are unknown."""
    return _decide(
        library, dict.fromkeys(photos, located_text(None)),
        lambda count: tr_n(
            "removed the location of {count:,} photo", "removed the locations of {count:,} photos", count
        ),
    )  # fmt: skip


def reset(library: Library, photos: Sequence[int]) -> Changes:
    """Let the coordinates in the files of photos count again."""
    return _decide(
        library, dict.fromkeys(photos, ""),
        lambda count: tr_n("reset the location of {count:,} photo", "reset the locations of {count:,} photos", count),
    )  # fmt: skip


def confirm(library: Library, photos: Sequence[int]) -> Changes:
    """Accept suggestions; of photos without one, say that the coordinates in their files are right.

    Photos about which a person decided stay as they are.
    """
    suggested = {one.photo: one.coordinates for one in suggested_places.suggested_points(library, photos)}
    decided = decided_locations(library, photos)
    points = filed_locations(library, [photo for photo in photos if photo not in decided]) | suggested
    return _decide(
        library, {photo: located_text(point) for photo, point in points.items()},
        lambda count: tr_n(
            "confirmed the location of {count:,} photo", "confirmed the locations of {count:,} photos", count
        ),
    )  # fmt: skip


def _decide(library: Library, locations: Mapping[int, str], name: Callable[[int], str]) -> Changes:
    """Decide where photos were taken, and name the step after the number of photos that changed."""
    changes = locate_photos(library, locations)
    library.journal.name_step(name(len(changes.photos)))
    return changes


def name_place(library: Library, place: OwnPlace) -> Changes:
    """Name a circle; its key is new."""
    changes = own_places.store_place(library, place)
    library.journal.name_step(tr("named the place “{name}”", name=line_written_out(place.name)))
    return changes


def change_place(library: Library, place: OwnPlace) -> Changes:
    """Change the place with this key."""
    before = line_written_out(own_places.own_place_at(library, place.key).name)
    changes, now = own_places.store_place(library, place), line_written_out(place.name)
    if before == now:
        library.journal.name_step(tr("changed the place “{name}”", name=now))
    else:
        library.journal.name_step(tr("renamed the place “{before}” to “{now}”", before=before, now=now))
    return changes


def delete_place(library: Library, place: OwnPlace) -> Changes:
    """Delete a place; photos keep their coordinates."""
    changes = own_places.delete_place(library, place.key)
    library.journal.name_step(tr("deleted the place “{name}”", name=line_written_out(place.name)))
    return changes


def tell_filed(library: Library, place: OwnPlace) -> str:
    """Say of how many photos the files or sidecars may tell where a private place is; empty for none."""
    count = own_places.count_filed(library, place) if place.is_private else 0
    if not count:
        return ""
    return tr_n(
        "The files of {count:,} photo may still tell where it is: save its metadata to remove what Photon wrote.",
        "The files of {count:,} photos may still tell where it is: save their metadata to remove what Photon wrote.",
        count,
    )


def find_own(library: Library, text: str) -> OwnPlace:
    """Return the only place of the user with this key or name.

    Raises:
        PhotonError: There is none, or several have this name.
    """
    known = own_places.own_places(library)
    found = (
        [known[text]] if text in known else [one for one in known.values() if fold_sign(one.name) == fold_sign(text)]
    )
    if not found:
        raise PhotonError(
            tr("You named no place “{name}”; nothing was changed.", name=line_written_out(text)),
            tr("To see your places: photon places"),
        )
    if len(found) > 1:
        raise PhotonError(
            tr("{count} places are named “{name}”; nothing was changed.", count=len(found), name=found[0].name),
            tr("Use the key of one of them, which photon places --json prints."),
        )
    return found[0]
