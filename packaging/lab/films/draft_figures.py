r"""Measure drafts of captions for films: from the poster alone, and the surest of some of their moments.

    python -m lab.films.draft_figures CAPTIONED PHOTOS FILMS [--count 60] [--first 0]

CAPTIONED is a table with the columns ``image`` and ``caption``, several rows for each photo, and PHOTOS the folder of
the photos. Each film has 2 to 5 of them as shots; a draft is compared with the captions of the shot that it fits best.
FILMS is where the films are made, and deleted.
"""

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from lab.captions.caption_figures import cider_of_each
from lab.films.film_drawing import draw_film
from lab.films.moment_figures import STYLES, look
from PIL import Image

from photon.app.captions.draft_sources import DescriberProcess, DraftRequest, Drafts
from photon.domain.arrays import Floats
from photon.domain.metadata.caption import CaptionDraft
from photon.media.read.film_reading import read_film
from photon.vision.starter import starter

_SEED = 5
_MOST = (0, 2, 4, 8, 16)  # moments


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("captioned", "photos", "films"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    said: dict[str, list[str]] = {}
    with arguments.captioned.open(encoding="utf-8") as table:
        for row in csv.DictReader(table):
            said.setdefault(row["image"], []).append(row["caption"])
    names, encoder = np.random.default_rng(_SEED).permutation(sorted(said)).tolist(), starter.load(1)
    films: list[tuple[Floats, list[str]]] = []
    for number in range(arguments.first, arguments.first + arguments.count):
        chance = np.random.default_rng(number)
        shots = [names[(5 * number + at) % len(names)] for at in range(int(chance.integers(2, 6)))]
        style = STYLES["first"][number % 2]
        path = arguments.films / f"{number}{style.ending}"
        pictures = [Image.open(arguments.photos / shot).convert("RGB") for shot in shots]
        draw_film(path, style, pictures, chance.uniform(1.5, 5.0, len(shots)).round(1).tolist(), chance)
        frames = [read_film(str(path)).preview, *(frame.jpeg for frame in look(path, "chosen")[0])]
        films.append((encoder.encode_images(frames).look, shots))
        path.unlink()
    drafts = Drafts(DescriberProcess())
    for most in _MOST:
        wanted = [_request(looks, most) for looks, _ in films]
        made = [draft for at in range(0, len(wanted), 8) for draft in drafts.drafts(wanted[at : at + 8])]
        print(f"{most:2} moments: {_judge(made, [[said[shot] for shot in shots] for _, shots in films])}")
    drafts.close()


def _request(looks: Floats, most: int) -> DraftRequest:
    moments = looks[1 :: -(-(len(looks) - 1) // most)] if most else ()
    return DraftRequest(0, b"", b"", look=looks[0], moments=list(moments))


def _judge(made: Sequence[CaptionDraft | None], shots: Sequence[Sequence[Sequence[str]]]) -> str:
    texts = [draft.text if draft else "" for draft in made]
    pairs = [(text, said) for text, film in zip(texts, shots, strict=True) for said in film]
    values = iter(cider_of_each([text for text, _ in pairs], [said for _, said in pairs]))
    best = np.array([max(next(values) for _ in film) for film in shots])
    has = np.array([bool(text) for text in texts])
    return f"{has.mean():.2f} drafted, CIDEr-D {best[has].mean():.2f} of these, {(best * has).mean():.2f} of all"


if __name__ == "__main__":
    main()
