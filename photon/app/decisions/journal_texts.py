"""The journal of decisions in words."""

from collections.abc import Mapping

from photon.domain.metadata.decision import Actor
from photon.domain.metadata.tag import tag_text
from photon.domain.photo.marks import LABEL_NAMES
from photon.language import counted, tr, tr_n
from photon.library.decisions.journal_steps import JournalStep, PastDecision

ACTORS: Mapping[Actor, str] = {
    "person": tr("by hand"),
    "batch": tr("many at once"),
    "file": tr("from a file's metadata"),
    "decisions": tr("imported"),
    "photon": "Photon",
}


def step_title(step: JournalStep) -> str:
    """What was done, as words that follow "Undid: "."""
    return step.name or tr_n("changed {count:,} decision", "changed {count:,} decisions", step.changes)


def step_line(step: JournalStep) -> tuple[str, ...]:
    """Number, time, who, what, photos and state of a step, as cells."""
    photos = counted(step.photos, "photo") if step.photos else ""
    state = tr("undone") if step.is_undone else ""
    made = f"{step.made.astimezone():%Y-%m-%d %H:%M}"
    return str(step.id), made, ACTORS[step.actor], step_title(step), photos, state


def decision_text(one: PastDecision) -> str:
    """What was decided."""
    if one.what in _OF_TAGS:
        tag = tag_text(one.about) if isinstance(one.about, tuple) else one.about
        return _tag_text(one.what, tag, is_there=bool(one.after))
    return _album_text(one) if one.what in _OF_ALBUMS else _other_text(one)


_OF_TAGS = frozenset({"tag", "rejected", "example"})
_OF_ALBUMS = frozenset({"in_album", "not_in_album", "never_in_album"})


def _tag_text(what: str, tag: str, *, is_there: bool) -> str:
    if what == "tag":
        return tr("tagged “{tag}”", tag=tag) if is_there else tr("removed “{tag}”", tag=tag)
    if what == "rejected":
        return tr("rejected “{tag}”", tag=tag) if is_there else tr("withdrew the rejection of “{tag}”", tag=tag)
    return tr("example of “{tag}”", tag=tag) if is_there else tr("removed the example of “{tag}”", tag=tag)


def _album_text(one: PastDecision) -> str:
    if one.what == "never_in_album":
        there = tr("never in the smart album “{album}”", album=one.about)
        return there if one.after else tr("allowed in the smart album “{album}” again", album=one.about)
    if not one.after:
        return tr("removed from the album “{album}”", album=one.about)
    if one.after == "cover":
        return tr("made the cover of the album “{album}”", album=one.about)
    if one.before == one.after:
        return tr("moved within the album “{album}”", album=one.about)
    if one.before == "cover":
        return tr("no longer the cover of the album “{album}”", album=one.about)
    return tr("added to the album “{album}”", album=one.about)


def _other_text(one: PastDecision) -> str:
    there = {
        "rating": tr("rating: {value}", value=one.after),
        "caption": tr("caption: {value}", value=one.after),
        "favourite": tr("added to favourites"),
        "label": tr("label: {colour}", colour=LABEL_NAMES.get(one.after, one.after)),  # type: ignore[call-overload]
        "flag": tr("rejected") if one.after == "-1" else tr("picked"),
        "date": tr("date: {date}", date=one.after.replace("T", " ")),
        "turn": tr("turned"),
        "fits": tr("confirmed the caption"),
        "declined": tr("declined the draft “{text}”", text=one.about),
        "kept_apart": tr("kept as no duplicate"),
        "in_stack": tr("moved within its stack") if one.before else tr("put into a stack"),
        "missing": tr("listed as missing again: {path}", path=one.about),
    }
    gone = {
        "rating": tr("removed the rating"),
        "caption": tr("removed the caption"),
        "favourite": tr("removed from favourites"),
        "label": tr("removed the label"),
        "flag": tr("removed the flag"),
        "date": tr("withdrew the corrected date"),
        "turn": tr("no longer turned"),
        "fits": tr("withdrew the confirmation of the caption"),
        "declined": tr("allowed the draft “{text}” again", text=one.about),
        "kept_apart": tr("no longer kept as no duplicate"),
        "in_stack": tr("taken out of its stack"),
        "missing": tr("linked to another file; it was {path}", path=one.about),
    }
    return (there if one.after else gone).get(one.what, one.what)
