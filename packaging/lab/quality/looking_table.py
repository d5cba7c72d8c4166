r"""Compare ways to look at a photo: is it worth looking again, and how, without training anything anew?

    python -m lab.quality.looking_table PICTURES [--only coco_val] [--ways "one look" "five looks"] [--work FOLDER] \
        [--sentences one.txt --rows captions things additions exclusions tags drafts heat]

Without ``--rows`` it ranks photos by plain products, which takes a minute: for each way the recall of captions at 1, 5
and 10, what changes beside one look with its 95% interval (1,000 draws of whole photos), and the processor time of a
photo. With ``--rows`` it prints these rows of ``quality_table`` for each way, with Photon itself.
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
from lab.quality.looking_ways import WAYS, LookingEncoder
from lab.quality.quality_asking import asked_library
from lab.quality.quality_measures import mean_interval
from lab.quality.quality_sources import FOLD, HELD_OUT, SEEN, Source, judged_sources, unpack
from lab.quality.quality_table import Setting, figure, line_of, measured_rows
from lab.starter.starter_towers import Towers

from photon.resource_files import resource
from photon.search.evaluation import Interval
from photon.vision.kit.adapter import Adapter, read_adapter

FloatArray = npt.NDArray[np.float32]
Truth = npt.NDArray[np.bool_]

_RANKS = (1, 5, 10)
_TIMED = 40  # photos


@dataclass(frozen=True)
class Captions:
    """The captions of a source.

    Attributes:
        vectors: float32 (captions, d), in the joint space, unit length.
        owners: int64 (captions,), the photo of each.
    """

    vectors: FloatArray
    owners: npt.NDArray[np.int64]

    def found(self, photos: FloatArray) -> Truth:
        """Return whether each caption finds its photo among the first 1, 5 and 10: bool (captions, 3).

        Args:
            photos: float32 (photos, d), unit length.
        """
        products = self.vectors @ photos.T
        own = products[np.arange(len(products)), self.owners]
        ranks = 1 + (products > own[:, None]).sum(axis=1)
        return np.asarray(ranks[:, None] <= np.array(_RANKS), bool)


def captions_of(source: Source, towers: Towers, adapter: Adapter) -> Captions:
    """Encode the captions of a source."""
    texts = [caption for captions in source.captions for caption in captions]
    owners = [photo for photo, captions in enumerate(source.captions) for _ in captions]
    return Captions(adapter.join_texts(towers.texts(texts)), np.array(owners))


def plain_line(name: str, found: Truth, beside: Truth, owners: Sequence[int], milliseconds: float) -> str:
    """Format a row: recall, what changed with its interval, and the time of a photo."""
    recall = " / ".join(figure(Interval(share, share, share)) for share in found.mean(axis=0).tolist())
    changes = found.astype(np.float64) - beside
    told = " | ".join(change_words(mean_interval(column, owners)) for column in changes.T)
    return f"| {name} | {recall} | {told} | {milliseconds:.0f} |"


def change_words(change: Interval) -> str:
    """Format a difference with its interval: ``+.029 (+.003 to +.055)``; 0 if nothing changed."""
    if change.low == change.high == 0:
        return "0"
    value, low, high = (f"{one:+.3f}".replace("0.", ".", 1) for one in (change.value, change.low, change.high))
    return f"{value} ({low} to {high})"


def main() -> None:
    """Parse the arguments and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pictures", type=Path, help="folder of the sources")
    parser.add_argument("--only", nargs="+", choices=list(SEEN), default=list(SEEN), help="sources")
    parser.add_argument("--ways", nargs="+", choices=list(WAYS), default=list(WAYS))
    parser.add_argument("--rows", nargs="+", default=[], help="rows of quality_table, measured with Photon itself")
    parser.add_argument("--sentences", type=Path, nargs="+", default=[], help="for --rows: files with a caption a line")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir(), "photon-looking"))
    given = parser.parse_args()
    if given.rows and not given.sentences:
        parser.error("--rows needs --sentences")
    for line in _by_photon(given) if given.rows else _by_products(given):
        print(line, flush=True)


def _by_products(given: argparse.Namespace) -> Iterator[str]:
    towers, adapter = Towers(1), read_adapter(resource("starter/adapter.safetensors"))
    for source in judged_sources(given.pictures, given.only):
        yield f"`{source.name}`, {len(source.photos)} photos"
        yield ""
        yield "| way | R@1 / 5 / 10 | change of R@1 | of R@5 | of R@10 | ms a photo |"
        yield "|---|---|---|---|---|---|"
        captions, beside = captions_of(source, towers, adapter), None
        for way in given.ways:
            folder, encoder = _place(given, way) / source.name, LookingEncoder(way)
            files = unpack(given.pictures, source, (folder / "photos").resolve())
            with asked_library(folder / "library", files[0].parent, files, encoder) as asked:
                found, previews = captions.found(asked.meanings()), asked.previews(_TIMED)
            beside = found if beside is None else beside
            began = time.process_time()
            encoder.images(previews)
            spent = 1000 * (time.process_time() - began) / len(previews)
            yield plain_line(way, found, beside, captions.owners.tolist(), spent)
        yield ""


def _by_photon(given: argparse.Namespace) -> Iterator[str]:
    yield "| way | what | source | of | Photon | simplest | chance |"
    yield "|---|---|---|---|---|---|---|"
    for way in given.ways:
        setting = Setting(
            pictures=given.pictures,
            sentences=given.sentences,
            work=_place(given, way),
            names=given.only,
            rows=given.rows,
            photos=HELD_OUT,
            fold=FOLD,
            wordnet=None,
            threads=1,
            encoder=partial(LookingEncoder, way),
        )
        yield from (f"| {way} {line_of(row, source)}" for source, row in measured_rows(setting))


def _place(given: argparse.Namespace, way: str) -> Path:
    """Return the folder of the libraries made in one way."""
    return Path(given.work, way.replace(" ", "-"))


if __name__ == "__main__":
    main()
