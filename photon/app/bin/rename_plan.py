"""What renaming photos by a template would do: the new name of every file, or why nothing is renamed at all."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from photon.app.bin.bin_plan import roles_of, shots_among
from photon.app.bin.file_moving import Unit
from photon.domain import PhotonError
from photon.domain.metadata.export_recipe import ExportPhoto
from photon.domain.photo.file_move import FileMove, Role, Unmovable
from photon.domain.photo.file_time import modified_ns
from photon.export.naming import NameTemplate, name_for_comparison
from photon.ingest.listing import passed_over
from photon.language import tr
from photon.library import Library
from photon.library.bin.photo_files import files_of, known_at
from photon.library.db.path_choice import PathChoice
from photon.library.files.export_queries import outgoing, watched_around
from photon.library.photos import folders
from photon.media.file.file_kinds import is_video
from photon.media.file.free_rename import refusal
from photon.media.sidecar.companions import ShotFiles, renamed_companion
from photon.quick_dataclass import dataclass


@dataclass(frozen=True, slots=True)
class RenameChoice:
    """How to rename.

    Attributes:
        template: The new name without its ending; ``/`` makes folders.
        into: Absolute path of the folder that new names are relative to; empty for each photo's own folder.
        together: Whether the RAW, the JPEG and the film of the same shot get the name, too.
    """

    template: NameTemplate
    into: str = ""
    together: bool = True


@dataclass(frozen=True, slots=True)
class RenamePlan:
    """What would be renamed.

    Attributes:
        units: Files that go together, the chosen photo first.
        obstacles: By path, why a photo can't be renamed. If there is one, nothing is renamed.
        same: How many photos have their new name already.
    """

    units: tuple[Unit, ...] = ()
    obstacles: tuple[tuple[str, PhotonError], ...] = ()
    same: int = 0


def plan_rename(library: Library, photos: Sequence[int], choice: PathChoice, how: RenameChoice) -> RenamePlan:
    """Work out what renaming photos would do; nothing is changed.

    Args:
        library: The library.
        photos: Which, in the order in which they are numbered.
        choice: Which of several files of a photo is meant.
        how: How to name them.
    """
    return _Planning(library, how).plan(photos, choice)


class _Planning:
    """One plan in the making."""

    def __init__(self, library: Library, how: RenameChoice) -> None:
        self._library, self._how = library, how
        self._obstacles: list[tuple[str, PhotonError]] = []
        self._names: dict[str, dict[str, str]] = {}  # of each folder, as compared: the path that has or will have it
        self._same = 0
        self._skips = folders.skips(library)

    def plan(self, photos: Sequence[int], choice: PathChoice) -> RenamePlan:
        files, _ = files_of(self._library, photos, choice, copies=False)
        exported = {one.photo: one for one in outgoing(self._library, photos, choice)}
        by_path = {path: exported[known.photo] for path, known in files.items()}
        shots = list(shots_among(self._library, files, self._obstacles, together=self._how.together))
        order = {path: at for at, path in enumerate(files)}
        shots.sort(key=lambda shot: min(order[path] for path in shot.photos if path in order))
        units = []
        for number, shot in enumerate(shots, 1):
            first = next(path for path in shot.photos if path in by_path)
            unit = self._unit(shot, replace(by_path[first], path=first), (number, len(shots)))
            units += [unit] if unit else []
        return RenamePlan(tuple(units), tuple(self._obstacles), self._same)

    def _unit(self, shot: ShotFiles, photo: ExportPhoto, place: tuple[int, int]) -> Unit:
        """The moves of a shot; none where it has its new name, or cannot get it."""
        path = Path(photo.path)
        named = self._how.template.name(photo, *place)
        target = (Path(self._how.into) if self._how.into else path.parent) / f"{named}{path.suffix}"
        if target == path:
            self._same += 1
            return ()
        try:
            self._check_folder(path, target)
            roles = roles_of(self._library, shot)
            return tuple(self._move(Path(one), role, (path, target), place[0]) for one, role in roles)
        except PhotonError as error:
            self._obstacles.append((photo.path, error))
            return ()

    def _move(self, path: Path, role: Role, renamed: tuple[Path, Path], number: int) -> FileMove:
        old, target = renamed
        new = target if path == old else target.parent / self._companion(path, renamed)
        self._claim_name(path, new)
        try:
            status = path.lstat()
        except OSError as error:
            raise refusal(str(path), error) from error
        known = known_at(self._library, str(path if role == "photo" else old))
        photo = known.photo if known else 0
        return FileMove(str(path), str(new), "", status.st_size, modified_ns(status), role, photo, number)

    def _companion(self, path: Path, renamed: tuple[Path, Path]) -> str:
        """The new name of another file of the shot, or of a sidecar, which may be that of another file of the shot."""
        old, target = renamed
        for ending in self._endings(path, old):
            was, now = f"{old.stem}{ending}", f"{target.stem}{ending}"
            if path.name.casefold().startswith(f"{was.casefold()}."):
                return now + path.name[len(was) :]
        if is_video(path.stem):  # the sidecar of a live photo's film, which may have another name
            return target.stem + Path(path.stem).suffix + path.suffix
        return renamed_companion(path.name, old.name, target.name)

    @staticmethod
    def _endings(path: Path, old: Path) -> list[str]:
        """Endings of files of the shot that a sidecar's name may have before its own: ``.NEF`` of ``lake.NEF.xmp``."""
        inner = Path(path.stem).suffix
        return [inner] if inner and inner.casefold() != old.suffix.casefold() else []

    def _claim_name(self, path: Path, new: Path) -> None:
        """Take a name, unless a file has it, or gets it by this plan.

        Raises:
            Unmovable: It is taken.
        """
        folder = str(new.parent)
        if folder not in self._names:
            self._names[folder] = {}
            if new.parent.is_dir():
                found = (entry.name for entry in os.scandir(new.parent))
                self._names[folder] = {name_for_comparison(name): str(new.parent / name) for name in found}
        holder = self._names[folder].setdefault(name_for_comparison(new.name), str(path))
        if holder != str(path):
            is_new = holder != str(new) and Path(holder).name != new.name
            raise Unmovable(
                tr("{path} can't become {name}: {other} gets that name.", path=path, name=new.name, other=holder)
                if is_new
                else tr("{path} can't become {name}: {other} has that name.", path=path, name=new.name, other=holder),
                tr("Add {number} to the template, or rename that file first."),
            )

    def _check_folder(self, path: Path, target: Path) -> None:
        """Refuse a folder that is on another volume, or where Photon would not find the photo again.

        Raises:
            Unmovable: The photo can't go there.
        """
        there = target.parent
        while not there.is_dir():
            if os.path.lexists(there):
                raise Unmovable(
                    tr("{path} can't be moved to {folder}: that is a file.", path=path, folder=target.parent),
                    tr("Choose another name."),
                )
            there = there.parent
        root = watched_around(self._library, str(target.parent))
        inner = str(target.parent).removeprefix(root).strip("/")
        if not root or passed_over(root, inner, self._skips):
            raise Unmovable(
                tr("{path} can't be moved to {folder}: Photon doesn't watch that folder.", path=path,
                   folder=target.parent),
                tr("Choose a folder inside of a watched one."),
            )  # fmt: skip
        if there.stat().st_dev != path.parent.stat().st_dev:
            raise Unmovable(
                tr("{path} can't be moved to {folder}: that is on another drive.", path=path, folder=target.parent),
                tr("Move it in your file manager; Photon will notice."),
            )
