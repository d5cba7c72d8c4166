r"""Train the adapter of the starter encoder, and calibrate its scores on held-out photos.

    python -m lab.starter.train_starter --wordnet DICT \
        --captions captions.csv … --captioned-photos FOLDER … --labels labels.csv … --labelled-photos FOLDER … \
        --sentences one.txt other.txt [--unseen PICTURES] [--seed 0] \
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
from lab.starter.starter_data import (
    Captioned,
    Labelled,
    join_captioned,
    join_labelled,
    read_captioned,
    read_labelled,
    read_sentences,
)
from lab.starter.starter_figures import Fit, Trials
from lab.starter.starter_files import write_adapter, write_calibration
from lab.starter.starter_kept import kept_training
from lab.starter.starter_kinds import names_of_kinds, write_names
from lab.starter.starter_material import Material, Part
from lab.starter.starter_report import report
from lab.starter.starter_towers import Towers
from lab.starter.starter_training import Recipe, train
from lab.starter.starter_words import WordNet
from lab.starter.starter_yardstick import Pools, everyday
from lab.starter.starter_yardstick import fit as fit_curves

from photon.vision.kit.adapter import Adapter, read_adapter
from photon.vision.knowledge.class_labels import ClassLabels
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter


def main() -> None:
    """Parse the arguments, train and calibrate."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--calibrate", type=Path, help="write calibration and names for the adapter in this folder")
    parser.add_argument("--out", type=Path, help="write the adapter trained on everything here")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    trials = Trials(gather(arguments))

    def fit(part: Part) -> Adapter:
        return train(part, Recipe(passes=arguments.passes), arguments.seed)

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


if __name__ == "__main__":
    main()
