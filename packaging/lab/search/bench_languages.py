r"""Measure captions in other languages: how many find their photo first, among five and among ten, asked in Photon.

    python -m lab.search.bench_languages PICTURES TEXTS WORK [--languages tr ar …] [--literal] [--worst 5]

PICTURES has the judged photos of ``coco_val``. TEXTS has ``en50.tsv``, a caption a line with the index of its photo
before it, and ``tr/CODE.txt``, the same lines in another language. They are no part of Photon: its captions are not.

The last column checks the texts themselves: how many translations are, to the multilingual encoder, nearest to their
own English caption. A line whose photo is not found, though it is near its caption, is no fault of its translation.
"""

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
from lab.quality.quality_asking import AskedLibrary, asked_library
from lab.quality.quality_sources import judged_sources, unpack

from photon.domain import Query
from photon.search.query_language import parse
from photon.vision.knowledge.language_bridge import load_encoder

_FIRST = (1, 5, 10)


def main() -> None:
    """Print the table, a language a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path)
    parser.add_argument("texts", type=Path)
    parser.add_argument("work", type=Path, help="folder for the photos and their library")
    parser.add_argument("--languages", nargs="*")
    parser.add_argument("--literal", action="store_true", help="without lexicons and names")
    parser.add_argument("--worst", type=int, default=0, help="also print so many texts with the lowest ranks")
    arguments = parser.parse_args()
    (source,) = judged_sources(arguments.pictures, ["coco_val"])
    files = unpack(arguments.pictures, source, arguments.work / "photos")
    lines = (arguments.texts / "en50.tsv").read_text(encoding="utf-8").splitlines()
    photos, english = zip(*((int(row), text) for row, text in (line.split("\t") for line in lines)), strict=True)
    texts = {"en": list(english)}
    for file in sorted((arguments.texts / "tr").glob("*.txt")):
        texts[file.stem] = file.read_text(encoding="utf-8").strip().splitlines()
    encoder = load_encoder(2)
    twins = encoder.encode(texts["en"])
    with asked_library(arguments.work / "library", files[0].parent, files) as library:
        print(f"{'':8}{'R@1':>6}{'R@5':>6}{'R@10':>6}{'twin':>6}")
        for code in arguments.languages or texts:
            ranks = _ranks(library, texts[code], photos, is_literal=arguments.literal)
            near = (encoder.encode(texts[code]) @ twins.T).argmax(axis=1) == np.arange(len(twins))
            found = "".join(f"{(ranks <= first).mean():6.2f}" for first in _FIRST)
            print(f"{code:8}{found}{near.mean():6.2f}", flush=True)
            for at in np.argsort(-ranks)[: arguments.worst].tolist():
                print(f"    {ranks[at]:>4}  {texts[code][at]}  ({texts['en'][at]}){'' if near[at] else '  not near'}")


def _ranks(library: AskedLibrary, texts: list[str], photos: tuple[int, ...], *, is_literal: bool) -> np.ndarray:
    ranks = []
    for text, photo in zip(texts, photos, strict=True):
        query = replace(parse(text, Query(top=len(library))).query, is_literal=is_literal)
        order = library.order(query)
        ranks.append(order.index(photo) + 1 if photo in order else len(library))
    return np.array(ranks)


if __name__ == "__main__":
    main()
