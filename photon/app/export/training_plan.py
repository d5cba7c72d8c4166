"""What a training set would have: what is known of photos, which of them repeat each other, the files of the set."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from photon.annotate.tags.occasions import occasions
from photon.app.encoding.encoder_client import EncoderClient
from photon.app.export.copy_metadata import CopyMetadata, going_words
from photon.app.export.export_places import as_it_is
from photon.app.tags.sensitive_filter import SensitiveFilter
from photon.domain import PhotonError
from photon.domain.arrays import Floats
from photon.domain.metadata.export_recipe import ExportPhoto, ExportPlan, FileChoice, Target, TrainingChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.export.files import ENDING
from photon.export.journal import ExportedFile
from photon.export.plan import ending_of, obstacle_of
from photon.export.sizes import estimated_bytes
from photon.export.splits import check_shares, split_by_event
from photon.export.training import Shard, TrainingExample, TrainingMetadata, choose_examples, has_text, shards_of
from photon.language import tr
from photon.library import Library
from photon.library.files.export_queries import pictures
from photon.library.photos import photos
from photon.library.tags import learned_tags
from photon.library.vectors import vectors
from photon.media.copy.privacy_filter import PrivacyFilter
from photon.quick_dataclass import dataclass
from photon.search.near_duplicates import group_near_duplicates, order_by_merit


@dataclass(frozen=True, slots=True)
class TrainingExport:
    """A training set that can be made.

    Attributes:
        plan: Its pictures as files; of tar files these.
        choice: How it is made.
        examples: What is said of them, by photo.
        going: What goes into each picture, by photo.
        shards: Its tar files; none where it lies in folders.
        moved: Pictures of earlier runs that belong to another part now, as names.
    """

    plan: ExportPlan
    choice: TrainingChoice
    examples: Mapping[int, TrainingExample]
    going: Mapping[int, CopyMetadata]
    shards: tuple[Shard, ...] = ()
    moved: tuple[str, ...] = ()


def file_choice(choice: TrainingChoice) -> FileChoice:
    """How the pictures of a training set become files."""
    return FileChoice("{name}", choice.redrawn, choice.carried)


def known_photos(
    library: Library,
    seen: Sequence[tuple[ExportPhoto, PhotoRecord]],
    encoder: EncoderClient,
    choice: TrainingChoice,
    hiding: SensitiveFilter,
) -> tuple[list[TrainingMetadata], dict[int, CopyMetadata]]:
    """What is known of photos, with their part and whether they repeat each other; and what goes into their pictures.

    Raises:
        PhotonError: The shares cannot be used.
    """
    check_shares(choice.shares)
    going = going_words(library, [file.photo for file, _ in seen], choice.carried, hiding)
    kept = {file.photo: as_it_is(file) for file, _ in seen}
    records = {record.photo: _discreet(record, going[record.photo], choice) for _, record in seen}
    ids, hashes = list(kept), pictures(library, list(kept))
    looks, moments = _looks(library, encoder, ids), learned_tags.moments(library, ids)
    when = np.array([moments.get(photo, np.nan) for photo in ids], np.float64)
    events = occasions(when, looks, encoder.nearly_same).tolist() if ids else []
    parts = split_by_event(events, when.tolist(), [hashes[photo] for photo in ids], choice.shares)
    usable = {photo for photo, one in kept.items() if one.obstacle is None and has_text(records[photo], choice.told)}
    twins = _twins(library, ids, looks, encoder.nearly_same, usable) if choice.folds else {}
    found = []
    for photo, (split, event) in zip(ids, parts, strict=True):
        twin = kept[twins[photo]].path if photo in twins else None
        found.append(TrainingMetadata(kept[photo], records[photo], hashes[photo], split, event, twin))
    return found, going


def plan_training(
    known: Sequence[TrainingMetadata],
    going: Mapping[int, CopyMetadata],
    choice: TrainingChoice,
    folder: Path,
    made: Mapping[str, ExportedFile],
) -> TrainingExport:
    """Which pictures and tar files a training set has; nothing is touched.

    Raises:
        PhotonError: The folder holds something else, or tar files of other photos.
    """
    if not made and _holds_files(folder):
        raise PhotonError(
            tr("{folder} isn't empty.", folder=folder), tr("Choose an empty folder for the training set.")
        )
    files = file_choice(choice)
    obstacles = {one.outgoing.photo: obstacle_of(one.outgoing, files, takes_films=False) for one in known}
    examples, left_out = choose_examples([one for one in known if obstacles[one.outgoing.photo] is None], choice)
    shards = shards_of(examples, choice.per_shard) if choice.format == "webdataset" else []
    targets = _shard_targets(shards, choice, folder, made) if shards else _targets(examples, choice, folder, made)
    moved = [] if shards else _moved(targets, folder, made)
    size = estimated_bytes((one.outgoing for one in targets if not one.is_there), choice.redrawn)
    skipped = (*filter(None, obstacles.values()), *left_out)
    plan = ExportPlan(str(folder), files, tuple(targets), skipped, size)
    return TrainingExport(
        plan, choice, {one.outgoing.photo: one for one in examples}, going, tuple(shards), tuple(moved)
    )


def _targets(
    examples: Sequence[TrainingExample], choice: TrainingChoice, folder: Path, made: Mapping[str, ExportedFile]
) -> list[Target]:
    found = []
    for one in examples:
        name = f"{one.split}/{one.key}{ending_of(one.outgoing, file_choice(choice)).lower()}"
        before = made.get(one.outgoing.path)
        is_there = (
            before is not None and before.name == name and before.is_of(one.outgoing, "") and _is_whole(folder, before)
        )
        found.append(Target(one.outgoing, name, is_there))
    return found


def _moved(targets: Sequence[Target], folder: Path, made: Mapping[str, ExportedFile]) -> list[str]:
    """Pictures of earlier runs, whole and untouched, that would stand in two parts now."""
    before = ((one, made.get(one.outgoing.path)) for one in targets)
    return [was.name for one, was in before if was is not None and was.name != one.name and _is_whole(folder, was)]


def _shard_targets(
    shards: Sequence[Shard], choice: TrainingChoice, folder: Path, made: Mapping[str, ExportedFile]
) -> list[Target]:
    found = []
    for shard in shards:
        before = made.get(shard.name)
        is_there = before is not None and _is_whole(folder, before)
        if is_there and before is not None and before.state != shard.state(choice):
            raise PhotonError(
                tr("The tar files in {folder} were made from other photos or other texts.", folder=folder),
                tr("Choose another folder."),
            )
        found += [Target(one.outgoing, shard.name, is_there) for one in shard.examples]
    return found


def _holds_files(folder: Path) -> bool:
    """Whether there is anything but what a killed export leaves before its first file."""
    return folder.is_dir() and any(one.is_file() and not one.name.endswith(ENDING) for one in folder.rglob("*"))


def _is_whole(folder: Path, made: ExportedFile) -> bool:
    try:
        return (folder / made.name).stat().st_size == made.bytes
    except OSError:
        return False


def _discreet(record: PhotoRecord, going: CopyMetadata, choice: TrainingChoice) -> PhotoRecord:
    """What may be said of a photo."""
    rule = PrivacyFilter(
        people=not choice.carried.people, names=going.names, unwanted=going.unwanted, hidden=going.hidden
    )
    title, caption = ("" if rule.reveals(text) else text for text in (record.title, record.caption))
    text = "\n".join(line for line in record.text.splitlines() if not rule.reveals(line))
    return replace(record, keywords=rule.keywords(record.keywords), title=title, caption=caption, text=text)


def _looks(library: Library, encoder: EncoderClient, ids: Sequence[int]) -> Floats:
    """Look vectors in the order of photos; of those that have none yet, zeros, which are like nothing."""
    found, looks = vectors.looks_of(library, encoder.id, ids)
    rows = {photo: row for row, photo in enumerate(found.tolist())}
    made = np.zeros((len(ids), looks.shape[1] if len(looks) else 1), np.float32)
    for at, photo in enumerate(ids):
        if photo in rows:
            made[at] = looks[rows[photo]]
    return made


def _twins(library: Library, ids: Sequence[int], looks: Floats, line: float, usable: Collection[int]) -> dict[int, int]:
    """Photos that nearly repeat another one, with that one: of each group the best of those that can go stays."""
    groups = [group for group in group_near_duplicates(looks, len(ids), line) if len(group) > 1]
    worth = photos.merits(library, [ids[row] for group in groups for row in group])
    found = {}
    for group in groups:
        first, *others = order_by_merit(looks, group, lambda row: (ids[row] in usable, *worth.get(ids[row], ())), line)
        found.update({ids[row]: ids[first] for row in others})
    return found
