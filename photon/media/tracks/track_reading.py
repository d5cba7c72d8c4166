"""Reads a track, whatever its format, which its first bytes tell; runs in a decoder process."""

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from photon.domain import UnreadableFile
from photon.language import tr
from photon.media.file import failures
from photon.media.file.source import open_regular
from photon.media.tracks.google_timeline import read_timeline
from photon.media.tracks.nmea_tracks import read_nmea
from photon.media.tracks.point_list import PointList, TrackReading
from photon.media.tracks.xml_tracks import read_xml

SECONDS = 300.0
"""Time that a file may take; one with a million points takes some ten seconds."""
ENDINGS = ("gpx", "nmea", "kml", "kmz", "json", "log", "txt")
"""Endings of names of tracks; what a file is, its content says."""
LARGEST = 2 << 30
"""Bytes, unpacked: twice what ten years of a phone take in Google's ``Records.json``."""
_HEAD = 4096


def read_track(path: str) -> TrackReading:
    """Read the points of a GPX, NMEA, KML or KMZ file, or of a JSON file of Google's timeline.

    Raises:
        UnreadableFile: It can't be opened, is no track, is unsafe, or has no point at all.
    """
    points = PointList()
    try:
        with open_regular(path) as file, _unpacked(file) as stream:
            is_cut = _read(stream, points)
    except OSError as error:
        raise failures.from_disk(error) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        if not len(points):
            raise _no_track() from error
        is_cut = True
    reading = points.read(Path(path).name, is_cut=is_cut)
    if not reading.tracks and not reading.untimed and not reading.dropped:
        raise _no_track()
    return reading


def _read(stream: IO[bytes], points: PointList) -> bool:
    head = stream.read(_HEAD)
    stream.seek(0)
    signs = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if signs.startswith((b"{", b"[")):
        return read_timeline(stream, points)
    if signs.startswith(b"<") or head.startswith((b"\xff\xfe", b"\xfe\xff")):  # UTF-16
        return read_xml(stream, points)
    if b"$" in head:
        return read_nmea(iter(lambda: stream.readline(_HEAD), b""), points)
    raise _no_track()


@contextmanager
def _unpacked(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """Yield the content of a file, of the document in it if it is a KMZ, if it is no larger than ``LARGEST``.

    zipfile never reads more of a document than the size that the archive states.
    """
    is_packed = file.read(4) == b"PK\x03\x04"
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    if not is_packed:
        _check_size(size)
        yield file
        return
    with zipfile.ZipFile(file) as packed:
        names = sorted(one for one in packed.namelist() if one.lower().endswith(".kml"))
        if not names:
            raise _no_track()
        name = "doc.kml" if "doc.kml" in names else names[0]
        _check_size(packed.getinfo(name).file_size)
        with packed.open(name) as content:
            yield content


def _check_size(size: int) -> None:
    if size > LARGEST:
        raise UnreadableFile(
            "too-large",
            tr("This track is larger than {limit} GB; Photon didn't read it.", limit=LARGEST >> 30),
            tr("Divide it into several files."),
        )


def _no_track() -> UnreadableFile:
    return UnreadableFile(
        "unsupported",
        tr("This isn't a track that Photon can read."),
        tr("Photon reads GPX, NMEA, KML, KMZ, and JSON files of Google's timeline."),
    )
