r"""Train the adapter of the starter encoder, and measure it on held-out photos.

    python -m lab.starter.train_starter --wordnet DICT \
        --captions captions.csv … --captioned-photos FOLDER … --labels labels.csv … --labelled-photos FOLDER … \
        --sentences one.txt other.txt [--unseen PICTURES] [--seed 0] [--evaluate] \
        [--out resources/starter/adapter.safetensors] [--calibrate resources/starter]

``captions.csv`` has the columns image and caption, ``labels.csv`` has image, label and wnid (``n`` and the WordNet 3.0
noun offset); each table has a folder of photos. The first ``labels.csv`` has a photo of each class of the image tower,
in its order. Sentence files contain one sentence per line. ``--unseen`` keeps the photos that
``lab.quality.quality_table`` judges, and their sentences, out of training, so that what ships can be measured. ``DICT``
is the folder of WordNet 3.0's data.noun, index.noun and noun.exc (Debian: the package wordnet-base,
/usr/share/wordnet). The same data and seed give the same adapter on the same machine. Features are cached in a
temporary folder between runs.
"""

import argparse
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from lab.quality.quality_sources import judged_sources, rows_of_others
from lab.starter.starter_calibration import best_of_captions, everyday_words
from lab.starter.starter_data import (
    Captioned,
    Labelled,
    join_captioned,
    join_labelled,
    read_captioned,
    read_labelled,
    read_sentences,
)
from lab.starter.starter_figures import Fit, Recall, Trials, conse_recalls, fit_ridge, mean
from lab.starter.starter_files import write_adapter, write_calibration
from lab.starter.starter_kept import kept_training
from lab.starter.starter_kinds import names_of_kinds, write_names
from lab.starter.starter_material import Material, Part
from lab.starter.starter_report import report
from lab.starter.starter_sizes import report_sizes
from lab.starter.starter_towers import Towers
from lab.starter.starter_training import Recipe, train
from lab.starter.starter_words import WordNet
from lab.starter.starter_yardstick import Pools, everyday
from lab.starter.starter_yardstick import fit as fit_curves

from photon.vision.kit.adapter import Adapter, read_adapter
from photon.vision.starter.class_labels import ClassLabels
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter


def main() -> None:
    """Parse the arguments, train, and measure if requested."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--evaluate", action="store_true", help="cross-fitted figures; takes eleven trainings")
    parser.add_argument("--calibrate", type=Path, help="write calibration and names for the adapter in this folder")
    parser.add_argument("--out", type=Path, help="write the adapter trained on everything here")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    trials = Trials(gather(arguments))

    def fit(part: Part) -> Adapter:
        return train(part, Recipe(passes=arguments.passes), arguments.seed)

    if arguments.evaluate:
        _evaluate(trials, fit)
    if arguments.out:
        adapter = trials.everything(fit)
        write_adapter(adapter, arguments.out)
        print(f"SEEN photos, pools of 200 (says nothing about others)  {trials.pools(adapter)}")
        print(f"{arguments.out}: {arguments.out.stat().st_size:,} bytes")
    if arguments.calibrate:
        _calibrate(trials, kept_training(Recipe(passes=arguments.passes, seeds=1)), arguments.calibrate)


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for data and training settings."""
    parser.add_argument("--wordnet", type=Path, required=True)
    for name in ("captions", "captioned-photos", "labels", "labelled-photos"):
        parser.add_argument(f"--{name}", type=Path, nargs="+", required=True)
    parser.add_argument("--unseen", type=Path, help="sources whose judged photos are kept out of training")
    parser.add_argument("--sentences", type=Path, nargs="*", default=[])
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--passes", type=int, default=Recipe().passes, help="fewer for a quick trial")


@dataclass(frozen=True)
class TrainingInputs:
    """The inputs named by the arguments, without the judged photos and their captions.

    Attributes:
        captioned: All captioned photos.
        labelled: All labelled photos.
        classes: Number of leading labelled photos that are one of each class of the image tower.
        sentences: Sentences without photos.
    """

    captioned: Captioned
    labelled: Labelled
    classes: int
    sentences: list[str]


def read_inputs(arguments: argparse.Namespace) -> TrainingInputs:
    """Read the tables and sentences named by the arguments of ``add_inputs``."""
    unseen = judged_sources(arguments.unseen) if arguments.unseen else []
    captioned = map(read_captioned, arguments.captions, arguments.captioned_photos)
    labelled = [read_labelled(*pair) for pair in zip(arguments.labels, arguments.labelled_photos, strict=True)]
    sentences = read_sentences(arguments.sentences)
    return TrainingInputs(
        join_captioned(list(captioned), {photo for source in unseen for photo in source.photos}),
        join_labelled(labelled),
        len(labelled[0].files),
        [sentences[row] for row in rows_of_others(sentences, unseen)],
    )


def gather(arguments: argparse.Namespace) -> Material:
    """Read the data and compute the features of all photos and sentences, or load those of an earlier run."""
    began = time.monotonic()
    inputs = read_inputs(arguments)
    material = Material(
        Towers(arguments.threads),
        WordNet(arguments.wordnet),
        inputs.captioned,
        inputs.labelled,
        inputs.sentences,
        classes=inputs.classes,
    )
    print(f"features of all photos and sentences: {time.monotonic() - began:.0f} s", flush=True)
    return material


def _calibrate(trials: Trials, fit: Fit, folder: Path) -> None:
    """Write the calibration of the adapter in ``folder``, and print how accurate it is on held-out photos."""
    material = trials.material
    write_names(names_of_kinds(material.words, material.tower_classes), folder / "kinds.json")
    classifier = np.load(prepare_starter(lambda _share, _sentence: None) / KINDS_FILE).astype(np.float32)
    make = Pools(trials, ClassLabels(folder / "kinds.json"), classifier)
    described = [make.described(number, fold) for number, fold in enumerate(trials.described_folds(fit))]
    pools = [pool for each in described for pool in each]
    pools += [make.named(number, fold) for number, fold in enumerate(trials.named_folds(fit))]
    curves = fit_curves(pools)
    shipped = read_adapter(folder / "adapter.safetensors")
    everyone = np.arange(len(material.captioned.files))
    vectors = everyday(shipped, trials, everyone)
    write_calibration(replace(vectors, **curves), folder / "calibration.safetensors")
    report(pools)
    report_sizes(pools)


def _evaluate(trials: Trials, fit: Fit) -> None:
    """Print the figures of the card, all on held-out photos of the measured adapter."""
    described, named = trials.described_folds(fit), trials.named_folds(fit)
    foreign = trials.foreign(fit)
    size = len(described[0].held)
    chance = Recall(1 / size, 5 / size, 10 / size, (size + 1) / 2)
    ridge = [trials.by_captions(fold) for fold in trials.described_folds(fit_ridge)]
    rows = {
        f"captions, pools of {size}": mean([trials.by_captions(fold) for fold in described]),
        "  by chance": chance,
        "  ConSE": conse_recalls(trials),
        "  ridge": mean(ridge),
        f"unseen classes, pools of {len(named[0].held)}": mean([trials.by_names(fold) for fold in named]),
        "  ridge ": mean([trials.by_names(fold) for fold in trials.named_folds(fit_ridge)]),
        "no captioned photo in training, all captioned ones": trials.whole_pool(foreign),
        "the same, pools": trials.pools(foreign),
    }
    for name, row in rows.items():
        print(f"{name:52}{row}", flush=True)
    curve, bare, sentence = everyday_words(trials, described)
    print(f"everyday words: mean average precision bare {bare:.3f}, as a sentence {sentence:.3f}")
    print(f"a photo shows an everyday word: {curve}")
    print(f"the best hit is the caption's photo: {best_of_captions(trials, described)}")


if __name__ == "__main__":
    main()
