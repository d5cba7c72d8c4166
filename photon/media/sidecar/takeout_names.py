"""Which JSON file of a Google Takeout belongs to which photo: told by names alone, none is opened.

An exported photo lies beside a JSON file of its name: ``IMG_1.jpg.json`` or, since 2024,
``IMG_1.jpg.supplemental-metadata.json``. What makes it difficult, and how each is answered, the surest first:

- The number of a name that is there twice stands elsewhere: ``IMG_1(1).jpg`` has ``IMG_1.jpg(1).json`` or
  ``IMG_1.jpg.supplemental-metadata(1).json``; unless the photo was called so before: then ``IMG_1(1).jpg.json``.
- A name ends after 46 characters, whatever stands there: ``….jpg.supplemental-me.json``, ``….jp.json``. A name that was
  cut off may mean several photos; the title inside says which (``Claim.is_sure``).
- Old exports leave the photo's ending out, ``IMG_1.json``; where two photos share that name it is nobody's.
- What was edited, ``IMG_1-edited.jpg``, and called so in the language of the account, has the original's.
- The film of a live photo, ``IMG_1.MP4``, has the photo's; a photo without one has the film's.

Letter case does not matter, unless it tells two files apart. A JSON file that is named exactly like one photo is no
other's, save those edited from it and its film.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from photon.media.file.file_kinds import ending, is_photo, is_video

ENDING = ".json"
_SUPPLEMENT = "supplemental-metadata"
_NUMBER = re.compile(r"\(\d{1,4}\)$")
_CUT = 44  # bytes from which on a name may have been cut off; 46 characters stay, be they counted as they may
# What exports call an edited photo: English, effects, German, French, Spanish, Italian, Dutch, Polish, Portuguese,
# Catalan, Czech, Swedish, Danish and Norwegian, Japanese, Russian
_EDITED = (
    "edited", "effects", "smile", "mix", "bearbeitet", "modifié", "ha editado", "editado", "editada", "editat",
    "modificato", "bewerkt", "edytowane", "upraveno", "redigerad", "redigeret", "redigert", "編集済み", "изменено",
)  # fmt: skip
_EDITED_NAME = re.compile(rf"(.+)-(?:{'|'.join(map(re.escape, _EDITED))})", re.IGNORECASE)

_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Claim:
    """A JSON file that is probably about a photo.

    Attributes:
        name: Of the file.
        is_sure: The names leave no doubt; else the title in the file has to ``fit``.
    """

    name: str
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class _Export:
    """The name of a JSON file, taken apart.

    Attributes:
        name: All of it.
        base: The photo's name in it, perhaps cut off.
        number: ``(1)`` or empty.
        is_new: Whether it is named in the new way, or may be.
    """

    name: str
    base: str
    number: str
    is_new: bool


class _Exports:
    """The JSON files of one folder, found by what their names say."""

    def __init__(self, names: Iterable[str], media: Iterable[str]) -> None:
        self._media = frozenset(map(_plain, media))
        self._by_key: dict[_Key, list[_Export]] = {}
        for one in map(_taken_apart, sorted(names)):
            self._by_key.setdefault((one.base.casefold(), one.number), []).append(one)
        bases = {one.base for some in self._by_key.values() for one in some}
        long = (base for base in bases if len(base.encode("utf-8", "replace")) >= _CUT)
        self._lengths = sorted({len(base) for base in long}, reverse=True)  # of names that may have been cut off

    @cached_property
    def _by_stem(self) -> dict[_Key, list[_Export]]:
        found: dict[_Key, list[_Export]] = {}
        for one in (one for some in self._by_key.values() for one in some):
            found.setdefault((_stem(one.base).casefold(), one.number), []).append(one)
        return found

    def named(self, name: str, base: str, number: str = "") -> Claim | None:
        """The file that is called like ``base``; one that is called exactly like another photo than ``name`` is not."""
        found = self._by_key.get((base.casefold(), number), ())
        some = [one for one in found if not self._is_of_another(one, name)]
        best = min(some, key=lambda one: (one.base != base, not one.is_new, one.name), default=None)
        return Claim(best.name) if best else None

    def cut_off(self, name: str, base: str, number: str = "") -> Claim | None:
        """The file whose name is the longest beginning of ``base``, if it is long enough to have been cut off."""
        for length in self._lengths:
            found = self.named(name, base[:length], number) if length < len(base) else None
            if found:
                return Claim(found.name, is_sure=False)
        return None

    def with_stem(self, stem: str, number: str, of_film: bool | None = None) -> Claim | None:  # noqa: FBT001
        """The only file for a photo (or, if asked for, film) called ``stem``, whatever its ending."""
        found = self._by_stem.get((stem.casefold(), number), ())
        some = {one.base.casefold(): one for one in sorted(found, key=lambda one: one.name, reverse=True)}
        some = {base: one for base, one in some.items() if of_film is None or is_video(base) == of_film}
        some = {base: one for base, one in some.items() if is_photo(base) or is_video(base)}
        return Claim(next(iter(some.values())).name) if len(some) == 1 else None

    def without_ending(self, name: str, stem: str, number: str) -> Claim | None:
        """The file of an old export, which does not say of what sort the photo is."""
        found = self.named(name, stem, number)
        return found and Claim(found.name, is_sure=False)

    def _is_of_another(self, one: _Export, name: str) -> bool:
        owner = _numbered(one.base, one.number)
        return owner != name and owner in self._media


def paired(media: Iterable[str], exports: Iterable[str]) -> dict[str, Claim]:
    """The JSON file of each photo and film that has one; always the same for the same names, in whatever order.

    Args:
        media: Names of the photos and films of one folder.
        exports: Names of its JSON files.
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
    if number:  # before its number is taken for a part of the name that was cut off
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
    """Whether the title in a JSON file, the photo's name as it was uploaded, can have become this file name.

    Exports cut names off and put ``_`` for signs that a file system may not like, so letters and digits alone count.

    Args:
        title: As it stands in the file.
        name: Of the photo.
    """
    plain = _plain(name)
    base, _ = _moved(plain)
    edited = _EDITED_NAME.fullmatch(_stem(base))
    told = _letters(_stem(_plain(title)))
    for stem in (_stem(plain), _stem(base), *(edited.groups() if edited else ())):
        wanted = _letters(stem)
        if wanted and (told == wanted or (len(stem.encode("utf-8", "replace")) >= _CUT and told.startswith(wanted))):
            return True
    return False


def _taken_apart(name: str) -> _Export:
    stem = _plain(name)[: -len(ENDING)]
    number = _NUMBER.search(stem)
    rest = stem[: number.start()] if number else stem
    before, dot, last = rest.rpartition(".")
    is_new = bool(dot and before) and _SUPPLEMENT.startswith(last.lower())
    return _Export(name, before if is_new else rest, number[0] if number else "", is_new)


def _moved(name: str) -> _Key:
    """``IMG_1(1).jpg`` as ``IMG_1.jpg`` and ``(1)``."""
    stem = _stem(name)
    number = _NUMBER.search(stem)
    return (stem[: number.start()] + name[len(stem) :], number[0]) if number and number.start() else (name, "")


def _numbered(base: str, number: str) -> str:
    stem = _stem(base)
    return stem + number + base[len(stem) :]


def _stem(name: str) -> str:
    """A name without the ending of a photo or film; other endings are a part of it."""
    tail = ending(name)
    return name[: -len(tail) - 1] if tail and (is_photo(name) or is_video(name)) else name


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name)


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
