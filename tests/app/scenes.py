"""Photos of a thing in front of a background, an encoder that knows both, and queries for them."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from photon.app.session import Session
from photon.domain import Answer
from photon.search.query_language import parse
from tests.fakes import COLOURS, ColourEncoding, _vector
from tests.pictures import age

MEANT = {**COLOURS, "dog": COLOURS["red"], "cat": COLOURS["green"], "beach": COLOURS["blue"], "snow": COLOURS["white"]}
KINDS = {"qa": ("dog", "beach"), "qb": ("dog", "snow"), "qc": ("cat", "beach"), "qd": ("cat", "snow")}


class SceneEncoding(ColourEncoding):
    """An encoder for these photos, in which dogs are red; the vector of a text is the mean of those of its words."""

    id = "scenes-1"

    def texts(self, texts: Sequence[str]) -> np.ndarray:
        return np.stack([_vector(self._colour(text)) for text in texts])

    @staticmethod
    def _colour(text: str) -> np.ndarray:
        known = [MEANT[word] for word in text.replace(",", " ").split() if word in MEANT]
        mean: np.ndarray = np.mean(known or [(128, 128, 128)], axis=0)
        return mean


def draw_scene(path: Path, kind: tuple[str, str], seed: int, mode: str = "RGB") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.random.default_rng(seed).integers(-20, 21, size=(48, 64, 3))
    pixels[:, :32] += np.array(MEANT[kind[0]])
    pixels[:, 32:] += np.array(MEANT[kind[1]])
    Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)).convert(mode).save(path, quality=95)
    age(path)
    return path


def plain(place: Path, name: str) -> Path:
    return place / "photos" / "plain" / f"{name}.jpg"


def id_of(session: Session, place: Path, name: str) -> int:
    paths = session.browsing.paths(session.browsing.photos("name").result()).result()
    return next(photo for photo, path in paths.items() if Path(path).stem == name)


def ask(session: Session, typed: str, **settings: object) -> Answer:
    parsed = parse(typed)
    assert not parsed.mistakes, typed
    return session.searching.search(replace(parsed.query, **settings)).result()  # type: ignore[arg-type]


def names_of(answer: Answer) -> list[str]:
    return [Path(hit.path).stem for hit in answer.hits]


def scores_of(answer: Answer) -> dict[int, float]:
    return {hit.photo: hit.score for hit in answer.hits}


def kinds_of(names: Sequence[str]) -> set[str]:
    return {name[:2] for name in names}
