"""XMP sidecars: which file belongs to which photo.

Two names are in use. ``IMG_1.jpg.xmp`` (digiKam, darktable, Immich) belongs to one file. ``IMG_1.xmp`` (Lightroom,
Capture One, Bridge) belongs to all pictures of that name, but if one of them is a RAW file, only to that: programs that
use this name write a JPEG's metadata into the JPEG. A sidecar that names its file type itself
(``photoshop:SidecarForExtension``) takes precedence over that rule. Only ``clip.mp4.xmp`` belongs to a video. Case is
ignored on every system; if a name exists in several variants, the exact one wins.

The JSON file of a Google Takeout is read last, by ``takeout``, and so are Picasa's faces, by ``picasa``, and what a
camera wrote beside a film, by ``camera_files``.
"""

from dataclasses import field, replace
from functools import lru_cache, partial
from pathlib import Path

from photon.domain import Problem, UnreadableFile
from photon.language import tr
from photon.media.file import file_kinds
from photon.media.file.source import opened
from photon.media.metadata import xmp
from photon.media.metadata.exif import Tags
from photon.media.metadata.rdf import Properties
from photon.media.sidecar import camera_files
from photon.media.sidecar.picasa import PicasaEntry, read_picasa
from photon.media.sidecar.takeout import TakeoutEntry, read_export
from photon.media.sidecar.takeout_names import ENDING as JSON
from photon.media.sidecar.takeout_names import Claim, paired
from photon.quick_dataclass import dataclass

ENDING = ".xmp"
_UNREADABLE = tr("This sidecar can't be read.")
_HINT = tr("Photon skipped it. Repair or delete it.")


@dataclass(frozen=True, slots=True)
class SidecarListing:
    """A snapshot of the names in one folder that matter for sidecars.

    Attributes:
        sidecars: Names that differ only in case, by their case-folded name; those of cameras' files, too.
        pictures: Names of photos, by their case-folded stem.
        exports: JSON file of a Google Takeout, by the photo's name.
    """

    sidecars: dict[str, tuple[str, ...]] = field(default_factory=dict)
    pictures: dict[str, tuple[str, ...]] = field(default_factory=dict)
    exports: dict[str, Claim] = field(default_factory=dict)

    def around(self, photo: str) -> "SidecarListing":
        """Return the part that matters for one photo, small enough to be stored with a plan.

        Args:
            photo: Path of the photo.
        """
        path = Path(photo)
        stem = path.stem.casefold()
        wanted = (path.name.casefold() + ENDING, stem + ENDING, *camera_files.camera_names(path.name))
        return SidecarListing(
            {name: self.sidecars[name] for name in wanted if name in self.sidecars},
            {stem: self.pictures[stem]} if stem in self.pictures else {},
            {path.name: self.exports[path.name]} if path.name in self.exports else {},
        )

    def with_sidecar(self, name: str) -> "SidecarListing":
        """Return a copy with one more sidecar.

        Args:
            name: Name of the sidecar.
        """
        there = self.sidecars.get(name.casefold(), ())
        return replace(self, sidecars=self.sidecars | {name.casefold(): tuple(sorted({*there, name}))})

    def beside(self, photo: str) -> list[str]:
        """Return the names of all files in the folder that may belong to a photo.

        Args:
            photo: Path of the photo.
        """
        path = Path(photo)
        own = (path.name.casefold() + ENDING, path.stem.casefold() + ENDING)
        wanted = dict.fromkeys((*own, *camera_files.camera_names(path.name)))
        claim = self.exports.get(path.name)
        return [name for one in wanted for name in self.sidecars.get(one, ())] + ([claim.name] if claim else [])


@dataclass(slots=True)
class Sidecars:
    """The sidecars of one photo.

    Attributes:
        paths: Those that were read, the most specific first.
        properties: Their properties, in the same order.
        passed_over: Those that exist but could not be read.
        export: Content of a Google Takeout's JSON file, if there is one.
        unused: Why that file cannot be used.
        picasa: Faces that Picasa knows, if there are any.
        camera: What the camera wrote beside a film, in EXIF's fields.
    """

    paths: list[str] = field(default_factory=list)
    properties: list[Properties] = field(default_factory=list)
    passed_over: list[Problem] = field(default_factory=list)
    export: TakeoutEntry | None = None
    unused: Problem | None = None
    picasa: PicasaEntry | None = None
    camera: Tags = field(default_factory=dict)


def read_sidecars(path: str, listing: SidecarListing | None = None) -> Sidecars:
    """Read the sidecars of a photo. Malformed ones are reported and ignored completely.

    Args:
        path: The photo.
        listing: Listing of its folder, when reading many photos of a folder that changes meanwhile.
    """
    listing = listing or listing_of(Path(path).parent)
    found = Sidecars()
    for sidecar in sidecars_of(path, listing):
        try:
            properties = _read(sidecar)
        except UnreadableFile as error:
            found.passed_over.append(error.at(sidecar))
            continue
        if _is_about(properties, sidecar, path, listing):
            found.paths.append(sidecar)
            found.properties.append(properties)
    return found


def read_everything_beside(path: str, listing: SidecarListing | None = None) -> Sidecars:
    """Read the sidecars of a photo, the JSON file of a Google Takeout, and Picasa's faces.

    Args:
        path: The photo.
        listing: Listing of its folder, when reading many photos of a folder that changes meanwhile.
    """
    listing = listing or listing_of(Path(path).parent)
    found = read_sidecars(path, listing)
    found.picasa = read_picasa(path)
    names = map(partial(_best, listing), camera_files.camera_names(Path(path).name))
    found.camera = camera_files.read_camera_files(str(Path(path).with_name(name)) for name in names if name)
    claim = listing.exports.get(Path(path).name)
    if claim:
        try:
            found.export = read_export(path, claim)
        except UnreadableFile as error:
            found.unused = error.at(str(Path(path).with_name(claim.name)))
    return found


def sidecars_of(path: str, listing: SidecarListing | None = None) -> list[str]:
    """Find the sidecars that may belong to a photo, that with its full name first; none is opened.

    Args:
        path: The photo.
        listing: Listing of its folder.

    Returns:
        Their paths.
    """
    photo = Path(path)
    listing = listing or listing_of(photo.parent)
    names = (photo.name,) if file_kinds.is_video(photo.name) else dict.fromkeys((photo.name, photo.stem))
    found = [_best(listing, wanted + ENDING) for wanted in names]
    return [str(photo.parent / name) for name in found if name]


def _read(path: str) -> Properties:
    with opened(path) as source:
        if source.data is None:
            raise UnreadableFile("damaged", tr("This file is too large for a sidecar."), _HINT)
        try:
            return xmp.read_sidecar(source.data)
        except xmp.UnreadableXmp as error:
            raise UnreadableFile("damaged", f"{_UNREADABLE} {error}", _HINT) from error


def _is_about(properties: Properties, sidecar: str, path: str, listing: SidecarListing) -> bool:
    """Return whether a sidecar belongs to this one of the pictures that share its name."""
    photo = Path(path)
    if Path(sidecar).name.casefold() != (photo.stem + ENDING).casefold():
        return True  # its name contains the full file name
    meant = properties.text("photoshop:SidecarForExtension").casefold().lstrip(".")
    if meant:
        return meant == file_kinds.ending(photo.name)
    return file_kinds.is_raw(photo.name) or not any(
        map(file_kinds.is_raw, listing.pictures.get(photo.stem.casefold(), ()))
    )


def _best(listing: SidecarListing, wanted: str) -> str | None:
    found = listing.sidecars.get(wanted.casefold(), ())
    return wanted if wanted in found else next(iter(found), None)


def listing_of(folder: Path) -> SidecarListing:
    """Return the listing of a folder, cached until the folder changes.

    Args:
        folder: The folder.
    """
    try:
        return _listed(str(folder), folder.stat().st_mtime_ns)
    except (OSError, ValueError):
        return SidecarListing()


@lru_cache(maxsize=4)
def _listed(folder: str, _: int) -> SidecarListing:
    sidecars: dict[str, tuple[str, ...]] = {}
    pictures: dict[str, tuple[str, ...]] = {}
    media: list[str] = []
    exports: list[str] = []
    for name in sorted(entry.name for entry in Path(folder).iterdir()):
        if name.casefold().endswith((ENDING, *camera_files.ENDINGS)):
            sidecars[name.casefold()] = (*sidecars.get(name.casefold(), ()), name)
        elif name.casefold().endswith(JSON):
            exports.append(name)
        elif file_kinds.is_photo(name):
            stem = Path(name).stem.casefold()
            pictures[stem] = (*pictures.get(stem, ()), name)
            media.append(name)
        elif file_kinds.is_video(name):
            media.append(name)
    return SidecarListing(sidecars, pictures, paired(media, exports) if exports else {})
