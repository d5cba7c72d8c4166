"""Writing words into files, in words that people know: programs, places, what would be different, what came of it.

A file tells its fields by their own names; several of them say one thing, and people are shown that thing once: which
keywords come and go, the caption before and after.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from photon.app.metadata.metadata_writing import Done
from photon.app.metadata.write_plan import Plan
from photon.domain.metadata.tag import TagPath, name_key, tag_key, tag_text
from photon.domain.metadata.writing import FieldChange, Policy
from photon.language import counted
from photon.ui.kit.formatting import number

PLACES: Final[Mapping[Policy, str]] = {
    "sidecar": "Sidecars next to the photos",
    "embed": "The photos themselves, where safe",
    "both": "Photos and sidecars",
}
_ABOUT: Final[Mapping[Policy, str]] = {
    "sidecar": "Photos are not changed.",
    "embed": "Where it isn't safe to change a photo, a sidecar is saved; the list says why. Image data is not changed.",
    "both": "Where it isn't safe to change a photo, only its sidecar is saved. Image data is not changed.",
}
_LIGHTROOM = "Lightroom reads sidecars only for RAW photos; for other photos, choose “The photos themselves”."

_LEVELS: Final[Mapping[str, str]] = {
    "lr:hierarchicalSubject": "|",
    "digiKam:TagsList": "/",
    "mwg-kw:Keywords": "|",
    "mediapro:CatalogSets": "|",
    "MicrosoftPhoto:LastKeywordXMP": "/",
}
_FLAT: Final = ("dc:subject", "IPTC Keywords", "EXIF XPKeywords")
_TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    "Title": ("dc:title", "IPTC Title"),
    "Caption": (
        "dc:description", "tiff:ImageDescription", "exif:UserComment", "IPTC Caption", "EXIF ImageDescription",
        "EXIF UserComment",
    ),
    "Rating": ("xmp:Rating", "EXIF Rating", "acdsee:rating", "MicrosoftPhoto:Rating", "EXIF RatingPercent"),
}  # fmt: skip
_ORIGINS: Final = "photon:Origins"
_CATEGORIES: Final = "acdsee:categories"
_THINGS: Final[Mapping[str, str]] = {
    **dict.fromkeys((*_LEVELS, *_FLAT, _CATEGORIES), "Keywords"),
    **{field: name for name, fields in _TEXTS.items() for field in fields},
    _ORIGINS: "Origin",
}
MORE_FIELDS: Final = "unchanged, in more fields"


@dataclass(frozen=True, slots=True)
class Line:
    """What would be different about one thing.

    Attributes:
        name: The thing, or the field.
        gone: What would not be there any more.
        new: What would be there newly.
        is_list: Whether it is about things that come and go one by one; else about a text that becomes another one.
        note: What else there is to say.
    """

    name: str
    gone: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    is_list: bool = True
    note: str = ""


def about(profile: str, policy: Policy) -> str:
    """What a choice means, in one or two sentences."""
    return f"{_LIGHTROOM} {_ABOUT[policy]}" if (profile, policy) == ("lightroom", "sidecar") else _ABOUT[policy]


# -- what would be different -------------------------------------------------------------------------


def fields_of(changes: Iterable[FieldChange]) -> tuple[Line, ...]:
    """Each field by its own name."""
    return tuple(_differing(one.field, one.before, one.after) for one in changes)


def lines_of(changes: Sequence[FieldChange]) -> tuple[Line, ...]:
    """The things that are different, each once."""
    by_field = {one.field: one for one in changes}
    found = [*_keywords(by_field)]
    for name, fields in _TEXTS.items():
        some = [by_field[field] for field in fields if field in by_field]
        if some:
            found.append(_text(name, some))
    if _ORIGINS in by_field:
        one = by_field[_ORIGINS]
        found.append(_differing("Origin", one.before, one.after))
    return tuple(found)


@lru_cache(maxsize=1000)
def count_lines(fields: tuple[str, ...]) -> int:
    """How many lines ``lines_of`` gives for changes of these fields; most files of a plan have the same."""
    return len({_THINGS[field] for field in fields if field in _THINGS})


def _differing(name: str, before: Sequence[str], after: Sequence[str]) -> Line:
    gone = tuple(text for text in before if text not in after)
    new = tuple(text for text in after if text not in before)
    return Line(name, gone, new, note="" if gone or new else "in a different order")


def _keywords(by_field: Mapping[str, FieldChange]) -> Iterable[Line]:
    before, after = _paths(by_field, is_before=True), _paths(by_field, is_before=False)
    gone = tuple(tag_text(path) for key, path in before.items() if key not in after)
    new = tuple(tag_text(path) for key, path in after.items() if key not in before)
    if gone or new:
        yield Line("Keywords", gone, new)
    elif any(field in by_field for field in (*_LEVELS, *_FLAT, _CATEGORIES)):
        yield Line("Keywords", note=MORE_FIELDS)


def _paths(by_field: Mapping[str, FieldChange], *, is_before: bool) -> dict[str, TagPath]:
    """Keywords of all fields by ``tag_key``; a flat keyword that is part of a path is left out."""

    def texts(field: str) -> tuple[str, ...]:
        if field not in by_field:
            return ()
        return by_field[field].before if is_before else by_field[field].after

    split = [tuple(filter(None, text.split(mark))) for field, mark in _LEVELS.items() for text in texts(field)]
    found = {tag_key(path): path for path in split if path}
    names = {name_key(name) for path in found.values() for name in path}
    flat = [(text,) for field in _FLAT for text in texts(field) if name_key(text) not in names]
    return found | {tag_key(path): path for path in flat}


def _text(name: str, some: Sequence[FieldChange]) -> Line:
    gone, new = (
        next((_joined(texts) for texts in side if texts), "")
        for side in ([one.before for one in some], [one.after for one in some])
    )
    if name == "Rating":
        gone, new = stars(gone), stars(new)
    if gone == new:
        return Line(name, is_list=False, note=MORE_FIELDS)
    return Line(name, (gone,) if gone else (), (new,) if new else (), is_list=False)


def _joined(texts: Sequence[str]) -> str:
    return " ".join(" ".join(texts).split())


def stars(text: str) -> str:
    """A rating as it is shown; what is no whole number of stars stays as it stands in the file."""
    return "★" * int(text) if text in {"1", "2", "3", "4", "5"} else "no stars" if text == "0" else text


# -- sentences ---------------------------------------------------------------------------------------


def summary_of(plan: Plan) -> str:
    """What a plan comes to, in one line."""
    parts = (
        (plan.count("photo"), "photo to change", "photos to change"),
        (plan.count("new"), "new sidecar", "new sidecars"),
        (plan.count("sidecar"), "sidecar to update", "sidecars to update"),
        (len(plan.obstacles), "skipped", "skipped"),
    )
    return " · ".join(counted(count, one, many) for count, one, many in parts if count)


def button_of(plan: Plan) -> str:
    """What pressing the button does."""
    photos, beside = plan.count("photo"), plan.count("new", "sidecar")
    if not photos:
        return f"Save {counted(beside, 'sidecar')}"
    sidecars = f", save {counted(beside, 'sidecar')}" if beside else ""
    return f"Change {counted(photos, 'photo')}{sidecars}…"


def question_of(plan: Plan) -> str:
    """What is asked before photos are changed."""
    photos, beside = plan.count("photo"), plan.count("new", "sidecar")
    sidecars = f" and in {counted(beside, 'sidecar')}" if beside else ""
    return (
        f"This saves the metadata inside {counted(photos, 'photo')}{sidecars}. Image data is not changed, and you can"
        " restore the originals."
    )


def outcome_of(done: Done, *, is_restored: bool = False) -> str:
    """What became of files to which metadata was saved, or whose originals were restored."""
    files = counted(len(done.paths), "file")
    said = [f"Restored {files}" if is_restored else f"Saved metadata to {files}"]
    if done.obstacles:
        said.append(f"{number(len(done.obstacles))} skipped")
    if done.left:
        said.append(f"stopped with {counted(done.left, 'file')} left")
    return " · ".join(said)
