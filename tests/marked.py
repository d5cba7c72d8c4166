"""A library with one photo to hide: its name, folder, caption, tag and colour appear nowhere else."""

import io
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image

from photon.app.session import Session
from photon.domain import Changes
from photon.domain.metadata.tag import TagMark
from photon.library import Library
from photon.library.tags import runs, tags
from photon.library.tags.tag_settings import SUGGEST
from photon.media.read.picture import Picture
from tests.app.conftest import settle
from tests.fakes import COLOURS, ColourEncoding
from tests.pictures import draw

NAME, FOLDER, CAPTION, TITLE, TAG, COLOUR = "zebrafish", "quaggas", "okapi", "tapir", "Zebrawort", "purple"
WORDS = (NAME, FOLDER, CAPTION, TITLE, TAG.lower())
SENSITIVE = ("nudity",)
PURPLE = COLOURS[COLOUR]


def fill(session: Session, folder: Path) -> int:
    """Add photos of three colours to a library, among them the marked one; return its id."""
    for colour in ("red", "blue"):
        for number in range(3):
            draw(folder / colour / f"{colour}{number}.jpg", colour, number)
    draw(folder / FOLDER / f"{NAME}.jpg", COLOUR, 9)
    session.vocabularies.choose(SUGGEST, False).result()
    session.work.add_folder(str(folder)).result()
    settle(session)
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    marked = next(photo for photo, path in paths.items() if NAME in path)
    others = [photo for photo in paths if photo != marked]
    session.captions.write([marked], title=f"A {TITLE}", text=f"An {CAPTION} in the sun").result()
    session.captions.write(others[:1], text="A field of poppies").result()
    session.store.write(partial(confirm_by_run, photo=marked)).result()
    session.tags.mark(others[:2], [("beach",)], "confirmed").result()
    session.tags.mark([marked], [("beach",)], "confirmed").result()
    session.teaching.teach(("Rex",), [marked, *others[:2]], kind="dog").result()
    return marked


def confirm_by_run(library: Library, photo: int) -> Changes:
    """Add the tag to the marked photo as a run of bulk confirmations does."""
    run = runs.begin(library, "confirm", "", "", f"{TAG}, 1 photo at once")
    changes = tags.mark(library, [TagMark(photo, (TAG,), "confirmed", 0.9, run)])
    runs.count(library, run, 1)
    return changes


def library(place: Path) -> tuple[Path, int]:
    """Create such a library in a folder, to be copied for each test; return the photo, hidden once hiding is on."""
    with Session.open(place / "library", encoder=ColourEncoding()) as session:
        photo = fill(session, place / "photos")
        session.searches.save("Mine", f"like:#{photo}").result()
        session.searches.save("Herbs", f"tag:{TAG}").result()
        session.searches.note(f"tag:{TAG}").result()
        make_sensitive(session, photo)
    return place, photo


def make_sensitive(session: Session, photo: int) -> None:
    """Make the marked photo one of those that are hidden when hiding is on."""
    mark = TagMark(photo, SENSITIVE, "confirmed")
    session.store.write(lambda lib: tags.mark(lib, [mark])).result()


def found_in(value: object) -> set[str]:
    """Return which marks anything contains: in texts, in names, in the bytes of pictures, at any depth."""
    found: set[str] = set()
    _look(value, found)
    return found


def words_in(text: str) -> set[str]:
    """Return which marks a text contains."""
    return {word for word in WORDS if word in text.casefold()}


def has_colour(pixels: np.ndarray) -> bool:
    """Return whether a picture, uint8 (h, w, 3), shows the marked photo in a fiftieth of its area."""
    difference = np.abs(pixels.astype(int) - np.array(COLOURS[COLOUR])).max(axis=2)
    return bool((difference < 60).mean() > 0.02)


def _look(value: object, found: set[str]) -> None:
    if isinstance(value, bytes):
        found |= words_in(value.decode("utf-8", "ignore"))
        if value.startswith(b"\xff\xd8") and has_colour(np.asarray(Image.open(io.BytesIO(value)).convert("RGB"))):
            found.add(COLOUR)
    elif isinstance(value, Picture):
        rgb = np.frombuffer(value.rgb, np.uint8).reshape(value.height, value.width, 3)
        found |= {COLOUR} if has_colour(rgb) else set()
    else:
        inside = _inside(value)
        found |= words_in(str(value)) if inside is None else set()
        for one in inside or ():
            _look(one, found)


def _inside(value: object) -> list[object] | None:
    """Return the parts of a value; None if it has no parts."""
    if isinstance(value, Mapping):
        return [*value.keys(), *value.values()]
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, field.name) for field in fields(value)]
    return list(value) if isinstance(value, list | tuple | set | frozenset) else None
