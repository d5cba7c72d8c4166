"""Texts about saving metadata: programs, places, changes and results in plain language.

A file has several fields for the same kind of metadata. Users see each kind once: keywords added and removed, the
caption before and after.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

from photon.app.metadata.metadata_writing import Done
from photon.app.metadata.write_plan import Plan
from photon.domain.metadata.album_words import AlbumChoice
from photon.domain.metadata.tag import TagPath, name_key, tag_key, tag_text
from photon.domain.metadata.writing import ORIENTATION_FIELD, FieldChange, Policy
from photon.domain.metadata.written_text import TextChoice
from photon.domain.photo.label_names import label_named
from photon.domain.photo.marks import FLAG_NAMES, LABEL_NAMES
from photon.domain.photo.turn import parts_of_turn
from photon.language import counted, tr, tr_n
from photon.quick_dataclass import dataclass

PLACES: Final[Mapping[Policy, str]] = {
    "sidecar": tr("Sidecars next to the photos"),
    "embed": tr("The photos themselves, where safe"),
    "both": tr("Photos and sidecars"),
}
_ABOUT: Final[Mapping[Policy, str]] = {
    "sidecar": tr("Photos are not changed."),
    "embed": tr(
        "Where it isn't safe to change a photo, a sidecar is saved; the list says why. Image data is not changed."
    ),
    "both": tr("Where it isn't safe to change a photo, only its sidecar is saved. Image data is not changed."),
}
_ROTATION = tr("Other programs then show photos as you rotated them.")
ALBUM_TEXTS: Final[Mapping[AlbumChoice, str]] = {
    "leave": tr("Not saved"),
    "keywords": tr("As keywords below “Albums”"),
    "collections": tr("As collections"),
    "remove": tr("Remove from the files"),
}
"""Names of the ways to save albums."""
_ABOUT_ALBUMS: Final[Mapping[AlbumChoice, str]] = {
    "leave": "",
    "keywords": tr("Other programs then find the photos of an album by a keyword such as Albums/Trips/Rome."),
    "collections": tr("Few programs read collections, but these don't mix with keywords."),
    "remove": tr("What Photon saved about albums is removed from the files; other keywords stay."),
}
TEXT_WAYS: Final[Mapping[TextChoice, str]] = {
    "leave": tr("Not saved"),
    "field": tr("In a field of its own"),
    "description": tr("As the description, if there is no caption"),
    "remove": tr("Remove from the files"),
}
"""Names of the ways to save text in photos."""
_ABOUT_TEXT: Final[Mapping[TextChoice, str]] = {
    "leave": "",
    "field": tr("Text in photos is saved where other programs rarely look (photon:Text)."),
    "description": tr("Other programs then find photos without a caption by the text in them."),
    "remove": tr("The text that Photon saved is removed from the files; captions stay."),
}
_LIGHTROOM = tr("Lightroom reads sidecars only for RAW photos; for other photos, choose “The photos themselves”.")

_LEVELS: Final[Mapping[str, str]] = {
    "lr:hierarchicalSubject": "|",
    "digiKam:TagsList": "/",
    "mwg-kw:Keywords": "|",
    "mediapro:CatalogSets": "|",
    "MicrosoftPhoto:LastKeywordXMP": "/",
}
_FLAT: Final = ("dc:subject", "IPTC Keywords", "EXIF XPKeywords")
_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "title": ("dc:title", "IPTC Title"),
    "caption": (
        "dc:description", "tiff:ImageDescription", "exif:UserComment", "IPTC Caption", "EXIF ImageDescription",
        "EXIF UserComment",
    ),
    "rating": ("xmp:Rating", "EXIF Rating", "acdsee:rating", "MicrosoftPhoto:Rating", "EXIF RatingPercent"),
    "label": ("xmp:Label", "digiKam:ColorLabel"),
    "flag": ("xmpDM:pick", "digiKam:PickLabel", "xmpDM:good"),
    "date": (
        "exif:DateTimeOriginal", "photoshop:DateCreated", "EXIF DateTimeOriginal", "EXIF SubSecTimeOriginal",
        "EXIF OffsetTimeOriginal", "exif:SubSecTimeOriginal", "exif:OffsetTimeOriginal", "photon:DateTaken",
    ),
    "turn": (ORIENTATION_FIELD,),
    "text": ("photon:Text", "photon:Description"),
    "place": (
        "Iptc4xmpExt:LocationCreated", "Iptc4xmpCore:Location", "photoshop:City", "photoshop:State",
        "photoshop:Country", "Iptc4xmpCore:CountryCode", "photon:Place", "IPTC Sub-location", "IPTC City",
        "IPTC Province", "IPTC Country", "IPTC Country code",
    ),
    "coordinates": (
        "EXIF GPS", "exif:GPSLatitude", "exif:GPSLongitude", "exif:GPSLatitudeRef",
        "exif:GPSLongitudeRef", "exif:GPSAltitude", "exif:GPSAltitudeRef", "exif:GPSDestLatitude",
        "exif:GPSDestLongitude", "exif:GPSAreaInformation", "exif:GPSProcessingMethod", "exif:GPSHPositioningError",
        "photon:Located",
    ),
}  # fmt: skip
_TURN: Final = "turn"
_ORIGINS: Final = "photon:Origins"
_OWNED_KEYWORDS: Final = "photon:Albums"  # which keywords stand for albums; they are listed themselves
_COLLECTIONS: Final = "mwg-coll:Collections"
_PEOPLE: Final = ("Iptc4xmpExt:PersonInImage", "mwg-rs:Regions", "MP:RegionInfo")  # the first has all names
_CATEGORIES: Final = "acdsee:categories"
_THINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys((*_LEVELS, *_FLAT, _CATEGORIES), "keywords"),
    **{field: name for name, fields in _TEXTS.items() for field in fields},
    _ORIGINS: "origin",
    _COLLECTIONS: "albums",
    **dict.fromkeys(_PEOPLE, "people"),
    _OWNED_KEYWORDS: "keywords",
}
NAMES: Final[Mapping[str, str]] = {
    "keywords": tr("Keywords"),
    "title": tr("Title"),
    "caption": tr("Caption"),
    "rating": tr("Rating"),
    "label": tr("Colour label"),
    "flag": tr("Flag"),
    "date": tr("Date"),
    "turn": tr("Rotation"),
    "origin": tr("Origin"),
    "albums": tr("Albums"),
    "people": tr("People"),
    "text": tr("Text in the photo"),
    "place": tr("Place"),
    "coordinates": tr("Coordinates"),
}
"""Names of the kinds of metadata."""
_FLAGS: Final[Mapping[str, str]] = {str(flag): name for flag, name in FLAG_NAMES.items()}
MORE_FIELDS: Final = tr("unchanged, in more fields")


@dataclass(frozen=True, slots=True)
class ChangeText:
    """A change of one kind of metadata.

    Attributes:
        name: Name of the kind of metadata, or of the field.
        gone: Values that would be removed.
        new: Values that would be added.
        is_list: Whether values are added and removed one by one; otherwise a text is replaced by another one.
        note: Further remark.
    """

    name: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    is_list: bool = True
    note: str = ""


def about(
    profile: str, policy: Policy, albums: AlbumChoice = "leave", text: TextChoice = "leave", *, turns: bool = False
) -> str:
    """Describe a choice in a few sentences."""
    sentences = [_ABOUT[policy], _ROTATION if turns else "", _ABOUT_ALBUMS[albums], _ABOUT_TEXT[text]]
    if (profile, policy) == ("lightroom", "sidecar"):
        sentences = [_LIGHTROOM, *sentences]
    return " ".join(filter(None, sentences))


# -- changes -------------------------------------------------------------------------


def fields_of(changes: Iterable[FieldChange]) -> tuple[ChangeText, ...]:
    """Return the change of each field, by its own name."""
    return tuple(_differing(one.field, one.before, one.after) for one in changes)


def lines_of(changes: Sequence[FieldChange]) -> tuple[ChangeText, ...]:
    """Return the changes, with each kind of metadata once."""
    by_field = {one.field: one for one in changes}
    found = [*_keywords(by_field)]
    for thing, fields in _TEXTS.items():
        some = [by_field[field] for field in fields if field in by_field]
        if some:
            found.append(_text(thing, some))
    for field in (_ORIGINS, _COLLECTIONS):
        if field in by_field:
            one = by_field[field]
            found.append(_differing(NAMES[_THINGS[field]], one.before, one.after))
    people = next((by_field[field] for field in _PEOPLE if field in by_field), None)
    if people:
        found.append(_differing(NAMES["people"], people.before, people.after))
    return tuple(found)


@lru_cache(maxsize=1000)
def count_lines(fields: tuple[str, ...]) -> int:
    """Return how many lines ``lines_of`` returns for these fields; most files of a plan have the same ones."""
    return len({_THINGS[field] for field in fields if field in _THINGS})


def _differing(name: str, before: Sequence[str], after: Sequence[str]) -> ChangeText:
    gone = tuple(text for text in before if text not in after)
    new = tuple(text for text in after if text not in before)
    return ChangeText(name, gone, new, note="" if gone or new else tr("in a different order"))


def _keywords(by_field: Mapping[str, FieldChange]) -> Iterable[ChangeText]:
    before, after = _paths(by_field, is_before=True), _paths(by_field, is_before=False)
    gone = tuple(tag_text(path) for key, path in before.items() if key not in after)
    new = tuple(tag_text(path) for key, path in after.items() if key not in before)
    if gone or new:
        yield ChangeText(NAMES["keywords"], gone, new)
    elif any(field in by_field for field in (*_LEVELS, *_FLAT, _CATEGORIES, _OWNED_KEYWORDS)):
        yield ChangeText(NAMES["keywords"], note=MORE_FIELDS)


def _paths(by_field: Mapping[str, FieldChange], *, is_before: bool) -> dict[str, TagPath]:
    """Return the keywords of all fields by ``tag_key``, without flat keywords that are part of a path."""

    def texts(field: str) -> tuple[str, ...]:
        if field not in by_field:
            return ()
        return by_field[field].before if is_before else by_field[field].after

    split = [tuple(filter(None, text.split(mark))) for field, mark in _LEVELS.items() for text in texts(field)]
    found = {tag_key(path): path for path in split if path}
    names = {name_key(name) for path in found.values() for name in path}
    flat = [(text,) for field in _FLAT for text in texts(field) if name_key(text) not in names]
    return found | {tag_key(path): path for path in flat}


def _text(thing: str, some: Sequence[FieldChange]) -> ChangeText:
    gone, new = (
        next((_joined(texts) for texts in side if texts), "")
        for side in ([one.before for one in some], [one.after for one in some])
    )
    if thing == "rating":
        gone, new = stars(gone), stars(new)
    elif thing == "flag":
        gone, new = _flag(gone), _flag(new)
    elif thing == "label":
        gone, new = _label(gone), _label(new)
    elif thing == _TURN:
        gone, new = turn_words(gone), turn_words(new)
    if gone == new:
        return ChangeText(NAMES[thing], is_list=False, note=MORE_FIELDS)
    return ChangeText(NAMES[thing], (gone,) if gone else (), (new,) if new else (), is_list=False)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())


def stars(text: str) -> str:
    """Format a rating; values that are not whole stars are shown as they are in the file."""
    return "★" * int(text) if text in {"1", "2", "3", "4", "5"} else tr("no stars") if text == "0" else text


def turn_words(text: str) -> str:
    """Describe an orientation, 1..8; other values are shown as they are in the file."""
    if text not in {str(turn) for turn in range(1, 9)}:
        return text
    is_flipped, degrees = parts_of_turn(int(text))
    return tr("flipped, {degrees}°", degrees=degrees) if is_flipped else tr("{degrees}°", degrees=degrees)


def _flag(text: str) -> str:
    """Format a flag; values that are not Photon's are shown as they are in the file."""
    return _FLAGS.get(text, text)


def _label(text: str) -> str:
    label = label_named(text)
    return LABEL_NAMES[label] if label else text


# -- sentences ---------------------------------------------------------------------------------------


def summary_of(plan: Plan) -> str:
    """Summarize a plan in one line."""
    photos, new, sidecars = plan.count("photo"), plan.count("new"), plan.count("sidecar")
    parts = (
        counted(photos, "photo to change", "photos to change") if photos else "",
        counted(new, "new sidecar") if new else "",
        counted(sidecars, "sidecar to update", "sidecars to update") if sidecars else "",
        counted(len(plan.obstacles), "skipped", "skipped") if plan.obstacles else "",
    )
    return " · ".join(filter(None, parts))


def button_of(plan: Plan) -> str:
    """Return the text of the button that carries out the plan."""
    photos, beside = counted(plan.count("photo"), "photo"), counted(plan.count("new", "sidecar"), "sidecar")
    if not plan.count("photo"):
        return tr("Save {sidecars}", sidecars=beside)
    if plan.count("new", "sidecar"):
        return tr("Change {photos}, save {sidecars}…", photos=photos, sidecars=beside)
    return tr("Change {photos}…", photos=photos)


def question_of(plan: Plan) -> str:
    """Return the question asked before photos are changed."""
    photos, beside = plan.count("photo"), plan.count("new", "sidecar")
    if beside:
        return tr(
            "This saves the metadata inside {photos} and in {sidecars}. Image data is not changed, and you can"
            " restore the originals.",
            photos=counted(photos, "photo"),
            sidecars=counted(beside, "sidecar"),
        )
    return tr_n(
        "This saves the metadata inside {count:,} photo. Image data is not changed, and you can restore the originals.",
        "This saves the metadata inside {count:,} photos. Image data is not changed, and you can restore the"
        " originals.",
        photos,
    )


def outcome_of(done: Done, *, is_restored: bool = False) -> str:
    """Describe the result of saving metadata to files or of restoring originals."""
    files = len(done.paths)
    if is_restored:
        sentences = [tr_n("Restored {count:,} file", "Restored {count:,} files", files)]
    else:
        sentences = [tr_n("Saved metadata to {count:,} file", "Saved metadata to {count:,} files", files)]
    if done.obstacles:
        sentences.append(counted(len(done.obstacles), "skipped", "skipped"))
    if done.left:
        sentences.append(tr_n("stopped with {count:,} file left", "stopped with {count:,} files left", done.left))
    return " · ".join(sentences)
