r"""Print a table of figures for search, tags, drafts and heat maps, on two sources of photos.

    python -m lab.quality.quality_table PICTURES --sentences coco_captions.txt flickr8k_captions.txt \
        [--wordnet DICT] [--photos 240] [--fold 0] [--only coco_val] [--rows tags drafts] [--work FOLDER] \
        [--encoder starter-closer]

PICTURES contains ``coco_val`` and ``flickr8k``: a tar of photos and a CSV of captions each; and ``coco_val_boxes.csv``.
All photos of ``coco_val`` are judged, and a maximum number of one fold of ``flickr8k``. Photon indexes them into a
separate library in ``--work`` (a temporary folder that is kept, with the drafts) and is queried through its session, as
the window and the command line do. Each row also has the simplest method, with plain vectors of the shipped adapter
(bare names as "there is a …"), the figure by chance, and 95% intervals (1,000 draws of whole photos, pairs or things).

What the shipped weights were trained on is printed above the table. Captions of judged photos are never used as
sentences.

- *caption*: all captions, typed as they are. The simplest method: the largest product of vectors.
- *thing*: a photo *shows* a thing if two of its captions name it or a hyponym, or if it has a box of it; it *lacks* it
  if no caption names it and no box is of it. Anything else is unclear and skipped (``quality_truth``). The queries are
  the bare names of everyday things and scenes that at least four photos show, and of 20 conspicuous things that all
  photos lack. The simplest method: the largest product with any photo, above the best threshold of the other source.
  Of the names of things that are there also the mean average precision of the first ten clear photos; the simplest
  method: the largest products.
- *with a B*: up to three examples of A without B for each pair of things that two photos show together. Photos with
  both are right, those that lack one are wrong. The better single is the better mean of "a B" and of the photo alone.
- *-(B)*: pairs that three photos show together, and of which three photos show A alone. The figure is the share of A
  without B among the first ten clear photos, also divided by the same for "a A". *Knowing by captions and boxes what
  shows B*: the order of "a A" without the photos that show B; leaving out cannot do better. *At best*: with all right
  photos first.
- *tags*: the first three tags, without those of over 30% of the photos and without ancestors of another shown tag, as
  in ``bench_tags``. The simplest method: what the 150 nearest sentences in the joint space name, by the sum of
  similarities, parsed like the captions; with WordNet also their nouns, tags or not, judged by nouns of the captions.
  Chance: the most frequent tags for every photo.
- *drafts*: CIDEr-D with the document frequencies of the judged photos' captions, of photos with a drafted
  sentence, and of all, with plain drafts.
  The simplest method: of the 80 nearest sentences the one most similar to the others, by the mean cosine of their
  vectors, or by their words (tf-idf of n-grams up to four); chance: any sentence.
- *hottest place*: the maximum of the map for the box's bare name; no heat at all is a miss. Chance: the mean area of
the boxes.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
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
    name_rows,
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
from photon.app.encoding.encoder_client import EncoderClient, InProcessEncoder
from photon.resource_files import resource
from photon.search.evaluation import Interval
from photon.vision.kit.adapter import read_adapter
from photon.vision.kit.built_in_names import BUILT_IN

_MAKERS = {
    "captions": caption_rows,
    "things": None,
    "names": name_rows,
    "additions": addition_rows,
    "exclusions": exclusion_rows,
    "tags": tag_rows,
    "drafts": draft_rows,
    "heat": heat_rows,
}


@dataclass(frozen=True)
class Setting:
    """The settings from the command line.

    Attributes:
        pictures: Folder of the sources.
        sentences: Files with sentences.
        work: Folder of the libraries.
        names: Names of the sources.
        rows: Names of the rows.
        photos: Maximum number of held-out photos of a source that is also used for training.
        fold: Number of its fold.
        wordnet: Folder of WordNet, or None.
        threads: Number of threads for encoding texts for the simplest methods.
        encoder: Opens the encoder of photos and queries; None: the starter.
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
    encoder: Callable[[], EncoderClient] | None = None


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
    parser.add_argument("--encoder", choices=BUILT_IN, default=BUILT_IN[0])
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
        encoder=None if given.encoder == BUILT_IN[0] else lambda: InProcessEncoder(given.encoder),
    )
    for line in table(setting):
        print(line, flush=True)


def table(setting: Setting) -> Iterator[str]:
    """Yield the lines of the table, each as soon as it is known."""
    sources = _sources_of(setting)
    for source in sources:
        yield f"- `{source.name}`, {len(source.photos)} photos: {source.seen}."
    yield ""
    yield "| what | source | of | Photon | simplest | chance |"
    yield "|---|---|---|---|---|---|"
    yield from (line_of(row, source) for source, row in measured_rows(setting))


def measured_rows(setting: Setting) -> Iterator[tuple[str, Row]]:
    """Yield the name of a source and a row about it, for all rows and sources, each as soon as it is known."""
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
    """Format a row of the table in Markdown."""
    simple = "; ".join(f"{name} {figure(value)}" for name, value in row.simple.items()) or "–"
    chance = "–" if row.chance is None else _number(row.chance)
    return f"| {row.what} | `{source}` | {row.of} | **{figure(row.photon)}** | {simple} | {chance} |"


def figure(value: Interval) -> str:
    """Format a figure with its interval: ``.436 (.401-.470)``; without the interval if its width is zero."""
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
        encoder = setting.encoder() if setting.encoder else None
        asked = opened.enter_context(asked_library(folder / "library", files[0].parent, files, encoder))
        plain = PlainVectors(asked.meanings(), adapter, towers)
        found.append(Bench(source, SourceTruth(source, vocabulary), asked, plain, memory, vocabulary, words))
    return found


def _made(name: str, benches: Sequence[Bench]) -> list[Iterator[Row]]:
    """Return the rows with this name for each source."""
    make = _MAKERS[name]
    if make is not None:
        return [make(bench) for bench in benches]
    asked = [presence_of(bench) for bench in benches]
    others = [next((other for other in asked if other is not own), None) for own in asked]
    return [presence_rows(*each) for each in zip(benches, asked, others, strict=True)]


if __name__ == "__main__":
    main()
