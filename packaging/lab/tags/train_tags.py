r"""Fit the certainties of suggested tags on sources of very different kinds, and count how common tags are.

    python -m lab.tags.train_tags PICTURES --labels OTHERS/labels.csv --wordnet DICT --sentences one.txt other.txt \
        --work FOLDER [--without SOURCE] [--out resources/starter/tags.safetensors]

``PICTURES`` is that of ``lab.quality.quality_table``, with tables of labelled photos beside them (``LABELLED``); the
photos of other tables are in a folder ``images`` beside them, or beside them. Vectors are kept in ``--work``. What
``quality_table`` judges is never fitted to; with ``--without``, neither are these sources, and their figures are
printed, too. ``judge_tags`` does so for all sources, and says what the figures mean.

The curves for tags that the memory does not know, and for other encoders, are kept: they were fitted once to 1,000
photos.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_sources import SEEN
from lab.starter.starter_data import read_sentences
from lab.starter.starter_files import write_tag_knowledge
from lab.tags.tag_figures import line_of
from lab.tags.tag_fits import TagFits
from lab.tags.tag_sources import add_arguments, read_sources, suggestion_context
from lab.tags.tag_truth import Naming

from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import tag_key

FloatArray = npt.NDArray[np.float32]

_RAREST = 1e-4  # minimum fraction of sentences, for rarer concepts


def main() -> None:
    """Parse the arguments, fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--without", nargs="*", default=[], help="sources that are judged instead")
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    vocabulary = everyday()
    context = suggestion_context(vocabulary, arguments)
    known = replace(
        context.knowledge,
        names=tuple(tag_key(entry.path) for entry in vocabulary.entries),
        commonness=commonness(vocabulary, read_sentences(arguments.sentences)),
    )
    fits = TagFits(
        list(read_sources(arguments, vocabulary)), vocabulary, replace(context, knowledge=known), arguments.work
    )
    known = fits.knowledge(set(arguments.without))
    print(f"{len(known.headed)} regressions, curve {known.choice.round(2).tolist()}")
    for name in [*SEEN, *arguments.without]:
        print(line_of(fits.judge(fits.sources[name], known)), flush=True)
    if arguments.out:
        write_tag_knowledge(known, arguments.out)


def commonness(vocabulary: TagVocabulary, sentences: list[str]) -> FloatArray:
    """Return the logarithm of the fraction of sentences that name each tag: float32 (t,)."""
    return np.log(np.maximum(Naming(vocabulary).shares(sentences), _RAREST)).astype(np.float32)


if __name__ == "__main__":
    main()
