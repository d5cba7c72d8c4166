"""Writing a table: some hundred photos at a time are asked of the library, so that a hundred thousand need no room."""

import os
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO

from photon.domain import PhotonError
from photon.domain.metadata.caption import Caption
from photon.domain.metadata.export_recipe import Exported, TableChoice
from photon.domain.metadata.photo_record import PhotoRecord
from photon.domain.metadata.tag import TagPath, belongs
from photon.domain.text.stated_facts import DocumentFact, FactField, split_total
from photon.export.files import ENDING, Stop, Tell, skipped_by_system
from photon.export.naming import numbered
from photon.export.tables import table_text
from photon.library import Library
from photon.library.captions.captions import captions_for_photos
from photon.library.people.named_people import people_in_photos
from photon.library.text.stated_facts import facts_of
from photon.media.copy.privacy_filter import PrivacyFilter, is_of_people
from photon.media.file.atomic_replace import appear

_PORTION = 500
_TAGS = 50_000


class TableLines:
    """The lines for some photos, without what must not go out; counts what it gave."""

    def __init__(
        self,
        read: Callable[[Sequence[int]], list[PhotoRecord]],
        photos: Sequence[int],
        unwanted: Set[str],
        tell: Tell,
        stop: Stop,
    ) -> None:
        """Ask nothing yet.

        Args:
            read: Gives what is known of photos.
            photos: In the order of the lines.
            unwanted: Keys of tags that must not go out.
            tell: Called with the number of photos done and their total.
            stop: Asked now and then; when true, no further photo is asked for.
        """
        self._read, self._photos, self._unwanted = read, photos, unwanted
        self._tell, self._stop = tell, stop
        self.count = 0
        self.is_whole = True

    def __iter__(self) -> Iterator[PhotoRecord]:
        """One record after the other, until it is stopped."""
        may_go = lru_cache(_TAGS)(lambda path: not belongs(path, self._unwanted))  # many photos have the same tags
        for at in range(0, len(self._photos), _PORTION):
            if self._stop():
                self.is_whole = False
                return
            for one in self._read(self._photos[at : at + _PORTION]):
                self.count += 1
                yield one if all(map(may_go, one.keywords)) else _without(one, may_go)
            self._tell(min(at + _PORTION, len(self._photos)), len(self._photos))


def _without(record: PhotoRecord, may_go: Callable[[TagPath], bool]) -> PhotoRecord:
    return replace(record, keywords=tuple(filter(may_go, record.keywords)))


def without_hidden_people(library: Library, found: Sequence[PhotoRecord]) -> list[PhotoRecord]:
    """Return records that don't name hidden people: without their tags, and without captions that Photon drafted.

    What a person typed stays, also if it names them.
    """
    shown = people_in_photos(library, [one.photo for one in found])
    hidden = {photo: frozenset(one.name for one in own.decisions.hidden) for photo, own in shown.items()}
    captions = captions_for_photos(library, [photo for photo, names in hidden.items() if names])
    return [
        _discreet(one, PrivacyFilter(hidden=hidden[one.photo]), captions.get(one.photo, Caption()))
        if hidden.get(one.photo)
        else one
        for one in found
    ]


def _discreet(record: PhotoRecord, rule: PrivacyFilter, caption: Caption) -> PhotoRecord:
    kept = (path for path in record.keywords if not (is_of_people(path) and any(map(rule.reveals, path))))
    is_drafted = caption.origin == "draft" and rule.reveals(record.caption)
    return replace(record, keywords=tuple(kept), caption="" if is_drafted else record.caption)


def with_documents(library: Library, found: Sequence[PhotoRecord]) -> list[PhotoRecord]:
    """Return records with what the text in their photos states, or a person decided of that."""
    facts = facts_of(library, [one.photo for one in found])
    return [replace(one, document=_document(facts[one.photo])) if one.photo in facts else one for one in found]


def _document(facts: Mapping[FactField, DocumentFact]) -> dict[str, str]:
    amount, currency = split_total(facts["total"].value) if "total" in facts else ("", "")
    split = {name: value for name, value in (("total", amount), ("currency", currency)) if value}
    return {**{field: fact.value for field, fact in facts.items() if field != "total"}, **split}


def write_table(lines: TableLines, choice: TableChoice, place: Path) -> Exported:
    """Write a table to a file; a file that is there keeps its name, and the new one gets a number.

    Raises:
        PhotonError: It cannot be written; nothing is left of it.
    """
    passing = place.with_name(f".{secrets.token_hex(8)}{ENDING}")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with passing.open("x", encoding="utf-8", newline="") as file:
            pour(lines, choice, file)
            file.flush()
            os.fsync(file.fileno())
        if not lines.is_whole:
            return Exported(str(place), is_whole=False)
        name = _named(passing, place)
        return Exported(str(place.with_name(name)), (name,), lines=lines.count)
    except OSError as error:
        problem = skipped_by_system(str(place), error)
        raise PhotonError(problem.message, problem.hint) from error
    finally:
        with suppress(OSError):
            passing.unlink()


def pour(lines: TableLines, choice: TableChoice, out: TextIO) -> Exported:
    """Write a table to where texts go."""
    write: Callable[[str], object] = out.write
    for piece in table_text(lines, choice):
        write(piece)
    return Exported("-", is_whole=lines.is_whole, lines=lines.count)


def _named(passing: Path, place: Path) -> str:
    time = 1
    while True:
        name = numbered(place.stem, time) + place.suffix
        try:
            appear(passing, place.with_name(name))
        except FileExistsError:
            time += 1
            continue
        return name
