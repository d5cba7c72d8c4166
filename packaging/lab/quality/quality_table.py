r"""Print one table of everything that search, tags, drafts and heat maps promise, on two sources of photos.

    python -m lab.quality.quality_table PICTURES --sentences coco_captions.txt flickr8k_captions.txt \
        [--wordnet DICT] [--photos 240] [--fold 0] [--only coco_val] [--rows tags drafts] [--work FOLDER]

PICTURES holds ``coco_val`` and ``flickr8k``: a tar of photos and a CSV of captions each, ``coco_val_boxes.csv`` too.
The photos of one fold of ``flickr8k``, at most so many, are judged, and all of ``coco_val``. Photon indexes them into a
library of its own in ``--work`` (a temporary folder that stays; drafts are kept there) and is asked through its
session, as window and terminal ask. Each row also has the simplest way that could do the work, by plain vectors of the
shipped adapter, what chance gives, and 95% intervals (1,000 draws of whole photos, pairs or things).

What the shipped weights saw is printed above the table. Sentences of the files are never those of judged photos.

- *caption*: all captions, typed as they are. The simplest way: the largest product of vectors.
- *thing*: a photo *shows* a thing if two of its captions name it or a kind of it, or a box is of it, and *lacks* it if
  no caption and no box is; all else is unclear and passed over (``quality_truth``). Asked are the bare names of
  everyday things and scenes that at least four photos show, and of 20 conspicuous things that all photos lack. The
  simplest way: the largest product with any photo, above the threshold that is best on the other source.
- *with a B*: up to three examples of A without B for each pair of things that two photos show together; right are
  photos with both, wrong those that lack one. The better single is the better mean of "a B" and of the photo alone.
- *-(B)*: pairs that three photos show together, and where three have A alone; share of A without B among the first ten
  that are clear, divided by the same for "a A". *All that shows B left out*: by captions and boxes, in the order of
  "a A"; leaving out alone cannot do better. *At best*: with every right photo in front.
- *tags*: the first three tags, without those true of over 30% of the photos and what lies above another shown one, as
  in ``bench_tags``. The simplest way: what the 150 sentences nearest in the joint space name, by the sum of
  similarities, read as the captions are; with WordNet also their nouns, tags or not, judged by nouns of the captions.
  Chance: the most frequent tags for every photo.
- *drafts*: CIDEr-D with the document frequencies of the judged photos' captions, of photos with a draft, and of all.
  The simplest way: of the 80 nearest sentences the one most like the others, by the mean cosine of their vectors, or of
  their words (tf-idf of one to four in a row); chance: any sentence.
- *hottest place*: of the map for the box's bare name; no heat anywhere is a miss. Chance: the mean area of the boxes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from lab.quality.quality_asking import asked_library
from lab.quality.quality_memory import PlainVectors, SentenceMemory
from lab.quality.quality_rows import (
    Bench,
    Row,
    addition_rows,
    caption_rows,
    draft_rows,
    exclusion_rows,
    heat_rows,
    presence_of,
    presence_rows,
    tag_rows,
)
from lab.quality.quality_sources import FOLD, HELD_OUT, SEEN, Source, judged_sources, rows_of_others, unpack
from lab.quality.quality_truth import SourceTruth
from lab.starter.starter_data import read_sentences
from lab.starter.starter_towers import Towers
from lab.starter.starter_words import WordNet

from photon.annotate.tags.vocabulary_file import everyday
from photon.resource_files import resource
from photon.search.evaluation import Interval
from photon.vision.kit.adapter import read_adapter

_MAKERS = {
    "captions": caption_rows,
    "things": None,
    "additions": addition_rows,
    "exclusions": exclusion_rows,
    "tags": tag_rows,
    "drafts": draft_rows,
    "heat": heat_rows,
}


@dataclass(frozen=True)
class Setting:
    """What the command line says.

    Attributes:
        pictures: Folder of the sources.
        sentences: Files of sentences.
        work: Where libraries are kept.
        names: Sources.
        rows: Names of the rows.
        photos: Maximum number of held-out photos of a source that training uses otherwise.
        fold: Which of its folds.
        wordnet: Folder of WordNet, or None.
        threads: Threads of the towers that encode texts for the simplest ways.
    """

    pictures: Path
    sentences: list[Path]
    work: Path
    names: list[str]
    rows: list[str]
    photos: int
    fold: int
    wordnet: Path | None
    threads: int


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--sentences", type=Path, nargs="+", required=True, help="files with a caption a line")
    parser.add_argument("--photos", type=int, default=HELD_OUT, help="maximum number of Flickr photos")
    parser.add_argument("--fold", type=int, default=FOLD, help="fold of the Flickr photos")
    parser.add_argument("--only", nargs="+", choices=list(SEEN), default=list(SEEN), help="sources")
    parser.add_argument("--rows", nargs="+", choices=list(_MAKERS), default=list(_MAKERS), help="rows")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir(), "photon-quality"))
    parser.add_argument("--wordnet", type=Path, help="folder of WordNet: also judge any nouns beside the tags")
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    setting = Setting(
        pictures=given.pictures,
        sentences=given.sentences,
        work=given.work,
        names=given.only,
        rows=given.rows,
        photos=given.photos,
        fold=given.fold,
        wordnet=given.wordnet,
        threads=given.threads,
    )
    for line in table(setting):
        print(line, flush=True)


def table(setting: Setting) -> Iterator[str]:
    """The lines of the table, each as soon as it is known."""
    sources = _sources_of(setting)
    for source in sources:
        yield f"- `{source.name}`, {len(source.photos)} photos: {source.seen}."
    yield ""
    yield "| what | source | of | Photon | simplest | chance |"
    yield "|---|---|---|---|---|---|"
    yield from (line_of(row, source) for source, row in measured_rows(setting))


def measured_rows(setting: Setting) -> Iterator[tuple[str, Row]]:
    """The name of a source and a row about it, for all rows and sources, each as soon as it is known."""
    with ExitStack() as opened:
        benches = _benches(setting, _sources_of(setting), opened)
        for name in setting.rows:
            for bench, rows in zip(benches, _made(name, benches), strict=True):
                began = time.monotonic()
                yield from ((bench.source.name, row) for row in rows)
                print(f"{bench.source.name}, {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def _sources_of(setting: Setting) -> list[Source]:
    return judged_sources(setting.pictures, setting.names, setting.photos, setting.fold)


def line_of(row: Row, source: str) -> str:
    """A row of the table in Markdown."""
    simple = "; ".join(f"{name} {figure(value)}" for name, value in row.simple.items()) or "–"
    chance = "–" if row.chance is None else _number(row.chance)
    return f"| {row.what} | `{source}` | {row.of} | **{figure(row.photon)}** | {simple} | {chance} |"


def figure(value: Interval) -> str:
    """A figure with its interval: ``.436 (.401-.470)``; one without any width stands alone."""
    if value.low == value.high == value.value:
        return _number(value.value)
    return f"{_number(value.value)} ({_number(value.low)}-{_number(value.high)})"


def _number(value: float) -> str:
    text = f"{value:.3f}"
    return text.removeprefix("0") if text.startswith("0.") else text


def _benches(setting: Setting, sources: Sequence[Source], opened: ExitStack) -> list[Bench]:
    towers, adapter = Towers(setting.threads), read_adapter(resource("starter/adapter.safetensors"))
    everything, vocabulary = read_sentences(setting.sentences), everyday()
    vectors, rows = towers.texts(everything), rows_of_others(everything, sources)
    words = WordNet(setting.wordnet) if setting.wordnet else None
    memory = SentenceMemory([everything[row] for row in rows], vectors[rows], adapter)
    found = []
    for source in sources:
        folder = setting.work / source.name
        files = unpack(setting.pictures, source, (folder / "photos").resolve())
        asked = opened.enter_context(asked_library(folder / "library", files[0].parent, files))
        plain = PlainVectors(asked.meanings(), adapter, towers)
        found.append(Bench(source, SourceTruth(source, vocabulary), asked, plain, memory, vocabulary, words))
    return found


def _made(name: str, benches: Sequence[Bench]) -> list[Iterator[Row]]:
    """The rows of a name for each source."""
    make = _MAKERS[name]
    if make is not None:
        return [make(bench) for bench in benches]
    asked = [presence_of(bench) for bench in benches]
    others = [next((other for other in asked if other is not own), None) for own in asked]
    return [presence_rows(*each) for each in zip(benches, asked, others, strict=True)]


if __name__ == "__main__":
    main()
