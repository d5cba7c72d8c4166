"""Read all metadata of a file and its sidecars."""

from dataclasses import replace
from pathlib import Path

from photon.domain import Facts, UnreadableFile
from photon.domain.metadata.file_metadata import FileMetadata, Metadata
from photon.domain.photo.date_change import date_in_name
from photon.media.decode import decoding, opening
from photon.media.decode.image_header import ImageHeader
from photon.media.file import failures
from photon.media.file.file_kinds import is_video
from photon.media.file.source import glanced, opened
from photon.media.metadata import exif, facts
from photon.media.metadata.album_fields import names_albums
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.read.film_header import film_header
from photon.media.sidecar.picasa import with_picasa
from photon.media.sidecar.sidecar import SidecarListing, Sidecars, read_everything_beside
from photon.media.sidecar.takeout import with_export

_DIGITIZED = 0x9004  # when the film's header says that it was made: in UTC, or by a clock that was never set
SHORT, LONG = 512, 2048  # maximum pixels of a preview's sides; the long side matters for panoramas


def understand(path: str, *, sidecars: bool = True) -> FileMetadata:
    """Read the metadata of a photo or video and its sidecars.

    A photo is decoded at preview size: only that shows whether the file is a photo, and its true size.

    Args:
        path: The file; it is only read.
        sidecars: Whether to read sidecars, too.

    Returns:
        The metadata; if the file contains no picture, only a problem.
    """
    if is_video(path):
        return _read_film(path, None, sidecars=sidecars)
    try:
        with opened(path) as source:
            picture, _ = decoding.decode(source, decoding.Fit(short=SHORT, long=LONG))
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))
    return collect_metadata(path, picture, read_everything_beside(path) if sidecars else Sidecars())


def read_words(path: str, listing: SidecarListing | None = None) -> FileMetadata:
    """Read the metadata of a photo that was decoded before; takes some milliseconds, as nothing is decoded.

    Width and height are those of the header, which is wrong in a few files; those of a video are 0.

    Args:
        path: The file; it is only read.
        listing: Listing of its folder, if the folder changes meanwhile.

    Returns:
        The metadata; if the file contains no picture, only a problem.
    """
    if is_video(path):
        return _read_film(path, listing)
    try:
        with opened(path) as source:
            kind = opening.identify(source)
            try:
                with decoding.quiet():
                    picture = opening.open_picture(source, kind, 1)
                    if picture.size == (0, 0):
                        picture.size = picture.image.size
                    return collect_metadata(path, picture, read_everything_beside(path, listing))
            except failures.DECODING_ERRORS as error:
                raise failures.from_decoder(error, kind) from error
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))


def _read_film(path: str, listing: SidecarListing | None, *, sidecars: bool = True) -> FileMetadata:
    try:
        with glanced(path) as source:
            header, _ = film_header(source)
            return collect_of_film(path, header, read_everything_beside(path, listing) if sidecars else Sidecars())
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))


def collect_of_film(path: str, header: ImageHeader, beside: Sidecars) -> FileMetadata:
    """Collect the metadata of a film, of what its camera wrote beside it, and of its sidecars.

    If none says when it was made, its name may.

    Args:
        path: The file.
        header: Its header.
        beside: Its sidecars.
    """
    known = {ifd for ifd, tag in header.tags if tag != _DIGITIZED}
    header.tags = {field: value for field, value in beside.camera.items() if field[0] not in known} | header.tags
    account = collect_metadata(path, header, beside)
    if account.facts is None or account.facts.taken:
        return account
    return replace(account, facts=replace(account.facts, taken=date_in_name(Path(path).name)))


def collect_metadata(path: str, picture: ImageHeader, beside: Sidecars) -> FileMetadata:
    """Collect the metadata of an opened picture and its sidecars.

    Args:
        path: The file.
        picture: Its header.
        beside: Its sidecars.
    """
    packets = Packets(picture.tags, picture.parts)
    # Pillow applies the orientation of TIFFs itself, but face regions refer to the stored picture.
    turn = exif.orientation(picture.tags) if picture.format == "TIFF" else picture.orientation
    width, height = picture.upright
    own = Facts(picture.format, width, height, **facts.describe(packets, beside.properties))
    words = _words(packets, beside, turn)
    account = FileMetadata(
        path, own, words, sidecars=tuple(beside.paths), passed_over=tuple(beside.passed_over), unused=beside.unused,
        names_albums=_names_albums(packets, picture.parts), orientation=turn,
    )  # fmt: skip
    others = [one.path for one in (beside.export, beside.picasa) if one]
    if not others:
        return account
    filled, more = (own, words) if beside.export is None else with_export(own, words, beside.export)
    if more and beside.picasa:
        more = with_picasa(more, beside.picasa, path, turn)
    return replace(account, facts=filled, metadata=more, export=others[0], written=words)


def _words(packets: Packets, beside: Sidecars, turn: int) -> Metadata | None:
    """Merge the metadata; malformed metadata gives None, so that the photo itself is not rejected."""
    try:
        return merge_metadata(packets, beside.properties, turn)
    except failures.DECODING_ERRORS:
        return None


def _names_albums(packets: Packets, parts: ContainerParts) -> bool | None:
    """Return whether the file names albums; None if its packet is malformed."""
    try:
        return names_albums(packets.xmp, parts.xmp or b"")
    except failures.DECODING_ERRORS:
        return None
