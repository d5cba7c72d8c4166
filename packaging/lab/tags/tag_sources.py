"""The sources on which suggested tags are fitted and judged, with the vectors of their photos."""

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from lab.quality.known_library import keep_vectors
from lab.quality.quality_sources import SEEN, Source, chosen, judged_sources, read_source
from lab.starter.starter_words import WordNet
from lab.tags.mixed_truth import described_truth, labelled_truth, read_photos
from lab.tags.tag_heads import MixedSource

from photon.annotate.tags.tag_prompts import concept_vectors, every_prompt
from photon.annotate.tags.tag_scores import StoredVectors, scale_of
from photon.annotate.tags.tag_suggester import SuggestionContext
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.vision.starter import starter

LABELLED = ("flowers5", "weather4", "clothing10", "scenes8", "caltech101")
OTHERS = "others of flickr8k"
UNFITTED = ("text", "faces")  # few photos, of little that can be judged
_DRAWN, _SEED = 2760, 3  # captioned photos that are fitted to


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say where the sources are."""
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--labels", type=Path, nargs="*", default=[], help="tables of other labelled photos")
    parser.add_argument("--wordnet", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="folder of vectors, which are kept")
    parser.add_argument("--threads", type=int, default=1)


def read_sources(arguments: argparse.Namespace, vocabulary: TagVocabulary) -> Iterator[MixedSource]:
    """Read all sources: those that ``quality_table`` judges, other captioned photos, labelled photos."""
    pictures, words = arguments.pictures, WordNet(arguments.wordnet)
    held = judged_sources(pictures)
    drawn = read_source(pictures, "flickr8k", "")
    described = [*held, draw_others(drawn, [photo for one in held for photo in one.photos])]
    for source, name in zip(described, (*SEEN, OTHERS), strict=True):
        truth = described_truth(source, name, vocabulary)
        yield MixedSource(truth, _stored(truth.name, truth.photos, pictures / f"{source.name}.tar", arguments))
    tables = [(pictures / f"{name}.csv", pictures / f"{name}.tar") for name in LABELLED]
    for table, photos in [*tables, *((table, _beside(table)) for table in arguments.labels)]:
        truth = labelled_truth(table, vocabulary, words)
        yield MixedSource(truth, _stored(truth.name, truth.photos, photos, arguments))


def draw_others(source: Source, held: Sequence[str]) -> Source:
    """Return the photos of a captioned source that are fitted to, none of which is held."""
    others = sorted(set(source.photos).difference(held))
    random.Random(_SEED).shuffle(others)  # noqa: S311
    return chosen(source, set(others[:_DRAWN]))


def suggestion_context(vocabulary: TagVocabulary, arguments: argparse.Namespace) -> SuggestionContext:
    """Return what Photon suggests tags by, as it ships; the vectors of its words are kept."""
    kept = arguments.work / f"words-{vocabulary.digest}.npy"
    if not kept.exists():
        encoder, texts = starter.load(arguments.threads), every_prompt(vocabulary)
        np.save(kept, concept_vectors(vocabulary, dict(zip(texts, encoder.encode_texts(texts), strict=True))))
    concepts = np.load(kept)
    scale, known = scale_of(concepts, starter.calibration().photos), starter.tag_knowledge()
    return SuggestionContext(concepts, scale, known, starter.caption_memory(), starter.class_labels().find)


def _beside(table: Path) -> Path:
    """Return the folder of the photos of a table."""
    images = table.parent / "images"
    return images if images.exists() else table.parent


def _stored(name: str, names: list[str], photos: Path, arguments: argparse.Namespace) -> StoredVectors:
    """Encode photos, or read the vectors of an earlier run."""
    kept = arguments.work / f"{name}.npz"
    if not kept.exists():
        keep_vectors(kept, list(read_photos(photos, names)), arguments.threads)
    with np.load(kept) as found:
        classes = (found["rows"], found["labels"], found["chances"].astype(np.float32))
        return StoredVectors(found["meaning"], found["look"], classes)
