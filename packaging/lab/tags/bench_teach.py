r"""Measure learned tags on groups of held-out photos.

    python -m lab.tags.bench_teach --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt … [--only reached review told chances]

Groups are WordNet subtrees with at least eight labelled photos in a fold of classes, and things that two captions name
in at least eight photos of a fold of captioned photos. The examples are random photos of a group; photos for which it
is unknown whether they belong to it are ignored. All figures are averaged over draws, then over groups.

*reached*: mean average precision over the rest of the fold after 1, 3, 5 and 10 examples; and, since some authors do
so, with the examples counted as hits. *review*: a third of the fold is held out for testing, the rest is asked about:
in Photon's order, most likely first, or at random; all answers are correct. *told*: the precision that Photon estimates
against the true one, and how leaving out single shots instead of events would distort it if each example is a burst of
six shots. *chances*: calibration, with the curve fitted on the other folds.
"""

import argparse

import torch
from lab.starter.held_photos import Held
from lab.starter.starter_figures import Trials
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather
from lab.tags.taught_chances import report_chances
from lab.tags.taught_precision import report_told
from lab.tags.taught_reach import report_reached
from lab.tags.taught_review import report_review

_PARTS = {"reached": report_reached, "review": report_review, "told": report_told, "chances": report_chances}


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--only", nargs="+", choices=_PARTS, default=list(_PARTS))
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    trials, fit = Trials(gather(arguments)), kept_training(Recipe())
    sorts = {
        "caption concepts": [Held(trials, fold, named=False) for fold in trials.described_folds(fit)],
        "WordNet subtrees": [Held(trials, fold, named=True) for fold in trials.named_folds(fit)],
    }
    for name in arguments.only:
        for sort, folds in sorts.items():
            groups = sum(len(held.groups) for held in folds)
            print(f"{name}: {groups} {sort} in pools of {len(folds[0].seen.meanings)} photos", flush=True)
            _PARTS[name](folds)


if __name__ == "__main__":
    main()
