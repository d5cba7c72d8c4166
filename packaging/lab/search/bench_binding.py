"""Measure colour verification: does checking colours where the things are improve the ranking?

    python -m lab.search.bench_binding captions (the inputs of train_starter.py)
    python -m lab.search.bench_binding phrases …the same…
    python -m lab.search.bench_binding first …the same…
    python -m lab.search.bench_binding swapped …the same…
    python -m lab.search.bench_binding speed --captioned-photos FOLDER

``captions``: captions with one pair of colour and thing, or with two different ones, each against the 200 held-out
photos of its fold; ranked as search does, then with ``binding_odds`` and with other methods added. Intervals are of the
difference to text alone, by resampling photos. ``phrases``: the pairs themselves ("red shirt"), for which all photos
are relevant whose captions contain them, and the calibration of the first scores. ``first``: how many of the first
photos need checking, with an adapter trained on labelled photos only, against all 1,000 captioned ones. ``swapped``:
two objects of unseen classes side by side, tinted in two colours, against the same with the colours exchanged: how
often the right picture wins (chance: .5).
"""

import argparse
import io
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.search.bench_composed import Pool
from lab.starter.starter_figures import Fold, Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather
from PIL import Image, ImageOps

from photon.app.search.colour_check import FIRST
from photon.domain.photo.colours import COLOURS
from photon.media.read.colours import colours_of_places
from photon.search.binding import binding_odds, find_colour_pairs, pair_sentence
from photon.search.heat import REFERENCE_SENTENCES
from photon.search.ranking import rank
from photon.vision.kit.adapter import Adapter
from photon.vision.starter.image_tower import StarterImageTower
from photon.vision.starter.starter_install import IMAGE_FILE, starter_folder

Floats = npt.NDArray[np.float32]
Ids = npt.NDArray[np.int64]
Pairs = tuple[tuple[str, str], ...]
Check = Callable[["Checked", Ids, Pairs], Floats]
_FIRST = (0, 10, 20, 40, 80, 200)
_TINTS = {"red": "#c8281e", "yellow": "#e6c81e", "green": "#329632", "blue": "#2846b4"}
_TILE = 256  # pixels
_LEFT_OUT = -30.0  # log-odds of photos that search does not list


def main() -> None:
    """Parse the arguments and run one measurement."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(required=True)
    for name, function in (("captions", captions), ("phrases", phrases), ("first", first), ("swapped", swapped)):
        command = commands.add_parser(name)
        command.set_defaults(function=function)
        add_inputs(command)
        command.add_argument("--pictures", type=int, default=100, help="of each fold, with swapped")
    command = commands.add_parser("speed")
    command.set_defaults(function=speed)
    command.add_argument("--captioned-photos", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.function(arguments)


@dataclass(frozen=True)
class Checked:
    """Photos with what checking them needs, in the space of one adapter."""

    texts: Callable[[list[str]], Floats]
    maps: Floats
    colours: Floats
    everyday: Floats

    def odds(self, photos: Ids, pairs: Pairs) -> Floats:
        """Return the log-odds by Photon's own method."""
        vectors = self.texts([pair_sentence(pair) for pair in pairs])
        return binding_odds(self.maps[photos], self.colours[photos], pairs, vectors, self.everyday)

    def anywhere(self, photos: Ids, pairs: Pairs) -> Floats:
        """Return the log-odds without maps: the colour anywhere in the photo."""
        nowhere = np.zeros((len(pairs), self.maps.shape[-1]), np.float32)
        return binding_odds(self.maps[photos], self.colours[photos], pairs, nowhere, nowhere[:1])

    def by_maps(self, photos: Ids, pairs: Pairs) -> Floats:
        """Return a score without pixels: the best place of each pair, minus that of the thing in the other's colour."""
        total = np.zeros(len(photos), np.float32)
        for pair, other in zip(pairs, pairs[1:] + pairs[:1], strict=True):
            own, exchanged = self.texts([pair_sentence(pair), pair_sentence((other[0], pair[1]))])
            best = [(self.maps[photos] @ vector).max(axis=(1, 2)) for vector in (own, exchanged)]
            total += best[0] - best[1]
        return np.asarray((total - total.mean()) / max(float(total.std()), 1e-6) * 0.5, np.float32)


class _Scene:
    """Data common to all folds."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        self.trials = Trials(gather(arguments))
        self.fit = kept_training(Recipe(passes=arguments.passes), arguments.seed)
        self._tower = StarterImageTower(starter_folder() / IMAGE_FILE, arguments.threads)

    def checked(self, adapter: Adapter, pictures: Sequence[bytes]) -> Checked:
        """Encode pictures with an adapter."""

        def texts(asked: list[str]) -> Floats:
            return adapter.join_texts(self.trials.material.texts(asked))

        maps = np.stack([adapter.join_places(self._tower.encode_places(picture)) for picture in pictures])
        colours = np.stack([colours_of_places(picture) for picture in pictures])
        return Checked(texts, maps.astype(np.float32), colours, texts(list(REFERENCE_SENTENCES)))

    def photos(self, fold: Fold) -> Checked:
        """Return the held-out photos of a fold."""
        files = self.trials.material.captioned.files
        return self.checked(fold.adapter, [files[photo].read_bytes() for photo in fold.held])

    def queries(self, fold: Fold) -> Iterator[tuple[str, int, Pairs]]:
        """Yield captions of held-out photos that name colours, their photo's index in the fold, and their pairs."""
        captioned = self.trials.material.captioned
        for caption, owner in zip(captioned.captions, captioned.owner.tolist(), strict=True):
            place = int(np.searchsorted(fold.held, owner))
            pairs = find_colour_pairs(caption)
            if pairs and place < len(fold.held) and fold.held[place] == owner:
                yield caption, place, pairs


def captions(arguments: argparse.Namespace) -> None:
    """Print the recall of captions that name colours."""
    scene = _Scene(arguments)
    ways: dict[str, Check] = {
        "the text alone": lambda _, photos, __: np.zeros(len(photos), np.float32),
        "maps, less exchanged colours": Checked.by_maps,
        "the colours anywhere": Checked.anywhere,
        "the colours at the things": Checked.odds,
    }
    ranks: dict[tuple[str, bool], list[int]] = {}
    owners: dict[bool, list[int]] = {True: [], False: []}
    for fold in scene.trials.described_folds(scene.fit):
        pool, checked = Pool.of(scene.trials, fold), scene.photos(fold)
        every = np.arange(len(fold.held))
        for caption, right, pairs in scene.queries(fold):
            several = _several(pairs)
            owners[several].append(int(fold.held[right]))
            odds = _odds(pool, caption)
            for name, check in ways.items():
                scores = odds + check(checked, every, pairs)
                ranks.setdefault((name, several), []).append(int((scores >= scores[right]).sum()))
    for several, of in owners.items():
        print(f"{len(of):,} captions with {'two pairs that differ' if several else 'one pair'}, {len(set(of))} photos")
        alone = 1 / np.array(ranks["the text alone", several])
        for name in ways:
            print(f"  {name:32}{_figures(ranks[name, several])}  {_interval(ranks[name, several], alone, of)}")


def _several(pairs: Pairs) -> bool:
    return all(len({pair[part] for pair in pairs}) > 1 for part in (0, 1))


def _odds(pool: Pool, caption: str) -> Floats:
    """Return the log-odds of all photos of a pool, as in search."""
    odds = np.full(len(pool.photos), _LEFT_OUT, np.float32)
    ranked = rank(pool.index, [pool.term(caption)], len(pool.photos), yardstick=pool.yardstick)
    odds[ranked.photos] = ranked.odds
    return odds


def _figures(ranks: list[int]) -> str:
    found = np.array(ranks)
    shares = "  ".join(f"R@{top} {(found <= top).mean():.3f}" for top in (1, 5, 10))
    return f"{shares}  MRR {(1 / found).mean():.3f}"


def _interval(ranks: list[int], alone: npt.NDArray[np.float64], owners: list[int]) -> str:
    """Return the 95% interval of the difference in MRR, by photos."""
    gains = 1 / np.array(ranks) - alone
    _, photo = np.unique(owners, return_inverse=True)
    sums, counts = np.bincount(photo, gains), np.bincount(photo)
    drawn = np.random.default_rng(0).integers(0, len(sums), (2000, len(sums)))
    low, high = np.percentile(sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1), [2.5, 97.5])
    return f"[{low:+.3f}, {high:+.3f}]"


def phrases(arguments: argparse.Namespace) -> None:
    """Print the mean average precision of single pairs, and the log loss of the scores."""
    scene = _Scene(arguments)
    precisions: dict[str, list[float]] = {}
    surprises: dict[str, list[float]] = {}
    for fold in scene.trials.described_folds(scene.fit):
        pool, checked = Pool.of(scene.trials, fold), scene.photos(fold)
        answers: dict[tuple[str, str], set[int]] = {}
        for _, right, pairs in scene.queries(fold):
            for colour, thing in pairs:
                answers.setdefault((colour, thing.split()[0]), set()).add(right)
        for (colour, thing), answering in answers.items():
            if " " in colour:
                continue
            odds = _odds(pool, f"{colour} {thing}")
            wanted = np.isin(np.arange(len(odds)), list(answering))
            chosen = np.argsort(-odds, kind="stable")[:FIRST]
            after = odds.copy()
            after[chosen] += checked.odds(chosen, ((colour, thing),))
            for name, scores in (("the text alone", odds), ("checked", after)):
                precisions.setdefault(name, []).append(_precision(scores, wanted))
                surprise = np.logaddexp(0, np.where(wanted, -scores, scores)[chosen])
                surprises.setdefault(name, []).append(float(surprise.mean()))
    for name, found in precisions.items():
        figures = f"mAP {np.mean(found):.3f}  surprise {np.mean(surprises[name]):.4f}"
        print(f"{name:16}{figures} of {len(found):,} phrases, the first {FIRST} photos checked")


def _precision(scores: Floats, wanted: npt.NDArray[np.bool_]) -> float:
    right = wanted[np.argsort(-scores, kind="stable")]
    return float((np.cumsum(right)[right] / (np.flatnonzero(right) + 1)).mean())


def first(arguments: argparse.Namespace) -> None:
    """Print the recall if only the first photos are checked."""
    scene = _Scene(arguments)
    everything = np.arange(len(scene.trials.material.captioned.files))
    fold = Fold(scene.trials.foreign(scene.fit), everything)
    checked = scene.photos(fold)
    photos = fold.adapter.join_images(scene.trials.material.photos[0, everything])
    ranks: dict[tuple[int, bool], list[int]] = {}
    for caption, right, pairs in scene.queries(fold):
        products = photos @ checked.texts([caption])[0]
        middle = np.median(products)
        odds = 0.85 * (products - middle) / (middle - np.percentile(products, 16))
        order = np.argsort(-odds, kind="stable")
        for count in _FIRST:
            scores = odds.copy()
            if count:
                scores[order[:count]] += checked.odds(order[:count], pairs)
            ranks.setdefault((count, _several(pairs)), []).append(int((scores >= scores[right]).sum()))
    for (count, several), found in sorted(ranks.items(), key=lambda entry: (entry[0][1], entry[0][0])):
        print(f"{'two pairs' if several else 'one pair':10} first {count:3} of 1,000  {_figures(found)}", flush=True)


def swapped(arguments: argparse.Namespace) -> None:
    """Print how often the right one of two pictures with exchanged colours wins."""
    scene = _Scene(arguments)
    random = np.random.default_rng(5)
    won: dict[str, list[bool]] = {}
    for fold in scene.trials.named_folds(scene.fit):
        for _ in range(arguments.pictures):
            for name, gain in _duel(scene, fold, random).items():
                won.setdefault(name, []).append(gain > 0)
    for name, wins in won.items():
        print(f"{name:32}{np.mean(wins):.3f} of {len(wins)}")


def _duel(scene: _Scene, fold: Fold, random: np.random.Generator) -> dict[str, float]:
    """Return how far the right picture is ahead of the other, for each method."""
    labelled = scene.trials.material.labelled
    chosen = random.choice(fold.held, 2, replace=False)
    colours = random.choice(list(_TINTS), 2, replace=False).tolist()
    pairs = tuple((colour, labelled.labels[photo]) for colour, photo in zip(colours, chosen, strict=True))
    files = [labelled.files[photo] for photo in chosen]
    places = [0, 1] if random.random() < 0.5 else [1, 0]
    pictures = [_beside(files, tints, places) for tints in (colours, colours[::-1])]
    checked = scene.checked(fold.adapter, pictures)
    text = checked.texts([" and ".join(f"a {colour} {thing}" for colour, thing in pairs)])[0]
    whole = checked.maps.mean(axis=(1, 2))
    scores = whole @ text / np.linalg.norm(whole, axis=1)
    both = np.arange(2)
    ways = {
        "the text alone": scores,
        "maps, less exchanged colours": checked.by_maps(both, pairs),
        "the colours anywhere": checked.anywhere(both, pairs),
        "the colours at the things": checked.odds(both, pairs),
    }
    return {name: float(values[0] - values[1]) for name, values in ways.items()}


def _beside(files: Sequence[Path], tints: Sequence[str], places: Sequence[int]) -> bytes:
    """Return two photos side by side, each tinted seven tenths in its colour."""
    picture = Image.new("RGB", (2 * _TILE, _TILE))
    for file, tint, place in zip(files, tints, places, strict=True):
        with Image.open(file) as image:
            square = ImageOps.fit(image.convert("RGB"), (_TILE, _TILE))
        tones = ImageOps.colorize(square.convert("L"), "#101010", "#f5f5f5", _TINTS[tint])
        picture.paste(Image.blend(square, tones, 0.7), (_TILE * place, 0))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def speed(arguments: argparse.Namespace) -> None:
    """Print the time per photo, on one core."""
    pictures = [file.read_bytes() for file in sorted(arguments.captioned_photos.iterdir())[:200]]
    tower = StarterImageTower(starter_folder() / IMAGE_FILE, 1)
    colours_of_places(pictures[0])
    for name, function in (("map", tower.encode_places), ("colours", colours_of_places)):
        start = time.perf_counter()
        for picture in pictures:
            function(picture)
        print(f"{name:10}{(time.perf_counter() - start) / len(pictures) * 1000:.1f} ms a photo")
    random = np.random.default_rng(0)
    maps = random.normal(size=(200, 9, 9, 384)).astype(np.float32)
    shares = random.random((200, 9, 9, len(COLOURS))).astype(np.float32)
    vectors = random.normal(size=(2, 384)).astype(np.float32)
    start = time.perf_counter()
    binding_odds(maps, shares, (("red", "car"), ("blue", "door")), vectors, vectors)
    print(f"odds      {(time.perf_counter() - start) * 1000:.1f} ms for 200 photos and two pairs")


if __name__ == "__main__":
    main()
