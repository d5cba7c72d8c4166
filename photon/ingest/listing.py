"""List a folder: photos and videos with size and time, and everything that cannot be used."""

import logging
import os
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import field
from fnmatch import fnmatchcase, translate
from itertools import islice
from operator import attrgetter
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal, TypeAlias

from photon.domain import Problem, ProblemKind
from photon.domain.photo.file_time import modified_ns, times_ns
from photon.domain.photo.problem import FAILED
from photon.language import tr
from photon.media.sidecar import camera_files
from photon.media.sidecar.companions import is_text
from photon.media.sidecar.picasa import NAMES
from photon.quick_dataclass import dataclass

_Entries: TypeAlias = list[os.DirEntry[str]]
_Match: TypeAlias = Callable[[str], object]
log = logging.getLogger(__name__)

# Names (lower case) of folders with other programs' previews, deleted files or system files.
SKIPPED = (
    "@eadir", "#recycle", "$recycle.bin", "system volume information", "lost+found", "trash", ".trash*",
    "*.lrdata", "*.lrlibrary", "*.cocatalog", "*.photoslibrary", "node_modules", "__macosx",
)  # fmt: skip
NO_MEDIA = ".nomedia"
SYSTEM = ("/proc", "/sys", "/dev")  # virtual file systems; /proc contains many links back to /
SIDECAR, EXPORT = ".xmp", ".json"
_BESIDE = (SIDECAR, *camera_files.ENDINGS)


@dataclass(slots=True)
class FolderListing:
    """The listing of a folder or a part of it.

    Attributes:
        inner: The listed part, relative to the watched folder; "" for all of it.
        deep: Whether sub-folders were listed, too.
        folders: Sub-folders that were entered or, in a shallow listing, would be.
        files: (bytes, mtime in ns) of photos and videos by relative path with forward slashes.
        sidecars: The same for XMP sidecars, and for what cameras write beside films.
        exports: The same for JSON files, which a Google Takeout has next to photos.
        picasa: (bytes, mtime in ns) of Picasa's files by folder, relative, and name.
        beside: Sidecars by relative path of the photo; None until ``sidecars.beside`` is called.
        problems: Problems by relative path.
        closed: Parts that could not be listed; nothing is known about files in them.
        changed: ``domain.photo.file_time.times_ns`` of photos by relative path.
        reachable: Whether the folder itself could be reached.
        is_stopped: Whether the listing was stopped; then nothing is known about files that it lacks.
    """

    inner: str = ""
    deep: bool = True
    folders: set[str] = field(default_factory=set)
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    sidecars: dict[str, tuple[int, int]] = field(default_factory=dict)
    exports: dict[str, tuple[int, int]] = field(default_factory=dict)
    picasa: dict[str, dict[str, tuple[int, int]]] = field(default_factory=dict)
    beside: dict[str, str] | None = None
    problems: dict[str, Problem] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    changed: dict[str, int] = field(default_factory=dict)
    reachable: bool = True
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Unnamed:
    """How to handle files without an extension.

    Attributes:
        on: Whether to index pictures among them; None to do so only where most other files are photos.
        is_picture: Whether the file at an absolute path starts like a picture.
        known: Relative paths of those already indexed, which stay and are not opened again.
    """

    on: bool | None
    is_picture: Callable[[str], bool]
    known: Set[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Kinds:
    """How to classify files by extension; provided by the media package.

    ``unnamed`` handles files without an extension; None skips them.
    """

    is_photo: Callable[[str], bool]
    is_video: Callable[[str], bool]
    is_other_picture: Callable[[str], bool]
    unnamed: Unnamed | None = None

    def matters(self, name: str) -> bool:
        """Return whether the user would expect Photon to mention a file of this name."""
        return self.is_photo(name) or self.is_video(name) or self.is_other_picture(name)


def list_folder(  # noqa: PLR0913 - what is listed, and when it ends
    root: str,
    kinds: Kinds,
    skips: Sequence[str] = (),
    inner: str = "",
    *,
    deep: bool = True,
    stop: Callable[[], bool] = bool,
) -> FolderListing:
    """List a folder, or its part ``inner``.

    Links that lead out of the folder are followed, but each real folder only once, so loops end. Hidden folders,
    previews of other programs, deleted files, folders with a ``.nomedia`` file, and ``skips`` are skipped.

    Args:
        root: Absolute path of the folder.
        kinds: How to classify files.
        skips: The user's patterns of names to skip.
        inner: Part to list, relative to the folder.
        deep: Whether to list sub-folders, too.
        stop: Called for each entry; ends the listing by returning True (50,000 files take a second).

    Returns:
        The listing.
    """
    patterns = (*SKIPPED, *(pattern.lower() for pattern in skips))
    return _Walk(root, kinds, patterns, FolderListing(inner, deep), stop).run()


def passed_over(root: str, inner: str, skips: Sequence[str] = ()) -> str | None:
    """Return why a part of a watched folder is skipped, as a clause for display, or None if it is not skipped.

    Args:
        root: Absolute path of the folder.
        inner: The part, relative to the folder.
        skips: The user's patterns of names to skip.

    Raises:
        OSError: It cannot be accessed.
    """
    patterns = (*SKIPPED, *(pattern.lower() for pattern in skips))
    here = Path(root)
    for name in [part for part in inner.split("/") if part]:
        here = here / name
        if name.startswith("."):
            return tr("“{name}” is a hidden folder", name=name)
        if any(fnmatchcase(name.lower(), pattern) for pattern in patterns):
            return tr("folders named “{name}” are skipped", name=name)
        if (here / NO_MEDIA).exists():
            return tr("there is a file named {file} in “{name}”", file=NO_MEDIA, name=name)
    return None


class _Walk:
    """The state of one listing."""

    def __init__(
        self, root: str, kinds: Kinds, skips: Sequence[str], listing: FolderListing, stop: Callable[[], bool]
    ) -> None:
        self._root = root.rstrip("/") or "/"
        self._kinds = kinds
        self._skips, self._matches = skips, _matching(skips)
        self._listing = listing
        self._stop = stop
        self._real_root = Path(self._root).resolve()
        self._seen: set[tuple[int, int]] = set()
        self._plain: dict[str, _Match | Literal[False] | None] = {}  # by ending

    def run(self) -> FolderListing:
        listing = self._listing
        try:
            with os.scandir(self._root) as entries:  # not all names
                next(entries, None)
        except PermissionError:
            pass  # reported when it is listed
        except OSError:
            listing.reachable = False
        try:
            is_there = listing.reachable and (Path(self._root) / listing.inner).is_dir()
            if not is_there or passed_over(self._root, listing.inner, self._skips):
                return listing
        except OSError:
            listing.closed.add(listing.inner)
            return listing
        todo = [listing.inner]
        while todo and not listing.is_stopped:
            inside = self._directory(todo.pop())
            listing.folders.update(inside)
            todo += inside if listing.deep else []
        return listing

    def _directory(self, inner: str) -> list[str]:
        """List one directory; return its sub-directories."""
        path = f"{self._root}/{inner}" if inner else self._root
        before = len(self._listing.files)
        try:
            status = Path(path).stat()
            key = (status.st_dev, status.st_ino)
            if key in self._seen:
                return []
            self._seen.add(key)
            with os.scandir(path) as entries:
                names = self._sort_out(inner, entries)
        except OSError as error:
            self._listing.closed.add(inner)
            if inner or not isinstance(error, FileNotFoundError):
                reason = tr("This folder can't be opened: {reason}. Photon skipped it.", reason=error.strerror)
                self._note(inner, "unreadable", reason, tr("Check its permissions."))
            return []
        if any(entry.name == NO_MEDIA for entry in names):
            self._drop_last(len(self._listing.files) - before)
            return []
        unnamed, entered = self._unnamed_among(inner, names, islice(self._listing.files, before, None)), []
        names.reverse()
        while names:  # an entry keeps its status, and those of a million files take 800 MB
            entry = names.pop()
            if self._each(self._entry, inner, entry):
                entered.append(f"{inner}/{entry.name}" if inner else entry.name)
        for entry in unnamed:
            self._each(self._unnamed, inner, entry)
        return entered

    def _sort_out(self, inner: str, entries: Iterable[os.DirEntry[str]]) -> _Entries:
        """Record entries that are photos or videos without doubt, as a million are; return the others, sorted."""
        prefix, files, changed, others = f"{inner}/" if inner else "", self._listing.files, self._listing.changed, []
        is_plain, must_stop = self._is_plain, self._stop
        for entry in entries:
            name = entry.name
            if is_plain(name):
                if must_stop():
                    self._listing.is_stopped = True
                    break
                try:
                    status = entry.stat()
                except OSError:
                    others.append(entry)
                    continue
                if S_ISREG(status.st_mode):
                    relative = prefix + name
                    modified, changed[relative] = times_ns(status)
                    files[relative] = (status.st_size, modified)
                    continue
            others.append(entry)
        return sorted(others, key=attrgetter("name"))

    def _is_plain(self, name: str) -> bool:
        """Return whether a file of this name is a photo or video to take in; False where that is not sure."""
        stem, _, ending = name.rpartition(".")
        if ending not in self._plain:
            self._plain[ending] = self._what_skips(ending)
        skips = self._plain[ending]
        if skips is None or not stem or name[0] == "." or not (name.isascii() or is_text(name)):
            return False
        return not skips or skips(name.lower()) is None

    def _what_skips(self, ending: str) -> _Match | Literal[False] | None:
        """Return what matches names with this ending that are skipped: False for nothing, None if none is wanted."""
        if not (self._kinds.is_photo(f"x.{ending}") or self._kinds.is_video(f"x.{ending}")):
            return None
        end, some = f".{ending}".lower(), list[str]()
        for pattern in self._skips:
            last = re.split(r"[*?\]]", pattern)[-1]
            if pattern[:1] != "." and (end.endswith(last) or last.endswith(end)):
                some.append(pattern)
        return bool(some) and _matching(some)

    def _drop_last(self, count: int) -> None:
        for _ in range(count):
            relative, _ = self._listing.files.popitem()
            del self._listing.changed[relative]

    def _each(self, act: Callable[[str, os.DirEntry[str]], bool], inner: str, entry: os.DirEntry[str]) -> bool:
        """Call ``act`` for an entry, unless the listing is stopped; an exception affects only that entry."""
        self._listing.is_stopped = self._listing.is_stopped or self._stop()
        if self._listing.is_stopped:
            return False
        try:
            return act(inner, entry)
        except Exception:  # a bug must not hide the other files
            log.exception("Skipped an entry of %s", inner or "the folder")
            self._note(f"{inner}/{entry.name}" if inner else entry.name, *FAILED)
            return False

    def _unnamed_among(self, inner: str, entries: Sequence[os.DirEntry[str]], taken: Iterable[str]) -> _Entries:
        """Return entries of a directory without an extension that may be pictures, besides files that were taken."""
        unnamed = self._kinds.unnamed
        if unnamed is None or unnamed.on is False:
            return []
        found = [e for e in entries if "." not in e.name and not self._skip(e.name) and is_text(e.name)]
        if not found or unnamed.on:
            return found
        files = [e.name for e in entries if not e.name.lower().endswith((*_BESIDE, EXPORT)) and _is_file(e)]
        files += taken
        if sum(map(self._kinds.is_photo, files)) > len(files) / 2:
            return found
        return [e for e in found if (f"{inner}/{e.name}" if inner else e.name) in unnamed.known]

    def _unnamed(self, inner: str, entry: os.DirEntry[str]) -> bool:
        """Record a file without an extension if it is a picture."""
        relative = f"{inner}/{entry.name}" if inner else entry.name
        unnamed = self._kinds.unnamed
        if unnamed and _is_file(entry) and (relative in unnamed.known or unnamed.is_picture(entry.path)):
            self._file(relative, entry.name, entry.stat())
        return False

    def _entry(self, inner: str, entry: os.DirEntry[str]) -> bool:
        """Record an entry; return whether it is a directory to enter."""
        if entry.name.startswith("._") or (self._skip(entry.name) and not self._is_seen_though_hidden(entry)):
            return False
        relative = f"{inner}/{entry.name}" if inner else entry.name
        wanted = self._kinds.matters(entry.name)
        if not is_text(entry.name):
            if wanted or entry.is_dir():
                self._note(relative, "name", tr("Its name isn't valid text; Photon skipped it."), tr("Rename it."))
            return False
        try:
            status = entry.stat()
        except OSError as error:
            if wanted:
                self._note_broken_link(relative, error)
            return False
        if S_ISDIR(status.st_mode):
            return self._enter(relative, entry)
        if wanted or entry.name in NAMES or entry.name.lower().endswith((*_BESIDE, EXPORT)):
            self._file(relative, entry.name, status)
        return False

    def _enter(self, relative: str, entry: os.DirEntry[str]) -> bool:
        """Return whether to enter a directory. Links into the same folder are skipped: their targets are listed."""
        if not entry.is_symlink():
            return True
        target, here = Path(entry.path).resolve(), Path(entry.path).parent.resolve()
        if here.is_relative_to(target) or self._real_root.is_relative_to(target):
            self._note(relative, "loop", tr("This link points back to a parent folder; Photon did not follow it."), "")
            return False
        if any(target.is_relative_to(system) for system in SYSTEM):
            self._note(relative, "loop", tr("This link points to system files; Photon did not follow it."), "")
            return False
        return not target.is_relative_to(self._real_root)

    def _file(self, relative: str, name: str, status: os.stat_result) -> None:
        if name.lower().endswith(_BESIDE):
            self._listing.sidecars[relative] = (status.st_size, modified_ns(status))
        elif name.lower().endswith(EXPORT):
            self._listing.exports[relative] = (status.st_size, modified_ns(status))
        elif name in NAMES:
            folder = relative.rpartition("/")[0]
            self._listing.picasa.setdefault(folder, {})[name] = (status.st_size, modified_ns(status))
        elif not S_ISREG(status.st_mode):
            self._note(relative, "not-a-file", tr("It is named like a photo but isn't a file; Photon did not open it."),
                       tr("Move it if it doesn't belong here."))  # fmt: skip
        elif self._kinds.is_other_picture(name):
            self._note(relative, "unsupported", tr("Photon can't read this format and skipped it."),
                       tr("To see it here, convert it to JPEG or PNG."))  # fmt: skip
        else:
            modified, self._listing.changed[relative] = times_ns(status)
            self._listing.files[relative] = (status.st_size, modified)

    def _note_broken_link(self, relative: str, error: OSError) -> None:
        message = tr("This link is broken ({reason}); Photon skipped it.", reason=error.strerror)
        self._note(relative, "vanished", message, tr("Delete the link or restore its target."))

    def _note(self, relative: str, kind: ProblemKind, message: str, hint: str) -> None:
        shown = _printable(f"{self._root}/{relative}" if relative else self._root)
        self._listing.problems[_printable(relative)] = Problem(shown, kind, message, hint)

    def _is_seen_though_hidden(self, entry: os.DirEntry[str]) -> bool:
        """Return whether an entry is Picasa's file, or a photo whose name starts with a dot: only folders hide."""
        if entry.name in NAMES:
            return not entry.is_dir()
        return self._kinds.is_photo(entry.name) and not entry.is_dir() and not self._skip(entry.name.lstrip("."))

    def _skip(self, name: str) -> bool:
        lower = name.lower()
        return lower.startswith(".") or self._matches(lower) is not None


def _matching(patterns: Iterable[str]) -> _Match:
    return re.compile("|".join(map(translate, patterns))).match


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # no permission, or a broken link
        return False


def _printable(name: str) -> str:
    r"""Return the name with undecodable bytes as ``\xNN``."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
