r"""Measure search by a photo and a style: this photo, but as a line drawing.

    python -m lab.search.bench_domain --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt [--family test]

The library consists of 300 held-out photos and their black-and-white, sepia, dark and line-drawing versions, 1,500
images. Each photo is queried in each of these styles, "as a …"; only that photo in that style is relevant, and the
original is ignored. The family ``test`` consists of captioned photos with filters and strengths not used for tuning
(style_pictures); the three parameters of the ranking were chosen on the family ``tuning``, labelled photos. With one
relevant image, mean average precision equals mean reciprocal rank.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.search.style_pictures import TEST, TUNING, decoded, encoded
from lab.starter.starter_data import IntArray
from lab.starter.starter_figures import Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_material import Material
from lab.starter.starter_towers import Towers
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather

from photon.domain.photo.styles import STYLES
from photon.media.read.reading import read
from photon.media.read.style_measuring import measure_styles
from photon.search.style_ranking import Candidates, rank_in_style
from photon.vision.kit.adapter import Adapter, normalise
from photon.vision.starter.image_tower import StarterImageTower, squash
from photon.vision.starter.starter_install import IMAGE_FILE, prepare_starter

Floats = npt.NDArray[np.float32]

WORDS = {
    "monochrome": "as a black and white photo",
    "sepia": "as a sepia photo",
    "dark": "as a dark photo",
    "drawing": "as a line drawing",
}
_PHOTOS, _SEED = 300, 77
_WEICOM = 0.5  # weight of the text that its authors use without tuning


def main() -> None:
    """Parse the arguments and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--family", choices=("test", "tuning"), default="test")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    material = gather(arguments)
    is_test = arguments.family == "test"
    files = (material.captioned if is_test else material.labelled).files
    held = np.sort(np.random.default_rng(_SEED).choice(len(files), _PHOTOS, replace=False))
    library = Pictures(_adapter(material, held, is_test=is_test), [files[row] for row in held], is_test)
    rows = {style: library.asked(style, number) for number, style in enumerate(WORDS)}
    print(f"{'':22}" + "".join(f"{name:>13}" for name in (*WORDS, "mean", "R@1")))
    for way in next(iter(rows.values())):
        figures = [float((1 / rows[style][way]).mean()) for style in WORDS]
        first = float(np.mean([(rows[style][way] == 1).mean() for style in WORDS]))
        print(f"{way:22}" + "".join(f"{figure:13.3f}" for figure in (*figures, np.mean(figures), first)))


def _adapter(material: Material, held: IntArray, *, is_test: bool) -> Adapter:
    """Return an adapter trained without these photos and their captions or names."""
    trials = Trials(material)
    described, named = np.arange(len(material.captioned.files)), np.arange(len(material.labelled.files))
    described, named = (np.setdiff1d(described, held), named) if is_test else (described, np.setdiff1d(named, held))
    return kept_training(Recipe())(trials.material.part(described, named))


class Pictures:
    """A library of photos and their versions: row ``version * 300 + photo``, the originals first."""

    def __init__(self, adapter: Adapter, files: list[Path], is_test: bool) -> None:  # noqa: FBT001
        """Create the versions, cycling through the family's filters, and encode all of them."""
        family = TEST if is_test else TUNING
        plain = [read(str(file)).preview for file in files]
        previews = list(plain)
        for style in WORDS:
            ways = family[style]
            previews += [encoded(ways[row % len(ways)](decoded(one))) for row, one in enumerate(plain)]
        tower = StarterImageTower(prepare_starter(lambda _share, _sentence: None) / IMAGE_FILE, 1)
        pooled = np.stack([tower.encode_pixels(squash(preview)) for preview in previews])
        self.meanings, self.looks = adapter.join_images(pooled), normalise(pooled)
        self.chances = np.array(measure_styles(previews), np.float32)
        self._texts = dict(zip(WORDS, adapter.join_texts(Towers(1).texts(list(WORDS.values()))), strict=True))

    def asked(self, style: str, number: int) -> dict[str, IntArray]:
        """Return the rank of the relevant image for every photo, by each method."""
        words = self.meanings @ self._texts[style]
        chances = self.chances[:, STYLES.index(style)]
        ranks: dict[str, list[int]] = {}
        for photo in range(_PHOTOS):
            right = (number + 1) * _PHOTOS + photo
            for way, scores in self._scores(photo, words, chances).items():
                rest = np.delete(scores, photo)  # the original is ignored
                ranks.setdefault(way, []).append(int((rest >= rest[right - 1]).sum()))  # ties count against the method
        return {way: np.array(found) for way, found in ranks.items()}

    def _scores(self, photo: int, words: Floats, chances: Floats) -> dict[str, Floats]:
        meaning, look = self.meanings @ self.meanings[photo], self.looks @ self.looks[photo]
        rest = np.arange(len(words)) != photo
        found = np.full(len(words), -np.inf, np.float32)
        near = Candidates(chances[rest], meaning[rest], look[rest])
        found[rest] = rank_in_style(near)
        return {
            "image only": meaning,
            "image only, look": look,
            "words only": words,
            "plain sum": meaning + words,
            "plain sum, look": look + words,
            "WeiCom": _weicom(meaning, words),
            "WeiCom, look": _weicom(look, words),
            "style, then image": found,
        }


def _weicom(image: Floats, words: Floats) -> Floats:
    """Return the weighted mean of normalised scores (WeiCom, Psomas et al. 2024)."""
    shares = [_normal((scores - scores.mean()) / scores.std()) for scores in (image, words)]
    return (1 - _WEICOM) * shares[0] + _WEICOM * shares[1]


def _normal(z: Floats) -> Floats:
    found: Floats = (0.5 * (1 + torch.erf(torch.from_numpy(z / np.sqrt(2))))).numpy().astype(np.float32)
    return found


if __name__ == "__main__":
    main()
