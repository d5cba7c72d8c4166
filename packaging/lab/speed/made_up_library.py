"""Make a synthetic library with files: ``python -m lab.speed.made_up_library PHOTOS DIRECTORY``.

``packaging/prove_bundle`` starts the built app with it, and other scripts measure on it. It has what an indexed, much
used library has, so that nothing is left to do in the background: small files in 200 folders of 20 years, previews,
names of the points where they were taken, vectors and the file of large libraries, fingerprints, styles, six
suggestions and two of 300 nested tags a photo, ratings, labels, flags, albums, captions, faces and people, texts and
their facts, videos and their moments, stacks, places of the user, themes and things. Dates, cameras, lenses, places and
sizes are made up; every nineteenth photo has no date. Of more than 10,000 photos, rows are copied
(``made_up_copies``), with links as files.
"""

import argparse
import hashlib
import io
import os
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

import numpy as np
from lab.speed.made_up_copies import copy_photos
from lab.speed.made_up_parts import LOOK, add_parts, settle_groups
from lab.speed.made_up_topics import add_topics
from PIL import Image

from photon.annotate.places.gazetteer import DATA_VERSION, known_gazetteer
from photon.annotate.places.town_names import country_names, known_town_names
from photon.app.engine.index_store import IndexStore
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.tags.tag_classifiers import TagClassifierCache
from photon.app.tags.tag_suggester import LibraryTagSuggester
from photon.app.tags.vocabularies import vocabulary_of
from photon.domain import Facts, Reading
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.tag import TagMark, TagPath
from photon.domain.photo.file_time import times_ns
from photon.domain.photo.fingerprint import WINDOWS, Fingerprint
from photon.domain.photo.marks import Label
from photon.domain.photo.styles import STYLES, TONES
from photon.library import Library, open_library
from photon.library.albums import album_content, albums
from photon.library.captions import captions
from photon.library.duplicates import fingerprints
from photon.library.files import file_metadata
from photon.library.files.file_metadata import FileMetadataState
from photon.library.photos import files, folders, ratings
from photon.library.photos.found_files import Found
from photon.library.places.point_names import pending_photos, store_names
from photon.library.tags import runs, tag_suggestions, tags
from photon.library.tags.tag_suggestions import SuggestionOrigin
from photon.library.text import texts
from photon.library.vectors import styles, vectors
from photon.vision.starter import starter
from photon.vision.text.installed_reader import text_reader

TAGS = 300
FOLDERS, YEARS = 200, 20
_PICTURES = 24  # different ones; all photos of a number look alike but for their hash
_PORTION = 2000
_UNDATED, _SUGGESTED = 19, 6  # one of so many photos has no date; suggestions of each
_BASE = 10_000  # photos from which on the others are copies of these
_UNLIKELY = 0.01  # chance that there is text in a photo
_DATE, _NUMBER = "2000:01:01 00:00:00", "number 00000000"  # in the files, replaced by those of each
_WHEN, _MODEL, _UNIQUE = 0x9003, 0x0110, 0xA420  # tags of EXIF


def make(library: Library, root: Path, count: int) -> None:
    """Write the files below ``root``, which is new, and store everything that Photon would find out about them."""
    rng = np.random.default_rng(1)
    root.mkdir()
    for number in range(FOLDERS):
        (root / _folder(number)).mkdir(parents=True)
    images: dict[int, bytes] = {}
    folder, pictures = folders.add(library, str(root)).id, [_pictures(number) for number in range(_PICTURES)]
    whole, count = count, min(count, _BASE)
    for some in _portions(count):
        found = [_written(folder, root, photo, pictures[photo % _PICTURES], rng) for photo in some]
        ids: dict[Found, int] = {}
        files.record(library, found, ids=ids)
        with library.transaction() as db:
            for one, photo in ids.items():
                path = str(root / one.relative)
                file_metadata.store_state(db, photo, path, FileMetadataState(sources=file_metadata.ITSELF))
                file_metadata.note_asked(db, one, names_albums=False)
        images |= (some_images := {ids[one]: reading.image_hash for one, reading in found})
        _measure(library, some_images, rng)
    with library.transaction() as db:
        db.execute("UPDATE fingerprints SET is_paired = 1")
    _name_points(library)
    _decide(library, count, rng)
    add_parts(library, images, rng)
    _suggest(library, count, rng)
    copy_photos(library, root, whole // count)
    settle_groups(library)
    add_topics(library)
    index = IndexStore(starter.encoder_id(), starter.DIMENSION)
    while index.tend(library, is_busy=False):
        pass


def made(directory: Path, count: int) -> Path:
    """Return the folder of a library of so many photos; it is made, with its photos beside it, unless it is there."""
    if not directory.exists():
        part = directory.with_name(f"{directory.name}-part")
        with open_library(part, writable=True) as library:
            make(library, directory.with_name(f"{directory.name}-photos"), count)
        part.rename(directory)
    return directory


def tag_path(number: int) -> TagPath:
    """Return a tag of the library; ``number`` is below TAGS."""
    return (f"group{number % 15}", f"part{number % 60}", f"tag{number}")


def _portions(count: int) -> Iterator[range]:
    return (range(at, min(at + _PORTION, count + 1)) for at in range(1, count + 1, _PORTION))


def _folder(number: int) -> str:
    return f"{2005 + number % YEARS}/Trip-{number}"


def _pictures(number: int) -> tuple[bytes, bytes]:
    """Return a small photo with the date and number that each file replaces, and its preview."""
    rng = np.random.default_rng(number)
    coarse = rng.integers(0, 256, (6, 8, 3), np.uint8)
    picture = Image.fromarray(coarse).resize((683, 512), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[_MODEL] = f"Canon EOS {number}"
    exif.get_ifd(0x8769).update({_WHEN: _DATE, _UNIQUE: _NUMBER})
    photo, preview = io.BytesIO(), io.BytesIO()
    picture.resize((320, 240)).save(photo, "JPEG", exif=exif)
    picture.save(preview, "JPEG", quality=85)
    return photo.getvalue(), preview.getvalue()


def _written(
    folder: int, root: Path, photo: int, pictures: tuple[bytes, bytes], rng: np.random.Generator
) -> tuple[Found, Reading]:
    """Write the file of a photo; return it with what a scan would read."""
    when, north, east, kind = rng.random(4).tolist()
    number = photo % FOLDERS
    taken = datetime(2005 + number % YEARS, 1, 1) + timedelta(days=int(365 * when), seconds=photo % 86400)  # noqa: DTZ001 - as cameras write it
    content = pictures[0].replace(_NUMBER.encode(), f"number {photo:08}".encode())
    is_dated = photo % _UNDATED != 0
    written = taken.strftime("%Y:%m:%d %H:%M:%S") if is_dated else " " * len(_DATE)
    content = content.replace(_DATE.encode(), written.encode())
    relative = f"{_folder(number)}/IMG_{photo}.jpg"
    path = root / relative
    path.write_bytes(content)
    os.utime(path, ns=(0, int(taken.timestamp() * 1e9)))
    status = path.stat()
    found = Found(folder, relative, status.st_size, status.st_mtime_ns, changed_ns=times_ns(status)[1])
    facts = Facts(
        "CR2" if kind < 0.2 else "JPEG",
        *((4000, 3000) if kind < 0.7 else (3000, 4000)),
        taken=taken.isoformat() if is_dated else None,
        camera=f"{('Canon EOS', 'Nikon D', 'Sony A')[photo % 3]} {photo % 4}",
        lens=f"{(24, 50, 85)[photo % 3]}mm f/1.8",
        gps=(180 * north - 90, 360 * east - 180) if photo % 2 else None,
    )
    mark = hashlib.sha256(content).digest()[:16]
    colour = int(256**3 * north)
    return found, Reading(mark, mark, status.st_size, facts, pictures[1], colour)


def _measure(library: Library, images: dict[int, bytes], rng: np.random.Generator) -> None:
    """Store what the background stages measure on previews, which is random here."""
    looks = rng.gamma(0.3, size=(len(images), LOOK)).astype(np.float32)
    looks /= np.linalg.norm(looks, axis=1, keepdims=True)
    rows = zip(images.items(), starter.join_looks(looks), looks, rng.random((len(images), 3)).tolist(), strict=True)
    embedded = [
        vectors.Embedded(photo, image, meaning, look, {int(1000 * one): one / 2 for one in chances})
        for (photo, image), meaning, look, chances in rows
    ]
    vectors.store(library, starter.encoder_id(), embedded)
    chances = rng.random((len(images), len(STYLES))).tolist()
    tones = rng.normal(size=(len(images), TONES)).astype(np.float32)
    styled = [styles.Styled(*one, tuple(row), of) for one, row, of in zip(images.items(), chances, tones, strict=True)]
    styles.store(library, styled)
    codes = rng.integers(0, 1 << 63, (len(images), len(WINDOWS) + 1)).tolist()
    marks = [Fingerprint(tuple(row[1:]), 5.0, 0.1, 2.0, 120.0, inner=row[0]) for row in codes]
    measured = [fingerprints.Measured(*one, mark) for one, mark in zip(images.items(), marks, strict=True)]
    fingerprints.store(library, measured)
    seen = [(vectors.Pending(photo, image, b""), _UNLIKELY) for photo, image in images.items()]
    texts.store_chances(library, text_reader().id, seen)


def _name_points(library: Library) -> None:
    """Name where photos were taken, as the stage of places does, without a look for jumps: points are random here."""
    gazetteer = known_gazetteer()
    while points := pending_photos(library, DATA_VERSION, _PORTION):
        _, latitudes, longitudes = np.array(points, np.float64).T
        store_names(
            library, DATA_VERSION, points, gazetteer.name_points(latitudes, longitudes),
            of_town=known_town_names().names_of, of_country=country_names,
        )  # fmt: skip


def _decide(library: Library, count: int, rng: np.random.Generator) -> None:
    """Give tags, marks and captions, and make albums, as a person would have."""
    for some in _portions(count):
        chosen = rng.integers(0, TAGS, (len(some), 2)).tolist()
        given = {(photo, number) for photo, numbers in zip(some, chosen, strict=True) for number in numbers}
        tags.mark(library, [TagMark(photo, tag_path(number), "confirmed") for photo, number in sorted(given)])
    every = range(1, count + 1)
    ratings.rate(library, {photo: photo % 6 for photo in every if photo % 6})
    ratings.favour(library, dict.fromkeys(every[::9], True))
    ratings.label(library, {photo: _label(photo) for photo in every[::10]})
    ratings.flag(library, {photo: 1 if photo % 3 else -1 for photo in every[::15]})
    captions.write(library, {photo: Caption(text=f"Photo {photo} of a walk by the sea") for photo in every[::25]})
    for number in range(20):
        album, _ = albums.make_album(library, (f"Years {number % 4}", f"Album {number}"))
        album_content.add_photos(library, album, every[number :: 20 * (number + 1)])


def _label(photo: int) -> Label:
    labels: Sequence[Label] = ("red", "yellow", "green", "blue", "purple")
    return labels[photo // 10 % 5]


def _suggest(library: Library, count: int, rng: np.random.Generator) -> None:
    """Store suggestions as the stage would, of this version, so that none are made again."""
    words = [entry.path for entry in vocabulary_of(library).entries]
    taught = TagClassifierCache()
    version = LibraryTagSuggester(cast("LibraryThreads", None), vocabulary_of, taught).version(library)
    encoder = starter.encoder_id()
    run = runs.continue_or_begin(library, "suggest", encoder, version, "suggested tags")
    origin = SuggestionOrigin(encoder, f"{version}+{taught.digest(library)}", run)
    for some in _portions(count):
        chosen = rng.integers(0, len(words), (len(some), _SUGGESTED))
        sure = rng.random((len(some), _SUGGESTED)).round(3)
        rows = zip(some, chosen.tolist(), sure.tolist(), strict=True)
        found = {
            photo: [(words[at], one) for at, one in dict(zip(row, by, strict=True)).items()] for photo, row, by in rows
        }
        tag_suggestions.store(library, origin, found)
    runs.count_made(library, run, "suggest")


def main() -> None:
    """Make the library, and its photos beside it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photos", type=int)
    parser.add_argument("directory", type=Path)
    arguments = parser.parse_args()
    made(arguments.directory, arguments.photos)


if __name__ == "__main__":
    main()
