r"""Fit the certainties of suggested tags on sources of very different kinds, and count how common tags are.

    python -m lab.tags.train_tags PICTURES --labels OTHERS/labels.csv --wordnet DICT --sentences one.txt other.txt \
        --work FOLDER [--without SOURCE] [--out resources/starter/tags.safetensors]

``PICTURES`` is that of ``lab.quality.quality_table``, with tables of labelled photos beside them (``LABELLED``); other
``labels.csv`` have their photos in a folder ``images`` beside them. Vectors are kept in ``--work``. What
``quality_table`` judges is never fitted to; with ``--without``, neither are these sources, and their figures are
printed, too:

- *first*: captioned photos: the first three tags that are right; others: whether the label or its family is among the
  first five;
- *error*: the calibration error of what is shown and judged, with its interval (``tag_figures.calibration_error``);
- *sure*: how many of the suggestions with .8 and more are right;
- *people*: photos without people of which a tag of people says more than .5.

The curves for tags that the memory does not know, and for other encoders, are kept: they were fitted once to 1,000
photos.
"""

import argparse
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.quality_measures import mean_interval
from lab.quality.quality_sources import SEEN, chosen, judged_sources, read_source
from lab.starter.starter_data import read_sentences
from lab.starter.starter_files import write_tag_knowledge
from lab.starter.starter_words import WordNet
from lab.tags.mixed_truth import MixedTruth, described_truth, labelled_truth, read_photos
from lab.tags.tag_figures import COMMON, calibration_error, labelled_hits, precision
from lab.tags.tag_heads import MixedSource, fit_choice, fit_heads, headed_tags, unseen_heads
from lab.tags.tag_truth import Naming

from photon.annotate.tags.tag_choice import TagChoice
from photon.annotate.tags.tag_prompts import concept_vectors, every_prompt
from photon.annotate.tags.tag_scores import StoredVectors, TagScores, scale_of
from photon.annotate.tags.tag_suggester import SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import tag_key
from photon.search.evaluation import Interval
from photon.vision.knowledge.tag_knowledge import TagKnowledge
from photon.vision.starter import starter

FloatArray = npt.NDArray[np.float32]

LABELLED = ("flowers5", "weather4", "clothing10", "scenes8", "caltech101")
_DRAWN, _SEED = 2760, 3  # captioned photos that are fitted to
_RAREST = 1e-4  # minimum fraction of sentences, for rarer concepts
_BATCH = 24


def main() -> None:
    """Parse the arguments, fit, measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="tables of other labelled photos")
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--without", nargs="*", default=[], help="sources that are judged instead")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    vocabulary = everyday()
    sources = list(read_sources(arguments, vocabulary))
    judged = {*SEEN, *arguments.without}
    fitted = [one for one in sources if one.truth.name not in judged]
    known = starter.tag_knowledge()
    context = suggestion_context(vocabulary, known, arguments.threads)
    usable = vocabulary.suggestable & ~np.array([entry.is_sensitive for entry in vocabulary.entries])
    tags = headed_tags(fitted, usable)
    headed = tuple(tag_key(vocabulary.entries[at].path) for at in tags)
    known = replace(
        known,
        names=tuple(tag_key(entry.path) for entry in vocabulary.entries),
        commonness=commonness(vocabulary, read_sentences(arguments.sentences)),
        headed=headed,
        heads=fit_heads(fitted, tags),
    )
    scores = TagScores(vocabulary, context.concepts, context.scale, known, context.memory)
    scores.name_kinds(vocabulary, context.kind_of)
    known = replace(known, choice=fit_choice(fitted, unseen_heads(fitted, tags), scores, TagChoice(vocabulary)))
    print(f"{len(tags)} regressions, curve {known.choice.round(2).tolist()}")
    suggester = TagSuggester(vocabulary, replace(context, knowledge=known))
    for one in sources:
        if one.truth.name in judged:
            print(_figures(one, suggester, vocabulary), flush=True)
    if arguments.out:
        write_tag_knowledge(known, arguments.out)


def commonness(vocabulary: TagVocabulary, sentences: list[str]) -> FloatArray:
    """Return the logarithm of the fraction of sentences that name each tag: float32 (t,)."""
    return np.log(np.maximum(Naming(vocabulary).shares(sentences), _RAREST)).astype(np.float32)


def read_sources(arguments: argparse.Namespace, vocabulary: TagVocabulary) -> Iterator[MixedSource]:
    """Read all sources: those that ``quality_table`` judges, other captioned photos, labelled photos."""
    pictures, words = arguments.pictures, WordNet(arguments.wordnet)
    held = judged_sources(pictures)
    drawn = read_source(pictures, "flickr8k", "")
    others = sorted(set(drawn.photos) - {photo for one in held for photo in one.photos})
    random.Random(_SEED).shuffle(others)  # noqa: S311
    described = [*held, chosen(drawn, set(others[:_DRAWN]))]
    names = (*SEEN, "others of flickr8k")
    for source, name in zip(described, names, strict=True):
        truth = described_truth(source, name, vocabulary)
        yield MixedSource(truth, _stored(truth, pictures / f"{source.name}.tar", arguments))
    tables = [(pictures / f"{name}.csv", pictures / f"{name}.tar") for name in LABELLED]
    for table, photos in [*tables, *((table, table.parent / "images") for table in arguments.labels)]:
        truth = labelled_truth(table, vocabulary, words)
        yield MixedSource(truth, _stored(truth, photos, arguments))


def _stored(truth: MixedTruth, photos: Path, arguments: argparse.Namespace) -> StoredVectors:
    """Encode photos, or read the vectors of an earlier run."""
    kept = arguments.work / f"{truth.name}.npz"
    if not kept.exists():
        encoder, data = starter.load(arguments.threads), list(read_photos(photos, truth.photos))
        parts = [encoder.encode_images(data[at : at + _BATCH]) for at in range(0, len(data), _BATCH)]
        kinds = [kinds for part in parts for kinds in part.kinds]
        named = [(row, *one) for row, few in enumerate(kinds) for one in few.items()]
        rows, labels, chances = (np.array(column) for column in zip(*named, strict=True))
        meanings, looks = (np.concatenate([getattr(part, name) for part in parts]) for name in ("meaning", "look"))
        kept.parent.mkdir(parents=True, exist_ok=True)
        np.savez(kept, meaning=meanings, look=looks, rows=rows, labels=labels, chances=chances)
    with np.load(kept) as found:
        classes = (found["rows"], found["labels"], found["chances"].astype(np.float32))
        return StoredVectors(found["meaning"], found["look"], classes)


def suggestion_context(vocabulary: TagVocabulary, known: TagKnowledge, threads: int) -> SuggestionContext:
    """Return the inputs of the tag suggester; encodes the vocabulary."""
    encoder, texts = starter.load(threads), every_prompt(vocabulary)
    concepts = concept_vectors(vocabulary, dict(zip(texts, encoder.encode_texts(texts), strict=True)))
    scale = scale_of(concepts, starter.calibration().photos)
    return SuggestionContext(concepts, scale, known, starter.caption_memory(), starter.class_labels().find)


def _figures(source: MixedSource, suggester: TagSuggester, vocabulary: TagVocabulary) -> str:
    """Return the figures of a source as a line."""
    truth = source.truth
    places = {vocabulary.keyword(at): at for at in np.flatnonzero(vocabulary.suggestable).tolist()}
    shown = [[(places[path], sure) for path, sure in tags] for tags in suggester.suggest(source.seen)]
    told = [(row, sure, truth.marks[row, at]) for row, tags in enumerate(shown) for at, sure in tags]
    owners, certainties, marks = (np.array(column) for column in zip(*(one for one in told if one[2]), strict=True))
    right = marks > 0
    tags = [[at for at, _ in row] for row in shown]
    if truth.labels:
        first = mean_interval(labelled_hits(tags, truth.labels, vocabulary))
    else:
        is_right = truth.marks > 0
        first = mean_interval(precision(tags, is_right, vocabulary, is_right.mean(axis=0) > COMMON))
    error, sure = calibration_error(certainties, right, owners), certainties >= 0.8
    people = {at for at, entry in enumerate(vocabulary.entries) if entry.path[0] == "people"}
    alarms = [any(at in people and told > 0.5 for at, told in shown[row]) for row in np.flatnonzero(truth.somebody < 0)]
    return (
        f"{truth.name}: first {_told(first)}, error {_told(error)} of {len(right)}, sure"
        f" {right[sure].mean():.3f} of {sure.sum()}, people {np.mean(alarms):.3f} of {len(alarms)}"
    )


def _told(figure: Interval) -> str:
    return f"{figure.value:.3f} ({figure.low:.3f}-{figure.high:.3f})"


if __name__ == "__main__":
    main()
