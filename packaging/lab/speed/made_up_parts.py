"""What a made-up library has beside photos and words: faces and people, texts, videos, stacks, places of the user."""

from collections.abc import Sequence

import numpy as np

from photon.annotate.text.page_facts import RULES
from photon.app.people import grouping
from photon.domain import Region
from photon.domain.films.film import Frame
from photon.domain.people.face import FaceKey, FaceQuality, box_text
from photon.domain.people.found_face import FoundFace
from photon.domain.photo.page_text import PageText, TextLine
from photon.domain.places.coordinates import Coordinates
from photon.domain.places.own_place import OwnPlace, new_place_key
from photon.domain.text.stated_facts import DocumentFact
from photon.library import Library
from photon.library.films import frames
from photon.library.films.frames import FilmPart
from photon.library.people import face_groups, faces, grouping_version, people
from photon.library.places import own_places
from photon.library.stacks import stacks
from photon.library.text import stated_facts, texts
from photon.library.text.stated_facts import PageOfPhoto
from photon.library.text.texts import PendingText
from photon.library.vectors.items import EmbeddedPart, Part
from photon.library.vectors.vectors import Pending
from photon.vision.people.installed_faces import face_model
from photon.vision.starter import starter
from photon.vision.text.installed_reader import text_reader

PEOPLE, GROUPS = 40, 200  # named people; groups of faces, the first of which are theirs
FILM, PAGE, STACK = 50, 20, 30  # one photo of so many is a video, has text, is the top of a stack
LOOK = 1280  # numbers in the starter's visual features
_FACES = 3  # one photo of so many has a face, one of four times as many two
_BOXES = (Region(0.2, 0.2, 0.2, 0.3), Region(0.6, 0.25, 0.2, 0.3))
_SECONDS, _MOMENTS = 60.0, 5
_CORNERS = (0.1, 0.1, 0.9, 0.1, 0.9, 0.2, 0.1, 0.2)
_SHOPS = ("Baker & Sons", "Harbour Café", "Old Mill", "Green Grocer")
Images = dict[int, bytes]
"""The hash of the picture of each photo."""


def add_parts(library: Library, images: Images, rng: np.random.Generator) -> None:
    """Store all parts of photos."""
    _add_faces(library, images, rng)
    _read_texts(library, images, rng)
    _make_films(library, images, rng)
    tops = [photo for photo in images if photo % STACK == 1 and photo + 2 in images]
    stacks.make_stacks(library, [(photo, photo + 1, photo + 2) for photo in tops])
    for name, place in (("Home", Coordinates(52.5, 13.4)), ("Cabin", Coordinates(60.0, 10.0))):
        own_places.store_place(library, OwnPlace(new_place_key(), name, place, 200_000))


def settle_groups(library: Library) -> None:
    """Say that groups were made of the faces that are there."""
    model = face_model().id
    version = grouping_version.current_version(library, model, grouping._RULES)  # noqa: SLF001 - as the stage would
    grouping_version.store_version(library, version)


def _add_faces(library: Library, images: Images, rng: np.random.Generator) -> None:
    """Find faces, group them, and name the people of the first groups by every tenth of their faces."""
    model, centres = face_model().id, rng.normal(size=(GROUPS, 128)).astype(np.float32)
    found = []
    for photo, image in images.items():
        boxes = () if photo % _FACES else _BOXES if photo % (4 * _FACES) == 0 else _BOXES[:1]
        found.append((photo, image, [_face(centres[(photo + at) % GROUPS], box, rng) for at, box in enumerate(boxes)]))
    faces.store_faces(library, model, found)
    keys = [people.create_person(library, f"Person {number}")[0] for number in range(PEOPLE)]
    known = faces.faces_of(library, list(images))
    grouped: dict[int, tuple[int, str, float]] = {}
    confirmed: dict[str, list[FaceKey]] = {}
    for photo, own in known.items():
        for at, face in enumerate(own):
            group = (photo + at) % GROUPS
            person = keys[group] if group < PEOPLE else ""
            grouped[face.item] = (group + 1, person, 0.9 if person else 0.0)
            if person and photo % 10 == 0:
                confirmed.setdefault(person, []).append(FaceKey(photo, box_text(_BOXES[at])))
    for person, some in confirmed.items():
        people.confirm_faces(library, some, person)
    face_groups.store_groups(library, grouped, model)


def _face(centre: np.ndarray, box: Region, rng: np.random.Generator) -> FoundFace:
    embedding = centre + 0.5 * rng.normal(size=centre.shape).astype(np.float32)
    points = np.full((5, 2), 0.3, np.float32)
    return FoundFace(box, points, FaceQuality(0.9, 120, 30, 0.8, 0.3), embedding / np.linalg.norm(embedding))


def _read_texts(library: Library, images: Images, rng: np.random.Generator) -> None:
    """Read four lines in each page, and facts in them."""
    reader, pages = text_reader().id, {photo: image for photo, image in images.items() if photo % PAGE == 7}
    texts.store_chances(library, reader, [(Pending(*one, b""), 0.9) for one in pages.items()])
    found = []
    with library.transaction():
        for photo, image in pages.items():
            shop, total = _SHOPS[photo % len(_SHOPS)], f"{rng.integers(100, 9999) / 100:.2f}"
            lines = (shop, f"invoice {photo}", f"word{rng.integers(5000)} of the day", f"Total {total} EUR")
            page = PageText(tuple(TextLine(line, _CORNERS, 0.99) for line in lines))
            texts.store_page(library, reader, PendingText(photo, image), page)
            facts = {"kind": "receipt", "shop": shop, "total": f"{total} EUR", "date": "2019-05-04"}
            found.append((PageOfPhoto(photo, image), {name: DocumentFact(value, 0.9) for name, value in facts.items()}))
    stated_facts.store_facts(library, RULES, found)  # type: ignore[arg-type]  # the names of fields are literals


def _make_films(library: Library, images: Images, rng: np.random.Generator) -> None:
    """Turn photos into videos with moments; what is in their files stays a picture."""
    encoder = starter.encoder_id()
    jpeg = bytes(next(iter(library.column("SELECT jpeg FROM previews LIMIT 1"))))
    films = {photo: image for photo, image in images.items() if photo % FILM == 3}
    with library.transaction() as db:
        db.executemany(
            "UPDATE photos SET format = 'MP4', seconds = ? WHERE id = ?", [(_SECONDS, photo) for photo in films]
        )
        for photo, image in films.items():
            part = FilmPart(photo, image, _SECONDS, 0.0, _SECONDS)
            times: Sequence[float] = [_SECONDS * at / _MOMENTS for at in range(_MOMENTS)]
            frames.store_frames(library, part, _SECONDS, [Frame(at, jpeg) for at in times])
            looks = rng.gamma(0.3, size=(_MOMENTS, LOOK)).astype(np.float32)
            looks /= np.linalg.norm(looks, axis=1, keepdims=True)
            rows = zip(times, starter.join_looks(looks), looks, strict=True)
            moments = [EmbeddedPart(Part(photo, image, frames.KIND, seconds=at), *both) for at, *both in rows]
            frames.store_moments(library, encoder, part, _SECONDS, moments)
