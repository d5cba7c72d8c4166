r"""Create the starter's caption memory and the grammar of its drafts.

    python -m lab.captions.train_memory DATA --unseen PICTURES --out resources/starter

The inputs are those of ``train_starter.py``. It takes about ten minutes on a busy core, once the features are cached.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.captions.caption_phrases import CaptionReader, Lexicon, Phrase, unified
from lab.captions.memory_centres import CENTRES, centres_of, nearest_centres, shares_of
from lab.captions.memory_map import MapFit, MapPhotos, PhotoMap, mean_captions, meant_by, views_of
from lab.captions.phrase_fit import PhraseFit, phrase_fit
from lab.captions.supported_objects import borne_out
from lab.quality.quality_truth import named_concepts
from lab.starter.starter_data import Captioned, Labelled
from lab.starter.starter_files import write_caption_memory, write_phrase_fit
from lab.starter.starter_towers import Towers
from lab.starter.starter_words import WordNet
from lab.starter.train_starter import add_inputs, read_inputs
from lab.tags.tag_truth import Naming

from photon.annotate.captions.named_objects import caption_objects
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import tag_key
from photon.resource_files import resource
from photon.vision.kit.adapter import Adapter, normalise, read_adapter
from photon.vision.knowledge.caption_memory import CaptionMemory
from photon.vision.knowledge.phrase_grammar import PARTS
from photon.vision.starter.starter_install import KINDS_FILE, prepare_starter

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.int64]

_FEWEST_NAMED, _FEWEST_NOUN = 8, 15  # minimum number of captions that name a tag or an object, or a noun
_FEWEST_USES = {"S": 8, "V": 6, "P": 6}  # minimum number of captions with a phrase, by its part
_EMPTY = 1e-3  # number of captions assumed for a centre without any
_FEWEST_SPOKEN = 5  # minimum number of captions about a thing whose mean is trusted


@dataclass(frozen=True)
class MemoryData:
    """Input data of the memory.

    Attributes:
        captioned: Photos with captions.
        photos: float32 (views, n, 1280), pooled features.
        labelled: Photos with a label.
        labelled_photos: float32 (views, m, 1280), pooled features.
        sentences: All captions, including those without photos, each once.
        vectors: float32 (sentences, 384), their embeddings, unit length.
        labels: float32 (m, 384), embeddings of the labels in a sentence.
    """

    captioned: Captioned
    photos: FloatArray
    labelled: Labelled
    labelled_photos: FloatArray
    sentences: list[str]
    vectors: FloatArray
    labels: FloatArray


def main() -> None:
    """Parse the arguments, train and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_inputs(parser)
    parser.add_argument("--out", type=Path, required=True, help="folder for the files")
    arguments = parser.parse_args()
    data = read_data(arguments)
    parts, fit = parts_of(data, arguments.wordnet, arguments.seed)
    memory = parts.memory(
        MapFit(map_photos(data), parts.classifier).fit(), read_adapter(resource("starter/adapter.safetensors"))
    )
    write_caption_memory(memory, arguments.out / "memory.safetensors")
    write_phrase_fit(fit, arguments.out / "phrases.safetensors")
    print(f"{len(memory.centres):,} centres, {len(memory.names):,} names, {len(memory.columns):,} shares")


def read_data(arguments: argparse.Namespace) -> MemoryData:
    """Read the inputs."""
    inputs = read_inputs(arguments)
    return gathered(Towers(arguments.threads), inputs.captioned, inputs.labelled, inputs.sentences)


def gathered(towers: Towers, captioned: Captioned, labelled: Labelled, sentences: Sequence[str]) -> MemoryData:
    """Compute the features of all photos and sentences, or load those of an earlier run."""
    texts = list(dict.fromkeys([*sentences, *(caption.strip() for caption in captioned.captions)]))
    return MemoryData(
        captioned,
        towers.images(captioned.files),
        labelled,
        towers.images(labelled.files),
        texts,
        towers.texts(texts),
        towers.texts([f"A {label}." for label in labelled.labels]),
    )


@dataclass(frozen=True)
class MemoryParts:
    """A memory without its map from photos, and all captions it was made from.

    Attributes:
        names: The names it knows.
        named: Indices of the names in each caption.
        usual: float32 (384,), mean embedding.
        centres: float32 (c, 384), unit length.
        owner: int64 (sentences,), centre of each caption.
        classifier: float32 (1281, kinds), of the image tower.
    """

    names: tuple[str, ...]
    named: list[list[int]]
    usual: FloatArray
    centres: FloatArray
    owner: IntArray
    classifier: FloatArray

    def memory(self, fitted: PhotoMap, adapter: Adapter, rows: IntArray | None = None) -> CaptionMemory:
        """Return the memory of all captions, or of these only, with a map and a joint space."""
        used = np.arange(len(self.owner)) if rows is None else rows
        owner, count = self.owner[used], len(self.centres)
        starts, columns, shares = shares_of(owner, [self.named[row] for row in used.tolist()], count)
        sizes = np.log(np.maximum(np.bincount(owner, minlength=count), _EMPTY)).astype(np.float32)
        return CaptionMemory(
            self.names, fitted.photo, fitted.shift, self.usual, self.centres, sizes, starts, columns, shares,
            self.classifier, adapter,
        )  # fmt: skip


def parts_of(
    data: MemoryData, wordnet: Path, seed: int, centres: FloatArray | None = None
) -> tuple[MemoryParts, PhraseFit]:
    """Parse all captions, and find the centres of their embeddings unless ``centres`` are given."""
    usual = data.vectors.mean(axis=0)
    reader = CaptionReader(Lexicon(wordnet))
    read = [reader.phrases(sentence) for sentence in data.sentences]
    forms = unified(read, _FEWEST_USES)
    used = [{forms[phrase] for phrase in phrases if phrase in forms} for phrases in read]
    phrases = sorted(set(forms.values()), key=lambda phrase: (PARTS.index(phrase.part), phrase.text))
    names, named = _named(data.sentences, used, phrases, WordNet(wordnet))
    around = normalise(data.vectors - usual)
    if centres is None:
        centres, owner = centres_of(around, CENTRES, seed)
    else:
        owner = nearest_centres(around, centres)
    classifier = np.load(prepare_starter(lambda _share, _sentence: None) / KINDS_FILE).astype(np.float32)
    return MemoryParts(names, named, usual, centres, owner, classifier), phrase_fit(used, phrases, reader)


def map_photos(data: MemoryData) -> MapPhotos:
    """Return the photos and targets of the map."""
    place = {sentence: row for row, sentence in enumerate(data.sentences)}
    known = [place.get(caption.strip(), -1) for caption in data.captioned.captions]
    rows = np.array(known, np.int64)
    kept = rows >= 0
    count = len(data.captioned.files)
    targets = mean_captions(data.vectors[rows[kept]], data.captioned.owner[kept], count)
    spoken = _spoken(data)
    meant = meant_by(list(data.labels), spoken, data.vectors.mean(axis=0))
    return MapPhotos(views_of(data.photos), targets, views_of(data.labelled_photos), meant)


def _spoken(data: MemoryData) -> dict[int, FloatArray]:
    """Return the mean of the captions about what each labelled photo shows."""
    vocabulary = everyday()
    naming = Naming(vocabulary)
    rows: dict[int, list[int]] = {}
    for row, sentence in enumerate(data.sentences):
        for concept in named_concepts(naming, sentence):
            rows.setdefault(concept, []).append(row)
    found = {}
    for at, label in enumerate(data.labelled.labels):
        place = vocabulary.place(label)
        if place is not None and len(rows.get(place, ())) >= _FEWEST_SPOKEN:
            found[at] = np.asarray(data.vectors[rows[place]].mean(axis=0), np.float32)
    return found


def _named(
    sentences: Sequence[str], used: Sequence[set[Phrase]], phrases: Sequence[Phrase], words: WordNet
) -> tuple[tuple[str, ...], list[list[int]]]:
    """Return the names that the memory knows, and those in each sentence."""
    vocabulary, objects = everyday(), caption_objects()
    naming = Naming(vocabulary)
    keys = [tag_key(entry.path) for entry in vocabulary.entries]
    found = [
        [
            *(f"t:{keys[place]}" for place in named_concepts(naming, sentence)),
            *(f"o:{name}" for name in borne_out(objects, [sentence])),
            *(f"n:{noun}" for noun in words.nouns(sentence)),
        ]
        for sentence in sentences
    ]
    counts = Counter(name for names in found for name in names)
    fewest = {"n": _FEWEST_NOUN}
    known = sorted(name for name, count in counts.items() if count >= fewest.get(name[0], _FEWEST_NAMED))
    names = (*known, *(f"{phrase.part}:{phrase.text}" for phrase in phrases))
    place = {name: at for at, name in enumerate(names)}
    own = [[f"{phrase.part}:{phrase.text}" for phrase in each] for each in used]
    named = [
        [place[name] for name in (*own_names, *names) if name in place]
        for own_names, names in zip(own, found, strict=True)
    ]
    return names, named


if __name__ == "__main__":
    main()
