r"""Fit the certainties of suggested tags to the recall of the caption memory, and count how common tags are.

    python -m lab.tags.train_tags PICTURES --sentences one.txt other.txt --work FOLDER \
        --out resources/starter/tags.safetensors

``PICTURES`` and ``--work`` are those of ``lab.quality.quality_table``: the memory was trained without these photos. Two
numbers are fitted for both sources together; those for each source alone are printed, too. The curves for tags that
the memory does not know, and for other encoders, are kept: they were fitted once to 1,000 photos and are independent
of it.
"""

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import Source, judged_sources, unpack
from lab.quality.quality_truth import SourceTruth
from lab.starter.starter_data import read_sentences
from lab.starter.starter_files import write_tag_knowledge
from lab.tags.tag_truth import Naming

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import tag_key
from photon.vision.starter import starter

Doubles = npt.NDArray[np.float64]
FloatArray = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

_RAREST = 1e-4  # minimum fraction of sentences, for rarer concepts
_WORTH = 0.01  # minimum share of people for a pair of photo and tag to be used in the fit
# Coefficients of the image tower's own classes, half of those of a classifier without captions: the memory has been
# trained on these classes, too. On these photos, 0 is as good, but then things that captions seldom name are missed.
_OWN, _OWN_COMMON = 0.1, -0.03
_UNKNOWN = 1.5  # log-odds subtracted for tags whose text fits, but that the memory does not know


@dataclass(frozen=True)
class _Judged:
    """Tags of a source: float32 (photos, t), recalled shares; bool (photos, t), what is named."""

    shares: FloatArray
    named: Truth


def main() -> None:
    """Parse the arguments, fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    vocabulary = everyday()
    sources = judged_sources(arguments.pictures)
    judged = [_judge(source, arguments, vocabulary) for source in sources]
    for source, one in zip(sources, judged, strict=True):
        print(source.name, fitted([one]).round(2).tolist())
    curve = fitted(judged).astype(np.float32)
    print("both", curve.round(2).tolist())
    seen = np.array([curve[0], 0, _OWN, 0, 0, _OWN_COMMON, curve[1]], np.float32)
    choice = np.zeros(18, np.float32)
    choice[[0, 1, 3]] = -_UNKNOWN, 1, _UNKNOWN
    known = replace(
        starter.tag_knowledge(),
        names=tuple(tag_key(entry.path) for entry in vocabulary.entries),
        commonness=commonness(vocabulary, read_sentences(arguments.sentences)),
        seen=seen,
        choice=choice,
    )
    write_tag_knowledge(known, arguments.out)


def commonness(vocabulary: TagVocabulary, sentences: list[str]) -> FloatArray:
    """Return the logarithm of the fraction of sentences that name each tag: float32 (t,)."""
    return np.log(np.maximum(Naming(vocabulary).shares(sentences), _RAREST)).astype(np.float32)


def fitted(sources: list[_Judged]) -> Doubles:
    """Fit the log-odds that people name a tag to the log of its share: intercept and slope, by Newton's method."""
    shares = np.concatenate([source.shares[source.shares > _WORTH] for source in sources]).astype(np.float64)
    named = np.concatenate([source.named[source.shares > _WORTH] for source in sources])
    design = np.stack([np.ones(len(shares)), np.log(shares)], axis=1)
    curve = np.zeros(2)
    for _ in range(30):
        chances = 1 / (1 + np.exp(-design @ curve))
        bend = design.T @ (design * (chances * (1 - chances))[:, None]) + 1e-3 * np.eye(2)
        curve -= np.linalg.solve(bend, design.T @ (chances - named))
    return curve


def _judge(source: Source, arguments: argparse.Namespace, vocabulary: TagVocabulary) -> _Judged:
    files = unpack(arguments.pictures, source, (arguments.work / source.name / "photos").resolve())
    memory = starter.caption_memory()
    looks = starter.load(arguments.threads).encode_images([file.read_bytes() for file in files]).look
    usable = vocabulary.suggestable & ~np.array([entry.is_sensitive for entry in vocabulary.entries], bool)
    shares = np.pad(memory.recall(looks), ((0, 0), (0, 1)))  # the last column: tags that the memory does not know
    columns = [memory.places.get(f"t:{tag_key(entry.path)}", -1) for entry in vocabulary.entries]
    return _Judged(np.where(usable, shares[:, columns], 0), SourceTruth(source, vocabulary).named)


if __name__ == "__main__":
    main()
