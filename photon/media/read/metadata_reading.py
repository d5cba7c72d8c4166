"""One file, told in full: format, size, time, place, camera, and all words in it and beside it."""

from dataclasses import replace

from photon.domain import Facts, UnreadableFile
from photon.domain.metadata.file_metadata import FileMetadata, Metadata
from photon.media.decode import decoding, opening
from photon.media.decode.image_header import Opened
from photon.media.file import failures
from photon.media.file.source import opened
from photon.media.metadata import exif, facts
from photon.media.metadata.merge_rules import words_of
from photon.media.metadata.packets import Packets
from photon.media.sidecar.sidecar import SidecarListing, Sidecars, read_everything_beside
from photon.media.sidecar.takeout import with_export

SHORT, LONG = 512, 2048  # most pixels of a preview's sides; the long one matters for panoramas


def understand(path: str, *, sidecars: bool = True) -> FileMetadata:
    """Everything that a photo and its sidecars say.

    The picture is decoded, at a preview's size: only that tells whether the file is a photo, and how large it is.

    Args:
        path: The file; it is only read.
        sidecars: Whether files beside it are asked too.

    Returns:
        With a problem and nothing else where there is no picture in it.
    """
    try:
        with opened(path) as source:
            picture, _ = decoding.decode(source, decoding.Fit(short=SHORT, long=LONG))
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))
    return account_of(path, picture, read_everything_beside(path) if sidecars else Sidecars())


def read_words(path: str, listing: SidecarListing | None = None) -> FileMetadata:
    """The same of a photo that was decoded before: nothing is, so that it takes some milliseconds.

    Width and height are those of the header, which a few files have wrong.

    Args:
        path: The file; it is only read.
        listing: Of its folder, where that changes meanwhile.
    """
    try:
        with opened(path) as source:
            kind = opening.identify(source)
            try:
                with decoding.quiet():
                    picture = opening.open_picture(source, kind, 1)
                    if picture.size == (0, 0):
                        picture.size = picture.image.size
                    return account_of(path, picture, read_everything_beside(path, listing))
            except failures.DECODING_ERRORS as error:
                raise failures.from_decoder(error, kind) from error
    except UnreadableFile as error:
        return FileMetadata(path, problem=error.at(path))


def account_of(path: str, picture: Opened, beside: Sidecars) -> FileMetadata:
    """What a picture that was opened, and its sidecars, say."""
    packets = Packets(picture.tags, picture.parts)
    # Pillow turns TIFFs by itself, but the marks on them count before that
    turn = exif.orientation(picture.tags) if picture.format == "TIFF" else picture.orientation
    width, height = picture.upright
    own = Facts(picture.format, width, height, **facts.describe(packets, beside.properties))
    words = _words(packets, beside, turn)
    account = FileMetadata(
        path, own, words, sidecars=tuple(beside.paths), passed_over=tuple(beside.passed_over), unused=beside.unused
    )
    if beside.export is None:
        return account
    told, more = with_export(own, words, beside.export)
    return replace(account, facts=told, metadata=more, export=beside.export.path, written=words)


def _words(packets: Packets, beside: Sidecars, turn: int) -> Metadata | None:
    """Words must never cost a photo: where they are broken in a way nobody thought of, none are known."""
    try:
        return words_of(packets, beside.properties, turn)
    except failures.DECODING_ERRORS:
        return None
