"""Filters by names, or parts of them: tags, albums, folders, cameras and lenses."""

from dataclasses import replace

from photon.domain.query.filter_choice import FilterChoice
from photon.domain.query.filter_kinds.filter_kind import FieldHelp, FilterKind
from photon.domain.query.filter_kinds.states import HAS
from photon.domain.query.filter_values import Containing
from photon.language import tr
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class NamedTag:
    """A tag with its sub-tags, by its name or the end of its path."""

    text: str


@dataclass(frozen=True, slots=True)
class NamedAlbum:
    """An album with the albums in it, by its name or the end of its path."""

    text: str


@dataclass(frozen=True, slots=True)
class NamedFolder:
    """A folder above the photo, by its name, path, or a sequence of names."""

    text: str


def _last_name(path: str) -> str:
    return path.rstrip("/\\").replace("\\", "/").rpartition("/")[2] or path


def _by_column(name: str, help_: FieldHelp, icon: str, also: tuple[str, ...] = ()) -> FilterKind:
    """Return the filter by parts of the names in a column of photos."""
    return FilterKind(
        name, help_, icon, lambda text, _: Containing(name, text), also=also, column=name, completed_by=name
    )


TAG = FilterKind(
    "tag",
    FieldHelp(tr("tag"), tr("your tags"), "beach"),
    "tag",
    lambda text, _: NamedTag(text),
    also=("tags", "keyword", "keywords"),
    completed_by="tag",
)
ALBUM = FilterKind(
    "album",
    FieldHelp(tr("album"), tr("your albums"), "Italy"),
    "book-bookmark",
    lambda text, _: NamedAlbum(text),
    also=("albums",),
    completed_by="album",
)
FOLDER = FilterKind(
    "folder",
    FieldHelp(tr("folder"), tr("folders by name"), "Italy"),
    "folder",
    lambda text, _: NamedFolder(text),
    _last_name,
    also=("in", "path", "dir"),
    completed_by="folder",
)
CAMERA = _by_column("camera", FieldHelp(tr("camera"), tr("cameras"), "canon"), "camera", also=("model", "make"))
LENS = _by_column("lens", FieldHelp(tr("lens"), tr("lenses"), "50mm"), "aperture")

TAGS = replace(TAG.group(tr("Tag"), tr("Find a tag")), allows_several=True)
ALBUMS = replace(
    ALBUM.group(tr("Album"), tr("Find an album")),
    states=("album",),
    offers=(FilterChoice(HAS.filter_by("album", unwanted=True), 0, tr("In no album")),),
    allows_several=True,
)
FOLDERS = FOLDER.group(tr("Folder"), tr("Find a folder"))
CAMERAS = CAMERA.group(tr("Camera"), tr("Find a camera"))
LENSES = LENS.group(tr("Lens"), tr("Find a lens"))
