r"""Train the tag knowledge of the starter: a linear head, tag frequencies, and calibration curves.

    python -m lab.tags.train_tags --wordnet DICT --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt \
        --out resources/starter/tags.safetensors

The inputs are those of ``train_starter.py``. The head is trained on all photos; the curves are fitted to cross-fitted
evidence of each fold. ``bench_tags.py`` measures the result.
"""

import argparse
from pathlib import Path

import torch
from lab.starter.starter_figures import Trials
from lab.starter.starter_files import write_tag_knowledge
from lab.starter.starter_kept import kept_training
from lab.starter.starter_training import Recipe
from lab.starter.train_starter import add_inputs, gather
from lab.tags.bench_tags import tag_trials
from lab.tags.tag_judging import Judging
from lab.tags.tag_trials import folds_of


def main() -> None:
    """Parse the arguments, train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    trials = Trials(gather(arguments))
    tags = tag_trials(trials)
    head, curves = Judging(tags, *folds_of(trials, kept_training(Recipe()))).ship()
    write_tag_knowledge(tags.knowledge(head, curves), arguments.out)
    for name in ("seen", "unseen", "choice", "plain"):
        print(name, getattr(curves, name).round(2).tolist())
    print(f"{arguments.out}: {int(head[2].sum())} tags learned, {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
