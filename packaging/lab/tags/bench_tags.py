r"""Measure suggested tags: ``figures`` on held-out photos, ``speed`` on 100,000 photos.

    python -m lab.tags.bench_tags figures --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt
    python -m lab.tags.bench_tags speed [--photos 100000] [--library FOLDER]

Captioned photos: is a tag named or entailed by one of the photo's captions (its words, its synonyms, a narrower
concept's)? Only the most specific tags are judged, not ancestors of a suggested tag, and not tags of more than 30% of
the photos. Labelled photos: is the class's concept, or an ancestor at depth 3 or more, among the first five?
Calibration is measured over all suggestions, and over all pairs of photos and tags.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.starter.starter_figures import Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather
from lab.tags.tag_figures import COMMON, FIRST, certainty, labelled_hits, precision, shown_places
from lab.tags.tag_judging import Judging, Shown
from lab.tags.tag_trials import TagTrials, folds_of

from photon.annotate.tags.vocabulary_file import everyday
from photon.resource_files import resource
from photon.vision.starter.class_labels import ClassLabels
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter

Truth = npt.NDArray[np.bool_]
_ABOVE = (0.2, 0.4, 0.6, 0.8)


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ways = parser.add_subparsers(dest="way", required=True)
    add_inputs(ways.add_parser("figures"))
    speed = ways.add_parser("speed")
    speed.add_argument("--photos", type=int, default=100_000)
    speed.add_argument("--library", type=Path)
    arguments = parser.parse_args()
    if arguments.way == "speed":
        from lab.speed.tag_speed import measure

        measure(arguments.photos, arguments.library)
        return
    torch.set_num_threads(arguments.threads)
    trials = Trials(gather(arguments))
    judging = Judging(tag_trials(trials), *folds_of(trials, kept_training(Recipe())))
    report(judging)


def tag_trials(trials: Trials) -> TagTrials:
    """The data with Photon's own vocabulary and the class probabilities of the starter."""
    classifier = np.load(prepare_starter(lambda _share, _sentence: None) / KINDS_FILE).astype(np.float32)
    return TagTrials(trials, everyday(), ClassLabels(resource("starter/kinds.json")), classifier)


def report(judging: Judging) -> None:
    """Print all figures."""
    trials, vocabulary = judging.trials, judging.trials.vocabulary
    true = trials.counts > 0
    is_common = true.mean(axis=0) > COMMON
    described, labelled = judging.described(), judging.labelled()
    shown = shown_places(described.chosen)
    hits = precision(shown, true[described.rows], vocabulary, is_common)
    print(f"described photos: {np.mean(hits):.3f} of the first {FIRST} named by a caption; {len(hits)} photos have any")
    print(
        f"  {np.mean([len(tags) for tags in shown]):.1f} tags a photo, {np.mean([not t for t in shown]):.3f} have none"
    )
    for name, table in judging.baselines(described, is_common).items():
        print(f"  {name}: {np.mean(precision(table, true[described.rows], vocabulary, is_common)):.3f}")
    _report_certainty(described, true, judging.usable)
    right = labelled_hits(shown_places(labelled.chosen), [trials.places[row] for row in labelled.rows], vocabulary)
    print(f"labelled photos: {np.mean(right):.3f} have the right concept, or a parent, among the first five")
    cosines = labelled_hits(judging.by_cosine(labelled, 5), [trials.places[row] for row in labelled.rows], vocabulary)
    print(f"  by plain cosine: {np.mean(cosines):.3f}")


def _report_certainty(shown: Shown, true: Truth, usable: Truth) -> None:
    kept = shown.chosen.certainties > 0
    told = shown.chosen.certainties[kept]
    shows = np.take_along_axis(true[shown.rows], shown.chosen.places, axis=1)[kept]
    print(f"certainty of what is shown: {certainty(told, shows)}")
    print("  a constant (the base rate): AUROC .5, Brier skill 0; over all pairs:")
    print(f"  {certainty(shown.certainties[:, usable].ravel(), true[shown.rows][:, usable].ravel())}")
    for low in _ABOVE:
        inside = (told >= low) & (told < low + 0.2)
        if inside.any():
            said, true_share = told[inside].mean(), shows[inside].mean()
            print(f"  {low:.1f} to {low + 0.2:.1f}: {inside.sum():>6,} say {said:.2f}, {true_share:.2f} are right")


if __name__ == "__main__":
    main()
