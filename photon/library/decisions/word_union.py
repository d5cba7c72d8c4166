"""Copy a person's metadata from photos that are removed to the one that is kept, so that nothing is lost.

Tags, albums and favourites of all photos are combined, captions and titles are joined, the highest rating wins. A
corrected date, a location and a position in a stack are copied to a photo that has none. A tag that was confirmed on
one photo outweighs its rejection on another, and a photo that is kept in a smart album outweighs one that is kept out
of it. A colour label or flag of the kept photo wins over others; a reject flag of another photo is ignored. The kept
photo is hidden if any of them is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from photon.domain import ChangeKind, Changes, changed
from photon.domain.metadata.caption import LONGEST_CAPTION, Caption
from photon.domain.metadata.tag import TagMark, tag_key
from photon.domain.photo.marks import PICKED
from photon.domain.places.coordinates import NOWHERE
from photon.library.albums.album_content import unite_albums
from photon.library.captions import captions
from photon.library.db.connection import Library
from photon.library.db.decision_rows import copy_united
from photon.library.people.people import settle_faces
from photon.library.photos import photo_dates, photo_locations, photo_turns, ratings
from photon.library.tags import tags
from photon.library.tags.tag_lines import marks_of_photos

WordsGo = Mapping[int, Sequence[int]]
"""The photos whose metadata is copied, by the photo that is kept."""


def unite_words(library: Library, wanted: WordsGo) -> Changes:
    """Copy the metadata of photos to those that are kept; the others are not changed.

    Args:
        library: Open for writing.
        wanted: The photos to combine; captions that are ``not_fitting`` are not changed.

    Returns:
        What changed; the photos are those that are kept.
    """
    photos = sorted({photo for into, some in wanted.items() for photo in (into, *some)})
    with library.transaction() as db:
        _unite_marks(library, wanted, photos)
        tags.mark_within(db, _united_tags(library, wanted, photos))
        _unite_captions(library, wanted, photos)
        pairs = [(into, photo) for into, some in wanted.items() for photo in some]
        unite_albums(db, pairs)
        _unite_dates(library, wanted, photos)
        _unite_locations(library, wanted, photos)
        _unite_turns(library, wanted, photos)
        copy_united(db, pairs)
        settle_faces(db, wanted)
    if not wanted:
        return Changes()
    kinds: tuple[ChangeKind, ...] = (
        "tags",
        "captions",
        "marks",
        "albums",
        "stacks",
        "duplicates",
        "hidden",
        "people",
        "places",
        "photos",
    )
    return changed(*kinds, photos=frozenset(wanted))


def not_fitting(library: Library, wanted: WordsGo) -> dict[int, set[int]]:
    """Return the photos whose captions would make that of the kept photo too long.

    Args:
        library: The library.
        wanted: The photos to combine; the first ones come first.

    Returns:
        The photos by the kept one; kept photos whose captions can all be joined are left out.
    """
    photos = sorted({photo for into, some in wanted.items() for photo in (into, *some)})
    known = captions.captions_for_photos(library, photos)
    found: dict[int, set[int]] = {}
    for into, some in wanted.items():
        if len(_joined(known, into, some).text) <= LONGEST_CAPTION:
            continue
        caption = known.get(into, Caption())
        for photo in some:
            joined = _joined({**known, into: caption}, into, [photo])
            if len(joined.text) > LONGEST_CAPTION:
                found.setdefault(into, set()).add(photo)
            else:
                caption = joined
    return found


def _unite_marks(library: Library, wanted: WordsGo, photos: Sequence[int]) -> None:
    known = ratings.marks_for_photos(library, photos)
    united = {
        into: [known[into], *(known[photo] for photo in some if photo in known)]
        for into, some in wanted.items()
        if into in known
    }
    db = library.db
    ratings.set_within(db, "rating", {into: max(one.stars for one in some) for into, some in united.items()})
    hearts = {into: any(one.favourite for one in some) for into, some in united.items()}
    ratings.set_within(db, "favourite", hearts)
    labels = {into: next((one.label for one in some if one.label), some[0].label) for into, some in united.items()}
    ratings.set_within(db, "label", labels)
    flags = {
        into: PICKED if not some[0].flag and any(one.flag == PICKED for one in some) else some[0].flag
        for into, some in united.items()
    }
    ratings.set_within(db, "flag", flags)


def _unite_dates(library: Library, wanted: WordsGo, photos: Sequence[int]) -> None:
    """Copy a date that a person corrected to a photo that has none."""
    known = photo_dates.decided_dates(library, photos)
    given = ((into, next((known[photo] for photo in some if photo in known), "")) for into, some in wanted.items())
    photo_dates.date_within(library.db, {into: dated for into, dated in given if dated and into not in known})


def _unite_locations(library: Library, wanted: WordsGo, photos: Sequence[int]) -> None:
    """Copy where a person decided that a photo was taken to one without such a decision.

    That coordinates are wrong is copied only if the kept photo has the same ones, and no other photo has better ones.
    """
    known = photo_locations.decided_locations(library, photos)
    filed = photo_locations.filed_locations(library, photos)
    given = {}
    for into, some in wanted.items():
        texts = [known[photo] for photo in some if known.get(photo, NOWHERE) != NOWHERE]
        texts += [NOWHERE for photo in some if photo in known and filed.get(photo) == filed.get(into)]
        if texts and into not in known:
            given[into] = texts[0]
    photo_locations.locate_within(library.db, given)


def _unite_turns(library: Library, wanted: WordsGo, photos: Sequence[int]) -> None:
    """Copy the turn of a photo to a kept one that is not turned and has the same picture in its file."""
    known = photo_turns.decided_turns(library, photos)
    offered = {into: [known[photo] for photo in some if photo in known] for into, some in wanted.items()}
    same = photo_turns.that_fit(library, {into: some for into, some in offered.items() if into not in known})
    photo_turns.turn_within(library.db, same)


def _united_tags(library: Library, wanted: WordsGo, photos: Sequence[int]) -> list[TagMark]:
    """Return the marks to write: only those that the kept photo doesn't have."""
    marks: dict[int, dict[str, TagMark]] = {}
    for mark in marks_of_photos(library, photos):
        marks.setdefault(mark.photo, {})[tag_key(mark.path)] = mark
    found = []
    for into, some in wanted.items():
        before = marks.get(into, {})
        after = dict(before)
        for photo in some:
            for key, mark in marks.get(photo, {}).items():
                after[key] = _stronger(after[key], mark) if key in after else mark
        found += [replace(mark, photo=into) for key, mark in after.items() if mark != before.get(key)]
    return found


def _stronger(mine: TagMark, other: TagMark) -> TagMark:
    """Combine the marks of two photos for the same tag."""
    if other.state == "rejected" or (mine.state == "rejected" and other.state == "example"):
        return mine
    regions = tuple(dict.fromkeys((*(mine.regions or ()), *(other.regions or ()))))
    strongest = other if other.state == "confirmed" != mine.state else mine
    return replace(strongest, photo=mine.photo, regions=regions)


def _unite_captions(library: Library, wanted: WordsGo, photos: Sequence[int]) -> None:
    known = captions.captions_for_photos(library, photos)
    united = {into: _joined(known, into, some) for into, some in wanted.items()}
    captions.write_within(
        library, {into: caption for into, caption in united.items() if len(caption.text) <= LONGEST_CAPTION}
    )
    whole = [
        (into, photo)
        for into, some in wanted.items()
        for photo in some
        if photo in known and not known.get(into, Caption()).text and united[into].text == known[photo].text
    ]
    library.db.executemany(
        "INSERT OR IGNORE INTO confirmed_captions SELECT ?, text_hash FROM confirmed_captions WHERE photo_id = ?", whole
    )


def _joined(known: Mapping[int, Caption], into: int, some: Iterable[int]) -> Caption:
    """Return the caption of the kept photo with each text and title of the others that it doesn't contain."""
    caption = known.get(into, Caption())
    for other in (known[photo] for photo in some if photo in known):
        title = caption.title
        if other.title and not title:
            title = other.title
        if not caption.text:
            caption = Caption(title, other.text, other.run, other.origin)
        else:
            caption = replace(_with_line(caption, other.text), title=title)
        if not _has(title, other.title):
            caption = _with_line(caption, other.title)
    return caption


def _with_line(caption: Caption, line: str) -> Caption:
    if _has(caption.text, line):
        return caption
    text = f"{caption.text}\n{line}" if caption.text else line
    return replace(caption.with_text(text), title=caption.title)


def _has(text: str, words: str) -> bool:
    """Return whether a text contains these words as whole words, or there are none."""
    return not words or re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) is not None
