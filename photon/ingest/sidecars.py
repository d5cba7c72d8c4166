"""Find the sidecars of each photo in a listing, in a form that reveals any change."""

import logging
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from photon.domain.photo.file_time import modified_ns
from photon.ingest.listing import SIDECAR, FolderListing
from photon.media.sidecar.camera_files import camera_names
from photon.media.sidecar.picasa import NAMES
from photon.media.sidecar.takeout_names import paired

log = logging.getLogger(__name__)

_SEPARATOR = "|"


def beside(listing: FolderListing) -> dict[str, str]:
    """Find possible sidecars by relative path, as a text of names, sizes and times; photos without any are left out.

    Both naming schemes, ``IMG_1.jpg.xmp`` and ``IMG_1.xmp``, in any case, the JSON files of a Google Takeout and
    Picasa's file of the folder are included. Which of them really belong to the photo is decided when they are read.
    """
    if listing.beside is None:  # 20,000 photos of a Takeout take 0.2 s
        listing.beside = _found(listing) if listing.sidecars or listing.exports or listing.picasa else {}
    return listing.beside


def beside_one(photo: str, names: Iterable[str]) -> str:
    """Find the sidecars of one photo whose folder is not listed, in the same form.

    Args:
        photo: Path of the photo.
        names: Names of its possible sidecars, in the order of a listing.

    Returns:
        Names, sizes and times; empty if there are none.
    """
    stamps = []
    for name in (*names, *NAMES):
        if not name.startswith(".") or name in NAMES:
            with suppress(OSError):
                status = Path(photo).with_name(name).stat()
                stamps.append(_stamp_of(name, status.st_size, modified_ns(status)))
    return _SEPARATOR.join(stamps)


def _stamp_of(name: str, size: int, mtime_ns: int) -> str:
    return f"{name}:{size}:{mtime_ns}"


def _found(listing: FolderListing) -> dict[str, str]:
    by_name: dict[tuple[str, str], list[str]] = {}
    for relative, (size, mtime_ns) in sorted(listing.sidecars.items()):
        folder, _, name = relative.rpartition("/")
        by_name.setdefault((folder, name.casefold()), []).append(_stamp_of(name, size, mtime_ns))
    exports = _exports(listing)
    found = {}
    for relative in listing.files:
        folder, _, name = relative.rpartition("/")
        names = dict.fromkeys((name, name.rpartition(".")[0]))
        beside_it = (*((wanted + SIDECAR).casefold() for wanted in names), *camera_names(name))
        stamps = [one for wanted in beside_it for one in by_name.get((folder, wanted), ())]
        stamps += filter(None, [exports.get(relative)])
        picasa = listing.picasa.get(folder, {})
        stamps += [_stamp_of(one, *picasa[one]) for one in NAMES if one in picasa]
        if stamps:
            found[relative] = _SEPARATOR.join(stamps)
    return found


def _exports(listing: FolderListing) -> dict[str, str]:
    photos, found = _by_folder(listing.files), {}
    for folder, names in _by_folder(listing.exports).items():
        before = f"{folder}/" if folder else ""
        try:
            claims = paired(photos.get(folder, ()), names)
        except Exception:  # unusual names must only affect their own folder
            log.exception("Skipped the JSON files in %s", folder or "the folder")
            continue
        for name, claim in claims.items():
            size, mtime_ns = listing.exports[before + claim.name]
            found[before + name] = _stamp_of(claim.name, size, mtime_ns)
    return found


def _by_folder(relatives: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for relative in relatives:
        folder, _, name = relative.rpartition("/")
        found.setdefault(folder, []).append(name)
    return found
