"""Read the data of photos that is compared: paths, facts, marks and fingerprints."""

from collections.abc import Iterable, Iterator, Sequence

from photon.domain.photo.fingerprint import Fingerprint
from photon.domain.photo.shot import Shot
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import join
from photon.library.duplicates.fingerprints import unpacked_codes

_READ = (
    "SELECT p.id, ifnull(p.read_image_hash, p.image_hash), p.format, p.width, p.height, p.taken, p.camera,"
    " p.exposure, p.aperture, p.iso,"
    " p.rating + p.favourite, d.path, f.relative, f.size,"
    " (SELECT count(*) FROM files WHERE photo_id = p.id AND missing IS NULL),"
    " m.codes, m.sharpness, m.clipped, m.noise, m.level, m.plain"
    " FROM photos p JOIN files f ON f.id = (SELECT min(id) FROM files WHERE photo_id = p.id AND missing IS NULL)"
    " JOIN folders d ON d.id = f.folder_id"
    " LEFT JOIN fingerprints m ON m.photo_id = p.id AND m.image_hash = p.image_hash"
    " WHERE +p.present = 1 AND p.seconds IS NULL"  # a still does not say whether videos are the same
)
_CROWD = 2000  # photos within a span: more have no times of their own


def all_shots(library: Library) -> list[Shot]:
    """Read all present photos."""
    return list(_shots(library.db.execute(_READ)))


def shots_of(library: Library, photos: Iterable[int]) -> dict[int, Shot]:
    """Read some photos, by id; photos that are not present are left out."""
    rows = library.db.execute(f"{_READ} AND p.id {IN_LIST}", (id_list(photos),))
    return {shot.photo: shot for shot in _shots(rows)}


def shots_between(library: Library, spans: Iterable[tuple[str, str]]) -> dict[int, Shot]:
    """Read the photos that were taken in some spans, by id.

    Args:
        library: The library.
        spans: First and last times, in ISO 8601; of each, the earliest photos are read.
    """
    asked = (
        "SELECT id FROM photos WHERE present = 1 AND taken IS NOT NULL AND shown BETWEEN ? AND ? ORDER BY shown LIMIT ?"
    )
    return shots_of(library, [photo for span in spans for photo in library.column(asked, (*span, _CROWD))])


def twins(library: Library) -> set[int]:
    """Find present photos with the same pixels as another one."""
    return set(
        library.column(
            "SELECT id FROM photos WHERE present = 1 AND read_image_hash IN"
            " (SELECT read_image_hash FROM photos WHERE present = 1 GROUP BY 1 HAVING count(*) > 1)"
        )
    )


def twins_of(library: Library, photos: Iterable[int]) -> set[int]:
    """Find present photos with the same pixels as some photos, including these."""
    return set(
        library.column(
            "SELECT id FROM photos WHERE present = 1 AND read_image_hash IN"
            f" (SELECT read_image_hash FROM photos WHERE id {IN_LIST})",
            (id_list(photos),),
        )
    )


def files_of(library: Library, photos: Sequence[int]) -> dict[int, list[str]]:
    """Read the paths of photos that are not missing, ordered by folder.

    Args:
        library: The library.
        photos: Photo ids.
    """
    found: dict[int, list[str]] = {photo: [] for photo in photos}
    rows = library.db.execute(
        "SELECT f.photo_id, d.path, f.relative FROM files f JOIN folders d ON d.id = f.folder_id"
        f" WHERE f.missing IS NULL AND f.photo_id {IN_LIST} ORDER BY d.path, f.relative",
        (id_list(photos),),
    )
    for photo, root, relative in rows:
        found[photo].append(join(root, relative))
    return found


def _shots(rows: Iterable[tuple[object, ...]]) -> Iterator[Shot]:
    for row in rows:
        photo, image, format_, width, height, taken, camera, exposure, aperture, iso, merit, root, relative = row[:13]
        size, files, *mark = row[13:]
        yield Shot(
            photo, join(str(root), str(relative)), bytes(image), format_, width, height, size, files, taken, camera,  # type: ignore[arg-type, call-overload]
            exposure, aperture, iso, merit, _fingerprint(mark),  # type: ignore[arg-type]
        )  # fmt: skip


def _fingerprint(mark: Sequence[object]) -> Fingerprint | None:
    codes, *values = mark
    found = unpacked_codes(codes) if isinstance(codes, bytes) else None
    return None if found is None else Fingerprint(found[0], *values, found[1])  # type: ignore[arg-type, call-arg]
