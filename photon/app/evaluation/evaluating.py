"""The use case of measuring: a table of captions, asked of the library with one encoder or several."""

import csv
import hashlib
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field, replace
from functools import partial
from pathlib import Path

import numpy as np

from photon.app.encoding.encoder_client import EncoderClient
from photon.app.runtime.default_paths import default_library
from photon.app.search.colour_check import FIRST, ColourCheck
from photon.app.search.text_vectors import text_term
from photon.domain import PhotonError
from photon.domain.arrays import Floats, Ids
from photon.index import VectorIndex
from photon.language import tr, tr_n
from photon.library import Library, open_library
from photon.library.photos import photos
from photon.library.vectors import vectors
from photon.quick_dataclass import dataclass
from photon.search import evaluation
from photon.search.evaluation import Interval, Outcomes
from photon.search.ranking import Term
from photon.search.score_calibrator import Evidence

_NEEDED = ("image", "caption")
SKIPPED = {
    "without image or caption": tr("without image or caption"),
    "not in the library": tr("not in the library"),
    "file name of several photos": tr("file name of several photos"),
    "not searchable yet": tr("not searchable yet"),
}
"""Reasons for which images are left out, as people read them."""
_HINT = tr("The first line must contain the column names image and caption, separated by commas, semicolons or tabs.")


@dataclass(frozen=True, slots=True)
class CaptionTable:
    """Rows of the table.

    Attributes:
        rows: (image, caption) pairs as written, without outer blanks.
        empty: Images of rows without a caption.
    """

    rows: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Which photos the images of a table are.

    Attributes:
        photos: Photo by image as written.
        unknown: Images that no photo of the library has.
        ambiguous: Images that several photos could be.
    """

    photos: dict[str, int] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


def read_captions(path: Path) -> CaptionTable:
    """Read a CSV file with the columns image and caption; further columns are passed over.

    Raises:
        PhotonError: It cannot be read, is not UTF-8, lacks a column or has no rows.
    """
    text = _text(path)
    heading = text.partition("\n")[0]
    # Counted in the heading: csv.Sniffer guesses from the captions and trips over their commas and apostrophes.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=heading.count))
    try:
        columns = [name.strip().lower() for name in next(reader, [])]
        if not set(_NEEDED) <= set(columns):
            found = ", ".join(columns)
            raise PhotonError(
                tr("{path} needs the columns image and caption; it has: {columns}.", path=path, columns=found)
                if found
                else tr("{path} needs the columns image and caption; it has: none.", path=path),
                _HINT,
            )
        positions = [columns.index(name) for name in _NEEDED]
        cells = [tuple(row[at].strip() if at < len(row) else "" for at in positions) for row in reader if any(row)]
    except csv.Error as error:
        raise PhotonError(tr("{path} can't be read as a table: {error}.", path=path, error=error), _HINT) from error
    if not cells:
        raise PhotonError(
            tr("{path} has no rows after the first line.", path=path), tr("Write one image and caption per line.")
        )
    rows = tuple((image, " ".join(caption.split())) for image, caption in cells if image and caption)
    return CaptionTable(rows, tuple(image for image, caption in cells if not (image and caption)))


def resolve(images: Iterable[str], files: Iterable[tuple[int, str]], base: Path | None) -> Resolved:
    """Find the photos that images name: by path, else by the one path that ends in these names.

    Args:
        images: Absolute paths, paths below some folder, or file names.
        files: (photo, absolute path) of everything in the library.
        base: Only files below this folder are meant; None: all.
    """
    folder = "/" if base is None else f"{str(base.expanduser().resolve()).rstrip('/')}/"
    by_path: dict[str, int] = {}
    by_name: dict[str, list[str]] = {}
    for photo, path in files:
        by_path[path] = photo
        if path.startswith(folder):
            by_name.setdefault(path.rpartition("/")[2], []).append(path)
    found: dict[str, int] = {}
    unknown: list[str] = []
    ambiguous: list[str] = []
    for image in dict.fromkeys(images):
        whole = Path(folder, Path(image).expanduser())  # an absolute one stays as it is
        named = [name for name in (str(whole), str(whole.resolve())) if name in by_path]
        if not named and not Path(image).is_absolute():
            named = [name for name in by_name.get(whole.name, ()) if name.endswith(f"/{Path(image).as_posix()}")]
        photos = {by_path[name] for name in named}
        if len(photos) == 1:
            found[image] = photos.pop()
        else:
            (ambiguous if photos else unknown).append(image)
    return Resolved(found, tuple(unknown), tuple(ambiguous))


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise PhotonError(tr("{path} isn't UTF-8.", path=path), tr("Save it as “CSV UTF-8” and try again.")) from error
    except OSError as error:
        raise PhotonError(
            tr("{path} can't be read: {reason}.", path=path, reason=error.strerror),
            tr("Check the name and its permissions."),
        ) from error


Progress = Callable[[float, str], None]
_BATCH = 64


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What is to be measured.

    Attributes:
        table: CSV file with the columns image and caption.
        base: Folder that the images lie below, or None.
        only_listed: Rank only the photos of the table instead of everything that can be searched.
        pool: Ask within random pools of this many photos; 0: within all of them at once.
    """

    table: Path
    base: Path | None = None
    only_listed: bool = False
    pool: int = 0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came out.

    Attributes:
        queries: How many captions were asked.
        asked: How many different pictures they are about.
        pool: Among how many different pictures each was looked for.
        encoders: Figures by encoder id, in the order given.
        differences: Figures of each further encoder less those of the first.
        chance: Figures of a random order.
        skipped: Images that were left out, by the reason in words.
        configuration: Hash of everything that the figures depend on: photos, captions, pool, encoders, ranking.
    """

    queries: int
    asked: int
    pool: int
    encoders: dict[str, dict[str, Interval]]
    differences: dict[str, dict[str, Interval]]
    chance: dict[str, float]
    skipped: dict[str, tuple[str, ...]]
    configuration: str


@dataclass(frozen=True, slots=True)
class _Questions:
    """Captions and the pictures they are asked of.

    Pictures are counted by content, so that copies of one with other metadata are not each other's rivals, and put
    in order of their hash, so that pools and draws are the same on every computer.

    Attributes:
        pictures: Image hashes, ascending; a picture's place in it is its label below.
        photos: A photo of the library for each.
        right: Labels of the right pictures, ascending, by caption; every caption goes with its first.
        pools: Labels of the members and captions asked, for each pool.
    """

    pictures: list[bytes]
    photos: list[int]
    right: dict[str, list[int]]
    pools: list[tuple[list[int], list[str]]]


def evaluate(
    directory: Path | None, wanted: EvaluationRequest, encoders: Sequence[EncoderClient], progress: Progress
) -> Evaluation:
    """Ask every caption and see where its photo comes; the library is only read.

    Args:
        directory: Folder of the library, or None for the platform's place.
        wanted: What is to be measured.
        encoders: At least one; all of them are asked the same.
        progress: Called with the share done 0..1 and the current step.

    Raises:
        PhotonError: The table or the library cannot be used, or no caption is about a photo that can be searched.
    """
    captions = read_captions(wanted.table)
    with open_library(directory or default_library(), writable=False) as library:
        found = resolve((image for image, _ in captions.rows), photos.every_path(library), wanted.base)
        known = [vectors.hashes(library, encoder.id) for encoder in encoders]
        hashes = {photo: picture for photo, picture in known[0].items() if all(photo in each for each in known)}
        waiting = tuple(image for image, photo in found.photos.items() if photo not in hashes)
        questions = _questions(captions.rows, found, hashes, wanted)
        if not questions.right:
            raise _nothing_to_ask(wanted.table, found, waiting)
        outcomes = {encoder.id: _ask(library, encoder, questions, progress) for encoder in encoders}
    first, *others = outcomes
    return Evaluation(
        queries=len(questions.right),
        asked=len({labels[0] for labels in questions.right.values()}),
        pool=len(questions.pools[0][0]),
        encoders={id_: evaluation.measure(each) for id_, each in outcomes.items()},
        differences={id_: evaluation.difference(outcomes[first], outcomes[id_]) for id_ in others},
        chance=_chance(questions),
        skipped={
            "without image or caption": captions.empty,  # keys of SKIPPED
            "not in the library": found.unknown,
            "file name of several photos": found.ambiguous,
            "not searchable yet": waiting,
        },
        configuration=_configuration(questions, encoders),
    )


def _questions(
    rows: Sequence[tuple[str, str]], found: Resolved, hashes: Mapping[int, bytes], wanted: EvaluationRequest
) -> _Questions:
    """One question per caption: where several pictures share one, each of them is a right answer."""
    about: dict[str, set[bytes]] = defaultdict(set)
    for image, caption in rows:
        picture = hashes.get(found.photos.get(image, 0))
        if picture is not None:
            about[caption].add(picture)
    photo_of = {hashes[photo]: photo for photo in sorted(hashes, reverse=True)}
    pictures = sorted(set().union(*about.values()) if wanted.only_listed else photo_of)
    label_of = {picture: label for label, picture in enumerate(pictures)}
    right = {caption: sorted(label_of[picture] for picture in own) for caption, own in about.items()}
    captions: dict[int, list[str]] = defaultdict(list)
    for caption, labels in sorted(right.items()):
        captions[labels[0]].append(caption)
    pools = [
        (members.tolist(), [caption for label in asked.tolist() for caption in captions[label]])
        for members, asked in evaluation.pools(len(pictures), wanted.pool or len(pictures))
    ]
    return _Questions(pictures, [photo_of[picture] for picture in pictures], right, pools)


def _ask(library: Library, encoder: EncoderClient, questions: _Questions, progress: Progress) -> Outcomes:
    ids, meanings = vectors.meanings(library, encoder.id)
    meanings = meanings[np.searchsorted(ids, questions.photos)]
    colours = ColourCheck(encoder)

    def check(asked: Sequence[str], query: int, labels: Ids) -> Floats | None:
        first = [questions.photos[label] for label in labels[:FIRST].tolist()]
        measured = colours.measure(library, asked[query], first)
        return None if measured is None else measured[0]

    parts, done = [], 0
    for members, asked in questions.pools:
        labels = np.array(members, np.int64)
        index = VectorIndex.exact(labels, meanings[labels])
        label_of = {questions.photos[label]: label for label in members}
        for at in range(0, len(asked), _BATCH):
            batch = asked[at : at + _BATCH]
            right = [questions.right[caption] for caption in batch]
            terms = [
                _within(text_term(library, encoder, caption, vector), label_of)
                for caption, vector in zip(batch, encoder.texts(batch), strict=True)
            ]
            parts.append(evaluation.evaluate_queries(index, terms, right, encoder.yardstick, partial(check, batch)))
            done += len(batch)
            progress(
                done / len(questions.right),
                tr_n("Searching for {count:,} caption", "Searching for {count:,} captions", len(questions.right)),
            )
    return evaluation.concatenate_outcomes(parts)


def _within(term: Term, label_of: Mapping[int, int]) -> Term:
    """The term with its evidence by label, of photos that have one."""
    evidence = term.evidence
    found = sorted(
        (label_of[photo], chance)
        for photo, chance in zip(evidence.photos.tolist(), evidence.chances.tolist(), strict=True)
        if photo in label_of
    )
    labels, chances = np.array([label for label, _ in found], np.int64), np.array([c for _, c in found], np.float32)
    return replace(term, evidence=Evidence(labels, chances, evidence.coverage))


def _chance(questions: _Questions) -> dict[str, float]:
    right = [
        len(set(questions.right[caption]).intersection(members))
        for members, asked in questions.pools
        for caption in asked
    ]
    return evaluation.chance_level(right, len(questions.pools[0][0]))


def _configuration(questions: _Questions, encoders: Sequence[EncoderClient]) -> str:
    """The same on every computer for the same photos and captions, wherever they lie and whatever they are called."""
    settings = {
        "protocol": evaluation.PROTOCOL,
        "encoders": list(dict.fromkeys(encoder.id for encoder in encoders)),
        "pictures": [picture.hex() for picture in questions.pictures],
        "captions": sorted(questions.right.items()),
        "pool": len(questions.pools[0][0]),
        "ranking": [evaluation.fingerprint(encoder.dimension, encoder.yardstick) for encoder in encoders],
    }
    return hashlib.sha256(json.dumps(settings).encode()).hexdigest()[:16]


def _nothing_to_ask(table: Path, found: Resolved, waiting: tuple[str, ...]) -> PhotonError:
    if waiting:
        return PhotonError(tr("The photos in this table are not searchable yet."), tr("Run: photon index"))
    if found.ambiguous and not found.unknown:
        return PhotonError(
            tr("Each name in this table matches several photos."), tr("Use longer paths, or --photos DIR.")
        )
    if found.unknown:
        hint = tr("To add their folder: photon index FOLDER")
        return PhotonError(
            tr(
                "None of the photos in {table} is in this library, for example {photo}.",
                table=table,
                photo=found.unknown[0],
            ),
            hint,
        )
    return PhotonError(
        tr("No row of {table} has both an image and a caption.", table=table), tr("Fill in both columns.")
    )
