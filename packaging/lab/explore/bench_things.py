r"""Measure the tree of things on labelled sources, beside the flat list of the same tags.

    python -m lab.explore.bench_things PICTURES --labels IMAGENET/labels.csv --wordnet DICT --work FOLDER

Arguments are those of ``lab.tags.train_tags``. Tags are those that Photon suggests; of ``imagenet1k``, ``caltech101``
by regressions that were fitted without the source. Printed are, for thresholds of the certainty:

- *things*, and the share of the photos that are in one;
- *right*: things of which at least half of the judged photos show it; a photo is judged if its captions, its label, or
  what excludes the label say so (``lab.tags.mixed_truth``);
- *tree*, *flat*: hierarchical F: how well the names of a photo's things fit the label and all plain hypernyms above it;
  flat are the names of its tags alone. Photos whose label WordNet's plain layers lack are left out.

``--sheets`` draws twelve photos of each thing of ``flickr8k``, to be looked at.
"""

import argparse
import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from lab.quality.quality_sources import SEEN
from lab.tags.mixed_truth import read_photos
from lab.tags.tag_heads import HeadFits, MixedSource
from lab.tags.tag_sources import OTHERS, add_arguments, read_sources, suggestion_context
from PIL import Image

from photon.annotate.explore.hypernyms import known_hypernyms
from photon.annotate.explore.thing_tree import TagPhotos, ThingBranch, grow_tree
from photon.annotate.tags.tag_suggester import SuggestionContext, TagSuggester
from photon.annotate.tags.vocabulary import TagVocabulary
from photon.annotate.tags.vocabulary_file import everyday
from photon.domain.metadata.tag import TagPath, tag_key

_LABELLED = ("imagenet1k", "caltech101")
_LEAST = (0.5, 0.6, 0.7, 0.8, 0.9)
_SHEETS, _CELL, _ACROSS, _DRAWN = 0.8, 160, 6, 12
_JUDGED = 3  # photos of a thing that are judged, or it is not counted
Tags = list[list[tuple[TagPath, float]]]


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    add_arguments(parser)
    parser.add_argument("--sheets", type=Path)
    arguments = parser.parse_args()
    vocabulary = everyday()
    context = suggestion_context(vocabulary, arguments)
    sources = {one.truth.name: one for one in read_sources(arguments, vocabulary)}
    fitted = [one for name, one in sources.items() if name not in SEEN]
    heads = HeadFits(fitted, vocabulary.suggestable, arguments.work)
    for name in (*SEEN, OTHERS, *_LABELLED):
        own = _without(name, heads, vocabulary, context) if name in _LABELLED else context
        tags = TagSuggester(vocabulary, own).suggest(sources[name].seen)
        lines = list(_label_lines(name, arguments, sources[name])) if name in _LABELLED else []
        for least in _LEAST:
            tree = tree_of(tags, least)
            print(
                f"{name} {least}: {_row(tree, sources[name], vocabulary)} {_fits(tree, tags, least, lines)}", flush=True
            )
        if arguments.sheets and name == OTHERS:
            _draw(tree_of(tags, _SHEETS), sources[name].truth.photos, arguments)


def tree_of(tags: Tags, least: float) -> list[ThingBranch]:
    """Return the things of photos with suggested tags of at least this certainty."""
    rows = defaultdict(list)
    for row, some in enumerate(tags):
        for path, sure in some:
            if sure >= least:
                rows[path].append(row)
    return grow_tree((TagPhotos(path, np.array(at), is_own=False) for path, at in rows.items()), known_hypernyms())


def hierarchical_f(named: Sequence[set[str]], lines: Sequence[tuple[str, ...]]) -> float:
    """Return the F of names and labels with all above them; photos without a known label are left out."""
    pairs = [(names, set(line)) for names, line in zip(named, lines, strict=True) if line]
    right = sum(len(names & line) for names, line in pairs)
    return 2 * right / max(1, sum(len(names) + len(line) for names, line in pairs))


def _without(name: str, heads: HeadFits, vocabulary: TagVocabulary, context: SuggestionContext) -> SuggestionContext:
    headed = tuple(tag_key(vocabulary.entries[at].path) for at in heads.tags({name}))
    return replace(context, knowledge=replace(context.knowledge, headed=headed, heads=heads.heads({name})))


def _label_lines(name: str, arguments: argparse.Namespace, source: MixedSource) -> Iterator[tuple[str, ...]]:
    words = known_hypernyms()
    tables = [arguments.pictures / f"{name}.csv", *(table for table in arguments.labels if table.parent.name == name)]
    with next(table for table in tables if table.exists()).open(encoding="utf-8", newline="") as rows:
        labels = {row["image"]: row["label"].split(",")[0] for row in csv.DictReader(rows)}
    for photo in source.truth.photos:
        known = words.find(labels[photo])
        yield words.line(known) if known else ()


def _row(tree: Sequence[ThingBranch], source: MixedSource, vocabulary: TagVocabulary) -> str:
    """Return numbers of things and photos, and how many things are right."""
    words, marks = known_hypernyms(), source.truth.marks
    lines = [words.line(words.find(entry.name)) for entry in vocabulary.entries]
    shares = []
    for one in tree:
        named = np.array([at for at, line in enumerate(lines) if one.key in line], np.int64)
        of_it = marks[np.ix_(one.photos, named)]
        shown, wrong = (of_it > 0).any(axis=1), (of_it < 0).all(axis=1)
        if (shown | wrong).sum() >= _JUDGED:
            shares.append(shown.sum() / (shown | wrong).sum())
    inside = len({photo for one in tree for photo in one.photos.tolist()}) / len(marks)
    right = f"{np.mean(np.array(shares) >= 0.5):.3f} of {len(shares)}" if shares else "–"
    return f"{len(tree)} things with {inside:.2f} of the photos, right {right}"


def _fits(tree: Sequence[ThingBranch], tags: Tags, least: float, lines: Sequence[tuple[str, ...]]) -> str:
    if not lines:
        return ""
    words = known_hypernyms()
    named: list[set[str]] = [set() for _ in tags]
    for one in tree:
        for row in one.photos.tolist():
            named[row].add(one.key)
    flat = [{words.find(path[-1]) or path[-1] for path, sure in some if sure >= least} for some in tags]
    return f"tree {hierarchical_f(named, lines):.3f}, flat {hierarchical_f(flat, lines):.3f}"


def _draw(tree: Sequence[ThingBranch], photos: Sequence[str], arguments: argparse.Namespace) -> None:
    arguments.sheets.mkdir(parents=True, exist_ok=True)
    pictures = dict(zip(photos, read_photos(arguments.pictures / "flickr8k.tar", list(photos)), strict=True))
    for one in tree:
        chosen = np.random.default_rng(0).permutation(one.photos)[:_DRAWN].tolist()
        sheet = Image.new("RGB", (_CELL * _ACROSS, _CELL * -(-_DRAWN // _ACROSS)))
        for at, row in enumerate(chosen):
            picture = Image.open(io.BytesIO(pictures[photos[row]])).convert("RGB").resize((_CELL, _CELL))
            sheet.paste(picture, (at % _ACROSS * _CELL, at // _ACROSS * _CELL))
        sheet.save(arguments.sheets / f"{one.key}-{len(one.photos)}.jpg")


if __name__ == "__main__":
    main()
