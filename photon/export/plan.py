"""Plan the files of an export without touching anything.

Photos that cannot be exported are listed with the reason. Every other photo gets a name from the template that is
unused on the disk and in the plan, on any file system. If an earlier run of the same export has made its copy, that
name stays and nothing is left to do.
"""

import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from typing import Literal

from photon.domain.metadata.export_recipe import ExportPhoto, FileChoice, Reason, SkippedPhoto, Target
from photon.export.journal import ExportedFile
from photon.export.naming import name_for_comparison, numbered, read_template
from photon.language import tr
from photon.media.file.file_kinds import is_video
from photon.quick_dataclass import dataclass

SIDECAR = ".xmp"
_ENDINGS = {"jpeg": ".jpg", "webp": ".webp", "png": ".png"}
_TEXTS: dict[Reason, tuple[str, str]] = {
    "missing": (tr("The file no longer exists."), tr("Rescan folders, or restore the file.")),
    "offline": (
        tr("Its folder is offline."),
        tr("Connect its drive and export again; files already exported are skipped."),
    ),
    "unread": (
        tr("Photon hasn't read the text in it yet, so it can't cover it."),
        tr(
            "Check that “Read text in photos” is on in the preferences. Leave Photon open, or run photon index, until"
            " it is read; then export again."
        ),
    ),
    "illegible": (
        tr("There is writing in it that Photon can't read, so it can't cover it."),
        tr("Cover it in an image editor."),
    ),
    "private": (
        tr("Photon copies videos only unchanged, and this one may tell a place that you called private."),
        tr("To export it all the same, include private places."),
    ),
}


Found = Literal["whole", "begun", "gone"]


@dataclass(slots=True)
class PlanContext:
    """The inputs of a plan.

    Attributes:
        is_free: Whether a name below the folder is unused, by files on the disk and by photos of the library.
        made: Files made by earlier runs of this export, by path of the photo.
        found: Whether such a file still exists as it was made, only its sidecar exists, or neither.
        state: Digest of what is written into the copy of a photo.
    """

    is_free: Callable[[str], bool]
    made: Mapping[str, ExportedFile] = field(default_factory=dict)
    found: Callable[[ExportedFile], Found] = lambda _: "whole"
    state: Callable[[ExportPhoto], str] = lambda _: ""


def plan_files(
    photos: Sequence[ExportPhoto], choice: FileChoice, ground: PlanContext
) -> tuple[tuple[Target, ...], tuple[SkippedPhoto, ...]]:
    """Plan the files of an export.

    Args:
        photos: The photos, in order.
        choice: How to export them.
        ground: Inputs of the plan.

    Returns:
        The files to make, and the photos that cannot be exported.

    Raises:
        PhotonError: The template is invalid.
    """
    template = read_template(choice.template)
    left_out = tuple(skipped for one in photos if (skipped := obstacle_of(one, choice)))
    going = [one for one in photos if obstacle_of(one, choice) is None]
    known = {one.path: made for one in going if (made := _made(one, ground))}
    found = {path: ground.found(made) for path, made in known.items()}
    there = {path: (made.name, found[path] == "whole") for path, made in known.items() if found[path] != "gone"}
    names = _Names(ground.is_free, [name for name, _ in there.values()])
    targets = []
    number, last = 0, sum(not one.still for one in going)
    for one in going:
        number += not one.still
        if one.path in there:
            targets.append(Target(one, *there[one.path]))
            continue
        targets.append(Target(one, names.claim(template.name(one, number, last), ending_of(one, choice))))
    return tuple(targets), left_out


def example_names(photos: Sequence[ExportPhoto], choice: FileChoice, among: int) -> list[str]:
    """Return example names for the first of ``among`` photos, as in an empty folder.

    Raises:
        PhotonError: The template is invalid.
    """
    template, names = read_template(choice.template), _Names(lambda _: True)
    return [names.claim(template.name(one, at, among), ending_of(one, choice)) for at, one in enumerate(photos, 1)]


def ending_of(photo: ExportPhoto, choice: FileChoice) -> str:
    """Return the extension of a copy, with its dot; that of the photo itself if it is not encoded again."""
    if choice.redrawn is None:
        return posixpath.splitext(photo.path)[1]
    return _ENDINGS[choice.redrawn.format_of(photo.format)]


def left_out(path: str, reason: Reason) -> SkippedPhoto:
    """Make the entry for a photo that cannot be exported, with the message for the reason."""
    return SkippedPhoto(path, reason, *_TEXTS[reason])


def _made(photo: ExportPhoto, ground: PlanContext) -> ExportedFile | None:
    made = ground.made.get(photo.path)
    return made if made is not None and made.is_of(photo, ground.state(photo)) else None


def obstacle_of(photo: ExportPhoto, choice: FileChoice, *, takes_films: bool = True) -> SkippedPhoto | None:
    """Return why a photo cannot be exported, as far as this is known without opening it, or None.

    Args:
        photo: The photo.
        choice: How it is exported.
        takes_films: Whether videos are wanted at all.
    """
    if photo.obstacle is not None:
        return left_out(photo.path, photo.obstacle)
    if photo.damage and choice.redrawn is not None:
        return SkippedPhoto(photo.path, "damaged", photo.damage, tr("Export it unchanged, or repair it."))
    is_same = takes_films and choice.redrawn is None and choice.carried.is_whole
    if is_video(photo.path) and not is_same:
        why, hint = (
            tr("Photon copies videos only unchanged."),
            tr("Export it unchanged, with all metadata and exact places."),
        )
        return SkippedPhoto(photo.path, "not-allowed", why, hint)
    return None


class _Names:
    """Allocates names that are unused, also with a sidecar, and on case-insensitive file systems."""

    def __init__(self, is_free: Callable[[str], bool], taken: Iterable[str] = ()) -> None:
        self._is_free = is_free
        self._taken = {key for name in taken for key in _keys(name)}
        self._times: dict[str, int] = {}  # otherwise a thousand photos of one name would each try all numbers

    def claim(self, wanted: str, ending: str) -> str:
        key = name_for_comparison(wanted + ending)
        time = self._times.get(key, 0)
        while True:
            time += 1
            name = numbered(wanted, time) + ending
            if not _keys(name) & self._taken and all(map(self._is_free, (name, name + SIDECAR))):
                self._times[key] = time
                self._taken |= _keys(name)
                return name


def _keys(name: str) -> set[str]:
    return {name_for_comparison(one) for one in (name, name + SIDECAR)}
