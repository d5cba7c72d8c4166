"""Measure where heat maps point, on mosaics of held-out photos and classes.

    python -m lab.search.bench_heat (the inputs of train_starter.py) [--mosaics 60] [--passes 100]

A mosaic joins four labelled photos of different classes, all held out in the training of the measured adapter (five
adapters, each without a fifth of the classes). For the map of "a photo of a ..." each class in turn, *pointing* is how
often the maximum lies in the class's own tile (on the seam counts as a miss), *tile* how often that tile has the
highest mean. Chance is .25. A map is linear in features, and so is a variant: which features, which direction, which
smoothing. The row of the shipped adapter is on its training photos and says nothing about others; the tower's own class
map, which was trained on all these classes, is the upper bound.
"""

import argparse
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.starter.starter_data import IntArray
from lab.starter.starter_figures import Trials
from lab.starter.starter_material import Part
from lab.starter.starter_training import Recipe, train
from lab.starter.train_starter import add_inputs, gather
from PIL import Image

from photon.resource_files import resource
from photon.search.heat import REFERENCE_SENTENCES, WINDOWS, blur_map, join_windows
from photon.vision.kit.adapter import Adapter, read_adapter
from photon.vision.kit.bundled_weights import IMAGE_WEIGHTS
from photon.vision.kit.encoder import WHOLE
from photon.vision.starter.conversion import read_checkpoint
from photon.vision.starter.image_tower import StarterImageTower
from photon.vision.starter.starter_install import IMAGE_FILE, starter_folder

FloatArray = npt.NDArray[np.float32]
_TILE = 256  # pixels
_TILES = 4


def main() -> None:
    """Train five adapters, create the mosaics, and print a row per variant."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--mosaics", type=int, default=60, help="of each fold; four questions each")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    trials = Trials(gather(arguments))
    scene = _Scene(trials, StarterImageTower(starter_folder() / IMAGE_FILE, arguments.threads))
    hits: dict[str, list[tuple[bool, bool]]] = {}

    def fit(part: Part) -> Adapter:
        return train(part, Recipe(passes=arguments.passes), arguments.seed)

    random = np.random.default_rng(7)
    for fold in trials.named_folds(fit):
        for _ in range(arguments.mosaics):
            chosen = random.choice(fold.held, _TILES, replace=False)
            for name, values in scene.variants(chosen, fold.adapter):
                hits.setdefault(name, []).extend(_judge(values))
        print(f"{len(hits['raw']):,} questions so far", flush=True)
    print(f"{'':52}pointing  tile")
    for name, judged in hits.items():
        pointing, tile = np.mean(judged, axis=0)
        print(f"{name:52}{pointing:.3f}     {tile:.3f}")


class _Scene:
    """Data common to all mosaics."""

    def __init__(self, trials: Trials, tower: StarterImageTower) -> None:
        self._material = trials.material
        self._tower = tower
        self._shipped = read_adapter(resource("starter/adapter.safetensors"))
        self._everyday = trials.material.texts(REFERENCE_SENTENCES)
        *_, self._kernel, _ = read_checkpoint(IMAGE_WEIGHTS.verified()).values()

    def variants(self, chosen: IntArray, adapter: Adapter) -> Iterator[tuple[str, FloatArray]]:
        """Yield each variant's name and maps of the four tiles' classes, float32 (4, rows, columns)."""
        labelled = self._material.labelled
        picture = _mosaic([labelled.files[position] for position in chosen])
        whole, *parts = (self._tower.encode_places(picture, window) for window in (WHOLE, *WINDOWS))
        close = join_windows(parts)
        prompts = self._material.prompts[0, [self._material.place[labelled.labels[position]] for position in chosen]]
        words = adapter.join_texts(prompts)
        apart = words - adapter.join_texts(self._everyday).mean(axis=0)
        yield "raw", _maps(adapter.join_places(whole), words)
        yield "raw, smoothed", _smoothed(_maps(adapter.join_places(whole), words))
        yield "less everyday words, smoothed", _smoothed(_maps(adapter.join_places(whole), apart))
        yield "four windows, raw, smoothed", _smoothed(_maps(adapter.join_places(close), words))
        yield "four windows, less everyday words, smoothed", _smoothed(_maps(adapter.join_places(close), apart))
        shipped = self._shipped
        apart = shipped.join_texts(prompts) - shipped.join_texts(self._everyday).mean(axis=0)
        yield "the same with the shipped adapter, SEEN", _smoothed(_maps(shipped.join_places(close), apart))
        yield "the tower's own class map", _maps(whole, self._kernel[chosen])
        yield "the tower's own class map, smoothed", _smoothed(_maps(whole, self._kernel[chosen]))


def _mosaic(files: list[Path]) -> bytes:
    """Return a mosaic of two by two photos, each cropped to a square, as a JPEG."""
    picture = Image.new("RGB", (2 * _TILE, 2 * _TILE))
    for tile, file in enumerate(files):
        with Image.open(file) as image:
            side = min(image.size)
            left, top = (image.width - side) // 2, (image.height - side) // 2
            square = image.convert("RGB").resize(
                (_TILE, _TILE), Image.Resampling.BICUBIC, (left, top, left + side, top + side)
            )
        picture.paste(square, (_TILE * (tile % 2), _TILE * (tile // 2)))
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


def _maps(places: FloatArray, directions: FloatArray) -> FloatArray:
    return np.asarray((places @ directions.T).transpose(2, 0, 1), np.float32)


def _smoothed(maps: FloatArray) -> FloatArray:
    return np.stack([blur_map(values) for values in maps])


def _judge(maps: FloatArray) -> Iterator[tuple[bool, bool]]:
    """Yield for each tile's map whether its maximum and the highest mean of a tile are in that tile."""
    half = maps.shape[1] // 2
    for tile, values in enumerate(maps):
        place = np.unravel_index(int(values.argmax()), values.shape)
        sides = [int(np.sign(2 * int(at) + 1 - count)) for at, count in zip(place, values.shape, strict=True)]
        means = [values[rows, columns].mean() for rows in _halves(half) for columns in _halves(half)]
        yield sides == [1 if tile // 2 else -1, 1 if tile % 2 else -1], int(np.argmax(means)) == tile


def _halves(half: int) -> tuple[slice, slice]:
    return slice(None, half), slice(-half, None)


if __name__ == "__main__":
    main()
