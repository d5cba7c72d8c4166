"""Write the sidecar of a photo: the existing one, or a new one with the name that a profile requires."""

from collections.abc import Callable
from pathlib import Path

from photon.domain import UnreadableFile
from photon.domain.metadata.merge import snapshot_of
from photon.domain.metadata.writing import MetadataEdit, Profile, TargetMetadata, Unwritable, WrittenSidecar
from photon.domain.photo.turn import AS_IT_IS
from photon.language import tr
from photon.media.file import failures, file_kinds
from photon.media.file.atomic_replace import exchange_file, remove_file
from photon.media.file.source import opened
from photon.media.metadata.container import ContainerParts
from photon.media.metadata.facts import decided_date
from photon.media.metadata.merge_rules import merge_metadata
from photon.media.metadata.packets import Packets
from photon.media.metadata.xmp import UnreadableXmp
from photon.media.sidecar.sidecar import ENDING, SidecarListing, listing_of, read_sidecars
from photon.media.write.xmp_writing import check_for, merged

_REPAIR = tr("Repair it or move it away; Photon never overwrites a file that it can't read.")


def plan_sidecar(
    photo: str, words: MetadataEdit, profile: Profile, listing: SidecarListing | None = None
) -> WrittenSidecar:
    """Plan to write a sidecar; nothing is written.

    Args:
        photo: The photo.
        words: The edit.
        profile: Program to write for.
        listing: Listing of its folder, taken before writing many photos.

    Returns:
        The sidecar, its bytes before and after, and the changes.

    Raises:
        Unwritable: There is a sidecar that Photon cannot read.
    """
    path = sidecar_to_write(photo, profile, listing)
    before = _bytes_of(path)
    try:
        after, changes = merged(before, words, profile)
    except UnreadableXmp as error:
        raise _unreadable(path, str(error)) from error
    return WrittenSidecar(str(path), before, after, changes)


def plan_beside(
    photo: str, wanted: TargetMetadata, profile: Profile, listing: SidecarListing | None = None
) -> tuple[MetadataEdit, WrittenSidecar]:
    """Plan a sidecar that contains all metadata of a photo, regardless of the photo's own.

    Args:
        photo: The photo.
        wanted: The target metadata.
        profile: Program to write for.
        listing: Listing of its folder, taken before writing many photos.

    Returns:
        The edit for the sidecar, and the plan.

    Raises:
        Unwritable: There is a sidecar that Photon cannot read.
    """
    beside = read_sidecars(photo, listing)
    turn = wanted.words.people.orientation if wanted.words.people else AS_IT_IS
    packets = merge_metadata(Packets({}, ContainerParts()), beside.properties[:1], turn)
    taken = decided_date(beside.properties[:1])
    words = wanted.beyond(snapshot_of(packets), taken, packets.albums, packets.text, packets.place)
    return words, plan_sidecar(photo, words, profile, listing)


def carry_out(plan: WrittenSidecar, words: MetadataEdit, profile: Profile) -> None:
    """Apply a plan; call ``flush_folder`` afterwards.

    Args:
        plan: The plan.
        words: Its edit.
        profile: Its profile.

    Raises:
        Unwritable: The sidecar cannot be written, or has changed since it was planned.
    """
    if not plan.changes:
        return
    check: Callable[[bytes], None] = check_for(plan.before, words, profile)
    try:
        exchange_file(Path(plan.path), plan.after, plan.before, check)
    except (ValueError, UnreadableXmp) as error:
        raise Unwritable(
            "failed",
            tr(
                "The new {name} would not be correct ({reason}); it was not changed.",
                name=Path(plan.path).name,
                reason=error,
            ),
        ) from error


def revert_sidecar(written: WrittenSidecar) -> None:
    """Undo one write; call ``flush_folder`` afterwards.

    Args:
        written: What was written.

    Raises:
        Unwritable: Another program has written since; its changes are kept.
    """
    path = Path(written.path)
    if written.before is None:
        remove_file(path, written.after)
    else:
        exchange_file(path, written.before, written.after, lambda _: None)


def sidecar_to_write(photo: str, profile: Profile, listing: SidecarListing | None = None) -> Path:
    """Find the sidecar to write: the existing one, else the one that programs of this profile look for.

    Args:
        photo: The photo.
        profile: Program to write for.
        listing: Listing of its folder.

    Raises:
        Unwritable: There is one that cannot be read: its content would be lost, or hidden by another one.
    """
    path = Path(photo)
    listing = listing or listing_of(path.parent)
    beside = read_sidecars(photo, listing)
    if beside.passed_over:
        problem = beside.passed_over[0]
        raise _unreadable(Path(problem.path), problem.message)
    if beside.paths:
        return Path(beside.paths[0])
    is_short = profile.sidecar == "short" and not file_kinds.is_video(path.name) and _stands_alone(path, listing)
    return path.with_name((path.stem if is_short else path.name) + ENDING)


def _stands_alone(photo: Path, listing: SidecarListing) -> bool:
    """Return whether the short name means this photo alone; beside a RAW file, JPEGs and the like do not count."""
    stem = photo.stem.casefold()
    is_rival = file_kinds.is_raw if file_kinds.is_raw(photo.name) else file_kinds.is_photo
    rivals = [name for name in listing.pictures.get(stem, ()) if name != photo.name and is_rival(name)]
    return not rivals and stem + ENDING not in listing.sidecars


def _bytes_of(path: Path) -> bytes | None:
    try:
        if not path.exists():
            return None
    except OSError as error:  # it cannot exist, e.g. because its name would be too long
        problem = failures.from_disk(error)
        raise Unwritable("failed", f"{path.name}: {problem.message}", problem.hint) from error
    try:
        with opened(str(path)) as source:
            return source.slice(0, source.size)
    except UnreadableFile as error:
        raise _unreadable(path, error.message) from error


def _unreadable(path: Path, why: str) -> Unwritable:
    return Unwritable("unreadable", f"{path.name}: {why}", _REPAIR)
