"""Files that move together with a photo: sidecars, the RAW or JPEG of the same shot, the video of a live photo.

Files of one shot have the same name and are in the same folder. A sidecar moves only if no picture that stays uses it.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from photon.domain import UnreadableFile
from photon.media.file import file_kinds
from photon.media.sidecar.camera_files import ENDINGS, camera_names
from photon.media.sidecar.sidecar import ENDING, SidecarListing, listing_of, read_sidecars
from photon.media.sidecar.takeout import read_export
from photon.media.sidecar.takeout_names import ENDING as JSON
from photon.media.sidecar.takeout_names import Claim, paired
from photon.quick_dataclass import dataclass

LONGEST_FILM = 40_000_000
"""Bytes. The video of a live photo lasts three seconds; a larger one of the same name is an independent video."""
Belongs = Callable[[str, str], bool | None]
"""Returns whether a film is that of a photo, by their paths; None where only name and size can tell."""
_FILM = frozenset({"mov", "mp4"})
_LIVE = frozenset({"heic", "heif", "jpg", "jpeg"})


@dataclass(frozen=True, slots=True)
class ShotFiles:
    """Files that move together.

    Attributes:
        photos: Paths of the selected photo, and of others of the same shot.
        films: Paths of the videos of live photos.
        sidecars: Paths of their sidecars.
    """

    photos: tuple[str, ...]
    films: tuple[str, ...] = ()
    sidecars: tuple[str, ...] = ()


def shots_of(
    folder: Path,
    chosen: Sequence[str],
    belongs: Belongs = lambda _photo, _film: None,
    *,
    together: bool,
    with_films: bool | None = None,
) -> list[ShotFiles]:
    """Group files of one folder with their companions.

    Args:
        folder: The folder.
        chosen: Names of selected photos in it.
        belongs: Knows which films are those of which photos.
        together: Whether to include the RAW, the JPEG and the video of the same shot; else only the selected photos.
        with_films: Whether to include the videos; None: as ``together`` says.

    Returns:
        The shots in the order of the selected photos; a shot is listed once, even if several of its photos were
        selected.
    """
    around = _Folder(folder, belongs)
    going: list[list[str]] = []
    seen: set[str] = set()
    for name in chosen:
        if name in seen:
            continue
        photos = [name, *(other for other in around.partners(name) if together)]
        seen.update(photos)
        going.append(photos)
    takes_films = together if with_films is None else with_films
    shots: list[tuple[list[str], list[str]]] = []
    for photos in going:
        films = [film for film in around.films(photos[0], seen) if takes_films and film not in seen]
        seen.update(films)
        shots.append((photos, films))
    leaving = {name for photos, films in shots for name in (*photos, *films)}
    given: set[str] = set()
    found = []
    for photos, films in shots:
        sidecars = [one for name in (*photos, *films) for one in around.sidecars(name, leaving) if one not in given]
        sidecars = list(dict.fromkeys(sidecars))
        given.update(sidecars)
        found.append(ShotFiles(*(tuple(str(folder / name) for name in some) for some in (photos, films, sidecars))))
    return found


def renamed_companion(name: str, photo: str, new: str) -> str:
    """Return the name that a companion gets when its photo is renamed.

    Args:
        name: Name of a sidecar or of another file of the same shot.
        photo: Name of the photo.
        new: Its new name.
    """
    if name.casefold().startswith(f"{photo.casefold()}."):  # lake.jpg.xmp
        return new + name[len(photo) :]
    stem = new.rpartition(".")[0] or new
    if name.casefold().endswith(JSON):  # of a Google Takeout, where names are truncated and numbered in many ways
        return f"{new}{JSON}"
    if name.casefold().endswith(ENDINGS[0]):  # C0001M01.XML
        return stem + name[-len(ENDINGS[0]) :]
    return f"{stem}.{name.rpartition('.')[2]}"


class _Folder:
    """The names of one folder, read once."""

    def __init__(self, folder: Path, belongs: Belongs) -> None:
        self._folder, self._belongs = folder, belongs
        names: list[str] = []
        with suppress(OSError):
            names = sorted(entry.name for entry in folder.iterdir() if is_text(entry.name))
        self._names = set(names)
        self._media = [name for name in names if file_kinds.is_photo(name) or file_kinds.is_video(name)]
        self._by_stem: dict[str, list[str]] = {}
        for name in self._media:
            self._by_stem.setdefault(_stem(name), []).append(name)
        exports = [name for name in names if name.casefold().endswith(JSON)]
        self._claims: dict[str, Claim] = paired(self._media, exports) if exports else {}
        self._listing: SidecarListing = listing_of(folder)
        self._users: dict[str, list[str]] = {}  # users of an export
        for name, claim in self._claims.items():
            self._users.setdefault(claim.name, []).append(name)

    def partners(self, name: str) -> list[str]:
        """Return the other photos of the same shot: a RAW file and its pictures."""
        same = [other for other in self._by_stem.get(_stem(name), ()) if file_kinds.is_photo(other)]
        if name not in same or not any(map(file_kinds.is_raw, same)) or all(map(file_kinds.is_raw, same)):
            return []
        return [other for other in same if other != name]

    def films(self, name: str, leaving: Collection[str]) -> list[str]:
        """Return the videos of a live photo; one stays with a photo that stays."""
        same = self._by_stem.get(_stem(name), ()) if file_kinds.is_photo(name) else ()
        stills = [other for other in same if file_kinds.ending(other) in _LIVE]
        found = []
        for film in same:
            if file_kinds.ending(film) in _FILM:
                owners = [still for still in stills if self._is_film_of(still, film)]
                found += [film] if owners and all(owner in leaving for owner in owners) else []
        return found

    def sidecars(self, name: str, leaving: Collection[str]) -> list[str]:
        """Return the sidecars of a photo or video that no remaining file uses."""
        staying = [other for other in self._by_stem.get(_stem(name), ()) if other not in leaving]
        kept = {one for other in staying for one in self._beside(other)}
        found = [one for one in self._beside(name) if one not in kept]
        claim = self._claims.get(name)
        if claim and all(user in leaving for user in self._users[claim.name]) and self._is_meant(name, claim):
            found.append(claim.name)
        return found

    def _beside(self, name: str) -> list[str]:
        """Return the XMP files of a photo; of a video, only the one with its full name, and what its camera wrote."""
        if not file_kinds.is_photo(name):
            wanted = ((name + ENDING).casefold(), *camera_names(name))
            return [one for each in wanted for one in self._listing.sidecars.get(each, ()) if one in self._names]
        if not self._listing.beside(name):
            return []
        read = read_sidecars(str(self._folder / name), self._listing)
        paths: Iterable[str] = (*read.paths, *(one.path for one in read.passed_over))
        return [Path(path).name for path in paths]

    def _is_meant(self, name: str, claim: Claim) -> bool:
        with suppress(UnreadableFile):  # any JSON file may have such a name
            return read_export(str(self._folder / name), claim) is not None
        return False

    def _is_film_of(self, still: str, film: str) -> bool:
        known = self._belongs(str(self._folder / still), str(self._folder / film))
        if known is None:
            with suppress(OSError):
                return (self._folder / film).lstat().st_size <= LONGEST_FILM
        return bool(known)


def _stem(name: str) -> str:
    return name.rpartition(".")[0].casefold()


def is_text(name: str) -> bool:
    """Return whether a file's name can be stored as text."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
