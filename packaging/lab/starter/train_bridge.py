r"""Fit the map from the multilingual encoder to MiniLM's sentence embeddings, by English texts alone.

    python -m lab.starter.train_bridge --sentences one.txt other.txt [--unseen PICTURES] \
        [--out resources/starter/bridge.safetensors]

The texts are caption sentences, and those that Photon has itself: names of its vocabulary and of the caption memory,
and sentences composed of the memory's phrases ("two children" + "playing" + "in the snow"). ``--unseen`` keeps captions
of judged photos out. Printed are how close English texts come to their own embeddings, with and without Photon's own.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from lab.quality.quality_sources import judged_sources, rows_of_others
from lab.starter.starter_data import read_sentences
from lab.starter.starter_towers import FloatArray, Towers
from safetensors.numpy import save

from photon.annotate.tags.vocabulary_file import everyday
from photon.search.vocabulary import load_subject_names
from photon.vision.kit.adapter import normalise
from photon.vision.knowledge.english_reading import example_sentences
from photon.vision.knowledge.language_bridge import SentenceEncoder, fit_map, load_encoder
from photon.vision.starter import starter
from photon.vision.starter.query_sentence import as_sentence

_CAPTIONS, _COMPOSED, _CHECKED = 16_000, 8_000, 1_000
# Cosine of both readings below which a text is not English: 7 of 6,572 English names of things are below it, of 8,000
# phrases none.
_ALIKE = 0.22


def main() -> None:
    """Fit the map, print how well it does on held-out texts, and write it with names of things."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sentences", type=Path, nargs="+", required=True)
    parser.add_argument("--unseen", type=Path, help="sources whose judged photos are kept out of training")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path)
    arguments = parser.parse_args()
    towers, encoder = Towers(arguments.threads), load_encoder(arguments.threads)
    sentences = read_sentences(arguments.sentences)
    unseen = judged_sources(arguments.unseen) if arguments.unseen else []
    kept = np.random.default_rng(0).permutation(rows_of_others(sentences, unseen))[: _CAPTIONS + _CHECKED]
    captions, own = [sentences[row] for row in kept.tolist()], [*_names(), *example_sentences(_COMPOSED)]
    given = encoder.encode([*captions, *own])
    wanted = towers.texts([*captions, *map(as_sentence, own)])
    rows = np.arange(_CHECKED, len(captions)), np.arange(len(captions), len(given))
    both = np.concatenate([rows[0], rows[0], rows[1]])
    for name, used in (("captions alone", rows[0]), ("Photon's own texts alone", rows[1]), ("both", both)):
        fitted = replace(fit_map(given[used], wanted[used]), alike=_ALIKE)
        found = normalise(fitted.apply(given[:_CHECKED]))
        first = (found @ wanted[:_CHECKED].T).argmax(axis=1) == np.arange(_CHECKED)
        mean = float((found * wanted[:_CHECKED]).sum(axis=1).mean())
        print(f"{name}: cosine {mean:.3f}, nearest to its own embedding {first.mean():.3f} of {_CHECKED:,} not fitted")
    if arguments.out:
        arguments.out.write_bytes(save({**fitted.arrays(), **english_phrases(encoder)}))


def english_phrases(encoder: SentenceEncoder) -> dict[str, np.ndarray]:
    """Return what ``read_phrases`` reads: names of all tags, parts of sentences, and their embeddings as bytes."""
    names = sorted({entry.name for entry in everyday().entries if not entry.is_grouping})
    phrases = [name for name in starter.caption_memory().names if name[:2] in {"S:", "V:", "P:"}]
    named, phrased = encoder.encode(names), encoder.encode([phrase[2:] for phrase in phrases])
    return {"names": _bytes(names), "named": _rounded(named), "phrases": _bytes(phrases), "phrased": _rounded(phrased)}


def _bytes(texts: list[str]) -> np.ndarray:
    return np.frombuffer("\n".join(texts).encode(), np.uint8)


def _rounded(vectors: FloatArray) -> np.ndarray:
    return np.asarray(np.round(127 * vectors / np.abs(vectors).max(axis=1, keepdims=True)), np.int8)


def _names() -> list[str]:
    entries = [entry for entry in everyday().entries if not entry.is_grouping]
    named = {name for entry in entries for name in (entry.name, *entry.synonyms, *entry.possible)}
    named |= {name[2:] for name in starter.caption_memory().names if name[:2] in {"t:", "o:", "n:"}}
    return sorted({name.lower() for name in (*named, *load_subject_names().names)})


if __name__ == "__main__":
    main()
