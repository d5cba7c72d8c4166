"""Decisions about photos that belong together or not: albums, stacks, sets of duplicates."""

from photon.domain.decisions.decision_kind import DecisionField, DecisionKind, LineShape, PastValue
from photon.domain.decisions.field_checks import check_album, check_position, check_yes, text_check, words_check
from photon.domain.metadata.album import LONGEST_QUERY
from photon.language import counted, tr

_ALBUM = LineShape(
    {
        "album": DecisionField(check_album),
        "query": DecisionField(words_check(LONGEST_QUERY), ""),
        "on": DecisionField(check_yes, usual=True),
    },
    count=lambda count: counted(count, "album"),
    subject=("album",),
    is_about_photo=False,
)
_IN_ALBUM = LineShape(
    {
        "album": DecisionField(check_album),
        "position": DecisionField(check_position, 0),
        "cover": DecisionField(check_yes, usual=False),
        "on": DecisionField(check_yes, usual=True),
        "never": DecisionField(check_yes, usual=False),
    },
    count=lambda count: counted(count, "photo in an album", "photos in albums"),
    subject=("album",),
)
_APART = LineShape(
    {"among": DecisionField(text_check(64), column="among"), "on": DecisionField(check_yes, usual=True)},
    noun=lambda: tr("no duplicate"),
    count=lambda count: counted(count, "photo that is no duplicate", "photos that are no duplicates"),
    subject=("among",),
)
_IN_STACK = LineShape(
    {"stack": DecisionField(text_check(100), "", "stack"), "position": DecisionField(check_position, 0, "position")},
    noun=lambda: tr("stack"),
    count=lambda count: counted(count, "photo in a stack", "photos in stacks"),
)


def _describe_place(one: PastValue) -> str:
    if not one.after:
        return tr("removed from the album “{album}”", album=one.about)
    if one.after == "cover":
        return tr("made the cover of the album “{album}”", album=one.about)
    if one.before == one.after:
        return tr("moved within the album “{album}”", album=one.about)
    if one.before == "cover":
        return tr("no longer the cover of the album “{album}”", album=one.about)
    return tr("added to the album “{album}”", album=one.about)


def _describe_veto(one: PastValue) -> str:
    there = tr("never in the smart album “{album}”", album=one.about)
    return there if one.after else tr("allowed in the smart album “{album}” again", album=one.about)


def _describe_apart(one: PastValue) -> str:
    return tr("kept as no duplicate") if one.after else tr("no longer kept as no duplicate")


def _describe_stack(one: PastValue) -> str:
    if not one.after:
        return tr("taken out of its stack")
    return tr("moved within its stack") if one.before else tr("put into a stack")


SET_KINDS = (
    DecisionKind(
        "album", "albums", "albums", photo="", key=("id",), values=("parent_id", "name", "query"), line=_ALBUM
    ),
    DecisionKind(
        "in_album",
        "album_photos",
        "albums",
        key=("album_id",),
        tree="albums",
        against="never_in_album",
        absent="not_in_album",
        counted="in_albums",
        values=("position", "cover"),
        line=_IN_ALBUM,
        describe=_describe_place,
        value=lambda values: "cover" if values[1] else "in_album",
        alone=("cover",),
    ),
    DecisionKind(
        "never_in_album",
        "album_vetoes",
        "albums",
        key=("album_id",),
        tree="albums",
        about="in_album",
        against="in_album",
        describe=_describe_veto,
        value=lambda _: "never",
    ),
    DecisionKind(
        "kept_apart",
        "kept_apart",
        "duplicates",
        key=("among",),
        line=_APART,
        describe=_describe_apart,
        is_united=True,
    ),
    DecisionKind(
        "in_stack",
        "stack_photos",
        "stacks",
        values=("stack", "position"),
        line=_IN_STACK,
        describe=_describe_stack,
        is_united=True,
    ),
)
