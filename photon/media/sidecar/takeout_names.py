"""Match the JSON files of a Google Takeout to photos, by names alone; none is opened.

An exported photo has a JSON file of its name: ``IMG_1.jpg.json`` or, since 2024,
``IMG_1.jpg.supplemental-metadata.json``. The difficulties, and how they are handled, most reliable first:

- The number of a duplicate name moves: ``IMG_1(1).jpg`` has ``IMG_1.jpg(1).json`` or
  ``IMG_1.jpg.supplemental-metadata(1).json``; unless the original name had the number: then ``IMG_1(1).jpg.json``.
- Names are truncated after 46 characters: ``….jpg.supplemental-me.json``, ``….jp.json``. A truncated name may match
  several photos; the title inside decides (``Claim.is_sure``).
- Old exports omit the photo's extension, ``IMG_1.json``; if two photos share that name, it belongs to neither.
- An edited photo, ``IMG_1-edited.jpg`` (the suffix depends on the account's language), has the JSON of the original.
- The video of a live photo, ``IMG_1.MP4``, has the photo's; a photo without one has the video's.

Case is ignored, unless it distinguishes two files. A JSON file whose name matches one photo exactly belongs to no
other, except to photos edited from it and its video.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property

from photon.media.file.file_kinds import ending, is_photo, is_video
from photon.quick_dataclass import dataclass

ENDING = ".json"
_SUPPLEMENT = "supplemental-metadata"
_NUMBER = re.compile(r"\(\d{1,4}\)$")
_CUT = 44  # minimum bytes of a truncated name; 46 characters remain, whatever the unit
# Suffixes of edited photos: English, effects, German, French, Spanish, Italian, Dutch, Polish, Portuguese,
# Catalan, Czech, Swedish, Danish and Norwegian, Japanese, Russian
_EDITED = (
    "edited", "effects", "smile", "mix", "bearbeitet", "modifié", "ha editado", "editado", "editada", "editat",
    "modificato", "bewerkt", "edytowane", "upraveno", "redigerad", "redigeret", "redigert", "編集済み", "изменено",
)  # fmt: skip
_EDITED_NAME = re.compile(rf"(.+)-(?:{'|'.join(map(re.escape, _EDITED))})", re.IGNORECASE)

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A JSON file that probably belongs to a photo.

    Attributes:
        name: Name of the JSON file.
        is_sure: Whether the names are unambiguous; otherwise the title in the file must pass ``fits``.
    """

    name: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _Export:
    """The parts of the name of a JSON file.

    Attributes:
        name: The full name.
        base: The photo's name in it, possibly truncated.
        number: ``(1)`` or empty.
        is_new: Whether it uses, or may use, the new naming.
    """

    name: str
    base: str
    number: str
    is_new: bool


class _Exports:
    """The JSON files of one folder, indexed by their names."""

    def __init__(self, names: Iterable[str], media: Iterable[str]) -> None:
        self._media = frozenset(map(_plain, media))
        self._by_key: dict[_Key, list[_Export]] = {}
        for one in map(_parse_name, sorted(names)):
            self._by_key.setdefault((one.base.casefold(), one.number), []).append(one)
        bases = {one.base for some in self._by_key.values() for one in some}
        long = (base for base in bases if len(base.encode("utf-8", "replace")) >= _CUT)
        self._lengths = sorted({len(base) for base in long}, reverse=True)  # of names that may be truncated

    @cached_property
    def _by_stem(self) -> dict[_Key, list[_Export]]:
        found: dict[_Key, list[_Export]] = {}
        for one in (one for some in self._by_key.values() for one in some):
            found.setdefault((_stem(one.base).casefold(), one.number), []).append(one)
        return found

    def named(self, name: str, base: str, number: str = "") -> Claim | None:
        """Return the file named exactly like ``base``, unless its name matches another photo than ``name``."""
        found = self._by_key.get((base.casefold(), number), ())
        some = [one for one in found if not self._is_of_another(one, name)]
        best = min(some, key=lambda one: (one.base != base, not one.is_new, one.name), default=None)
        return Claim(best.name) if best else None

    def cut_off(self, name: str, base: str, number: str = "") -> Claim | None:
        """Return the file with the longest prefix of ``base`` as name, if it is long enough to be truncated."""
        for length in self._lengths:
            found = self.named(name, base[:length], number) if length < len(base) else None
            if found:
                return Claim(found.name, is_sure=False)
        return None

    def with_stem(self, stem: str, number: str, of_film: bool | None = None) -> Claim | None:  # noqa: FBT001
        """Return the only file for a photo (or video, if requested) with this stem, whatever its extension."""
        found = self._by_stem.get((stem.casefold(), number), ())
        some = {one.base.casefold(): one for one in sorted(found, key=lambda one: one.name, reverse=True)}
        some = {base: one for base, one in some.items() if of_film is None or is_video(base) == of_film}
        some = {base: one for base, one in some.items() if is_photo(base) or is_video(base)}
        return Claim(next(iter(some.values())).name) if len(some) == 1 else None

    def without_ending(self, name: str, stem: str, number: str) -> Claim | None:
        """Return the file of an old export, which omits the photo's extension."""
        found = self.named(name, stem, number)
        return found and Claim(found.name, is_sure=False)

    def _is_of_another(self, one: _Export, name: str) -> bool:
        owner = _numbered(one.base, one.number)
        return owner != name and owner in self._media


def paired(media: Iterable[str], exports: Iterable[str]) -> dict[str, Claim]:
    """Match JSON files to photos and videos; the result does not depend on the order.

    Args:
        media: Names of the photos and videos of one folder.
        exports: Names of its JSON files.

    Returns:
        The JSON file by name of photo or video.
    """
    media = sorted(set(media))
    files = _Exports(set(exports), media)
    stems: dict[str, int] = {}
    for name in filter(is_photo, media):
        stems[_stem(name).casefold()] = stems.get(_stem(name).casefold(), 0) + 1
    found = {}
    for name in media:
        claim = next(filter(None, _claims(files, name, stems)), None)
        if claim:
            found[name] = claim
    return found


def _claims(files: _Exports, name: str, stems: dict[str, int]) -> Iterator[Claim | None]:
    plain = _plain(name)
    base, number = _moved(plain)
    yield files.named(plain, plain, "")
    if number:  # before the number is taken for part of a truncated name
        yield from _own(files, plain, base, number)
    yield files.cut_off(plain, plain, "")
    is_alone = stems.get(_stem(name).casefold(), 0) == is_photo(name)
    if is_alone and is_photo(name):
        yield files.without_ending(plain, _stem(base), number)
    edited = _EDITED_NAME.fullmatch(_stem(base))
    if edited:
        original = edited[1] + base[len(_stem(base)) :]
        yield from _own(files, _numbered(original, number), original, number)
        yield files.with_stem(edited[1], number)
        yield files.without_ending(_numbered(original, number), edited[1], number)
    if is_alone or is_video(name):
        yield files.with_stem(_stem(base), number, of_film=not is_video(name))


def _own(files: _Exports, name: str, base: str, number: str) -> Iterator[Claim | None]:
    yield files.named(name, base, number)
    yield files.cut_off(name, base, number)


def fits(title: str, name: str) -> bool:
    """Return whether the title in a JSON file, the name of the uploaded file, can have become this file name.

    Exports truncate names and replace special characters by ``_``, so only letters and digits are compared.

    Args:
        title: Title in the JSON file.
        name: Name of the photo.
    """
    plain = _plain(name)
    base, _ = _moved(plain)
    edited = _EDITED_NAME.fullmatch(_stem(base))
    letters = _letters(_stem(_plain(title)))
    for stem in (_stem(plain), _stem(base), *(edited.groups() if edited else ())):
        wanted = _letters(stem)
        if wanted and (
            letters == wanted or (len(stem.encode("utf-8", "replace")) >= _CUT and letters.startswith(wanted))
        ):
            return True
    return False


def _parse_name(name: str) -> _Export:
    stem = _plain(name)[: -len(ENDING)]
    number = _NUMBER.search(stem)
    rest = stem[: number.start()] if number else stem
    before, dot, last = rest.rpartition(".")
    is_new = bool(dot and before) and _SUPPLEMENT.startswith(last.lower())
    return _Export(name, before if is_new else rest, number[0] if number else "", is_new)


def _moved(name: str) -> _Key:
    """Split ``IMG_1(1).jpg`` into ``IMG_1.jpg`` and ``(1)``."""
    stem = _stem(name)
    number = _NUMBER.search(stem)
    return (stem[: number.start()] + name[len(stem) :], number[0]) if number and number.start() else (name, "")


def _numbered(base: str, number: str) -> str:
    stem = _stem(base)
    return stem + number + base[len(stem) :]


def _stem(name: str) -> str:
    """Return a name without the extension of a photo or video; other extensions are part of the stem."""
    tail = ending(name)
    return name[: -len(tail) - 1] if tail and (is_photo(name) or is_video(name)) else name


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
