"""Read the data of photos that an export needs."""

from collections.abc import Sequence

from photon.domain import Facts
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.export_recipe import ExportPhoto, Reason
from photon.domain.metadata.photo_record import PhotoRecord
from photon.library.albums import album_content
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.db.id_list import IN_LIST, id_list
from photon.library.db.path_choice import FIRST, PathChoice, join
from photon.library.films.frames import times_of
from photon.library.photos.events import known_events
from photon.library.stacks.stacks import stacks_of
from photon.library.tags import tags
from photon.library.text import texts


def outgoing(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> list[ExportPhoto]:
    """Return photos, each with the file to export; a file that is not missing is preferred.

    Args:
        library: The library.
        photos: Photo ids.
        choice: Decides which of several paths of one photo is used.

    Returns:
        The photos in the given order; those without any file are left out.
    """
    found: dict[int, ExportPhoto] = {}
    rows = library.db.execute(
        "SELECT p.id, d.path, f.relative, f.size, f.mtime_ns, p.taken, c.title, p.format, p.damage, p.width,"
        " p.height, ifnull(p.camera, ''), f.names_albums, f.missing IS NOT NULL, d.offline FROM photos p"
        " JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id"
        " LEFT JOIN captions c ON c.photo_id = p.id"
        f" WHERE p.id {IN_LIST}",
        (id_list(photos),),
    ).fetchall()
    rows.sort(key=lambda row: choice.rank(*row[1:3], is_missing=row[-2], is_offline=row[-1]), reverse=True)
    shelved = album_content.albums_of_photos(library, photos)
    for id_, root, relative, size, mtime_ns, taken, title, format_, damage, *rest in rows:
        width, height, camera, names_albums, is_missing, is_offline = rest
        obstacle: Reason | None = "missing" if is_missing else "offline" if is_offline else None
        facts = (taken, title or "", format_, damage, obstacle, (width, height), camera, next(iter(shelved[id_]), ()))
        is_naming = None if names_albums is None else bool(names_albums)
        found[id_] = ExportPhoto(id_, join(root, relative), size, mtime_ns, *facts, is_naming)
    return [found[photo] for photo in photos if photo in found]


def pictures(library: Library, photos: Sequence[int]) -> dict[int, bytes]:
    """Read the hash of the picture in each photo's file, which stays when metadata is written or the photo turned."""
    rows = library.db.execute(
        f"SELECT id, ifnull(read_image_hash, image_hash) FROM photos WHERE id {IN_LIST}", (id_list(photos),)
    )
    return {id_: bytes(picture) for id_, picture in rows}


def watched_around(library: Library, folder: str) -> str:
    """Find the watched folder that contains a folder or is that folder; empty if there is none."""
    roots = [str(path) for (path,) in library.db.execute("SELECT path FROM folders")]
    return next((root for root in roots if f"{folder}/".startswith(root.rstrip("/") + "/")), "")


def names_below(library: Library, folder: str) -> set[str]:
    """List the paths below a folder, relative to it, at which the library has a photo, present or missing."""
    prefix = folder.rstrip("/") + "/"
    found: set[str] = set()
    for id_, root in library.db.execute("SELECT id, path FROM folders").fetchall():
        base = root.rstrip("/") + "/"
        if not (base.startswith(prefix) or prefix.startswith(base)):
            continue
        rows = library.db.execute("SELECT relative FROM files WHERE folder_id = ?", (id_,))
        paths = (join(root, relative) for (relative,) in rows)
        found |= {path[len(prefix) :] for path in paths if path.startswith(prefix)}
    return found


def records(library: Library, photos: Sequence[int], choice: PathChoice = FIRST) -> list[PhotoRecord]:
    """Read the metadata of photos for export tables, in the given order; those without any file are left out."""
    given, written = tags.tags_for_photos(library, photos), captions.captions_for_photos(library, photos)
    shelved, stacked = album_content.albums_of_photos(library, photos), stacks_of(library, photos)
    events, pages = known_events(library), texts.pages(library, photos)
    moments = times_of(library, photos)
    rows = library.db.execute(
        "SELECT p.id, d.path, f.relative, f.missing IS NOT NULL, d.offline, f.size, f.mtime_ns, p.added, p.rating,"
        " p.favourite, p.label, p.flag, p.shown, p.seconds, p.latitude, p.longitude, p.format, p.width, p.height,"
        " p.taken, p.camera, p.lens, p.exposure, p.aperture, p.iso, p.focal_length FROM photos p"
        f" JOIN files f ON f.photo_id = p.id JOIN folders d ON d.id = f.folder_id WHERE p.id {IN_LIST}",
        (id_list(photos),),
    ).fetchall()
    rows.sort(key=lambda row: choice.rank(*row[1:3], is_missing=row[3], is_offline=row[4]), reverse=True)
    found: dict[int, PhotoRecord] = {}
    for (
        id_,
        root,
        relative,
        _,
        _,
        size,
        mtime_ns,
        added,
        rating,
        favourite,
        label,
        flag,
        shown,
        seconds,
        *facts,
    ) in rows:
        latitude, longitude = facts[:2]
        gps = None if latitude is None or longitude is None else (latitude, longitude)
        caption = written.get(id_, Caption())
        found[id_] = PhotoRecord(
            id_, join(root, relative), size, mtime_ns, added, Facts(*(*facts[2:], gps)), rating, bool(favourite),
            caption.title, caption.text, tuple(one.path for one in given[id_] if one.state == "confirmed"), label, flag,
            tuple(shelved[id_]), stacked.get(id_, (0,))[0], events.name_at(shown) if facts[5] else "",
            "\n".join(line.text for line in pages[id_].written) if id_ in pages else "",  # codes have keys of networks
            seconds, moments.get(id_, ()),
        )  # fmt: skip
    return [found[photo] for photo in photos if photo in found]
