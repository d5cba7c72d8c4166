"""The journal of decisions in words."""

from collections.abc import Mapping

from photon.domain.decisions.decision import Actor
from photon.domain.decisions.decision_kind import PastValue
from photon.domain.decisions.decision_kinds import ABSENT, BY_WHAT
from photon.domain.metadata.tag import tag_text
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
    about = one.about if isinstance(one.about, str) else tag_text(one.about)
    kind = BY_WHAT.get(one.what) or ABSENT.get(one.what)
    past = PastValue(about, one.before, one.after)
    return kind.describe(past) if kind is not None and kind.describe is not None else one.what
