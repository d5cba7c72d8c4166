r"""Measure themes: against classes, beside k-means; what stays when photos are added; names to judge; time.

    python -m lab.explore.bench_themes PICTURES --labels OTHERS/imagenet1k/labels.csv --wordnet DICT --work FOLDER

``PICTURES`` and ``--labels`` are those of ``lab.tags.train_tags``, ``--work`` is a folder of vectors, which are kept.
Printed are, for each source, with as many groups as it has classes:

- *k-means*: normalised mutual information (NMI) of classes and groups by k-means of the joint embeddings, the simplest
  way, mean of three seeds;
- *named*: the same if groups with the same commonest suggested tag are one theme, as their name is all that people see;
- *themes*: NMI of Photon's themes.

The classes of ImageNet, of which there is one photo each, are its synsets in WordNet above at most 40 of the photos.
``--names FOLDER`` makes a library of labelled sources, or of Flickr8k with ``--described``, and writes a sheet of nine
photos of each theme, with its name, to be judged by eye. Then a tenth of the photos is added to the rest, and printed
is how many of the others keep key, name and place, where the new ones are only assigned, and where all themes are made
anew. ``--speed LIBRARY`` makes the themes of a copy of a library, which must have vectors of the starter, and adds
1,000 photos.
"""

import argparse
import csv
import io
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from lab.explore.plain_themes import Suggested, cluster_plainly, name_plainly, shared_information
from lab.quality.known_library import KnownPhotos, know_photos, known_library
from lab.quality.quality_sources import judged_sources, read_source
from lab.starter.starter_words import WordNet
from lab.tags.mixed_truth import read_photos
from lab.tags.tag_sources import OTHERS, add_arguments, draw_others, suggestion_context
from PIL import Image, ImageDraw

from photon.annotate.explore.theme_clusters import assign_themes, find_centres
from photon.annotate.tags.tag_scores import StoredVectors
from photon.annotate.tags.tag_suggester import TagSuggester
from photon.annotate.tags.vocabulary_file import everyday
from photon.app.explore.theme_building import add_themes, build_themes, find_themes
from photon.app.runtime.library_threads import LibraryThreads
from photon.app.session import Session
from photon.domain.arrays import Ids
from photon.library.explore import topics
from photon.library.photos import photos as photo_queries
from photon.vision.starter import starter

_SOURCES = {
    "imagenet1k": ("imagenet1k",),
    "caltech101": ("caltech101",),
    "scenes, flowers, weather": ("scenes8", "flowers5", "weather4"),
}
_MIXED = ("caltech101", "scenes8", "flowers5", "weather4", "clothing10")
_OF_A_CLASS = 40  # photos of ImageNet
_SEEDS = (0, 1, 2)
_SHEETS = 60
_SIDE = 160


class Labelled(NamedTuple):
    """Photos of a source: what Photon stores of them, the tags that it suggests, and their classes."""

    seen: StoredVectors
    suggested: Suggested
    classes: list[str]


def main() -> None:
    """Parse the arguments and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--names", type=Path)
    parser.add_argument("--described", action="store_true")
    parser.add_argument("--speed", type=Path)
    arguments = parser.parse_args()
    if arguments.speed:
        measure_speed(arguments.speed)
    elif arguments.names:
        judge_names(arguments, arguments.names)
    else:
        compare(arguments)


# -- against classes -------------------------------------------------------------------------------------


def compare(arguments: argparse.Namespace) -> None:
    """Print how themes fit classes, beside k-means."""
    vocabulary = everyday()
    suggester = TagSuggester(vocabulary, suggestion_context(vocabulary, arguments))
    print(f"{'':26}{'photos':>8}{'classes':>8}{'k-means':>9}{'named':>8}{'themes':>8}")
    for title, names in _SOURCES.items():
        parts = [_read(name, arguments, suggester) for name in names]
        matrices = [np.concatenate([part.seen.meanings, part.seen.looks], axis=1) for part in parts]
        both, classes = np.concatenate(matrices), [one for part in parts for one in part.classes]
        kept = np.array([one != "" for one in classes])
        both, classes = both[kept], [one for one in classes if one]
        count, meanings = len(set(classes)), both[:, : parts[0].seen.meanings.shape[1]]
        suggested = [tags for part in parts for tags in part.suggested]
        suggested = [tags for tags, is_kept in zip(suggested, kept, strict=True) if is_kept]
        plain = [cluster_plainly(meanings, count, seed) for seed in _SEEDS]
        named = np.mean([shared_information(name_plainly(one, suggested), classes) for one in plain])
        labels, _ = assign_themes(both, find_centres(both, count))
        figures = np.mean([shared_information(one.tolist(), classes) for one in plain]), named
        print(f"{title:26}{len(classes):8,}{count:8}{figures[0]:9.3f}{figures[1]:8.3f}", end="")
        print(f"{shared_information(labels.tolist(), classes):8.3f}", flush=True)


def _read(name: str, arguments: argparse.Namespace, suggester: TagSuggester) -> Labelled:
    with np.load(arguments.work / f"{name}.npz") as found:
        classes = (found["rows"], found["labels"], found["chances"].astype(np.float32))
        seen = StoredVectors(found["meaning"], found["look"], classes)
    rows = _rows(_table(name, arguments))
    labels = _synsets(rows, WordNet(arguments.wordnet)) if name == "imagenet1k" else [row["label"] for row in rows]
    return Labelled(seen, suggester.suggest(seen), labels)


def _table(name: str, arguments: argparse.Namespace) -> Path:
    tables: list[Path] = [*arguments.labels, arguments.pictures / f"{name}.csv"]
    return next(table for table in tables if name in {table.stem, table.parent.name})


def _rows(table: Path) -> list[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: row["image"])


def _synsets(rows: Sequence[dict[str, str]], words: WordNet) -> list[str]:
    """Return the widest synset above each photo with few photos; empty for those with fewer than five."""
    lines = [[*words.ancestors(offset)[::-1], offset] for offset in (int(row["wnid"][1:]) for row in rows)]
    counts = Counter(one for line in lines for one in line)
    chosen = [next(one for one in line if counts[one] <= _OF_A_CLASS) for line in lines]
    sizes = Counter(chosen)
    return [str(one) if sizes[one] >= 5 else "" for one in chosen]


# -- names, and what stays -------------------------------------------------------------------------------


def judge_names(arguments: argparse.Namespace, folder: Path) -> None:
    """Make a library of mixed sources, write sheets of its themes, and print what stays when photos are added."""
    folder.mkdir(parents=True, exist_ok=True)
    with known_library(folder / "library", _known(arguments)) as session:
        encoder = starter.encoder_id()
        every = photo_queries.in_order(session.store.here(), "oldest")
        session.work.suggest(every, keep=True)
        session.store.write(topics.replace_topics, "theme", [], "").result()  # of an earlier run
        build_themes(session.store, encoder)
        _write_sheets(session, folder)
        _print_kept(session, encoder, np.array(sorted(every), np.int64))


def _known(arguments: argparse.Namespace) -> list[KnownPhotos]:
    if arguments.described:
        held = [photo for one in judged_sources(arguments.pictures) for photo in one.photos]
        names = draw_others(read_source(arguments.pictures, "flickr8k", ""), held).photos
        pictures = read_photos(arguments.pictures / "flickr8k.tar", names)
        return [know_photos(pictures, arguments.work / f"{OTHERS}.npz", arguments.threads)]
    known = []
    for name in _MIXED:
        names = [row["image"] for row in _rows(_table(name, arguments))]
        pictures = read_photos(arguments.pictures / f"{name}.tar", names)
        known.append(know_photos(pictures, arguments.work / f"{name}.npz", arguments.threads))
    return known


def _write_sheets(session: Session, folder: Path) -> None:
    library = session.store.here()
    for at, one in enumerate(topics.list_topics(library, "theme")[:_SHEETS]):
        some = topics.photos_of_topic(library, "theme", one.key)
        some = some[np.linspace(0, len(some) - 1, min(9, len(some))).astype(np.int64)]
        sheet = Image.new("RGB", (3 * _SIDE, 3 * _SIDE + 20), "white")
        ImageDraw.Draw(sheet).text((4, 4), f"{at + 1}: {one.name} ({one.photos})", "black")
        for cell, jpeg in enumerate(photo_queries.previews(library, some.tolist()).values()):
            with Image.open(io.BytesIO(jpeg)) as picture:
                small = picture.convert("RGB").resize((_SIDE, _SIDE))
            sheet.paste(small, (cell % 3 * _SIDE, 20 + cell // 3 * _SIDE))
        sheet.save(folder / f"{at + 1:02}.png")
        print(f"{at + 1:3} {one.photos:5}  {one.name}")


def _print_kept(session: Session, encoder: str, every: Ids) -> None:
    library, store = session.store.here(), session.store
    first = every[np.arange(len(every)) % 10 != 0]
    store.write(topics.replace_topics, "theme", find_themes(library, encoder, first), "").result()
    before = _states(session)
    add_themes(store, encoder, np.setdiff1d(every, first).tolist())
    print(f"a tenth of the photos added: {_share_kept(before, _states(session)):.3f} keep key, name and place")
    build_themes(store, encoder)
    print(f"all themes made anew: {_share_kept(before, _states(session)):.3f}")


def _states(session: Session) -> dict[int, tuple[object, ...]]:
    library = session.store.here()
    of_key = {one.key: (one.key, one.name, one.x, one.y) for one in topics.stored_topics(library, "theme")}
    members = topics.topic_members(library, "theme")
    return {photo: of_key[key] for key, photos in members.items() for photo in photos.tolist()}


def _share_kept(before: dict[int, tuple[object, ...]], after: dict[int, tuple[object, ...]]) -> float:
    return float(np.mean([after.get(photo) == state for photo, state in before.items()]))


# -- time ------------------------------------------------------------------------------------------------


def measure_speed(directory: Path) -> None:
    """Make the themes of a library, then of all its photos but 1,000, and add these."""
    store = LibraryThreads(directory)
    try:
        encoder = starter.encoder_id()
        every = topics.photos_with_vectors(store.here(), encoder)
        began = time.process_time()
        build_themes(store, encoder)
        print(f"{len(every):,} photos: {time.process_time() - began:.1f} s of processor")
        began = time.process_time()
        add_themes(store, encoder, every[-1000:].tolist())
        print(f"1,000 photos added: {time.process_time() - began:.2f} s")
        began = time.perf_counter()
        topics.list_topics(store.here(), "theme")
        print(f"listed: {1000 * (time.perf_counter() - began):.0f} ms")
    finally:
        store.close()


if __name__ == "__main__":
    main()
