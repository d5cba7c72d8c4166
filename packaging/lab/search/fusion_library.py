"""Synthetic libraries without images, for measuring the exact channel: made-up names, folders and dates."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from photon.domain import Facts, Reading
from photon.library import Library
from photon.library.photos import files, folders
from photon.library.photos.found_files import Found

PLACES = (
    "Lisbon", "Porto", "Berlin", "Grandma", "Wedding", "Birthday", "Zoo", "Norway", "Garden", "Office", "Sardinia",
    "Hiking", "Christmas", "School", "Sailing", "Kitchen", "Vienna", "Museum", "Camping", "Football", "Airport",
    "Mountains", "Beach Holiday", "Winter Walk", "Anna and Tom", "New House", "City Trip", "Old Scans", "Party",
)  # fmt: skip
CAMERAS = (
    ("Canon EOS 80D", "EF-S18-135mm f/3.5-5.6 IS"),
    ("NIKON D750", "24.0-70.0 mm f/2.8"),
    ("Apple iPhone 12", "iPhone 12 back dual wide camera 4.2mm f/1.6"),
    ("samsung SM-G991B", None),
    ("Panasonic DMC-TZ71", None),
)
_BATCH = 1000


@dataclass(frozen=True)
class Told:
    """A synthetic photo: its path relative to the folder, and its date."""

    relative: str
    taken: str


def realistic(count: int, seed: int) -> list[Told]:
    """Return typical paths, without duplicates: ``2019/2019-07 Lisbon/IMG_2041.JPG``."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    told: dict[str, Told] = {}
    while len(told) < count:
        year, month, day = chance.randint(2005, 2024), chance.randint(1, 12), chance.randint(1, 28)
        place, number = chance.choice(PLACES), chance.randint(1, 9999)
        folder = chance.choice((
            f"{year}/{year}-{month:02} {place}", f"{place.replace(' ', '')}{year}", f"{year}/{month:02}/{day:02}",
            f"{place}/{chance.randint(1, 60)}", "DCIM/100CANON", f"Phone/{year}",
        ))  # fmt: skip
        name = chance.choice((
            f"IMG_{number:04}.JPG", f"DSC{number:05}.jpg", f"P{month:X}{day:02}{number:04}.JPG",
            f"IMG-{year}{month:02}{day:02}-WA{number:04}.jpg", f"PXL_{year}{month:02}{day:02}_{number:09}.jpg",
            f"{place.lower().replace(' ', '_')}_{number}.jpg", f"{place} {year} ({number}).jpeg", f"{number}.png",
        ))  # fmt: skip
        told[f"{folder}/{name}"] = Told(f"{folder}/{name}", f"{year}-{month:02}-{day:02}T12:00:00")
    return list(told.values())


def adversarial(count: int, seed: int, nouns: Sequence[str]) -> list[Told]:
    """Return folders and files named after random things that the photos do not show, with plausible dates."""
    chance = random.Random(seed)  # noqa: S311
    told = []
    for number in range(count):
        folder = " ".join(chance.sample(nouns, chance.randint(1, 2)))
        name = f"{chance.choice(nouns)} {chance.choice(nouns)} {number}.jpg"
        day = f"{chance.randint(2005, 2024)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        told.append(Told(f"{folder}/{name}", f"{day}T12:00:00"))
    return told


def fill(library: Library, root: Path, told: Sequence[Told], seed: int = 0) -> list[int]:
    """Insert photos into an empty library as if they had been read; return their ids, in the order of ``told``."""
    chance = random.Random(seed)  # noqa: S311
    root.mkdir(parents=True, exist_ok=True)
    folder = folders.add(library, str(root)).id
    for at in range(0, len(told), _BATCH):
        part = told[at : at + _BATCH]
        readings = []
        for number, one in enumerate(part, at):
            camera, lens = chance.choice(CAMERAS)
            facts = Facts("JPEG", 40, 30, one.taken, camera, lens)
            hashed = number.to_bytes(16, "big")
            readings.append((Found(folder, one.relative, 1, 1), Reading(hashed, hashed, 1, facts, b"", 0)))
        files.record(library, readings)
    rows = library.db.execute("SELECT relative, photo_id FROM files")
    ids = {relative: int(photo) for relative, photo in rows}
    return [ids[one.relative] for one in told]
