r"""Measure how well visual features separate paintings from photos.

    python -m lab.search.painting_figures --labelled-photos FOLDER --captioned-photos FOLDER \
        [--out resources/starter/painting.safetensors]

A logistic regression on visual features is trained on labelled photos, degraded ones, and paintings made by filters. It
is tested on captioned photos with other painting filters, on held-out photos of both sources, and on photos degraded in
other ways. There is no real painting in it: the figures only show what the filters have in common.
"""

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.painting_pictures import LEARNED, SPOILT, SPOILT_TEST, TEST, Picture, Variant, encoded
from PIL import Image
from safetensors.numpy import save

from photon.vision.kit.adapter import normalise
from photon.vision.starter.image_tower import StarterImageTower
from photon.vision.starter.starter_install import IMAGE_FILE, starter_folder

Floats = npt.NDArray[np.float32]
_SIDE = 320  # pixels of the short side
_LEARN, _ORDINARY, _PAINTED = 400, 400, 80  # photos; ordinary ones per source
_RIDGE, _STEPS, _RATE = 0.1, 400, 0.05  # on standardised vectors
_FLAGGED = 0.02  # maximum fraction of ordinary photos


def main() -> None:
    """Parse the arguments, train, and print a row per kind."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--labelled-photos", type=Path, required=True)
    parser.add_argument("--captioned-photos", type=Path, required=True)
    parser.add_argument("--out", type=Path, help="write what was learned here")
    arguments = parser.parse_args()
    tower = StarterImageTower(starter_folder() / IMAGE_FILE, 1)

    def looks(pictures: Iterable[Picture]) -> Floats:
        return normalise(tower.encode([encoded(picture) for picture in pictures]))

    labelled, captioned = (_shuffled(folder) for folder in (arguments.labelled_photos, arguments.captioned_photos))
    learn = [_open(file) for file in labelled[:_LEARN]]
    plain = np.concatenate([looks(learn), looks(_varied(learn, SPOILT))])
    direction, shift = _fit(looks(_varied(learn, LEARNED)), plain)
    if arguments.out:
        arguments.out.write_bytes(save({"direction": direction, "shift": np.array(shift, np.float32)}))
    sources = {"captioned": captioned[_PAINTED:], "labelled": labelled[_LEARN:]}
    ordinary = {name: looks(map(_open, files[:_ORDINARY])) @ direction for name, files in sources.items()}
    every = np.concatenate(list(ordinary.values()))
    threshold = float(np.quantile(every, 1 - _FLAGGED))
    print(f"threshold for {_FLAGGED:.0%} of ordinary photos: {threshold + shift:.2f}")
    for name, scores in ordinary.items():
        print(f"ordinary, {name:20}flagged {(scores > threshold).mean():.3f} of {len(scores)}")
    paint = [_open(file) for file in captioned[:_PAINTED]]
    for name, variant in TEST.items():
        scores = looks(map(variant, paint)) @ direction
        print(f"as {name:27}flagged {(scores > threshold).mean():.3f}  AUROC {_auroc(scores, every):.3f}", flush=True)
    for name, variant in SPOILT_TEST.items():
        print(f"spoilt, {name:22}flagged {(looks(map(variant, paint)) @ direction > threshold).mean():.3f}", flush=True)


def _shuffled(folder: Path) -> list[Path]:
    files = sorted(folder.iterdir())
    return [files[place] for place in np.random.default_rng(0).permutation(len(files))]


def _open(file: Path) -> Picture:
    with Image.open(file) as image:
        factor = _SIDE / min(image.size)
        return image.convert("RGB").resize((round(image.width * factor), round(image.height * factor)))


def _varied(pictures: Sequence[Picture], variants: Sequence[Variant]) -> list[Picture]:
    """Return each picture in one of the variants, cycling through them."""
    return [variants[place % len(variants)](picture) for place, picture in enumerate(pictures)]


def _fit(positive: Floats, negative: Floats) -> tuple[Floats, float]:
    """Return direction and bias of a logistic regression by gradient descent with momentum, with balanced classes."""
    rows = np.concatenate([positive, negative]).astype(np.float64)
    middle, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    rows = (rows - middle) / scale
    right = np.repeat([1.0, 0.0], [len(positive), len(negative)])
    share = np.where(right > 0, 0.5 / len(positive), 0.5 / len(negative))
    found, speed, shift = np.zeros(rows.shape[1]), np.zeros(rows.shape[1]), 0.0
    for _ in range(_STEPS):
        wrong = share * (1 / (1 + np.exp(-(rows @ found + shift))) - right)
        speed = 0.9 * speed - _RATE * (rows.T @ wrong + _RIDGE * found)
        found, shift = found + speed, shift - _RATE * float(wrong.sum())
    return np.asarray(found / scale, np.float32), float(shift - found / scale @ middle)


def _auroc(positive: Floats, negative: Floats) -> float:
    """Return how often a painting scores higher than an ordinary photo."""
    return float((positive[:, None] > negative[None]).mean())


if __name__ == "__main__":
    main()
