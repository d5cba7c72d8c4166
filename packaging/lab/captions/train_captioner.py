r"""Train the starter's captioner: two small networks on sentences alone, and the maps from photos to sentences.

    python -m lab.captions.train_captioner --captions captions.csv --captioned-photos FOLDER \
        --labels labels.csv --labelled-photos FOLDER --sentences one.txt other.txt \
        [--seed 0] [--passes 7] [--keep-networks] --out resources/starter

``captions.csv`` has the columns image and caption; sentence files contain one sentence per line. The networks are
trained on the sentence files only, without sentences that are also captions of a captioned photo; the map is a ridge
regression on the captioned photos and on labelled ones (columns image, label and wnid). With ``--keep-networks`` only
the map is fitted again. The same data and seed give the same captioner on the same machine. Features are cached in a
temporary folder between runs.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from lab.captions.captioner_labels import Labels, read_labels, spoken_of
from lab.captions.captioner_network import Namer, Recipe, Writer, WriterTraining, train_namer
from lab.captions.captioner_photos import fit_photos, mean_captions
from lab.captions.captioner_text import Corpus, Cues, meanings_of_words, named_objects, objects_of_words, read_corpus
from lab.starter.starter_data import Captioned, read_captioned, read_labelled, read_sentences
from lab.starter.starter_files import write_captioner
from lab.starter.starter_towers import Towers

from photon.annotate.captions.named_objects import caption_objects
from photon.vision.starter.captioner import Captioner
from photon.vision.starter.captioner_files import FILES, read_captioner
from photon.vision.starter.captioner_weights import CaptionerWeights
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter

FloatArray = npt.NDArray[np.float32]
_CUE = 128  # directions of a cue
_UNSURE = 0.07
"""Noise variance of the cues for naming objects: that of predictions from photos, for calibrated probabilities."""
_FIRM = 0.015
"""Noise variance of the cues for writing; with .07, sentences would drift away from the prediction."""
_NAMING = 8  # epochs


@dataclass(frozen=True)
class Described:
    """Photos and captions, as vectors.

    Attributes:
        captioned: Files and captions.
        pooled: float32 (views, n, 1280).
        captions: float32 (captions, 384).
        classifier: float32 (1281, kinds), of the image tower.
        labels: Photos with a class label only.
    """

    captioned: Captioned
    pooled: FloatArray
    captions: FloatArray
    classifier: FloatArray
    labels: Labels


def main() -> None:
    """Parse the arguments, train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--passes", type=int, default=Recipe().passes, help="fewer for a quick trial")
    parser.add_argument("--fewest", type=int, default=5, help="how often a word must occur to be written")
    parser.add_argument("--keep-networks", action="store_true", help="only fit the map from photos again")
    parser.add_argument("--out", type=Path, required=True, help="folder for the weights and the words")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    towers = Towers(arguments.threads)
    described = describe(towers, arguments)
    captioner = read_captioner(arguments.out) if arguments.keep_networks else _learn(towers, described, arguments)
    everyone = np.arange(len(described.captioned.files))
    write_captioner(with_photos(captioner, described, everyone), arguments.out)
    size = sum((arguments.out / name).stat().st_size for name in FILES)
    print(f"{arguments.out}: {size:,} bytes, {len(captioner.words):,} words")


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """Add the arguments for the data."""
    for name in ("captions", "captioned-photos", "labels", "labelled-photos"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--threads", type=int, default=2)


def describe(towers: Towers, arguments: argparse.Namespace) -> Described:
    """Encode the captioned photos with their captions, and the labelled ones with their names."""
    captioned = read_captioned(arguments.captions, arguments.captioned_photos)
    labelled = read_labelled(arguments.labels, arguments.labelled_photos)
    classifier = np.load(prepare_starter(lambda _share, _sentence: None) / KINDS_FILE).astype(np.float32)
    sentences, hidden = read_sentences(arguments.sentences), {caption.strip() for caption in captioned.captions}
    rows = [row for row, sentence in enumerate(sentences) if sentence not in hidden]
    spoken = spoken_of([sentences[row] for row in rows], towers.texts(sentences)[rows])
    return Described(
        captioned,
        towers.images(captioned.files),
        towers.texts(captioned.captions),
        classifier,
        read_labels(labelled, towers.images, towers.texts, spoken),
    )


def with_photos(
    captioner: Captioner, described: Described, rows: npt.NDArray[np.int64], labels: Labels | None = None
) -> Captioner:
    """The captioner with its maps fitted on some captioned photos, and on all or the given labelled ones."""
    owner, captions = described.captioned.owner, described.captioned.captions
    means = mean_captions(described.captions, owner, len(described.captioned.files))
    said = [[captions[at] for at in np.flatnonzero(owner == photo)] for photo in rows]
    named = named_objects(caption_objects(), said)
    wanted = np.concatenate([means[rows], named], axis=1)
    weights = fit_photos(
        captioner.weights, described.pooled[:, rows], wanted, described.classifier, labels or described.labels
    )
    return Captioner(weights, captioner.words, captioner.objects)


def _learn(towers: Towers, described: Described, arguments: argparse.Namespace) -> Captioner:
    """Train both networks on sentences alone."""
    recipe = Recipe(passes=arguments.passes)
    sentences = read_sentences(arguments.sentences)
    hidden = {caption.strip() for caption in described.captioned.captions}
    corpus = read_corpus(sentences, towers.texts(sentences), hidden, arguments.fewest)
    print(f"{len(corpus.sentences):,} sentences, {len(corpus.words):,} words", flush=True)
    cues, firm = (Cues(corpus.vectors, _CUE, noise) for noise in (_UNSURE, _FIRM))
    named = named_objects(caption_objects(), [[sentence] for sentence in corpus.sentences])
    namer = train_namer(named, cues, recipe, arguments.seed, _NAMING)
    writer = WriterTraining(corpus, firm, recipe, arguments.seed).run()
    return _packed(corpus, (cues, firm), writer, namer)


def _packed(corpus: Corpus, both: tuple[Cues, Cues], writer: Writer, namer: Namer) -> Captioner:
    """The networks as arrays; the map from photos is left empty."""

    def array(weight: torch.Tensor) -> FloatArray:
        return np.asarray(weight.detach().numpy(), np.float32)

    def turned(layer: torch.nn.Linear) -> FloatArray:
        return np.ascontiguousarray(array(layer.weight).T)

    objects, (cues, firm) = caption_objects(), both
    empty = np.zeros((0, cues.basis.shape[0]), np.float32)
    weights = CaptionerWeights(
        photo=empty, photo_shift=cues.centre, usual=cues.centre,
        photo_objects=np.zeros((0, len(objects.names)), np.float32),
        photo_objects_shift=np.zeros(len(objects.names), np.float32),
        centre=cues.centre, basis=cues.basis, scale=cues.scale,
        firm_scale=firm.scale,
        words=array(writer.words.weight), word_shift=array(writer.word_shift),
        read=turned(writer.read), read_shift=array(writer.read.bias),
        keep=turned(writer.keep), keep_shift=array(writer.keep.bias),
        cue_read=turned(writer.cue_read), cue_begin=turned(writer.cue_begin),
        begin_shift=array(writer.cue_begin.bias), cue_write=turned(writer.cue_write),
        write=turned(writer.write), write_shift=array(writer.write.bias),
        see=turned(namer.see), see_shift=array(namer.see.bias),
        name=turned(namer.name), name_shift=array(namer.name.bias),
        word_objects=objects_of_words(objects, corpus.words), word_meanings=meanings_of_words(corpus),
    )  # fmt: skip
    return Captioner(weights, corpus.words, objects.names)


if __name__ == "__main__":
    main()
